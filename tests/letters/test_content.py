"""What a letter must contain and must never say, for every kind of person."""

import re
from datetime import date, timedelta

import pytest

from alpdesk.domain.letter import Bullets, LetterDraft, ResultsTable, SignOff, TrendChart
from alpdesk.domain.records import LetterKind, Medicine
from alpdesk.errors import AlpdeskError
from alpdesk.letters.calendar import long_date
from alpdesk.letters.catalogue import load
from alpdesk.letters.checking import forbidden, reread
from alpdesk.letters.compose import compose
from alpdesk.letters.readability import readability
from tests.letters import people
from tests.letters.people import CLINIC, DAY, MARCH, PEOPLE, Person, alp, panel, recall

TO_PATIENTS = (LetterKind.PATIENT, LetterKind.RECALL)
LOW = ("first-low", "persistent", "on-alendronate", "fluctuating", "child", "infant", "pregnant", "microkatal")


def text_of(letter: LetterDraft) -> str:
    return "\n".join(letter.words())


@pytest.fixture(params=LOW)
def low(request: pytest.FixtureRequest) -> LetterDraft:
    return PEOPLE[request.param]().letter()


@pytest.mark.parametrize("kind", TO_PATIENTS)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_letter_to_a_patient_never_says_what_it_must_not(name: str, kind: LetterKind) -> None:
    assert list(forbidden(PEOPLE[name]().letter(kind))) == []


@pytest.mark.parametrize("kind", TO_PATIENTS)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_letter_to_a_patient_is_easy_to_read(name: str, kind: LetterKind) -> None:
    measured = readability(text_of(PEOPLE[name]().letter(kind)))
    assert measured.ease >= 70
    assert measured.sentence <= 15
    assert measured.longest <= 20
    assert measured.grade <= 6


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("name", PEOPLE)
def test_every_block_names_its_rule_and_its_reason(name: str, kind: LetterKind) -> None:
    letter = PEOPLE[name]().letter(kind)
    assert all(block.rule and block.because for block in letter.blocks)
    assert len({block.id for block in letter.blocks}) == len(letter.blocks)


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("name", PEOPLE)
def test_no_place_stays_unfilled_and_no_value_is_missing(name: str, kind: LetterKind) -> None:
    said = text_of(PEOPLE[name]().letter(kind))
    assert not re.search(r"\{\w+\}|  | ,| \.|None|  +", said)


def test_it_names_patient_number_birth_date_and_date(low: LetterDraft) -> None:
    named = " ".join(reference.text for reference in low.references)
    assert "20417" in named
    assert "20 April 2026" in named
    assert "Mensah" in named


def test_it_names_test_day_value_unit_and_interval(low: LetterDraft) -> None:
    said = text_of(low)
    assert "alkaline phosphatase" in said
    assert "14 April 2026" in said
    assert re.search(r"ALP was .*?\d.*? (U/L|µkat/L)", said)
    assert re.search(r"interval.*? \d[\d.]* to \d[\d.]* (U/L|µkat/L)", said)


def test_it_explains_alp_in_one_plain_sentence(low: LetterDraft) -> None:
    assert re.search(r"ALP comes mainly from .*liver and bones\.", text_of(low))


@pytest.mark.parametrize("name", ["first-low", "child", "pregnant", "fluctuating"])
def test_one_low_value_often_means_nothing_serious_and_is_repeated(name: str) -> None:
    said = text_of(PEOPLE[name]().letter())
    assert "often means nothing serious" in said
    assert "done again" in said


def test_it_says_why_this_person_is_asked(low: LetterDraft) -> None:
    why = next(block for block in low.blocks if block.id == "why")
    assert isinstance(why, Bullets)
    assert why.items


def test_it_says_what_to_do_and_by_when() -> None:
    said = text_of(people.first_low().letter())
    assert "between 15 May 2026 and 26 May 2026" in said
    assert "We plan to test: ALP, calcium" in said
    assert "list of all that you take" in said


def test_an_open_recall_gives_the_date() -> None:
    person = people.first_low(recalls=(recall(date(2026, 6, 3), "alp"),))
    assert "by 3 June 2026" in text_of(person.letter())


