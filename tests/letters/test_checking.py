"""Every wrong letter is stopped, and every letter as it was composed passes."""

import re
from collections import Counter

import pytest

from alpdesk.domain.letter import LetterDraft, editable_text
from alpdesk.domain.records import LetterKind
from alpdesk.errors import AlpdeskError
from alpdesk.letters.catalogue import offered, replaceable
from alpdesk.letters.checking import Truth, checked, swapped_in
from tests.letters import people
from tests.letters.people import PEOPLE, Person
from tests.letters.wrong_claims import CLAIMS, DIAGNOSES
from tests.letters.wrong_letters import QUOTED, WRONG as WRONG_ELSEWHERE, Wrong, also

WRONG = (*WRONG_ELSEWHERE, *CLAIMS)


def _truth(person: Person, kind: LetterKind, language: str = "en") -> Truth:
    return Truth(person.source(), people.rules(), kind, language)


def _read(wrong: Wrong) -> LetterDraft:
    truth = _truth(wrong.person(), wrong.kind, wrong.language)
    return checked(wrong.change(truth.fresh), truth)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.language}-{wrong.name}".replace(" ", "-"))
def test_a_wrong_letter_is_stopped(wrong: Wrong) -> None:
    letter = _read(wrong)
    found = {warning.id: warning for warning in letter.warnings}
    assert wrong.stopped_by in found, sorted(found)
    assert found[wrong.stopped_by].blocks is not wrong.poor


def test_all_wrong_letters_are_stopped_or_warned_of() -> None:
    letters = [(wrong, _read(wrong)) for wrong in WRONG]
    stopped = sum(bool(letter.stops({w.id for w in letter.warnings if w.asks})) for _, letter in letters)
    warned = sum(wrong.poor for wrong in WRONG)
    assert (len(WRONG), stopped + warned) == (len(letters), len(WRONG))
    assert len(WRONG) >= 80
    assert len({wrong.stopped_by for wrong in WRONG}) >= 30


def _golden() -> list[tuple[str, Truth]]:
    found = []
    for language in offered():
        for name, make in PEOPLE.items():
            for kind in LetterKind:
                try:
                    found.append((f"{language} {name} {kind.value}", _truth(make(), kind, language)))
                except AlpdeskError:
                    assert name == "nobody"
    return found


def test_every_letter_as_composed_passes() -> None:
    letters = _golden()
    faults = Counter(
        f"{name}: {warning.id} {warning.text} {warning.sentence}"
        for name, truth in letters
        for warning in checked(truth.fresh, truth).warnings
        if warning.blocks and not warning.asks
    )
    assert faults == Counter()
    assert len(letters) == len(offered()) * len(PEOPLE) * len(LetterKind)


def test_a_fault_in_the_words_names_the_block_and_the_very_sentence() -> None:
    marked = [
        (wrong, _read(wrong)) for wrong in WRONG if wrong.stopped_by in {"value", "interval", "forbidden", "date"}
    ]
    for wrong, letter in marked:
        warning = next(each for each in letter.warnings if each.id == wrong.stopped_by)
        text = next(editable_text(block) for block in letter.blocks if block.id == warning.block)
        assert warning.sentence and warning.sentence in text


@pytest.mark.parametrize("wrong", DIAGNOSES, ids=lambda wrong: f"{wrong.language}-{wrong.name}".replace(" ", "-"))
def test_a_diagnosis_to_a_colleague_stops_a_letter_until_somebody_has_seen_to_it(wrong: Wrong) -> None:
    letter = _read(wrong)
    asked = {warning.id for warning in letter.warnings if warning.asks}
    assert "diagnosis" in asked
    assert letter.stops(asked - {"diagnosis"}) and not letter.stops(asked)


RIGHT = {
    "en": ("She is known to us.", "Hypophosphatasia has not been ruled out.", "No cancer is known.",
           "Is this hypophosphatasia?"),
    "de": ("Ein Karzinom ist nicht bekannt.", "Hypophosphatasie ist noch nicht ausgeschlossen."),
    "es": ("No tiene hipofosfatasia conocida.",),
    "fr": ("L'hypophosphatasie n'est pas exclue.",),
}  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [(key, text) for key, texts in RIGHT.items() for text in texts])
def test_what_asserts_no_diagnosis_may_be_written_to_a_colleague(language: str, said: str) -> None:
    letter = _read(Wrong("", people.persistent, LetterKind.REFERRAL, also("question", said), "", language=language))
    assert "diagnosis" not in {warning.id for warning in letter.warnings}


