"""What a record takes, and what it refuses."""

from datetime import date

import pytest
from pydantic import ValidationError

from alpdesk.domain.records import Laboratory, Medicine, Patient, Record, Result, User
from alpdesk.errors import AlpdeskError

NOBODY = {"number": "7", "family_name": "Bloom", "birth_date": date(1980, 3, 12)}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Patient, {**NOBODY, "number": " \t"}),
        (Patient, {**NOBODY, "family_name": "  "}),
        (User, {"name": " "}),
        (Laboratory, {"name": "\n"}),
        (Medicine, {"name": " "}),
        (Result, {"analyte": "alp", "value": " ", "unit": "U/L"}),
    ],
)
def test_blanks_alone_are_nothing(kind: type[Record], values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(values)


def test_a_control_character_is_refused_wherever_it_stands() -> None:
    with pytest.raises(ValidationError, match="control character"):
        Patient.model_validate({**NOBODY, "notes": "a\x00b"})


def test_breaks_as_word_processors_write_them_become_new_lines() -> None:
    patient = Patient.model_validate({**NOBODY, "family_name": "Zoe\x0bAnn", "notes": "one\x0btwo\x0cthree\r\nfour"})
    assert (patient.family_name, patient.notes) == ("Zoe Ann", "one\ntwo\nthree\nfour")


def test_a_record_built_with_a_control_character_is_refused_in_a_sentence() -> None:
    with pytest.raises(AlpdeskError, match="The field notes contains a control character"):
        Patient.built({**NOBODY, "notes": "a\x07b"})
    with pytest.raises(ValidationError):
        Patient.built({**NOBODY, "family_name": " "})


def test_text_is_composed_and_names_are_one_line() -> None:
    patient = Patient.model_validate({**NOBODY, "family_name": " Zoe\u0301\nAnn ", "notes": "one\ntwo"})
    assert (patient.family_name, patient.notes) == ("Zo\u00e9 Ann", "one\ntwo")
