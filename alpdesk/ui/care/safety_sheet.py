"""The weekly safety net on paper: who waits, since when, what was tried, what comes next."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.assessment import Urgency
from alpdesk.domain.records import DecisionKind
from alpdesk.domain.report import Report, ReportSection, ReportTable
from alpdesk.services.due_items import DueItem
from alpdesk.services.safety_net import Attempt, SafetyLine, SafetyNet
from alpdesk.services.waiting import PatientSummary
from alpdesk.services.worklist import OpenLow
from alpdesk.ui.care import words
from alpdesk.ui.clinical.names import tests_named
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.widgets import arrow_of, format_date
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate


def safety_report(net: SafetyNet, names: Mapping[str, str] | None = None) -> Report:
    """Return the safety net as it is printed, with the names of tests."""
    named = dict(names or {})
    orders = tuple(line for line in net.overdue if line.item.ordered_on is not None)
    due = tuple(line for line in net.overdue if line.item.ordered_on is None)
    return Report(
        title=translate("Care", "Safety net"),
        period=_period(net),
        sections=(_unanswered(net), _overdue(due, named), _orders(orders, named)),
    )


def _period(net: SafetyNet) -> str:
    if not net.weeks:
        return translate("Care", "Everything that waits on {}").format(format_date(net.day))
    weeks = counted(net.weeks, translate("Care", "%n week"), translate("Care", "%n weeks", None, net.weeks))
    said = translate("Care", "Overdue by {weeks} or more on {day}")
    return said.format(weeks=weeks, day=format_date(net.day))


def _who(patient: PatientSummary) -> str:
    return f"{patient.name}\n{patient.number}, {format_date(patient.birth_date)}"


def _unanswered(net: SafetyNet) -> ReportSection:
    heading = translate("Care", "Low ALP without an answer: {}").format(len(net.unanswered))
    if not net.unanswered:
        return ReportSection(heading=heading, paragraphs=(translate("Care", "Every low ALP has an answer."),))
    head = (
        translate("Care", "Patient"), translate("Care", "ALP"), translate("Care", "Sampled"),
        translate("Care", "Waiting"), translate("Care", "Done"),
    )  # fmt: skip
    urgencies = tuple(Urgency)
    oldest = sorted(net.unanswered, key=lambda low: (urgencies.index(low.urgency), -low.waiting_days))
    table = ReportTable(head=head, rows=tuple(map(_low, oldest)), right=(3,), widths=(40, 27, 15, 11, 7))
    return ReportSection(heading=heading, tables=(table,))


def _low(low: OpenLow) -> tuple[str, ...]:
    value = " ".join(part for part in (as_shown(low.value), low.unit, arrow_of(low.flag)) if part)
    about = "\n".join(part for part in (value, *low.alerts) if part)
    return _who(low.patient), about, format_date(low.collected), words.days(low.waiting_days), "☐"


def _overdue(lines: tuple[SafetyLine, ...], names: dict[str, str]) -> ReportSection:
    heading = translate("Care", "Overdue: {}").format(len(lines))
    if not lines:
        return ReportSection(heading=heading, paragraphs=(translate("Care", "Nothing is overdue."),))
    return ReportSection(heading=heading, tables=(_table(lines, names),))


def _orders(lines: tuple[SafetyLine, ...], names: dict[str, str]) -> ReportSection:
    heading = translate("Care", "Asked for and never came: {}").format(len(lines))
    if not lines:
        none = translate("Care", "Every test that was asked for came, or is not overdue.")
        return ReportSection(heading=heading, paragraphs=(none,))
    return ReportSection(heading=heading, tables=(_table(lines, names),))


def _table(lines: tuple[SafetyLine, ...], names: dict[str, str]) -> ReportTable:
    head = (
        translate("Care", "Patient"), translate("Care", "What"), translate("Care", "Due since"),
        translate("Care", "What was tried"), translate("Care", "Next"), translate("Care", "Done"),
    )  # fmt: skip
    return ReportTable(head=head, rows=tuple(_line(line, names) for line in lines), widths=(26, 21, 12, 22, 13, 6))


def _line(line: SafetyLine, names: dict[str, str]) -> tuple[str, ...]:
    item = line.item
    tried = "\n".join(map(_attempt, line.tried)) or translate("Care", "nothing yet")
    since = "\n".join(_since(line))
    return _who(item.patient), "\n".join(_what(item, names)), since, tried, "\n".join(_next(item)), "☐"


def _since(line: SafetyLine) -> Iterator[str]:
    """Say since when an item is due; of a postponed one the day it was first due stands beside."""
    due = line.item.due
    yield format_date(due)
    if line.since != due:
        yield translate("Care", "(first {day})").format(day=format_date(line.since))
    days = line.item.overdue_days
    yield counted(days, translate("Care", "%n day late"), translate("Care", "%n days late", None, days))


def _what(item: DueItem, names: dict[str, str]) -> Iterator[str]:
    yield item.title or _promised(item.promised)
    if item.ordered_on is not None:
        yield translate("Care", "asked for on {}").format(format_date(item.ordered_on))
    if item.missing:
        yield translate("Care", "missing: {}").format(tests_named(item.missing, names))
    if item.undated:
        yield translate("Care", "no date was set")


def _promised(kind: DecisionKind | None) -> str:
    names = {
        DecisionKind.REPEAT: translate("Care", "Repeat"),
        DecisionKind.WORK_UP: translate("Care", "Work-up"),
        DecisionKind.REFER: translate("Care", "Referral"),
    }
    return names.get(kind, "") if kind is not None else ""


def _attempt(attempt: Attempt) -> str:
    said = f"{format_date(attempt.on)}: {words.contact(attempt.kind, attempt.outcome)}"
    return " · ".join(part for part in (said, attempt.note, attempt.made_by) if part)


def _next(item: DueItem) -> Iterator[str]:
    if item.next is not None:
        yield words.step(item.next.step)
        if not item.next.ready:
            yield translate("Care", "from {}").format(format_date(item.next.on))
    if item.responsible:
        yield item.responsible
