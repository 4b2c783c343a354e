"""Many letters at once: who is due, what is looked through, made once, held back, signed, printed."""

import pickle
from collections.abc import Collection, Generator, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from alpdesk.domain.letter_choice import Choosing, DueLetter, RunChoice, WhyDue
from alpdesk.domain.records import DecisionKind, LetterKind, Role, User
from alpdesk.domain.terms import CloseCode, ContactKind, ContactOutcome, RunState
from alpdesk.errors import AlpdeskError
from alpdesk.services import pressing
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk, build
from alpdesk.services.letter_runs import RunLine, Signing
from alpdesk.services.letter_writing import source_of
from alpdesk.store.audit import Actor
from tests.conftest import Clock
from tests.letters.test_logo import never, png
from tests.services.conftest import Bench

DAY = date(2026, 3, 2)
DUE, RECALLS = RunChoice(who=Choosing.DUE), RunChoice(who=Choosing.RECALLS)


def chosen(*patients: int, kind: LetterKind = LetterKind.PATIENT) -> RunChoice:
    return RunChoice(who=Choosing.SELECTION, kind=kind, patient_ids=patients)


def low(bench: Bench, name: str, *, address: str = "5 High Street\nOxford", answered: bool = True) -> int:
    """Add somebody with a low ALP."""
    key = bench.patient(name)
    patients = bench.desk.patients
    patients.update(patients.get(key).model_copy(update={"address": address}))
    bench.enter(key, "29", DAY - timedelta(days=10))
    if answered:
        answer(bench, key)
    return key


def answer(bench: Bench, key: int, kind: DecisionKind = DecisionKind.NO_ACTION) -> None:
    waiting = bench.desk.decisions.waiting(key)
    assert waiting is not None
    draft = DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=kind, reason="Told by phone")
    bench.desk.decisions.sign(draft)


def promised(bench: Bench, name: str, due: date) -> tuple[int, int]:
    """Add somebody for whom something is due on a day."""
    key = low(bench, name, answered=False)
    waiting = bench.desk.decisions.waiting(key)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=key, assessment_id=waiting.id, kind=DecisionKind.REPEAT, reason="Again", promised=due
    )
    bench.desk.decisions.sign(draft)
    (recall,) = bench.desk.decisions.recalls(key)
    return key, recall.id or 0


def run(desk: Desk, choice: RunChoice, *, leave_out: Collection[DueLetter] = ()) -> RunLine:
    candidates = desk.letter_runs.look_through(choice)
    return desk.letter_runs.begin("Letters", choice, candidates, leave_out)


def test_a_letter_is_due_for_a_low_that_was_answered_and_not_told_of(bench: Bench) -> None:
    told, untold = low(bench, "Told"), low(bench, "Untold")
    low(bench, "Waiting", answered=False)
    bench.desk.letters.keep(bench.desk.letters.compose(told, LetterKind.PATIENT))
    found = bench.desk.letter_runs.look_through(DUE)
    assert [(each.letter.patient_id, each.letter.kind, each.letter.why) for each in found] == [
        (untold, LetterKind.PATIENT, WhyDue.ANSWERED)
    ]


def test_a_letter_that_was_replaced_tells_nobody(bench: Bench) -> None:
    key = low(bench, "Told")
    letters = bench.desk.letters
    first = letters.keep(letters.compose(key, LetterKind.PATIENT))
    second = letters.keep(letters.compose(key, LetterKind.PATIENT, replaces=first.id), replaces=first.id)
    assert bench.desk.letter_runs.look_through(DUE) == ()
    recall = letters.compose(key, LetterKind.RECALL, replaces=second.id)
    letters.keep(recall, replaces=second.id, seen_to=("nothing_due",))
    assert len(bench.desk.letter_runs.look_through(DUE)) == 1


