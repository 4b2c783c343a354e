"""The texts that the program paints itself, seen as they are painted: what they say, and whether they fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter

_WRAPS = Qt.TextFlag.TextWordWrap.value
_CUT = " …"  # the beginning of lines that its cell tells whole


@dataclass
class Painted:
    """What was painted since it was last emptied."""

    texts: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    shortened: dict[str, str] = field(default_factory=dict)

    def clear(self) -> None:
        self.texts.clear()
        self.cut_off.clear()


def _whole(seen: "Painted", elide: Any) -> Any:
    """Remember what a shortened text was before."""

    def shorten(self: Any, text: str, *given: Any) -> str:
        short: str = elide(self, text, *given)
        if short != text:
            seen.shortened[short] = text
        return short

    return shorten


@contextmanager
def watching() -> Iterator[Painted]:
    """Look over the shoulder of every painter that the program's own code holds."""
    draw, seen = QPainter.drawText, Painted()
    elides = {metrics: metrics.elidedText for metrics in (QFontMetrics, QFontMetricsF)}

    def look(self: QPainter, *given: Any) -> Any:
        text = next((each for each in given if isinstance(each, str)), "")
        if not text.endswith(_CUT):
            seen.texts.append(seen.shortened.get(text, text))
        if _is_cut_off(self, text, given):
            seen.cut_off.append(text)
        return draw(self, *given)

    setattr(QPainter, "drawText", look)  # noqa: B010  (said to the type checker as it is: a change of the class)
    for metrics, elide in elides.items():
        setattr(metrics, "elidedText", _whole(seen, elide))  # noqa: B010
    try:
        yield seen
    finally:
        setattr(QPainter, "drawText", draw)  # noqa: B010
        for metrics, elide in elides.items():
            setattr(metrics, "elidedText", elide)  # noqa: B010


def _is_cut_off(painter: QPainter, text: str, given: tuple[Any, ...]) -> bool:
    place = given[0]
    if not isinstance(place, QRect | QRectF):
        return False
    flags = given[1] if len(given) > 1 else 0
    wraps = bool((flags.value if isinstance(flags, Qt.AlignmentFlag | Qt.TextFlag) else int(flags)) & _WRAPS)
    area = QRectF(place)
    metrics = QFontMetricsF(painter.font())
    if wraps:
        return bool(metrics.boundingRect(area, _WRAPS, text).height() > area.height() + 1)
    return bool(metrics.horizontalAdvance(text) > area.width() + 1)
