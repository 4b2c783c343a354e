"""The worklist of a day as lines: who, what, since when, and what to do next."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale

from alpdesk.domain.assessment import Urgency
from alpdesk.domain.escalation import Step
from alpdesk.domain.records import DecisionKind, Flag
from alpdesk.services.due_items import ClosedItem, DueItem
from alpdesk.services.patients import PatientSummary
from alpdesk.services.worklist import OpenLow, Today, UnprintedLetter
from alpdesk.ui.clinical import words as clinical
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.followup import words
from alpdesk.ui.followup.requests import Act, Target
from alpdesk.ui.people import age_text, days_ago, sex_sign
from alpdesk.ui.widgets import arrow_of, format_date
from alpdesk.ui.widgets.numbers import as_shown

_PRESSING = {Urgency.EMERGENCY: "emergency", Urgency.URGENT: "caution"}
_INKS = {Flag.LOW: "low", Flag.HIGH: "high", Flag.SUSPENDED: "caution", Flag.INDETERMINATE: "caution"}
_ON_ITEM = (Act.CONTACT, Act.POSTPONE, Act.CLOSE, Act.ASSIGN)


class Kind(StrEnum):
    """Which list a line belongs to."""

    UNANSWERED = "unanswered"
    OVERDUE = "overdue"
    DUE = "due"
    CLOSED = "closed"
    LETTERS = "letters"
    REVIEW = "review"


class Go(StrEnum):
    """What Enter does with a line."""

    DECIDE = "decide"
    RESULTS = "results"
    LETTER = "letter"
    CONTACT = "contact"
    CLOSE = "close"
    DONE = "done"
    DATE = "date"
    PATIENT = "patient"
    PRINT = "print"
    LATER = "later"
    MORE = "more"


@dataclass(frozen=True)
class Row:
    """A line. ``is_head`` opens a list; a line without a patient says that the list is empty, or opens more of it.

    ``acts`` are what a letter key can do beside Enter; ``takes_results`` says whether a sample is waited for.
    """

    kind: Kind
    who: str = ""
    who_detail: str = ""
    sign: str = ""
    ink: str = "text"
    what: str = ""
    what_ink: str = "text"
    what_detail: str = ""
    since: str = ""
    since_detail: str = ""
    action: str = ""
    go: Go = Go.PATIENT
    patient_id: int = 0
    subject_id: int = 0
    is_head: bool = False
    count: int = 0
    target: Target | None = None
    acts: tuple[Act, ...] = field(default=())
    takes_results: bool = False

    @property
    def about(self) -> tuple[object, ...]:
        """What tells this line from every other, also when the day is read again."""
        item = None if self.target is None else (self.target.recall_id, self.target.decision_id)
        return self.kind, self.is_head, self.patient_id, self.subject_id, item

    @property
    def opens(self) -> bool:
        """Say whether Enter leads anywhere."""
        return bool(self.patient_id) or self.go in (Go.LATER, Go.MORE)

    @property
    def explained(self) -> bool:
        """Say whether "why?" has an answer: what waits for one, and what has a date."""
        dated = self.target is not None and self.target.recall_id > 0
        return self.kind is Kind.UNANSWERED or (dated and self.kind in (Kind.OVERDUE, Kind.DUE))


def rows_of(
    today: Today,
    names: Mapping[str, str] | None = None,
    causes: Mapping[str, str] | None = None,
    *,
    narrowed: bool = False,
) -> tuple[Row, ...]:
    """Return every line of the day, the lists one after the other, with the names of tests and of causes."""
    named = dict(names or {})
    late = Counter(item.patient.id for item in today.overdue if not item.undated)
    lists = (
        _lows(today, narrowed), _overdue(today, narrowed, named, late), _due(today, narrowed, named, late),
        _closed(today, narrowed, causes or {}), _letters(today, narrowed),
    )  # fmt: skip
    return tuple(row for each in lists for row in each)


def _lows(today: Today, narrowed: bool) -> Iterator[Row]:
    yield Row(Kind.UNANSWERED, who=_tr("Patients without an answer"), is_head=True, count=today.counts.unanswered)
    if not today.unanswered:
        yield _none(Kind.UNANSWERED, _tr("Every low ALP has an answer."), narrowed)
    for low in today.unanswered:
        yield _low(low, today.day)


def _low(low: OpenLow, day: date) -> Row:
    name, detail = _who(low.patient, day)
    alert = low.alerts[0] if low.alerts and low.urgency in _PRESSING else ""
    more = ", ".join(part for part in (_grade(low), alert) if part)
    ink = _INKS.get(low.flag, "text")
    return Row(
        Kind.UNANSWERED, who=name, who_detail=detail,
        sign="!" if alert else arrow_of(low.flag), ink=_PRESSING.get(low.urgency, ink) if alert else ink, what_ink=ink,
        what=f"{as_shown(low.value)} {low.unit} {arrow_of(low.flag)}".strip(), what_detail=more,
        since=format_date(low.collected), since_detail=days_ago(low.waiting_days),
        action=_tr("Decide"), go=Go.DECIDE, patient_id=low.patient.id, subject_id=low.assessment_id,
        target=Target(low.patient.id, low.patient.name), acts=(Act.ASSIGN,),
    )  # fmt: skip


def _grade(low: OpenLow) -> str:
    """Return how low, how lasting and how changed a value is."""
    return ", ".join((*clinical.grades(low.flag, low.severity, low.persistence), *_change(low)))


def _change(low: OpenLow) -> tuple[str, ...]:
    return () if low.change is None else (clinical.change(low.change),)


def _overdue(today: Today, narrowed: bool, names: dict[str, str], late: Counter[int]) -> Iterator[Row]:
    yield Row(Kind.OVERDUE, who=_tr("Overdue"), is_head=True, count=today.counts.overdue)
    if not today.overdue:
        yield _none(Kind.OVERDUE, _tr("Nothing is overdue."), narrowed)
    for item in today.overdue:
        since = counted(item.overdue_days, _tr("%n day late"), _tr("%n days late", item.overdue_days))
        if item.undated:
            yield _undated(item, today.day, since, late[item.patient.id])
            continue
        detail = words.tried(item.contacts) or words.asked(item, names)
        yield _item(Kind.OVERDUE, item, today.day, ink="caution", since=since, detail=detail, late=late)


def _due(today: Today, narrowed: bool, names: dict[str, str], late: Counter[int]) -> Iterator[Row]:
    yield Row(Kind.DUE, who=_tr("Due"), is_head=True, count=today.counts.due)
    if not today.due:
        soon = counted(
            today.ahead,
            _tr("Nothing is due in the next %n day."),
            _tr("Nothing is due in the next %n days.", today.ahead),
        )
        yield _none(Kind.DUE, soon, narrowed and not today.counts.due)
    yield from (_coming(item, today.day, names, late) for item in today.due)
    if today.counts.later:
        yield _fold(today)
    yield from (_coming(item, today.day, names, late) for item in today.later)
    left = today.counts.later - len(today.later)
    if today.later and left > 0:
        more = counted(left, _tr("%n more"), _tr("%n more", left))
        yield Row(Kind.DUE, who=more, sign="▸", ink="accent", action=_tr("Show more"), go=Go.MORE)


def _fold(today: Today) -> Row:
    beyond = counted(today.ahead, _tr("due in more than %n day"), _tr("due in more than %n days", today.ahead))
    return Row(
        Kind.DUE, who=_tr("Later ({})").format(QLocale().toString(today.counts.later)), what_detail=beyond,
        sign="▾" if today.later else "▸", ink="accent",
        action=_tr("Hide") if today.later else _tr("Show"), go=Go.LATER,
    )  # fmt: skip


def _coming(item: DueItem, day: date, names: dict[str, str], late: Counter[int]) -> Row:
    ahead = (item.due - day).days
    when = _tr("today") if ahead <= 0 else _tr("tomorrow") if ahead == 1 else _tr("in {} days").format(ahead)
    return _item(Kind.DUE, item, day, ink="accent", since=when, detail=words.asked(item, names), late=late)


def _item(kind: Kind, item: DueItem, day: date, *, ink: str, since: str, detail: str, late: Counter[int]) -> Row:
    name, about = _who(item.patient, day)
    action, go = _primary(item)
    others = max(late[item.patient.id] - (kind is Kind.OVERDUE), 0)
    return Row(
        kind, who=name, who_detail=about, sign="●", ink=ink, what=item.title, what_detail=detail,
        since=format_date(item.due), since_detail=since, action=action, go=go,
        patient_id=item.patient.id, subject_id=item.recall_id, takes_results=bool(item.tests),
        target=Target(
            item.patient.id, item.patient.name, item.recall_id, title=item.title,
            responsible=item.responsible, others=others,
        ),
        acts=_ON_ITEM if item.tests else (Act.DONE, *_ON_ITEM),
    )  # fmt: skip


def _primary(item: DueItem) -> tuple[str, Go]:
    """Return what Enter does: the step of the ladder whose day has come, else what the item waits for."""
    if item.next is not None and item.next.ready:
        go = {Step.PHONE_CALL: Go.CONTACT, Step.CLINICIAN: Go.CLOSE}.get(item.next.step, Go.LETTER)
        return words.step_word(item.next.step), go
    return (_tr("Enter results"), Go.RESULTS) if item.tests else (_tr("Done"), Go.DONE)


def _undated(item: DueItem, day: date, since: str, others: int) -> Row:
    name, about = _who(item.patient, day)
    return Row(
        Kind.OVERDUE, who=name, who_detail=about, sign="?", ink="caution", what=_tr("No date was set"),
        what_detail=words.promise_word(item.promised), since=format_date(item.due), since_detail=since,
        action=_tr("Set a date"), go=Go.DATE, patient_id=item.patient.id, subject_id=item.decision_id or 0,
        target=Target(
            item.patient.id, item.patient.name, decision_id=item.decision_id, promised=item.promised,
            responsible=item.responsible, others=others,
        ),
        acts=(Act.CONTACT, Act.CLOSE, Act.ASSIGN),
    )  # fmt: skip


def _closed(today: Today, narrowed: bool, causes: Mapping[str, str]) -> Iterator[Row]:
    yield Row(Kind.CLOSED, who=_tr("Closed lately"), is_head=True, count=today.counts.closed)
    if not today.closed:
        yield _none(Kind.CLOSED, _tr("Nothing was closed in the last days."), narrowed)
    for item in today.closed:
        yield _shut(item, today.day) if item.answer is None else _answered(item, item.answer, today.day, causes)


def _answered(item: ClosedItem, answer: DecisionKind, day: date, causes: Mapping[str, str]) -> Row:
    name, about = _who(item.patient, day)
    cause = causes.get(item.cause, item.cause)
    said = _tr("Explained by {cause}").format(cause=cause) if answer is DecisionKind.EXPLAINED else _tr("No action")
    return Row(
        Kind.CLOSED, who=name, who_detail=about, sign="✓", ink="ok", what=said, what_detail=item.reason,
        since=format_date(item.closed_on), since_detail=item.closed_by, action=_tr("Open patient"), go=Go.PATIENT,
        patient_id=item.patient.id,
    )  # fmt: skip


def _shut(item: ClosedItem, day: date) -> Row:
    name, about = _who(item.patient, day)
    code = words.code_word(item.code) if item.code is not None else ""
    why = item.reason if not code or item.reason.startswith(code) else f"{code}: {item.reason}"
    return Row(
        Kind.CLOSED, who=name, who_detail=about, sign="✓", ink="ok", what=item.title, what_detail=why,
        since=format_date(item.closed_on), since_detail=item.closed_by, action=_tr("Open patient"), go=Go.PATIENT,
        patient_id=item.patient.id, subject_id=item.recall_id, acts=(Act.REOPEN,),
        target=Target(item.patient.id, item.patient.name, item.recall_id, title=item.title),
    )  # fmt: skip


def _letters(today: Today, narrowed: bool) -> Iterator[Row]:
    yield Row(Kind.LETTERS, who=_tr("Letters to sign or send"), is_head=True, count=today.counts.letters)
    if not today.letters:
        yield _none(Kind.LETTERS, _tr("Every letter is signed and has left."), narrowed)
    for letter in today.letters:
        yield _letter(letter, today.day)


def _letter(letter: UnprintedLetter, day: date) -> Row:
    name, detail = _who(letter.patient, day)
    written = letter.created_at.astimezone().date()
    return Row(
        Kind.LETTERS, who=name, who_detail=detail, sign="✉", ink="muted", what=letter.subject,
        what_detail=_tr("waits for a signature") if letter.to_sign else "", since=format_date(written),
        since_detail=days_ago((day - written).days), action=_tr("Sign") if letter.to_sign else _tr("Print"),
        go=Go.PRINT, patient_id=letter.patient.id, subject_id=letter.letter_id,
    )  # fmt: skip


def _none(kind: Kind, text: str, narrowed: bool) -> Row:
    return Row(kind, who_detail=_tr("None of those you chose to see.") if narrowed else text, sign="✓", ink="ok")


def _who(patient: PatientSummary, day: date) -> tuple[str, str]:
    return patient.name, f"{sex_sign(patient.sex)} {age_text(patient.birth_date, day)} · {patient.number}"


def _tr(text: str, number: int = -1) -> str:
    return QCoreApplication.translate("Today", text, None, number)
