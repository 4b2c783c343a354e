"""One analyte over time, with the interval as it changes with age: what a chart shows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from alpdesk.domain.records import Comparator, Flag, PatientRecord, Record

if TYPE_CHECKING:
    from alpdesk.domain.rules import RuleBook


class TrendPoint(Record):
    """One value in the analyte's canonical unit; ``label`` is the value as typed."""

    day: date
    value: Decimal
    comparator: Comparator = Comparator.EXACT
    flag: Flag = Flag.NONE
    label: str
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
    """An event on a day."""

    text: str
    on: date


class Trend(Record):
    """Everything a chart of one analyte shows."""

    analyte: str
    name: str
    unit: str
    points: tuple[TrendPoint, ...] = ()
    band: tuple[BandStep, ...] = ()
    bars: tuple[TrendBar, ...] = ()
    marks: tuple[TrendMark, ...] = ()


def trend(record: PatientRecord, analyte: str, rules: "RuleBook", as_of: date) -> Trend:
    """Return the standing values of one analyte up to a day, with the interval as it changes with age."""
    points = tuple(_points(record, analyte, as_of))
    return Trend(
        analyte=analyte,
        name=rules.analytes[analyte].title,
        unit=rules.analytes[analyte].unit,
        points=points,
        bars=tuple(TrendBar(text=taken.name, start=taken.started, stop=taken.stopped) for taken in record.medicines),
        marks=tuple(TrendMark(text=rules.events[event.kind].title, on=event.on) for event in record.events),
    )


def _points(record: PatientRecord, analyte: str, as_of: date) -> Iterator[TrendPoint]:
    for taken in record.panels:
        result = taken.result(analyte)
        if result is None or result.canonical is None or taken.panel.collected > as_of:
            continue
        yield TrendPoint(
            day=taken.panel.collected,
            value=result.canonical,
            comparator=result.comparator,
            flag=result.flag,
            label=result.value,
            panel_id=taken.panel.id,
        )
