"""Every English letter to a patient can be read by nearly everybody."""

import pytest

from tests.letters.reading import AIM, EASE, GRADE, SENTENCE, measured, table
from tests.letters.tongues import GOLDEN, golden

TO_PATIENTS = [name for name, _, kind, _ in GOLDEN if not kind.to_colleague]
TO_COLLEAGUES = [name for name, _, kind, _ in GOLDEN if kind.to_colleague]


@pytest.mark.parametrize("name", TO_PATIENTS)
def test_a_letter_to_a_patient_keeps_to_short_words_and_short_sentences(name: str) -> None:
    found = measured(golden("en", name))
    assert found.ease >= AIM > EASE
    assert found.grade <= GRADE
    assert found.sentence <= SENTENCE


@pytest.mark.parametrize("name", TO_COLLEAGUES)
def test_a_letter_to_a_colleague_keeps_to_short_sentences(name: str) -> None:
    assert measured(golden("en", name)).sentence <= SENTENCE


def test_the_table_has_a_line_for_every_english_letter() -> None:
    assert len(table().splitlines()) == len(GOLDEN) + 2
