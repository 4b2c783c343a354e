"""Cross-checks of a rule book that is sound piece by piece."""

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from alpdesk.domain.analytes import Analyte
from alpdesk.domain.care_standards import MeasureId
from alpdesk.domain.condition import BaseCondition, Sourced
from alpdesk.domain.names import folded
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.unit_text import folded_unit
from alpdesk.errors import brief
from alpdesk.knowledge.spans import overlaps, profile_faults, span

_ALP = "alp"


def check(book: RuleBook) -> list[str]:
    """Return every fault that only shows when the pieces are put side by side."""
    return [
        *_sources(book),
        *_references(book),
        *_names_used_twice(book),
        *_lasting(book),
        *_asked_of_nobody(book),
        *(f'cause "{each}": it is among the conditions that are never a cause' for each in _never(book)),
        *(fault for analyte in book.analytes.values() for fault in _analyte(analyte, book)),
        *(fault for profile in book.profiles.values() for fault in profile_faults(profile, book.analytes[_ALP])),
        *_defaults(book),
        *_audit(book),
    ]


def _sourced(book: RuleBook) -> Iterator[tuple[str, Sourced]]:
    for kind, each in _with_ids(book):
        if isinstance(each, Sourced):
            yield kind, each
    for analyte in book.analytes.values():
        parts: Iterable[Sourced | None] = (analyte.bounds, *analyte.slips, *analyte.intervals)
        for part in parts:
            if part is not None:
                yield f'analyte "{analyte.id}"', part
    yield "severity bands", book.severity.bands
    yield "severity series", book.severity.series
    yield "audit rules", book.audit.rules
    yield from ((f'audit measure "{each.id}"', found) for each in book.audit.measures for found in each.published)
    yield "escalation", book.escalation
    yield "second look", book.second_look


def _with_ids(book: RuleBook) -> Iterator[tuple[str, object]]:
    for name, table in (
        ("profile", book.profiles),
        ("alert", book.alerts),
        ("cause", book.causes),
        ("condition that is never a cause", book.not_causes),
        ("criteria", book.criteria),
        ("monitoring", book.monitoring),
        ("promise", book.promises),
        ("medicine class", book.medicine_classes),
    ):
        for key, each in table.items():
            yield f'{name} "{key}"', each


def _sources(book: RuleBook) -> Iterator[str]:
    cited = [(place, source) for place, each in _sourced(book) for source in each.sources]
    cited += ((f'criteria "{c.id}"', source) for c in book.criteria.values() for source in c.sources)
    cited += ((f'medicine class "{m.id}"', source) for m in book.medicine_classes.values() for source in m.sources)
    cited += (("severity calcium", source) for source in book.severity.calcium.sources)
    for place, source in cited:
        if source not in book.sources:
            yield f'{place}: the source "{source}" is not in sources.toml'


def _references(book: RuleBook) -> Iterator[str]:
    known: dict[str, Mapping[str, object]] = {
        "analyte": book.analytes,
        "medicine class": book.medicine_classes,
        "event": book.events,
        "finding": book.findings,
        "alert": book.alerts,
    }
    for place, condition in _conditions(book):
        for kind, name in condition.references():
            if kind == "unit":
                yield from _unit_reference(place, name, book)
            elif name not in known[kind]:
                yield f'{place}: the {kind} "{name}" is not known'
    yield from _ids_named(book)
    yield from _second_look(book)


def _unit_reference(place: str, name: str, book: RuleBook) -> Iterator[str]:
    analyte, _, unit = name.partition(" ")
    if analyte in book.analytes and book.analytes[analyte].find_unit(unit) is None:
        yield f'{place}: the unit "{unit}" is not one of {analyte}'


def _conditions(book: RuleBook) -> Iterator[tuple[str, BaseCondition]]:
    for alert in book.alerts.values():
        whens = (w.when for w in alert.wordings if w.when is not None)
        yield from ((f'alert "{alert.id}"', c) for c in (alert.when, *alert.shows, *whens))
    for cause in book.causes.values():
        listed = () if cause.listed is None else (cause.listed,)
        escalating = (each.when for each in cause.escalate)
        all_of = (*listed, *cause.supports, *cause.against, *cause.contradicts, *escalating)
        yield from ((f'cause "{cause.id}"', c) for c in all_of)
    for criteria in book.criteria.values():
        yield from ((f'criteria "{criteria.id}": {item.id}', item.when) for item in criteria.items)
    for template in book.monitoring.values():
        yield f'monitoring "{template.id}"', template.when


def _ids_named(book: RuleBook) -> Iterator[str]:
    for alert in book.alerts.values():
        for cause in (*((alert.cause,) if alert.cause else ()), *alert.prefers):
            if cause not in book.causes:
                yield f'alert "{alert.id}": the cause "{cause}" is not known'
        yield from _unknown_analytes(f'alert "{alert.id}"', alert.inputs, book)
    for suspension in book.severity.suspensions:
        if suspension.alert not in book.alerts:
            yield f'severity suspensions "{suspension.reason}": the alert "{suspension.alert}" is not known'
    for panel in book.panel_templates.values():
        yield from _unknown_analytes(f'panel "{panel.id}"', panel.analytes, book)
    for template in book.monitoring.values():
        tests = [test for item in template.items for test in item.tests]
        yield from _unknown_analytes(f'monitoring "{template.id}"', tests, book)


