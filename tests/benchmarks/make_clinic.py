"""Write a made-up clinic into a database file: realistic ages, several years of panels, 1 % low ALP.

Run as ``python tests/benchmarks/make_clinic.py --patients 1000 -o clinic.alpdesk --password-file FILE``. Everything is
written through the store, so the search index, the assessments and the audit chain fit, and ``verify`` passes.
"""

import argparse
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from alpdesk import knowledge
from alpdesk.domain.ages import years
from alpdesk.domain.alp import ALP
from alpdesk.domain.intervals import DEFAULT_CHOICE, interval_for
from alpdesk.domain.records import (
    Clinic,
    Decision,
    DecisionKind,
    Flag,
    Laboratory,
    MonitoringPlan,
    Panel,
    PanelWithResults,
    Patient,
    PatientRecord,
    Recall,
    Result,
    Sex,
    User,
)
from alpdesk.domain.rules import RuleBook
from alpdesk.services import vault
from alpdesk.services.context import Context
from alpdesk.services.desk import Desk
from alpdesk.services.judging import assessment_row, flagged, judge_with, verdict_on
from alpdesk.store.rows import add_many
from alpdesk.store.tables import (
    AssessmentRow,
    DecisionRow,
    MonitoringPlanRow,
    PanelRow,
    PatientRow,
    RecallRow,
    ResultRow,
)

