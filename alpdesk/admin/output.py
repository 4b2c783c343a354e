"""What the commands print: one line at a time, numbers as numbers."""

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

from alpdesk.domain.assessment import AlpVerdict, Interval

if TYPE_CHECKING:
    from alpdesk.services.context import Progress


def say(text: str, *, to: TextIO | None = None) -> None:
    """Print one line; what a terminal cannot show is escaped, never an error."""
    stream = sys.stdout if to is None else to
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def on_terminal() -> "Progress":
    """Return what shows progress in percent where somebody looks on, and says nothing elsewhere."""
    from alpdesk.services.context import unwatched

    shown, stream = -1, sys.stderr

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent != shown:
            shown = percent
            print(f"\r{percent:3} %" if percent < 100 else "\r     \r", end="", file=stream, flush=True)

    return show if stream.isatty() else unwatched


def number(value: Decimal | None) -> float | int | None:
    """Return a decimal as a JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def alp_object(alp: AlpVerdict) -> dict[str, object]:
    """Return the verdict on an ALP as the commands print it."""
    return {
        "flag": alp.flag.value,
        "laboratory": alp.laboratory.value,
        "age_sex": alp.age_sex.value,
        "interval": interval_object(alp.interval),
        "severity": None if alp.severity is None else alp.severity.value,
        "persistence": alp.persistence.value,
        "suspended": alp.suspended,
        "change": number(alp.change),
        "value": alp.value,
        "unit": alp.unit,
        "collected": None if alp.collected is None else alp.collected.isoformat(),
    }


def interval_object(interval: Interval | None) -> dict[str, object] | None:
    """Return an interval as the commands print it."""
    if interval is None:
        return None
    return {
        "low": number(interval.low),
        "high": number(interval.high),
        "unit": interval.unit,
        "profile": interval.profile,
        "source": interval.source,
    }
