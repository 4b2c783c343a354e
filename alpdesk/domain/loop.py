"""Where every low ALP and every alert stands: unanswered, due, overdue, or closed with a reason by a named person.

Nothing here is kept: the state follows from what was shown, signed, made due and closed, so it cannot drift from them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import PRESSING, Assessment
from alpdesk.domain.followup import Correction
from alpdesk.domain.records import Decision, DecisionKind, Flag, Instant, Panel, Recall, Record

LOW = "low"
MAY_BE_LOW = "may_be_low"
UNREAD = "suspended"
OF_ALP = frozenset({LOW, MAY_BE_LOW, UNREAD})
PROMISES = frozenset({DecisionKind.REPEAT, DecisionKind.WORK_UP, DecisionKind.REFER})
_ONE_STEP = timedelta(minutes=1)  # entering a panel and judging it are one step, though the clock is read twice


class LoopState(StrEnum):
    """Where one concern stands."""

    UNANSWERED = "unanswered"
    DUE = "due"
    OVERDUE = "overdue"
    CLOSED = "closed"


class Concern(Record):
    """A low ALP, an ALP that may be low or may not be read, or an alert, of one sample.

    ``about`` is ``low``, ``may_be_low``, ``suspended`` or the id of the alert. A pressing one needs the decision of a
    named clinician; a milder alert is closed by whoever reviews the panel.
    """

    panel_id: int | None
    about: str
    pressing: bool


class Shown(Record):
    """An assessment that was shown and kept: what of it concerns somebody, and whether it asked for an answer."""

    assessment_id: int
    panel_id: int | None
    concerns: tuple[Concern, ...]
    asked: bool
    made_at: Instant | None = None


class Standing(Record):
    """The one state of a concern, with what it rests on.

    ``due`` is the first open date; ``reason`` and ``by`` (a user) say why and by whom a closed one was closed.
    """

    concern: Concern
    state: LoopState
    due: date | None = None
    reason: str = ""
    by: int | None = None


class LoopRecord(Record):
    """What the states of one patient follow from.

    ``panels`` are those that were shown, wherever they stand now; ``plan_of`` names the decision of each plan, and
    ``gone`` the withdrawal or the move of each panel that stands here no more, by their keys.
    """

    panels: tuple[Panel, ...] = ()
    shown: tuple[Shown, ...] = ()
    decisions: tuple[Decision, ...] = ()
    recalls: tuple[Recall, ...] = ()
    plan_of: dict[int, int | None] = {}
    gone: dict[int, Correction] = {}

    def decision_of(self, recall: Recall) -> int | None:
        """Return the decision that made an item due."""
        return recall.decision_id or self.plan_of.get(recall.plan_id or 0)

    def items(self, decision: Decision) -> tuple[Recall, ...]:
        """Return what a decision made due."""
        return tuple(recall for recall in self.recalls if self.decision_of(recall) == decision.id)


def concerns(assessment: Assessment, panel_id: int | None) -> tuple[Concern, ...]:
    """Return what of an assessment must have a state; on asfotase alfa ALP is never read, so it concerns nobody."""
    alp, found = assessment.alp, list[Concern]()
    if alp.flag is Flag.LOW:
        found.append(Concern(panel_id=panel_id, about=LOW, pressing=True))
    elif alp.may_be_low:
        found.append(Concern(panel_id=panel_id, about=MAY_BE_LOW, pressing=True))
    elif alp.unread:
        found.append(Concern(panel_id=panel_id, about=UNREAD, pressing=True))
    return (
        *found,
        *(Concern(panel_id=panel_id, about=a.id, pressing=a.urgency in PRESSING) for a in assessment.alerts),
    )


def standings(record: LoopRecord, now: Iterable[Concern], today: date) -> tuple[Standing, ...]:
    """Return the state of every concern that was ever shown, and of those the record holds ``now``, each once."""
    every = dict.fromkeys((*(one for shown in record.shown for one in shown.concerns), *now))
    return tuple(standing(record, concern, today) for concern in every)


def standing(record: LoopRecord, concern: Concern, today: date) -> Standing:
    """Return the one state of a concern."""
    if not concern.pressing:
        return _by_review(record, concern)
    covering = _covering(record, concern)
    if not covering:
        return Standing(concern=concern, state=LoopState.UNANSWERED)
    items = [recall for decision in covering for recall in record.items(decision)]
    waiting = [recall.due for recall in items if recall.closed_on is None]
    if undated(covering[-1], record.items(covering[-1])):
        waiting.append(promised_since(covering[-1], today))
    if waiting:
        due = min(waiting)
        return Standing(concern=concern, state=LoopState.OVERDUE if due < today else LoopState.DUE, due=due)
    return _closed(concern, covering[-1], [item for item in items if _keeps(covering[-1], item)])


def undated(decision: Decision, items: Sequence[Recall]) -> bool:
    """Say whether a decision promised something and never set a date for it; what else it made due is no promise."""
    return decision.kind in PROMISES and not any(_keeps(decision, item) for item in items)


def keeps(kind: DecisionKind, tests: Collection[str], *, own: bool = False) -> bool:
    """Say whether an item with some tests keeps what an answer of a kind promises.

    A repeat is a sample with ALP in it. A work-up or a referral is kept by a sample, or by the item that the answer
    made due by itself (``own``). Asking for earlier results or the dentist keeps no promise.
    """
    return ALP in tests if kind is DecisionKind.REPEAT else own or bool(tests)


def _keeps(decision: Decision, item: Recall) -> bool:
    return keeps(decision.kind, item.tests.split(), own=item.plan_id is None)


def _covering(record: LoopRecord, concern: Concern) -> list[Decision]:
    """Return the decisions that answer a concern, oldest first; one that was never shown has none."""
    last = max((shown.assessment_id for shown in record.shown if shown.asked and concern in shown.concerns), default=0)
    if not last:
        return []
    return sorted((d for d in record.decisions if d.assessment_id >= last), key=lambda d: d.id or 0)


def promised_since(decision: Decision, today: date) -> date:
    """Return since when what an answer promised without a date is waited for: since it was signed.

    What was signed on a later day than today was signed while a clock stood ahead. It is overdue since yesterday:
    until that day comes, nobody would be reminded of it.
    """
    if decision.signed_at is None:
        return today
    signed = decision.signed_at.astimezone().date()
    return signed if signed <= today else today - timedelta(days=1)


def _closed(concern: Concern, newest: Decision, items: Sequence[Recall]) -> Standing:
    """Close with the reason given last: the answer's own, or that of the item that kept its promise last."""
    done = sorted((r for r in items if r.closed_on is not None), key=lambda r: (r.closed_on or date.min, r.id or 0))
    if newest.kind not in PROMISES or not done:
        reason = newest.reason or newest.cause or newest.kind.value
        return Standing(concern=concern, state=LoopState.CLOSED, reason=reason, by=newest.signed_by)
    last = done[-1]
    by = last.closed_by or newest.signed_by
    return Standing(concern=concern, state=LoopState.CLOSED, reason=last.closed_reason, by=by)


