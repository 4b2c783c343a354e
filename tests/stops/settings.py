"""The settings, a section at a time."""

from collections.abc import Iterator
from functools import partial

from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield every section of the settings."""
    guide.go("settings", "")
    for section in guide.page("settings").sections:
        yield f"settings-{section}", partial(guide.go, "settings", section)
    yield "settings-checked", lambda: _checked(guide)


def _checked(guide: Guide) -> None:
    guide.go("settings", "safety")
    safety = guide.page("settings").sections["safety"]
    safety.check.click()
    guide.wait_for(safety.check.isEnabled)
