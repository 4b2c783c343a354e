"""The words of due items: how somebody was reminded, what came of it, what is next, why something was closed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.escalation import NextStep, Step
from alpdesk.domain.followup import Contact
from alpdesk.domain.records import CloseCode, DecisionKind
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.services.due_items import DueItem
from alpdesk.ui.clinical.names import tests_named
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def kind_word(kind: ContactKind) -> str:
    """Return how somebody was reminded."""
    return {
        ContactKind.LETTER: translate("FollowUp", "Letter"),
        ContactKind.PHONE: translate("FollowUp", "Phone call"),
        ContactKind.MESSAGE: translate("FollowUp", "Message"),
        ContactKind.IN_PERSON: translate("FollowUp", "In person"),
    }[kind]


def outcome_word(outcome: ContactOutcome) -> str:
    """Return what came of it."""
    return {
        ContactOutcome.SENT: translate("FollowUp", "sent"),
        ContactOutcome.REACHED: translate("FollowUp", "reached"),
        ContactOutcome.MESSAGE_LEFT: translate("FollowUp", "message left"),
        ContactOutcome.NO_ANSWER: translate("FollowUp", "no answer"),
        ContactOutcome.RETURNED: translate("FollowUp", "came back"),
    }[outcome]


def code_word(code: CloseCode) -> str:
    """Return why an item left the list."""
    return {
        CloseCode.RESULT: translate("FollowUp", "Result came in"),
        CloseCode.STOPPED: translate("FollowUp", "Monitoring ended"),
        CloseCode.ATTENDED_ELSEWHERE: translate("FollowUp", "Attended elsewhere"),
        CloseCode.DECLINED: translate("FollowUp", "Declined"),
        CloseCode.MOVED: translate("FollowUp", "Moved away"),
        CloseCode.DIED: translate("FollowUp", "Died"),
        CloseCode.UNREACHABLE: translate("FollowUp", "Cannot be reached"),
        CloseCode.OTHER: translate("FollowUp", "Other, because"),
    }[code]


def step_word(step: Step) -> str:
    """Return the next step as the action it is."""
    return {
        Step.REMINDER_LETTER: translate("FollowUp", "Reminder letter"),
        Step.SECOND_LETTER: translate("FollowUp", "Second letter"),
        Step.PHONE_CALL: translate("FollowUp", "Phone call"),
        Step.CLINICIAN: translate("FollowUp", "Clinician decides"),
    }[step]


def promise_word(kind: DecisionKind | None) -> str:
    """Return what an answer promised."""
    return {
        DecisionKind.REPEAT: translate("FollowUp", "Repeat ALP"),
        DecisionKind.WORK_UP: translate("FollowUp", "Look for a cause"),
        DecisionKind.REFER: translate("FollowUp", "Answer to the referral"),
    }.get(kind or DecisionKind.NO_ACTION, "")


def next_words(step: NextStep) -> str:
    """Return the next step with the day it counts from."""
    word = step_word(step.step)
    if step.ready:
        return word
    return translate("FollowUp", "{step} from {day}").format(step=word, day=format_date(step.on))


def tried(contacts: Sequence[Contact]) -> str:
    """Return what was tried in a few words, the last attempt with its day."""
    if not contacts:
        return ""
    last = contacts[-1]
    one = f"{kind_word(last.kind)}, {outcome_word(last.outcome)}, {format_date(last.on)}"
    before = len(contacts) - 1
    if not before:
        return one
    more = counted(before, translate("FollowUp", "%n before"), translate("FollowUp", "%n before", None, before))
    return f"{one} ({more})"


def asked(item: DueItem, names: Mapping[str, str]) -> str:
    """Return which tests are asked for; of several that are waited for, those whose results have not come."""
    missing, every = tests_named(item.missing, dict(names)), item.tests.split()
    if item.ordered_on is not None:
        waits, ordered = translate("Today", "ordered {day}, missing: {tests}"), translate("Today", "ordered {day}")
        return (waits if missing else ordered).format(day=format_date(item.ordered_on), tests=missing)
    if 0 < len(item.missing) < len(every):
        return translate("Today", "missing: {tests}").format(tests=missing)
    return tests_named(every, dict(names))
