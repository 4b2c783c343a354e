"""Comparing what the rules say of a case with what was expected."""

from collections.abc import Container, Iterable, Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from alpdesk.domain.assessment import Assessment, CriteriaResult
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import brief


class ExpectedCriteria(BaseModel):
    """What a criteria set should come to; only what is given is checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    set: str | None = None
    met: bool | Literal["unknown"] | None = None
    major: int | None = None
    minor: int | None = None


class Expected(BaseModel):
    """Every key is optional; only what is listed is checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    flag: Literal["low", "within", "high", "indeterminate", "suspended", "none"] | None = None
    laboratory: Literal["low", "within", "high", "none"] | None = None
    age_sex: Literal["low", "within", "high", "indeterminate", "none"] | None = None
    severity: Literal["low", "markedly_low", "very_low", "none"] | None = None
    persistence: Literal["none", "single", "persistent", "fluctuating", "resolved", "formerly_persistent"] | None = None
    suspended: Literal["asfotase_alfa", "edta", "wrong_tube", "unit", "none"] | None = None
    alerts: tuple[str, ...] = ()
    no_alerts: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    no_causes: tuple[str, ...] = ()
    first_cause: str | None = None
    criteria: ExpectedCriteria | None = None
    monitoring: tuple[str, ...] = ()
    refused: str | None = None


def strange(expected: Expected, rules: RuleBook) -> str | None:
    """Return a sentence about the first id that nothing could ever match, so that a slip cannot pass for a check."""
    causes, never = set(rules.causes), set(rules.not_causes)
    first = () if expected.first_cause in (None, "none") else (expected.first_cause,)
    named = () if expected.criteria is None or expected.criteria.set is None else (expected.criteria.set,)
    known: tuple[tuple[str, Iterable[str], Container[str]], ...] = (
        ("alerts", expected.alerts, rules.alerts),
        ("no_alerts", expected.no_alerts, rules.alerts),
        ("causes", expected.causes, causes),
        ("no_causes", expected.no_causes, causes | never),
        ("first_cause", first, causes),
        ("criteria, set", named, rules.criteria),
        ("monitoring", expected.monitoring, rules.monitoring),
    )
    slips = (
        f'expect, {key} "{brief(each)}" is not a known id.'
        for key, given, ids in known
        for each in given
        if each not in ids
    )
    return next(slips, None)


def differences(expected: Expected, assessment: Assessment | None, refused: str) -> list[str]:
    """Return one sentence for each expectation that was not met."""
    if expected.refused is not None:
        return _refusal(expected.refused, refused)
    if assessment is None:
        return [f"refused: {refused}"]
    return [*_verdicts(expected, assessment), *_lists(expected, assessment), *_criteria(expected, assessment.criteria)]


def _refusal(wanted: str, refused: str) -> list[str]:
    if not refused:
        return [f'should have been refused because of "{wanted}"']
    if wanted.casefold() not in refused.casefold():
        return [f'the refusal should name "{wanted}": {refused}']
    return []


def _verdicts(expected: Expected, assessment: Assessment) -> Iterator[str]:
    alp = assessment.alp
    found = {
        "flag": alp.flag.value,
        "laboratory": alp.laboratory.value,
        "age_sex": alp.age_sex.value,
        "severity": "none" if alp.severity is None else alp.severity.value,
        "persistence": alp.persistence.value,
        "suspended": alp.suspended or "none",
        "first_cause": assessment.checklist[0].cause if assessment.checklist else "none",
    }
    for key, value in found.items():
        yield from _differs(key, getattr(expected, key), value)


def _lists(expected: Expected, assessment: Assessment) -> Iterator[str]:
    alerts = {alert.id for alert in assessment.alerts}
    causes = {item.cause for item in assessment.checklist}
    yield from _absent("alert", expected.alerts, alerts)
    yield from _present("alert", expected.no_alerts, alerts)
    yield from _absent("cause", expected.causes, causes)
    yield from _present("cause", expected.no_causes, causes)
    yield from _absent("monitoring", expected.monitoring, {each.template for each in assessment.monitoring})


def _absent(what: str, wanted: Iterable[str], found: set[str]) -> Iterator[str]:
    return (f"{what} {each} is missing" for each in wanted if each not in found)


def _present(what: str, unwanted: Iterable[str], found: set[str]) -> Iterator[str]:
    return (f"{what} {each} must not be there" for each in unwanted if each in found)


def _criteria(expected: Expected, found: CriteriaResult | None) -> Iterator[str]:
    wanted = expected.criteria
    if wanted is None:
        return
    if found is None:
        yield "no criteria set applies"
        return
    met = "unknown" if found.met is None else found.met
    for key, value in (("set", found.set), ("met", met), ("major", found.major), ("minor", found.minor)):
        yield from _differs(f"criteria {key}", getattr(wanted, key), value)


def _differs(key: str, wanted: object, found: object) -> Iterator[str]:
    if wanted is not None and wanted != found:
        yield f"{key} is {found}, expected {wanted}"
