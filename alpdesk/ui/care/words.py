"""The sentences of the audit of care and of the safety net."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.care_audit import CareAudit, Measure, Repeat
from alpdesk.domain.care_standards import Published
from alpdesk.domain.escalation import Step
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.services.care import AuditOfCare, WaitingLow
from alpdesk.ui.care.periods import Preset
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.widgets import arrow_of, format_date
from alpdesk.ui.widgets.lines import Cell
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate


def presets() -> tuple[tuple[str, object], ...]:
    """Return the usual periods by name."""
    return (
        (translate("Care", "Last month"), Preset.LAST_MONTH),
        (translate("Care", "Last quarter"), Preset.LAST_QUARTER),
        (translate("Care", "Last year"), Preset.LAST_YEAR),
        (translate("Care", "This year"), Preset.THIS_YEAR),
        (translate("Care", "From … to …"), Preset.CUSTOM),
    )


def span(start: date, end: date) -> str:
    """Return a period in words."""
    return translate("Care", "{start} to {end}").format(start=format_date(start), end=format_date(end))


def summary(audit: CareAudit) -> str:
    """Say how many lows there were and what is not counted among them."""
    lows = counted(audit.lows, translate("Care", "%n low ALP"), translate("Care", "%n low ALP", None, audit.lows))
    people = counted(
        audit.patients, translate("Care", "in %n patient"), translate("Care", "in %n patients", None, audit.patients)
    )
    said = [f"{lows} {people}." if audit.lows else translate("Care", "No low ALP was sampled in this time.")]
    if audit.suspended:
        one = translate("Care", "%n value could not be read.")
        said.append(
            counted(audit.suspended, one, translate("Care", "%n values could not be read.", None, audit.suspended))
        )
    if audit.withdrawn:
        one = translate("Care", "%n was withdrawn: its value was corrected, voided or moved.")
        more = translate(
            "Care", "%n were withdrawn: their values were corrected, voided or moved.", None, audit.withdrawn
        )
        said.append(counted(audit.withdrawn, one, more))
    return " ".join(said)


def time_to_answer(audit: CareAudit) -> str:
    """Say within which time the answered lows were answered."""
    if audit.median is None or audit.nine_of_ten is None:
        return ""
    said = translate("Care", "Half of the answered lows had their first answer {half}, nine of ten {most}.")
    return said.format(half=_within(audit.median), most=_within(audit.nine_of_ten))


def _within(days: int) -> str:
    if days == 0:
        return translate("Care", "on the same day")
    return counted(days, translate("Care", "within %n day"), translate("Care", "within %n days", None, days))


def repeats(audit: CareAudit) -> str:
    """Say what became of the repeats of the first lows."""
    names = {
        Repeat.IN_TIME: translate("Care", "in time"),
        Repeat.EARLY: translate("Care", "only too early"),
        Repeat.LATE: translate("Care", "late"),
        Repeat.NEVER: translate("Care", "not repeated"),
        Repeat.OPEN: translate("Care", "window still open"),
    }
    told = ", ".join(f"{name} {audit.repeats[key]}" for key, name in names.items() if audit.repeats.get(key))
    return translate("Care", "Repeats of first lows: {}.").format(told) if told else ""


def window(rules: RuleBook) -> str:
    """Return the window of the repeat by the rule book in force."""
    standard = rules.audit.rules
    gap = rules.monitoring[standard.repeat_template].items[0].not_before_days or 0
    said = translate("Care", "The window is day {first} to day {last} after the sample.")
    return said.format(first=gap, last=standard.repeat_until_days)


def allowed(rules: RuleBook) -> str:
    """Return how many days an answer may take."""
    days = rules.audit.rules.answer_within_days
    one, more = translate("Care", "Allowed: %n day."), translate("Care", "Allowed: %n days.", None, days)
    return counted(days, one, more)


def share(measure: Measure) -> str:
    """Return a share in percent; nobody has none."""
    return "–" if measure.share is None else f"{QLocale().toString(round(measure.share))} %"


def of(measure: Measure) -> str:
    """Return how many of how many."""
    if measure.of == 0:
        return translate("Care", "nobody to count")
    return translate("Care", "{count} of {of}").format(count=measure.count, of=measure.of)


def published(found: Published) -> str:
    """Return what others found, with the source."""
    return f"{found.figure} {found.text} ({', '.join(found.sources)})"


def weeks() -> tuple[tuple[str, object], ...]:
    """Return from how many weeks on something overdue is printed."""
    anything = translate("Care", "a day or more")
    return ((anything, 0), *((translate("Care", "{} weeks or more").format(number), number) for number in (2, 4, 8)))


def waiting_heads() -> tuple[str, ...]:
    """Return the heads of the table of lows without an answer."""
    return (
        translate("Care", "Patient"), translate("Care", "ALP"), translate("Care", "Sampled"),
        translate("Care", "Waiting"),
    )  # fmt: skip


def waiting_line(low: WaitingLow) -> tuple[Cell, ...]:
    """Return a low without an answer."""
    return (
        Cell(low.patient.name, low.patient.number, strong=True, keeps_detail=True),
        Cell(value(low), course(low), ink="low"),
        Cell(format_date(low.waits.low.collected)),
        Cell(days(low.waits.days)),
    )


def value(low: WaitingLow) -> str:
    """Return a value with its sign."""
    return " ".join(part for part in (as_shown(low.value), low.unit, arrow_of(low.flag)) if part)


def course(low: WaitingLow) -> str:
    """Return the word for the course of a low that lasts."""
    if low.waits.low.persistent:
        return translate("Care", "persistent")
    return translate("Care", "first time") if low.waits.low.persistence is Persistence.SINGLE else ""


def days(number: int) -> str:
    """Return a number of days."""
    return counted(number, translate("Care", "%n day"), translate("Care", "%n days", None, number))


def cut_short(found: AuditOfCare) -> str:
    """Say that a list does not show all."""
    rest = len(found.audit.unanswered) - len(found.listed)
    if rest <= 0:
        return ""
    return counted(rest, translate("Care", "and %n more"), translate("Care", "and %n more", None, rest))


def unsigned() -> str:
    """Return what stands where a name is not known."""
    return translate("Care", "not known")


def contact(kind: ContactKind, outcome: ContactOutcome) -> str:
    """Return an attempt to reach somebody in words."""
    kinds = {
        ContactKind.LETTER: translate("Care", "letter"),
        ContactKind.PHONE: translate("Care", "phone"),
        ContactKind.MESSAGE: translate("Care", "message"),
        ContactKind.IN_PERSON: translate("Care", "in person"),
    }
    outcomes = {
        ContactOutcome.SENT: translate("Care", "sent"),
        ContactOutcome.REACHED: translate("Care", "reached"),
        ContactOutcome.MESSAGE_LEFT: translate("Care", "message left"),
        ContactOutcome.NO_ANSWER: translate("Care", "no answer"),
        ContactOutcome.RETURNED: translate("Care", "came back"),
    }
    return f"{kinds[kind]}, {outcomes[outcome]}"


def step(step: Step) -> str:
    """Return the next step in words."""
    return {
        Step.REMINDER_LETTER: translate("Care", "reminder letter"),
        Step.SECOND_LETTER: translate("Care", "second letter"),
        Step.PHONE_CALL: translate("Care", "phone call"),
        Step.CLINICIAN: translate("Care", "the clinician decides"),
    }[step]