@pytest.mark.parametrize(
    "said",
    ["Your tablet has zinc 15 mg.", "Please bring 2 of your tablets of vitamin D 800 IU.", "Ring 01865 000 100.",
     "Ring +44 1865 000 100.", "Your ALP was 29 U/L.", "It is one of the tests.", "Come at ten."],
)  # fmt: skip
def test_what_is_no_claim_about_a_result_may_be_written(said: str) -> None:
    truth = _truth(people.persistent(), LetterKind.PATIENT)
    plain = {warning.id for warning in truth.fresh.warnings if warning.blocks}
    found = {warning.id for warning in checked(also("contact", said)(truth.fresh), truth).warnings if warning.blocks}
    assert found <= plain, said


def test_what_somebody_may_see_to_stops_nothing_once_it_is_seen_to() -> None:
    letter = people.edta().letter()
    asked = {warning.id for warning in letter.warnings if warning.asks}
    assert asked and letter.stops() and not letter.stops(asked)
    truth = _truth(people.edta(), LetterKind.PATIENT)
    assert checked(truth.fresh.with_words({"medicines": ""}), truth).stops(asked)


def test_a_letter_may_say_an_older_value_beside_its_day() -> None:
    truth = _truth(people.persistent(), LetterKind.PATIENT)
    letter = truth.fresh.with_words({"about": "On 3 March 2026 it was 31 U/L. The interval then was 35 to 104 U/L."})
    assert not checked(letter, truth).stops({"not_reviewed"})


def test_a_letter_may_be_put_in_other_words() -> None:
    truth = _truth(people.first_low(), LetterKind.PATIENT)
    words = {block.id: editable_text(block) for block in truth.fresh.blocks}
    said = {
        "value": f"The result: ALP 34 U/L (usual for the laboratory: 40-129 U/L).\n{words['value']}",
        "about": "ALP is an enzyme of liver and bones. I will explain it when we meet.",
        "next": f"Could you come in about six weeks, by 26 May 2026 or so? Come at 8 am. {words['next']}",
        "meaning": f"We do not know yet what this means. {words['meaning']} Please do not lose heart.",
        "contact": f"Call 01865/000100. {words['contact']}",
    }
    assert not checked(truth.fresh.with_words(said), truth).stops()


@pytest.mark.parametrize("wrong", QUOTED, ids=lambda wrong: f"{wrong.language}-{wrong.name}".replace(" ", "-"))
def test_a_sentence_of_the_record_in_other_words_is_marked_and_told_as_it_was(wrong: Wrong) -> None:
    truth = _truth(wrong.person(), wrong.kind, wrong.language)
    letter = checked(wrong.change(truth.fresh), truth)
    warning = next(each for each in letter.warnings if each.id == "quoted")
    text = {block.id: editable_text(block) for block in letter.blocks}[warning.block]
    before = {block.id: editable_text(block) for block in truth.fresh.blocks}[warning.block]
    assert warning.sentence in text and warning.sentence not in before
    assert " ".join(warning.text.split(": ", 1)[1].split()) in " ".join(before.split())


def test_a_clinic_keeps_its_own_wording_of_a_sentence_of_the_record() -> None:
    own = {"en.patient.opening_low": "Your blood of {collected} was tested. The ALP is lower than usual."}
    rules = people.rules().model_copy(update={"letter_words": own})
    truth = Truth(people.persistent().source(), rules, LetterKind.PATIENT, "en")
    assert not checked(truth.fresh, truth).stops()
    turned = editable_text(truth.fresh.blocks[0]).replace("lower", "higher")
    assert "quoted" in {each.id for each in checked(truth.fresh.with_words({"opening": turned}), truth).stops()}


def test_intervals_that_change_places_in_a_clinics_sentence_are_found() -> None:
    told = {key: text for key, text in replaceable().items() if "{printed}" in text and "{age_sex}" in text}
    places = {"{printed}": "{age_sex}", "{age_sex}": "{printed}"}
    assert {key.partition(".")[0] for key in told} == set(offered())
    for key, text in told.items():
        assert not swapped_in(key, text)
        assert swapped_in(key, re.sub(r"\{printed\}|\{age_sex\}", lambda found: places[found[0]], text)), key


def test_the_sentences_of_every_script_are_parted() -> None:
    from alpdesk.letters.checks.sentences import sentences

    assert sentences("Am 3. April war es so. Dann 34 U/L. Ja!", "de") == (
        "Am 3. April war es so.", "Dann 34 U/L.", "Ja!",
    )  # fmt: skip
    assert sentences("यह एक है। यह दो है।", "hi") == ("यह एक है।", "यह दो है।")
    assert sentences("هل هذا؟ نعم.", "ar") == ("هل هذا؟", "نعم.")
    assert sentences("Ask Dr. Ade. She knows 3.5 U/L.", "en") == ("Ask Dr. Ade.", "She knows 3.5 U/L.")
