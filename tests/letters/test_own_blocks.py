"""A clinic's own order, what it leaves out, and words of its own in a letter."""

import json
from typing import Any

import pytest

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.letter import Bullets, Heading, LetterDraft, Notice, Paragraph, editable_text
from alpdesk.domain.own_letter import LONGEST_TEXT, OwnBlock, OwnLetter
from alpdesk.domain.records import LetterKind
from alpdesk.domain.terms import EditKind
from alpdesk.knowledge.overlay import lay, overlay
from alpdesk.knowledge.own_forms import EditFault
from alpdesk.letters.checking import Truth, checked
from alpdesk.letters.compose import compose
from alpdesk.letters.layout import render
from alpdesk.letters.outline import outlines
from tests.letters import people
from tests.letters.people import Person, rules

HOSTILE = '<img src="file:///etc/passwd"> <b>A & B</b> </para> %s ]]>'

SHIPPED = [entry.id for entry in outlines().entries(LetterKind.PATIENT)]


def edit(body: object, key: str = "patient", number: int = 7) -> ClinicEdit:
    return ClinicEdit(id=number, kind=EditKind.LETTER, key=key, body=json.dumps(body))


def own(**fields: Any) -> dict[str, Any]:
    return {"own": [{"id": "own-1", "text": {"en": "Bring a warm coat."}, **fields}]}


def letter(body: object, person: Person | None = None, kind: LetterKind = LetterKind.PATIENT) -> LetterDraft:
    book = lay(rules(), edit(body, kind.value))
    return compose((person or people.first_low()).source(), book, kind)


def ids(draft: LetterDraft) -> list[str]:
    return [block.id for block in draft.blocks if not block.id.endswith("-heading")]


def refused(body: object, key: str = "patient") -> str:
    with pytest.raises(EditFault) as caught:
        lay(rules(), edit(body, key))
    return str(caught.value)


def test_blocks_stand_in_the_clinics_order_and_the_rest_where_it_is_shipped() -> None:
    shipped = ids(letter({}))
    assert ids(people.first_low().letter()) == shipped
    moved = ids(letter({"order": ["medicines", "opening"]}))
    assert moved[:1] == ["medicines"]
    assert sorted(moved) == sorted(shipped)
    assert moved.index("value") == moved.index("opening") + 1


def test_a_block_that_a_letter_needs_stays_whatever_an_edit_says() -> None:
    needed = [entry.id for entry in outlines().entries(LetterKind.PATIENT) if entry.needed]
    assert {"value", "next", "medicines", "sooner", "emergency", "contact", "sign-off"} < set(needed)
    shipped = ids(letter({}))
    assert ids(letter({"left_out": [*needed, "tell"]})) == [each for each in shipped if each != "tell"]


def test_a_block_that_is_shipped_anew_stands_where_it_is_shipped() -> None:
    older = [each for each in reversed(SHIPPED) if each != "about"]
    moved = ids(letter({"order": older}))
    assert moved[0] == "sign-off"
    assert moved.index("about") == moved.index("value") - 1, "behind the block on corrections, which is not said here"


def test_an_edit_that_names_blocks_of_another_edition_still_holds_for_the_others() -> None:
    body = {"order": ["gone", "medicines", "gone-too", "opening"], "left_out": ["gone", "tell"]}
    assert ids(letter(body))[0] == "medicines"
    assert "tell" not in ids(letter(body))


def test_a_block_of_the_clinics_own_stands_where_it_was_put_with_its_heading_and_values() -> None:
    body = {
        "order": [*SHIPPED[:2], "own-1", *SHIPPED[2:]],
        **own(heading={"en": "About {first_name}"}, text={"en": "ALP {value}."}),
    }
    blocks = letter(body).blocks
    place = next(n for n, block in enumerate(blocks) if block.id == "own-1")
    assert (blocks[place - 2].id, blocks[place - 1].id) == ("opening", "own-1-heading")
    head, said = blocks[place - 1], blocks[place]
    assert isinstance(head, Heading) and head.text == "About Kwame"
    assert isinstance(said, Paragraph) and said.text == "ALP 34."


@pytest.mark.parametrize(("kind", "shape"), [("bullets", Bullets), ("notice", Notice), ("paragraph", Paragraph)])
def test_a_block_has_the_form_that_was_chosen(kind: str, shape: type) -> None:
    found = next(b for b in letter(own(kind=kind, text={"en": "One.\n\nTwo."})).blocks if b.id == "own-1")
    assert isinstance(found, shape)
    assert found.items == ("One.", "Two.") if isinstance(found, Bullets) else editable_text(found) == "One. Two."


