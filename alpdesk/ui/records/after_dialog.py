"""What to do about what was shown, or written, of a value that has just been put right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.errors import AlpdeskError
from alpdesk.services.corrections import Affected, StaleAnswer
from alpdesk.ui.letters import words as letter_words
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import Button, Divider, PlainLabel, format_date

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Afterwards:
    """What can be done about a letter or an answer that rests on the old value; ``stop`` says what it did."""

    write: Callable[[KeptLetter], None]
    stop: Callable[[StaleAnswer, str], str]
    anew: Callable[[StaleAnswer], None]


class AfterDialog(ActionDialog):
    """Offers to answer what still waits, to stop what an answer started, and to write a correcting letter.

    Leaving it keeps everything as it is, and on the list.
    """

    def __init__(self, affected: Affected, reason: str, doing: Afterwards, parent: QWidget | None = None) -> None:
        waits, leaves = bool(affected.waiting), translate("Records", "Later")
        super().__init__(
            translate("Records", "What rests on the old value?"),
            translate("Records", "Nothing that was shown is taken back. Say what is to be done about it."),
            translate("Records", "Sign: no action needed") if waits else translate("Records", "Done"),
            parent,
        )
        self.letters: list[Button] = []
        self.stops: list[Button] = []
        self.anew: list[Button] = []
        self._doing, self._waits, self._because = doing, waits, reason
        self.leave.set_text(translate("Records", "Leave it on the list") if waits else leaves)
        for one in affected.waiting:
            said = translate("Records", "ALP {value} was shown and still waits for an answer.")
            self.body.addWidget(PlainLabel(said.format(value=one.value), "strong", wrap=True))
        for answer in affected.answers:
            self._add_answer(answer)
        for letter in affected.letters:
            self._add(letter, doing.write)
        self.reason.setText(reason)
        self._reason.rename(self.tr("Why is no action needed? Signed with your name."))
        self._reason.setVisible(waits)
        self.act.setFocus()

    def check(self) -> QWidget | None:
        return super().check() if self._waits else None

    def _add_answer(self, answer: StaleAnswer) -> None:
        """Say what was answered and what of it runs on, with what can be done about it."""
        signed = answer.decision.signed_at
        day = "" if signed is None else format_date(signed.astimezone().date())
        said = translate("Records", "ALP {value} was answered on {day}.").format(value=answer.value, day=day)
        runs = translate("Records", "It started what still runs: {items}").format(items="; ".join(answer.runs))
        label = PlainLabel(f"{said} {runs}" if answer.runs else said, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addStretch(1)
        if answer.runs:
            stop = Button(translate("Records", "Stop what it started"), icon="x")
            stop.clicked.connect(lambda: self._stop(answer, stop, label))
            self.stops.append(stop)
            row.addWidget(stop)
        anew = Button(translate("Records", "Answer anew"), icon="arrow-right")
        anew.clicked.connect(lambda: self._doing.anew(answer))
        self.anew.append(anew)
        row.addWidget(anew)
        self.body.addWidget(Divider())
        self.body.addWidget(label)
        self.body.addLayout(row)

    def _stop(self, answer: StaleAnswer, button: Button, label: PlainLabel) -> None:
        try:
            label.setText(self._doing.stop(answer, self._because))
        except AlpdeskError as error:
            self.refuse(error_words(error))
        else:
            button.hide()
            self.fit()

    def _add(self, letter: KeptLetter, write: Callable[[KeptLetter], None]) -> None:
        day = format_date(letter.created_at.astimezone().date())
        said = translate("Records", "{kind} of {day} quotes the old value: {subject}")
        label = PlainLabel(said.format(kind=letter_words.kind(letter.kind), day=day, subject=letter.subject), wrap=True)
        button = Button(translate("Records", "Write a correcting letter"), icon="mail")
        button.clicked.connect(lambda: write(letter))
        self.letters.append(button)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(label, 1)
        row.addWidget(button)
        self.body.addWidget(Divider())
        self.body.addLayout(row)
