"""A short list of places at the left of a page."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alpdesk.ui.widgets.tips import show_tip

_HEIGHT = 32
AnyIndex = QModelIndex | QPersistentModelIndex


class Tall(QStyledItemDelegate):
    """Lines of a height, each whole in its tip where it is cut."""

    def __init__(self, height: int, air: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._height, self._air = height, air

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        height = max(self._height, option.fontMetrics.height() + self._air)
        return QSize(super().sizeHint(option, index).width(), height)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        text = str(index.data() or "")
        if view.visualRect(index).width() >= super().sizeHint(option, index).width():
            return super().helpEvent(event, view, option, index)
        show_tip(event.globalPos(), text, view)
        return True


class SideList(QListWidget):
    """Rows that are easy to hit; no frame."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", True)
        self.setItemDelegate(Tall(_HEIGHT, 12, self))
        self.setUniformItemSizes(True)
