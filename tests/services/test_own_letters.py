"""A clinic adapts its letters: tried out on nobody's record, kept with who and why, and led back."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from alpdesk.domain.letter import Paragraph
from alpdesk.domain.own_letter import OwnBlock, OwnLetter
from alpdesk.domain.records import LetterKind, Role, User
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.letters.catalogue import offered
from alpdesk.letters.examples import examples
from alpdesk.letters.outline import outlines
from alpdesk.services.adapted import Adapted, differing, merged, untouched
from alpdesk.services.desk import Desk
from alpdesk.services.own_letters import LetterConflict
from alpdesk.services.own_rules import EditFault
from alpdesk.store.audit import Actor
from tests.services.conftest import Bench
from tests.services.test_impact import DAY

PATIENT = LetterKind.PATIENT
ABOUT = "en.patient.about"
SHIPPED = tuple(entry.id for entry in outlines().entries(PATIENT))
HOSTILE = '<img src="file:///etc/passwd"> <b>A & B</b> </para> %s'


def block(text: str = "Bring a warm coat.", **more: Any) -> OwnBlock:
    return OwnBlock.model_validate({"id": "own-a1", "text": {"en": text}, **more})


def with_block(text: str = "Bring a warm coat.", **more: Any) -> Adapted:
    return Adapted(OwnLetter(order=("own-a1", *SHIPPED), own=(block(text, **more),)))


def keep(desk: Desk, adapted: Adapted, reason: str = "", kind: LetterKind = PATIENT) -> Adapted:
    return desk.own_letters.keep(kind, adapted, desk.own_letters.read(kind), reason).adapted


def said(desk: Desk, kind: LetterKind, adapted: Adapted) -> dict[str, str]:
    return {fault.field: fault.sentence for fault in desk.own_letters.check(kind, adapted)}


@pytest.mark.parametrize("kind", list(LetterKind))
def test_nothing_is_wrong_with_what_is_shipped(desk: Desk, kind: LetterKind) -> None:
    assert desk.own_letters.read(kind) == (Adapted(), {}, ())
    words = {s.key: desk.own_letters.shipped_words()[s.key] for b in desk.own_letters.blocks(kind) for s in b.sentences}
    assert len(words) > 20
    assert desk.own_letters.check(kind, Adapted(words=words)) == ()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_kind_is_tried_out_on_every_made_up_patient_and_nothing_is_written(desk: Desk, kind: LetterKind) -> None:
    before = desk.context.database.head().seq
    for place, example in enumerate(examples()):
        language = offered()[place % len(offered())]
        tried = desk.own_letters.tried(kind, Adapted(), example, language)
        assert tried.pages.startswith(b"%PDF") and tried.draft.language == language
        assert (tried.ease is not None) == (language == "en" and not kind.to_colleague)
    assert desk.context.database.head().seq == before


def test_the_letter_of_a_patient_follows_what_was_kept(bench: Bench) -> None:
    desk, patient = bench.desk, bench.patient()
    bench.enter(patient, "30", DAY)
    keep(desk, Adapted(with_block("ALP {value}: bring a coat.").change, {ABOUT: "ALP is a protein."}), "cold house")
    draft = desk.letters.compose(patient, PATIENT)
    words = " ".join(draft.words())
    assert "ALP 30: bring a coat." in words and "ALP is a protein." in words
    assert "+clinic." in draft.rule_book and draft.rule_book in draft.footer
    keep(desk, Adapted(), "warm again")
    back = desk.letters.compose(patient, PATIENT)
    assert "coat" not in " ".join(back.words()) and "+clinic." not in back.rule_book


def test_one_change_is_one_entry_of_the_trail_and_no_change_is_none(bench: Bench) -> None:
    before = bench.audit()
    adapted = keep(bench.desk, Adapted(with_block().change, {ABOUT: "ALP is a protein."}))
    assert bench.audit() == before + 1
    assert keep(bench.desk, adapted) == adapted
    assert keep(bench.desk, Adapted(adapted.change, {**adapted.words})) == adapted
    assert bench.audit() == before + 1


def test_words_as_they_are_shipped_are_no_change(desk: Desk) -> None:
    shipped = desk.own_letters.shipped_words()[ABOUT]
    assert keep(desk, Adapted(words={ABOUT: shipped})) == Adapted()
    order = tuple(entry.id for entry in outlines().entries(PATIENT))
    assert keep(desk, Adapted(OwnLetter(order=order))) == Adapted()
    assert desk.own_letters.history(PATIENT) == ()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_what_a_letter_must_contain_is_not_left_out(desk: Desk, kind: LetterKind) -> None:
    for entry in outlines().entries(kind):
        found = said(desk, kind, Adapted(OwnLetter(left_out=(entry.id,))))
        assert ("left_out" in found) is entry.needed, entry.id
    needed = {entry.id for entry in outlines().entries(kind) if entry.needed}
    assert {"replaces", "sign-off"} < needed


def test_a_needed_block_stands_above_the_signature(desk: Desk) -> None:
    order = [entry.id for entry in outlines().entries(PATIENT)]
    order.remove("contact")
    found = said(desk, PATIENT, Adapted(OwnLetter(order=(*order, "contact"))))
    assert found == {"order.contact": "This block must stand above the signature."}
    order.remove("tell")
    assert said(desk, PATIENT, Adapted(OwnLetter(order=(*order, "contact", "tell")))).keys() == {"order.contact"}


@pytest.mark.parametrize(
    ("adapted", "field", "sentence"),
    [
        (with_block("You have cancer."), "own.own-a1.text.en", "must not say"),
        (with_block(heading={"en": "Nothing to worry about"}), "own.own-a1.heading.en", "must not say"),
        (with_block("Hello {nobody}."), "own.own-a1.text.en", "{nobody} is not known."),
        (with_block("{0.__class__}"), "own.own-a1.text.en", "A brace { or } stands alone."),
        (with_block("{value:>100}"), "own.own-a1.text.en", "A brace { or } stands alone."),
        (with_block("{}"), "own.own-a1.text.en", "{} is not known."),
        (with_block(" "), "own.own-a1.text", "says nothing yet"),
        (with_block(when=("nonsense",)), "own.own-a1.when", "There is no fact nonsense"),
        (with_block(when=("low|!nonsense",)), "own.own-a1.when", "There is no fact nonsense"),
        (with_block(when=("decided",)), "own.own-a1.when", "There is no fact decided"),
        (Adapted(words={ABOUT: "You have cancer."}), f"words.{ABOUT}", "must not say"),
        (Adapted(words={ABOUT: "ALP {value}"}), f"words.{ABOUT}", "{value} is not known in this sentence."),
        (Adapted(words={ABOUT: ""}), f"words.{ABOUT}", "This is empty."),
        (Adapted(words={ABOUT: "x" * 10_240}), f"words.{ABOUT}", "This is too long."),
        (Adapted(words={ABOUT: "a\x00b"}), f"words.{ABOUT}", "cannot be kept"),
    ],
)
def test_what_is_wrong_is_named_by_field_and_not_kept(desk: Desk, adapted: Adapted, field: str, sentence: str) -> None:
    assert sentence in said(desk, PATIENT, adapted)[field]
    with pytest.raises(EditFault):
        keep(desk, adapted)
    assert desk.own_letters.history(PATIENT) == ()


def test_a_text_of_ten_kilobytes_is_named_by_its_block(desk: Desk) -> None:
    long = OwnBlock.model_construct(id="own-a1", kind="paragraph", heading={}, when=(), text={"en": "x" * 10_240})
    adapted = Adapted(OwnLetter.model_construct(order=(), left_out=(), own=(long,)))
    assert said(desk, PATIENT, adapted) == {"own.own-a1.text.en": "This is too long."}


def test_a_colleague_may_be_told_what_a_patient_may_not(desk: Desk) -> None:
    adapted = with_block("Please consider hypophosphatasia; {decided_by}.", when=("decided",))
    assert desk.own_letters.check(LetterKind.DOCTOR, adapted) == ()
    assert len(desk.own_letters.check(PATIENT, adapted)) == 3


def test_markup_is_printed_as_it_was_typed(desk: Desk) -> None:
    adapted = with_block(HOSTILE, heading={"en": HOSTILE})
    assert desk.own_letters.check(PATIENT, adapted) == ()
    pages = PdfReader(BytesIO(desk.own_letters.tried(PATIENT, adapted, "first_low", "en").pages)).pages
    read = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert read.count('<img src="file:///etc/passwd"> <b>A & B</b> </para> %s') == 2
    assert all("/XObject" not in page.get("/Resources", {}) or not page.images for page in pages)


def test_every_value_and_fact_that_is_offered_is_known_and_the_values_bear_an_example(desk: Desk) -> None:
    for kind in LetterKind:
        assert set(desk.own_letters.facts(kind)) <= outlines().facts(kind)
        found = [desk.own_letters.values(kind, example) for example in desk.own_letters.examples()]
        shown = {value.name for values in found for value in values if value.example}
        names = [value.name for value in found[0]]
        lacking = set(names) - shown - {"phone", "urgent_contact", "history_absent", "history_events"}
        assert lacking == set(), kind


def test_a_sentence_that_other_kinds_say_too_is_named(desk: Desk) -> None:
    assert set(desk.own_letters.said_in("en.patient.medicines")) == {PATIENT, LetterKind.RECALL, LetterKind.SUMMARY}
    assert desk.own_letters.said_in("en.recall.elsewhere") == (LetterKind.RECALL,)


def test_history_tells_who_when_why_and_how_it_stood(desk: Desk) -> None:
    first = keep(desk, Adapted(with_block().change, {ABOUT: "ALP is a protein."}), "cold house")
    keep(desk, Adapted(), "warm again")
    newest, oldest = desk.own_letters.history(PATIENT)
    assert (newest.reason, newest.before, newest.adapted) == ("warm again", first, Adapted())
    assert (oldest.reason, oldest.before, oldest.adapted) == ("cold house", Adapted(), first)
    assert oldest.by == desk.actor.name and oldest.at is not None
    assert differing(oldest.before, oldest.adapted) == ("order", "own.own-a1", f"words.{ABOUT}")
    assert keep(desk, oldest.adapted, "cold again") == first


def test_staff_read_the_letters_and_change_none(desk: Desk) -> None:
    clerk = desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    staff = Desk(replace(desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    assert staff.own_letters.tried(PATIENT, with_block(), "child", "en").pages
    with pytest.raises(AlpdeskError, match="Only a clinician or an administrator"):
        keep(staff, with_block())
    assert desk.own_letters.history(PATIENT) == ()


def test_the_second_of_two_sees_what_the_first_kept_and_joins_both(desk: Desk) -> None:
    read = desk.own_letters.read(PATIENT)
    desk.own_letters.keep(PATIENT, Adapted(OwnLetter(left_out=("tell",))), read, "first")
    mine = with_block()
    with pytest.raises(LetterConflict) as caught:
        desk.own_letters.keep(PATIENT, mine, read, "second")
    theirs = caught.value.held
    assert theirs.adapted.change.left_out == ("tell",)
    joined = merged(mine, theirs.adapted, untouched(read.adapted, mine, theirs.adapted))
    kept = desk.own_letters.keep(PATIENT, joined, theirs, "both").adapted.change
    assert (kept.left_out, kept.own, kept.order) == (("tell",), (block(),), ("own-a1", *SHIPPED))


def test_blocks_that_both_have_added_both_stand_where_they_were_put() -> None:
    first = with_block().change
    other = block("Ring twice.", id="own-b2")
    second = OwnLetter(order=(*SHIPPED[:3], "own-b2", *SHIPPED[3:]), own=(other,))
    for keep_theirs in ({"own.own-b2"}, {"own.own-b2", "order"}):
        joined = merged(Adapted(first), Adapted(second), keep_theirs).change
        assert joined.order == ("own-a1", *SHIPPED[:3], "own-b2", *SHIPPED[3:])
        assert {each.id for each in joined.own} == {"own-a1", "own-b2"}


def test_two_who_change_different_parts_of_a_kind_are_not_kept_apart(desk: Desk) -> None:
    read = desk.own_letters.read(PATIENT)
    desk.own_letters.keep(PATIENT, Adapted(words={ABOUT: "ALP is a protein."}), read)
    kept = desk.own_letters.keep(PATIENT, with_block(), read)
    assert kept.adapted == Adapted(with_block().change, {ABOUT: "ALP is a protein."})


def test_blocks_that_this_edition_does_not_have_are_named_and_passed_over(desk: Desk) -> None:
    body = {"order": ["gone", "opening"], "left_out": ["gone-too"]}
    desk.own_rules.put(EditKind.LETTER, PATIENT.value, body)
    held = desk.own_letters.read(PATIENT)
    assert held.strange == ("gone", "gone-too")
    tried = desk.own_letters.tried(PATIENT, held.adapted, "first_low", "en")
    assert isinstance(tried.draft.blocks[0], Paragraph) and tried.draft.blocks[0].id == "opening"
    kept = keep(desk, Adapted(held.adapted.change, {ABOUT: "ALP is a protein."}))
    assert "gone" not in kept.change.order and desk.own_letters.read(PATIENT).strange == ()
