"""Earlier ALP results, typed in as a quick series: every low among them is on record and shown, and waits as well."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.records import CloseCode, Flag, Panel, PanelWithResults, PatientRecord, Recall, Record
from alpdesk.errors import AlpdeskError
from alpdesk.services.closing import close_satisfied, end_idle, shut
from alpdesk.services.context import Context
from alpdesk.services.entry import ALP, EntryError, ResultDraft, read_row
from alpdesk.services.judging import judge
from alpdesk.services.placing import judged, placed
from alpdesk.services.reassessing import reassess
from alpdesk.store import decisions, panels as queries, patients
from alpdesk.store.rows import add
from alpdesk.store.tables import MonitoringPlanRow, RecallRow

ORIGIN = "look_back"
LOOK_BACK = "look-back"
_NOTHING = "No earlier results exist"


class EarlierResult(Record):
    """One earlier ALP as typed; ``low`` and ``high`` are the printed interval."""

    collected: date
    value: str
    unit: str
    low: str = ""
    high: str = ""


class LookBackError(EntryError):
    """One line of the series cannot be kept; ``line`` counts from nought."""

    def __init__(self, refusal: EntryError, line: int) -> None:
        super().__init__(str(refusal), analyte=refusal.analyte, field=refusal.field)
        self.line = line


class LookedBack(Record):
    """What a series led to: how many were kept, how many of them are low, and what is said of the patient now.

    ``not_low_until`` is the last earlier day on which the ALP was not low, ``first_low`` the first low on file.
    """

    panel_ids: tuple[int, ...]
    lows: int
    not_low_until: date | None = None
    first_low: date | None = None
    assessment: Assessment
    closed: tuple[str, ...] = ()


class LookBack:
    """Asks for the history of a low ALP and takes it (``desk.look_back``)."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def wanted(self, patient_id: int) -> bool:
        """Say whether the ALP is low, or a low waits behind a newer value, and nobody has looked back yet."""
        with self._context.database.read() as session:
            record = patients.record(session, patient_id)
            if _was_done(session, record, self._title):
                return False
            if judge(session, self._context, record).alp.flag is Flag.LOW:
                return True
            return any(waiting.flag is Flag.LOW for waiting in decisions.waiting(session, [patient_id]))

    def done(self, patient_id: int) -> bool:
        """Say whether earlier results were entered, or it was noted that there are none."""
        with self._context.database.read() as session:
            return _was_done(session, patients.record(session, patient_id), self._title)

    def enter(self, patient_id: int, rows: Sequence[EarlierResult], laboratory_id: int | None = None) -> LookedBack:
        """Keep a series as one step: a sample for each result, judged, then everything judged again once."""
        if not rows:
            raise AlpdeskError("Enter at least one earlier value, or say that none exist.")
        with self._context.begin("earlier results entered") as session:
            patients.hold(session, [patient_id])
            record = patients.record(session, patient_id)
            _refuse_repeats(rows, record)
            kept = [self._keep(session, record, row, laboratory_id, line) for line, row in enumerate(rows)]
            whole = patients.record(session, patient_id)
            newest = next((both.panel.id for both in reversed(whole.panels) if both.result(ALP) is not None), None)
            reassess(session, self._context, patient_id, force=[newest or 0])
            closed = [said for both in kept for said in close_satisfied(session, self._context, patient_id, both)]
            closed += self._close(session, patient_id, CloseCode.RESULT, "Earlier results are on file")
            return _looked_back(kept, whole, judge(session, self._context, whole), closed)

    def none_exists(self, patient_id: int) -> tuple[str, ...]:
        """Note that there are no earlier results, and close what asks for them."""
        with self._context.begin("no earlier results exist", _NOTHING) as session:
            patients.hold(session, [patient_id])
            patients.get(session, patient_id)
            closed = self._close(session, patient_id, CloseCode.OTHER, _NOTHING)
            if not closed:
                self._note(session, patient_id)
            return closed

    @property
    def _title(self) -> str:
        return self._context.rules.monitoring[LOOK_BACK].items[0].title

    def _keep(
        self, session: Session, record: PatientRecord, row: EarlierResult, laboratory_id: int | None, line: int
    ) -> PanelWithResults:
        panel = Panel(collected=row.collected, laboratory_id=laboratory_id, origin=ORIGIN)
        typed = ResultDraft(analyte=ALP, value=row.value, unit=row.unit, low=row.low, high=row.high)
        try:
            ready = placed(session, self._context, panel, record)
            results = judged(session, self._context, ready, record, [read_row(typed, self._context.rules)])
        except EntryError as refusal:
            raise LookBackError(refusal, line) from None
        return queries.add(session, ready, results)

    def _close(self, session: Session, patient_id: int, code: CloseCode, reason: str) -> tuple[str, ...]:
        """Close the items that ask for earlier results, and the plans that had nothing else."""
        plans = {plan.id for plan in decisions.plans(session, patient_id) if plan.template == LOOK_BACK}
        said = []
        for recall in decisions.recalls(session, patient_id):
            if recall.closed_on is not None or not (recall.plan_id in plans or recall.title == self._title):
                continue
            row = session.get(RecallRow, recall.id)
            if row is not None:
                shut(self._context, row, code, reason)
                said.append(f"{recall.title}: {reason[0].lower()}{reason[1:]}.")
        session.flush()
        for plan in plans:
            found = session.get(MonitoringPlanRow, plan)
            if found is not None:
                end_idle(session, self._context, found, reason)
        return tuple(said)

    def _note(self, session: Session, patient_id: int) -> None:
        """Leave the answer in the record where nothing asked for it yet."""
        row = add(session, RecallRow, Recall(patient_id=patient_id, title=self._title, due=self._context.today()))
        shut(self._context, row, CloseCode.OTHER, _NOTHING)
        session.flush()


def _was_done(session: Session, record: PatientRecord, title: str) -> bool:
    if any(both.panel.origin == ORIGIN for both in record.panels):
        return True
    recalls = decisions.recalls(session, record.patient.id or 0)
    return any(one.title == title and one.closed_on is not None for one in recalls)


def _refuse_repeats(rows: Sequence[EarlierResult], record: PatientRecord) -> None:
    """Refuse a line that stands there twice, or is on file already."""
    results = ((both.panel.collected, both.result(ALP)) for both in record.panels)
    seen = {(day, _plain(result.value)) for day, result in results if result is not None}
    for line, row in enumerate(rows):
        if (row.collected, _plain(row.value)) in seen:
            sentence = "This value of this day is entered already."
            raise LookBackError(EntryError(sentence, analyte=ALP, field="collected"), line)
        seen.add((row.collected, _plain(row.value)))


def _plain(value: str) -> str:
    return value.strip().replace(",", ".")


def _looked_back(
    kept: Sequence[PanelWithResults], whole: PatientRecord, now: Assessment, closed: Sequence[str]
) -> LookedBack:
    flags = [(both.panel.collected, found.flag) for both in whole.panels if (found := both.result(ALP)) is not None]
    first = next((day for day, flag in flags if flag is Flag.LOW), None)
    before = [day for day, flag in flags if flag in (Flag.WITHIN, Flag.HIGH) and (first is None or day < first)]
    return LookedBack(
        panel_ids=tuple(both.panel.id or 0 for both in kept),
        lows=sum(found.flag is Flag.LOW for both in kept if (found := both.result(ALP)) is not None),
        not_low_until=max(before, default=None),
        first_low=first,
        assessment=now,
        closed=tuple(closed),
    )
