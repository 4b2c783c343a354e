"""The pages that the rule book writes: a page for each cause and each test, and the lists of them."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from PySide6.QtCore import QCoreApplication

from alpdesk.assets import resource
from alpdesk.domain.analytes import Analyte, IntervalRow
from alpdesk.domain.cause import Cause
from alpdesk.domain.condition import plain
from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help.conditions import Worded
from alpdesk.ui.help.topic import Topic, escaped, evidence, slug, topic

translate = QCoreApplication.translate


@cache
def about(kind: str) -> dict[str, str]:
    """Return what is said about each cause or test beside the rule book's own words."""
    found: dict[str, str] = tomllib.loads(resource("help", f"{kind}.toml").read_text(encoding="utf-8"))["about"]
    return found


def cause_topics(rules: RuleBook, section: str) -> Iterator[Topic]:
    """Yield a page a cause, group by group."""
    worded = Worded(rules)
    for group, causes in _grouped(rules):
        for cause in causes:
            yield topic(f"cause-{cause.id}", _cause(cause, group, worded, rules.version), section=section, group=group)


def test_topics(rules: RuleBook, section: str) -> Iterator[Topic]:
    """Yield a page a test, by name."""
    for analyte in sorted(rules.analytes.values(), key=lambda each: each.title.casefold()):
        yield topic(f"test-{analyte.id}", _test(analyte, rules), section=section)


def cause_list(rules: RuleBook) -> str:
    """Return every cause with its reason, under a heading a group."""
    parts = []
    for group, causes in _grouped(rules):
        lines = [f"- [{escaped(each.title)}](cause-{each.id}.md): {escaped(each.why)}" for each in causes]
        parts.append("\n".join((f"### {group}", "", *lines)))
    return "\n\n".join(parts)


def test_list(rules: RuleBook) -> str:
    """Return a link to each test."""
    tests = sorted(rules.analytes.values(), key=lambda each: each.title.casefold())
    return "\n".join(f"- [{escaped(each.named)}](test-{each.id}.md)" for each in tests)


def not_causes(rules: RuleBook) -> str:
    """Return what raises ALP or leaves it alone, as a table."""
    head = f"| {_tr('Condition')} | ALP | {_tr('Known from')} |\n|---|---|---|"
    rows = (f"| {escaped(each.title)} | {each.alp} | {_basis(each.evidence, each.sources)} |"
            for each in rules.not_causes.values())  # fmt: skip
    return "\n".join((head, *rows))


def group_anchor(group: str) -> str:
    """Return where a group stands on the page of all causes."""
    return f"28_causes#{slug(group)}"


def _grouped(rules: RuleBook) -> Iterator[tuple[str, list[Cause]]]:
    for key, title in _groups().items():
        causes = [cause for cause in rules.causes.values() if cause.group == key]
        if causes:
            yield title, causes


def _cause(cause: Cause, group: str, worded: Worded, edition: str) -> str:
    lists = (
        (_tr("Speaks for it"), worded.all(cause.supports)),
        (_tr("Speaks against it"), worded.all((*cause.against, *cause.contradicts))),
        (_tr("Worth asking"), cause.ask),
        (_tr("Would settle it"), cause.next),
    )
    urgency = _urgencies()[cause.urgency.value]
    facts = (
        f"**{_tr('Group')}**: {group}", f"**{_tr('How soon')}**: {urgency}",
        f"**{_tr('Known from')}**: {_basis(cause.evidence, cause.sources)}",
    )  # fmt: skip
    foot = _tr("Rule {rule}, rule book {edition}. A checklist, not a diagnosis.")
    return "\n\n".join((
        f"# {escaped(cause.title)}", escaped(cause.why), about("causes").get(cause.id, ""), *_lists(lists),
        "\n".join((f"## {_tr('In the rule book')}", "", *(f"- {fact}" for fact in facts))),
        foot.format(rule=f"*{escaped(cause.id)}*", edition=edition),
    ))  # fmt: skip


