"""What is done next when a due item is missed: a letter, a second letter, a phone call, then the clinician decides."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from alpdesk.domain.base import Record
from alpdesk.domain.condition import Sourced
from alpdesk.domain.followup import Contact
from alpdesk.domain.terms import ContactKind, ContactOutcome

Days = Annotated[int, Field(ge=0, le=3650)]
_WRITTEN = frozenset({ContactKind.LETTER, ContactKind.MESSAGE})
OUTCOMES = {
    ContactKind.LETTER: (ContactOutcome.SENT, ContactOutcome.RETURNED),
    ContactKind.PHONE: (ContactOutcome.NO_ANSWER, ContactOutcome.MESSAGE_LEFT, ContactOutcome.REACHED),
    ContactKind.MESSAGE: (ContactOutcome.SENT, ContactOutcome.REACHED, ContactOutcome.RETURNED),
    ContactKind.IN_PERSON: (ContactOutcome.REACHED, ContactOutcome.NO_ANSWER),
}


class Step(StrEnum):
    """The steps of the ladder, in order."""

    REMINDER_LETTER = "reminder_letter"
    SECOND_LETTER = "second_letter"
    PHONE_CALL = "phone_call"
    CLINICIAN = "clinician"


class Escalation(Sourced):
    """When each step is taken: days after the due date for the first, after the last attempt for the others."""

    due_soon_days: Days
    reminder_letter_days: Days
    second_letter_days: Days
    phone_call_days: Days
    clinician_days: Days
    unreachable_contacts: Annotated[int, Field(ge=1, le=20)]
    furthest_days: Days
    longest_step_days: Days

    @property
    def until_clinician(self) -> int:
        """Return how many days after it fell due an item comes before a clinician at the latest."""
        return sum(self.days(step) for step in Step)

    def days(self, step: Step) -> int:
        """Return how many days a step waits."""
        return {
            Step.REMINDER_LETTER: self.reminder_letter_days,
            Step.SECOND_LETTER: self.second_letter_days,
            Step.PHONE_CALL: self.phone_call_days,
            Step.CLINICIAN: self.clinician_days,
        }[step]


class NextStep(Record):
    """What comes next for a due item, from which day on, and whether that day has come.

    ``attempts`` counts every contact; ``unreached`` the days on which nobody was reached, which is what makes somebody
    unreachable.
    """

    step: Step
    on: date
    ready: bool
    attempts: int = 0
    unreached: int = 0
    last_contact: date | None = None


def suits(kind: ContactKind, outcome: ContactOutcome) -> bool:
    """Say whether an outcome can be that of this kind of attempt."""
    return outcome in OUTCOMES[kind]


def next_step(
    rules: Escalation, due: date, contacts: Sequence[Contact], today: date, first_due: date | None = None
) -> NextStep:
    """Return the next step for an item from its due date and the attempts that were made, oldest first.

    A date moved to a later day holds the ladder, it does not begin it anew.
    """
    step = _step_after(rules, first_due or due, contacts)
    last = max((contact.on for contact in contacts), default=None)
    since = due if last is None else max(due, last)
    on = since + timedelta(days=rules.days(step))
    return NextStep(
        step=step,
        on=on,
        ready=today > due and today >= on,
        attempts=len(contacts),
        unreached=unreached(contacts, first_due or due),
        last_contact=last,
    )


def unreached(contacts: Sequence[Contact], due: date) -> int:
    """Count the days, from the due date on, with attempts that did not reach the patient since one last did."""
    days = set[date]()
    for contact in contacts:
        if contact.outcome is ContactOutcome.REACHED:
            days.clear()
        elif contact.on >= due:
            days.add(contact.on)
    return len(days)


def _step_after(rules: Escalation, due: date, contacts: Sequence[Contact]) -> Step:
    """Walk the ladder: a letter that came back ends the letters, and a call counts once the letters are done.

    Whoever was tried often enough to be unreachable is the clinician's to decide, whatever was written.
    """
    step = Step.REMINDER_LETTER
    for contact in contacts:
        if contact.kind in _WRITTEN:
            step = _after_writing(step, contact.outcome)
        elif step is Step.PHONE_CALL:
            step = Step.CLINICIAN
    called = [contact for contact in contacts if contact.kind not in _WRITTEN]
    return Step.CLINICIAN if unreached(called, due) >= rules.unreachable_contacts else step


def _after_writing(step: Step, outcome: ContactOutcome) -> Step:
    if step is Step.CLINICIAN:
        return step
    if outcome is ContactOutcome.RETURNED:
        return Step.PHONE_CALL
    return Step.SECOND_LETTER if step is Step.REMINDER_LETTER else Step.PHONE_CALL
