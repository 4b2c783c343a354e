"""A short list of places at the left of a page."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem, QWidget

_HEIGHT = 32


class _Tall(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = max(_HEIGHT, option.fontMetrics.height() + 12)
        return QSize(super().sizeHint(option, index).width(), height)


class SideList(QListWidget):
    """Rows that are easy to hit; no frame."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("plain", True)
        self.setItemDelegate(_Tall(self))
        self.setUniformItemSizes(True)
