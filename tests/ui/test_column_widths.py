"""The columns of a table share its width: what is short stays whole, what is long gives way, what matters last."""

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from alpdesk.ui.widgets import TableView
from alpdesk.ui.widgets.column_widths import shared
from alpdesk.ui.widgets.lines import Cell, LinesModel
from tests.eyes.elided import elided_texts
from tests.ui.conftest import HOSTILE


def test_with_room_every_column_has_what_it_wants_and_one_has_the_rest() -> None:
    assert shared(500, (100, 200, 100), (50, 50, 50), 1) == [100, 300, 100]


def test_what_is_left_goes_first_to_a_text_that_would_be_cut() -> None:
    assert shared(500, (100, 200, 100), (160, 50, 50), 1) == [160, 240, 100]


def test_air_is_given_up_before_a_text_is_cut() -> None:
    assert shared(300, (100, 200, 100), (100, 120, 60), 1) == [100, 140, 60]


def test_the_widest_gives_way_and_a_date_stays_whole() -> None:
    assert shared(300, (100, 400, 80), (100, 400, 80), 1) == [100, 120, 80]


def test_what_is_to_be_kept_gives_way_last() -> None:
    assert shared(440, (220, 300, 80), (220, 300, 80), 1, kept=(0,)) == [220, 140, 80]


def test_no_column_takes_more_than_there_is() -> None:
    for room in range(60, 900, 37):
        given = shared(room, (300, 90, 200, 40), (350, 20, 500, 40), 2, kept=(0,))
        assert sum(given) <= room
        assert min(given) >= 0


def test_a_cut_cell_is_whole_in_its_tip_and_nothing_in_it_is_markup(qtbot: QtBot) -> None:
    table, model = TableView("People"), LinesModel(("Who", "What"))
    table.setModel(model)
    table.set_columns((10, 10), stretch=0, keep=(0,))
    qtbot.addWidget(table)
    table.resize(240, 120)
    table.show()
    model.set_lines([(Cell(HOSTILE, "1001", strong=True, keeps_detail=True), Cell("short"))], [1])
    place = table.visualRect(model.index(0, 0)).center()
    asked = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), asked)
    assert QToolTip.text().startswith("<qt>&lt;img")
    assert "1001" in QToolTip.text()
    QToolTip.showText(QPoint(), "")


def test_the_walk_sees_a_name_that_is_cut_in_a_usual_window(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    ground = QWidget()
    qtbot.addWidget(ground)
    table, model = TableView("People"), LinesModel(("Who", "What"))
    QVBoxLayout(ground).addWidget(table)
    table.setModel(model)
    table.set_columns((10, 10), stretch=0)
    ground.resize(240, 120)
    ground.show()
    model.set_lines([(Cell("Wolfeschlegelsteinhausenbergerdorff, Ana", "1001", strong=True), Cell("short"))], [1])
    assert [fault.endswith("where it matters") for fault in elided_texts(ground, usual=True)] == [True]
    assert elided_texts(ground, usual=False) == []
