"""What is said of a panel while it is typed; nothing is kept."""

from datetime import date
from decimal import Decimal

from alpdesk.domain import second_look
from alpdesk.domain.alp import ALP
from alpdesk.domain.analytes import Analyte, Unit
from alpdesk.domain.assess import assess
from alpdesk.domain.assessment import Assessment, Interval
from alpdesk.domain.intervals import age_sex_intervals, own_intervals, shown_row
from alpdesk.domain.judging import ResultVerdict
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator, Panel, PanelWithResults, PatientRecord, Record, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.domain.units import read_quantity
from alpdesk.errors import AlpdeskError
from alpdesk.services.entry import EntryError, PanelDraft, ResultDraft, check_panel, read_row
from alpdesk.services.judging import flagged, in_order, verdict_on
from alpdesk.services.twins import Twin, twin_of


class Previous(Record):
    """The last standing value of an analyte before this sample, in the unit it was typed in."""

    collected: date
    value: str
    unit: str


class RowPreview(Record):
    """What is to be said of one row while it is typed; ``interval`` is the one an empty row would be judged by.

    ``error`` is the sentence that would refuse the row, ``field`` the cell it is about. ``change`` is the percent
    change against ``previous``, when both are exact and in known units. ``again`` is why the value is typed a second
    time before it is kept (``low critical doubted``), if it is.
    """

    analyte: str
    verdict: ResultVerdict | None = None
    previous: Previous | None = None
    interval: Interval | None = None
    change: Decimal | None = None
    again: str = ""
    error: str = ""
    field: str = ""


class PanelPreview(Record):
    """What would be shown if the panel were kept now. Nothing is kept.

    ``assessment`` is absent while no row can be judged. ``error``/``field`` are about the panel itself
    (for example the day of the sample). ``swapped`` names neighbours whose values look typed into each other's row.
    ``twin`` is a kept panel that this one seems to be once more.
    """

    rows: tuple[RowPreview, ...] = ()
    swapped: tuple[tuple[str, str], ...] = ()
    assessment: Assessment | None = None
    error: str = ""
    field: str = ""
    twin: Twin | None = None

    @property
    def ready(self) -> bool:
        """Say whether the panel could be kept as it is."""
        return not self.error and not any(row.error for row in self.rows) and any(row.verdict for row in self.rows)


_Looked = tuple[tuple[RowPreview, Result | None], second_look.TypedRow | None]


class Previewer:
    """Judges a draft against one record."""

    def __init__(self, record: PatientRecord, rules: RuleBook, choice: ProfileChoice, today: date) -> None:
        self._record = record
        self._rules = rules
        self._choice = choice
        self._today = today
        self._panel: Panel | None = None
        self._known: dict[ResultDraft, _Looked] = {}

    def preview(self, draft: PanelDraft) -> PanelPreview:
        """Return what is to be said of a draft; nothing is raised for an unfinished one."""
        said = [self._looked_at(draft.panel, row)[0] for row in draft.rows]
        rows = tuple(row for row, _ in said)
        crossed = self._swapped(draft)
        results = tuple(result for _, result in said if result is not None)
        try:
            check_panel(draft.panel, self._record.patient, self._today)
        except EntryError as error:
            return PanelPreview(rows=rows, swapped=crossed, error=str(error), field=error.field)
        assessment = self._assess(draft.panel, results) if results else None
        twin = twin_of(self._record.panels, draft.panel, results)
        return PanelPreview(rows=rows, swapped=crossed, assessment=assessment, twin=twin)

    def row(self, panel: Panel, row: ResultDraft) -> RowPreview:
        """Return what is to be said of one row of a sample, without what follows from it."""
        return self._row(panel, row)[0]

    def _swapped(self, draft: PanelDraft) -> tuple[tuple[str, str], ...]:
        measured = (self._looked_at(draft.panel, row)[1] for row in draft.typed())
        rows = [typed for typed in measured if typed is not None]
        return second_look.swapped(rows, self._rules.second_look.swapped_within_percent)

    def _looked_at(self, panel: Panel, row: ResultDraft) -> _Looked:
        """Look at a row once as long as neither it nor the sample changes: each key changes one row of twenty."""
        if panel != self._panel:
            self._panel, self._known = panel, {}
        if row not in self._known:
            self._known[row] = (self._row(panel, row), self._measure(panel, row))
        return self._known[row]

    def _measure(self, panel: Panel, row: ResultDraft) -> second_look.TypedRow | None:
        """Return a typed number with the interval and the last value of its row, in the row's unit."""
        name = self._rules.analyte_of(row.analyte) or ""
        analyte, typed = self._rules.analytes.get(name), read_quantity(row.value)
        unit = None if analyte is None else analyte.find_unit(row.unit)
        if analyte is None or unit is None or typed is None or typed.comparator is not Comparator.EXACT:
            return None
        before = self._before(name, panel)
        last = None if before is None or before[1].canonical is None else before[1].canonical
        previous = None if last is None else analyte.convert(Quantity(Comparator.EXACT, last), unit.code).number
        low, high = self._limits(row, name, analyte, unit, panel)
        return second_look.TypedRow(row.analyte, typed.number, low, high, previous)

    def _limits(
        self, row: ResultDraft, name: str, analyte: Analyte, unit: Unit, panel: Panel
    ) -> tuple[Decimal | None, Decimal | None]:
        printed = tuple(read_quantity(text) for text in (row.low, row.high))
        if any(limit is not None for limit in printed):
            return (
                None if printed[0] is None else printed[0].number,
                None if printed[1] is None else printed[1].number,
            )
        found = self._expected(name, row.unit, panel)
        applied = None if found is None else analyte.find_unit(found.unit)
        if found is None or applied is None:
            return None, None
        exact = (None if limit is None else Quantity(Comparator.EXACT, limit) for limit in (found.low, found.high))
        low, high = (
            None if q is None else analyte.convert(analyte.to_canonical(q, applied), unit.code).number for q in exact
        )
        return low, high

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
        again = second_look.reason(analyte, verdict, self._rules)
        shown = RowPreview(analyte=row.analyte, verdict=verdict, previous=previous, change=change, again=again)
        return shown, judged

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
