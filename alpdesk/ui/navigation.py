"""The side navigation with counts of what waits."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.ui.icons import paint_icon, program_icon
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4, colours
from alpdesk.ui.widgets import PlainLabel
from alpdesk.ui.widgets.tips import tip

_WIDTH = 176
_HEIGHT = 36


@dataclass(frozen=True)
class Place:
    """One entry: the page's name, its words, its icon and the key that goes there."""

    page: str
    text: str
    icon: str
    key: str = ""
    at_foot: bool = False


class _Item(QAbstractButton):
    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._count = 0
        self.setCheckable(True)
        self.setText(place.text)
        self.setAccessibleName(place.text)
        self.setToolTip(tip(f"{place.text} ({place.key})" if place.key else place.text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self._place.text}, {count}" if count else self._place.text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH - 2 * SPACE_2, max(_HEIGHT, self.fontMetrics().height() + 14))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        scheme = colours()
        ink = scheme.accent if self.isChecked() else scheme.muted
        middle = (self.height() - 18) // 2
        paint_icon(painter, self._place.icon, QRect(SPACE_3, middle, 18, 18), ink)
        font = self.font()
        font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(scheme.text))
        words = QRect(SPACE_3 + 28, 0, self.width() - 80, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._place.text)
        self._paint_count(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        scheme = colours()
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(scheme.raised if self.isChecked() else scheme.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        if self.isChecked():
            painter.setBrush(QColor(scheme.accent))
            painter.drawRoundedRect(QRectF(0, 8, 3, self.height() - 16), 1.5, 1.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(scheme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_count(self, painter: QPainter) -> None:
        if not self._count:
            return
        scheme = colours()
        text = str(self._count) if self._count < 1000 else "999+"
        font = self.font()
        font.setPointSizeF(9)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = max(metrics.horizontalAdvance(text) + 12, 22)
        box = QRectF(self.width() - width - 8, (self.height() - 20) / 2, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(QColor(scheme.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Navigation(QFrame):
    """Signals: ``page_requested(str)`` with the name of the page."""

    page_requested = Signal(str)

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setFixedWidth(_WIDTH)
        self._items = {place.page: _Item(place) for place in places}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_4, SPACE_2, SPACE_3)
        column.setSpacing(SPACE_1)
        column.addLayout(self._head())
        column.addSpacing(SPACE_4)
        for place in places:
            if not place.at_foot:
                column.addWidget(self._items[place.page])
        column.addStretch(1)
        for place in places:
            if place.at_foot:
                column.addWidget(self._items[place.page])
        for name, item in self._items.items():
            self._group.addButton(item)
            item.clicked.connect(lambda _=False, page=name: self.page_requested.emit(page))

    def mark(self, page: str) -> None:
        """Mark where we are; a page without an entry marks nothing."""
        self._group.setExclusive(False)
        for name, item in self._items.items():
            item.setChecked(name == page)
        self._group.setExclusive(True)

    def show_count(self, page: str, count: int) -> None:
        """Show how many wait behind an entry."""
        self._items[page].show_count(count)

    def _head(self) -> QHBoxLayout:
        sign = PlainLabel()
        sign.setPixmap(program_icon().pixmap(24, 24))
        sign.setAccessibleName("Alpdesk")
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_2, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(sign)
        row.addWidget(PlainLabel("Alpdesk", "heading"))
        row.addStretch(1)
        return row


def places() -> tuple[Place, ...]:
    """Return what stands in the side navigation."""
    return (
        Place("today", _tr("Today"), "inbox", "Ctrl+1"),
        Place("patients", _tr("Patients"), "users", "Ctrl+2"),
        Place("review", _tr("Review"), "clipboard-check", "Ctrl+R"),
        Place("letters", _tr("Letters"), "mail", "Ctrl+3"),
        Place("sweep", _tr("Sweep"), "radar", "Ctrl+Shift+S"),
        Place("care", _tr("Reports"), "clipboard-list", "Ctrl+Shift+R"),
        Place("settings", _tr("Settings"), "settings", "Ctrl+4", at_foot=True),
        Place("help", _tr("Help"), "circle-question-mark", "F1", at_foot=True),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Workspace", text)
