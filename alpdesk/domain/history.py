"""The record indexed by analyte, read as far as somebody asks."""

from datetime import date

from alpdesk.domain.alp import ALP, AlpReading, read_alp
from alpdesk.domain.intervals import DEFAULT_CHOICE
from alpdesk.domain.readings import Reading, by_own_interval, read_result
from alpdesk.domain.records import Finding, Medicine, Panel, PanelWithResults, PatientRecord, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook


class History:
    """A patient record up to a day, each result read once."""

    def __init__(
        self, record: PatientRecord, rules: RuleBook, as_of: date, choice: ProfileChoice = DEFAULT_CHOICE
    ) -> None:
        self.record = record
        self.patient = record.patient
        self.rules = rules
        self.as_of = as_of
        self.choice = choice
        counted = (p for p in record.panels if p.panel.collected <= as_of and not p.panel.voided)
        self.panels = tuple(sorted(counted, key=_when))
        self._by_analyte = _index(self.panels)
        self._here = {(id(panel), name): result for name, pairs in self._by_analyte.items() for panel, result in pairs}
        self._readings: dict[int, Reading | None] = {}
        self._alps: dict[int, AlpReading] = {}
        self._classes = {id(m): m.medicine_class or rules.class_of(m.name) for m in record.medicines}
        self._findings = _latest_findings(record.findings)

    def results(self, analyte: str) -> list[tuple[Panel, Result]]:
        """Return the standing results of an analyte, oldest first."""
        return self._by_analyte.get(analyte, [])

    def in_sample(self, panel: Panel | None, analyte: str) -> Result | None:
        """Return the standing result of an analyte in one sample."""
        return self._here.get((id(panel), analyte))

    def reading(self, panel: Panel, result: Result) -> Reading | None:
        """Read one result, once."""
        key = id(result)
        if key not in self._readings:
            self._readings[key] = read_result(result, panel, self.patient, self.rules)
        return self._readings[key]

    def by_own_interval(self, reading: Reading) -> Reading:
        """Return a reading judged by the rule book's own interval, whatever was printed."""
        return by_own_interval(reading, self.patient)

    def readings(self, panel: Panel) -> list[Reading]:
        """Return the readings of one panel."""
        here = next((each.results for each in self.panels if each.panel is panel), ())
        standing = (r for r in here if r.standing)
        return [reading for r in standing if (reading := self.reading(panel, r)) is not None]

    def alp(self, panel: Panel, result: Result) -> AlpReading:
        """Read one ALP by both intervals, once."""
        key = id(result)
        if key not in self._alps:
            self._alps[key] = read_alp(result, panel, self.patient, self.rules, self.choice)
        return self._alps[key]

    def alps(self) -> list[AlpReading]:
        """Return every standing ALP, oldest first."""
        return [self.alp(panel, result) for panel, result in self.results(ALP)]

    def medicines(self, medicine_class: str) -> list[Medicine]:
        """Return the medicines of a class, by the class given or by the known name."""
        return [m for m in self.record.medicines if self._classes[id(m)] == medicine_class]

    def lasts(self, medicine: Medicine) -> int:
        """Return for how many days after the last dose the medicine acts on."""
        return self.rules.lasts(medicine.name)

    def finding(self, finding: str) -> bool | None:
        """Return what was last entered; ``None`` when nothing was."""
        found = self._findings.get(finding)
        return None if found is None else found.present


def _when(panel: PanelWithResults) -> tuple[date, str, int]:
    at = panel.panel.collected_time
    return panel.panel.collected, "" if at is None else at.isoformat(), panel.panel.id or 0


def _index(panels: tuple[PanelWithResults, ...]) -> dict[str, list[tuple[Panel, Result]]]:
    found: dict[str, list[tuple[Panel, Result]]] = {}
    for each in panels:
        seen = set()
        for result in each.results:
            if not result.standing or result.analyte in seen:
                continue
            seen.add(result.analyte)
            found.setdefault(result.analyte, []).append((each.panel, result))
    return found


def _latest_findings(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    dated = sorted(findings, key=lambda f: f.noted_on or date.min)
    return {finding.finding: finding for finding in dated}
