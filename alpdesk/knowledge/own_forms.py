"""The entries a clinic may write itself: their form, and one plain sentence for each field that is wrong."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from alpdesk.domain.ages import Age, AgeText
from alpdesk.domain.base import CLEAN_LINE, CLEAN_TEXT
from alpdesk.domain.condition import Rule
from alpdesk.domain.escalation import Escalation
from alpdesk.domain.profiles import Profile, ProfileInterval
from alpdesk.domain.rules import MonitoringItem, MonitoringTemplate, PanelTemplate
from alpdesk.errors import AlpdeskError

T = TypeVar("T")
Words = Annotated[str, Field(min_length=1, max_length=200), CLEAN_LINE]
Maybe = Annotated[str, Field(max_length=200), CLEAN_LINE]
Days = Annotated[int, Field(ge=0, le=3650)]
Body = Mapping[str, Any]
_UNREADABLE = (ValueError, RecursionError, InvalidOperation)  # too deep, or a number without end

_SENTENCES = {
    "missing": "This is missing.",
    "control_character": "This holds a character that cannot be kept.",
    "extra_forbidden": "This is not known.",
    "string_too_short": "This is empty.",
    "string_too_long": "This is too long.",
    "string_pattern_mismatch": "This is not written as it has to be.",
    "too_long": "These are too many.",
    "too_short": "At least one is needed.",
    "decimal_parsing": "This is not a number.",
    "decimal_type": "This is not a number.",
    "finite_number": "This is not a number.",
    "int_parsing": "This is not a whole number.",
    "int_type": "This is not a whole number.",
    "int_from_float": "This is not a whole number.",
    "greater_than_equal": "This number is too small.",
    "less_than_equal": "This number is too large.",
    "date_from_datetime_parsing": "This is not a date such as 2026-03-31.",
    "date_parsing": "This is not a date such as 2026-03-31.",
    "literal_error": "This is not one of the words there are to choose from.",
}


class Fault(NamedTuple):
    """What is wrong with one field of an entry, in one sentence; ``field`` is empty for the entry as a whole."""

    field: str
    sentence: str


class EditFault(AlpdeskError):
    """An entry that cannot be kept."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(" ".join(dict.fromkeys(fault.sentence for fault in faults)))
        self.faults = faults


class OwnProfile(Rule):
    """A whole interval profile in the clinic's own words. ``source`` says where its numbers come from."""

    title: Words
    laboratory: Maybe = ""
    method: Maybe = ""
    unit: Words
    source: Words
    note: Annotated[str, Field(max_length=2000), CLEAN_TEXT] = ""
    by_gestation: bool = False
    covers_from: AgeText = Age(0, "d")
    covers_to: AgeText | None = None
    intervals: tuple[ProfileInterval, ...] = Field(min_length=1)


class OwnTemplate(Rule):
    """Analytes the clinic types together."""

    name: Annotated[str, Field(min_length=1, max_length=120), CLEAN_LINE]
    analytes: tuple[str, ...] = Field(min_length=1)


class OwnItem(Rule):
    """The days of one item of a monitoring template; the item is found by its title.

    One with ``tests`` (which may be none) is the clinic's own, beside those of the template.
    """

    title: str
    after_days: Days = 0
    not_before_days: Days | None = None
    every_days: Annotated[Days, Field(ge=1)] | None = None
    tests: tuple[str, ...] | None = None


class OwnMonitoring(Rule):
    """The days of a monitoring template, what the clinic adds to it and leaves out of it, and when it stops."""

    items: tuple[OwnItem, ...] = Field(min_length=1)
    left_out: tuple[str, ...] = ()
    stop_when: str = ""
    stop_after_not_low: Annotated[int, Field(ge=1, le=100)] | None = None


class OwnEscalation(Rule):
    """When each step is taken towards somebody who does not come."""

    due_soon_days: Days
    reminder_letter_days: Days
    second_letter_days: Days
    phone_call_days: Days
    clinician_days: Days
    unreachable_contacts: Annotated[int, Field(ge=1, le=20)]


class OwnNames(Rule):
    """Names the clinic writes for the medicines of a class, beside the ones that are known."""

    names: tuple[Words, ...]


class OwnWords(Rule):
    """A sentence of the letters in the clinic's own words."""

    text: Annotated[str, Field(min_length=1, max_length=2000), CLEAN_TEXT]


def read(kind: type[T], body: str) -> T:
    """Return the body of an edit as its form; raise ``EditFault`` with every fault."""
    try:
        return TypeAdapter(kind).validate_python(json.loads(body, parse_float=Decimal))
    except ValidationError as error:
        raise EditFault(tuple(_faults(error))) from error
    except _UNREADABLE as error:
        raise EditFault((Fault("", "This entry cannot be read."),)) from error


def read_body(body: str) -> dict[str, Any] | None:
    """Return the body of an edit as it was written; nothing where it is empty or cannot be read."""
    try:
        found = json.loads(body) if body else None
    except _UNREADABLE:
        return None
    return found if isinstance(found, dict) else None


def _faults(error: ValidationError) -> Iterator[Fault]:
    listed = error.errors()
    inner = {each["loc"][:depth] for each in listed for depth in range(1, len(each["loc"]))}
    for each in listed:
        if each["type"] == "too_short" and each["loc"] in inner:
            continue  # rows that are wrong are not rows that are missing
        said = _SENTENCES.get(each["type"])
        yield Fault(".".join(map(str, each["loc"])), said or _sentence(each["msg"]))


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def profile_form(profile: Profile, source: str = "") -> dict[str, Any]:
    """Return a profile in the form a clinic edits; ``source`` is the text of where it comes from."""
    return {
        "title": profile.title,
        "laboratory": profile.laboratory,
        "method": profile.method,
        "unit": profile.unit,
        "source": source,
        "note": profile.note,
        "by_gestation": profile.by_gestation,
        "covers_from": _age(profile.covers_from),
        "covers_to": _age(profile.covers_to),
        "intervals": [_row(row) for row in profile.intervals],
    }


def _row(row: ProfileInterval) -> dict[str, Any]:
    days = {"valid_from": row.valid_from, "valid_to": row.valid_to}
    return {
        "sex": row.sex,
        "from": _age(row.age_from),
        "to": _age(row.age_to),
        "weeks_from": row.weeks_from,
        "weeks_to": row.weeks_to,
        "low": str(row.low),
        "high": str(row.high),
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
    }


def _age(age: Age | None) -> str | None:
    return None if age is None else f"{age.number}{age.unit}"


def template_form(template: PanelTemplate) -> dict[str, Any]:
    """Return a panel template in the form a clinic edits."""
    return {"name": template.name, "analytes": list(template.analytes)}


def monitoring_form(template: MonitoringTemplate) -> dict[str, Any]:
    """Return a monitoring template in the form a clinic edits."""
    return {"items": [_item(item) for item in template.items], **_rest(template)}


def escalation_form(escalation: Escalation) -> dict[str, Any]:
    """Return the steps towards somebody who does not come in the form a clinic edits."""
    return {name: getattr(escalation, name) for name in OwnEscalation.model_fields}


def _item(item: MonitoringItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("title", "after_days", "not_before_days", "every_days")}


def _rest(template: MonitoringTemplate) -> dict[str, Any]:
    return {name: getattr(template, name) for name in STOP_RULES if name in MonitoringTemplate.model_fields}


STOP_RULES = ("stop_when", "stop_after_not_low")
