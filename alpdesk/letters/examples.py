"""Made-up patients on whose letters a clinic tries out its changes: data, not code."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from alpdesk.assets import resource
from alpdesk.domain.ages import AgeText
from alpdesk.domain.alp import ALP
from alpdesk.domain.assess import assess
from alpdesk.domain.records import (
    Clinic,
    Decision,
    DecisionKind,
    Finding,
    Medicine,
    Panel,
    PanelWithResults,
    Patient,
    PatientRecord,
    Recall,
    Result,
    Sex,
    Specimen,
    User,
)
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.letters.source import LetterSource

_NOBODY = 0
_UNIT = "U/L"
_ADDRESS = "1 Sample Street\nSampletown"
_NUMBER = "0000"
_DAYS_IN_A_YEAR = 365.25


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Alp(_Data):
    value: str
    low: Decimal | None = None
    high: Decimal | None = None


class _Sample(_Data):
    days_ago: int
    alp: _Alp
    specimen: Specimen = Specimen.SERUM
    gestation_weeks: int | None = None


class _Taken(_Data):
    name: str
    medicine_class: str
    days_ago: int


class Example(_Data):
    """One made-up patient and what is due."""

    id: str
    given_names: str
    family_name: str
    sex: Sex
    age: AgeText
    samples: tuple[_Sample, ...]
    medicines: tuple[_Taken, ...] = ()
    findings: Mapping[str, bool] = {}
    not_before_in_days: int | None = None
    due_in_days: int | None = None
    tests: str = ""
    reminded: bool = False
    decision: DecisionKind | None = None
    reason: str = ""

    def source(self, rules: RuleBook, clinic: Clinic, author: User | None, day: date) -> LetterSource:
        """Return what a letter about this patient is made from on a day."""
        record = self._record(day)
        choice = ProfileChoice(clinic.child_profile, clinic.adult_profile)
        return LetterSource(
            record=record,
            assessment=assess(record, rules, as_of=day, choice=choice),
            clinic=clinic,
            author=author,
            decision=self._decision(day),
            recalls=self._due(day),
            reminded=frozenset({1} if self.reminded else ()),
            day=day,
        )

    def _record(self, day: date) -> PatientRecord:
        patient = Patient(
            number=_NUMBER,
            family_name=self.family_name,
            given_names=self.given_names,
            birth_date=day - timedelta(days=int(self.age.number * _DAYS_IN_A_YEAR) + 1),
            sex=self.sex,
            address=_ADDRESS,
        )
        taken = (
            Medicine(name=each.name, medicine_class=each.medicine_class, started=day - timedelta(days=each.days_ago))
            for each in self.medicines
        )
        found = tuple(Finding(finding=each, present=present) for each, present in self.findings.items())
        panels = tuple(_panel(number, sample, day) for number, sample in enumerate(self.samples, 1))
        return PatientRecord(patient=patient, panels=panels, medicines=tuple(taken), findings=found)

    def _due(self, day: date) -> tuple[Recall, ...]:
        if self.due_in_days is None:
            return ()
        due, early = day + timedelta(days=self.due_in_days), self.not_before_in_days
        first = None if early is None else day + timedelta(days=early)
        return (Recall(id=1, patient_id=_NOBODY, title=ALP, tests=self.tests, not_before=first, due=due),)

    def _decision(self, day: date) -> Decision | None:
        if self.decision is None:
            return None
        at = datetime.combine(day, time(12), UTC)
        return Decision(patient_id=_NOBODY, assessment_id=1, kind=self.decision, reason=self.reason, signed_at=at)


class _Examples(_Data):
    format: Literal[1]
    example: tuple[Example, ...]


def _panel(number: int, sample: _Sample, day: date) -> PanelWithResults:
    alp = sample.alp
    result = Result(id=number, panel_id=number, analyte=ALP, value=alp.value, unit=_UNIT, low=alp.low, high=alp.high)
    collected = day - timedelta(days=sample.days_ago)
    weeks, tube = sample.gestation_weeks, sample.specimen
    return PanelWithResults(
        panel=Panel(id=number, patient_id=_NOBODY, collected=collected, gestation_weeks=weeks, specimen=tube),
        results=(result,),
    )


@cache
def examples() -> Mapping[str, Example]:
    """Return every made-up patient by name."""
    read = tomllib.loads(resource("letters", "examples.toml").read_text(encoding="utf-8"))
    return {each.id: each for each in _Examples.model_validate(read).example}
