"""Every text that a widget and what lies in it says: on screen, in a tool tip, to a screen reader."""

from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTabWidget,
    QTextEdit,
    QWidget,
)

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_ROWS = 200


def spoken_texts(ground: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Yield each widget that is shown with a text it says. What the user types in is not among them."""
    for widget in (ground, *ground.findChildren(QWidget)):
        if widget.isVisible():
            yield from ((widget, _plain(text)) for text in _texts(widget) if text)


def _plain(text: str) -> str:
    """Return a tip as it is read: the program writes it as markup that shows a text literally."""
    return unescape(text.removeprefix("<qt>").removesuffix("</qt>")) if text.startswith("<qt>") else text


def typed_texts(ground: QWidget) -> Iterator[str]:
    """Yield what stands in the fields."""
    yield from (field.text() for field in ground.findChildren(QLineEdit))
    yield from (field.toPlainText() for field in ground.findChildren(QPlainTextEdit))


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.statusTip()
    yield widget.windowTitle()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield from (text for action in widget.actions() for text in _action(action))
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox():
            yield widget.title()
        case QLineEdit() | QPlainTextEdit() | QTextEdit():
            yield widget.placeholderText()
        case QTabWidget():
            yield from (widget.tabText(tab) for tab in range(widget.count()))
        case QComboBox():
            yield from (widget.itemText(item) for item in range(widget.count()))
        case QHeaderView():
            pass  # its view tells
        case QAbstractItemView():
            yield from _cells(widget)


def _action(action: QAction) -> Iterator[str]:
    yield action.text()
    menu = action.menu()
    if isinstance(menu, QWidget):
        yield from (text for each in menu.actions() for text in _action(each))


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model: QAbstractItemModel | None = view.model()
    if model is None:
        return
    if isinstance(view, QTableView) and view.horizontalHeader().isVisible():
        columns = range(model.columnCount())
        yield from (str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns)
    yield from _under(model, QModelIndex())


def _under(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(min(_ROWS, model.rowCount(parent))):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            yield from (text for role in _ROLES if isinstance(text := index.data(role), str))
            yield from _under(model, index)
