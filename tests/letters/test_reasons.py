"""Why a sentence is in a letter, and that nothing in the outlines lacks its words."""

import pytest

from alpdesk.domain.letter import Bullets, LetterDraft, Paragraph
from alpdesk.domain.records import LetterKind
from alpdesk.letters.catalogue import load
from alpdesk.letters.outline import Entry, outlines
from tests.letters import people
from tests.letters.people import PEOPLE

WORDS = load("en", "A4")
ENTRIES = [(kind, entry) for kind in LetterKind for entry in outlines().entries(kind)]


def reasons(letter: LetterDraft, block: str) -> dict[str, str]:
    found = next(each for each in letter.blocks if each.id == block)
    return {reason.key: " ".join(reason.facts) for reason in found.reasons}


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("name", PEOPLE)
def test_every_sentence_of_every_letter_tells_its_reason_and_its_name(name: str, kind: LetterKind) -> None:
    for block in PEOPLE[name]().letter(kind).blocks:
        if isinstance(block, Paragraph):
            assert " ".join(reason.sentence for reason in block.reasons) == block.text
        if isinstance(block, Bullets):
            assert tuple(reason.sentence for reason in block.reasons) == block.items
        assert all(reason.facts and "." in reason.key for reason in block.reasons)


def test_a_reason_quotes_what_is_on_record() -> None:
    letter = people.on_alendronate().letter()
    opening = reasons(letter, "opening")["patient.opening_low"]
    assert "29 U/L of 14 April 2026, is low" in opening
    assert "low 4 times, since 2 February 2025" in reasons(letter, "meaning")["patient.persistent"]
    assert "list of medicines: alendronate" in reasons(letter, "antiresorptive")["patient.antiresorptive"]


def test_each_sentence_of_one_paragraph_has_a_reason_of_its_own() -> None:
    found = reasons(people.on_alendronate().letter(), "next")
    assert "A date for the next test is open: 12 May 2026." in found["patient.next_by"]
    assert "Vitamin B6 is among the tests." in found["patient.prepare_b6"]
    assert "Vitamin B6" not in found["patient.next_by"]


def test_a_sentence_that_stands_because_no_other_fits_says_so() -> None:
    assert "None of the sentences" in reasons(people.within().letter(), "next")["patient.next_none"]


def test_a_sentence_that_stands_because_something_does_not_hold_says_so() -> None:
    assert "no finding of bones" in reasons(people.first_low().letter(), "tell")["patient.tell_fracture"]


@pytest.mark.parametrize(("kind", "entry"), ENTRIES, ids=[f"{kind}-{entry.id}" for kind, entry in ENTRIES])
def test_every_fact_of_the_outlines_is_told_in_words(kind: LetterKind, entry: Entry) -> None:
    parts = (entry, *entry.any, *entry.every, *(each for group in entry.join for each in group))
    names = {name for part in parts for wanted in part.when for name in wanted.split("|")}
    told = {f"not_{name[1:]}" if name.startswith("!") else name for name in names}
    assert {name for name in told if not WORDS.find(name, "because")} == set()
