"""The letters of a run made: composed and set on every core, kept some at a time, each exactly once.

The key of a letter goes into its item in the step that keeps the letter. Whatever ends the program between two steps,
what is kept is marked as made and the rest still waits.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy.orm import Session

from alpdesk.domain.issuing import LetterRun, LetterRunItem
from alpdesk.domain.letter_choice import RunChoice
from alpdesk.domain.records import LetterKind
from alpdesk.domain.terms import RunState
from alpdesk.letters.press import Job, Made
from alpdesk.letters.source import LetterSource
from alpdesk.services.context import Cancelled, Context, Progress
from alpdesk.services.letter_due import wanted
from alpdesk.services.letter_keeping import Keeping
from alpdesk.services.letter_problems import of_letter
from alpdesk.services.letter_writing import source_of, sources_of
from alpdesk.services.pressing import plate_of, press
from alpdesk.store import letter_runs as queries, patients
from alpdesk.store.audit import read_head
from alpdesk.store.letter_tables import LetterRunItemRow, LetterRunRow
from alpdesk.store.reading import fetch

_A_STEP = 20
_A_READ = 10  # records read at a time
_CHANGED = "The record was changed while the letter was made; make it again."
_READY = "A letter of this kind is kept already and has not left yet."
_SINCE = "A letter of this kind was kept or has left since this run was begun."
_REMINDED = "A reminder about the same was sent since this run was begun."
_NOT_DUE = "This letter is not due any more."


class Sheet(NamedTuple):
    """One letter on its way: what it was made from, at which state of the trail, and whether it was still due then."""

    item: LetterRunItem
    source: LetterSource
    seen: int
    due: bool


class Meanwhile:
    """What was written to some patients since a run was begun, and what lies ready."""

    def __init__(self, session: Session, people: Sequence[int], begun: datetime) -> None:
        self.ready = queries.lying_ready(session, people)
        self._since = queries.since_begun(session, people, begun)
        self._reminded = queries.reminded_since(session, people, begun)

    def trouble(self, patient_id: int, kind: LetterKind) -> str:
        """Say which other letter makes one more a letter too many."""
        if (patient_id, kind) in self.ready:
            return _READY
        if (patient_id, kind) in self._since:
            return _SINCE
        return _REMINDED if kind is LetterKind.RECALL and patient_id in self._reminded else ""


class Making:
    """Makes what still waits in one run."""

    def __init__(self, context: Context, letters: Keeping, run: LetterRun, workers: int) -> None:
        self._context = context
        self._letters = letters
        self._run = run
        self._workers = workers
        self._own: set[int] = set()
        self._choice = RunChoice.model_validate_json(run.choice)

    def go(self, waiting: tuple[LetterRunItem, ...], progress: Progress, cancelled: Cancelled) -> None:
        """Make the letters; whoever cancels keeps what was made until then."""
        done, total = 0, len(waiting)
        progress(done, total)
        made = press(self._jobs(waiting, cancelled), plate_of(self._context), self._workers)
        try:
            for some in _several(made):
                self._keep(some)
                done += len(some)
                progress(done, total)
        finally:
            made.close()
        self._end()

    def _jobs(self, waiting: Sequence[LetterRunItem], cancelled: Cancelled) -> Iterator[tuple[Sheet, Job]]:
        for start in range(0, len(waiting), _A_READ):
            for sheet in self._read(waiting[start : start + _A_READ]):
                if cancelled():
                    return
                yield sheet, Job(sheet.source, sheet.item.kind)

    def _read(self, some: Sequence[LetterRunItem]) -> list[Sheet]:
        with self._context.database.read() as session:
            seen = read_head(session.connection()).seq
            people = [item.patient_id for item in some]
            sources = sources_of(session, self._context, people)
            due = {(one.patient_id, one.kind) for one in wanted(session, self._context, self._choice, set(people))}
        return [
            Sheet(item, source, seen, (item.patient_id, item.kind) in due and not _pointless(item, source))
            for item, source in zip(some, sources, strict=True)
        ]

    def _keep(self, some: list[tuple[Sheet, Made]]) -> None:
        """Keep some letters by one step, with one entry in the trail."""
        people = sorted({sheet.item.patient_id for sheet, _ in some})
        with self._context.begin("letters of a run kept", self._run.title) as session:
            here = read_head(session.connection()).seq
            patients.hold(session, people, merged=True)
            rows = queries.item_rows(session, [sheet.item.id or 0 for sheet, _ in some])
            meanwhile = Meanwhile(session, people, self._run.made_at or self._context.clock())
            for sheet, made in some:
                row = rows.get(sheet.item.id or 0)
                if row is not None and row.state is RunState.WAITING:
                    trouble = meanwhile.trouble(row.patient_id, row.kind) or self._changed(session, sheet, here)
                    self._settle(session, row, sheet, made, trouble)
                    meanwhile.ready.add((row.patient_id, row.kind))
                    self._own.add(here + 1)

    def _settle(self, session: Session, row: LetterRunItemRow, sheet: Sheet, made: Made, trouble: str) -> None:
        """Keep one letter and note in the run which it is, or note why it is held back."""
        stops = [trouble] if trouble else [problem.text for problem in of_letter(made) if problem.stops]
        if not sheet.due and not trouble:
            row.state, row.problem = RunState.LEFT_OUT, _NOT_DUE
        elif stops or made.draft is None:
            row.state, row.problem = RunState.HELD, " ".join(stops)
        else:
            letter = self._letters.put(session, made.draft, made.pages, sheet.source)
            row.state, row.language, row.letter_id, row.problem = RunState.MADE, made.draft.language, letter.id, ""
        session.flush()

    def _changed(self, session: Session, sheet: Sheet, here: int) -> str:
        """Say that a record is not what the letter was made from; only where others have written since is it read."""
        if all(entry in self._own for entry in range(sheet.seen + 1, here + 1)):
            return ""
        now = source_of(session, self._context, sheet.item.patient_id)
        then = sheet.source.model_copy(update={"anchor": now.anchor})
        return "" if now == then else _CHANGED

    def _end(self) -> None:
        """Note that nothing waits any more."""
        with self._context.database.read() as session:
            if queries.waiting(session, self._run.id or 0):
                return
        with self._context.begin("run of letters ended", self._run.title) as session:
            row = fetch(session, LetterRunRow, self._run.id, "run")
            if row.ended_at is None:
                row.ended_at = self._context.clock()


def _pointless(item: LetterRunItem, source: LetterSource) -> bool:
    """Say whether a reminder would remind of nothing."""
    return item.kind is LetterKind.RECALL and source.open_recall is None


def _several(made: Iterator[tuple[Sheet, Made]]) -> Iterator[list[tuple[Sheet, Made]]]:
    while some := list(islice(made, _A_STEP)):
        yield some
