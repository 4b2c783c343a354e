"""How letters are named."""

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.issuing import LetterEvent
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import LetterKind, LetterState
from alpdesk.domain.terms import LetterEventKind
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate
SEEN_TO = "seen to: "


def kind(value: LetterKind) -> str:
    """Return what a letter is."""
    return {
        LetterKind.PATIENT: translate("Letters", "Letter to the patient"),
        LetterKind.REFERRAL: translate("Letters", "Referral letter"),
        LetterKind.RECALL: translate("Letters", "Recall letter"),
        LetterKind.SUMMARY: translate("Letters", "Summary of results"),
        LetterKind.DOCTOR: translate("Letters", "Letter to the family doctor"),
    }[value]


def write(value: LetterKind) -> str:
    """Return the words on the button that writes one."""
    return {
        LetterKind.PATIENT: translate("Letters", "Write to the patient"),
        LetterKind.REFERRAL: translate("Letters", "Write a referral"),
        LetterKind.RECALL: translate("Letters", "Write a recall"),
        LetterKind.SUMMARY: translate("Letters", "Write a summary"),
        LetterKind.DOCTOR: translate("Letters", "Write to the family doctor"),
    }[value]


def state(letter: KeptLetter) -> str:
    """Return how far a letter has come."""
    if letter.state is LetterState.PRINTED and letter.printed_at is not None:
        day = format_date(letter.printed_at.astimezone().date())
        return translate("Letters", "printed {day}").format(day=day)
    if letter.state is LetterState.CHECKED:
        return _checked(letter)
    return {
        LetterState.DRAFT: translate("Letters", "half-way"),
        LetterState.SIGNED: translate("Letters", "signed, not sent yet"),
        LetterState.PRINTED: translate("Letters", "printed"),
        LetterState.SAVED: translate("Letters", "saved"),
        LetterState.HANDED_OVER: translate("Letters", "handed over"),
        LetterState.REPLACED: translate("Letters", "replaced"),
    }[letter.state]


def how(made: LetterEvent) -> str:
    """Return how it was done; what somebody saw to before a letter was kept is said in words."""
    lead, ids = made.how[: len(SEEN_TO)], made.how[len(SEEN_TO) :]
    if lead != SEEN_TO:
        return made.how
    named = {
        "phone_emergency": translate("Letters", "the patient was telephoned"),
        "phone_urgent": translate("Letters", "the patient was telephoned"),
        "unjudged": translate("Letters", "the value could not be judged"),
        "unit": translate("Letters", "the unit was settled"),
        "pregnant_child": translate("Letters", "who may read the letter was decided"),
    }
    said = dict.fromkeys(named.get(each.partition(":")[0], each) for each in ids.split(", "))
    return translate("Letters", "seen to: {what}").format(what="; ".join(said))


def may_leave(letter: KeptLetter) -> bool:
    """Say whether nothing is missing for a letter to leave."""
    inside = (LetterState.DRAFT, LetterState.REPLACED)
    waits = letter.state is LetterState.CHECKED and letter.kind is not LetterKind.RECALL
    return letter.state not in inside and not (waits and letter.printed_at is None)


def _checked(letter: KeptLetter) -> str:
    if letter.kind is LetterKind.RECALL:
        return translate("Letters", "not sent yet")
    return translate("Letters", "waits for a signature")


def event(made: LetterEvent) -> str:
    """Return what was done with a letter."""
    return {
        LetterEventKind.CHECKED: translate("Letters", "checked and kept"),
        LetterEventKind.SIGNED: translate("Letters", "signed"),
        LetterEventKind.PRINTED: translate("Letters", "printed"),
        LetterEventKind.SAVED: translate("Letters", "saved as a file"),
        LetterEventKind.MAILED: translate("Letters", "put into the mail program"),
        LetterEventKind.HANDED_OVER: translate("Letters", "handed over"),
        LetterEventKind.REPLACED: translate("Letters", "replaced by another letter"),
    }[made.kind]
