"""The way of the Tab key through layouts in layouts, and what it leaves behind in memory: nothing."""

from pathlib import Path

from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

import alpdesk.ui
from alpdesk.ui.reading_order import tab_stops
from alpdesk.ui.widgets.flow import FlowRow


def _page(qtbot: QtBot) -> QWidget:
    """Return a page of rows, a grid filled backwards, a form and a row that flows, made in another order than read."""
    page = QWidget()
    column, row, grid, form, flow = QVBoxLayout(page), QHBoxLayout(), QGridLayout(), QFormLayout(), FlowRow(spacing=2)
    buttons = {name: QPushButton(name) for name in "hgfedcba"}
    column.addLayout(row)
    column.addWidget(buttons["c"])
    column.addLayout(grid)
    column.addLayout(form)
    column.addLayout(flow)
    row.addStretch(1)
    row.addWidget(buttons["a"])
    row.addSpacing(3)
    row.addWidget(buttons["b"])
    grid.addWidget(buttons["f"], 1, 0)
    grid.addWidget(buttons["e"], 0, 1)
    grid.addWidget(buttons["d"], 0, 0)
    form.addRow("A field", QLineEdit())
    flow.addWidget(buttons["g"])
    flow.addWidget(buttons["h"])
    qtbot.addWidget(page)
    page.show()
    return page


def test_controls_are_visited_as_they_are_read(qtbot: QtBot) -> None:
    page = _page(qtbot)
    stops = list(tab_stops(page))
    assert [stop.text() for stop in stops if isinstance(stop, QPushButton)] == list("abcdefgh")
    assert [type(stop) for stop in stops].index(QLineEdit) == 6


def _items() -> int:
    """Return how many items of layouts Python holds on to."""
    return sum(isinstance(each, QWidgetItem | QSpacerItem) for each in Shiboken.getAllValidWrappers())


def test_no_item_of_a_layout_is_held_after_a_walk(qtbot: QtBot) -> None:
    page = _page(qtbot)
    before = _items()
    assert len(list(tab_stops(page))) == 9
    assert _items() == before, "Qt deletes an item with its widget; what Python still holds of it is a wild pointer"


def test_no_page_asks_a_layout_for_its_items() -> None:
    asking = [
        file.name
        for file in Path(alpdesk.ui.__file__).parent.rglob("*.py")
        if ".itemAt(" in file.read_text(encoding="utf-8")
    ]
    assert asking == []