def test_a_day_gone_by_is_never_asked_for() -> None:
    person = people.first_low(recalls=(recall(DAY - timedelta(days=3), "alp"),))
    assert "17 April 2026" not in text_of(person.letter())


def test_vitamin_b6_is_left_out_only_if_told_and_only_when_it_is_tested() -> None:
    assert "Only if we have told you so: leave out vitamin B6 for 7 days" in text_of(people.on_alendronate().letter())
    assert "leave out vitamin B6" not in text_of(people.first_low().letter())


def test_medicines_are_not_stopped(low: LetterDraft) -> None:
    assert re.search(r"do not stop any of your( child's)? medicines unless we ask you to", text_of(low))


def test_it_names_warning_signs_and_the_way_to_help(low: LetterDraft) -> None:
    said = text_of(low)
    assert "Call an ambulance" in said
    assert any(block.id == "sooner" for block in low.blocks)
    assert CLINIC.phone in said
    assert "01865 000 199" in said


def test_it_is_signed_and_lists_its_copies(low: LetterDraft) -> None:
    signed = next(block for block in low.blocks if isinstance(block, SignOff))
    assert signed.name == "Dr Nadia Ade"
    assert low.copies


def test_a_copy_goes_to_the_referring_doctor() -> None:
    assert "Dr Lin Park" in people.child().letter().copies


def test_a_taken_medicine_that_can_lower_alp_is_named() -> None:
    said = text_of(people.on_alendronate().letter())
    assert "You take alendronate. It can lower ALP." in said
    assert "We will talk with you about alendronate before the next dose" in said


def test_a_stopped_medicine_is_not_named() -> None:
    taken = Medicine(name="alendronate", medicine_class="bisphosphonate", stopped=date(2020, 1, 1))
    assert "alendronate" not in text_of(people.first_low(medicines=(taken,)).letter())


def test_relatives_are_spoken_of_when_the_criteria_are_met() -> None:
    assert "runs in families" not in text_of(people.persistent().letter())
    assert "can run in families" in text_of(people.full_record().letter())


def test_a_letter_about_a_child_goes_to_the_parents_with_the_interval_for_the_age() -> None:
    letter = people.child().letter()
    assert letter.recipient[0] == "Parent or guardian of Kofi Mensah"
    assert "156 to 369 U/L" in text_of(letter)


@pytest.mark.parametrize("name", ["child", "child-adult-interval", "growing-boy", "infant"])
@pytest.mark.parametrize("kind", TO_PATIENTS)
def test_a_letter_about_a_child_never_holds_an_interval_that_does_not_fit_the_age(name: str, kind: LetterKind) -> None:
    everything = PEOPLE[name]().letter(kind).model_dump_json()
    for adult in ("40 to 129", "60 to 425", '"40"', '"129"', '"425"', '"35"', '"104"'):
        assert adult not in everything


def test_an_adult_interval_beside_a_childs_value_is_named_as_left_out() -> None:
    assert "printed_unsafe" in {warning.id for warning in people.child_adult_interval().letter().warnings}


def test_a_printed_interval_that_fits_the_child_stands_in_the_letter() -> None:
    person = Person((panel(MARCH, alp("112", "160", "380")),), given="Kofi", born=date(2019, 6, 1))
    assert "160 to 380 U/L" in text_of(person.letter())


def test_each_value_of_a_growing_child_stands_beside_the_interval_of_its_own_day() -> None:
    table = next(block for block in people.growing_boy().letter().blocks if isinstance(block, ResultsTable))
    assert [row.age_sex for row in table.rows] == ["156 to 369", "156 to 369", "141 to 460", "141 to 460"]


def test_parents_do_not_read_of_the_pill() -> None:
    pill = Medicine(name="Microgynon", medicine_class="oestrogen", started=date(2025, 1, 1))
    person = Person(
        (panel(MARCH, alp("40")), panel(date(2026, 1, 1), alp("41"))), born=date(2011, 6, 1), medicines=(pill,)
    )
    assert "Microgynon" not in person.letter().model_dump_json()


