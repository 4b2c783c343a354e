"""The list every page uses: quiet rows, one selection, everything by keyboard."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
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
from alpdesk.ui.widgets.column_widths import shared
from alpdesk.ui.widgets.tips import show_tip

INK_ROLE = int(Qt.ItemDataRole.UserRole) + 50
STRONG_ROLE = INK_ROLE + 1
DETAIL_ROLE = INK_ROLE + 2
KEEP_DETAIL_ROLE = INK_ROLE + 3  # where room is short the text gives way, never what tells two people apart
PARTS_ROLE = INK_ROLE + 4  # pieces of the text, each with an ink of its own
_PAD = 10
_GAP = 8
_MEASURED, _HEAD_AIR = 200, 4
_WRAP = int(Qt.TextFlag.TextWordWrap)
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
        view: QWidget | None = option.widget
        if isinstance(view, QTableView) and view.wordWrap():
            self._paint_lines(painter, option.font, room, index, scheme)
        else:
            self._paint_text(painter, option.font, room, index, scheme)
        painter.restore()

    def need(self, font: QFont, index: AnyIndex) -> int:
        """Return how wide all that a cell says is."""
        text, detail = str(index.data() or ""), str(index.data(DETAIL_ROLE) or "")
        needed = QFontMetrics(_inked(font, index)).horizontalAdvance(text) + (_GAP if text and detail else 0)
        return needed + (QFontMetrics(font).horizontalAdvance(detail) if detail else 0)

    def is_cut(self, view: QAbstractItemView, index: AnyIndex) -> bool:
        """Say whether a cell shows less than all it says."""
        place = view.visualRect(index).adjusted(_PAD, 0, -_PAD, 0)
        if isinstance(view, QTableView) and view.wordWrap():
            metrics = QFontMetrics(_inked(view.font(), index))
            return metrics.boundingRect(place, _WRAP, str(index.data() or "")).height() > place.height()
        return self.need(view.font(), index) > place.width()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        told = index.data(Qt.ItemDataRole.ToolTipRole)
        if told or not self.is_cut(view, index):
            return super().helpEvent(event, view, option, index)
        parts = (str(index.data(role) or "") for role in (Qt.ItemDataRole.DisplayRole, DETAIL_ROLE))
        show_tip(event.globalPos(), "   ".join(part for part in parts if part), view)
        return True

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

    def _paint_lines(self, painter: QPainter, font: QFont, room: QRect, index: AnyIndex, scheme: Colours) -> None:
        """Draw a text over as many lines as its row is high."""
        inked, text = _inked(font, index), str(index.data() or "")
        metrics = QFontMetrics(inked)
        while " " in text and metrics.boundingRect(room, _WRAP, text).height() > room.height():
            text = f"{text.removesuffix(' …').rpartition(' ')[0]} …"
        painter.setFont(inked)
        painter.setPen(QColor(getattr(scheme, str(index.data(INK_ROLE) or "text"))))
        painter.drawText(room, _WRAP | int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_text(self, painter: QPainter, font: QFont, room: QRect, index: AnyIndex, scheme: Colours) -> None:
        text, detail = str(index.data() or ""), str(index.data(DETAIL_ROLE) or "")
        inked = _inked(font, index)
        metrics = QFontMetrics(inked)
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        across = alignment & Qt.AlignmentFlag.AlignHorizontal_Mask | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(inked)
        painter.setPen(QColor(getattr(scheme, str(index.data(INK_ROLE) or "text"))))
        kept = QFontMetrics(font).horizontalAdvance(detail) if index.data(KEEP_DETAIL_ROLE) else 0
        fits = metrics.horizontalAdvance(text) + (kept + _GAP if kept else 0) <= room.width()
        if fits and index.data(PARTS_ROLE):
            self._paint_parts(painter, metrics, room, index.data(PARTS_ROLE), scheme)
            return
        said = text if fits else shortened(metrics, text, room.width(), kept)
        painter.drawText(room, across, said)
        left = room.left() + (metrics.horizontalAdvance(said) + _GAP if text else 0)
        self._paint_detail(painter, font, QRect(QPoint(left, room.top()), room.bottomRight()), detail)

    def _paint_parts(
        self, painter: QPainter, metrics: QFontMetrics, room: QRect, parts: tuple[tuple[str, str], ...], scheme: Colours
    ) -> None:
        for said, ink in parts:
            painter.setPen(QColor(getattr(scheme, ink)))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
            room = room.adjusted(metrics.horizontalAdvance(f"{said}   "), 0, 0, 0)

    def _paint_detail(self, painter: QPainter, font: QFont, room: QRect, detail: str) -> None:
        """Draw the detail whole, or shortened where enough of it is left to be worth it."""
        metrics = QFontMetrics(font)
        if not detail or room.width() < min(metrics.horizontalAdvance(detail), 10 * metrics.averageCharWidth()):
            return
        painter.setFont(font)
        painter.setPen(QColor(colours().muted))
        said = metrics.elidedText(detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)


def _inked(font: QFont, index: AnyIndex) -> QFont:
    """Return the font of a cell."""
    inked = QFont(font)
    if index.data(STRONG_ROLE):
        inked.setWeight(QFont.Weight.DemiBold)
    return inked


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
        self._needed: list[int] | None = None
        self._kept: tuple[int, ...] = ()
        self._stretch = 0
        self._set_headers(row_height)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(index.row()))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._measure_again)

    def set_columns(self, widths: tuple[int, ...], *, stretch: int, keep: tuple[int, ...] = ()) -> None:
        """Set widths in characters; column ``stretch`` takes what is left, and all give way where room is short.

        The columns to ``keep`` have what their texts need before others have what they want.
        """
        self._kept = keep
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
        """Share the width among the columns, by what they want and by what their first lines need."""
        if not self._widths or self.horizontalHeader().count() != len(self._widths):
            return
        unit = self.fontMetrics().averageCharWidth()
        wanted = [width * unit + 2 * _PAD if width else 0 for width in self._widths]
        if self._needed is None:
            self._needed = [self._need(column) for column in range(len(wanted))]
        room = self.viewport().width()
        for column in self._kept:
            wanted[column] = max(wanted[column], min(self._needed[column], room // 2))
        given = shared(room, wanted, self._needed, self._stretch, self._kept)
        for column, width in enumerate(given):
            self.horizontalHeader().resizeSection(column, width)

    def _need(self, column: int) -> int:
        """Return what the head and the first lines of a column need."""
        model, delegate = self.model(), self.itemDelegate()
        needs: list[int] = []
        if isinstance(delegate, RowDelegate):
            lines = (model.index(row, column) for row in range(min(model.rowCount(), _MEASURED)))
            needs = [delegate.need(self.font(), line) for line in lines]
        head = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        if self.horizontalHeader().isHidden():
            head = ""
        words = head.split() if self.wordWrap() else [head]
        bold = self.horizontalHeader().fontMetrics()
        return max((*needs, *map(bold.horizontalAdvance, words)), default=0) + 2 * _PAD + _HEAD_AIR

    def _measure_again(self) -> None:
        self._needed = None
        self._share_width()

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
