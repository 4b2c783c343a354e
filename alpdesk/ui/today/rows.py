"""The worklist of a day as lines: who, what, since when, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale

from alpdesk.domain.assessment import Persistence, Severity, Urgency
from alpdesk.domain.records import Flag
from alpdesk.services.due_items import DueItem
from alpdesk.services.patients import PatientSummary
from alpdesk.services.worklist import OpenLow, Today, UnprintedLetter
from alpdesk.ui.people import age_text, days_ago, sex_sign
from alpdesk.ui.widgets import arrow_of, flag_word, format_date

_PRESSING = {Urgency.EMERGENCY: "emergency", Urgency.URGENT: "caution"}


class Kind(StrEnum):
    """Which list a line belongs to."""

    UNANSWERED = "unanswered"
    OVERDUE = "overdue"
    DUE = "due"
    LETTERS = "letters"


@dataclass(frozen=True)
class Row:
    """A line. ``is_head`` opens a list; a line without a patient says that the list is empty."""

    kind: Kind
    who: str = ""
    who_detail: str = ""
    sign: str = ""
    ink: str = "text"
    what: str = ""
    what_detail: str = ""
    since: str = ""
    since_detail: str = ""
    action: str = ""
    patient_id: int = 0
    subject_id: int = 0
    is_head: bool = False
    count: int = 0


def rows_of(today: Today) -> tuple[Row, ...]:
    """Return every line of the day, the four lists one after the other."""
    return (*_lows(today), *_overdue(today), *_due(today), *_letters(today))


def _lows(today: Today) -> Iterator[Row]:
    title = _tr("Low ALP without an answer")
    yield Row(Kind.UNANSWERED, who=title, is_head=True, count=today.counts.unanswered)
    if not today.unanswered:
        yield _none(Kind.UNANSWERED, _tr("Every low ALP has an answer."))
    for low in today.unanswered:
        yield _low(low, today.day)


def _low(low: OpenLow, day: date) -> Row:
    name, detail = _who(low.patient, day)
    alert = low.alerts[0] if low.alerts and low.urgency in _PRESSING else ""
    more = ", ".join(part for part in (_grade(low), alert) if part)
    return Row(
        Kind.UNANSWERED, who=name, who_detail=detail,
        sign="!" if alert else arrow_of(low.flag), ink=_PRESSING.get(low.urgency, "low") if alert else "low",
        what=f"{low.value} {low.unit} {arrow_of(low.flag)}".strip(), what_detail=more,
        since=format_date(low.collected), since_detail=days_ago(low.waiting_days),
        action=_tr("Decide"), patient_id=low.patient.id, subject_id=low.assessment_id,
    )  # fmt: skip


def _grade(low: OpenLow) -> str:
    severity = {Severity.MARKEDLY_LOW: _tr("markedly low"), Severity.VERY_LOW: _tr("very low")}
    persistence = {
        Persistence.PERSISTENT: _tr("persistent"), Persistence.FLUCTUATING: _tr("fluctuating"),
        Persistence.SINGLE: _tr("first time"),
    }  # fmt: skip
    word = severity.get(low.severity, flag_word(low.flag)) if low.severity else flag_word(low.flag)
    parts = [word if low.flag is not Flag.NONE else "", persistence.get(low.persistence, ""), _change(low)]
    return ", ".join(part for part in parts if part)


def _change(low: OpenLow) -> str:
    if low.change is None:
        return ""
    sign = "+" if low.change > 0 else "−" if low.change < 0 else "±"
    return f"{sign}{QLocale().toString(abs(round(low.change)))} %"


def _overdue(today: Today) -> Iterator[Row]:
    yield Row(Kind.OVERDUE, who=_tr("Overdue"), is_head=True, count=today.counts.overdue)
    if not today.overdue:
        yield _none(Kind.OVERDUE, _tr("Nothing is overdue."))
    for item in today.overdue:
        late = _tr("{} days late").format(item.overdue_days) if item.overdue_days > 1 else _tr("1 day late")
        yield _item(Kind.OVERDUE, item, today.day, ink="caution", since_detail=late)


def _due(today: Today) -> Iterator[Row]:
    yield Row(Kind.DUE, who=_tr("Due this week"), is_head=True, count=today.counts.due)
    if not today.due:
        yield _none(Kind.DUE, _tr("Nothing is due in the next seven days."))
    for item in today.due:
        ahead = (item.due - today.day).days
        when = _tr("today") if ahead <= 0 else _tr("tomorrow") if ahead == 1 else _tr("in {} days").format(ahead)
        yield _item(Kind.DUE, item, today.day, ink="accent", since_detail=when)


def _item(kind: Kind, item: DueItem, day: date, *, ink: str, since_detail: str) -> Row:
    name, detail = _who(item.patient, day)
    return Row(
        kind, who=name, who_detail=detail, sign="●", ink=ink, what=item.title, what_detail=item.tests,
        since=format_date(item.due), since_detail=since_detail, action=_tr("Enter results"),
        patient_id=item.patient.id, subject_id=item.recall_id,
    )  # fmt: skip


def _letters(today: Today) -> Iterator[Row]:
    yield Row(Kind.LETTERS, who=_tr("Letters not printed"), is_head=True, count=today.counts.letters)
    if not today.letters:
        yield _none(Kind.LETTERS, _tr("Every letter is printed."))
    for letter in today.letters:
        yield _letter(letter, today.day)


def _letter(letter: UnprintedLetter, day: date) -> Row:
    name, detail = _who(letter.patient, day)
    written = letter.created_at.astimezone().date()
    return Row(
        Kind.LETTERS, who=name, who_detail=detail, sign="✉", ink="muted", what=letter.subject,
        since=format_date(written), since_detail=days_ago((day - written).days), action=_tr("Print"),
        patient_id=letter.patient.id, subject_id=letter.letter_id,
    )  # fmt: skip


def _none(kind: Kind, text: str) -> Row:
    return Row(kind, who_detail=text, sign="✓", ink="ok")


def _who(patient: PatientSummary, day: date) -> tuple[str, str]:
    return patient.name, f"{sex_sign(patient.sex)} {age_text(patient.birth_date, day)} · {patient.number}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Today", text)
