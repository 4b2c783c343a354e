"""The made-up people in the languages of the letters."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import Decision, DecisionKind, LetterKind
from alpdesk.letters.compose import compose
from alpdesk.letters.source import SampleCorrection
from tests.letters import people
from tests.letters.people import CLINIC, DAY, PEOPLE, Person, recall

OTHERS = ("es", "de", "fr", "hi", "ar")
EVERY = ("en", *OTHERS)
NAMES = {
    "en": ("Abena", "Mensah"),
    "es": ("Lucía", "Núñez Ibáñez"),
    "de": ("Käthe", "Großmann"),
    "fr": ("Zoé", "Lefèvre"),
    "hi": ("अनन्या", "श्रीवास्तव"),
    "ar": ("ليلى", "الخطيب"),
}


def letter_in(language: str, person: Person, kind: LetterKind, *, named: bool = False, **more: Any) -> LetterDraft:
    """Return a letter in a language, from a clinic that speaks it; ``named`` gives a name of that language."""
    route = CLINIC.urgent_contact if language == "en" else "01865 000 199"
    clinic = CLINIC.model_copy(update={"language": language, "urgent_contact": route})
    source = person.source(clinic)
    patient = source.record.patient.model_copy(update={"language": language})
    if named:
        given, family = NAMES[language]
        patient = patient.model_copy(update={"given_names": given, "family_name": family})
    record = source.record.model_copy(update={"patient": patient})
    return compose(source.model_copy(update={"record": record, **more}), people.rules(), kind)


def reminded() -> Person:
    """Somebody whose test is overdue, and who was written to before."""
    return people.first_low(recalls=(recall(DAY - timedelta(days=40)),))


def due() -> Person:
    return people.first_low(recalls=(recall(DAY + timedelta(days=20), not_before=DAY + timedelta(days=9)),))


def child_due() -> Person:
    person = people.child()
    person.recalls = (recall(DAY - timedelta(days=5)),)
    return person


def decided() -> Decision:
    """A clinician's answer."""
    return Decision(
        patient_id=1,
        assessment_id=1,
        kind=DecisionKind.WORK_UP,
        reason="Low before the medicine was begun",
        signed_by=1,
        signed_at=datetime(2026, 4, 16, 9, 0, tzinfo=UTC),
    )


DECIDED = {"decision": decided(), "decided_by": "Dr Nadia Ade"}
CORRECTED = {
    "replaced_on": date(2026, 4, 15),
    "replaced_number": "7K3M-20QT-9XWB",
    "corrected_samples": (
        SampleCorrection(panel_id=people.MARCH.toordinal(), field="specimen", was="edta", day=date(2026, 4, 16)),
    ),
}
REMINDED = {"reminded": frozenset({1})}

# What is kept as golden letters: a name, who, which kind, and what the source holds besides.
GOLDEN: tuple[tuple[str, str, LetterKind, Any], ...] = (
    ("patient-first-low", "first-low", LetterKind.PATIENT, {}),
    ("patient-persistent", "on-alendronate", LetterKind.PATIENT, {}),
    ("patient-fluctuating", "fluctuating", LetterKind.PATIENT, {}),
    ("patient-back-to-normal", "back-to-normal", LetterKind.PATIENT, {}),
    ("patient-formerly", "formerly-persistent", LetterKind.PATIENT, {}),
    ("patient-child", "child", LetterKind.PATIENT, {}),
    ("patient-growing-boy", "growing-boy", LetterKind.PATIENT, {}),
    ("patient-infant", "infant", LetterKind.PATIENT, {}),
    ("patient-pregnant", "pregnant", LetterKind.PATIENT, {}),
    ("patient-edta", "edta", LetterKind.PATIENT, {}),
    ("patient-wrong-tube", "wrong-tube", LetterKind.PATIENT, {}),
    ("patient-treated", "treated", LetterKind.PATIENT, {}),
    ("patient-unjudged", "sex-unknown", LetterKind.PATIENT, {}),
    ("patient-within", "within", LetterKind.PATIENT, {}),
    ("patient-correcting", "persistent", LetterKind.PATIENT, CORRECTED),
    ("recall-reminder", "due", LetterKind.RECALL, {}),
    ("recall-second", "reminded", LetterKind.RECALL, REMINDED),
    ("recall-child", "child-due", LetterKind.RECALL, {}),
    ("referral", "full-record", LetterKind.REFERRAL, {}),
    ("referral-first-low", "first-low", LetterKind.REFERRAL, {}),
    ("referral-correcting", "persistent", LetterKind.REFERRAL, CORRECTED),
    ("summary", "full-record", LetterKind.SUMMARY, {}),
    ("summary-child", "growing-boy", LetterKind.SUMMARY, {}),
    ("doctor", "full-record", LetterKind.DOCTOR, DECIDED),
    ("doctor-child", "child", LetterKind.DOCTOR, {}),
)
WHO = {**PEOPLE, "due": due, "reminded": reminded, "child-due": child_due}


def golden(language: str, name: str) -> LetterDraft:
    """Return one golden letter."""
    _, who, kind, more = next(each for each in GOLDEN if each[0] == name)
    return letter_in(language, WHO[who](), kind, named=True, **more)
