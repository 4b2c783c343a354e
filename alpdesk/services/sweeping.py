"""The sweep as a person does it: find, put on the list what no list has, remember when (``desk.sweeping``)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from alpdesk.domain.records import Record
from alpdesk.services.context import Cancelled, Context, Progress, never, unwatched
from alpdesk.services.judging import asking_panels, choice, judge_with, keep
from alpdesk.services.sweep import sweep
from alpdesk.services.waiting import PatientSummary, summaries
from alpdesk.services.worklist import SweepHit
from alpdesk.store import care as queries, decisions, patients

SWEPT = "record swept"
_NEWEST = 20_000
_CHUNK = 400


class SweptLow(Record):
    """Somebody of whom something pressing has no answer, by name."""

    patient: PatientSummary
    hit: SweepHit


class Sweeping:
    """Searches the whole record, and lets what it finds wait for an answer."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def run(self, progress: Progress = unwatched, cancelled: Cancelled = never) -> tuple[SweptLow, ...]:
        """Search the whole record, persistent lows first; that it was searched goes into the trail."""
        hits = sweep(self._context, progress, cancelled)
        never_shown = sum(not hit.on_list for hit in hits)
        self._context.database.note(self._context.actor, SWEPT, f"{len(hits)} found, {never_shown} on no list")
        with self._context.database.read() as session:
            keys = [hit.patient_id for hit in hits]
            chunks = (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
            people = {one.id: one for some in chunks for one in summaries(session, some)}
        return tuple(SweptLow(patient=people[hit.patient_id], hit=hit) for hit in hits)

    def last(self) -> datetime | None:
        """Return when the record was last searched to its end."""
        with self._context.database.read() as session:
            found = queries.last_noted(session, SWEPT, _NEWEST)
        return None if found is None else datetime.fromisoformat(found)

    def take_up(self, patient_ids: Sequence[int], progress: Progress = unwatched, cancelled: Cancelled = never) -> int:
        """Keep what was never shown of some patients, so that it waits; return how many assessments were kept.

        Each patient is a step of its own: whoever cancels keeps what was taken up until then.
        """
        kept = 0
        for done, patient_id in enumerate(patient_ids):
            if cancelled():
                break
            progress(done, len(patient_ids))
            kept += self._take_up(patient_id)
        progress(1, 1)
        return kept

    def _take_up(self, patient_id: int) -> int:
        with self._context.begin("low ALP taken up from a sweep") as session:
            patients.hold(session, [patient_id])
            return _keep_missing(session, self._context, patient_id)


def _keep_missing(session: Session, context: Context, patient_id: int) -> int:
    """Keep an assessment of every panel that asks for an answer and of which nobody was ever asked."""
    record, chosen = patients.record(session, patient_id), choice(session)
    shown = decisions.newest_to_answer(session, [patient_id])
    missing = [both for both in asking_panels(context, record, chosen) if both.panel.id not in shown]
    for both in missing:
        keep(session, context, patient_id, both.panel.id, judge_with(context, record, both, chosen))
    return len(missing)