def _lists(lists: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    for heading, lines in lists:
        found = list(dict.fromkeys(line for line in lines if line))
        if found:
            yield "\n".join((f"## {heading}", "", *(f"- {escaped(line)}" for line in found)))


def _test(analyte: Analyte, rules: RuleBook) -> str:
    units = " · ".join(escaped(unit.label) for unit in analyte.units)
    facts = [f"**{_tr('Units')}**: {units}"]
    if analyte.synonyms:
        facts.append(f"**{_tr('Also typed as')}**: {escaped(', '.join(analyte.synonyms))}")
    if analyte.loinc:
        facts.append(f"**LOINC**: {analyte.loinc}")
    named = [panel.name for panel in rules.panel_templates.values() if analyte.id in panel.analytes]
    if named:
        facts.append(f"**{_tr('In the templates')}**: {escaped(', '.join(named))}")
    parts = (
        f"# {escaped(analyte.named)}", about("tests").get(analyte.id, ""), escaped(analyte.note),
        "\n".join(f"- {fact}" for fact in facts), _intervals(analyte),
    )  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _intervals(analyte: Analyte) -> str:
    if analyte.id == "alp":
        return _tr("Its intervals: {link}.").format(
            link=f"[{_tr('Reference intervals and profiles')}](25_intervals_and_profiles.md)"
        )
    if not analyte.intervals:
        return f"## {_tr('Interval')}\n\n" + _tr(
            "None in the rule book: the printed interval of the laboratory counts."
        )
    first = _tr("Used only where the report prints no interval. The laboratory's own always comes first.")
    head = f"| {_tr('Age')} | {_tr('Sex')} | {_tr('Interval')} | {_tr('Known from')} |\n|---|---|---|---|"
    rows = (_row(row, analyte) for row in analyte.intervals)
    return "\n".join((f"## {_tr('Interval')}\n\n{first}\n", head, *rows))


def _row(row: IntervalRow, analyte: Analyte) -> str:
    since = _tr("from {age}").format(age=row.age_from)
    ages = since if row.age_to is None else _tr("{since} to below {age}").format(since=since, age=row.age_to)
    unit = analyte.find_unit(row.unit)
    limits = _limits(row)
    shown = escaped(unit.label if unit else row.unit)
    return f"| {ages} | {_sexes()[row.sex]} | {limits} {shown} | {_basis(row.evidence, row.sources)} |"


def _limits(row: IntervalRow) -> str:
    """Return both limits, or the one there is in words: "–60" would read as minus sixty."""
    if row.low is None and row.high is not None:
        return _tr("up to {limit}").format(limit=plain(row.high))
    if row.high is None and row.low is not None:
        return _tr("from {limit}").format(limit=plain(row.low))
    return "–".join(plain(limit) for limit in (row.low, row.high) if limit is not None)


def _basis(mark: str, sources: tuple[str, ...]) -> str:
    cited = f" [{', '.join(sources)}]" if sources else ""
    return f"{evidence(mark)}{cited}"


def _sexes() -> dict[str, str]:
    return {"any": _tr("both"), "female": _tr("female"), "male": _tr("male")}


def _urgencies() -> dict[str, str]:
    return {
        "emergency": _tr("the same hour"),
        "urgent": _tr("today or tomorrow"),
        "soon": _tr("within two to four weeks"),
        "routine": _tr("with the next visit"),
    }


def _groups() -> dict[str, str]:
    return {
        "spurious": _tr("In the sample or on paper"),
        "genetic": _tr("Inherited and skeletal"),
        "nutritional": _tr("Minerals, vitamins, food"),
        "gastrointestinal": _tr("Gut"),
        "endocrine": _tr("Hormones and growth"),
        "renal": _tr("Kidney"),
        "physiological": _tr("Without illness"),
        "liver": _tr("Liver"),
        "blood": _tr("Blood"),
        "malignancy": _tr("Known cancer"),
        "drug": _tr("Medicines"),
        "procedure": _tr("Operations and severe illness"),
    }


def _tr(text: str) -> str:
    return translate("Help", text)
