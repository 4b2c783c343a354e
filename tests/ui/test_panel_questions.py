"""What happens while a value of a panel is asked about, and to a panel that is left."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Laboratory
from alpdesk.services.desk import Desk
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.widgets.tips import tip
from tests.ui.conftest import Enter, on_screen
from tests.ui.keyboard import Keyboard

Open = Callable[[int], PanelPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> PanelPage:
        page = on_screen(qtbot, PanelPage(empty_desk), 740)
        page.start(patient)
        return page

    return opened


def _calcium(page: PanelPage, keys: Keyboard, value: str) -> str:
    keys.enter()
    keys.enter("80")
    keys.enter(value)
    question = page._sheet.row("calcium").question()
    return "" if question is None else question.accessibleName()


def test_the_next_value_does_not_run_into_the_one_that_is_asked_about(
    open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah"))
    assert _calcium(page, keys, "2.4")
    keys.enter("3.1")
    assert page.row("calcium").value == "2.4"
    keys.press(Qt.Key.Key_Backspace)
    keys.type("0")
    assert page.row("calcium").value == "2.0"


def test_figures_that_make_no_number_are_asked_about(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    assert "is not a number" in _calcium(page, keys, "2.4x1")
    keys.type("k")
    assert page._sheet.row("calcium").question() is None
    assert page.row("calcium").value == "2.4x1"


def test_words_in_place_of_a_value_are_taken_as_they_stand(open_page: Open, keys: Keyboard, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    assert not _calcium(page, keys, "haemolysed")


def test_a_long_unit_is_shown_from_its_beginning(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    unit = page._sheet.row("egfr").unit
    line = unit.lineEdit()
    assert line is not None
    assert line.cursorPosition() == 0
    assert unit.toolTip() == tip(unit.currentText())


@pytest.mark.parametrize(
    ("system", "alp", "calcium"),
    [("conventional", "U/L", "mg/dL"), ("si", "U/L", "mmol/L"), ("si_katal", "µkat/L", "mmol/L")],
)
def test_a_laboratory_presets_its_units_and_enzymes_stay_in_units_unless_it_says_katal(
    open_page: Open, enter: Enter, empty_desk: Desk, system: str, alp: str, calcium: str
) -> None:
    laboratory = empty_desk.laboratories.get(1)
    empty_desk.laboratories.update(Laboratory.model_validate({**laboratory.model_dump(), "units": system}))
    page = open_page(enter("Mensah"))
    assert (page.row("alp").unit, page.row("calcium").unit) == (alp, calcium)
