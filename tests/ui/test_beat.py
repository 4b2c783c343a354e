"""A window that stays open shows what others entered meanwhile, and the next day."""

from datetime import date, timedelta
from uuid import uuid4

from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind, Panel, Result
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk, build
from alpdesk.store.audit import Actor
from alpdesk.ui.beat import Beat
from alpdesk.ui.tasks import at_once
from alpdesk.ui.today.page import TodayPage
from alpdesk.ui.today.rows import Kind
from alpdesk.ui.workspace import Workspace
from tests.conftest import Clock
from tests.ui.conftest import Enter, on_screen


def _lines(page: TodayPage) -> list[tuple[Kind, int]]:
    rows = (page.model.row(number) for number in range(page.model.rowCount()))
    return [(row.kind, row.patient_id) for row in rows if row is not None and row.patient_id]


def _enter_elsewhere(desk: Desk, clock: Clock, patient: int, alp: str) -> None:
    """Enter a value at another desk."""
    actor = Actor(desk.actor.user_id, desk.actor.name, "desk-2")
    other = build(desk.context.database, rules=desk.rules, clock=clock, actor=actor)
    sample = Panel(uid=uuid4(), collected=date(2026, 3, 1))
    other.panels.enter(patient, sample, (Result(analyte="alp", value=alp, unit="U/L"),))


def test_the_list_shows_what_another_desk_entered_and_what_became_overdue_at_midnight(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, clock: Clock
) -> None:
    first = enter("First", alp="30")
    waiting = empty_desk.decisions.waiting(first)
    assert waiting is not None
    draft = DecisionDraft(patient_id=first, assessment_id=waiting.id, kind=DecisionKind.REPEAT, reason="repeat")
    due = empty_desk.decisions.sign(draft.model_copy(update={"templates": ("first-low",)})).recalls[0].due
    second, third = enter("Second", alp="70"), enter("Third", alp="25")
    clock.now += timedelta(days=(due - clock.now.date()).days)
    window = on_screen(qtbot, Workspace(empty_desk, at_once, demo=False, place="clinic.alpdesk"), 820)
    beat = Beat(window, empty_desk, at_once)
    window.go("today")
    page = window.page("today")
    assert isinstance(page, TodayPage)
    assert (Kind.DUE, first) in _lines(page) and (Kind.UNANSWERED, second) not in _lines(page)
    chosen = next(n for n in range(page.model.rowCount()) if (row := page.model.row(n)) and row.patient_id == third)
    page.table.selectRow(chosen)
    clock.now += timedelta(days=1)
    _enter_elsewhere(empty_desk, clock, second, "12")
    beat.look()
    assert (Kind.OVERDUE, first) in _lines(page) and (Kind.UNANSWERED, second) in _lines(page)
    under_the_hand = page.model.row(page.table.currentIndex().row())
    assert under_the_hand is not None and under_the_hand.patient_id == third


def test_a_question_that_is_open_stays_open(qtbot: QtBot, empty_desk: Desk, enter: Enter, clock: Clock) -> None:
    patient = enter("First", alp="70")
    window = on_screen(qtbot, Workspace(empty_desk, at_once, demo=False, place="clinic.alpdesk"), 820)
    beat = Beat(window, empty_desk, at_once)
    window.go("today")
    page = window.page("today")
    assert isinstance(page, TodayPage)
    page.panel.show()
    _enter_elsewhere(empty_desk, clock, patient, "12")
    beat.look()
    assert not page.panel.isHidden() and _lines(page) == []


def test_a_look_waits_for_the_one_before_it(qtbot: QtBot, empty_desk: Desk) -> None:
    begun: list[int] = []
    window = on_screen(qtbot, Workspace(empty_desk, at_once, demo=False, place="clinic.alpdesk"), 820)
    beat = Beat(window, empty_desk, lambda _work, _done, _failed: begun.append(1))
    beat.look()
    beat.look()
    assert begun == [1]
