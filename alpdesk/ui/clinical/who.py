"""Who a page is about, in one line."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.ages import age_on
from alpdesk.domain.records import Patient, Sex
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.people import alone
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate
_SIGNS = {Sex.FEMALE: "♀", Sex.MALE: "♂", Sex.UNKNOWN: "⚥?"}


def sex_sign(sex: Sex) -> str:
    """Return the sign of a sex."""
    return _SIGNS[sex]


def sex_word(sex: Sex) -> str:
    """Return the word for a sex."""
    words = {
        Sex.FEMALE: QCoreApplication.translate("Patient", "female"),
        Sex.MALE: QCoreApplication.translate("Patient", "male"),
        Sex.UNKNOWN: QCoreApplication.translate("Patient", "sex not known"),
    }
    return words[sex]


def age_words(born: date, day: date) -> str:
    """Return an age as a clinic says it, written out."""
    number, unit = age_on(born, day)
    one, many = {
        "d": (translate("Patient", "%n day"), translate("Patient", "%n days", None, number)),
        "m": (translate("Patient", "%n month"), translate("Patient", "%n months", None, number)),
        "y": (translate("Patient", "%n year"), translate("Patient", "%n years", None, number)),
    }[unit]
    return counted(number, one, many)


def facts_line(patient: Patient, age: str) -> str:
    """Return number, sex, age and birth date: what tells two people apart stands first, where it is never cut."""
    born = QCoreApplication.translate("Patient", "born {day}").format(day=format_date(patient.birth_date))
    number = QCoreApplication.translate("Patient", "No {number}").format(number=patient.number)
    preterm = QCoreApplication.translate("Patient", "born preterm") if patient.preterm else ""
    sex = f"{sex_sign(patient.sex)} {sex_word(patient.sex)}"
    return "   ".join(part for part in (number, sex, age, born, preterm) if part)


def who_line(patient: Patient, age: str) -> str:
    """Return the name and who that is."""
    return f"{alone(patient.name)}   {sex_sign(patient.sex)} {age}   {patient.number}"
