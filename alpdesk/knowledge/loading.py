"""Putting the rule book together."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter

from alpdesk.assets import resource
from alpdesk.domain.analytes import Analyte
from alpdesk.domain.cause import Cause, NotCause
from alpdesk.domain.promises import Promise
from alpdesk.domain.rules import (
    AlertRule,
    CriteriaSet,
    EventKind,
    FindingKind,
    MedicineClass,
    MonitoringTemplate,
    PanelTemplate,
    Profile,
    RuleBook,
    Source,
)
from alpdesk.knowledge.checks import check, check_gaps
from alpdesk.knowledge.errors import KnowledgeError
from alpdesk.knowledge.files import Entry, Root, Table, entries, family, read, typed


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)

_LISTS: dict[str, tuple[str, str, TypeAdapter[Any]]] = {
    "analytes": ("analytes", "analytes", TypeAdapter(Analyte)),
    "profiles": ("profiles", "profiles", TypeAdapter(Profile)),
    "alerts": ("alerts", "alerts", TypeAdapter(AlertRule)),
    "causes": ("causes", "causes", TypeAdapter(Cause)),
    "not_causes": ("not_causes", "not_causes", TypeAdapter(NotCause)),
    "criteria": ("criteria", "criteria", TypeAdapter(CriteriaSet)),
    "monitoring": ("monitoring", "templates", TypeAdapter(MonitoringTemplate)),
    "panel_templates": ("panels", "panels", TypeAdapter(PanelTemplate)),
    "sources": ("sources", "sources", TypeAdapter(Source)),
    "medicine_classes": ("medicines", "classes", TypeAdapter(MedicineClass)),
    "events": ("events", "events", TypeAdapter(EventKind)),
    "promises": ("promises", "promises", TypeAdapter(Promise)),
    "findings": ("findings", "findings", TypeAdapter(FindingKind)),
}
_ALLOWED = {stem: {key} for stem, key, _ in _LISTS.values()} | {
    "profiles": {"profiles", "defaults"},
    "severity": {"bands", "series", "calcium", "suspensions"},
    "audit_standards": {"rules", "measures"},
    "edition": {"version", "issued"},
    "escalation": {"escalation"},
    "entry": {"second_look"},
}


def load(directory: Root | None = None) -> RuleBook:
    """Return the rule book in ``directory`` (the shipped one unless said otherwise)."""
    faults: list[str] = []
    files = read(resource("knowledge") if directory is None else directory, faults)
    _check_names(files, faults)
    lists = {name: _by_id(stem, key, kind, files, faults) for name, (stem, key, kind) in _LISTS.items()}
    rest = _singles(files)
    book = None if faults else typed(TypeAdapter(RuleBook), Entry("rule book", {**rest, **lists}), faults)
    if book is not None:
        faults += [*check(book), *check_gaps(book)]
    if book is None or faults:
        raise KnowledgeError(faults)
    return book


def _check_names(files: Mapping[str, Table], faults: list[str]) -> None:
    for name, table in files.items():
        allowed = next((keys for stem, keys in _ALLOWED.items() if name in dict(family(files, stem))), None)
        if allowed is None:
            faults.append(f"{name}: not a rule file that is known")
            continue
        faults += (f"{name}: {key}: unknown key" for key in table if key not in allowed)
    faults += (f"{stem}.toml: missing" for stem in _ALLOWED if not any(True for _ in family(files, stem)))


def _by_id(stem: str, key: str, kind: TypeAdapter[N], files: Mapping[str, Table], faults: list[str]) -> dict[str, N]:
    found: dict[str, N] = {}
    for entry in entries(files, stem, key, faults):
        each = typed(kind, entry, faults)
        if each is None:
            continue
        if each.id in found:
            faults.append(f"{entry.place}: the id is used twice")
        found[each.id] = each
    return found


def _singles(files: Mapping[str, Table]) -> dict[str, object]:
    edition = files.get("edition.toml", {})
    return {
        "version": edition.get("version"),
        "issued": edition.get("issued"),
        "defaults": files.get("profiles.toml", {}).get("defaults"),
        "severity": files.get("severity.toml", {}),
        "audit": files.get("audit_standards.toml", {}),
        "escalation": files.get("escalation.toml", {}).get("escalation"),
        "second_look": files.get("entry.toml", {}).get("second_look"),
    }
