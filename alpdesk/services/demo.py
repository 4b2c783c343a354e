"""A made-up clinic to look at: rich lows, values nobody can judge, and people who are well."""

import random
import tomllib
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from alpdesk.assets import resource
from alpdesk.domain.intervals import interval_for
from alpdesk.domain.records import Event, Finding, Laboratory, Medicine, Patient, Result, Specimen
from alpdesk.domain.rules import ProfileChoice
from alpdesk.exchange.rows import Sample
from alpdesk.services.comparing import Comparison
from alpdesk.services.context import Context
from alpdesk.services.decisions import DecisionDraft, Decisions
from alpdesk.services.demo_file import DemoAnswer, DemoFile, DemoPerson, DemoSample
from alpdesk.services.desk import Desk
from alpdesk.services.staging import StagedPanel, StagedPatient, Staging
from alpdesk.store.reading import value
from alpdesk.store.rows import add
from alpdesk.store.tables import EventRow, FindingRow, LaboratoryRow, MedicineRow, PatientRow

_FIRST_NUMBER = 1001
_USUAL = {
    "alt": (12, 38, "U/L"),
    "ast": (14, 34, "U/L"),
    "ggt": (10, 40, "U/L"),
    "bilirubin_total": (3, 11, "mg/dL"),
    "albumin": (39, 48, "g/dL"),
    "calcium": (90, 101, "mg/dL"),
    "phosphate": (29, 42, "mg/dL"),
    "creatinine": (7, 11, "mg/dL"),
    "potassium": (38, 46, "mmol/L"),
}
_TENTHS = {"bilirubin_total", "albumin", "calcium", "phosphate", "creatinine", "potassium"}


def content() -> DemoFile:
    """Read the made-up clinic."""
    return DemoFile.model_validate(tomllib.loads(resource("demo", "clinic.toml").read_text(encoding="utf-8")))


def fill(desk: Desk, content: DemoFile) -> None:
    """Fill an empty database with the demonstration, everything through the same doors as real entries."""
    with desk.context.begin("demonstration filled") as session:
        laboratories = {
            one.name.casefold(): value(Laboratory, add(session, LaboratoryRow, one)) for one in content.laboratories
        }
        keys = [_Arrival(session, desk.context, laboratories, n).enter(p) for n, p in enumerate(content.people)]
    for person, patient_id in zip(content.people, keys, strict=True):
        if person.answer is not None:
            _sign(desk.context, patient_id, person.answer)


def _sign(context: Context, patient_id: int, answer: DemoAnswer) -> None:
    decisions = Decisions(_days_ago(context, answer.ago))
    waiting = decisions.waiting(patient_id)
    if waiting is not None:
        draft = DecisionDraft(
            patient_id=patient_id,
            assessment_id=waiting.id,
            kind=answer.kind,
            cause=answer.cause,
            reason=answer.reason,
            templates=answer.templates,
            seen=tuple(one.id for one in decisions.older(waiting.id)),
        )
        decisions.sign(draft)


def _days_ago(context: Context, days: int) -> Context:
    """Return the same desk as it stood some days ago, so that things fell due since."""

    def then() -> datetime:
        return context.clock() - timedelta(days=days)

    return replace(context, clock=then)


