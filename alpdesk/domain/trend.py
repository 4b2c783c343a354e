"""One analyte over time, with the interval as it changes with age: what a chart shows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from alpdesk.domain import alerts
from alpdesk.domain.alp import ALP
from alpdesk.domain.analytes import Analyte
from alpdesk.domain.history import History
from alpdesk.domain.intervals import DEFAULT_CHOICE, Step, steps
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator, Flag, Panel, PatientRecord, Record, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.domain.span import Span, span_of
from alpdesk.domain.units import convert

_DAY = timedelta(days=1)
_LONGEST = 44


class TrendPoint(Record):
    """One value in the axis's unit.

    ``label`` stands beside the axis, so it is in the axis's unit; ``typed`` is what was typed, where that was another.
    """

    day: date
    value: Decimal
    comparator: Comparator = Comparator.EXACT
    flag: Flag = Flag.NONE
    label: str
    typed: str = ""
    panel_id: int | None = None

    @property
    def suspended(self) -> bool:
        """Return whether the value may not be read."""
        return self.flag is Flag.SUSPENDED


class BandStep(Record):
    """The interval from ``start`` up to, not including, ``stop``; ``None`` is an open end."""

    start: date
    stop: date
    low: Decimal | None = None
    high: Decimal | None = None
    label: str = ""


class TrendBar(Record):
    """A medicine, drawn from the day it was started to the day it was stopped."""

    text: str
    start: date | None = None
    stop: date | None = None


class TrendMark(Record):
    """An event on a day, or a decision that was signed on it."""

    text: str
    on: date
    decision: bool = False


class Trend(Record):
    """Everything a chart of one analyte shows."""

    analyte: str
    name: str
    unit: str
    points: tuple[TrendPoint, ...] = ()
    band: tuple[BandStep, ...] = ()
    bars: tuple[TrendBar, ...] = ()
    marks: tuple[TrendMark, ...] = ()


def trend(
    record: PatientRecord,
    analyte: str,
    rules: RuleBook,
    as_of: date,
    choice: ProfileChoice = DEFAULT_CHOICE,
    span: Span | None = None,
    *,
    as_typed: bool = False,
) -> Trend:
    """Return the standing values of one analyte up to a day, with the interval as it changes with age.

    ``span`` is the time the interval is wanted for; without it that of the values. The axis has the analyte's
    canonical unit, or ``as_typed`` the unit of the newest value.
    """
    history = History(record, rules, as_of, choice)
    known = rules.analytes[analyte]
    unit = _newest_unit(history, known) if as_typed else known.unit
    points = tuple(_points(history, known, unit))
    return Trend(
        analyte=analyte,
        name=known.short,
        unit=known.unit_of(unit).label,
        points=points,
        band=_band(history, known, unit, span or span_of(point.day for point in points)) if points else (),
        bars=tuple(TrendBar(text=taken.name, start=taken.started, stop=taken.stopped) for taken in record.medicines),
        marks=tuple(TrendMark(text=rules.events[event.kind].title, on=event.on) for event in record.events),
    )


def companions(record: PatientRecord, analytes: Sequence[str], most: int) -> tuple[str, ...]:
    """Return the analytes of a set that were measured most often, in the order of the set; ALP needs no company."""
    measured = Counter(
        result.analyte
        for sample in record.panels
        for result in sample.results
        if result.standing and result.analyte in analytes and result.analyte != ALP
    )
    oftenest = sorted(measured, key=lambda analyte: (-measured[analyte], analytes.index(analyte)))[:most]
    return tuple(sorted(oftenest, key=analytes.index))


def _newest_unit(history: History, analyte: Analyte) -> str:
    """Return the unit that the newest value was typed in, if it is known."""
    found = (analyte.find_unit(result.unit) for _, result in reversed(history.results(analyte.id)))
    return next((unit.code for unit in found if unit is not None), analyte.unit)


def _points(history: History, analyte: Analyte, unit: str) -> Iterator[TrendPoint]:
    """Yield the values in one unit."""
    for panel, result in history.results(analyte.id):
        alp = history.alp(panel, result) if analyte.id == ALP else None
        reading = alp or history.reading(panel, result)
        if reading is None or reading.quantity is None:
            continue
        suspended = alp is not None and alerts.suspended(alp, history) is not None
        value = convert(analyte, reading.quantity.number, analyte.unit, unit)
        label, typed = _labels(result, Quantity(reading.quantity.comparator, value), analyte, unit)
        yield TrendPoint(
            day=panel.collected,
            value=value,
            comparator=reading.quantity.comparator,
            flag=Flag.SUSPENDED if suspended else reading.flag,
            label=label,
            typed=typed,
            panel_id=panel.id,
        )


def _labels(result: Result, quantity: Quantity, analyte: Analyte, axis: str) -> tuple[str, str]:
    """Return the value as the axis has it, and as it was typed where that was in another unit."""
    unit = analyte.find_unit(result.unit)
    if unit is None or unit.code == axis:
        return result.value, ""
    rounded = round(quantity.number, analyte.unit_of(axis).decimals)
    return f"{quantity.comparator}{rounded:f}", f"{result.value} {unit.label}"


def _band(history: History, analyte: Analyte, unit: str, shown: Span) -> tuple[BandStep, ...]:
    """Return the steps of the interval over the time shown, in one unit."""
    start, stop = shown.start, shown.stop
    by_age = steps(analyte.id, history.patient, start, stop, history.rules, history.choice)
    pregnant = tuple(_pregnant(history, start, stop)) if analyte.id == ALP else ()
    spans = sorted((*_around(by_age, pregnant), *pregnant), key=_start)
    return tuple(_step(analyte, unit, span) for span in spans)


def _pregnant(history: History, start: date, stop: date) -> Iterator[Step]:
    """Yield the intervals by week of pregnancy, from the sample before a pregnant one to the sample after it."""
    profile = history.rules.profiles[history.rules.defaults.pregnancy]
    panels = [None, *(each.panel for each in history.panels), None]
    for before, panel, after in zip(panels, panels[1:], panels[2:], strict=False):
        if panel is None or panel.gestation_weeks is None:
            continue
        began = panel.collected - timedelta(weeks=panel.gestation_weeks)
        first = max(start, began, start if before is None else before.collected + _DAY)
        last = min(stop, stop if after is None else _reach(panel, after))
        for row, interval in profile.cells:
            opens = max(first, began + timedelta(weeks=row.weeks_from or 0))
            closes = min(last, began + timedelta(weeks=row.weeks_to or _LONGEST))
            if opens < closes:
                yield Step(opens, closes, interval)


def _reach(panel: Panel, after: Panel) -> date:
    """Return where a pregnant sample's say ends: the next one dates the weeks before it anew, or ends them."""
    return after.collected if after.gestation_weeks is None else panel.collected + _DAY


def _around(spans: Iterable[Step], holes: tuple[Step, ...]) -> Iterator[Step]:
    """Yield what is left of the spans outside the holes."""
    for span in spans:
        start = span.start
        for hole in sorted(holes, key=_start):
            if start < hole.start and hole.start < span.stop:
                yield Step(start, hole.start, span.interval)
            if hole.start < span.stop:
                start = max(start, hole.stop)
        if start < span.stop:
            yield Step(start, span.stop, span.interval)


def _start(span: Step) -> date:
    return span.start


def _step(analyte: Analyte, unit: str, span: Step) -> BandStep:
    interval = span.interval

    def converted(limit: Decimal | None) -> Decimal | None:
        return None if limit is None else convert(analyte, limit, interval.unit, unit)

    low, high = converted(interval.low), converted(interval.high)
    return BandStep(start=span.start, stop=span.stop, low=low, high=high, label=interval.label)
