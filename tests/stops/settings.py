"""The settings, a section at a time."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.stops.guide import Guide, Stop

_LOGO = Path(__file__).parents[2] / "resources" / "icons" / "alpdesk.svg"


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield every section of the settings."""
    guide.go("settings", "")
    for section in guide.page("settings").sections:
        yield f"settings-{section}", partial(guide.go, "settings", section)
    yield "settings-intervals-refused", lambda: _rows(guide, "0d", "x")
    yield "settings-intervals-signed", lambda: _signed(guide)
    yield "settings-medicines-own", lambda: _medicine(guide)
    yield "settings-history", lambda: _history(guide)
    yield "settings-letters-own", lambda: _own_letter(guide)
    yield "settings-letters-wrong", lambda: _wrong_letter(guide)
    yield "settings-letters-history", lambda: _letter_history(guide)
    yield "settings-sentences-refused", lambda: _sentence(guide)
    yield "settings-letterhead-picture", lambda: _logo(guide)
    yield "settings-checked", lambda: _checked(guide)


def _logo(guide: Guide) -> None:
    section = _section(guide, "letterhead")
    section.file = lambda: _LOGO
    section.choose.click()


def _checked(guide: Guide) -> None:
    guide.go("settings", "safety")
    safety = guide.page("settings").sections["safety"]
    safety.check.click()
    guide.wait_for(safety.check.isEnabled)


def _section(guide: Guide, name: str) -> Any:
    guide.go("settings", name)
    return guide.page("settings").sections[name]


def _rows(guide: Guide, age: str, low: str) -> None:
    section = _section(guide, "intervals")
    section.profile.set_value("roche_mayo")
    section._choose("roche_mayo")
    section.model.setData(section.model.index(7, 3), low)
    section.model.setData(section.model.index(6, 1), age)
    section._look()


def _signed(guide: Guide) -> None:
    section = _section(guide, "intervals")
    section._choose("roche_mayo")
    section.half_typed.button.click()  # what the stop before has typed wrongly is there again
    for row in (7, 10):
        section.model.setData(section.model.index(row, 3), "60")
    section.save.click()
    guide.wait_for(section.tools.change.card.isVisible)


def _medicine(guide: Guide) -> None:
    section = _section(guide, "medicines")
    section.model.setData(section.model.index(1, 2), "Bonestrong, Ossofort")
    section.model.setData(section.model.index(2, 2), "alendronate")


def _history(guide: Guide) -> None:
    section = _section(guide, "medicines")
    section.table.setCurrentIndex(section.model.index(1, 2))
    section.tools.history.click()


def _sentence(guide: Guide) -> None:
    section = _section(guide, "sentences")
    section.tools.sheet.hide()
    section.text.setPlainText("Please stop taking your alendronate, {friend}.")
    section._look()


def _own_letter(guide: Guide) -> None:
    section = _section(guide, "letters")
    section.list.setCurrentRow(8)
    section.add.click()
    section.panel.own.heading.setText("Before you come, {first_name}")
    section.panel.own._type("heading", section.panel.own.heading.text())
    section.panel.own.text.setPlainText("Our rooms have moved. You find us on the second floor, beside the lift.")
    section.panel.own.set_when(("low", "!pregnant"))
    section.presenter.tried = None
    section.presenter.look()
    guide.wait_for(lambda: section.presenter.tried is not None)
    for _ in range(10):  # the pages are painted a moment later
        guide.settle()


def _wrong_letter(guide: Guide) -> None:
    section = _section(guide, "letters")
    section.panel.own.text.setPlainText("You have nothing to worry about, {friend}. " + "A long word: " + "x" * 120)
    section.presenter.look()


def _letter_history(guide: Guide) -> None:
    section = _section(guide, "letters")
    section.panel.own.text.setPlainText("Our rooms have moved to the second floor.")
    section.why.setText("The clinic has moved")
    section.save.click()
    section.list.setCurrentRow(2)
    section.history.click()
