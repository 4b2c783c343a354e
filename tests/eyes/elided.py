"""What had to be cut short: chosen words of a box, tabs, cells of a table, lines of a list.

Where room is short a text may be cut, if the tip under the pointer has all of it. In a usual window what matters in a
table, set in bold or with a number that tells two people apart, has to be whole.
"""

from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QToolTip,
    QTreeView,
    QWidget,
)

from alpdesk.ui.widgets.tables import DETAIL_ROLE, KEEP_DETAIL_ROLE, STRONG_ROLE, RowDelegate

_PAD, _GAP = 10, 8


def elided_texts(ground: QWidget, *, usual: bool) -> list[str]:
    """Return what is cut short and cannot be read whole, or must not be cut in a window of the usual size."""
    widgets = [widget for widget in ground.findChildren(QWidget) if widget.isVisible()]
    return [fault for widget in widgets for fault in _faults(widget, usual=usual)]


def _faults(widget: QWidget, *, usual: bool) -> Iterator[str]:
    match widget:
        case QComboBox():
            yield from _box(widget)
        case QTabBar():
            yield from _tabs(widget)
        case QLabel():
            yield from _label(widget)
        case QTableView():
            yield from _table(widget, usual=usual)
        case QHeaderView():
            return
        case QListView() | QTreeView():
            yield from _list(widget)


def _box(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(control, option, part, box).width()
    text = box.currentText()
    cut = box.fontMetrics().horizontalAdvance(text) > room + 1
    if cut and text not in _tip(box, box.rect().center()):
        yield f"{text} in a box"


def _tabs(bar: QTabBar) -> Iterator[str]:
    for tab in range(bar.count()):
        needed = bar.fontMetrics().horizontalAdvance(bar.tabText(tab))
        if needed > bar.tabRect(tab).width():
            yield f"{bar.tabText(tab)} on a tab"
    reaches = bar.tabRect(bar.count() - 1).right() if bar.count() else 0
    if reaches > bar.width() and not bar.usesScrollButtons():
        yield f"tabs beyond {bar.tabText(0)}"


def _label(label: QLabel) -> Iterator[str]:
    gives_way = label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored and not label.wordWrap()
    wide = label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1
    if gives_way and wide and label.text() not in _tip(label, label.rect().center()):
        yield f"{label.text()} in a line"


def _table(table: QTableView, *, usual: bool) -> Iterator[str]:
    for index in _seen(table):
        text, detail = str(index.data() or ""), str(index.data(DETAIL_ROLE) or "")
        if not isinstance(table.itemDelegateForIndex(index), RowDelegate) or _is_head(index):
            continue
        room = table.visualRect(index).adjusted(_PAD, 0, -_PAD, 0)
        font = QFont(table.font())
        font.setWeight(QFont.Weight.DemiBold if index.data(STRONG_ROLE) else QFont.Weight.Normal)
        beside = _GAP + QFontMetrics(table.font()).horizontalAdvance(detail) if detail else 0
        metrics, where = QFontMetrics(font), f"{text} {detail} in {table.accessibleName()}"
        if table.wordWrap():
            cut = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height() > room.height()
        else:
            cut = metrics.horizontalAdvance(text) + beside > room.width()
        kept = beside if index.data(KEEP_DETAIL_ROLE) else 0
        matters = index.data(KEEP_DETAIL_ROLE) or index.data(STRONG_ROLE)
        if cut and usual and matters and (table.wordWrap() or metrics.horizontalAdvance(text) + kept > room.width()):
            yield f"{where}, where it matters"
        if cut and not _is_told(table, index, text):
            yield where


def _is_told(table: QTableView, index: QModelIndex, text: str) -> bool:
    """Return whether the tip has all of it; a model may tell more than its cell says."""
    told = _tip(table.viewport(), table.visualRect(index).center())
    more = index.data(Qt.ItemDataRole.ToolTipRole)
    return text in told or (bool(more) and unescape(str(more)) in told)


def _is_head(index: QModelIndex) -> bool:
    row = index.data(int(Qt.ItemDataRole.UserRole) + 1)
    return bool(getattr(row, "is_head", False))


def _seen(table: QTableView) -> Iterator[QModelIndex]:
    model, frame = table.model(), table.viewport().rect()
    columns = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
    for row in range(model.rowCount()):
        for column in columns:
            index = model.index(row, column)
            if frame.contains(table.visualRect(index).center()):
                yield index


def _list(view: QListView | QTreeView) -> Iterator[str]:
    if view.model() is None or view.parentWidget() is None:
        return
    for index in _lines(view, QModelIndex()):
        place = view.visualRect(index)
        if not view.viewport().rect().intersects(place) or place.isEmpty():
            continue
        inside = QRect(place.left(), 0, min(place.width(), view.viewport().width() - place.left()), 1)
        wide = view.sizeHintForIndex(index).width() > inside.width() + 1
        if wide and str(index.data()) not in _tip(view.viewport(), QPoint(inside.center().x(), place.center().y())):
            yield f"{index.data()} in {view.accessibleName()}"


def _lines(view: QAbstractItemView, parent: QModelIndex) -> Iterator[QModelIndex]:
    model = view.model()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        if isinstance(view, QTreeView) and view.isExpanded(index):
            yield from _lines(view, index)


def _tip(widget: QWidget, place: QPoint) -> str:
    """Return what is told under the pointer."""
    QToolTip.showText(QPoint(), "-")
    asked = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, asked)
    return unescape(QToolTip.text())
