"""The state of a concern follows from what was shown, signed, made due and closed, at every limit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alpdesk.domain.loop import LOW, Concern, LoopRecord, LoopState, Shown, standing
from alpdesk.domain.records import Decision, DecisionKind, Panel, Recall

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
LOW_HERE = Concern(panel_id=1, about=LOW, pressing=True)
MILD = Concern(panel_id=1, about="haemolysis", pressing=False)
SIGNED_AT = datetime(2026, 2, 20, 12, tzinfo=UTC)


def decision(kind: DecisionKind, key: int = 1, assessment: int = 5, reason: str = "") -> Decision:
    return Decision(
        id=key, patient_id=1, assessment_id=assessment, kind=kind, reason=reason, signed_by=7, signed_at=SIGNED_AT
    )


def item(
    due: date,
    key: int = 1,
    decision_id: int | None = 1,
    closed: date | None = None,
    by: int = 8,
    tests: str = "alp",
) -> Recall:
    return Recall(
        id=key,
        patient_id=1,
        decision_id=decision_id,
        title="Repeat ALP",
        tests=tests,
        due=due,
        closed_on=closed,
        closed_reason="" if closed is None else "Done.",
        closed_by=None if closed is None else by,
    )


def record(*decisions: Decision, recalls: tuple[Recall, ...] = (), shown: tuple[int, ...] = (5,)) -> LoopRecord:
    every = tuple(Shown(assessment_id=one, panel_id=1, concerns=(LOW_HERE, MILD), asked=True) for one in shown)
    return LoopRecord(shown=every, decisions=decisions, recalls=recalls)


def state(kept: LoopRecord) -> LoopState:
    return standing(kept, LOW_HERE, TODAY).state


def test_what_was_never_shown_or_never_signed_is_unanswered() -> None:
    assert state(LoopRecord()) is LoopState.UNANSWERED
    assert state(record()) is LoopState.UNANSWERED


@pytest.mark.parametrize(
    ("assessment", "wanted"), [(4, LoopState.UNANSWERED), (5, LoopState.CLOSED), (6, LoopState.CLOSED)]
)
def test_a_decision_answers_its_assessment_and_older_ones(assessment: int, wanted: LoopState) -> None:
    assert state(record(decision(DecisionKind.NO_ACTION, assessment=assessment, reason="Known."))) is wanted


def test_a_low_that_was_shown_again_after_the_answer_asks_again() -> None:
    assert state(record(decision(DecisionKind.NO_ACTION, reason="Known."), shown=(5, 9))) is LoopState.UNANSWERED


@pytest.mark.parametrize(
    ("due", "wanted"), [(TODAY - DAY, LoopState.OVERDUE), (TODAY, LoopState.DUE), (TODAY + DAY, LoopState.DUE)]
)
def test_an_open_item_is_due_on_its_day_and_overdue_after_it(due: date, wanted: LoopState) -> None:
    kept = record(decision(DecisionKind.REPEAT), recalls=(item(due),))
    assert state(kept) is wanted
    assert standing(kept, LOW_HERE, TODAY).due == due


def test_the_first_of_several_open_items_counts_also_one_of_an_older_answer() -> None:
    both = (decision(DecisionKind.REPEAT, key=1), decision(DecisionKind.NO_ACTION, key=2, reason="Known."))
    late, ahead = item(TODAY - DAY, key=1, decision_id=1), item(TODAY + DAY, key=2, decision_id=2)
    assert state(record(*both, recalls=(late, ahead))) is LoopState.OVERDUE


def test_an_item_of_a_plan_belongs_to_the_answer_that_started_the_plan() -> None:
    planned = item(TODAY - DAY, decision_id=None).model_copy(update={"plan_id": 3})
    kept = record(decision(DecisionKind.WORK_UP), recalls=(planned,)).model_copy(update={"plan_of": {3: 1}})
    assert state(kept) is LoopState.OVERDUE


@pytest.mark.parametrize("kind", [DecisionKind.REPEAT, DecisionKind.WORK_UP, DecisionKind.REFER])
def test_a_promise_without_a_date_is_late_from_the_day_it_was_signed(kind: DecisionKind) -> None:
    found = standing(record(decision(kind)), LOW_HERE, TODAY)
    assert (found.state, found.due) == (LoopState.OVERDUE, date(2026, 2, 20))


def test_an_answer_that_promises_nothing_is_closed_by_its_signer_for_its_reason() -> None:
    found = standing(record(decision(DecisionKind.NO_ACTION, reason="Lifelong, well.")), LOW_HERE, TODAY)
    assert (found.state, found.reason, found.by) == (LoopState.CLOSED, "Lifelong, well.", 7)


def test_a_kept_promise_is_closed_by_whoever_closed_its_last_item() -> None:
    done = (item(TODAY - DAY, key=1, closed=TODAY - DAY, by=8), item(TODAY, key=2, closed=TODAY, by=9))
    found = standing(record(decision(DecisionKind.REPEAT), recalls=done), LOW_HERE, TODAY)
    assert (found.state, found.reason, found.by) == (LoopState.CLOSED, "Done.", 9)


def test_a_milder_alert_waits_for_whoever_reviews_its_panel() -> None:
    panel = Panel(id=1, collected=TODAY, entered_by=3, to_review=True)
    kept = record().model_copy(update={"panels": (panel,)})
    assert standing(kept, MILD, TODAY).state is LoopState.UNANSWERED
    read = panel.model_copy(update={"to_review": False, "reviewed_by": 4})
    found = standing(record().model_copy(update={"panels": (read,)}), MILD, TODAY)
    assert (found.state, found.by) == (LoopState.CLOSED, 4)


def seen(minutes: int, reviewed_by: int | None = None, reviewed_at: datetime | None = None) -> LoopState:
    """Return where a mild alert stands that was shown some minutes after its panel was entered or read."""
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    panel = Panel(id=1, collected=TODAY, entered_by=3, entered_at=at, reviewed_by=reviewed_by, reviewed_at=reviewed_at)
    shown = Shown(assessment_id=5, panel_id=1, concerns=(MILD,), asked=False, made_at=at + timedelta(minutes=minutes))
    return standing(LoopRecord(panels=(panel,), shown=(shown,)), MILD, TODAY).state


def test_a_milder_alert_that_spoke_after_the_panel_was_read_is_not_read() -> None:
    assert seen(0) is LoopState.CLOSED
    assert seen(1) is LoopState.CLOSED
    assert seen(2) is LoopState.UNANSWERED
    later = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert seen(120, reviewed_by=4, reviewed_at=later) is LoopState.CLOSED
    assert seen(240, reviewed_by=4, reviewed_at=later) is LoopState.UNANSWERED


@pytest.mark.parametrize(
    ("kind", "tests", "planned", "kept"),
    [
        (DecisionKind.REPEAT, "alp zinc", True, True),
        (DecisionKind.REPEAT, "zinc", False, False),
        (DecisionKind.REPEAT, "alp_bone", False, False),
        (DecisionKind.REPEAT, "", False, False),
        (DecisionKind.WORK_UP, "zinc", True, True),
        (DecisionKind.WORK_UP, "", False, True),
        (DecisionKind.WORK_UP, "", True, False),
        (DecisionKind.REFER, "", False, True),
        (DecisionKind.REFER, "", True, False),
    ],
)
def test_a_promise_is_kept_only_by_what_was_promised(kind: DecisionKind, tests: str, planned: bool, kept: bool) -> None:
    done = item(TODAY, closed=TODAY, tests=tests).model_copy(update={"plan_id": 3 if planned else None})
    found = standing(record(decision(kind), recalls=(done,)), LOW_HERE, TODAY)
    assert found.state is (LoopState.CLOSED if kept else LoopState.OVERDUE)


def test_what_stands_beside_a_kept_promise_does_not_close_it() -> None:
    kept, beside = item(TODAY - DAY, closed=TODAY - DAY), item(TODAY, key=2, closed=TODAY, by=9, tests="")
    found = standing(record(decision(DecisionKind.REPEAT), recalls=(kept, beside)), LOW_HERE, TODAY)
    assert (found.state, found.by) == (LoopState.CLOSED, 8)


def test_an_unkept_promise_is_late_though_something_else_is_due_later() -> None:
    beside = item(TODAY + DAY, tests="zinc")
    assert state(record(decision(DecisionKind.REPEAT), recalls=(beside,))) is LoopState.OVERDUE
