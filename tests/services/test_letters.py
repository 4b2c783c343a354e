"""Letters at the desk: composed, kept as issued, printed."""

import hashlib
import io
from datetime import date

import pypdf
import pytest

from alpdesk.domain.records import LetterKind, LetterState, Role, User
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk, build
from alpdesk.store.audit import Actor
from alpdesk.store.letter_tables import LetterRow
from tests.services.conftest import Bench

TODAY = date(2026, 3, 2)


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
    ids = [letters.keep(letters.compose(low, kind)).id for kind in ("patient", "referral", "recall")]
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


def test_a_reminder_may_leave_without_a_signature(bench: Bench, low: int) -> None:
    front = _staff(bench).letters
    kept = front.keep(front.compose(low, "recall"))
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
