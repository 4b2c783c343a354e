"""Each item of the criteria is known yes, known no or unknown, is set right there, and what would decide is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.assessment import CriteriaResult, CriterionState
from alpdesk.domain.deciding import criteria_sheet
from alpdesk.domain.records import DecisionKind, Panel, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical import criteria_words
from alpdesk.ui.decide.page import DecidePage
from alpdesk.ui.patient.page import PatientPage
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts
from tests.ui.keyboard import Keyboard

Low = Callable[[], int]


@pytest.fixture
def low(enter: Enter, empty_desk: Desk) -> Low:
    """A patient whose ALP is persistently low."""

    def made() -> int:
        patient = enter("Mensah", alp="29", collected=date(2025, 12, 1))
        values = (Result(analyte="alp", value="28", unit="U/L"),)
        empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20), laboratory_id=1), values)
        return patient

    return made


def _decide(qtbot: QtBot, desk: Desk, patient: int) -> DecidePage:
    page = on_screen(qtbot, DecidePage(desk), 740)
    page.start(patient)
    return page


def test_an_item_is_set_where_it_stands_and_the_sentence_follows(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    table = page._criteria
    assert table.sentence.text().startswith("0 major, 0 minor of the entered items; 9 unknown")
    table.lines["substrates_raised"].buttons[True].click()
    assert table.sentence.text().startswith("1 major, 0 minor of the entered items; 8 unknown")
    found = {each.finding: each.present for each in empty_desk.patients.record(patient).findings}
    assert found == {"substrates_raised": True}
    table.lines["substrates_raised"].buttons[None].click()
    assert empty_desk.patients.record(patient).findings == ()


def test_the_cursor_stays_on_the_item_that_was_set(qtbot: QtBot, low: Low, empty_desk: Desk, keys: Keyboard) -> None:
    page = _decide(qtbot, empty_desk, low())
    button = page._criteria.lines["chondrocalcinosis"].buttons[False]
    qtbot.waitUntil(button.isVisible)
    button.setFocus()
    keys.press(Qt.Key.Key_Space)
    assert keys.focus() is page._criteria.lines["chondrocalcinosis"].buttons[False]
    assert button.isChecked()


def test_what_would_decide_is_named(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    patient = low()
    for item, present in (("substrates_raised", True), ("alpl_variant_pathogenic", None)):
        empty_desk.patients.set_finding(patient, item, present)
    for item in ("atypical_femoral_fracture", "recurrent_metatarsal_fractures", "poorly_healing_fractures"):
        empty_desk.patients.set_finding(patient, item, False)
    for item in ("chronic_musculoskeletal_pain", "early_tooth_loss_adult"):
        empty_desk.patients.set_finding(patient, item, False)
    page = _decide(qtbot, empty_desk, patient)
    alone = "•  Alone: Pathogenic or likely pathogenic ALPL variant"
    qtbot.waitUntil(lambda: alone in shown_texts(page._criteria))
    said = shown_texts(page._criteria)
    assert "What would decide" in said
    assert "•  Together: Chondrocalcinosis + Nephrocalcinosis" in said
    page._criteria.lines["alpl_variant_pathogenic"].buttons[True].click()
    qtbot.waitUntil(lambda: "No unknown item would change that." in shown_texts(page._criteria))
    assert "the combination is met" in page._criteria.sentence.text()
    assert "Awaits validation" in page._criteria.citation.text()


def test_entry_is_explained_while_it_is_not_given(qtbot: QtBot, enter: Enter, empty_desk: Desk) -> None:
    page = _decide(qtbot, empty_desk, enter("Mensah", alp="29"))
    days = empty_desk.rules.severity.series.persistent_after_days
    said = page._criteria.entry.text()
    assert said.startswith("Entry is not given yet")
    assert f"{days} days or more" in said


def test_what_is_signed_is_what_was_shown_and_stays_so(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    patient = low()
    page = _decide(qtbot, empty_desk, patient)
    page._criteria.lines["substrates_raised"].buttons[True].click()
    page._answer.buttons[DecisionKind.NO_ACTION].click()
    page._answer.reason.setPlainText("Known to genetics")
    page._answer.sign.click()
    answered = empty_desk.decisions.assessments(patient)[0]
    assert answered.decision is not None
    assert answered.decision.assessment_id == answered.id
    assert answered.assessment.criteria is not None and answered.assessment.criteria.major == 1
    assert empty_desk.decisions.waiting(patient) is None
    empty_desk.patients.set_finding(patient, "substrates_raised", False)
    page.start(patient, answered.id)
    assert page._criteria.sentence.text().startswith("1 major")
    assert page._criteria.lines == {}


def test_an_answer_begun_stays_while_items_are_set(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    page = _decide(qtbot, empty_desk, low())
    page._answer.buttons[DecisionKind.NO_ACTION].click()
    page._answer.reason.setPlainText("Known")
    page._criteria.lines["nephrocalcinosis"].buttons[False].click()
    assert (page._answer.kind(), page._answer.answer().reason) == (DecisionKind.NO_ACTION, "Known")


def test_the_patients_tab_sets_items_too(qtbot: QtBot, low: Low, empty_desk: Desk) -> None:
    patient = low()
    page = on_screen(qtbot, PatientPage(empty_desk), 900)
    page.show_patient(patient)
    page._tabs.checklist.criteria.lines["nephrocalcinosis"].buttons[True].click()
    found = {each.finding: each.present for each in empty_desk.patients.record(patient).findings}
    assert found == {"nephrocalcinosis": True}
    assert page._tabs.checklist.criteria.sentence.text().startswith("0 major, 1 minor")


def _printed(page: DecidePage | PatientPage, tmp_path: Path) -> PdfReader:
    """Let the page save its criteria, and read the file."""
    page.paper.output.file = lambda name: tmp_path / name
    table = page._criteria if isinstance(page, DecidePage) else page._tabs.checklist.criteria
    table.save.click()
    return PdfReader(tmp_path / "criteria.pdf")


def test_the_sheet_is_one_page_with_every_item_the_citation_and_what_would_decide(
    qtbot: QtBot, low: Low, empty_desk: Desk, tmp_path: Path
) -> None:
    patient = low()
    empty_desk.patients.set_finding(patient, "substrates_raised", True)
    page = _decide(qtbot, empty_desk, patient)
    with qtbot.waitSignal(page.said):
        pages = _printed(page, tmp_path).pages
    assert len(pages) == 1
    said = " ".join(pages[0].extract_text().split())
    chosen = empty_desk.rules.criteria["iwg-2024-adult"]
    assert all(item.title in said for item in chosen.items)
    wanted = (
        "Mensah, Abena",
        "What would decide",
        "Awaits validation",
        "Osteoporos Int 2024;35:431-438",
        "Reviewed by",
    )
    assert all(part in said for part in (*wanted, "Not a diagnosis", f"Rule book {empty_desk.rules.version}"))
    assert not any(word in said.casefold() for word in (" has hpp", "has hypophosphatasia"))


def test_the_sheet_is_printed_from_the_patients_tab_with_a_hostile_name_as_it_is(
    qtbot: QtBot, low: Low, empty_desk: Desk, tmp_path: Path
) -> None:
    patient = low()
    person = empty_desk.patients.get(patient)
    empty_desk.patients.update(person.model_copy(update={"family_name": HOSTILE}))
    page = on_screen(qtbot, PatientPage(empty_desk), 900)
    page.show_patient(patient)
    said = " ".join(_printed(page, tmp_path).pages[0].extract_text().split())
    assert "<b>Bobby</b>" in said


@pytest.mark.parametrize("state", [True, False, None])
@pytest.mark.parametrize("name", ["iwg-2024-adult", "iwg-2024-child"])
def test_no_sentence_about_the_criteria_says_that_somebody_has_it(
    rules: RuleBook, name: str, state: bool | None
) -> None:
    chosen = rules.criteria[name]
    items = tuple(CriterionState(id=i.id, title=i.title, major=i.major, state=state) for i in chosen.items)
    for entry in (True, False):
        result = CriteriaResult(
            set=name,
            title=chosen.title,
            met=state,
            major=0,
            minor=0,
            items=items,
            entry=entry,
            citation=chosen.citation,
        )
        sheet = criteria_sheet(result, rules)
        said = " ".join((criteria_words.entry(sheet), criteria_words.settled(sheet), *criteria_words.needs(sheet)))
        assert not any(word in said.casefold() for word in (" has ", "diagnos", "hypophosphatasia"))


def test_two_majors_and_one_low_say_that_the_repeat_decides(qtbot: QtBot, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    for finding in ("atypical_femoral_fracture", "recurrent_metatarsal_fractures"):
        empty_desk.patients.set_finding(patient, finding, True)
    result = empty_desk.decisions.now(patient).criteria
    assert result is not None and not result.entry and not result.met
    sheet = criteria_sheet(result, empty_desk.rules)
    assert criteria_words.settled(sheet).startswith("The items complete a combination. A low ALP again, 31 days")
    page = _decide(qtbot, empty_desk, patient)
    assert "could complete a combination" not in shown_texts(page)
