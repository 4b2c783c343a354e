"""Results over time as a table."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Flag, Panel, PanelWithResults, Result, ResultStatus
from alpdesk.ui.widgets.results_grid import ResultsGrid, Show, lay_grid
from alpdesk.ui.widgets.results_table import ResultsModel, ResultsTable

_TITLES = {"alp": "ALP", "calcium": "Calcium", "zinc": "Zinc", "crp": "CRP"}


def _sample(number: int, day: date, *results: Result) -> PanelWithResults:
    return PanelWithResults(panel=Panel(id=number, collected=day), results=results)


def _result(analyte: str, value: str, flag: Flag, unit: str = "U/L", **changes: object) -> Result:
    return Result.model_validate({"analyte": analyte, "value": value, "unit": unit, "flag": flag, **changes})


def _samples() -> tuple[PanelWithResults, ...]:
    return (
        _sample(
            2,
            date(2026, 3, 1),
            _result("alp", "29", Flag.LOW, judged_low=Decimal(35), judged_high=Decimal(104)),
            _result("crp", "0", Flag.WITHIN, "mg/L"),
        ),
        _sample(
            1,
            date(2026, 1, 5),
            _result("alp", "1.1", Flag.WITHIN, "µkat/L"),
            _result("calcium", "2.41", Flag.WITHIN, "mmol/L"),
            _result("zinc", "pending", Flag.INDETERMINATE, "µmol/L"),
        ),
    )


def _grid(show: Show = Show.ALL, chosen: frozenset[str] = frozenset()) -> ResultsGrid:
    return lay_grid(_samples(), _TITLES, show, chosen)


def _words(model: ResultsModel, row: int, column: int) -> str:
    return str(model.index(row, column).data())


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = ResultsModel()
    model.show_grid(_grid())
    qtmodeltester.check(model)


def test_samples_go_from_old_to_new(qtbot: QtBot) -> None:
    assert [column.panel_id for column in _grid().columns] == [1, 2]


def test_a_low_value_carries_arrow_and_word(qtbot: QtBot) -> None:
    model = ResultsModel()
    model.show_grid(_grid())
    assert _words(model, 0, 1) == "29 ↓ low"


def test_a_screen_reader_hears_analyte_day_value_verdict_and_interval(qtbot: QtBot) -> None:
    model = ResultsModel()
    model.show_grid(_grid())
    spoken = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "ALP, 1 Mar 26: 29 U/L, low (35–104)"


def test_what_was_not_measured_is_a_dash_and_nought_is_a_value(qtbot: QtBot) -> None:
    model = ResultsModel()
    model.show_grid(_grid())
    crp = next(number for number, row in enumerate(_grid().rows) if row.analyte == "crp")
    assert (_words(model, crp, 0), _words(model, crp, 1)) == ("–", "0")


def test_another_unit_is_shown_with_its_value(qtbot: QtBot) -> None:
    model = ResultsModel()
    model.show_grid(_grid())
    assert _words(model, 0, 0) == "1.1 µkat/L"
    assert model.headerData(0, Qt.Orientation.Vertical) == "ALP"


def test_a_value_that_cannot_be_judged_has_its_own_sign(qtbot: QtBot) -> None:
    model = ResultsModel()
    model.show_grid(_grid())
    zinc = next(number for number, row in enumerate(_grid().rows) if row.analyte == "zinc")
    assert _words(model, zinc, 0) == "pending ?"


def test_only_abnormal_rows_are_shown_when_asked(qtbot: QtBot) -> None:
    assert {row.analyte for row in _grid(Show.ABNORMAL).rows} == {"alp", "zinc"}


def test_only_the_low_alp_set_is_shown_when_asked(qtbot: QtBot) -> None:
    rows = _grid(Show.LOW_ALP_SET, frozenset({"alp", "calcium", "copper"})).rows
    assert {row.analyte for row in rows} == {"alp", "calcium"}


def test_a_result_entered_in_error_is_not_shown(qtbot: QtBot) -> None:
    wrong = _result("alp", "2", Flag.LOW, status=ResultStatus.ENTERED_IN_ERROR)
    right = _result("alp", "62", Flag.WITHIN)
    grid = lay_grid((_sample(1, date(2026, 1, 5), wrong, right),), _TITLES)
    cell = grid.rows[0].cells[0]
    assert cell is not None
    assert cell.value == "62"


def test_the_newest_sample_is_in_sight_and_enter_opens_it(qtbot: QtBot) -> None:
    table = ResultsTable()
    qtbot.addWidget(table)
    table.resize(260, 200)
    table.show()
    many = tuple(_sample(n, date(2020 + n, 1, 1), _result("alp", str(30 + n), Flag.LOW)) for n in range(6))
    table.show_grid(lay_grid(many, _TITLES))
    assert table.columnAt(table.viewport().width() - 10) == 5
    with qtbot.waitSignal(table.panel_chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [5]


@pytest.mark.parametrize("width", [333, 390, 480, 611])
@pytest.mark.parametrize("samples", [3, 6, 14])
def test_the_newest_sample_is_whole_however_the_room_changes(qtbot: QtBot, width: int, samples: int) -> None:
    table = ResultsTable()
    qtbot.addWidget(table)
    table.resize(width, 200)
    table.show()
    table.show_grid(lay_grid((_sample(1, date(2020, 1, 1), _result("alp", "30", Flag.LOW)),), _TITLES))
    qtbot.wait(1)
    titles = {"alp": "A very long name of a test", "crp": "CRP"}
    many = tuple(_sample(n, date(2020 + n, 1, 1), _result("alp", str(30 + n), Flag.LOW)) for n in range(samples))
    table.show_grid(lay_grid(many, titles))
    for each in (width, width + 150, width - 20):
        table.resize(each, 200)
        qtbot.wait(1)
        last = samples - 1
        bar = table.horizontalScrollBar()
        assert bar.value() == bar.maximum()
        assert table.columnViewportPosition(table.columnAt(0)) == 0
        assert table.columnViewportPosition(last) + table.columnWidth(last) <= table.viewport().width()


def test_the_first_date_in_sight_is_whole_and_a_place_one_scrolled_to_is_kept(qtbot: QtBot) -> None:
    table = ResultsTable()
    qtbot.addWidget(table)
    table.resize(420, 200)
    table.show()
    many = tuple(_sample(n, date(2010 + n, 1, 1), _result("alp", str(30 + n), Flag.LOW)) for n in range(14))
    table.show_grid(lay_grid(many, _TITLES))
    qtbot.wait(1)
    assert table.columnViewportPosition(table.columnAt(0)) == 0
    table.horizontalScrollBar().setValue(2)
    table.resize(460, 200)
    qtbot.wait(1)
    assert table.columnAt(0) == 2