def test_a_block_is_said_only_where_its_facts_hold() -> None:
    body = own(when=["low", "!pregnant"])
    assert "own-1" in ids(letter(body))
    assert "own-1" not in ids(letter(body, people.pregnant()))
    assert "own-1" not in ids(letter(body, people.within()))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": {"en": "Come by {due}."}}, "has nothing for “due”"),
        ({"text": {"en": "We say {nonsense}."}}, "has nothing for “nonsense”"),
        ({"text": {"de": "Bitte kommen Sie."}}, "has no words in this language"),
        ({"when": ["retired_fact"]}, "does not know retired_fact"),
    ],
)
def test_what_cannot_be_said_whole_is_left_out_and_named(fields: dict[str, Any], said: str) -> None:
    found = letter(own(**fields), people.within())
    assert "own-1" not in ids(found) or fields.get("when")
    warning = next((each for each in found.warnings if each.id.startswith("own_")), None)
    if "when" in fields:
        assert warning is None, "a fact that is not known does not hold"
        found = letter(own(when=["!retired_fact"]), people.within())
        warning = next(each for each in found.warnings if each.id.startswith("own_"))
    assert warning is not None and said in warning.text and not warning.blocks


def test_markup_is_printed_as_it_was_typed() -> None:
    draft = letter(own(heading={"en": HOSTILE}, text={"en": HOSTILE}))
    assert HOSTILE in [block.text for block in draft.blocks if isinstance(block, Heading | Paragraph)]
    assert render(draft).startswith(b"%PDF")


def test_a_name_that_looks_like_a_value_stays_a_name() -> None:
    person = people.first_low(family="{value}")
    said = next(b for b in letter(own(text={"en": "For {name}: {value}."}), person).blocks if b.id == "own-1")
    assert isinstance(said, Paragraph) and said.text == "For Kwame {value}: 34."


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (own(text={"en": "{0.__class__}"}), "A brace { or } stands alone."),
        (own(text={"en": "{value!r:>99}"}), "A brace { or } stands alone."),
        (own(text={"en": "{value"}), "A brace { or } stands alone."),
        (own(text={"en": ""}), "This block says nothing yet"),
        (own(text={}), "This block says nothing yet"),
        (own(text={"en": "a\x07b"}), "This holds a character that cannot be kept."),
        (own(text={"en": "x" * (LONGEST_TEXT + 1)}), "This is too long."),
        (own(text={"en": "x" * 10_240}), "This is too long."),
        (own(text={"english!": "x"}), "This is not written as it has to be."),
        (own(kind="table"), "This is not one of the words there are to choose from."),
        (own(when=["low or not"]), "This is not written as it has to be."),
        (own(heading={"en": "x", "de": "x"}), "A heading needs words under it."),
        ({"own": [own()["own"][0]] * 2}, "Two blocks bear the same name."),
        ({"own": [{**own()["own"][0], "id": f"own-{n}"} for n in range(21)]}, "These are too many."),
        (own(id="value"), "This is not written as it has to be."),
        ({"blocks": []}, "This is not known."),
    ],
)
def test_what_is_wrong_is_refused_in_one_sentence(body: object, said: str) -> None:
    assert said in refused(body)


def test_the_longest_text_is_taken() -> None:
    assert OwnBlock.model_validate(own(text={"en": "x" * LONGEST_TEXT})["own"][0]).lines("en")


def test_there_is_no_other_kind_of_letter() -> None:
    assert refused({}, "invoice") == "There is no kind of letter invoice."


def test_the_rule_book_tells_that_the_letters_were_changed() -> None:
    found = overlay(rules(), [edit({"left_out": ["tell"]})])
    assert found.book.version == f"{rules().version}+clinic.7"
    assert found.book.letter_blocks == {"patient": OwnLetter(left_out=("tell",))}
    assert overlay(rules(), [ClinicEdit(id=8, kind=EditKind.LETTER, key="patient")]).book.version == rules().version


@pytest.mark.parametrize(
    "text", ["Come to room 12 between 8:00 and 9:30.", "We are closed from 24 to 31 December 2030."]
)
def test_hours_and_rooms_of_the_clinic_are_not_held_against_the_record(text: str) -> None:
    assert found_in(text) == []


def test_an_interval_that_the_clinic_says_of_the_test_is_held_against_the_record() -> None:
    assert found_in("The interval for ALP is 10 to 20 U/L.") == ["interval"]


def found_in(text: str) -> list[str]:
    book = lay(rules(), edit(own(text={"en": text})))
    source = people.first_low().source()
    composed = compose(source, book, LetterKind.PATIENT)
    return [each.id for each in checked(composed, Truth(source, book, LetterKind.PATIENT, "en", composed)).warnings]


def test_letters_of_another_kind_stay_as_they_are() -> None:
    book = lay(rules(), edit(own(), "recall"))
    assert "own-1" not in ids(compose(people.first_low().source(), book, LetterKind.PATIENT))