def test_an_answer_of_long_ago_is_not_due_any_more(bench: Bench, clock: Clock) -> None:
    low(bench, "Old")
    clock.now += timedelta(weeks=4)
    assert len(bench.desk.letter_runs.look_through(DUE)) == 1
    clock.now += timedelta(days=2)
    assert bench.desk.letter_runs.look_through(DUE) == ()


def test_reminders_are_due_when_their_day_comes_this_week_and_second_ones_come_first(
    bench: Bench, clock: Clock
) -> None:
    first, _ = promised(bench, "First", DAY + timedelta(days=37))
    second, item = promised(bench, "Second", DAY + timedelta(days=23))
    called, other = promised(bench, "Called", DAY + timedelta(days=23))
    clock.now += timedelta(days=31)
    sent = (ContactKind.LETTER, ContactOutcome.SENT, bench.desk.context.today())
    bench.desk.followup.note_contact(item, *sent)
    for _ in range(2):
        bench.desk.followup.note_contact(other, *sent)
    assert bench.desk.letter_runs.look_through(DUE) == ()
    clock.now += timedelta(days=8)
    found = bench.desk.letter_runs.look_through(DUE)
    assert [(each.letter.patient_id, each.letter.why) for each in found] == [
        (second, WhyDue.SECOND_REMINDER),
        (first, WhyDue.REMINDER),
    ]
    assert all(each.letter.kind is LetterKind.RECALL for each in found)
    assert called not in {each.letter.patient_id for each in found}


def test_all_recalls_are_those_overdue_and_where_no_letter_is_next_it_is_said(bench: Bench, clock: Clock) -> None:
    late, _ = promised(bench, "Late", DAY + timedelta(days=23))
    called, item = promised(bench, "Called", DAY + timedelta(days=24))
    promised(bench, "Later", DAY + timedelta(days=90))
    clock.now += timedelta(days=50)
    for _ in range(2):
        bench.desk.followup.note_contact(item, ContactKind.LETTER, ContactOutcome.SENT, bench.desk.context.today())
    found = bench.desk.letter_runs.look_through(RECALLS)
    assert [each.letter.patient_id for each in found] == [late, called]
    asked = [any(problem.id == "no_letter_next" for problem in each.problems) for each in found]
    assert asked == [False, True]
    assert [each.proposed for each in found] == [True, False]


def test_what_speaks_against_a_letter_is_listed_before_anything_is_made(bench: Bench) -> None:
    desk = bench.desk
    sound, without = low(bench, "Sound"), low(bench, "Without", address="")
    unanswered = low(bench, "Unanswered", answered=False)
    strange = low(bench, "Strange")
    desk.patients.update(desk.patients.get(strange).model_copy(update={"language": "xx"}))
    nothing = bench.patient("Nothing")
    ready = low(bench, "Ready")
    desk.letters.keep(desk.letters.compose(ready, LetterKind.PATIENT))
    before = bench.audit()
    found = desk.letter_runs.look_through(chosen(sound, without, unanswered, strange, nothing, ready))
    said = {each.patient.id: {problem.id for problem in each.problems} for each in found}
    assert "no_address" in said[without] and "no_address" not in said[sound]
    assert "not_reviewed" in said[unanswered]
    assert "language" in said[strange]
    assert said[nothing] == {"none"}
    assert "ready" in said[ready]
    assert [each.patient.id for each in found if each.proposed] == [sound]
    assert [each.patient.id for each in found if each.stopped] == [nothing, ready]
    assert bench.audit() == before


def test_results_that_no_clinician_has_read_are_named(bench: Bench) -> None:
    desk = bench.desk
    nurse = desk.users.add(User(name="Nurse Day", role=Role.STAFF))
    theirs = build(
        desk.context.database,
        rules=desk.rules,
        clock=desk.context.clock,
        actor=Actor(nurse.id, nurse.name, "desk-2"),
    )
    key = low(bench, "Bloom")
    Bench(theirs).enter(key, "31", DAY - timedelta(days=1))
    (found,) = desk.letter_runs.look_through(chosen(key))
    assert "unread" in {problem.id for problem in found.problems}
    assert not found.proposed


