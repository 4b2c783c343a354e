"""The sweep through its widgets: searching, stopping, opening, putting on the list."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind, Flag, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.store.rows import add, add_many
from alpdesk.store.tables import PanelRow, ResultRow
from alpdesk.ui.sweep.page import SweepPage
from alpdesk.ui.tasks import Tasks, at_once
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> SweepPage:
    made = on_screen(qtbot, SweepPage(empty_desk, at_once), 700)
    made.reload()
    return made


@pytest.fixture
def bypass(empty_desk: Desk, enter: Enter) -> Callable[..., int]:
    """Add a patient with a low that was never shown to anybody."""

    def bypassed(family: str, alp: str = "20") -> int:
        patient = enter(family, alp="70", collected=date(2025, 1, 10))
        panel = empty_desk.patients.record(patient).panels[0].panel
        with empty_desk.context.begin("planted") as session:
            row = add(
                session, PanelRow, panel.model_copy(update={"id": None, "uid": uuid4(), "collected": date(2026, 2, 1)})
            )
            low = Result(panel_id=row.id, analyte="alp", value=alp, unit="U/L", canonical=Decimal(alp), flag=Flag.LOW)
            add_many(session, ResultRow, [low])
        return patient

    return bypassed


def column(page: SweepPage, number: int) -> list[str]:
    return [str(page.model.index(row, number).data()) for row in range(page.model.rowCount())]


def test_before_the_first_sweep_the_page_says_what_it_does(page: SweepPage) -> None:
    assert "Never swept" in shown_texts(page)
    assert "trusts no list" in shown_texts(page)
    assert not page.take_up.isVisible() and not page.open.isVisible()


def test_a_sweep_that_finds_nothing_says_so(page: SweepPage, enter: Enter) -> None:
    enter("Healthy", alp="70")
    page.search.click()
    assert "Every low ALP in the record has an answer." in shown_texts(page)
    assert "Swept 2 Mar 2026" in shown_texts(page)


def test_what_is_found_stands_worst_first_with_what_no_list_has(
    page: SweepPage, enter: Enter, bypass: Callable[..., int]
) -> None:
    enter("Waiting", alp="30")
    bypass("Bypassed")
    page.search.click()
    assert sorted(zip(column(page, 0), column(page, 4), strict=True)) == [
        ("Bypassed, Abena", "was never shown"),
        ("Waiting, Abena", "waits"),
    ]
    assert "1 was never shown to anybody" in shown_texts(page)


def test_putting_all_on_the_list_lets_them_wait(
    qtbot: QtBot, page: SweepPage, empty_desk: Desk, bypass: Callable[..., int]
) -> None:
    bypass("First"), bypass("Second")
    page.search.click()
    with qtbot.waitSignals([page.said, page.swept]):
        page.take_up.click()
    assert empty_desk.worklist.today().counts.unanswered == 2
    assert column(page, 4) == ["waits", "waits"]
    assert not page.take_up.isVisible()


def test_enter_opens_the_answer_and_puts_a_bypassed_low_on_the_list_first(
    qtbot: QtBot, page: SweepPage, empty_desk: Desk, bypass: Callable[..., int]
) -> None:
    patient = bypass("Bypassed")
    page.search.click()
    with qtbot.waitSignal(page.decide_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [patient]
    waiting = empty_desk.decisions.waiting(patient)
    assert waiting is not None and waiting.assessment.alp.value == "20"
    empty_desk.decisions.sign(
        DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.NO_ACTION, reason="A slip")
    )
    page.search.click()
    assert column(page, 0) == []


def test_p_opens_the_patient(qtbot: QtBot, page: SweepPage, enter: Enter) -> None:
    patient = enter("Waiting", alp="30")
    page.search.click()
    with qtbot.waitSignal(page.patient_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_P)
    assert asked.args == [patient]


def test_a_sweep_is_stopped_by_escape_while_the_window_stays_awake(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    page = on_screen(qtbot, SweepPage(empty_desk, tasks.run), 700)
    page.reload()

    def endless(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> tuple[()]:
        progress(1, 3)
        while not cancelled():
            time.sleep(0.01)
        raise AlpdeskError("The sweep was cancelled before it had seen every record.")

    monkeypatch.setattr(empty_desk.sweeping, "run", endless)
    page.search.click()
    qtbot.waitUntil(lambda: page.working.bar.value() == 33)
    assert page.working.isVisible() and not page.search.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.working.busy)
    tasks.wait()
    assert page.search.isEnabled() and not page.working.isVisible()
    assert "cancelled before it had seen every record" in shown_texts(page)


def test_a_hostile_name_is_shown_as_it_is(page: SweepPage, enter: Enter) -> None:
    enter(HOSTILE, alp="30")
    page.search.click()
    assert HOSTILE in column(page, 0)[0]
    assert unsafe_labels(page) == []
