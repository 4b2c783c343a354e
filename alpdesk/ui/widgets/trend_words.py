"""What the signs of the trend chart mean, and what is under it, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.plot import Plot, PlotBar, PlotMark
from alpdesk.domain.records import Comparator, Flag
from alpdesk.domain.trend import Trend
from alpdesk.ui.widgets.dates import format_date

Beside = PlotBar | PlotMark
translate = QCoreApplication.translate


def legend(trends: Sequence[Trend]) -> str:
    """Return what the signs mean that are drawn in some charts."""
    points = [point for trend in trends for point in trend.points]
    flags = {point.flag for point in points}
    bounded = any(point.comparator is not Comparator.EXACT for point in points)
    marks = {mark.decision for trend in trends[:1] for mark in trend.marks}
    said = (
        (Flag.WITHIN in flags, translate("TrendPicture", "● within")),
        (Flag.LOW in flags, translate("TrendPicture", "▼ low")),
        (Flag.HIGH in flags, translate("TrendPicture", "▲ high")),
        (Flag.NONE in flags, translate("TrendPicture", "○ not judged")),
        (Flag.INDETERMINATE in flags, translate("TrendPicture", "□ cannot be judged")),
        (Flag.SUSPENDED in flags, translate("TrendPicture", "⊘ not interpretable")),
        (bounded, translate("TrendPicture", "hollow with ⌄ or ⌃: a bound")),
        (any(trend.band for trend in trends), translate("TrendPicture", "▭ interval")),
        (any(trend.bars for trend in trends[:1]), translate("TrendPicture", "▬ medicine")),
        (False in marks, translate("TrendPicture", "◆ event")),
        (True in marks, translate("TrendPicture", "■ decision")),
    )
    return "   ".join(words for shown, words in said if shown)


def all_beside(plot: Plot) -> tuple[Beside, ...]:
    """Return what lies under the values: medicines, then events and decisions."""
    return (*plot.bars, *plot.marks)


def beside_at(plot: Plot, x: float, y: float) -> int | None:
    """Return which medicine, event or decision lies under a place, counted from the first medicine."""
    reach = plot.text * 0.8
    for number, thing in enumerate(all_beside(plot)):
        left, right = (thing.left, thing.right) if isinstance(thing, PlotBar) else (thing.x, thing.x)
        if abs(thing.y - y) <= reach and left - reach <= x <= right + reach:
            return number
    return None


def beside_words(thing: Beside) -> tuple[str, str]:
    """Return what a medicine, an event or a decision is, and when."""
    if isinstance(thing, PlotMark):
        kind = translate("TrendPicture", "decision") if thing.decision else translate("TrendPicture", "event")
        return thing.text, f"{format_date(thing.on)} · {kind}"
    since = format_date(thing.start) if thing.start else translate("TrendPicture", "not known since when")
    until = format_date(thing.stop) if thing.stop else translate("TrendPicture", "still taken")
    return thing.text, f"{since} – {until}"