def test_a_run_makes_one_letter_for_each_and_none_for_whom_is_left_out_or_held_back(bench: Bench) -> None:
    desk = bench.desk
    keys = [low(bench, name) for name in ("One", "Two", "Three")]
    nothing = bench.patient("Nothing")
    choice = chosen(*keys, nothing)
    candidates = desk.letter_runs.look_through(choice)
    line = desk.letter_runs.begin("Letters of March", choice, candidates, {candidates[1].letter})
    assert (line.waiting, line.held, line.left_out, line.made) == (2, 1, 1, 0)
    before = bench.audit()
    line = desk.letter_runs.make(line.run.id or 0)
    assert bench.audit() == before + 2
    assert (line.waiting, line.held, line.left_out, line.made) == (0, 1, 1, 2)
    assert line.run.ended_at is not None
    letters = desk.letter_runs.letters(line.run.id or 0)
    assert [each.item.state for each in letters] == [
        RunState.MADE, RunState.LEFT_OUT, RunState.MADE, RunState.HELD,
    ]  # fmt: skip
    assert letters[3].item.problem == "No ALP result is on file, so there is nothing to write about."
    made = [each.letter for each in letters if each.letter is not None]
    assert [letter.patient_id for letter in made] == [keys[0], keys[2]]
    for letter in made:
        assert desk.letters.bytes(letter.id) == desk.letters.pdf(desk.letters.draft(letter.id))
        assert desk.letters.find(letter.number) == letter


def test_a_run_that_is_done_makes_nothing_more(bench: Bench) -> None:
    line = run(bench.desk, chosen(low(bench, "One")))
    for _ in range(2):
        bench.desk.letter_runs.make(line.run.id or 0)
    assert len(bench.desk.letters.list()) == 1


def test_letters_made_in_processes_of_their_own_are_the_very_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [low(bench, f"Patient{number}") for number in range(4)]
    line = run(bench.desk, chosen(*keys))
    monkeypatch.setattr(pressing, "_FEW", 2)
    line = bench.desk.letter_runs.make(line.run.id or 0, workers=2)
    assert line.made == 4
    for letter in bench.desk.letters.list():
        assert bench.desk.letters.bytes(letter.id) == bench.desk.letters.pdf(bench.desk.letters.draft(letter.id))


def test_a_run_that_is_stopped_keeps_what_was_made_and_goes_on_later(bench: Bench) -> None:
    keys = [low(bench, f"Patient{number}") for number in range(5)]
    line = run(bench.desk, chosen(*keys))
    asked = iter([False, False, True])
    line = bench.desk.letter_runs.make(line.run.id or 0, cancelled=lambda: next(asked, True), workers=1)
    assert (line.made, line.waiting, line.run.ended_at) == (2, 3, None)
    line = bench.desk.letter_runs.make(line.run.id or 0)
    assert (line.made, line.waiting) == (5, 0)
    assert sorted(letter.patient_id for letter in bench.desk.letters.list()) == sorted(keys)