def test_a_pregnant_child_is_written_to_herself_and_somebody_is_asked() -> None:
    person = Person((panel(MARCH, alp("12"), gestation_weeks=9),), born=date(2011, 6, 1))
    letter = person.letter()
    assert "Parent" not in letter.recipient[0]
    assert any(warning.id == "pregnant_child" and warning.blocks for warning in letter.warnings)


def test_somebody_looks_who_reads_the_letter_of_a_teenager() -> None:
    letter = Person((panel(MARCH, alp("40")),), born=date(2009, 1, 1)).letter()
    assert "teenager" in {warning.id for warning in letter.warnings}


def test_pregnancy_brings_its_own_interval() -> None:
    said = text_of(people.pregnant().letter())
    assert "You were 10 weeks pregnant" in said
    assert "17 to 88 U/L" in said
    assert "35 to 104" not in said


def test_a_value_is_told_in_the_unit_it_was_reported_in() -> None:
    said = text_of(people.microkatal().letter())
    assert "0.52 µkat/L" in said
    assert "0.58 to 1.74 µkat/L" in said


def test_a_bound_is_told_as_a_bound() -> None:
    assert "below 20 U/L" in text_of(people.below_detection().letter())


def test_a_value_that_is_back_is_not_called_harmless() -> None:
    said = text_of(people.back_to_normal().letter())
    assert "This time it is not low" in said
    assert "keep the earlier value" in said


@pytest.mark.parametrize(("name", "words"), [("edta", "wrong kind of tube"), ("wrong-tube", "spoils this test")])
def test_a_suspended_sample_asks_for_a_new_one_and_claims_nothing(name: str, words: str) -> None:
    said = text_of(PEOPLE[name]().letter())
    assert words in said
    assert "We need a new sample" in said
    assert "is low" not in said
    assert "below the usual interval" not in said


def test_under_asfotase_alfa_nothing_is_called_low_or_high() -> None:
    said = text_of(people.treated().letter())
    assert "do not read the value as low or high" in said
    assert "below the usual interval" not in said


@pytest.mark.parametrize("name", ["edta"])
def test_a_pressing_alert_is_told_by_telephone_first(name: str) -> None:
    warnings = PEOPLE[name]().letter().warnings
    assert any(warning.id.startswith("phone_") and warning.blocks for warning in warnings)
    assert "elephone the patient" in " ".join(warning.text for warning in warnings)


@pytest.mark.parametrize("name", ["unit-slip", "sex-unknown"])
def test_what_could_not_be_judged_holds_the_letter_back(name: str) -> None:
    assert any(warning.blocks for warning in PEOPLE[name]().letter().warnings)


def test_a_letter_without_results_is_refused_in_one_sentence() -> None:
    with pytest.raises(AlpdeskError, match="No ALP result"):
        Person(()).letter()


def test_a_reminder_without_results_can_still_be_sent() -> None:
    letter = Person((), recalls=(recall(DAY + timedelta(days=9)),)).letter(LetterKind.RECALL)
    assert "by 29 April 2026" in text_of(letter)


def test_a_reminder_says_that_the_day_has_passed() -> None:
    letter = people.first_low(recalls=(recall(DAY - timedelta(days=20)),)).letter(LetterKind.RECALL)
    assert "was due for you by 31 March 2026" in text_of(letter)
    assert "We do not have a result yet" in text_of(letter)


def test_missing_address_phone_and_letterhead_are_named() -> None:
    bare = CLINIC.model_copy(update={"phone": "", "address": ""})
    letter = Person(people.first_low().panels, address="").letter(clinic=bare)
    assert {"no_phone", "no_clinic", "no_address"} <= {warning.id for warning in letter.warnings}
    assert "call us on" not in text_of(letter)


def test_a_letter_falls_back_to_english_and_says_so() -> None:
    source = people.first_low().source()
    patient = source.record.patient.model_copy(update={"language": "sw"})
    spoken = source.model_copy(update={"record": source.record.model_copy(update={"patient": patient})})
    letter = compose(spoken, people.rules(), LetterKind.PATIENT)
    assert letter.language == "en"
    assert "language" in {warning.id for warning in letter.warnings}


