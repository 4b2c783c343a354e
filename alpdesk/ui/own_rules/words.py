"""How an entry of the clinic's own rules is said in its history."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.terms import EditKind
from alpdesk.services.own_rules import Body, OwnRule, Version
from alpdesk.ui.widgets import Why, format_date

translate = QCoreApplication.translate


def mark(title: str, *, changed: bool) -> str:
    """Return a title with the sign that the clinic has a value of its own."""
    return f"{title}  ● {translate('OwnRules', 'own')}" if changed else title


def does_not_hold(rule: OwnRule) -> str:
    """Say why an own value is left out in this edition of the rule book, or nothing."""
    if not rule.fault:
        return ""
    return translate("OwnRules", "Your value does not hold in this edition: {}").format(rule.fault)


def history(kind: EditKind, versions: tuple[Version, ...]) -> tuple[Why, ...]:
    """Return the changes of one entry, newest first."""
    if not versions:
        return (Why(translate("OwnRules", "History"), (translate("OwnRules", "Nobody has changed this entry."),)),)
    return tuple(_change(kind, version) for version in versions)


def _change(kind: EditKind, version: Version) -> Why:
    when = version.at.astimezone() if version.at is not None else None
    day = "" if when is None else f"{format_date(when.date())} {when:%H:%M}"
    why = (translate("OwnRules", "Why: {}").format(version.reason),) if version.reason else ()
    if version.body is None:
        return Why(_joined(day, version.by), (*why, translate("OwnRules", "Back to the shipped value.")))
    return Why(_joined(day, version.by), (*why, *_SAID[kind](version.body)))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _profile(body: Body) -> Iterator[str]:
    yield _joined(str(body.get("title", "")), str(body.get("laboratory", "")), str(body.get("unit", "")))
    yield str(body.get("source", ""))
    yield from rows_said(body.get("intervals", ()))


def rows_said(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Say each row of an interval profile."""
    return map(_row, rows)


def _row(row: Mapping[str, Any]) -> str:
    ages = [str(row.get(name) or "") for name in ("from", "to", "weeks_from", "weeks_to")]
    days = [str(row.get(name) or "") for name in ("valid_from", "valid_to")]
    span, valid = ("–".join(part for part in pair if part) for pair in (ages, days))
    return _joined(str(row.get("sex", "any")), span, f"{row.get('low', '')}–{row.get('high', '')}", valid)


def _template(body: Body) -> Iterator[str]:
    yield str(body.get("name", ""))
    yield ", ".join(map(str, body.get("analytes", ())))


def _names(body: Body) -> Iterator[str]:
    yield ", ".join(map(str, body.get("names", ()))) or "–"


def _days(body: Body) -> Iterator[str]:
    return items_said(body.get("items", ()))


def items_said(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Say each item of a monitoring template."""
    said = translate("OwnRules", "{title}: after {after}, not before {early}, every {every} days")
    for item in items:
        after, early, every = (item.get(n) for n in ("after_days", "not_before_days", "every_days"))
        yield said.format(
            title=item.get("title", ""), after=_or_none(after), early=_or_none(early), every=_or_none(every)
        )


def _or_none(number: object) -> str:
    return "–" if number is None else str(number)


def step_words() -> dict[str, str]:
    """Return what each number of the steps means."""
    return {
        "due_soon_days": translate("OwnRules", "Shown as due so many days ahead"),
        "reminder_letter_days": translate("OwnRules", "Reminder letter, days after the due date"),
        "second_letter_days": translate("OwnRules", "Second letter, days after the reminder"),
        "phone_call_days": translate("OwnRules", "Phone call, days after the second letter"),
        "clinician_days": translate("OwnRules", "The clinician decides, days after the phone call"),
        "unreachable_contacts": translate("OwnRules", "Attempts before somebody counts as unreachable"),
    }


def _steps(body: Body) -> Iterator[str]:
    yield from (f"{words}: {body.get(name, '')}" for name, words in step_words().items())


def _text(body: Body) -> Iterator[str]:
    yield str(body.get("text", ""))


_SAID: dict[EditKind, Callable[[Body], Iterator[str]]] = {
    EditKind.PROFILE: _profile,
    EditKind.PANEL_TEMPLATE: _template,
    EditKind.MEDICINE_CLASS: _names,
    EditKind.MONITORING: _days,
    EditKind.SNIPPET: _text,
    EditKind.ESCALATION: _steps,
}
