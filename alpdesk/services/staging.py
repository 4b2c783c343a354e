"""Rows of a file put together as people, samples and results, before anything is compared with the records."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time

from pydantic import TypeAdapter, ValidationError

from alpdesk.domain.records import Laboratory, Patient, Record, Result, Text
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import brief
from alpdesk.exchange.rows import Person, Reported, Sample

MAX_RESULTS = 1_000_000
PanelKey = tuple[date, time | None, str]
_COMMENT: TypeAdapter[str] = TypeAdapter(Text)
_DERIVED = "The birth date is worked out from the age in the file; the day itself is not known."


class RowProblem(Record):
    """A row that was not taken, and why. ``line`` is the line of the file it begins on."""

    line: int
    reason: str


@dataclass
class StagedPanel:
    """One sample of the file. ``results`` come with the line they stood on."""

    sample: Sample
    results: dict[str, tuple[int, Result]] = field(default_factory=dict)
    comments: dict[str, None] = field(default_factory=dict)


@dataclass
class StagedPatient:
    """One person of the file with every sample."""

    patient: Patient
    panels: dict[PanelKey, StagedPanel] = field(default_factory=dict)


class Staging:
    """What a file reports, sorted out: who, which samples, and which rows cannot be taken."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules
        self.patients: dict[str, StagedPatient] = {}
        self.problems: list[RowProblem] = []
        self.lines: set[int] = set()
        self.rows = 0
        self.repeated = 0
        self._persons: dict[str, Person] = {}
        self._laboratories = {"": ""}

    def refuse(self, line: int, reason: str) -> None:
        """Name a row that is not taken."""
        self.problems.append(RowProblem(line=line, reason=reason))

    def take(self, reported: Iterable[Reported]) -> None:
        """Sort some rows in."""
        for row in reported:
            self.rows += row.line not in self.lines
            self.lines.add(row.line)
            reason = row.problem or self._put(row)
            if reason:
                self.refuse(row.line, reason)

    def _put(self, row: Reported) -> str:
        if row.person is None or row.sample is None:
            return "it cannot be read"
        staged = self._patient(row.person)
        if isinstance(staged, str):
            return staged
        result = self._result(row)
        if isinstance(result, str):
            return result
        sample = self._sample(row.sample)
        return sample if isinstance(sample, str) else self._place(staged, sample, row.line, result)

    def _patient(self, person: Person) -> StagedPatient | str:
        known = self._persons.get(person.number)
        if known is None:
            return self._new(person)
        if known is not person and known != person:
            what = next(name for name in _COMPARED if getattr(known, name) != getattr(person, name))
            return f"{what} differs from an earlier row of patient {person.number}"
        return self.patients[person.number]

    def _new(self, person: Person) -> StagedPatient | str:
        try:
            patient = Patient(
                number=person.number,
                family_name=person.family_name,
                given_names=person.given_names,
                birth_date=person.birth_date,
                sex=person.sex,
                preterm=person.preterm,
                notes=_DERIVED if person.derived else "",
            )
        except ValueError as error:
            return f"the patient cannot be kept: {_said(error)}"
        if patient.number != person.number:
            return "patient_number has characters that cannot be kept"
        self._persons[person.number] = person
        self.patients[person.number] = StagedPatient(patient)
        return self.patients[person.number]

    def _sample(self, sample: Sample) -> Sample | str:
        """Return a sample with its texts as they will be kept."""
        try:
            name = self._laboratories.get(sample.laboratory)
            if name is None:
                name = self._laboratories[sample.laboratory] = Laboratory(name=sample.laboratory).name
            comment = _COMMENT.validate_python(sample.comment) if sample.comment else ""
        except ValueError as error:
            return f"laboratory or comment cannot be kept: {_said(error)}"
        if (name, comment) == (sample.laboratory, sample.comment):
            return sample
        return replace(sample, laboratory=name, comment=comment)

    def _result(self, row: Reported) -> Result | str:
        analyte = self._rules.analyte_of(row.analyte)
        if analyte is None:
            return f"analyte {brief(row.analyte)!r} is not known"
        try:
            return Result(analyte=analyte, value=row.value, unit=row.unit, low=row.low, high=row.high)
        except ValueError as error:
            return f"the result cannot be kept: {_said(error)}"

    def _place(self, staged: StagedPatient, sample: Sample, line: int, result: Result) -> str:
        key = (sample.collected, sample.collected_time, sample.laboratory.casefold())
        panel = staged.panels.setdefault(key, StagedPanel(sample))
        if _tube(panel.sample) != _tube(sample):
            return "specimen, haemolysis or gestation_weeks differ from an earlier row of the same panel"
        there = panel.results.get(result.analyte)
        if there is not None and there[1] != result:
            first = there[1]
            return f"line {there[0]} gives {result.analyte} of the same panel as {first.value} {first.unit}".rstrip()
        if sample.comment:
            panel.comments[sample.comment] = None
        self.repeated += there is not None
        panel.results.setdefault(result.analyte, (line, result))
        return ""


_COMPARED = ("birth_date", "sex", "family_name", "given_names", "preterm", "derived")


def _tube(sample: Sample) -> tuple[object, ...]:
    return sample.specimen, sample.haemolysis, sample.gestation_weeks


def _said(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    fault = error.errors()[0]
    where = str(fault["loc"][0]) + ": " if fault["loc"] else ""
    return where + str(fault["msg"]).removeprefix("Value error, ")
