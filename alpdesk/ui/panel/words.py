"""The sentences of the entry page."""

from PySide6.QtCore import QCoreApplication, QLocale

from alpdesk.domain.analytes import Analyte
from alpdesk.domain.assessment import AlpVerdict, Assessment, Persistence, Urgency
from alpdesk.domain.records import Flag
from alpdesk.services.panels import Entered, Previous, Twin
from alpdesk.ui.clinical.units import interval_in
from alpdesk.ui.clinical.words import counted, limits
from alpdesk.ui.panel.shown import KEEP, TAKE, Question
from alpdesk.ui.widgets import Answer, format_date
from alpdesk.ui.widgets.banner import Kind
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate


def last(previous: Previous | None, unit: str) -> str:
    """Return the value before, with its day, and its unit where it is another."""
    if previous is None:
        return ""
    other = "" if previous.unit == unit else f" {previous.unit}"
    return f"{as_shown(previous.value)}{other}  ({format_date(previous.collected)})"


def summary(assessment: Assessment, analyte: Analyte) -> tuple[Kind, str, str]:
    """Return the kind of banner, the sentence and the detail for what is typed so far."""
    alp = assessment.alp
    alerts = tuple(alert.title for alert in assessment.alerts if alert.urgency is not Urgency.INFO)
    detail = " · ".join((*alerts, *_series(alp)))
    if any(alert.urgency is Urgency.EMERGENCY for alert in assessment.alerts):
        return "emergency", _alp(alp, analyte), detail
    if any(alert.urgency is Urgency.URGENT for alert in assessment.alerts):
        return "caution", _alp(alp, analyte), detail
    if alp.flag is Flag.LOW:
        return "low", _alp(alp, analyte), detail
    kinds: dict[Flag, Kind] = {Flag.SUSPENDED: "caution", Flag.INDETERMINATE: "caution", Flag.HIGH: "high"}
    return ("caution" if alerts else kinds.get(alp.flag, "info")), _alp(alp, analyte), detail


def _alp(alp: AlpVerdict, analyte: Analyte) -> str:
    interval = f" ({limits(interval_in(alp.interval, analyte, alp.unit))})" if alp.interval is not None else ""
    sentences = {
        Flag.LOW: translate("Panel", "↓ ALP {value} {unit} is low{interval}. Saving opens the assessment."),
        Flag.WITHIN: translate("Panel", "ALP {value} {unit} is within its interval{interval}."),
        Flag.HIGH: translate("Panel", "↑ ALP {value} {unit} is high{interval}."),
        Flag.SUSPENDED: translate("Panel", "ALP {value} {unit} may not be read: {reason}"),
        Flag.INDETERMINATE: translate("Panel", "ALP {value} {unit} cannot be judged: {reason}"),
        Flag.NONE: translate("Panel", "No ALP in this panel yet."),
    }
    reason = alp.reason or translate("Panel", "no interval applies.")
    return sentences[alp.flag].format(value=as_shown(alp.value), unit=alp.unit, interval=interval, reason=reason)


def _series(alp: AlpVerdict) -> tuple[str, ...]:
    words = {
        Persistence.PERSISTENT: translate("Panel", "{lows} lows since {since}: persistent"),
        Persistence.FLUCTUATING: translate("Panel", "fluctuating: low and not low by turns"),
        Persistence.SINGLE: translate("Panel", "not yet persistent"),
    }
    said = words.get(alp.persistence)
    return (said.format(lows=alp.lows, since=format_date(alp.low_since)),) if said is not None else ()


def nothing_typed() -> str:
    """Say that there is nothing to save."""
    return translate("Panel", "Nothing is typed yet, so there is nothing to save.")


def no_date() -> str:
    """Say that the day cannot be read."""
    return translate("Panel", "This cannot be read as a date. Type it like 14.4.2026, or t for today.")


def new_laboratory(name: str) -> str:
    """Say what saving does with a name that is not known."""
    return translate("Panel", "“{name}” is new and will be added.").format(name=name)


def not_saved(reason: str) -> str:
    """Say that saving failed, and that nothing is lost."""
    return translate("Panel", "Not saved: {reason} Everything you typed is still here.").format(reason=reason)


def look_first(title: str) -> str:
    """Say which value waits for an answer."""
    return translate("Panel", "{analyte} waits for your answer before the panel can be saved.").format(analyte=title)


def type_again(title: str, why: str) -> str:
    """Ask for a value once more, unseen."""
    said = {
        "low": translate(
            "Panel", "{analyte} is low: read it from the report once more, type it again and press Enter."
        ),
        "critical": translate(
            "Panel", "{analyte} is critical: read it from the report once more, type it again and press Enter."
        ),
        "doubted": translate(
            "Panel", "{analyte} is unusual: read it from the report once more, type it again and press Enter."
        ),
    }
    return said[why].format(analyte=title)


def again_first(title: str) -> str:
    """Say which value is typed again before the panel is kept."""
    return translate("Panel", "{analyte} is typed once more, then the panel is saved.").format(analyte=title)


def differs(first: str, second: str) -> Question:
    """Show both values that were typed."""
    text = translate("Panel", "First you typed {first}, then {second}. Which one is on the report?")
    answers = (
        Answer("F", translate("Panel", "first, {value}").format(value=first), KEEP),
        Answer("S", translate("Panel", "second, {value}").format(value=second), TAKE),
    )
    return Question(text.format(first=first, second=second), answers=answers)


def swapped(one: str, two: str, value: str, other: str) -> Question:
    """Ask whether two values stand in each other's row."""
    text = translate("Panel", "{one} {value} and {two} {other} look typed into each other's row. Swap them?")
    answers = (Answer("Y", translate("Panel", "swap"), TAKE), Answer("K", translate("Panel", "keep"), KEEP))
    return Question(text.format(one=one, two=two, value=value, other=other), answers=answers)


def unsaved(name: str) -> str:
    """Name a panel that is not saved yet."""
    return translate("Panel", "A panel for {name}").format(name=name)


def unreadable(value: str) -> str:
    """Ask about figures that make no number."""
    return translate("Panel", "“{value}” is not a number. Is it written so on the report?").format(value=value)


def unexpected() -> str:
    """Say that the program failed, not the user."""
    return translate("Panel", "the record could not be written.")


def saved(count: int, entered: Entered) -> str:
    """Say what saving did."""
    if entered.already:
        return translate("Panel", "This panel was saved before; nothing was entered twice.")
    first = counted(count, translate("Panel", "Saved %n result."), translate("Panel", "Saved %n results.", None, count))
    waits = entered.assessment is not None and entered.assessment.needs_answer
    answer = translate("Panel", "One result needs a decision.") if waits else ""
    return " ".join(part for part in (first, answer, *entered.closed, twin(entered.twin)) if part)


def twin(found: Twin | None) -> str:
    """Say that a panel seems to be in the record already."""
    if found is None:
        return ""
    said = translate(
        "Panel",
        "A panel of this day and laboratory is in the record: {same} of {shared} values are the same. Perhaps it was "
        "entered before.",
    )
    return said.format(same=QLocale().toString(found.same), shared=QLocale().toString(found.shared))


def unknown_analyte(text: str) -> str:
    """Say that no test goes by this name."""
    return translate("Panel", "No test is called “{text}”.").format(text=text)
