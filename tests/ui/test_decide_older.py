"""What waits from before is shown wherever a signature would answer it."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from alpdesk.domain.assessment import Alert
from alpdesk.domain.records import DecisionKind, Panel, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.decide.page import DecidePage
from tests.ui.conftest import Enter, on_screen, shown_texts

CRITICAL = "critical_chemistry"


@pytest.fixture
def patient(empty_desk: Desk, enter: Enter) -> int:
    """Somebody with an unanswered emergency, and after it a sample with nothing but a mildly low ALP."""
    key = enter("Two")
    for day, analyte, value, unit in ((20, "potassium", "7.2", "mmol/L"), (22, "alp", "34", "U/L")):
        panel = Panel(collected=date(2026, 2, day), laboratory_id=1, profile="roche_mayo")
        empty_desk.panels.enter(key, panel, (Result(analyte=analyte, value=value, unit=unit),))
    return key


def _the_emergency(desk: Desk, patient: int) -> Alert:
    return next(one for one in desk.decisions.assessments(patient)[1].assessment.alerts if one.id == CRITICAL)


def test_an_older_emergency_is_shown_to_whoever_would_answer_it(patient: int, empty_desk: Desk, qtbot: QtBot) -> None:
    page = on_screen(qtbot, DecidePage(empty_desk), 740)
    page.start(patient)
    alert = _the_emergency(empty_desk, patient)
    said = shown_texts(page)
    assert "Your signature answers this too. Emergency: " + alert.title in said
    assert alert.text in said
    page._answer.buttons[DecisionKind.NO_ACTION].click()
    page._answer.reason.setPlainText("Both seen.")
    page._answer.sign.click()
    assert empty_desk.decisions.waiting(patient) is None


def test_an_older_low_is_listed_too(empty_desk: Desk, enter: Enter, qtbot: QtBot) -> None:
    patient = enter("Lows", alp="24", collected=date(2026, 2, 1))
    panel = Panel(collected=date(2026, 2, 22), laboratory_id=1, profile="roche_mayo")
    empty_desk.panels.enter(patient, panel, (Result(analyte="alp", value="34", unit="U/L"),))
    page = on_screen(qtbot, DecidePage(empty_desk), 740)
    page.start(patient)
    assert "Your signature answers earlier ALP values too, which still wait." in shown_texts(page)
    assert "24 U/L (" in shown_texts(page)


def test_an_older_alert_is_not_answered_unseen(patient: int, empty_desk: Desk) -> None:
    newest = empty_desk.decisions.waiting(patient)
    assert newest is not None
    draft = DecisionDraft(patient_id=patient, assessment_id=newest.id, kind=DecisionKind.NO_ACTION, reason="Mild.")
    with pytest.raises(AlpdeskError, match="would also answer an older alert"):
        empty_desk.decisions.sign(draft)
    (before,) = empty_desk.decisions.older(newest.id)
    empty_desk.decisions.sign(draft.model_copy(update={"seen": (before.id,)}))
    assert empty_desk.decisions.waiting(patient) is None


def test_the_line_of_today_names_the_gravest_alert_of_all_that_waits(patient: int, empty_desk: Desk) -> None:
    alert = _the_emergency(empty_desk, patient)
    (line,) = empty_desk.worklist.today().unanswered
    assert line.value == "34"
    assert line.alerts[0] == alert.title


def test_a_repeat_ticks_the_sample_it_promises_beside_the_look_back(
    empty_desk: Desk, enter: Enter, qtbot: QtBot
) -> None:
    patient = enter("Repeat", alp="29")
    page = on_screen(qtbot, DecidePage(empty_desk), 740)
    page.start(patient)
    page._answer.buttons[DecisionKind.REPEAT].click()
    for name, line in page._answer.lines.items():
        line.wanted.setChecked(name == "look-back")
    page._answer.sign.click()
    assert page._answer.lines["promise:repeat"].problem.text().startswith("Set a date")


def test_the_same_alert_of_several_days_is_said_once_with_its_days(
    patient: int, empty_desk: Desk, qtbot: QtBot
) -> None:
    for day, value in ((21, "7.2"), (22, "7.2"), (25, "4.4")):
        panel = Panel(collected=date(2026, 2, day), laboratory_id=1, profile="roche_mayo")
        empty_desk.panels.enter(patient, panel, (Result(analyte="potassium", value=value, unit="mmol/L"),))
    page = on_screen(qtbot, DecidePage(empty_desk), 740)
    page.start(patient)
    said = shown_texts(page)
    assert said.count("Your signature answers this too. Emergency") == 1
    assert "Critical chemistry (21 Feb 2026; 20 Feb 2026)" in said
