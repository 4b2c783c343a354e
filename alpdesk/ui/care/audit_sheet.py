"""The audit of care as a report on paper, and as rows for a spreadsheet."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.care_audit import Measure
from alpdesk.domain.report import Report, ReportSection, ReportTable
from alpdesk.domain.rules import RuleBook
from alpdesk.services.care import AuditOfCare
from alpdesk.ui.care import words
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def audit_report(found: AuditOfCare, rules: RuleBook) -> Report:
    """Return the audit as it is printed."""
    audit = found.audit
    said = (words.summary(audit), words.time_to_answer(audit))
    return Report(
        title=translate("Care", "Audit of care for low ALP"),
        period=words.span(audit.start, audit.end),
        sections=(
            ReportSection(
                paragraphs=tuple(each for each in said if each),
                tables=(_measures(found, rules),),
                notes=(_repeats(found, rules),),
            ),
            *_unanswered(found),
            *_signed(found),
            _definitions(found, rules),
            _sources(found, rules),
        ),
    )


def audit_rows(found: AuditOfCare, rules: RuleBook) -> list[tuple[str, ...]]:
    """Return the audit as rows for a spreadsheet; it names nobody."""
    audit = found.audit
    head = (
        translate("Care", "Measure"),
        translate("Care", "Count"),
        translate("Care", "Of"),
        translate("Care", "Percent"),
    )
    rows = [(_title(each, rules), str(each.count), str(each.of), _percent(each)) for each in _shown(found)]
    counts = (
        (translate("Care", "Low ALP"), audit.lows),
        (translate("Care", "Patients"), audit.patients),
        (translate("Care", "Values that may not be read"), audit.suspended),
        (translate("Care", "Withdrawn"), audit.withdrawn),
    )
    plain = [(name, str(count), "", "") for name, count in counts]
    half = (translate("Care", "Days to the answer, half"), _number(audit.median), "", "")
    most = (translate("Care", "Days to the answer, nine of ten"), _number(audit.nine_of_ten), "", "")
    first = (translate("Care", "Period"), audit.start.isoformat(), audit.end.isoformat(), "")
    return [head, first, *plain, *rows, half, most]


def _percent(measure: Measure) -> str:
    return "" if measure.share is None else f"{measure.share:.1f}"


def _number(days: int | None) -> str:
    return "" if days is None else str(days)


def _shown(found: AuditOfCare) -> Iterator[Measure]:
    """Yield the measures that are about somebody, and the others that every audit has."""
    return (each for each in found.audit.measures if each.of or each.id != "suspended_answered")


def _title(measure: Measure, rules: RuleBook) -> str:
    return rules.audit.measure(measure.id).title


def _measures(found: AuditOfCare, rules: RuleBook) -> ReportTable:
    head = (
        translate("Care", "Measure"), translate("Care", "Of"), translate("Care", "Share"),
        translate("Care", "What published audits found"),
    )  # fmt: skip
    rows = (
        (
            _title(each, rules),
            words.of(each),
            words.share(each),
            "\n".join(f"• {words.published(one)}" for one in rules.audit.measure(each.id).published),
        )
        for each in _shown(found)
    )
    return ReportTable(head=head, rows=tuple(rows), right=(1, 2), widths=(26, 14, 9, 51))


def _repeats(found: AuditOfCare, rules: RuleBook) -> str:
    return " ".join(part for part in (words.repeats(found.audit), words.window(rules)) if part)


def _unanswered(found: AuditOfCare) -> Iterator[ReportSection]:
    heading = translate("Care", "Without an answer")
    if not found.listed:
        yield ReportSection(
            heading=heading, paragraphs=(translate("Care", "Every low ALP of this time has an answer."),)
        )
        return
    head = (
        translate("Care", "Patient"), translate("Care", "Number"), translate("Care", "ALP"),
        translate("Care", "Course"), translate("Care", "Sampled"), translate("Care", "Waiting"),
    )  # fmt: skip
    rows = (
        (
            low.patient.name, low.patient.number, words.value(low), words.course(low),
            format_date(low.waits.low.collected), words.days(low.waits.days),
        )
        for low in found.listed
    )  # fmt: skip
    table = ReportTable(head=head, rows=tuple(rows), right=(5,), widths=(32, 14, 16, 13, 14, 11))
    rest = words.cut_short(found)
    yield ReportSection(heading=heading, tables=(table,), notes=(rest,) if rest else ())


def _signed(found: AuditOfCare) -> Iterator[ReportSection]:
    if found.signed:
        head = (translate("Care", "Clinician"), translate("Care", "First answers"))
        rows = tuple((name or words.unsigned(), str(count)) for name, count in found.signed)
        table = ReportTable(head=head, rows=rows, right=(1,), widths=(80, 20))
        yield ReportSection(heading=translate("Care", "Who answered"), tables=(table,))


def _definitions(found: AuditOfCare, rules: RuleBook) -> ReportSection:
    measures = (rules.audit.measure(each.id) for each in _shown(found))
    standard = rules.audit.rules
    awaits = translate("Care", "The numbers of this standard are proposals and await a clinician's sign-off.")
    shown = translate("Care", "Only lows that were shown are counted; the sweep finds those that never were.")
    edition = translate("Care", "Rule book {}.").format(rules.version)
    notes = [f"{words.allowed(rules)} {shown} {edition}", *([awaits] if standard.awaiting_sign_off else [])]
    return ReportSection(
        heading=translate("Care", "What counts"),
        items=tuple(f"{each.title}: {each.definition}" for each in measures),
        notes=tuple(notes),
    )


def _sources(found: AuditOfCare, rules: RuleBook) -> ReportSection:
    cited = (one for each in _shown(found) for one in rules.audit.measure(each.id).published)
    names = dict.fromkeys(source for one in cited for source in one.sources)
    return ReportSection(
        heading=translate("Care", "Sources"),
        notes=tuple(f"{name}: {rules.sources[name].citation}" for name in names),
    )
