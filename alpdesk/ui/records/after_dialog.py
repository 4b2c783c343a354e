"""What to do about what was shown, or written, of a value that has just been put right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.errors import AlpdeskError
from alpdesk.services.corrections import Affected, StaleAnswer, StaleAssessment
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
    anew: Callable[[StaleAnswer | StaleAssessment], None]


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
        for later in affected.later:
            self._add_later(later)
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
        buttons = []
        if answer.runs:
            stop = Button(translate("Records", "Stop what it started"), icon="x")
            stop.clicked.connect(lambda: self._stop(answer, stop, label))
            self.stops.append(stop)
            buttons.append(stop)
        self._add_below(label, *buttons, self._anew(answer, translate("Records", "Answer anew")))

    def _add_later(self, later: StaleAssessment) -> None:
        """Name a later sample that looked back on the old value; its own value stands."""
        waits = translate("Records", "A later ALP, {value}, looked back on the old value and waits for an answer.")
        answered = translate("Records", "A later ALP, {value}, was answered looking back on the old value.")
        said = (waits if later.waiting else answered).format(value=later.value)
        read = translate("Records", "Read and answer it") if later.waiting else translate("Records", "Answer anew")
        self._add_below(PlainLabel(said, wrap=True), self._anew(later, read))

    def _anew(self, one: StaleAnswer | StaleAssessment, text: str) -> Button:
        button = Button(text, icon="arrow-right")
        button.clicked.connect(lambda: self._doing.anew(one))
        self.anew.append(button)
        return button

    def _add_below(self, label: PlainLabel, *buttons: Button) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
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
