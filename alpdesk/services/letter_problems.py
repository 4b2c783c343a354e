"""What somebody should look at before a letter of a run is made, patient by patient."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from alpdesk.domain.escalation import Step
from alpdesk.domain.letter_choice import WEEK, DueLetter
from alpdesk.domain.records import LetterKind, Record
from alpdesk.letters.press import Made
from alpdesk.services.context import Context
from alpdesk.services.waiting import PatientSummary
from alpdesk.store import letter_runs as queries

_ASK_FIRST = frozenset({
    "no_address", "not_reviewed", "language", "translation", "teenager", "pregnant_child", "genetic", "glyph", "unread",
    "no_letter_next", "left_lately",
})  # fmt: skip
_DAY = timedelta(days=1)


class Problem(Record):
    """One thing to look at; ``stops`` means that no letter is made while it is so."""

    id: str
    text: str
    stops: bool = False


class Candidate(Record):
    """A letter that a run could make, and everything that speaks against it."""

    patient: PatientSummary
    letter: DueLetter
    language: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether no letter can be made now."""
        return any(problem.stops for problem in self.problems)

    @property
    def proposed(self) -> bool:
        """Whether the letter is made unless somebody leaves it out; what concerns the patient alone asks first."""
        return not any(problem.stops or problem.id in _ASK_FIRST for problem in self.problems)

    def reason(self) -> str:
        """Return why no letter is made, as it is kept with the run."""
        return " ".join(problem.text for problem in self.problems if problem.stops)


class Standing:
    """What the record says of some patients that no letter shows."""

    def __init__(self, session: Session, context: Context, letters: Sequence[DueLetter]) -> None:
        keys = sorted({letter.patient_id for letter in letters})
        # A second reminder is due this long after the first, less the week that a run looks ahead.
        lately = context.today() + WEEK - timedelta(days=context.rules.escalation.second_letter_days)
        day = min(lately, context.today())
        self._left = queries.left_since(session, keys, datetime.combine(day + _DAY, time()).astimezone())
        self._ready = queries.lying_ready(session, keys)
        self._open = queries.with_open_items(session, keys)
        self._unread = queries.unread(session, keys)
        self._merged = queries.merged(session, keys)

    def problems(self, letter: DueLetter) -> Iterator[Problem]:
        """Yield what speaks against a letter before it is written."""
        if letter.patient_id in self._merged:
            yield Problem(id="merged", text="This record was merged into another.", stops=True)
        if letter.kind is LetterKind.RECALL and letter.patient_id not in self._open:
            yield Problem(id="nothing_due", text="Nothing is due, so there is nothing to remind of.", stops=True)
        if (letter.patient_id, letter.kind) in self._ready:
            yield Problem(id="ready", text="A letter of this kind is kept already and has not left yet.", stops=True)
        elif (letter.patient_id, letter.kind) in self._left:
            yield Problem(id="left_lately", text="A letter of this kind has left a short while ago.")
        if letter.patient_id in self._unread:
            yield Problem(id="unread", text="There are results that no clinician has read yet.")
        if letter.kind is LetterKind.RECALL and letter.step in (Step.PHONE_CALL, Step.CLINICIAN):
            yield Problem(id="no_letter_next", text="The reminders were sent: a call or the clinician comes next.")


def of_letter(made: Made) -> Iterator[Problem]:
    """Yield what the checker found in a letter, or why there is none."""
    if made.draft is None:
        yield Problem(id="none", text=made.problem, stops=True)
        return
    for warning in made.draft.warnings:
        yield Problem(id=warning.id, text=warning.text, stops=warning.blocks)
