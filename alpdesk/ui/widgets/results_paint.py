"""How the table of results is drawn: values on one edge, sign and word beside them, names on the left."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPolygon
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alpdesk.domain.records import Flag
from alpdesk.ui.theme import ROW_HEIGHT, colours
from alpdesk.ui.widgets.flags import arrow_of, flag_colour, flag_word
from alpdesk.ui.widgets.results_grid import Cell

AnyIndex = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole
UNIT_ROLE = Qt.ItemDataRole.UserRole + 1
_CORNER = 6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ResultsDelegate(QStyledItemDelegate):
    """Draws the value large, its sign and word in the colour of the verdict, all values on one edge."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        background = QStyleOptionViewItem(option)
        self.initStyleOption(background, index)
        background.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, background, painter, option.widget)
        cell = index.data(CELL_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if isinstance(cell, Cell):
            self._cell(painter, option, cell, selected)
        else:
            painter.setPen(QColor(colours().muted))
            painter.drawText(_value_area(option.rect, option.fontMetrics), int(_RIGHT), "–")
        painter.restore()

    def _cell(self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, selected: bool) -> None:
        inks = colours()
        marked = cell.flag in {Flag.LOW, Flag.HIGH} and not cell.withdrawn
        ink = QColor(inks.text if cell.flag in {Flag.WITHIN, Flag.NONE} else flag_colour(cell.flag, inks))
        ink = QColor(inks.muted) if cell.withdrawn else ink
        plain = option.palette.color(QPalette.ColorRole.HighlightedText) if selected else ink
        font = QFont(option.font)
        font.setBold(marked)
        font.setStrikeOut(cell.withdrawn or cell.flag is Flag.SUSPENDED)
        painter.setFont(font)
        painter.setPen(plain)
        area = _value_area(option.rect, option.fontMetrics)
        painter.drawText(area, int(_RIGHT), f"{cell.value} {cell.unit}".strip())
        font.setStrikeOut(False)
        font.setBold(False)
        painter.setFont(font)
        words = QRect(area.right() + 6, option.rect.top(), option.rect.right() - area.right() - 8, option.rect.height())
        painter.drawText(words, int(_LEFT), "" if cell.withdrawn else _sign_words(cell.flag))
        if cell.before:
            _draw_corner(painter, option.rect, plain)


class AnalyteHeader(QHeaderView):
    """Names on the left edge of each row, their unit small and grey on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(self.tr("Tests"))
        self.setDefaultSectionSize(ROW_HEIGHT)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        inks = colours()
        painter.save()
        painter.fillRect(rect, QColor(inks.raised))
        painter.setPen(QColor(inks.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        title = str(self.model().headerData(logical, self.orientation()) or "")
        unit = str(self.model().headerData(logical, self.orientation(), UNIT_ROLE) or "")
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(unit)
        inside = QRectF(rect).adjusted(8, 0, -8, 0)
        painter.setPen(QColor(inks.muted))
        painter.drawText(inside, int(_RIGHT), unit)
        painter.setPen(QColor(inks.text))
        room = int(inside.width()) - width - 8
        painter.drawText(inside, int(_LEFT), metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        painter.restore()


def cell_words(cell: Cell | None) -> str:
    """Return what a cell says: value, sign and word, or a dash for what was not measured."""
    if cell is None:
        return "–"
    words = "" if cell.withdrawn else _sign_words(cell.flag)
    return f"{cell.value} {cell.unit}".strip() + f" {words}".rstrip()


def _draw_corner(painter: QPainter, rect: QRect, ink: QColor) -> None:
    """Draw the folded corner of a cell whose value was corrected."""
    right, top = rect.right() - 1, rect.top() + 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygon([QPoint(right - _CORNER, top), QPoint(right, top), QPoint(right, top + _CORNER)]))


def _sign_words(flag: Flag) -> str:
    """Return sign and word; what cannot be judged has its own sign, and its words in the tool tip."""
    return f"{_sign(flag)} {flag_word(flag)}" if flag in {Flag.LOW, Flag.HIGH} else _sign(flag)


def _value_area(rect: QRect, metrics: QFontMetrics) -> QRect:
    """Return the part of a cell that holds the value: all but the room of sign and word."""
    return rect.adjusted(4, 0, -words_room(metrics), 0)


def words_room(metrics: QFontMetrics) -> int:
    """Return the room that sign and word take."""
    return max(metrics.horizontalAdvance(_sign_words(flag)) for flag in (Flag.LOW, Flag.HIGH)) + 14


def _sign(flag: Flag) -> str:
    return "?" if flag is Flag.NONE else arrow_of(flag)
