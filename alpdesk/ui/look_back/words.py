"""The sentences of the look-back."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from alpdesk.domain.assessment import Persistence
from alpdesk.services.look_back import LookedBack
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def _month(year: int, month: int) -> str:
    return f"{QLocale().standaloneMonthName(month)} {year}"


def day_of(year: int, month: int) -> str:
    """Return what stands in the empty cell of a day."""
    short = QLocale().toString(QDate(year, month, 1), "MMM yy")
    return translate("LookBack", "day of {month}").format(month=short)


def which_day(year: int, month: int) -> str:
    """Ask for the day of a month."""
    said = translate("LookBack", "Which day of {month}? Type its number; the report tells it.")
    return said.format(month=_month(year, month))


def no_date() -> str:
    """Say that the day cannot be read."""
    return translate("LookBack", "This cannot be read as a date. Type it like 12.3.24 or 2024-03-12.")


def needs_day() -> str:
    """Say that a value stands there without its day."""
    return translate("LookBack", "When was this sample taken?")


def needs_value() -> str:
    """Say that a day stands there without its value."""
    return translate("LookBack", "Which value did this sample have? Clear the day if there is none.")


def nothing_typed() -> str:
    """Say that there is nothing to keep."""
    return translate(
        "LookBack", "No earlier value is typed yet. If there are none, say so with the button on the left."
    )


def not_saved(reason: str) -> str:
    """Say that saving failed, and that nothing is lost."""
    return translate("LookBack", "Not saved: {reason} Everything you typed is still here.").format(reason=reason)


def look_first() -> str:
    """Say that a line waits for an answer."""
    return translate("LookBack", "One line waits for you before the series can be saved.")


def asks() -> str:
    """Ask for the history."""
    return translate("LookBack", "Are there earlier ALP results? Ask for them.")


def asks_detail() -> str:
    """Say what the history tells."""
    return translate("LookBack", "They tell a lifelong low value from a fall, and whether a medicine came before it.")


def unsaved(name: str) -> str:
    """Name a series that is not saved yet."""
    return translate("LookBack", "Earlier results of {name}").format(name=name)


def none_exist(closed: tuple[str, ...]) -> str:
    """Say what was noted."""
    return " ".join((translate("LookBack", "Noted: no earlier results exist."), *closed))


def outcome(found: LookedBack) -> str:
    """Say what a series changes."""
    count = len(found.panel_ids)
    kept = counted(
        count,
        translate("LookBack", "Saved %n earlier result."),
        translate("LookBack", "Saved %n earlier results.", None, count),
    )
    return " ".join((kept, _low(found), *_course(found), *found.closed))


def _low(found: LookedBack) -> str:
    if found.lows == 0:
        return translate("LookBack", "None of them is low.")
    return counted(
        found.lows,
        translate("LookBack", "%n of them is low."),
        translate("LookBack", "%n of them are low.", None, found.lows),
    )


def _course(found: LookedBack) -> tuple[str, ...]:
    alp, said = found.assessment.alp, []
    if found.first_low is not None and found.not_low_until is not None:
        said.append(_sentence(translate("LookBack", "ALP was never low before {day}."), found.first_low))
    elif found.first_low is not None:
        said.append(_sentence(translate("LookBack", "The earliest result, of {day}, is low already."), found.first_low))
    if alp.persistence is Persistence.PERSISTENT and alp.low_since is not None:
        said.append(_sentence(translate("LookBack", "Persistent since {day}."), alp.low_since))
    return tuple(said)


def _sentence(text: str, day: date) -> str:
    return text.format(day=format_date(day))
