"""The History tab says of every low where it stands, and by whom it was closed."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from alpdesk.domain.loop import Standing
from alpdesk.domain.records import DecisionKind
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.patient.page import PatientPage
from tests.ui.conftest import Enter, on_screen, shown_texts


def open_history(qtbot: QtBot, desk: Desk, patient: int) -> str:
    page = on_screen(qtbot, PatientPage(desk), 900)
    page.show_patient(patient)
    tabs = page._tabs
    tabs.setCurrentIndex(tabs.count() - 1)
    qtbot.waitUntil(lambda: "Low ALP" in shown_texts(tabs.history.standings))
    return shown_texts(tabs.history.standings)


def test_a_low_without_an_answer_says_so(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    said = open_history(qtbot, empty_desk, enter("Mensah", alp="28"))
    assert "20 Feb 2026" in said
    assert "No answer yet" in said


def test_nothing_is_built_while_a_page_is_being_shown(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    read = empty_desk.loop.of_patient

    def reading(patient: int) -> tuple[Standing, ...]:
        asked.append(patient)
        return read(patient)

    monkeypatch.setattr(empty_desk.loop, "of_patient", reading)
    first, second = enter("Mensah", alp="28"), enter("Boateng", alp="29")
    page = on_screen(qtbot, PatientPage(empty_desk), 900)
    tabs = page._tabs
    page.show_patient(first)
    assert asked == []
    tabs.setCurrentIndex(tabs.count() - 1)
    assert asked == [first]
    page.hide()
    page.show()
    assert asked == [first]
    page.show_patient(second)
    tabs.setCurrentIndex(0)
    page.show_patient(first)
    assert asked == [first, second]


def test_a_closed_low_says_why_and_by_whom(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="28")
    waiting = empty_desk.decisions.waiting(patient)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.NO_ACTION, reason="<b>Lifelong</b>, well."
    )
    empty_desk.decisions.sign(draft)
    said = open_history(qtbot, empty_desk, patient)
    assert "Closed: <b>Lifelong</b>, well." in said
    assert "Dr. Test" in said


def test_a_promised_repeat_says_when_it_is_due(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="28", collected=date(2025, 11, 1))
    waiting = empty_desk.decisions.waiting(patient)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.REPEAT, templates=("first-low",)
    )
    due = min(recall.due for recall in empty_desk.decisions.sign(draft).recalls)
    assert f"due {due.day} Mar 2026" in open_history(qtbot, empty_desk, patient)
