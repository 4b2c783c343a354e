"""How letters are named."""

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import LetterKind, LetterState
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


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
    return {
        LetterState.DRAFT: translate("Letters", "draft"),
        LetterState.CHECKED: translate("Letters", "not printed yet"),
        LetterState.SIGNED: translate("Letters", "signed, not printed yet"),
        LetterState.PRINTED: translate("Letters", "printed"),
        LetterState.SAVED: translate("Letters", "saved"),
        LetterState.HANDED_OVER: translate("Letters", "handed over"),
        LetterState.REPLACED: translate("Letters", "replaced"),
    }[letter.state]
