"""What happens to letters after they are written: events, runs of many letters, and the clinic's logo."""

from sqlmodel import Field

from alpdesk.domain.base import Instant, Line, Record, Text
from alpdesk.domain.terms import LetterEventKind, LetterKind, RunState


class LetterEvent(Record):
    """One thing done with a letter: how, when and by whom; it is never changed afterwards."""

    id: int | None = None
    letter_id: int
    kind: LetterEventKind
    how: Line = ""
    made_by: int | None = None
    made_at: Instant | None = None


class LetterRun(Record):
    """Many letters made together. ``choice`` is JSON: whom they were meant for."""

    id: int | None = None
    title: Line
    choice: Text = ""
    made_by: int | None = None
    made_at: Instant | None = None
    ended_at: Instant | None = None
    row_version: int | None = None


class LetterRunItem(Record):
    """One letter of a run; ``problem`` says why it is held back."""

    id: int | None = None
    run_id: int
    patient_id: int
    kind: LetterKind
    language: Line = ""
    state: RunState = RunState.WAITING
    problem: Text = ""
    letter_id: int | None = None
    row_version: int | None = None


class Logo(Record):
    """The picture on the letterhead, without its bytes; the newest that is not withdrawn holds."""

    id: int | None = None
    name: Line = Field(min_length=1, max_length=200)
    media_type: Line
    sha256: Line
    added_by: int | None = None
    added_at: Instant | None = None
    withdrawn: Line | None = None
