"""The sentences of the patient page, and what matters now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.assessment import Assessment, Urgency
from alpdesk.domain.records import Flag, PatientRecord, Recall
from alpdesk.domain.terms import Mark
from alpdesk.services.decisions import KeptAssessment
from alpdesk.ui.clinical import marks, words as clinical
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.banner import Kind

translate = QCoreApplication.translate
_PRESSING = {Urgency.EMERGENCY, Urgency.URGENT}


class Next(StrEnum):
    """The one thing to do next."""

    DECIDE = "decide"
    PANEL = "panel"
    NOTHING = ""


@dataclass(frozen=True)
class Matter:
    """What matters now about a patient, and what to do about it."""

    kind: Kind
    text: str
    detail: str = ""
    next: Next = Next.NOTHING


def matter(
    record: PatientRecord, now: Assessment, kept: Sequence[KeptAssessment], recalls: Sequence[Recall], today: date
) -> Matter:
    """Return what matters most: an answer that is missing, then what is overdue, then how things stand."""
    waiting = next((each for each in kept if each.waiting), None)
    if waiting is not None:
        return _waiting(waiting.assessment)
    if not record.panels:
        text = translate("Patient", "No results yet")
        return Matter("info", text, translate("Patient", "Type the first panel from its report."), Next.PANEL)
    overdue = [recall for recall in recalls if recall.closed_on is None and recall.due < today]
    if overdue:
        return _overdue(min(overdue, key=lambda recall: recall.due), today)
    return _standing(now, recalls)


def _waiting(shown: Assessment) -> Matter:
    pressing = [alert.title for alert in shown.alerts if alert.urgency in _PRESSING]
    detail = translate("Patient", "Not decided yet.")
    if pressing:
        worst = any(alert.urgency is Urgency.EMERGENCY for alert in shown.alerts)
        return Matter(
            "emergency" if worst else "caution",
            f"{clinical.headline(shown.alp)} · {' · '.join(pressing)}",
            detail,
            Next.DECIDE,
        )
    return Matter("low", f"↓ {clinical.headline(shown.alp)}", detail, Next.DECIDE)


def _overdue(recall: Recall, today: date) -> Matter:
    late = (today - recall.due).days
    text = clinical.counted(
        late,
        translate("Patient", "Overdue by %n day: {title}"),
        translate("Patient", "Overdue by %n days: {title}", None, late),
    ).format(title=recall.title)
    return Matter("caution", text, translate("Patient", "Due {day}.").format(day=format_date(recall.due)), Next.PANEL)


def _standing(now: Assessment, recalls: Sequence[Recall]) -> Matter:
    open_ones = [recall for recall in recalls if recall.closed_on is None]
    detail = translate("Patient", "Nothing waits for an answer.")
    if open_ones:
        first = min(open_ones, key=lambda recall: recall.due)
        said = translate("Patient", "Next, due {day}: {title}")
        detail = said.format(title=first.title, day=format_date(first.due))
    kinds: dict[Flag, Kind] = {Flag.LOW: "low", Flag.HIGH: "high", Flag.WITHIN: "ok"}
    kind = kinds.get(now.alp.flag, "info")
    sign = "↓ " if now.alp.flag is Flag.LOW else ""
    return Matter(kind, f"{sign}{clinical.headline(now.alp)}", detail)


def kept_medicine() -> str:
    """Say that a medicine was kept."""
    return translate("Patient", "Medicine saved.")


def attached_scan() -> str:
    """Say that a scan was attached."""
    return translate("Patient", "The scan is attached to its sample.")


def withdrew_scan() -> str:
    """Say that a scan was withdrawn."""
    return translate("Patient", "The scan is withdrawn; it stays in the record.")


def kept_event() -> str:
    """Say that an event was kept."""
    return translate("Patient", "Event saved.")


def withdrew() -> str:
    """Say that a medicine or an event was withdrawn."""
    return translate("Patient", "Withdrawn; it stays readable.")


def kept_finding() -> str:
    """Say that a finding was kept."""
    return translate("Patient", "Finding saved.")


def due_words(recall: Recall, today: date) -> str:
    """Return when something is due, and how late it is."""
    days = (recall.due - today).days
    day = format_date(recall.due)
    if days < 0:
        one, many = (
            translate("Patient", "{day}, overdue by %n day"),
            translate("Patient", "{day}, overdue by %n days", None, -days),
        )
        return clinical.counted(-days, one, many).format(day=day)
    if days == 0:
        return translate("Patient", "{day}, today").format(day=day)
    one, many = translate("Patient", "{day}, in %n day"), translate("Patient", "{day}, in %n days", None, days)
    return clinical.counted(days, one, many).format(day=day)


def marked(mark: Mark, *, holds: bool) -> str:
    """Say that an item of the checklist was ticked, or a mark taken back."""
    said = (
        translate("Patient", "Checklist: {mark}.") if holds else translate("Patient", "Checklist: {mark} taken back.")
    )
    return said.format(mark=marks.word(mark))
