"""An assessment as the commands print it: as JSON, and as lines for a person."""

from collections.abc import Iterator

from alpdesk.admin.output import alp_object
from alpdesk.domain.assessment import Assessment, ChecklistItem, CriteriaResult


def as_object(case: str, found: Assessment) -> dict[str, object]:
    """Return an assessment for JSON."""
    return {
        "id": case,
        "as_of": found.as_of.isoformat(),
        "alp": alp_object(found.alp) | {"reason": found.alp.reason},
        "alerts": [
            {
                "id": alert.id,
                "urgency": alert.urgency.value,
                "title": alert.title,
                "text": alert.text,
                "inputs": list(alert.inputs),
                "sources": list(alert.sources),
            }
            for alert in found.alerts
        ],
        "checklist": [_item(item) for item in found.checklist],
        "criteria": _criteria(found.criteria),
        "monitoring": [
            {
                "template": each.template,
                "due": each.due.isoformat(),
                "not_before": None if each.not_before is None else each.not_before.isoformat(),
                "tests": list(each.tests),
            }
            for each in found.monitoring
        ],
        "rule_book": found.rule_book,
    }


def _item(item: ChecklistItem) -> dict[str, object]:
    return {
        "cause": item.cause,
        "title": item.title,
        "urgency": item.urgency.value,
        "supports": list(item.supports),
        "against": list(item.against),
        "missing": list(item.missing),
        "next": list(item.next),
        "sources": list(item.sources),
    }


def _criteria(found: CriteriaResult | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "set": found.set,
        "met": found.met,
        "major": found.major,
        "minor": found.minor,
        "unknown": list(found.unknown),
    }


def as_text(case: str, found: Assessment) -> str:
    """Return an assessment for a person at a terminal."""
    return "\n".join([f"{case} ({found.as_of.isoformat()}, rule book {found.rule_book})", *_lines(found)])


def _lines(found: Assessment) -> Iterator[str]:
    alp = found.alp
    severity = "" if alp.severity is None else f", {alp.severity.value.replace('_', ' ')}"
    yield f"  ALP {alp.value} {alp.unit}: {alp.flag.value}{severity}, {alp.persistence.value.replace('_', ' ')}"
    yield f"    laboratory {alp.laboratory.value}, age and sex {alp.age_sex.value}"
    if alp.reason:
        yield f"    {alp.reason}"
    yield from (f"  {alert.urgency.value}: {alert.title} - {alert.text}" for alert in found.alerts)
    for item in found.checklist:
        yield f"  - {item.title}" + (f": {'; '.join(item.supports)}" if item.supports else "")
    if found.criteria is not None:
        met = {True: "met", False: "not met", None: "open"}[found.criteria.met]
        yield f"  {found.criteria.title}: {met} ({found.criteria.major} major, {found.criteria.minor} minor)"
    yield from (f"  {each.due.isoformat()}: {each.title}" for each in found.monitoring)
