"""Assessments and letters that rest on something that was corrected, withdrawn or moved since."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Correction
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import CloseCode, Decision, DecisionKind, Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.closing import shut, stop
from alpdesk.services.context import Context
from alpdesk.services.decisions import DecisionDraft, Decisions, Signed
from alpdesk.services.looked_back import in_force as in_force, looked_back
from alpdesk.services.marking import need_reason
from alpdesk.services.roles import refuse_others
from alpdesk.services.waiting_anew import keep_waiting, promised
from alpdesk.store import corrections as queries, decisions, letters, panels, patients
from alpdesk.store.reading import fetch
from alpdesk.store.tables import AssessmentRow, DecisionRow


class StaleAssessment(Record):
    """An assessment that was shown before its sample was corrected; ``waiting`` when nobody has answered it.

    One of a later sample ``looked_back`` on the value that was corrected: its own value stands.
    """

    assessment_id: int
    patient_id: int
    value: str
    waiting: bool
    correction: Correction
    looked_back: bool = False


class StaleAnswer(Record):
    """An answer signed before what it rests on was corrected; ``runs`` are the due items it made that are open."""

    assessment_id: int
    patient_id: int
    value: str
    decision: Decision
    runs: tuple[str, ...] = ()


class Affected(Record):
    """What rests on a panel as it was before it was corrected; ``later`` samples looked back on it."""

    assessments: tuple[StaleAssessment, ...] = ()
    later: tuple[StaleAssessment, ...] = ()
    answers: tuple[StaleAnswer, ...] = ()
    letters: tuple[KeptLetter, ...] = ()

    @property
    def waiting(self) -> tuple[StaleAssessment, ...]:
        """Return the assessments that still wait for an answer."""
        return tuple(one for one in self.assessments if one.waiting)


class Touched:
    """What a correction touches."""

    def __init__(self, context: Context) -> None:
        self._at = context
        self._decisions = Decisions(context)

    def affected(self, panel_id: int) -> Affected:
        """Return the assessments and letters made of a panel before its newest correction."""
        with self._at.database.read() as session:
            made = in_force(queries.of_panel(session, panel_id))
            rows = queries.assessments_of(session, [panel_id])
            owners = {row.patient_id for row in rows} | {c.patient_id for c in made}
            kept = [letter for owner in sorted(owners) for letter in letters.kept(session, owner, None, 1000)]
            stale = _stale(session, rows, made)
            return Affected(
                assessments=stale,
                later=tuple(one for owner in sorted(owners) for one in _later(session, owner, panel_id)),
                answers=_answers(session, stale, made),
                letters=tuple(letter for letter in kept if first_since(made, letter.created_at, letter) is not None),
            )

    def stale_assessments(self, patient_id: int) -> dict[int, StaleAssessment]:
        """Return which assessments of a patient rest on something that was corrected since, by their keys."""
        with self._at.database.read() as session:
            rows = decisions.assessments(session, patient_id)
            made = queries.of_panels(session, {row.panel_id for row in rows if row.panel_id is not None})
            stale = {one.assessment_id: one for one in _stale(session, rows, in_force(made))}
            later = looked_back(session, [row for row in rows if row.id not in stale], patient_id)
            waiting = {row.id for row in decisions.waiting(session, [patient_id])}
            for row, correction in later:
                stale[row.id or 0] = _stale_one(row, correction, waiting, looked_back=True)
            return stale

    def stale_letters(self, kept: Sequence[KeptLetter]) -> dict[int, Correction]:
        """Return which of some letters quote something that was corrected since they were written."""
        with self._at.database.read() as session:
            made = in_force(queries.of_panels(session, {key for letter in kept for key in letter.panel_ids}))
        found = ((letter.id, first_since(made, letter.created_at, letter)) for letter in kept)
        return {key: correction for key, correction in found if correction is not None}

    def stop_made(self, decision_id: int, reason: str) -> int:
        """Stop what an answer started, because what it rests on was wrong; return how many due items were closed.

        As every end of a monitoring, it is a clinician's. What else had no answer but this one asks anew: for that,
        nothing is due any more.
        """
        need_reason(reason)
        with self._at.begin("monitoring stopped", reason) as session:
            refuse_others(session, self._at, "Only a clinician or an administrator stops what an answer started.")
            row = fetch(session, DecisionRow, decision_id, "decision")
            patients.hold(session, [row.patient_id])
            if not _rests_on_a_slip(session, row):
                raise AlpdeskError(
                    "What this answer rests on was not corrected; answer anew to change what is planned."
                )
            runs = queries.open_of_decision(session, decision_id)
            for recall in runs:
                shut(self._at, recall, CloseCode.STOPPED, reason)
            for plan in queries.plans_of_decision(session, decision_id):
                stop(session, self._at, plan, reason)
            session.flush()
            keep_waiting(session, _answered_by(session, row))
            return len(runs)

    def answer_stale(self, assessment_id: int, reason: str, user_id: int | None = None) -> Signed:
        """Sign that nothing is to be done about a value that was a slip; whatever else waits goes on waiting."""
        need_reason(reason)
        with self._at.begin("decision signed", reason) as session:
            row = fetch(session, AssessmentRow, assessment_id, "assessment")
            patients.hold(session, [row.patient_id])
            if not _stale(session, [row], in_force(queries.of_panel(session, row.panel_id or 0))):
                raise AlpdeskError("What this assessment rests on was not corrected; answer it with a decision.")
            waiting = (*decisions.waiting(session, [row.patient_id]), *promised(session, [row.patient_id]))
            others = [other for other in waiting if other.panel_id != row.panel_id]
            signed = self._decisions.sign_in(
                session,
                DecisionDraft(
                    patient_id=row.patient_id,
                    assessment_id=assessment_id,
                    kind=DecisionKind.NO_ACTION,
                    reason=reason,
                    user_id=user_id,
                ),
            )
            session.flush()
            keep_waiting(session, others)
            return signed


def first_since(made: Sequence[Correction], since: datetime, letter: KeptLetter) -> Correction | None:
    """Return the first correction, made after a letter, of something it quotes."""
    for one in made:
        quoted = one.panel_id in letter.panel_ids and (one.result_id is None or one.result_id in letter.result_ids)
        if quoted and one.made_at is not None and one.made_at > since:
            return one
    return None


def _rests_on_a_slip(session: Session, decision: DecisionRow) -> bool:
    """Say whether something that an answer was given to, also an older sample that it covers, was corrected since."""
    rows = decisions.assessments(session, decision.patient_id)
    made = in_force(queries.of_panels(session, {row.panel_id for row in rows if row.panel_id is not None}))
    return any(answer.decision.id == decision.id for answer in _answers(session, _stale(session, rows, made), made))


def _answered_by(session: Session, decision: DecisionRow) -> list[AssessmentRow]:
    """Return what only this decision answered: of each standing sample the newest, unless it was corrected since."""
    patient_id = decision.patient_id
    others = [d for d in decisions.decisions(session, [patient_id]) if d.id != decision.id]
    standing = {both.panel.id for both in panels.of_patients(session, [patient_id]).get(patient_id, ())}
    rows = sorted(decisions.assessments(session, patient_id), key=lambda row: row.id or 0)
    newest = {row.panel_id: row for row in rows if row.needs_answer and row.panel_id in standing}
    made = in_force(queries.of_panels(session, {key for key in newest if key is not None}))
    slips = {one.assessment_id for one in _stale(session, tuple(newest.values()), made)}
    return [
        row
        for row in newest.values()
        if row.id not in slips
        and (row.id or 0) <= decision.assessment_id
        and all(d.assessment_id < (row.id or 0) for d in others)
    ]


def _answers(session: Session, stale: Sequence[StaleAssessment], made: Sequence[Correction]) -> tuple[StaleAnswer, ...]:
    """Return, newest first, the answers to what is stale that nobody gave knowing of the newest correction."""
    last = max((one.made_at for one in made if one.made_at is not None), default=None)
    signed = decisions.decisions(session, sorted({one.patient_id for one in stale}))
    found: dict[int, StaleAnswer] = {}
    for one in stale:
        mine = [d for d in signed if d.patient_id == one.patient_id and d.assessment_id >= one.assessment_id]
        if not mine or last is None or any(d.signed_at is not None and d.signed_at > last for d in mine):
            continue
        key = mine[0].id or 0
        runs = tuple(recall.title for recall in queries.open_of_decision(session, key))
        answer = StaleAnswer(
            assessment_id=one.assessment_id, patient_id=one.patient_id, value=one.value, decision=mine[0], runs=runs
        )
        found.setdefault(key, answer)
    return tuple(found.values())


def _later(session: Session, patient_id: int, panel_id: int) -> Iterator[StaleAssessment]:
    """Yield the assessments of later samples that looked back on a panel, but for those answered knowing better."""
    rows = decisions.assessments(session, patient_id)
    waiting = {row.id for row in decisions.waiting(session, [patient_id])}
    signed = decisions.decisions(session, [patient_id])
    for row, correction in looked_back(session, rows, patient_id, panel_id):
        since, key = correction.made_at, row.id or 0
        if not any(d.assessment_id >= key and since and d.signed_at and d.signed_at > since for d in signed):
            yield _stale_one(row, correction, waiting, looked_back=True)


def _stale(session: Session, rows: Sequence[AssessmentRow], made: Sequence[Correction]) -> tuple[StaleAssessment, ...]:
    waiting = {row.id for row in decisions.waiting(session, sorted({row.patient_id for row in rows}))}
    found = []
    for row in rows:
        after = (c for c in made if c.panel_id == row.panel_id and c.made_at is not None and c.made_at > row.made_at)
        correction = next(after, None)
        if correction is not None:
            found.append(_stale_one(row, correction, waiting))
    return tuple(found)


def _stale_one(
    row: AssessmentRow, correction: Correction, waiting: Collection[int | None], *, looked_back: bool = False
) -> StaleAssessment:
    return StaleAssessment(
        assessment_id=row.id or 0,
        patient_id=row.patient_id,
        value=queries.shown_value(row),
        waiting=row.id in waiting,
        correction=correction,
        looked_back=looked_back,
    )
