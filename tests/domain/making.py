"""Short ways to write a record down in a test."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from alpdesk.domain.records import (
    Event,
    Finding,
    Medicine,
    Panel,
    PanelWithResults,
    Patient,
    PatientRecord,
    Result,
    Sex,
)
from alpdesk.domain.rules import RuleBook
from alpdesk.knowledge import load

ADULT = date(1970, 5, 1)
DAY = date(2024, 6, 1)


@cache
def shipped() -> RuleBook:
    return load()


def a_patient(born: date = ADULT, sex: Sex = Sex.MALE, *, preterm: bool = False) -> Patient:
    return Patient(number="1", family_name="Example", birth_date=born, sex=sex, preterm=preterm)


def alp(value: str, unit: str = "U/L", low: str | None = None, high: str | None = None) -> Result:
    return Result.model_validate({"analyte": "alp", "value": value, "unit": unit, "low": low, "high": high})


def measured(analyte: str, value: str, unit: str, low: str | None = None, high: str | None = None) -> Result:
    return Result.model_validate({"analyte": analyte, "value": value, "unit": unit, "low": low, "high": high})


def a_panel(*results: Result, day: date = DAY, **more: object) -> PanelWithResults:
    return PanelWithResults(panel=Panel.model_validate({"collected": day, **more}), results=results)


def a_record(
    *panels: PanelWithResults,
    patient: Patient | None = None,
    medicines: Sequence[Medicine] = (),
    events: Sequence[Event] = (),
    findings: Sequence[Finding] = (),
) -> PatientRecord:
    return PatientRecord(
        patient=patient or a_patient(),
        panels=panels,
        medicines=tuple(medicines),
        events=tuple(events),
        findings=tuple(findings),
    )
