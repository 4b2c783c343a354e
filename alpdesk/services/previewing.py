"""What is said of a panel while it is typed; nothing is kept."""

from datetime import date
from decimal import Decimal

from alpdesk.domain.alp import ALP
from alpdesk.domain.assess import assess
from alpdesk.domain.assessment import Assessment, Interval
from alpdesk.domain.intervals import age_sex_intervals, own_intervals, shown_row
from alpdesk.domain.judging import ResultVerdict
from alpdesk.domain.records import Comparator, Panel, PanelWithResults, PatientRecord, Record, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.services.entry import EntryError, PanelDraft, ResultDraft, check_panel, read_row
from alpdesk.services.judging import flagged, in_order, verdict_on


class Previous(Record):
    """The last standing value of an analyte before this sample, in the unit it was typed in."""

    collected: date
    value: str
    unit: str


class RowPreview(Record):
    """What is to be said of one row while it is typed; ``interval`` is the one an empty row would be judged by.

    ``error`` is the sentence that would refuse the row, ``field`` the cell it is about. ``change`` is the percent
    change against ``previous``, when both are exact and in known units.
    """

    analyte: str
    verdict: ResultVerdict | None = None
    previous: Previous | None = None
    interval: Interval | None = None
    change: Decimal | None = None
    error: str = ""
    field: str = ""


class PanelPreview(Record):
    """What would be shown if the panel were kept now. Nothing is kept.

    ``assessment`` is absent while no row can be judged. ``error``/``field`` are about the panel itself
    (for example the day of the sample).
    """

    rows: tuple[RowPreview, ...] = ()
    assessment: Assessment | None = None
    error: str = ""
    field: str = ""

    @property
    def ready(self) -> bool:
        """Say whether the panel could be kept as it is."""
        return not self.error and not any(row.error for row in self.rows) and any(row.verdict for row in self.rows)


class Previewer:
    """Judges a draft against one record."""

    def __init__(self, record: PatientRecord, rules: RuleBook, choice: ProfileChoice, today: date) -> None:
        self._record = record
        self._rules = rules
        self._choice = choice
        self._today = today

    def preview(self, draft: PanelDraft) -> PanelPreview:
        """Return what is to be said of a draft; nothing is raised for an unfinished one."""
        said = [self._row(draft.panel, row) for row in draft.rows]
        rows = tuple(row for row, _ in said)
        results = tuple(result for _, result in said if result is not None)
        try:
            check_panel(draft.panel, self._record.patient, self._today)
        except EntryError as error:
            return PanelPreview(rows=rows, error=str(error), field=error.field)
        return PanelPreview(rows=rows, assessment=self._assess(draft.panel, results) if results else None)

    def _row(self, panel: Panel, row: ResultDraft) -> tuple[RowPreview, Result | None]:
        analyte = self._rules.analyte_of(row.analyte) or row.analyte
        before = self._before(analyte, panel)
        previous = None if before is None else _shown(*before)
        if not row.value.strip():
            expected = self._expected(analyte, row.unit, panel)
            return RowPreview(analyte=row.analyte, previous=previous, interval=expected), None
        try:
            result = read_row(row, self._rules)
            last = None if before is None else before[1]
            verdict = verdict_on(result, panel, self._record.patient, self._rules, self._choice, last)
        except EntryError as error:
            refused = RowPreview(analyte=row.analyte, previous=previous, error=str(error), field=error.field)
            return refused, None
        judged = flagged(result, verdict)
        change = None if last is None else percent_change(last, judged)
        return RowPreview(analyte=row.analyte, verdict=verdict, previous=previous, change=change), judged

    def _expected(self, name: str, typed_unit: str, panel: Panel) -> Interval | None:
        """Return the interval by age and sex, when there is just one; it may be in another unit than the row."""
        analyte = self._rules.analytes.get(name)
        unit = None if analyte is None else analyte.find_unit(typed_unit)
        if analyte is None or unit is None:
            return None
        patient, day = self._record.patient, panel.collected
        if name == ALP:
            found = age_sex_intervals(patient, day, panel.gestation_weeks, self._rules, self._choice)
        else:
            found = tuple(shown_row(row) for row in own_intervals(analyte, unit.code, patient, day))
        return found[0] if len(found) == 1 else None

    def _before(self, analyte: str, panel: Panel) -> tuple[Panel, Result] | None:
        earlier = (both for both in reversed(self._record.panels) if _precedes(both.panel, panel))
        found = ((both.panel, both.result(analyte)) for both in earlier)
        return next(((sample, result) for sample, result in found if result is not None), None)

    def _assess(self, panel: Panel, results: tuple[Result, ...]) -> Assessment | None:
        both = PanelWithResults(panel=panel, results=results)
        record = in_order(self._record, both)
        as_of = max(self._today, panel.collected)
        try:
            return assess(record, self._rules, as_of=as_of, panel=both, choice=self._choice)
        except AlpdeskError:
            return None


def _shown(panel: Panel, result: Result) -> Previous:
    return Previous(collected=panel.collected, value=result.value, unit=result.unit)


def _precedes(one: Panel, other: Panel) -> bool:
    same = one.uid is not None and one.uid == other.uid
    if same or one.collected != other.collected:
        return not same and one.collected < other.collected
    if one.collected_time is None or other.collected_time is None:
        return True
    return one.collected_time < other.collected_time


def percent_change(before: Result, now: Result) -> Decimal | None:
    """Return the change in percent, when both are exact; a former value of 0 has none."""
    exact = before.comparator is Comparator.EXACT and now.comparator is Comparator.EXACT
    if not exact or before.canonical is None or now.canonical is None or before.canonical == 0:
        return None
    return (now.canonical - before.canonical) * 100 / before.canonical
