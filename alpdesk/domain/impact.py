"""What a change of intervals, of a birth date or of a sex does to flags: compared before it is kept."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from alpdesk.domain.alp import ALP, read_alp, severity
from alpdesk.domain.assessment import Severity
from alpdesk.domain.intervals import chosen_profile
from alpdesk.domain.judging import judge
from alpdesk.domain.records import Flag, Panel, Patient, PatientRecord, Record, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook


class Yardstick(NamedTuple):
    """What flags are judged by: a rule book and the profiles the clinic chose from it."""

    rules: RuleBook
    choice: ProfileChoice = ProfileChoice()


class Verdict(NamedTuple):
    """A flag, and for a low ALP how low."""

    flag: Flag
    severity: Severity | None = None


class FlagChange(Record):
    """One flag that a change would turn. What was shown before stays as it was shown."""

    patient_id: int
    patient_number: str = ""
    patient: str = ""
    panel_id: int
    collected: date
    analyte: str
    value: str
    unit: str
    was: Flag
    becomes: Flag
    was_severity: Severity | None = None
    becomes_severity: Severity | None = None

    @property
    def is_new_low(self) -> bool:
        """Say whether a value becomes low that was not."""
        return self.becomes is Flag.LOW and self.was is not Flag.LOW

    @property
    def is_lost_low(self) -> bool:
        """Say whether a value that was low no longer is."""
        return self.was is Flag.LOW and self.becomes is not Flag.LOW


def changes_of_person(record: PatientRecord, after: Patient, by: Yardstick) -> Iterator[FlagChange]:
    """Yield every flag of a record that turns when the patient is as in ``after``."""
    for both in record.panels:
        for result in both.results:
            was = verdict(result, both.panel, record.patient, by)
            becomes = verdict(result, both.panel, after, by)
            if result.standing and was != becomes:
                yield change(result, both.panel, after, was, becomes)


def verdict(result: Result, panel: Panel, patient: Patient, by: Yardstick) -> Verdict:
    """Judge one result by a yardstick."""
    found = judge(result, panel, patient, by.rules, choice=by.choice)
    return Verdict(found.flag) if result.analyte != ALP else alp_verdict(result, panel, patient, by)


def alp_verdict(result: Result, panel: Panel, patient: Patient, by: Yardstick) -> Verdict:
    """Judge one ALP by both intervals."""
    reading = read_alp(result, panel, patient, by.rules, by.choice)
    flag = Flag.SUSPENDED if reading.slip is not None else reading.flag
    return Verdict(flag, severity(reading, patient, by.rules) if flag is Flag.LOW else None)


def may_differ(panel: Panel, patient: Patient, one: Yardstick, other: Yardstick) -> bool:
    """Say whether two yardsticks judge an ALP of this sample by other profiles; what is the same judges the same."""
    at = (patient, panel.collected, panel.gestation_weeks)
    if chosen_profile(*at, one.rules, one.choice) is not chosen_profile(*at, other.rules, other.choice):
        return True
    return one.rules.profiles.get(panel.profile) is not other.rules.profiles.get(panel.profile)


def change(result: Result, panel: Panel, patient: Patient, was: Verdict, becomes: Verdict) -> FlagChange:
    """Return one flag that turns."""
    return FlagChange(
        patient_id=patient.id or 0,
        patient_number=patient.number,
        patient=patient.name,
        panel_id=panel.id or 0,
        collected=panel.collected,
        analyte=result.analyte,
        value=result.value,
        unit=result.unit,
        was=was.flag,
        becomes=becomes.flag,
        was_severity=was.severity,
        becomes_severity=becomes.severity,
    )
