"""Made-up people whose letters are composed, set and looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from alpdesk.domain.assess import assess
from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import (
    Clinic,
    Event,
    Finding,
    LetterKind,
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
from alpdesk.domain.rules import RuleBook
from alpdesk.knowledge import load
from alpdesk.letters.compose import compose
from alpdesk.letters.source import LetterSource

DAY = date(2026, 4, 20)
CLINIC = Clinic(
    id=1,
    name="Riverside Practice",
    address="12 Mill Lane\nOxford OX1 1AA",
    phone="01865 000 100",
    email="desk@riverside.example",
    urgent_contact="call 01865 000 199, day and night",
)
AUTHOR = User(id=1, name="Dr Nadia Ade", title="General practitioner")


@cache
def rules() -> RuleBook:
    return load()


def result(analyte: str, value: str, unit: str, low: str = "", high: str = "") -> Result:
    return Result(
        id=abs(hash((analyte, value))) % 9999,
        analyte=analyte,
        value=value,
        unit=unit,
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
    )


def alp(value: str, low: str = "", high: str = "", unit: str = "U/L") -> Result:
    return result("alp", value, unit, low, high)


def panel(day: date, *results: Result, number: int = 0, **more: Any) -> PanelWithResults:
    number = number or day.toordinal()
    kept = tuple(each.model_copy(update={"panel_id": number, "id": number * 100 + i}) for i, each in enumerate(results))
    return PanelWithResults(panel=Panel(id=number, patient_id=1, collected=day, **more), results=kept)


@dataclass
class Person:
    """One patient with everything the rules look at."""

    panels: tuple[PanelWithResults, ...]
    given: str = "Abena"
    family: str = "Mensah"
    born: date = date(1980, 3, 12)
    sex: Sex = Sex.FEMALE
    medicines: tuple[Medicine, ...] = ()
    events: tuple[Event, ...] = ()
    findings: Mapping[str, bool] = field(default_factory=dict)
    recalls: tuple[Recall, ...] = ()
    address: str = "5 High Street\nOxford OX2 2BB"
    doctor: str = ""
    preterm: bool = False
    answered: bool = True

    def record(self) -> PatientRecord:
        patient = Patient(
            id=1,
            number="20417",
            family_name=self.family,
            given_names=self.given,
            birth_date=self.born,
            sex=self.sex,
            address=self.address,
            referring_doctor=self.doctor,
            preterm=self.preterm,
        )
        found = tuple(Finding(finding=each, present=present) for each, present in self.findings.items())
        return PatientRecord(
            patient=patient, panels=self.panels, medicines=self.medicines, events=self.events, findings=found
        )

    def source(self, clinic: Clinic = CLINIC, day: date = DAY) -> LetterSource:
        record = self.record()
        return LetterSource(
            record=record,
            assessment=assess(record, rules(), as_of=day) if record.panels else None,
            clinic=clinic,
            author=AUTHOR,
            answered=self.answered,
            recalls=self.recalls,
            day=day,
        )

    def letter(
        self, kind: LetterKind | str = LetterKind.PATIENT, *, clinic: Clinic = CLINIC, day: date = DAY
    ) -> LetterDraft:
        return compose(self.source(clinic, day), rules(), LetterKind(kind))


def recall(due: date, tests: str = "alp calcium phosphate magnesium", not_before: date | None = None) -> Recall:
    return Recall(id=1, patient_id=1, title="Repeat ALP", tests=tests, due=due, not_before=not_before)


MARCH = date(2026, 4, 14)


def first_low(**more: Any) -> Person:
    return Person((panel(MARCH, alp("34", "40", "129")),), sex=Sex.MALE, given="Kwame", **more)


def persistent(**more: Any) -> Person:
    days = (date(2025, 2, 2), date(2026, 1, 12), date(2026, 3, 3), MARCH)
    panels = tuple(
        panel(day, alp(value, "35", "104")) for day, value in zip(days, ("34", "33", "31", "29"), strict=True)
    )
    return Person(panels, **more)


def on_alendronate() -> Person:
    return persistent(
        medicines=(
            Medicine(name="alendronate", medicine_class="bisphosphonate", started=date(2024, 1, 1)),
            Medicine(name="vitamin D 800 IU", started=date(2024, 1, 1)),
        ),
        recalls=(recall(date(2026, 5, 12), "vitamin_b6 urine_pea alp"),),
        findings={"recurrent_metatarsal_fractures": True, "family_history_bone": True},
    )


def fluctuating() -> Person:
    days = [MARCH - timedelta(days=each) for each in (80, 40, 0)]
    return Person(tuple(panel(day, alp(v, "35", "104")) for day, v in zip(days, ("34", "60", "33"), strict=True)))


def back_to_normal() -> Person:
    return Person((panel(date(2026, 3, 3), alp("31", "35", "104")), panel(MARCH, alp("58", "35", "104"))))


def formerly_persistent() -> Person:
    days = (date(2025, 11, 2), date(2026, 1, 12), MARCH)
    return Person(tuple(panel(day, alp(v, "35", "104")) for day, v in zip(days, ("30", "31", "50"), strict=True)))


def child() -> Person:
    return Person(
        (panel(MARCH, alp("112", "60", "425")),),
        given="Kofi",
        born=date(2019, 6, 1),
        sex=Sex.MALE,
        doctor="Dr Lin Park",
    )


def child_adult_interval() -> Person:
    return Person((panel(MARCH, alp("112", "40", "129")),), given="Kofi", born=date(2019, 6, 1), sex=Sex.MALE)


def growing_boy() -> Person:
    days = (date(2024, 1, 10), date(2025, 5, 3), date(2025, 12, 1), MARCH)
    values = ("120", "118", "110", "105")
    panels = tuple(panel(day, alp(value)) for day, value in zip(days, values, strict=True))
    return Person(panels, given="Kofi", born=date(2015, 6, 1), sex=Sex.MALE)


def infant() -> Person:
    return Person((panel(MARCH, alp("80")),), given="Ama", born=date(2025, 10, 1), sex=Sex.FEMALE)


def pregnant() -> Person:
    return Person((panel(MARCH, alp("15"), gestation_weeks=10),), born=date(1994, 3, 12))


def edta() -> Person:
    results = (
        alp("12", "35", "104"),
        result("potassium", "14.2", "mmol/L", "3.5", "5.3"),
        result("calcium", "1.1", "mmol/L", "2.2", "2.6"),
        result("magnesium", "0.2", "mmol/L", "0.7", "1.0"),
    )
    return Person((panel(MARCH, *results),), answered=False)


def wrong_tube() -> Person:
    return Person((panel(MARCH, alp("20", "35", "104"), specimen=Specimen.CITRATE),))


def unit_slip() -> Person:
    return Person((panel(MARCH, alp("0.58", unit="U/L")),))


def treated() -> Person:
    medicines = (Medicine(name="asfotase alfa", medicine_class="asfotase_alfa", started=date(2025, 1, 1)),)
    return Person((panel(MARCH, alp("3200", "35", "104")),), medicines=medicines)


def sex_unknown() -> Person:
    return Person((panel(MARCH, alp("36")),), sex=Sex.UNKNOWN)


def microkatal() -> Person:
    return Person((panel(MARCH, alp("0,52", "0.58", "1.74", unit="µkat/L")),))


def below_detection() -> Person:
    return Person((panel(MARCH, alp("<20", "35", "104")),))


def within() -> Person:
    return Person((panel(MARCH, alp("64", "35", "104")),))


def long_history() -> Person:
    panels = tuple(
        panel(date(2019, 1, 10) + timedelta(days=130 * each), alp(str(20 + each), "35", "104")) for each in range(20)
    )
    return Person(panels)


def full_record() -> Person:
    """Everything a specialist might be told."""
    work_up = (
        alp("29", "35", "104"),
        result("calcium", "2.40", "mmol/L", "2.20", "2.60"),
        result("phosphate", "1.57", "mmol/L", "0.80", "1.50"),
        result("magnesium", "0.84", "mmol/L", "0.70", "1.00"),
        result("zinc", "11.8", "µmol/L", "9.2", "16.2"),
        result("potassium", "4.4", "mmol/L", "3.5", "5.3"),
        result("vitamin_b6", "212", "nmol/L", "20", "125"),
        result("tsh", "2.1", "mIU/L", "0.4", "4.0"),
        result("pth", "31", "ng/L", "15", "65"),
        result("vitamin_d", "74", "nmol/L", "50", "250"),
        result("creatinine", "71", "µmol/L", "44", "88"),
        result("albumin", "42", "g/L", "35", "50"),
        result("crp", "1.2", "mg/L", "", "5"),
    )
    older = persistent().panels[:-1]
    return Person(
        (*older, panel(MARCH, *work_up)),
        medicines=(
            Medicine(name="alendronate 70 mg weekly", medicine_class="bisphosphonate", started=date(2024, 1, 1)),
            Medicine(
                name="prednisolone 5 mg",
                medicine_class="glucocorticoid",
                started=date(2025, 6, 1),
                stopped=date(2025, 9, 1),
            ),
            Medicine(name="omeprazole 20 mg", started=date(2022, 2, 1)),
        ),
        events=(Event(kind="fracture", on=date(2025, 8, 9)),),
        findings={
            "recurrent_metatarsal_fractures": True,
            "chronic_musculoskeletal_pain": True,
            "family_history_bone": True,
            "early_tooth_loss_adult": False,
            "jaundice": False,
        },
        recalls=(recall(date(2026, 5, 12), "vitamin_b6 urine_pea alp"),),
        doctor="Dr Lin Park",
    )


PEOPLE: Mapping[str, Callable[[], Person]] = {
    "first-low": first_low,
    "persistent": persistent,
    "on-alendronate": on_alendronate,
    "fluctuating": fluctuating,
    "back-to-normal": back_to_normal,
    "formerly-persistent": formerly_persistent,
    "child": child,
    "child-adult-interval": child_adult_interval,
    "growing-boy": growing_boy,
    "infant": infant,
    "pregnant": pregnant,
    "edta": edta,
    "wrong-tube": wrong_tube,
    "unit-slip": unit_slip,
    "treated": treated,
    "sex-unknown": sex_unknown,
    "microkatal": microkatal,
    "below-detection": below_detection,
    "within": within,
    "long-history": long_history,
    "full-record": full_record,
}