def test_us_paper_brings_us_dates() -> None:
    letter = people.first_low().letter(clinic=CLINIC.model_copy(update={"paper": "Letter"}))
    assert "April 14, 2026" in text_of(letter)


@pytest.mark.parametrize(
    "said",
    [
        "You have hypophosphatasia.",
        "You do not have HPP.",
        "This could be cancer.",
        "There is nothing to worry about.",
        "Please ignore this result.",
        "Eat more zinc.",
        "Try vitamin B6.",
        "A balanced diet will normalise it.",
        "Stop your contraceptive.",
        "Please stop taking your alendronate.",
        "Your bones are weak.",
        "The genetic test was positive.",
        "Your child has rickets.",
        "Stop your zinc.",
        "Stop using these drops.",
        "You certainly suffer from HPP",
        "You, we are sure, do suffer badly from HPP",
        "There is a 40 % chance.",
        "The normal range is 40 to 129.",
    ],
)
def test_forbidden_words_typed_by_hand_hold_the_letter_back(said: str) -> None:
    letter = reread(people.first_low().letter().with_words({"about": said}))
    assert any(warning.id == "forbidden" and warning.blocks for warning in letter.warnings)


def test_changed_words_stand_in_the_letter_and_tables_do_not_change() -> None:
    letter = people.persistent().letter().with_words({"about": "New words.", "tell": "one\n\ntwo", "results": "x"})
    assert "New words." in text_of(letter)
    assert next(b for b in letter.blocks if b.id == "tell").model_dump()["items"] == ("one", "two")
    assert [b for b in letter.blocks if isinstance(b, ResultsTable | TrendChart)] == [
        b for b in people.persistent().letter().blocks if isinstance(b, ResultsTable | TrendChart)
    ]


def test_a_letter_survives_being_kept_as_text() -> None:
    letter = people.full_record().letter(LetterKind.REFERRAL)
    assert LetterDraft.model_validate_json(letter.model_dump_json()) == letter


def test_a_letter_knows_which_results_it_quotes() -> None:
    letter = people.persistent().letter()
    assert len(letter.panel_ids) == len(letter.result_ids) == 4


def test_a_letter_never_asks_for_a_test_on_the_day_it_is_written() -> None:
    asked = [
        each for name in PEOPLE for each in re.findall(r"blood test by ([^.]+)\.", text_of(PEOPLE[name]().letter()))
    ]
    assert asked
    assert f"{DAY:%-d %B %Y}" not in asked


_TWICE = (panel(date(2023, 1, 5), alp("25")), panel(date(2023, 6, 5), alp("26")), panel(date(2024, 3, 5), alp("70")))


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "hi", "ar"])
def test_every_low_on_record_is_counted_not_only_those_of_the_latest_run(language: str) -> None:
    again = (panel(date(2026, 1, 5), alp("30")), panel(MARCH, alp("31")))
    words = load(language, "A4")
    told = text_of(_in(language, Person((*_TWICE, *again)), LetterKind.PATIENT))
    assert words.plural("times", "words", 4) in told and long_date(date(2023, 1, 5), words.locale) in told
    told = text_of(_in(language, Person((*_TWICE, panel(MARCH, alp("31")))), LetterKind.REFERRAL))
    assert words.plural("times", "words", 3) in told and words.plural("times", "words", 1) not in told


def _in(language: str, person: Person, kind: LetterKind) -> LetterDraft:
    return compose(person.source(), people.rules(), kind, language=language)


@pytest.mark.parametrize("kind", [LetterKind.RECALL, LetterKind.SUMMARY])
def test_who_had_several_lows_is_not_told_what_one_low_means(kind: LetterKind) -> None:
    assert "One low value on its own" in text_of(people.first_low().letter(kind))
    several = (people.persistent(), Person((*_TWICE, panel(MARCH, alp("31")))))
    assert all("One low value on its own" not in text_of(person.letter(kind)) for person in several)