def _by_review(record: LoopRecord, concern: Concern) -> Standing:
    """A milder alert waits until its panel was read by a clinician, answered with a pressing one, or taken away."""
    left = record.gone.get(concern.panel_id or 0)
    if left is not None:
        return Standing(concern=concern, state=LoopState.CLOSED, reason=left.reason, by=left.made_by)
    panel = next((panel for panel in record.panels if panel.id == concern.panel_id), None)
    if panel is not None and not panel.to_review and _was_read(record, concern, panel):
        by = panel.reviewed_by or panel.entered_by
        return Standing(concern=concern, state=LoopState.CLOSED, reason="Read with the panel.", by=by)
    answers = _covering(record, concern)
    if answers:
        reason = "Seen with the answer."
        return Standing(concern=concern, state=LoopState.CLOSED, reason=reason, by=answers[-1].signed_by)
    return Standing(concern=concern, state=LoopState.UNANSWERED)


def _was_read(record: LoopRecord, concern: Concern, panel: Panel) -> bool:
    """Say whether an alert had been shown when somebody read its panel; entering a panel shows what it raises."""
    shown = [one.made_at for one in record.shown if concern in one.concerns and one.made_at is not None]
    read = panel.reviewed_at or panel.entered_at
    return not shown or read is None or min(shown) <= read + _ONE_STEP
