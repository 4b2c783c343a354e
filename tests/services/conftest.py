"""People and panels for the tests of the services."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from alpdesk.domain.records import Panel, Patient, Result, Sex
from alpdesk.services.desk import Desk
from alpdesk.services.panels import Entered


class Bench:
    """Short words for what tests do at a desk. Today is 2 March 2026."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def patient(self, family: str = "Bloom", *, born: date = date(1980, 3, 12), sex: Sex = Sex.FEMALE) -> int:
        number = self.desk.patients.next_number()
        patient = Patient(number=number, family_name=family, given_names="Molly", birth_date=born, sex=sex)
        return self.desk.patients.add(patient).id or 0

    def enter(self, patient_id: int, alp: str, day: date, *others: Result, **panel: Any) -> Entered:
        results = (Result(analyte="alp", value=alp, unit="U/L"), *others)
        return self.desk.panels.enter(patient_id, Panel(uid=uuid4(), collected=day, **panel), results)

    def audit(self) -> int:
        return self.desk.context.database.head().seq


@pytest.fixture
def bench(desk: Desk) -> Bench:
    return Bench(desk)