def _second_look(book: RuleBook) -> Iterator[str]:
    yield from _unknown_analytes("second look", book.second_look.low, book)
    for alert in book.second_look.alerts:
        if alert not in book.alerts:
            yield f'second look: the alert "{alert}" is not known'


def _unknown_analytes(place: str, names: Iterable[str], book: RuleBook) -> Iterator[str]:
    return (f'{place}: the analyte "{brief(name)}" is not known' for name in names if name not in book.analytes)


def _audit(book: RuleBook) -> Iterator[str]:
    rules, missing = book.audit.rules, set(get_args(MeasureId)) - {each.id for each in book.audit.measures}
    yield from (f'audit measure "{name}": missing' for name in sorted(missing))
    for name in rules.antiresorptive_classes:
        if name not in book.medicine_classes:
            yield f'audit rules: the medicine class "{name}" is not known'
    template = book.monitoring.get(rules.repeat_template)
    if template is None:
        yield f'audit rules: the monitoring template "{rules.repeat_template}" is not known'
    elif not (template.items[0].not_before_days or 0) <= template.items[0].after_days <= rules.repeat_until_days:
        yield "audit rules: the repeat is due before its minimum gap, or after its window has closed"


def check_gaps(book: RuleBook) -> Iterator[str]:
    """Return which shipped item does not say from when a sample counts; a clinic may leave that open."""
    for template in book.monitoring.values():
        for item in template.items:
            place, early, again = f'monitoring "{template.id}": "{item.title}"', item.not_before_days, item.every_days
            if item.needs is not None and (not item.tests or (item.needs == _ALP and _ALP not in item.tests)):
                yield f"{place}: what it needs is not among its tests"
            if item.tests and (early is None or not 0 < early <= item.after_days):
                yield f"{place}: not_before_days is missing, or lies after the day it is due"
            if item.tests and again is not None and not 0 < (item.repeat_not_before_days or 0) <= again:
                yield f"{place}: repeat_not_before_days is missing, or longer than the interval"


def _names_used_twice(book: RuleBook) -> Iterator[str]:
    analytes = ((a.id, name.casefold()) for a in book.analytes.values() for name in a.all_names)
    yield from _twice("analytes", analytes)
    medicines = ((c.id, folded(name)) for c in book.medicine_classes.values() for name in c.names)
    yield from _twice("medicines", medicines)


def _never(book: RuleBook) -> list[str]:
    return [cause for cause in book.causes if cause in book.not_causes]


def _asked_of_nobody(book: RuleBook) -> Iterator[str]:
    for kind in book.findings.values():
        if kind.age_from is not None and kind.age_to is not None:
            first, last = span(kind.age_from, kind.age_to)
            if first >= last:
                yield f'finding "{kind.id}": age_from is not before age_to, so it is asked of nobody'


def _lasting(book: RuleBook) -> Iterator[str]:
    for each in book.medicine_classes.values():
        names = () if each.lasting is None else each.lasting.names
        strange = (name for name in names if name not in each.names)
        yield from (f'medicine class "{each.id}": "{name}" is not one of its names' for name in strange)


def _twice(place: str, named: Iterable[tuple[str, str]]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for key, name in named:
        if owner.setdefault(name, key) != key:
            yield f'{place}: the name "{name}" stands for both "{owner[name]}" and "{key}"'


def _analyte(analyte: Analyte, book: RuleBook) -> Iterator[str]:
    place = f'analyte "{analyte.id}"'
    codes = [unit.code for unit in analyte.units]
    if analyte.unit not in codes:
        yield f'{place}: the unit "{analyte.unit}" is not among its units'
    for unit in analyte.units:
        if (unit.factor is None) == (unit.per_canonical is None):
            yield f'{place}: the unit "{unit.code}" needs either factor or per_canonical'
    named = [row.unit for row in analyte.intervals] + [u for s in analyte.slips for u in (s.unit, s.looks_like)]
    named += [] if analyte.bounds is None else [analyte.bounds.unit]
    yield from (f'{place}: the unit "{unit}" is not among its units' for unit in named if unit not in codes)
    spelt = ((unit.code, folded_unit(text)) for unit in analyte.units for text in (unit.code, *unit.spellings))
    yield from _twice(place, spelt)
    if analyte.not_above and analyte.not_above not in book.analytes:
        yield f'{place}: the analyte "{analyte.not_above}" is not known'
    for code in codes:
        for sex in ("female", "male"):
            rows = [r for r in analyte.intervals if r.unit == code and r.sex in ("any", sex)]
            yield from overlaps(f"{place} ({code}, {sex})", [span(r.age_from, r.age_to) for r in rows])


def _defaults(book: RuleBook) -> Iterator[str]:
    for name in (book.defaults.child, book.defaults.adult, book.defaults.pregnancy):
        if name not in book.profiles:
            yield f'profiles.toml: defaults: the profile "{name}" is not known'
