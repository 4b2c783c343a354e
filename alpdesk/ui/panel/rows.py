"""Which rows a panel has, the unit each starts with, and what a verdict looks like beside it."""

from collections.abc import Iterator
from datetime import date

from alpdesk.domain.analytes import Analyte, Unit
from alpdesk.domain.assessment import Interval
from alpdesk.domain.names import folded
from alpdesk.domain.records import Laboratory, Panel, PanelWithResults, PatientRecord, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.services.panels import Previous, RowPreview
from alpdesk.ui.clinical import words as clinical
from alpdesk.ui.clinical.names import analyte_name
from alpdesk.ui.clinical.units import interval_in
from alpdesk.ui.panel import words
from alpdesk.ui.panel.shown import Question, RowShown, RowSpec
from alpdesk.ui.unit_systems import SI, SI_WITH_KATAL

_KATAL = "ukat/L"


class RowSource:
    """Makes rows for one patient, one laboratory and one day."""

    def __init__(self, rules: RuleBook, record: PatientRecord, laboratory: Laboratory | None, day: date | None) -> None:
        self._rules = rules
        self._laboratory = laboratory
        self._before = [each for each in record.panels if day is None or each.panel.collected <= day]

    def spec(self, analyte: str) -> RowSpec:
        """Return the row of an analyte with its unit preset and its value before."""
        known = self._rules.analytes[analyte]
        unit = self._unit(known)
        found = next(self._results(analyte), None)
        previous = None
        if found is not None:
            panel, result = found
            used = known.find_unit(result.unit)
            shown = result.unit if used is None else used.label
            previous = Previous(collected=panel.panel.collected, value=result.value, unit=shown)
        labels = tuple(dict.fromkeys(each.label for each in known.units))
        return RowSpec(analyte, analyte_name(known), known.title, labels, unit, words.last(previous, unit))

    def find(self, text: str) -> str | None:
        """Return the analyte a person means: by any of its names, else by the beginning of one."""
        exact = self._rules.analyte_of(text)
        if exact is not None:
            return exact
        wanted = folded(text)
        starts = (a.id for a in self._rules.analytes.values() if any(folded(n).startswith(wanted) for n in a.all_names))
        return next(starts, None) if wanted else None

    def _unit(self, known: Analyte) -> str:
        """Return what this laboratory used last, else its system of units, else what was used last at all."""
        lab = self._laboratory
        before = [(panel.panel, known.find_unit(result.unit)) for panel, result in self._results(known.id)]
        used = [unit.label for panel, unit in before if unit is not None and _is_of(panel, lab)]
        system = [unit.label for unit in known.units if lab is not None and _belongs(unit, lab.units)]
        return next(iter((*used, *system, self._canonical(known))))

    @staticmethod
    def _canonical(known: Analyte) -> str:
        unit = known.find_unit(known.unit)
        return unit.label if unit is not None else known.unit

    def _results(self, analyte: str) -> Iterator[tuple[PanelWithResults, Result]]:
        """Yield the standing results of an analyte, newest first."""
        for panel in reversed(self._before):
            result = panel.result(analyte)
            if result is not None:
                yield panel, result


def shown_row(row: RowPreview, analyte: Analyte, unit: str, value: str = "") -> RowShown:
    """Return what to show for a row as judged, with its interval in the unit of the row."""
    if row.error:
        return RowShown(flag="none", error=row.error, field=row.field)
    verdict = row.verdict
    interval = row.interval if verdict is None else verdict.interval
    low, high, said = _limits(interval, analyte, unit)
    if verdict is None:
        return RowShown(low=low, high=high, interval=said)
    detail = "" if row.change is None else clinical.change(row.change)
    asked = next(iter(verdict.questions), None)
    if asked is None and verdict.canonical is None and any(figure.isdecimal() for figure in value):
        return RowShown(str(verdict.flag.value), detail, verdict.reason, question=Question(words.unreadable(value)))
    offered = None if asked is None else analyte.find_unit(asked.suggested_unit)
    offer = "" if offered is None else offered.label
    question = None if asked is None else Question(asked.text, asked.suggested_value, offer)
    return RowShown(str(verdict.flag.value), detail, verdict.reason, low, high, said, question=question)


def _limits(interval: Interval | None, analyte: Analyte, unit: str) -> tuple[str, str, str]:
    """Return both limits as the cells show them, and the whole interval in words."""
    if interval is None:
        return "", "", ""
    shown = interval_in(interval, analyte, unit)
    low, high = (("" if limit is None else clinical.number(limit)) for limit in (shown.low, shown.high))
    return low, high, f"{clinical.limits(shown)}, {shown.label or shown.profile}"


def _belongs(unit: Unit, system: str) -> bool:
    """Say whether a laboratory of this system reports in this unit; katal only where it says so."""
    if unit.code == _KATAL:
        return system == SI_WITH_KATAL
    return unit.system == (SI if system == SI_WITH_KATAL else system)


def _is_of(panel: Panel, laboratory: Laboratory | None) -> bool:
    return laboratory is None or panel.laboratory_id == laboratory.id
