"""What the letter to a specialist holds."""

from alpdesk.domain.letter import LetterDraft, Table
from alpdesk.domain.records import LetterKind
from tests.letters import people


def referral(person: people.Person) -> LetterDraft:
    return person.letter(LetterKind.REFERRAL)


def said_in(letter: LetterDraft) -> str:
    return "\n".join(letter.words())


def table(letter: LetterDraft, name: str) -> Table:
    return next(block for block in letter.blocks if block.id == name and isinstance(block, Table))


def test_the_reason_is_the_first_thing_read() -> None:
    letter = referral(people.full_record())
    assert letter.subject == "Persistently low alkaline phosphatase (ALP) for age and sex"
    assert letter.blocks[0].id == "reason"


def test_every_alp_stands_with_day_value_unit_intervals_verdict_and_tube() -> None:
    alps = table(referral(people.full_record()), "alp")
    assert alps.rows[-1][:4] == ("14 Apr 2026", "↓ 29 U/L low", "35 to 104", "35 to 104")
    assert "serum" in alps.note


def test_medicines_stand_with_dates_and_the_ones_that_matter_in_bold() -> None:
    medicines = table(referral(people.full_record()), "medicines")
    bold = {medicines.rows[index][0] for index in medicines.strong}
    assert bold == {"alendronate 70 mg weekly", "prednisolone 5 mg"}
    assert ("alendronate 70 mg weekly", "since 1 Jan 2024") in medicines.rows
    assert ("prednisolone 5 mg", "1 Jun 2025 to 1 Sept 2025") in medicines.rows


def test_companions_stand_with_intervals_and_what_was_not_done_is_named() -> None:
    others = table(referral(people.full_record()), "companions")
    assert ("Phosphate", "↑ 1.57 mmol/L high", "0.80 to 1.50", "") in others.rows
    assert "Urine PEA" in others.note


def test_history_tells_present_absent_and_events() -> None:
    said = said_in(referral(people.full_record()))
    assert "Present: Recurrent metatarsal fractures" in said
    assert "Absent: Early loss of adult teeth" in said
    assert "Fracture (9 Aug 2025)" in said


def test_criteria_are_told_as_entered_and_never_as_a_diagnosis() -> None:
    said = said_in(referral(people.full_record()))
    assert "The entered findings meet the combination" in said
    assert "This is not a diagnosis." in said
    assert "Unknown: Pathogenic or likely pathogenic ALPL variant" in said


def test_the_sample_was_checked() -> None:
    said = said_in(referral(people.full_record()))
    assert "Tube: serum. Haemolysis: none noted. EDTA pattern" in said
    assert "not assessable" in said_in(referral(people.first_low()))


def test_cautions_are_given() -> None:
    said = said_in(referral(people.full_record()))
    assert "hypophosphatasia should be considered before the next dose" in said
    assert "until hypophosphatasia has been considered" in said_in(referral(people.persistent()))
    assert "at least 7 days off vitamin B6, protected from light" in said


def test_there_is_a_question_and_an_urgency() -> None:
    said = said_in(referral(people.on_alendronate()))
    assert "Question: could you" in said
    assert "what do you advise about alendronate" in said
    assert "Urgency:" in said


def test_causes_stand_in_alphabetical_order_as_a_checklist_to_be_signed() -> None:
    said = next(b for b in referral(people.full_record()).blocks if b.id == "checklist").model_dump()["text"]
    causes = said.split("order: ")[1].split(". Checklist")[0].split("; ")
    assert causes == sorted(causes, key=str.casefold)
    assert "Checklist, not a diagnosis; reviewed by ___" in said


def test_a_copy_goes_to_the_patient() -> None:
    assert referral(people.full_record()).copies == ("Dr Lin Park", "the patient")


def test_the_specialists_address_is_asked_for() -> None:
    assert "no_specialist" in {warning.id for warning in referral(people.first_low()).warnings}


def test_an_address_given_by_hand_stands_in_the_window() -> None:
    letter = referral(people.first_low()).addressed_to(("Dr Ines Roth", "Bone Clinic", "Oxford"))
    assert letter.recipient[0] == "Dr Ines Roth"
    assert "no_specialist" not in {warning.id for warning in letter.warnings}


def test_a_unit_is_told_as_the_report_gave_it() -> None:
    rows = table(referral(people.full_record()), "companions").rows
    assert ("PTH", "31 ng/L", "15 to 65", "") in rows


def test_a_suspended_value_is_told_as_not_readable() -> None:
    assert "cannot be read" in said_in(referral(people.edta()))