PANELS = 10
CHUNK = 250
LOW_PATIENTS = 0.015
ANSWERED = 0.8
USUAL = {
    "alt": (25, 10, 0, "U/L"),
    "ast": (24, 7, 0, "U/L"),
    "ggt": (28, 14, 0, "U/L"),
    "bilirubin_total": (0.6, 0.2, 1, "mg/dL"),
    "albumin": (4.3, 0.3, 1, "g/dL"),
    "calcium": (9.5, 0.3, 1, "mg/dL"),
    "phosphate": (3.5, 0.5, 1, "mg/dL"),
    "creatinine": (0.9, 0.15, 2, "mg/dL"),
    "potassium": (4.2, 0.3, 1, "mmol/L"),
    "sodium": (140, 2, 0, "mmol/L"),
    "magnesium": (2.0, 0.15, 1, "mg/dL"),
}
LIVER = ("alt", "ast", "ggt", "bilirubin_total", "albumin")
BONE = ("calcium", "phosphate", "magnesium", "albumin", "creatinine")
FULL = tuple(USUAL)
FAMILY = (
    *("Abbas", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ivanova", "Jensen", "Kowalski"),
    *("Lefèvre", "Müller", "Nguyễn", "O'Brien", "Petrović", "Quinn", "Rossi", "Şahin", "Tanaka", "Ünal", "Vogel"),
    *("Wójcik", "Xu", "Yılmaz", "Zając"),
)  # fmt: skip
GIVEN = (
    *("Aino", "Björn", "Chloé", "Dmitri", "Elif", "Fatima", "Giulia", "Hana", "Igor", "Jürgen", "Karin", "Léa"),
    *("Mateus", "Noor", "Olga", "Paweł", "Renée", "Søren", "Tomáš", "Ursula", "Việt", "Wanda", "Ximena", "Yusuf"),
    "Zoë",
)  # fmt: skip


def main() -> None:
    wanted = _arguments()
    with wanted.password_file.open(encoding="utf-8") as file:
        password = file.readline().rstrip("\r\n")
    rules = knowledge.load()
    user, clinic = User(name="Dr. Bench"), Clinic(name="Made-up clinic")
    desk = vault.create(wanted.out, password, clinic=clinic, user=user, rules=rules, clock=_now)
    start = time.perf_counter()
    panels = fill(desk, wanted.patients, wanted.seed)
    desk.close()
    taken = time.perf_counter() - start
    size = wanted.out.stat().st_size / 1e6
    each = size * 1e3 / panels
    print(f"{wanted.patients:,} patients, {panels:,} panels in {taken:.0f} s, {size:,.0f} MB ({each:.2f} kB a panel)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--patients", type=int, required=True)
    parser.add_argument("-o", "--out", type=Path, default=Path("clinic.alpdesk"))
    parser.add_argument("--password-file", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _now() -> datetime:
    return datetime.now(UTC)


def fill(desk: Desk, patients: int, seed: int = 1) -> int:
    """Fill an empty database and return how many panels were written."""
    laboratory = desk.laboratories.add(Laboratory(name="Central Laboratory", profile="roche_mayo"))
    made, panels = Clinicians(desk.context, laboratory, random.Random(seed)), 0
    for first in range(0, patients, CHUNK):
        with desk.context.begin("made-up clinic written") as session:
            panels += made.write(session, range(first, min(first + CHUNK, patients)))
        if sys.stderr.isatty():
            print(f"\r{first:,}", end="", file=sys.stderr)
    return panels


class Clinicians:
    """Makes people and their years of panels up."""

    def __init__(self, context: Context, laboratory: Laboratory, chance: random.Random) -> None:
        self._context = context
        self._laboratory = laboratory
        self._chance = chance
        self._today = context.today()
        self._judge = Judge(context.rules)

    def write(self, session: Session, numbers: range) -> int:
        """Write some people with everything of theirs."""
        people = [self._person(number) for number in numbers]
        keys = add_many(session, PatientRow, people)
        records = [self._record(one.model_copy(update={"id": key})) for key, one in zip(keys, people, strict=True)]
        kept = self._keep_panels(session, records)
        self._keep_assessments(session, kept)
        return sum(len(record.panels) for record in kept)

    def _person(self, number: int) -> Patient:
        chance = self._chance
        days = int(min(max(chance.gauss(50, 22), 3), 97) * 365.25)
        return Patient(
            number=f"{number + 1:07}",
            family_name=f"{chance.choice(FAMILY)}{chance.choice(['', '', '-' + chance.choice(FAMILY)])}",
            given_names=f"{chance.choice(GIVEN)} {chance.choice(GIVEN)}",
            birth_date=self._today - timedelta(days=days),
            sex=chance.choice([Sex.FEMALE, Sex.FEMALE, Sex.MALE]),
        )

    def _record(self, patient: Patient) -> PatientRecord:
        is_low = self._chance.random() < LOW_PATIENTS
        count = max(1, round(self._chance.gauss(PANELS, 3)))
        longest = min((self._today - patient.birth_date).days - 400, 3650)
        days = sorted(self._chance.sample(range(1, max(longest, count + 1)), count), reverse=True)
        return PatientRecord.model_construct(
            patient=patient,
            panels=tuple(self._panel(patient, self._today - timedelta(days=ago), is_low=is_low) for ago in days),
            medicines=(),
            events=(),
            findings=(),
        )

    def _panel(self, patient: Patient, day: date, *, is_low: bool) -> PanelWithResults:
        chance = self._chance
        panel = Panel.model_construct(
            **_EMPTY_PANEL
            | {
                "uid": UUID(int=chance.getrandbits(128), version=4),
                "patient_id": patient.id,
                "collected": day,
                "laboratory_id": self._laboratory.id,
                "profile": self._laboratory.profile,
                "entered_by": self._context.actor.user_id,
                "entered_at": datetime(day.year, day.month, day.day, 16, tzinfo=UTC),
            }
        )
        others = chance.choice([LIVER, LIVER, BONE, FULL])
        low = is_low and chance.random() < 0.7
        values = [(ALP, self._alp(patient, day, low=low), "U/L"), *(self._usual(name) for name in others)]
        age = (
            day.year
            - patient.birth_date.year
            - ((day.month, day.day) < (patient.birth_date.month, patient.birth_date.day))
        )
        results = tuple(self._judge(name, value, unit, patient.sex, age) for name, value, unit in values)
        return PanelWithResults.model_construct(panel=panel, results=results)

    def _alp(self, patient: Patient, day: date, *, low: bool) -> str:
        interval = self._judge.interval(patient, day)
        span = interval[1] - interval[0]
        if low:
            return str(max(round(interval[0] * Decimal(self._chance.uniform(0.55, 0.97))), 5))
        return str(round(interval[0] + span * Decimal(self._chance.betavariate(2, 3)) + 1))

    def _usual(self, name: str) -> tuple[str, str, str]:
        mean, spread, decimals, unit = USUAL[name]
        return name, f"{max(self._chance.gauss(mean, spread), mean / 4):.{decimals}f}", unit

    def _keep_panels(self, session: Session, records: list[PatientRecord]) -> list[PatientRecord]:
        panels = [both for record in records for both in record.panels]
        keys = iter(add_many(session, PanelRow, [both.panel for both in panels]))
        kept: list[PatientRecord] = []
        results: list[Result] = []
        for record in records:
            mine = []
            for both in record.panels:
                key = next(keys)
                placed = tuple(_placed(result, key) for result in both.results)
                results += placed
                panel = both.panel.model_copy(update={"id": key})
                mine.append(PanelWithResults.model_construct(panel=panel, results=placed))
            kept.append(record.model_copy(update={"panels": tuple(mine)}))
        add_many(session, ResultRow, results)
        return kept

    def _keep_assessments(self, session: Session, records: list[PatientRecord]) -> None:
        """Keep an assessment of every low, and answer most."""
        rows: list[AssessmentRow] = []
        for record in records:
            for both in record.panels:
                if both.results[0].flag is Flag.LOW:
                    shown = judge_with(self._context, record, both, DEFAULT_CHOICE)
                    rows.append(assessment_row(self._context, record.patient.id or 0, both.panel.id, shown))
        keys = add_many(session, AssessmentRow, rows)
        newest = {row.patient_id: key for key, row in zip(keys, rows, strict=True) if row.needs_answer}
        self._answer(session, [pair for pair in newest.items() if self._chance.random() < ANSWERED])

    def _answer(self, session: Session, answered: list[tuple[int, int]]) -> None:
        made = [_decision(self._context, patient, assessment) for patient, assessment in answered]
        keys = add_many(session, DecisionRow, made)
        plans = [
            MonitoringPlan(patient_id=d.patient_id, decision_id=key, template="first-low", started=self._today)
            for key, d in zip(keys, made, strict=True)
        ]
        plan_keys = add_many(session, MonitoringPlanRow, plans)
        due = self._today + timedelta(days=self._chance.randint(-60, 120))
        recalls = [
            Recall(patient_id=p.patient_id, plan_id=key, title="Repeat ALP", tests="alp", due=due)
            for key, p in zip(plan_keys, plans, strict=True)
        ]
        add_many(session, RecallRow, recalls)


class Judge:
    """The real verdicts, each worked out once for a value, a sex and an age in years."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules
        self._result = lru_cache(maxsize=None)(self._judged)
        self._limits = lru_cache(maxsize=None)(self._interval)

    def __call__(self, analyte: str, value: str, unit: str, sex: Sex, age: int) -> Result:
        return self._result(analyte, value, unit, sex, age)

    def interval(self, patient: Patient, day: date) -> tuple[Decimal, Decimal]:
        """Return the ALP limits of a person on a day; nobody here is younger than a year."""
        return self._limits(patient.sex, years(patient.birth_date, day))

    def _judged(self, analyte: str, value: str, unit: str, sex: Sex, age: int) -> Result:
        patient, panel = _somebody(sex, age)
        result = Result(analyte=analyte, value=value, unit=unit)
        return flagged(result, verdict_on(result, panel, patient, self._rules, DEFAULT_CHOICE))

    def _interval(self, sex: Sex, age: int) -> tuple[Decimal, Decimal]:
        patient, panel = _somebody(sex, age)
        found = interval_for(ALP, "", patient, panel.collected, None, self._rules)
        if found is None or found.low is None or found.high is None:
            raise RuntimeError(f"no interval at {age} years")
        return found.low, found.high


def _somebody(sex: Sex, age: int) -> tuple[Patient, Panel]:
    born = date(1900, 6, 1)
    patient = Patient(number="1", family_name="A", birth_date=born, sex=sex)
    return patient, Panel(collected=date(born.year + age, 6, 2), profile="roche_mayo")


def _decision(context: Context, patient_id: int, assessment_id: int) -> Decision:
    return Decision(
        patient_id=patient_id,
        assessment_id=assessment_id,
        kind=DecisionKind.REPEAT,
        signed_by=context.actor.user_id,
        signed_at=context.clock(),
    )


_EMPTY_PANEL = Panel(collected=date(2000, 1, 1)).model_dump()


def _placed(result: Result, panel_id: int) -> Result:
    return result.model_copy(update={"panel_id": panel_id})


if __name__ == "__main__":
    main()
