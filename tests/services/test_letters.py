"""Letters at the desk: composed, kept as issued, printed."""

import hashlib
import io
from collections.abc import Callable
from datetime import date, timedelta

import pypdf
import pytest

from alpdesk.domain.letter import Paragraph, editable_text
from alpdesk.domain.records import LetterKind, LetterState, Medicine, Result, Role, Sex, Specimen, User
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk, build
from alpdesk.services.entry import ResultDraft
from alpdesk.services.history import History
from alpdesk.services.letter_writing import LetterRefusedError
from alpdesk.store.audit import Actor
from alpdesk.store.letter_tables import LetterRow
from tests.conftest import Clock
from tests.services.conftest import Bench
from tests.store.test_audit import after

TODAY = date(2026, 3, 2)
UNDUE = ("nothing_due",)  # a reminder of nothing is wanted all the same


@pytest.fixture
def low(bench: Bench) -> int:
    patient = bench.patient()
    bench.enter(patient, "31", TODAY)
    return patient


def test_composing_and_looking_write_nothing(bench: Bench, low: int) -> None:
    before = bench.audit()
    letters = bench.desk.letters
    letters.pdf(letters.compose(low, "patient"))
    assert bench.audit() == before


def test_a_letter_is_kept_as_issued_with_its_hash_and_what_it_quotes(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    draft = letters.compose(low, LetterKind.PATIENT)
    kept = letters.keep(draft)
    pages = letters.bytes(kept.id)
    assert pages == letters.pdf(letters.draft(kept.id))
    assert kept.sha256 == hashlib.sha256(pages).hexdigest()
    assert kept.panel_ids == draft.panel_ids != ()
    assert kept.result_ids == draft.result_ids != ()
    assert kept.rule_book == bench.desk.rules.version
    assert [b.id for b in letters.draft(kept.id).blocks] == [b.id for b in draft.blocks]


def test_keeping_is_one_audit_entry(bench: Bench, low: int) -> None:
    draft = bench.desk.letters.compose(low, "patient")
    before = bench.audit()
    bench.desk.letters.keep(draft)
    assert bench.audit() == before + 1


def test_changed_words_are_what_is_kept(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient").with_words({"about": "Quite other words."}))
    text = pypdf.PdfReader(io.BytesIO(letters.bytes(kept.id))).pages[0].extract_text()
    assert "Quite other words." in text


def test_a_printed_letter_keeps_its_first_day(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    assert kept.state is LetterState.SIGNED
    first = letters.mark_printed(kept.id)
    assert first.state is LetterState.PRINTED
    assert letters.mark_printed(kept.id).printed_at == first.printed_at


def test_unprinted_letters_wait_on_today(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    assert [each.letter_id for each in bench.desk.worklist.today().letters] == [kept.id]
    letters.mark_printed(kept.id)
    assert bench.desk.worklist.today().letters == ()


def test_lists_are_newest_first_and_page_on(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    ids = [letters.keep(letters.compose(low, kind), seen_to=UNDUE).id for kind in ("patient", "referral", "recall")]
    assert [each.id for each in letters.list(low)] == ids[::-1]
    assert [each.id for each in letters.list(before=ids[1])] == ids[:1]
    assert letters.list(low)[0].patient_name == "Bloom, Molly"


def test_pages_changed_behind_the_desk_are_not_handed_out(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    with bench.desk.context.begin("tampering") as session:
        row = session.get(LetterRow, kept.id)
        assert row is not None
        row.pdf = b"%PDF-1.4 something else"
    with pytest.raises(AlpdeskError, match="not the ones that were issued"):
        letters.bytes(kept.id)


def test_a_new_result_does_not_change_what_was_issued(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    before = letters.bytes(kept.id)
    bench.enter(low, "60", TODAY)
    assert letters.bytes(kept.id) == before


def test_letters_that_quote_a_result_are_found(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    assert letters.quoting(low, kept.result_ids) == (kept,)
    assert letters.quoting(low, (10**6,)) == ()


def test_the_signed_plan_gives_the_letter_its_date(bench: Bench, low: int) -> None:
    from alpdesk.domain.records import DecisionKind
    from alpdesk.services.decisions import DecisionDraft

    waiting = bench.desk.decisions.waiting(low)
    assert waiting is not None
    before = {warning.id for warning in bench.desk.letters.compose(low, "patient").warnings}
    bench.desk.decisions.sign(
        DecisionDraft(
            patient_id=low,
            assessment_id=waiting.id,
            kind=DecisionKind.REPEAT,
            templates=("first-low",),
            due=date(2026, 4, 14),
        )
    )
    draft = bench.desk.letters.compose(low, "patient")
    assert "14 April 2026" in "\n".join(draft.words())
    assert "not_reviewed" in before
    assert "not_reviewed" not in {warning.id for warning in draft.warnings}


def test_the_letter_is_signed_by_who_is_at_the_desk(bench: Bench, low: int) -> None:
    assert bench.desk.letters.compose(low, "patient").model_dump_json().count("Dr. Test") >= 1


def test_a_letter_that_is_not_there_is_said_plainly(bench: Bench) -> None:
    with pytest.raises(AlpdeskError, match="not in the records"):
        bench.desk.letters.bytes(99)


def test_there_are_letters_in_english(bench: Bench) -> None:
    assert "en" in bench.desk.letters.languages()


def _staff(bench: Bench) -> Desk:
    """Return a desk at which somebody sits who may not sign."""
    desk = bench.desk
    clerk = desk.users.add(User(name="Sam Clerk", role=Role.STAFF))
    context = desk.context
    return build(context.database, rules=desk.rules, clock=context.clock, actor=Actor(clerk.id, clerk.name, "desk-2"))


def test_what_staff_keep_waits_for_a_signature_and_cannot_leave_before(bench: Bench, low: int) -> None:
    front = _staff(bench).letters
    kept = front.keep(front.compose(low, "patient"))
    assert (kept.state, kept.signed_at) == (LetterState.CHECKED, None)
    for act in (lambda: front.outgoing(kept.id), lambda: front.issued(kept.id, LetterEventKind.PRINTED)):
        with pytest.raises(AlpdeskError, match="has to sign this letter"):
            act()
    with pytest.raises(AlpdeskError, match="Only a clinician"):
        front.sign(kept.id)
    signed = bench.desk.letters.sign(kept.id)
    assert signed.state is LetterState.SIGNED and signed.signed_by == bench.desk.context.actor.user_id
    assert signed.number == kept.number and signed.sha256 != kept.sha256
    text = pypdf.PdfReader(io.BytesIO(front.outgoing(kept.id))).pages[0].extract_text()
    assert "Signed by Dr. Test on 2 March 2026" in " ".join(text.split())


def test_a_letter_is_signed_once(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    with pytest.raises(AlpdeskError, match="signed already"):
        letters.sign(kept.id)


def test_a_reminder_of_nothing_is_kept_only_when_somebody_has_seen_to_it(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    with pytest.raises(AlpdeskError, match="Nothing is due for this patient"):
        letters.keep(letters.compose(low, "recall"))
    kept = letters.keep(letters.compose(low, "recall"), seen_to=UNDUE)
    assert letters.events(kept.id)[0].how == "seen to: nothing_due"
    bench.desk.followup.order_tests(low, ("alp",), bench.desk.context.today(), "Asked for.")
    letters.keep(letters.compose(low, "recall"))


def test_a_reminder_may_leave_without_a_signature(bench: Bench, low: int) -> None:
    front = _staff(bench).letters
    kept = front.keep(front.compose(low, "recall"), seen_to=UNDUE)
    assert front.issued(kept.id, "printed", "front desk printer").state is LetterState.PRINTED


@pytest.mark.parametrize(
    ("kind", "state"),
    [("saved", "saved"), ("printed", "printed"), ("mailed", "handed_over"), ("handed_over", "handed_over")],
)
def test_how_a_letter_left_is_written_down(bench: Bench, low: int, kind: str, state: str) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    assert letters.issued(kept.id, kind, "  to her\nson ").state == state
    events = letters.events(kept.id)
    assert [event.kind for event in events] == ["checked", "signed", kind]
    assert (events[-1].how, events[-1].made_by) == ("to her son", bench.desk.context.actor.user_id)
    assert letters.get(kept.id).printed_at is not None


def test_a_saved_copy_of_a_printed_letter_does_not_set_it_back(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    letters.issued(kept.id, "handed_over")
    assert letters.issued(kept.id, "saved").state is LetterState.HANDED_OVER


def test_a_letter_leaves_in_no_other_way(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    with pytest.raises(AlpdeskError, match="leaves on paper"):
        letters.issued(kept.id, "signed")


def test_a_letter_is_found_by_its_number_however_it_is_typed(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    bare = kept.number.replace("-", "").lower().replace("0", "o").replace("1", "l")
    assert letters.find(kept.number) == letters.find(f" {bare}\n") == letters.get(kept.id)
    assert letters.find("0000-0000-0000") is None and letters.find("bloom") is None


def test_equal_letters_are_kept_under_different_numbers(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    draft = letters.compose(low, "patient")
    assert letters.keep(draft).number != letters.keep(draft).number


def test_letters_wait_in_three_lists(bench: Bench, low: int) -> None:
    front = _staff(bench).letters
    unsigned = front.keep(front.compose(low, "patient"))
    reminder = front.keep(front.compose(low, "recall"), seen_to=UNDUE)
    half_way = front.keep_half_way(front.compose(low, "referral"))
    waiting = {queue: [each.id for each in front.waiting(queue)] for queue in ("to_sign", "to_send", "half_way")}
    assert waiting == {"to_sign": [unsigned.id], "to_send": [reminder.id], "half_way": [half_way.id]}
    assert {queue.value: count for queue, count in front.counts().items()} == dict.fromkeys(waiting, 1)
    counts = bench.desk.worklist.counts()
    assert (counts.letters, counts.to_sign) == (2, 1)
    today = bench.desk.worklist.today()
    assert today.counts == counts and [each.to_sign for each in today.letters] == [False, True]
    bench.desk.letters.sign(unsigned.id)
    assert [each.id for each in front.waiting("to_send")] == [unsigned.id, reminder.id]


def test_a_letter_half_way_is_finished_by_whoever_goes_on_with_it(bench: Bench, low: int) -> None:
    front, letters = _staff(bench).letters, bench.desk.letters
    draft = front.compose(low, "patient").with_words({"about": "ALP is an enzyme of liver and bones."})
    half_way = front.keep_half_way(draft)
    assert (half_way.state, half_way.number) == (LetterState.DRAFT, "")
    for act in (lambda: letters.outgoing(half_way.id), lambda: letters.sign(half_way.id)):
        with pytest.raises(AlpdeskError, match="is a draft"):
            act()
    kept = letters.keep(letters.draft(half_way.id), half_way=half_way.id)
    assert (kept.id, kept.state, kept.created_by) == (half_way.id, LetterState.SIGNED, half_way.created_by)
    assert kept.number and letters.find(kept.number) == kept
    with pytest.raises(AlpdeskError, match="finished already"):
        letters.keep(draft, half_way=half_way.id)


def test_a_letter_half_way_is_not_finished_to_an_address_that_was_given_up(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    half_way = letters.keep_half_way(letters.compose(low, "patient"))
    old = letters.draft(half_way.id)
    patient = bench.desk.patients.get(low)
    bench.desk.patients.update(patient.model_copy(update={"address": "9 New Road\nOther Town"}))
    with pytest.raises(LetterRefusedError) as refused:
        letters.keep(letters.draft(half_way.id), half_way=half_way.id)
    assert refused.value.changed
    letters.keep_half_way(old, half_way=half_way.id)
    with pytest.raises(LetterRefusedError):
        letters.keep(old, half_way=half_way.id)
    kept = letters.keep(letters.compose(low, "patient"), half_way=half_way.id)
    assert kept.state is LetterState.SIGNED
    assert "9 New Road" in letters.draft(kept.id).recipient


@pytest.mark.parametrize(
    ("family", "language"), [("Krebs", "de"), ("Cancer", "en"), ("Tumor", "es"), ("Rickets", "en")]
)
def test_somebody_named_like_an_illness_gets_letters_and_is_told_of_no_illness(
    bench: Bench, family: str, language: str
) -> None:
    patient = bench.patient(family)
    kept = bench.desk.patients.get(patient)
    bench.desk.patients.update(kept.model_copy(update={"language": language, "address": "1 Road\nTown"}))
    bench.enter(patient, "31", date(2026, 2, 10))
    letters = bench.desk.letters
    draft = letters.compose(patient, "patient")
    assert not [each for each in draft.warnings if each.id == "forbidden"]
    told = draft.with_words({"meaning": family + "."})
    with pytest.raises(LetterRefusedError):
        letters.keep(told)


def test_nothing_wrong_is_kept_and_the_sentence_says_what_it_is(bench: Bench, low: int) -> None:
    letters, before = bench.desk.letters, bench.audit()
    draft = letters.compose(low, "patient")
    value = next(block.text for block in draft.blocks if isinstance(block, Paragraph) and block.id == "value")
    with pytest.raises(LetterRefusedError, match="39 U/L is not in the record") as refused:
        letters.keep(draft.with_words({"value": value.replace("31", "39")}))
    assert not refused.value.changed
    assert any(each.id == "value" and each.sentence for each in refused.value.warnings)
    assert bench.audit() == before


def test_a_letter_begun_before_the_record_changed_is_refused_and_takes_over_what_it_says_now(
    bench: Bench, low: int
) -> None:
    letters = bench.desk.letters
    draft = letters.compose(low, "patient")
    bench.enter(low, "29", TODAY)
    with pytest.raises(LetterRefusedError, match="record has changed") as refused:
        letters.keep(draft)
    assert refused.value.changed
    assert letters.keep(letters.compose(low, "patient")).state is LetterState.SIGNED


def test_a_letter_is_not_signed_when_a_result_has_come_since_it_was_kept(bench: Bench, low: int) -> None:
    front = _staff(bench).letters
    kept = front.keep(front.compose(low, "patient"))
    bench.enter(low, "29", TODAY)
    with pytest.raises(LetterRefusedError, match="record has changed"):
        bench.desk.letters.sign(kept.id)


def test_a_letter_kept_yesterday_is_signed_today_and_keeps_its_date(bench: Bench, low: int, clock: Clock) -> None:
    front = _staff(bench).letters
    kept = front.keep(front.compose(low, "patient"))
    clock.now += timedelta(days=1)
    signed = bench.desk.letters.sign(kept.id)
    assert bench.desk.letters.draft(signed.id).day == TODAY
    text = pypdf.PdfReader(io.BytesIO(front.bytes(kept.id))).pages[0].extract_text()
    assert "Signed by Dr. Test on 3 March 2026" in " ".join(text.split())


def test_a_letter_kept_yesterday_is_not_signed_when_a_result_came_today(bench: Bench, low: int, clock: Clock) -> None:
    front = _staff(bench).letters
    kept = front.keep(front.compose(low, "patient"))
    clock.now += timedelta(days=1)
    bench.enter(low, "29", TODAY + timedelta(days=1))
    with pytest.raises(LetterRefusedError, match="record has changed"):
        bench.desk.letters.sign(kept.id)


def test_a_letter_keeps_ids_and_versions_of_what_it_quotes(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    panel = bench.desk.panels.get(kept.panel_ids[0]).panel
    assert kept.panel_versions == (panel.row_version,)
    assert kept.catalogue.startswith("en ") and len(kept.catalogue) > len("en ")


def test_what_was_urgent_is_kept_once_somebody_has_seen_to_it(bench: Bench) -> None:
    patient, letters = bench.patient(), bench.desk.letters
    potassium, calcium = (
        Result(analyte="potassium", value="9.2", unit="mmol/L"),
        Result(analyte="calcium", value="1.1", unit="mmol/L"),
    )
    bench.enter(patient, "12", TODAY, potassium, calcium)
    draft = letters.compose(patient, "patient")
    asked = {warning.id for warning in draft.warnings if warning.asks}
    assert asked
    with pytest.raises(LetterRefusedError, match="elephone"):
        letters.keep(draft)
    kept = letters.keep(draft, seen_to=asked)
    assert set(letters.events(kept.id)[0].how.removeprefix("seen to: ").split(", ")) == asked


_ALTERED = (
    "pdf = '%PDF-1.7 another'",
    "body = '{}'",
    "state = 'printed'",
    "copy_pdf = '%PDF-1.7 another'",
    "copy_sha256 = 'ff'",
    "signed_by = NULL",
    "signed_at = NULL",
    "number = '0000-0000-0000'",
    "sha256 = 'ff'",
    "quoted = '{}'",
)


@pytest.mark.parametrize("change", _ALTERED)
def test_a_letter_on_file_cannot_be_changed_without_the_trail_naming_it(bench: Bench, low: int, change: str) -> None:
    kept = bench.desk.letters.keep(bench.desk.letters.compose(low, "patient"))
    faults = after(bench.desk.context.database, f"UPDATE letter SET {change} WHERE id = {kept.id}")
    assert any(fault.startswith(f"letter {kept.id} ") for fault in faults)


def test_what_happened_to_a_letter_cannot_be_taken_away_without_the_trail_naming_it(bench: Bench, low: int) -> None:
    letters = bench.desk.letters
    kept = letters.keep(letters.compose(low, "patient"))
    letters.issued(kept.id, "handed_over", "to her son")
    gone = letters.events(kept.id)[-1].id
    faults = after(bench.desk.context.database, f"DELETE FROM letter_event WHERE id = {gone}")
    assert faults == (f"letter_event {gone} was removed or changed outside Alpdesk",)


def test_the_letter_is_in_the_patients_language_and_a_copy_for_the_file_in_the_clinics(bench: Bench, low: int) -> None:
    desk, letters = bench.desk, bench.desk.letters
    desk.patients.update(desk.patients.get(low).model_copy(update={"language": "es"}))
    draft = letters.compose(low, "patient")
    kept = letters.keep(draft.with_words({"about": "La ALP es una enzima."}))
    assert (kept.language, kept.copy_language) == ("es", "en")
    pages, copy = letters.bytes(kept.id), letters.copy(kept.id)
    assert copy is not None
    said, told = (" ".join(pypdf.PdfReader(io.BytesIO(each)).pages[0].extract_text().split()) for each in (pages, copy))
    assert "fosfatasa alcalina" in said and "alkaline phosphatase" in told
    assert "La ALP es una enzima." in told, "typed words stay as they were typed"
    assert kept.number in said and kept.number in told
    assert "Signed by Dr. Test" in told
    with bench.desk.context.begin("tampering") as session:
        row = session.get(LetterRow, kept.id)
        assert row is not None
        row.copy_pdf = b"%PDF-1.4 something else"
    with pytest.raises(AlpdeskError, match="not the ones that were issued"):
        letters.copy(kept.id)


def test_a_letter_in_the_clinics_own_language_needs_no_copy(bench: Bench, low: int) -> None:
    kept = bench.desk.letters.keep(bench.desk.letters.compose(low, "patient"))
    assert (kept.copy_language, bench.desk.letters.copy(kept.id)) == ("", None)


def _correct_value(bench: Bench, panel: int) -> None:
    old = bench.desk.panels.get(panel).result("alp")
    assert old is not None
    bench.desk.corrections.correct(panel, old.id or 0, ResultDraft(analyte="alp", value="33", unit="U/L"), "misread")


def _correct_sample(bench: Bench, panel: int) -> None:
    kept = bench.desk.panels.get(panel).panel
    bench.desk.corrections.change_sample(kept.model_copy(update={"specimen": Specimen.LI_HEPARIN}), "the form says so")


def _move(bench: Bench, panel: int) -> None:
    bench.desk.corrections.move_panel(panel, bench.patient("Other"), "wrong patient")


@pytest.mark.parametrize(
    "change",
    [
        _correct_value,
        _correct_sample,
        lambda bench, panel: bench.desk.corrections.void_panel(panel, "wrong tube"),
        _move,
    ],
    ids=["corrected", "sample", "voided", "moved"],
)
def test_a_letter_that_has_not_left_cannot_leave_once_what_it_quotes_was_put_right(
    bench: Bench, low: int, change: Callable[[Bench, int], None]
) -> None:
    letters = bench.desk.letters
    kept, left = letters.keep(letters.compose(low, "patient")), letters.keep(letters.compose(low, "summary"))
    letters.issued(left.id, "printed")
    change(bench, kept.panel_ids[0])
    assert set(bench.desk.corrections.stale_letters([kept, left])) == {kept.id, left.id}
    with pytest.raises(AlpdeskError, match="write the letter that replaces it"):
        letters.outgoing(kept.id)
    assert letters.outgoing(left.id) == letters.bytes(left.id), "what went out may be printed again as it was issued"


def test_a_letter_stays_marked_when_its_record_is_merged_into_another(bench: Bench, low: int) -> None:
    keep = bench.patient("Keep")
    kept = bench.desk.letters.keep(bench.desk.letters.compose(low, "patient"))
    bench.desk.corrections.merge(keep, low, "one person")
    assert [letter.id for letter in bench.desk.letters.list(keep)] == [kept.id]
    _correct_value(bench, kept.panel_ids[0])
    assert set(bench.desk.corrections.stale_letters(bench.desk.letters.list(keep))) == {kept.id}


def _put_right(bench: Bench, patient: int, **changed: object) -> None:
    wanted = bench.desk.patients.get(patient).model_copy(update=changed)
    signed = bench.desk.impact.impact_of_patient(wanted)
    bench.desk.patients.update(wanted, "was wrong", signed=signed)


def _asfotase(bench: Bench, patient: int) -> None:
    dose = Medicine(name="asfotase alfa", medicine_class="asfotase_alfa", started=date(2024, 1, 1))
    History(bench.desk.context).add_medicine(patient, dose)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda bench, key: _put_right(bench, key, birth_date=date(1979, 3, 12)), "birth date"),
        (lambda bench, key: _put_right(bench, key, sex=Sex.MALE), "what it says"),
        (lambda bench, key: _put_right(bench, key, family_name="Other"), "name"),
        (lambda bench, key: _put_right(bench, key, address="9 New Road\nLeeds"), "the address"),
        (lambda bench, key: _put_right(bench, key, language="de"), "the language"),
        (lambda bench, key: bench.desk.corrections.merge(bench.patient("Keep"), key, "one person"), "another record"),
        (_asfotase, ""),
        (lambda bench, key: bench.enter(key, "70", TODAY), "the results"),
    ],
    ids=["birth", "sex", "name", "address", "language", "merge", "asfotase", "result"],
)
def test_a_letter_that_would_be_composed_otherwise_is_neither_signed_nor_let_out(
    bench: Bench, low: int, change: Callable[[Bench, int], None], said: str
) -> None:
    letters = bench.desk.letters
    signed = letters.keep(letters.compose(low, "patient"))
    waits = letters.keep(letters.compose(low, "patient"), sign=False)
    change(bench, low)
    for act in (lambda: letters.outgoing(signed.id), lambda: letters.issued(signed.id, "saved")):
        with pytest.raises(AlpdeskError, match=f"The record has changed.*{said}"):
            act()
    with pytest.raises(LetterRefusedError, match=f"The record has changed.*{said}"):
        letters.sign(waits.id)


def test_what_was_typed_over_a_letter_does_not_keep_it_from_leaving(bench: Bench, low: int) -> None:
    letters, front = bench.desk.letters, _staff(bench).letters
    draft = letters.compose(low, "patient").with_words({"about": "ALP is an enzyme of liver and bones."})
    kept = letters.keep(draft.addressed_to((draft.recipient[0], "c/o her son", "Leeds")))
    assert front.issued(kept.id, "printed").state is LetterState.PRINTED


@pytest.mark.parametrize("kind", ["patient", "summary", "doctor", "referral", "recall"])
def test_a_letter_leaves_in_the_weeks_after_it_was_kept(bench: Bench, low: int, clock: Clock, kind: str) -> None:
    letters = bench.desk.letters
    draft = letters.compose(low, kind)
    kept = letters.keep(draft.addressed_to((*draft.recipient, "1 Road")), seen_to=UNDUE)
    clock.now += timedelta(days=6)
    letters.issued(kept.id, "printed")
    clock.now += timedelta(days=3)
    assert letters.issued(kept.id, "handed_over").state is LetterState.HANDED_OVER


def test_a_letter_that_lay_until_its_day_went_by_does_not_leave(bench: Bench, low: int, clock: Clock) -> None:
    letters = bench.desk.letters
    signed = letters.keep(letters.compose(low, "patient"))
    waits = letters.keep(letters.compose(low, "patient"), sign=False)
    clock.now += timedelta(days=200)
    with pytest.raises(AlpdeskError, match="went by"):
        letters.issued(signed.id, "printed")
    with pytest.raises(AlpdeskError, match="went by"):
        letters.sign(waits.id)


def test_a_saved_letter_has_not_gone_out_and_a_printed_one_goes_no_further_once_it_is_wrong(
    bench: Bench, low: int
) -> None:
    letters = bench.desk.letters
    saved, printed = (letters.keep(letters.compose(low, "patient")) for _ in range(2))
    letters.issued(saved.id, "saved")
    letters.issued(printed.id, "printed")
    _correct_value(bench, saved.panel_ids[0])
    for letter, kind in ((saved, "saved"), (saved, "printed"), (printed, "mailed"), (printed, "handed_over")):
        for act in (letters.outgoing, letters.issued):
            with pytest.raises(AlpdeskError, match="write the letter that replaces it"):
                act(letter.id, kind)
    letters.issued(printed.id, "printed", "Office")
    assert letters.events(printed.id)[-1].how == "Office; again, as issued; the record was changed since"


def test_what_was_seen_to_clears_no_other_alert_of_the_same_urgency(bench: Bench) -> None:
    patient, letters = bench.patient(), bench.desk.letters
    bench.enter(patient, "12", TODAY, Result(analyte="potassium", value="9.2", unit="mmol/L"))
    first = letters.compose(patient, "patient")
    seen = {warning.id for warning in first.warnings if warning.asks}
    bench.enter(patient, "12", TODAY, Result(analyte="calcium", value="1.1", unit="mmol/L"))
    again = letters.compose(patient, "patient")
    assert {warning.id for warning in again.warnings if warning.asks} - seen
    with pytest.raises(LetterRefusedError, match="elephone"):
        letters.keep(again, seen_to=seen)


@pytest.mark.parametrize("recipient", ["Susan Lindberg", "Li An", "An Lindberg"])
def test_a_name_within_other_words_is_not_the_patients(bench: Bench, recipient: str) -> None:
    letters = bench.desk.letters
    patient = bench.patient("Li")
    _put_right(bench, patient, given_names="An")
    bench.enter(patient, "31", TODAY)
    draft = letters.compose(patient, "patient")
    with pytest.raises(LetterRefusedError, match="not addressed"):
        letters.keep(draft.addressed_to((recipient, "1 Road")))
    with pytest.raises(LetterRefusedError, match="does not name"):
        letters.keep(draft.model_copy(update={"salutation": f"Dear {recipient},"}))
    assert letters.keep(draft.addressed_to(("Ms. An Li,", "1 Road"))).id


def test_a_letter_that_names_another_patient_is_refused(bench: Bench) -> None:
    desk = bench.desk
    one, _other = bench.patient("Bloom"), bench.patient("Stranger")
    bench.enter(one, "30", date(2026, 2, 20))
    draft = desk.letters.compose(one, LetterKind.PATIENT)
    block = next(each.id for each in draft.blocks if each.id == "meaning")
    before = next(editable_text(each) for each in draft.blocks if each.id == "meaning")
    for name in ("Molly Stranger", "Stranger, Molly"):
        wrong = draft.with_words({block: f"{before} Please also tell {name}."})
        with pytest.raises(LetterRefusedError, match="Molly Stranger, who is another patient"):
            desk.letters.keep(wrong)
    kept = desk.letters.keep(draft)
    assert kept.patient_id == one
