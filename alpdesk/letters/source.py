"""What a letter is made from."""

from datetime import date

from alpdesk.domain.assessment import Assessment
from alpdesk.domain.history import History
from alpdesk.domain.records import Clinic, Decision, PatientRecord, Recall, Record, User
from alpdesk.domain.rules import ProfileChoice, RuleBook


class SampleCorrection(Record):
    """One fact of a sample that was put right: which, on which day, and what stood there before."""

    panel_id: int
    field: str
    was: str
    day: date


class LetterSource(Record):
    """The record, what the rules said of it on the day, what was decided, and who writes to whom.

    ``decided_by`` names who signed the ``decision``.
    ``corrected_on`` says, by the key of the result that stands now, on which day it was corrected;
    ``corrected_samples`` are the facts of samples that were corrected, oldest first.
    ``awaiting`` are the languages whose translation nobody has signed off yet.
    ``reminded`` are the due items that a letter was sent about before.
    ``replaced_on`` and ``replaced_number`` are of the letter whose place this one takes.
    ``anchor`` is the state of the record: how many entries its trail has, and the hash of the last. ``logo`` names the
    picture on the letterhead.
    """

    record: PatientRecord
    assessment: Assessment | None
    clinic: Clinic
    author: User | None = None
    decision: Decision | None = None
    decided_by: str = ""
    answered: bool = True
    recalls: tuple[Recall, ...] = ()
    reminded: frozenset[int] = frozenset()
    corrected_on: dict[int, date] = {}
    corrected_samples: tuple[SampleCorrection, ...] = ()
    awaiting: frozenset[str] = frozenset()
    replaced_on: date | None = None
    replaced_number: str = ""
    anchor: tuple[int, str] = (0, "")
    logo: str = ""
    day: date

    @property
    def choice(self) -> ProfileChoice:
        """Return the profiles the clinic judges by."""
        return ProfileChoice(self.clinic.child_profile, self.clinic.adult_profile)

    def history(self, rules: RuleBook) -> History:
        """Return the record read up to the day of the letter."""
        return History(self.record, rules, self.day, self.choice)

    @property
    def open_recall(self) -> Recall | None:
        """Return the open item that is due first; one that asks for a sample comes before one that does not."""
        waiting = [recall for recall in self.recalls if recall.closed_on is None]
        return min(waiting, key=lambda recall: (not recall.tests, recall.due), default=None)

    @property
    def reminded_before(self) -> bool:
        """Say whether a letter was sent before about what the letter asks for."""
        return self.open_recall is not None and self.open_recall.id in self.reminded