class _Arrival:
    """One person of the demonstration on the way into the records."""

    def __init__(self, session: Session, context: Context, laboratories: dict[str, Laboratory], place: int) -> None:
        self._session = session
        self._context = context
        self._laboratories = laboratories
        self._place = place
        self._random = random.Random(place)  # noqa: S311  made-up values, no secret

    def enter(self, person: DemoPerson) -> int:
        """Keep the person, what is known of them, and every panel; return the key."""
        patient = value(Patient, add(self._session, PatientRow, self._patient(person)))
        self._history(person, patient.id or 0)
        samples = person.samples or self._ordinary(patient)
        staged = StagedPatient(patient)
        for sample in samples:
            day = self._context.today() - timedelta(days=sample.ago)
            key = (day, None, person.laboratory.casefold())
            staged.panels[key] = self._panel(person, sample, day)
        then = _days_ago(self._context, min(sample.ago for sample in samples))
        arrived = Comparison(self._session, then, Staging(then.rules), self._laboratories, ProfileChoice(), origin=None)
        arrived.write([(staged, patient)])
        return patient.id or 0

    def _patient(self, person: DemoPerson) -> Patient:
        newest = min((sample.ago for sample in person.samples), default=30)
        spare = 20 if person.age == 0 else self._random.randrange(20, 340)
        day = self._context.today() - timedelta(days=newest + spare)
        born = day.replace(year=day.year - person.age, day=min(day.day, 28))
        return Patient(
            number=str(_FIRST_NUMBER + self._place),
            family_name=person.family_name,
            given_names=person.given_names,
            sex=person.sex,
            birth_date=born,
            preterm=person.preterm,
            address=person.address,
            referring_doctor=person.referring_doctor,
        )

    def _history(self, person: DemoPerson, patient_id: int) -> None:
        for medicine in person.medicines:
            kept = Medicine(
                patient_id=patient_id,
                name=medicine.name,
                medicine_class=self._context.rules.class_of(medicine.name),
                started=self._day(medicine.started),
                stopped=None if medicine.stopped is None else self._day(medicine.stopped),
            )
            add(self._session, MedicineRow, kept)
        for event in person.events:
            add(self._session, EventRow, Event(patient_id=patient_id, kind=event.kind, on=self._day(event.ago)))
        for name, present in person.findings.items():
            found = Finding(patient_id=patient_id, finding=name, present=present, noted_on=self._day(1))
            add(self._session, FindingRow, found)

    def _day(self, ago: int) -> date:
        return self._context.today() - timedelta(days=ago)

    def _panel(self, person: DemoPerson, sample: DemoSample, day: date) -> StagedPanel:
        about = Sample(
            collected=day,
            collected_time=None,
            laboratory=person.laboratory,
            specimen=sample.specimen or Specimen.SERUM,
            haemolysis=sample.haemolysis,
            gestation_weeks=sample.gestation_weeks,
            comment="",
        )
        panel = StagedPanel(about)
        for place, result in enumerate(self._results(sample)):
            panel.results[result.analyte] = (place, result)
        return panel

    def _results(self, sample: DemoSample) -> list[Result]:
        low, high = (None if not text else Decimal(text) for text in (sample.low, sample.high))
        found = {"alp": Result(analyte="alp", value=sample.alp, unit=sample.unit, low=low, high=high)}
        for analyte, (least, most, unit) in _USUAL.items():
            number = self._random.randint(least, most)
            shown = f"{number / 10:.1f}" if analyte in _TENTHS else str(number)
            found[analyte] = Result(analyte=analyte, value=shown, unit=unit)
        for analyte, text in sample.measured.items():
            number_text, _, unit = text.partition(" ")
            limits = sample.limits.get(analyte, (None, None))
            found[analyte] = Result(analyte=analyte, value=number_text, unit=unit, low=limits[0], high=limits[1])
        return list(found.values())

    def _ordinary(self, patient: Patient) -> tuple[DemoSample, ...]:
        """Return some years of panels of somebody who is well."""
        age = (self._context.today() - patient.birth_date).days
        every = max(self._random.randrange(110, 420), 30)
        days = list(range(self._random.randrange(3, 60), min(age - 60, 2200), every))[:8]
        return tuple(DemoSample(ago=ago, alp=self._within(patient, self._day(ago))) for ago in reversed(days))

    def _within(self, patient: Patient, day: date) -> str:
        interval = interval_for("alp", "", patient, day, None, self._context.rules)
        if interval is None or interval.low is None or interval.high is None:
            return "70"
        share = Decimal(self._random.randrange(30, 60)) / 100
        return str(round(interval.low + (interval.high - interval.low) * share))
