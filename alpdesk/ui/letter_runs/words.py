"""The sentences of the page that makes many letters."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from alpdesk.domain.letter_choice import Choosing, DueLetter, WhyDue
from alpdesk.domain.terms import RunState
from alpdesk.services.letter_problems import Candidate
from alpdesk.services.letter_runs import RunLetter, RunLine, Unsigned, waits_to_be_signed
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.letters import words as names
from alpdesk.ui.people import alone
from alpdesk.ui.said import said
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.lines import Cell

translate = QCoreApplication.translate
_NAMED = 8


def choice(who: Choosing) -> str:
    """Return what a choice is called."""
    return {
        Choosing.DUE: translate("LetterRuns", "Letters due this week"),
        Choosing.RECALLS: translate("LetterRuns", "All recalls overdue"),
        Choosing.SELECTION: translate("LetterRuns", "A selection of patients"),
    }[who]


def meaning(who: Choosing, answered_within: timedelta) -> str:
    """Say by which rule a choice finds its letters."""
    weeks = answered_within.days // 7
    return {
        Choosing.DUE: translate(
            "LetterRuns",
            "Due are: reminders for what is overdue, first or second, whose day has come or comes within a week; and "
            "letters to patients whose low ALP was answered in the last {weeks} weeks and who were not told of it by "
            "letter yet.",
        ).format(weeks=weeks),
        Choosing.RECALLS: translate("LetterRuns", "A recall letter for everybody of whom something is overdue."),
        Choosing.SELECTION: translate("LetterRuns", "The letter you chose, for the patients you named."),
    }[who]


def why(letter: DueLetter) -> str:
    """Say why somebody gets a letter."""
    day = "" if letter.since is None else format_date(letter.since)
    return {
        WhyDue.REMINDER: translate("LetterRuns", "Reminder, from {day}"),
        WhyDue.SECOND_REMINDER: translate("LetterRuns", "Second reminder, from {day}"),
        WhyDue.OVERDUE: translate("LetterRuns", "Overdue since {day}"),
        WhyDue.ANSWERED: translate("LetterRuns", "Low ALP answered {day}"),
        WhyDue.CHOSEN: names.kind(letter.kind),
    }[letter.why].format(day=day)


def review_heads() -> tuple[str, ...]:
    """Return the heads of what is looked through."""
    return (
        translate("LetterRuns", "To do"),
        translate("LetterRuns", "Patient"),
        translate("LetterRuns", "Letter"),
        translate("LetterRuns", "To look at"),
    )


def review_line(candidate: Candidate, *, taken: bool) -> tuple[Cell, ...]:
    """Return a letter that could be made as cells."""
    if candidate.stopped:
        todo = Cell(translate("LetterRuns", "held back"), ink="emergency")
    elif taken:
        todo = Cell(translate("LetterRuns", "make"), ink="ok", strong=True)
    else:
        todo = Cell(translate("LetterRuns", "left out"), ink="muted")
    said = " ".join(problem.text for problem in candidate.problems)
    return (
        todo,
        Cell(candidate.patient.name, candidate.patient.number, strong=True),
        Cell(why(candidate.letter)),
        Cell(said, ink="emergency" if candidate.stopped else "caution" if not candidate.proposed else "muted"),
    )


def review_summary(taken: int, left: int, held: int) -> str:
    """Say what would be made."""
    parts = [
        counted(
            taken,
            translate("LetterRuns", "%n letter will be made"),
            translate("LetterRuns", "%n letters will be made", None, taken),
        )
    ]
    if left:
        parts.append(translate("LetterRuns", "{count} left out").format(count=left))
    if held:
        parts.append(translate("LetterRuns", "{count} held back").format(count=held))
    return ", ".join(parts)


def make(count: int) -> str:
    """Return the words on the button that makes letters."""
    return counted(
        count, translate("LetterRuns", "Make %n letter"), translate("LetterRuns", "Make %n letters", None, count)
    )


def sign(count: int) -> str:
    """Return the words on the button that signs."""
    return counted(
        count, translate("LetterRuns", "Sign %n letter"), translate("LetterRuns", "Sign %n letters", None, count)
    )


def print_all(count: int) -> str:
    """Return the words on the button that prints."""
    return counted(
        count, translate("LetterRuns", "Print %n letter"), translate("LetterRuns", "Print %n letters", None, count)
    )


def looked_at(seen: int, count: int) -> str:
    """Say how many were leafed through before they are signed."""
    return translate("LetterRuns", "You have looked at {seen} of the {count} letters.").format(seen=seen, count=count)


def not_signed(refused: Sequence[Unsigned]) -> str:
    """Say which letters were not signed and why; where they are many, the first and how many more."""
    head = counted(
        len(refused),
        translate("LetterRuns", "%n letter was not signed."),
        translate("LetterRuns", "%n letters were not signed.", None, len(refused)),
    )
    named = [f"{alone(each.patient.name)} ({each.patient.number}): {said(each.reason)}" for each in refused[:_NAMED]]
    more = len(refused) - _NAMED
    if more > 0:
        named.append(
            counted(more, translate("LetterRuns", "%n more."), translate("LetterRuns", "%n more.", None, more))
        )
    return " ".join((head, *named))


def run_heads() -> tuple[str, ...]:
    """Return the heads of the letters of a run."""
    return translate("LetterRuns", "Patient"), translate("LetterRuns", "State")


def run_line(letter: RunLetter) -> tuple[Cell, ...]:
    """Return a letter of a run as cells."""
    text, ink = _state(letter)
    patient = Cell(letter.patient.name, letter.patient.number, strong=True)
    return patient, Cell(text, names.kind(letter.item.kind), ink=ink)


def _state(letter: RunLetter) -> tuple[str, str]:
    if letter.letter is not None:
        if waits_to_be_signed(letter.letter):
            return translate("LetterRuns", "to be signed"), "caution"
        return names.state(letter.letter), "muted"
    return {
        RunState.HELD: (translate("LetterRuns", "held back"), "emergency"),
        RunState.LEFT_OUT: (translate("LetterRuns", "left out"), "muted"),
    }.get(letter.item.state, (translate("LetterRuns", "waits to be made"), "caution"))


def no_letter(letter: RunLetter) -> str:
    """Say why a letter of a run has no pages."""
    if letter.item.problem and letter.item.state is RunState.LEFT_OUT:
        return translate("LetterRuns", "Left out: {reason}").format(reason=letter.item.problem)
    if letter.item.problem:
        return translate("LetterRuns", "Held back: {reason}").format(reason=letter.item.problem)
    text = _state(letter)[0]
    return text[:1].upper() + text[1:]


def runs_heads() -> tuple[str, ...]:
    """Return the heads of the list of runs."""
    return (
        translate("LetterRuns", "Begun"),
        translate("LetterRuns", "Run"),
        translate("LetterRuns", "Letters"),
        translate("LetterRuns", "State"),
    )


def runs_line(line: RunLine) -> tuple[Cell, ...]:
    """Return a run as cells."""
    at = line.run.made_at
    when = (
        ""
        if at is None
        else QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at.timestamp())), QLocale.FormatType.ShortFormat)
    )
    text, ink = run_state(line)
    return Cell(when), Cell(line.run.title, strong=True), Cell(str(line.made)), Cell(text, ink=ink)


def run_state(line: RunLine) -> tuple[str, str]:
    """Say how far a run is and which colour that has."""
    parts = []
    if line.waiting:
        parts.append(translate("LetterRuns", "{count} wait to be made").format(count=line.waiting))
    if line.unsigned:
        parts.append(translate("LetterRuns", "{count} to be signed").format(count=line.unsigned))
    ready = line.unprinted - line.unsigned
    if ready:
        parts.append(translate("LetterRuns", "{count} to be printed").format(count=ready))
    if line.held:
        parts.append(translate("LetterRuns", "{count} held back").format(count=line.held))
    if not parts:
        return translate("LetterRuns", "done"), "ok"
    return ", ".join(parts), "caution" if line.waiting or line.unsigned or ready else "muted"


def unknown(numbers: tuple[str, ...]) -> str:
    """Name the numbers nobody has."""
    return translate("LetterRuns", "No patient has the number {numbers}.").format(numbers=", ".join(numbers))
