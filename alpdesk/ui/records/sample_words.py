"""How a sample was taken, before and after it was put right, in words."""

from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from alpdesk.domain.records import Haemolysis, Specimen
from alpdesk.ui.clinical.sample import specimen
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate
Change = tuple[str, str, str]


def sample_changes(changes: tuple[Change, ...]) -> str:
    """Say of each field what it was and what it is now."""
    fields, said = sample_fields(), translate("Records", "{field} {before}, corrected to {after}")
    parts = (
        said.format(field=fields.get(name, name), before=fact(name, before), after=fact(name, after))
        for name, before, after in changes
    )
    return "; ".join(parts)


def fact(name: str, value: str) -> str:
    """Return one field of a sample, given as text, in words; what cannot be read stays as it is."""
    if not value:
        return translate("Records", "not given")
    try:
        return _SAID[name](value) if name in _SAID else value
    except ValueError:
        return value


def haemolysis_word(value: Haemolysis) -> str:
    """Return the word for haemolysis."""
    return {
        Haemolysis.NONE: translate("SampleDialog", "none noted"),
        Haemolysis.SLIGHT: translate("SampleDialog", "slight"),
        Haemolysis.GROSS: translate("SampleDialog", "gross"),
    }[value]


def sample_fields() -> dict[str, str]:
    """Return what the fields of a sample are called."""
    return {
        "collected": translate("Records", "collected"),
        "collected_time": translate("Records", "time"),
        "received": translate("Records", "received"),
        "specimen": translate("Records", "specimen"),
        "haemolysis": translate("Records", "haemolysis"),
        "fasting": translate("Records", "fasting"),
        "gestation_weeks": translate("Records", "week of pregnancy"),
    }


def _day(value: str) -> str:
    return format_date(date.fromisoformat(value))


def _time(value: str) -> str:
    at = time.fromisoformat(value)
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def _yes_no(value: str) -> str:
    words = {"True": translate("Records", "yes"), "False": translate("Records", "no")}
    return words.get(value, value)


_SAID: dict[str, Callable[[str], str]] = {
    "collected": _day,
    "collected_time": _time,
    "received": _day,
    "specimen": lambda value: specimen(Specimen(value)),
    "haemolysis": lambda value: haemolysis_word(Haemolysis(value)),
    "fasting": _yes_no,
}