def test_a_record_that_changes_meanwhile_is_held_back_and_others_are_not(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = bench.desk
    first, second = low(bench, "First"), low(bench, "Second")
    line = run(desk, chosen(first, second))
    made = pressing.press

    def meanwhile(*given: Any) -> Generator[Any]:
        yield from made(*given)
        bench.enter(second, "27", DAY)

    class Closing:
        def __init__(self, *given: Any) -> None:
            self._each = meanwhile(*given)

        def __iter__(self) -> Iterator[Any]:
            return self._each

        def __next__(self) -> Any:
            return next(self._each)

        def close(self) -> None:
            self._each.close()

    monkeypatch.setattr("alpdesk.services.letter_making.press", Closing)
    line = desk.letter_runs.make(line.run.id or 0)
    assert (line.made, line.held) == (1, 1)
    held = desk.letter_runs.letters(line.run.id or 0)[1]
    assert held.patient.id == second
    assert "was changed" in held.item.problem


def test_a_letter_that_was_kept_meanwhile_is_not_made_again(bench: Bench) -> None:
    key = low(bench, "One")
    line = run(bench.desk, chosen(key))
    bench.desk.letters.keep(bench.desk.letters.compose(key, LetterKind.PATIENT))
    line = bench.desk.letter_runs.make(line.run.id or 0)
    assert (line.made, line.held) == (0, 1)
    assert len(bench.desk.letters.list()) == 1


def test_two_runs_at_once_make_no_letter_twice(bench: Bench) -> None:
    keys = [low(bench, f"Patient{number}") for number in range(3)]
    lines = [run(bench.desk, chosen(*keys)) for _ in range(2)]
    done = [bench.desk.letter_runs.make(line.run.id or 0) for line in lines]
    assert [(line.made, line.held) for line in done] == [(3, 0), (0, 3)]
    assert len(bench.desk.letters.list()) == 3


def test_a_clinician_signs_all_of_a_run_and_then_they_may_be_printed(bench: Bench) -> None:
    runs = bench.desk.letter_runs
    keys = [low(bench, name) for name in ("One", "Two")]
    line = runs.make(run(bench.desk, chosen(*keys)).run.id or 0)
    assert (line.unsigned, line.unprinted) == (2, 2)
    assert runs.to_print(line.run.id or 0) == ()
    assert runs.sign(line.run.id or 0) == Signing(signed=2)
    ready = runs.to_print(line.run.id or 0)
    assert len(ready) == 2
    pages = bench.desk.outbox.for_printer(ready, both_sides=True).pages
    assert len(PdfReader(BytesIO(pages)).pages) % 2 == 0
    for letter in ready:
        bench.desk.letters.issued(letter, "printed", "Office")
    line = runs.get(line.run.id or 0)
    assert (line.unsigned, line.unprinted) == (0, 0)
    assert runs.to_print(line.run.id or 0) == ()
    assert [each.run.id for each in runs.list()] == [line.run.id]


def test_who_is_no_clinician_makes_a_run_and_does_not_sign_it(bench: Bench) -> None:
    desk = bench.desk
    key = low(bench, "One")
    nurse = desk.users.add(User(name="Nurse Day", role=Role.STAFF))
    theirs = build(
        desk.context.database,
        rules=desk.rules,
        clock=desk.context.clock,
        actor=Actor(nurse.id, nurse.name, "desk-2"),
    )
    line = theirs.letter_runs.make(run(theirs, chosen(key)).run.id or 0)
    assert line.made == 1
    with pytest.raises(AlpdeskError, match="clinician"):
        theirs.letter_runs.sign(line.run.id or 0)
    assert theirs.letter_runs.get(line.run.id or 0).unsigned == 1


def test_the_picture_on_the_letterhead_is_on_letters_kept_one_by_one_and_together(bench: Bench, tmp_path: Path) -> None:
    desk, keys = bench.desk, [low(bench, name) for name in ("One", "Two", "Three")]
    (tmp_path / "logo.png").write_bytes(png())
    desk.letterhead.take_on(tmp_path / "logo.png", never)
    alone = desk.letters.keep(desk.letters.compose(keys[0], LetterKind.PATIENT))
    desk.letter_runs.make(run(desk, chosen(*keys[1:])).run.id or 0)
    kept = [letter.id for letter in desk.letters.list()]
    assert alone.id in kept and len(kept) == 3
    for letter in kept:
        page = PdfReader(BytesIO(desk.letters.bytes(letter))).pages[0]
        assert len(page.images) == 1


def test_sources_and_rules_travel_to_other_processes_unchanged(bench: Bench) -> None:
    key = low(bench, "One")
    with bench.desk.context.database.read() as session:
        source = source_of(session, bench.desk.context, key)
    assert pickle.loads(pickle.dumps(source)) == source
    rules = bench.desk.rules
    assert pickle.loads(pickle.dumps(rules)) == rules


def test_a_letter_that_was_written_and_has_left_meanwhile_is_not_made_by_a_run_cut_off(bench: Bench) -> None:
    desk, keys = bench.desk, [low(bench, name) for name in ("One", "Two")]
    line = run(desk, chosen(*keys))
    alone = desk.letters.keep(desk.letters.compose(keys[0], LetterKind.PATIENT))
    desk.letters.issued(alone.id, "printed")
    line = desk.letter_runs.make(line.run.id or 0)
    assert (line.made, line.held) == (1, 1)
    assert "since this run was begun" in desk.letter_runs.letters(line.run.id or 0)[0].item.problem
    assert [letter.id for letter in desk.letters.list(keys[0])] == [alone.id]


def test_a_letter_that_was_replaced_meanwhile_holds_nothing_back(bench: Bench) -> None:
    desk, key = bench.desk, low(bench, "One")
    line = run(desk, chosen(key))
    letters = desk.letters
    first = letters.keep(letters.compose(key, LetterKind.PATIENT))
    letters.keep(letters.compose(key, LetterKind.DOCTOR, replaces=first.id), replaces=first.id)
    assert desk.letter_runs.make(line.run.id or 0).made == 1


def test_of_two_runs_begun_the_second_makes_no_letter_that_the_first_has_sent(bench: Bench) -> None:
    runs, keys = bench.desk.letter_runs, [low(bench, name) for name in ("One", "Two")]
    first, second = (run(bench.desk, chosen(*keys)).run.id or 0 for _ in range(2))
    runs.make(first)
    runs.sign(first)
    for letter in runs.to_print(first):
        bench.desk.letters.issued(letter, "printed")
    line = runs.make(second)
    assert (line.made, line.held) == (0, 2)


@pytest.mark.parametrize("by_letter", [True, False])
def test_a_reminder_sent_meanwhile_is_not_sent_again(bench: Bench, clock: Clock, by_letter: bool) -> None:
    desk, (key, item) = bench.desk, promised(bench, "Late", DAY + timedelta(days=23))
    clock.now += timedelta(days=30)
    line = run(desk, RECALLS)
    clock.now += timedelta(hours=1)
    if by_letter:
        desk.letters.issued(desk.letters.keep(desk.letters.compose(key, LetterKind.RECALL)).id, "printed")
    else:
        desk.followup.note_contact(item, ContactKind.MESSAGE, ContactOutcome.SENT, desk.context.today())
    line = desk.letter_runs.make(line.run.id or 0)
    assert (line.made, line.held) == (0, 1)


def test_a_call_made_meanwhile_does_not_hold_a_reminder_back(bench: Bench, clock: Clock) -> None:
    desk, (_, item) = bench.desk, promised(bench, "Late", DAY + timedelta(days=23))
    clock.now += timedelta(days=30)
    line = run(desk, RECALLS)
    desk.followup.note_contact(item, ContactKind.PHONE, ContactOutcome.NO_ANSWER, desk.context.today())
    assert desk.letter_runs.make(line.run.id or 0).made == 1


@pytest.mark.parametrize("how", ["saved", "printed"])
def test_who_was_written_to_a_short_while_ago_is_asked_about_first(bench: Bench, clock: Clock, how: str) -> None:
    desk, (key, _) = bench.desk, promised(bench, "Late", DAY + timedelta(days=23))
    clock.now += timedelta(days=30)
    desk.letters.issued(desk.letters.keep(desk.letters.compose(key, LetterKind.RECALL)).id, how)
    clock.now += timedelta(days=3)
    (found,) = desk.letter_runs.look_through(RECALLS)
    assert "left_lately" in {problem.id for problem in found.problems}
    assert not found.proposed and not found.stopped
    clock.now += timedelta(days=desk.rules.escalation.second_letter_days)
    assert desk.letter_runs.look_through(RECALLS)[0].proposed


def test_what_was_settled_meanwhile_is_left_out_with_the_reason(bench: Bench, clock: Clock) -> None:
    desk, (key, _) = bench.desk, promised(bench, "Late", DAY + timedelta(days=23))
    other, _ = promised(bench, "Other", DAY + timedelta(days=24))
    clock.now += timedelta(days=40)
    line = run(desk, RECALLS)
    bench.enter(key, "70", DAY + timedelta(days=30))
    line = desk.letter_runs.make(line.run.id or 0)
    assert (line.made, line.left_out, line.waiting) == (1, 1, 0)
    (settled,) = [each for each in desk.letter_runs.letters(line.run.id or 0) if each.letter is None]
    assert settled.patient.id == key and "not due any more" in settled.item.problem
    assert [letter.patient_id for letter in desk.letters.list()] == [other]


def test_a_letter_that_cannot_be_signed_any_more_stops_no_other(bench: Bench) -> None:
    desk, keys = bench.desk, [low(bench, name) for name in ("One", "Two", "Three")]
    line = desk.letter_runs.make(run(desk, chosen(*keys)).run.id or 0)
    desk.patients.update(desk.patients.get(keys[0]).model_copy(update={"family_name": "Zed"}), "Married")
    signing = desk.letter_runs.sign(line.run.id or 0)
    assert signing.signed == 2
    (unsigned,) = signing.refused
    assert unsigned.patient.id == keys[0] and "record has changed" in unsigned.reason
    assert desk.letter_runs.get(line.run.id or 0).unsigned == 1
    letters = desk.letter_runs.letters(line.run.id or 0)
    assert [bool(each.letter and each.letter.signed_at) for each in letters] == [False, True, True]


def test_of_letters_put_out_together_those_that_may_not_leave_are_named_and_the_others_are_noted(bench: Bench) -> None:
    letters, outbox = bench.desk.letters, bench.desk.outbox
    keys = [low(bench, name) for name in ("One", "Two", "Three")]
    kept = [letters.keep(letters.compose(key, "patient")).id for key in keys]
    bench.enter(keys[1], "70", bench.desk.context.today())
    batch = outbox.for_printer(kept)
    assert batch.letters == (kept[0], kept[2])
    assert len(batch.refused) == 1 and "Two" in batch.refused[0] and "has changed" in batch.refused[0]
    assert "Two" not in "".join(page.extract_text() for page in PdfReader(BytesIO(batch.pages)).pages)
    bench.enter(keys[2], "70", bench.desk.context.today())
    before = bench.audit()
    letters.put_out(batch.letters, "printed", "Office")
    assert bench.audit() == before + 1
    assert [letters.get(key).state.value for key in kept] == ["printed", "signed", "printed"], "all on paper are noted"
    with pytest.raises(AlpdeskError, match=r"Two.*has changed"):
        outbox.for_printer([kept[1]])


def test_nobody_is_reminded_of_nothing(bench: Bench) -> None:
    desk, (key, item) = bench.desk, promised(bench, "Late", DAY + timedelta(days=23))
    nothing = low(bench, "Nothing")
    choice = chosen(key, nothing, kind=LetterKind.RECALL)
    found = desk.letter_runs.look_through(choice)
    assert [("nothing_due" in {problem.id for problem in each.problems}, each.stopped) for each in found] == [
        (False, False),
        (True, True),
    ]
    line = run(desk, choice)
    desk.followup.close(item, CloseCode.MOVED, "to Leeds")
    line = desk.letter_runs.make(line.run.id or 0)
    assert (line.made, line.left_out, line.held) == (0, 1, 1)
