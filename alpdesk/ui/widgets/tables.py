"""The list every page uses: quiet rows, one selection, everything by keyboard."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from alpdesk.ui.theme import ROW_HEIGHT, Colours, colours

INK_ROLE = int(Qt.ItemDataRole.UserRole) + 50
STRONG_ROLE = INK_ROLE + 1
DETAIL_ROLE = INK_ROLE + 2
KEEP_DETAIL_ROLE = INK_ROLE + 3  # where room is short the text gives way, never what tells two people apart
_PAD = 10
_GAP = 8
AnyIndex = QModelIndex | QPersistentModelIndex


def shortened(metrics: QFontMetrics, text: str, width: int, kept: int) -> str:
    """Return a text as it fits beside a detail that is ``kept`` wide, but never less than a few letters of it."""
    room = width if not kept else max(width - kept - _GAP, 6 * metrics.averageCharWidth())
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, min(room, width))


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: text in an ink named by role, then a quieter detail; marks the current row with a bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        scheme = colours()
        painter.save()
        painter.setClipRect(option.rect)
        self._paint_ground(painter, option, scheme, first=index.column() == 0)
        room = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        self._paint_text(painter, option.font, room, index, scheme)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, scheme: Colours, *, first: bool) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view: QWidget | None = option.widget  # none while Qt measures
        focused = bool(view and view.hasFocus())
        if selected:
            painter.fillRect(rect, QColor(scheme.accent_soft if focused else scheme.hover))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(scheme.hover))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(scheme.faint))
        if selected and first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(scheme.accent))

    def _paint_text(self, painter: QPainter, font: QFont, room: QRect, index: AnyIndex, scheme: Colours) -> None:
        text, detail = str(index.data() or ""), str(index.data(DETAIL_ROLE) or "")
        inked = QFont(font)
        if index.data(STRONG_ROLE):
            inked.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(inked)
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        across = alignment & Qt.AlignmentFlag.AlignHorizontal_Mask | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(inked)
        painter.setPen(QColor(getattr(scheme, str(index.data(INK_ROLE) or "text"))))
        kept = QFontMetrics(font).horizontalAdvance(detail) if index.data(KEEP_DETAIL_ROLE) else 0
        fits = metrics.horizontalAdvance(text) + (kept + _GAP if kept else 0) <= room.width()
        said = text if fits else shortened(metrics, text, room.width(), kept)
        painter.drawText(room, across, said)
        left = room.left() + (metrics.horizontalAdvance(said) + _GAP if text else 0)
        self._paint_detail(painter, font, QRect(QPoint(left, room.top()), room.bottomRight()), detail)

    def _paint_detail(self, painter: QPainter, font: QFont, room: QRect, detail: str) -> None:
        """Draw the detail whole, or shortened where enough of it is left to be worth it."""
        metrics = QFontMetrics(font)
        if not detail or room.width() < min(metrics.horizontalAdvance(detail), 10 * metrics.averageCharWidth()):
            return
        painter.setFont(font)
        painter.setPen(QColor(colours().muted))
        said = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)


class TableView(QTableView):
    """Quiet rows, no grid, no editing. Enter or a double click opens a row.

    Signals: ``row_activated(int)`` with the row, ``key_pressed(str)`` with a typed letter.
    """

    row_activated = Signal(int)
    key_pressed = Signal(str)

    def __init__(self, name: str, *, row_height: int = ROW_HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self._widths: tuple[int, ...] = ()
        self._stretch = 0
        self._set_headers(row_height)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(index.row()))

    def set_columns(self, widths: tuple[int, ...], *, stretch: int) -> None:
        """Set widths in characters; column ``stretch`` takes what is left, and all give way where room is short."""
        self._widths = widths
        self._stretch = stretch
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._share_width()

    def make_plain(self) -> None:
        """Lose the frame, to lie in a card."""
        self.setProperty("plain", True)

    def activate_current(self) -> None:
        """Open the current row, or the first."""
        if self._rows() > 0:
            self.row_activated.emit(max(0, self.currentIndex().row()))

    def move_selection(self, key: int) -> None:
        """Move the selection as if ``key`` had been typed here."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        rows = self._rows()
        if rows:
            here = self.currentIndex().row()
            self.selectRow(min(rows - 1, max(0, here + steps.get(Qt.Key(key), 0))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.activate_current()
        elif plain and event.text().isalpha():
            self.key_pressed.emit(event.text().casefold())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give each column its width, all of them less when they do not fit, the rest to one."""
        if not self._widths or self.horizontalHeader().count() != len(self._widths):
            return
        unit = self.fontMetrics().averageCharWidth()
        wanted = [width * unit + 2 * _PAD for width in self._widths]
        room = self.viewport().width()
        fitting = min(1.0, room / sum(wanted))
        given = [int(width * fitting) for width in wanted]
        given[self._stretch] += max(0, room - sum(given))
        for column, width in enumerate(given):
            self.horizontalHeader().resizeSection(column, width)

    def _rows(self) -> int:
        model: QAbstractItemModel | None = self.model()
        return 0 if model is None else model.rowCount()

    def _set_headers(self, row_height: int) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(row_height, self.fontMetrics().height() + 8))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setAccessibleName(self.tr("Headings"))
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(False)
