"""Runs of letters: looked through before anything is made, made in the background, reviewed, signed, printed."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from alpdesk.domain.issuing import LetterRun, LetterRunItem
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.letter_choice import DueLetter, RunChoice
from alpdesk.domain.records import LetterKind, LetterState, Record
from alpdesk.domain.terms import RunState
from alpdesk.errors import AlpdeskError
from alpdesk.letters.press import Job, Made
from alpdesk.services.context import Cancelled, Context, Progress, never, unwatched
from alpdesk.services.letter_due import wanted
from alpdesk.services.letter_making import Making
from alpdesk.services.letter_problems import Candidate, Standing, of_letter
from alpdesk.services.letter_writing import sources_of
from alpdesk.services.letters import Letters
from alpdesk.services.pressing import cores, plate_of, press
from alpdesk.services.signing import needs_signature
from alpdesk.services.waiting import PatientSummary, summaries
from alpdesk.store import letter_runs as queries, letters as kept_letters, patients
from alpdesk.store.letter_tables import LetterRunItemRow, LetterRunRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add, add_many

_NEWEST = 200
_AT_ONCE = 400
_A_READ = 10
T = TypeVar("T")
_NOT_PRINTED = (LetterState.CHECKED, LetterState.SIGNED, LetterState.SAVED)


class RunLine(Record):
    """A run as a list shows it; ``unsigned`` and ``unprinted`` count letters that were made."""

    run: LetterRun
    waiting: int = 0
    held: int = 0
    made: int = 0
    left_out: int = 0
    unsigned: int = 0
    unprinted: int = 0

    @property
    def total(self) -> int:
        """How many letters the run was to make."""
        return self.waiting + self.held + self.made


class RunLetter(Record):
    """One letter of a run with its patient; ``letter`` is there once it is kept."""

    item: LetterRunItem
    patient: PatientSummary
    letter: KeptLetter | None = None


class Unsigned(Record):
    """A letter of a run that was not signed, and why."""

    patient: PatientSummary
    reason: str


class Signing(Record):
    """What came of signing a run: how many letters were signed, and which were refused."""

    signed: int = 0
    refused: tuple[Unsigned, ...] = ()


class LetterRuns:
    """Many letters at once (``desk.letter_runs``)."""

    def __init__(self, context: Context, letters: Letters) -> None:
        self._context = context
        self._letters = letters

    def look_through(
        self, choice: RunChoice, progress: Progress = unwatched, cancelled: Cancelled = never
    ) -> tuple[Candidate, ...]:
        """Return every letter a choice asks for with what speaks against it; nothing is written or set."""
        with self._context.database.read() as session:
            found = wanted(session, self._context, choice)
            keys = list(dict.fromkeys(letter.patient_id for letter in found))
            people = {one.id: one for some in _some(keys) for one in summaries(session, some)}
            standing = Standing(session, self._context, found)
        read: dict[DueLetter, Made] = {}
        progress(0, len(found))
        for letter, made in press(self._jobs(found, cancelled), plate_of(self._context), cores()):
            read[letter] = made
            progress(len(read), len(found))
        if cancelled():
            raise AlpdeskError("Stopped before every letter was looked through; nothing was made.")
        return tuple(_candidate(letter, people[letter.patient_id], standing, read[letter]) for letter in found)

    def begin(
        self, title: str, choice: RunChoice, candidates: Sequence[Candidate], leave_out: Collection[DueLetter] = ()
    ) -> RunLine:
        """Note a run and what it is to make; what is stopped is held back, with the reason."""
        made = {"made_by": self._context.actor.user_id, "made_at": self._context.clock()}
        with self._context.begin("run of letters begun", title) as session:
            run = LetterRun.built({"title": title, "choice": choice.model_dump_json(), **made})
            row = add(session, LetterRunRow, run)
            items = [_item(row.id or 0, candidate, candidate.letter in leave_out) for candidate in candidates]
            add_many(session, LetterRunItemRow, items)
        return self.get(row.id or 0)

    def make(
        self, run_id: int, progress: Progress = unwatched, cancelled: Cancelled = never, *, workers: int | None = None
    ) -> RunLine:
        """Make what still waits in a run, on every core; a run that was stopped or cut off goes on where it was."""
        with self._context.database.read() as session:
            run = value(LetterRun, fetch(session, LetterRunRow, run_id, "run"))
            waiting = queries.waiting(session, run_id)
        Making(self._context, self._letters, run, workers or cores()).go(waiting, progress, cancelled)
        return self.get(run_id)

    def list(self, limit: int = _NEWEST) -> tuple[RunLine, ...]:
        """Return the newest runs with how far they are."""
        with self._context.database.read() as session:
            runs = queries.runs(session, limit)
            states = queries.states(session, [run.id or 0 for run in runs])
            return tuple(_line(run, states[run.id or 0], queries.letters_of(session, run.id or 0)) for run in runs)

    def get(self, run_id: int) -> RunLine:
        """Return one run with how far it is."""
        with self._context.database.read() as session:
            run = value(LetterRun, fetch(session, LetterRunRow, run_id, "run"))
            return _line(run, queries.states(session, [run_id])[run_id], queries.letters_of(session, run_id))

    def letters(self, run_id: int) -> tuple[RunLetter, ...]:
        """Return the letters of a run in its order."""
        with self._context.database.read() as session:
            items = queries.items(session, run_id)
            keys = list(dict.fromkeys(item.patient_id for item in items))
            people = {one.id: one for some in _some(keys) for one in summaries(session, some)}
            made = [item.letter_id for item in items if item.letter_id is not None]
            kept = {one.id: one for some in _some(made) for one in kept_letters.some(session, some)}
        return tuple(
            RunLetter(item=item, patient=people[item.patient_id], letter=kept.get(item.letter_id or 0))
            for item in items
        )

    def sign(self, run_id: int, progress: Progress = unwatched, cancelled: Cancelled = never) -> Signing:
        """Sign every letter of a run that waits for a signature; each is a step of its own.

        A letter that cannot be signed, because the record has changed or somebody has to see to it first, stays
        unsigned and stops no other.
        """
        waiting = [each for each in self.letters(run_id) if each.letter and waits_to_be_signed(each.letter)]
        refused: list[Unsigned] = []
        done = 0
        for each in waiting:
            if cancelled():
                break
            progress(done, len(waiting))
            reason = self._sign_one(each)
            refused.extend([Unsigned(patient=each.patient, reason=reason)] if reason else [])
            done += 1
        progress(1, 1)
        return Signing(signed=done - len(refused), refused=tuple(refused))

    def to_print(self, run_id: int) -> tuple[int, ...]:
        """Return the letters of a run that may leave and were not printed yet, in its order."""
        letters = (each.letter for each in self.letters(run_id))
        return tuple(one.id for one in letters if one is not None and may_be_printed(one))

    def with_numbers(self, numbers: Sequence[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Return the patients with these numbers, and the numbers nobody has."""
        wanted = list(dict.fromkeys(numbers))
        with self._context.database.read() as session:
            chunks = (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
            found = {
                number: one.id or 0 for some in chunks for number, one in patients.with_numbers(session, some).items()
            }
        known = dict.fromkeys(found[number] for number in wanted if number in found)
        return tuple(known), tuple(number for number in wanted if number not in found)

    def _sign_one(self, each: RunLetter) -> str:
        """Sign a letter, or return why it cannot be; who may not sign at all is told at once."""
        try:
            self._letters.sign(each.item.letter_id or 0)
        except AlpdeskError as error:
            if not self._letters.may_sign():
                raise
            return str(error)
        return ""

    def _jobs(self, found: Sequence[DueLetter], cancelled: Cancelled) -> Iterator[tuple[DueLetter, Job]]:
        for some in _some(list(found), _A_READ):
            with self._context.database.read() as session:
                sources = sources_of(session, self._context, [letter.patient_id for letter in some])
            for letter, source in zip(some, sources, strict=True):
                if cancelled():
                    return
                yield letter, Job(source, letter.kind, pages=False)


def waits_to_be_signed(letter: KeptLetter) -> bool:
    """Say whether a letter cannot leave before a clinician has signed it."""
    return letter.state is LetterState.CHECKED and letter.signed_at is None and needs_signature(letter.kind)


def may_be_printed(letter: KeptLetter) -> bool:
    """Say whether a letter may leave and was not put on paper or into somebody's hands yet."""
    return letter.state in _NOT_PRINTED and not waits_to_be_signed(letter)


def _candidate(letter: DueLetter, patient: PatientSummary, standing: Standing, made: Made) -> Candidate:
    problems = (*standing.problems(letter), *of_letter(made))
    ordered = tuple(sorted(problems, key=lambda problem: not problem.stops))
    return Candidate(
        patient=patient, letter=letter, language=made.draft.language if made.draft else "", problems=ordered
    )


def _item(run_id: int, candidate: Candidate, left_out: bool) -> LetterRunItem:
    state = RunState.HELD if candidate.stopped else RunState.LEFT_OUT if left_out else RunState.WAITING
    return LetterRunItem(
        run_id=run_id,
        patient_id=candidate.letter.patient_id,
        kind=candidate.letter.kind,
        language=candidate.language,
        state=state,
        problem=candidate.reason(),
    )


def _line(
    run: LetterRun, states: dict[RunState, int], letters: Sequence[tuple[LetterKind, LetterState, bool]]
) -> RunLine:
    here = [each for each in letters if each[1] in _NOT_PRINTED]
    return RunLine(
        run=run,
        waiting=states.get(RunState.WAITING, 0),
        held=states.get(RunState.HELD, 0),
        made=states.get(RunState.MADE, 0),
        left_out=states.get(RunState.LEFT_OUT, 0),
        unsigned=sum(not signed and needs_signature(kind) for kind, _, signed in here),
        unprinted=len(here),
    )


def _some(every: Sequence[T], many: int = _AT_ONCE) -> Iterator[Sequence[T]]:
    for start in range(0, len(every), many):
        yield every[start : start + many]
