"""The way through the stops.

Every module of this folder with a function ``stops(guide)`` is an area of the tour: it yields a name and how to get
there; what that returns (a dialog) is shown instead of the window. ``BEFORE_THE_DESK`` marks an area that is shown in
place of the open desk; that comes last.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from PySide6.QtWidgets import QWidget

from tests.stops.guide import Guide, Stop

_HERE = Path(__file__).parent


def visits(guide: Guide, only: str = "") -> Iterator[tuple[str, QWidget]]:
    """Visit every stop whose name contains ``only``; yield its name and what is shown there."""
    for name, stop in _stops(guide):
        if only not in name:
            continue
        shown = stop() or guide.window
        guide.settle()
        yield name, shown
        if shown is not guide.window:
            shown.close()
            guide.window.activateWindow()


def made_up() -> Iterator[str]:
    """Yield the words that the stops put where no record holds them (``MADE_UP`` of an area)."""
    for area in _modules():
        yield from getattr(area, "MADE_UP", ())


def _stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    areas = [area for area in _modules() if hasattr(area, "stops")]
    for area in sorted(areas, key=lambda area: hasattr(area, "BEFORE_THE_DESK")):
        yield from area.stops(guide)


def _modules() -> list[ModuleType]:
    names = sorted(file.stem for file in _HERE.glob("*.py") if file.stem != "route")
    return [importlib.import_module(f"tests.stops.{name}") for name in names]
