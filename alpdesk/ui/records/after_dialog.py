"""What to do about what was shown, or written, of a value that has just been put right."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.services.corrections import Affected
from alpdesk.ui.letters import words as letter_words
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets import Button, Divider, PlainLabel, format_date

translate = QCoreApplication.translate


class AfterDialog(ActionDialog):
    """Offers to answer what still waits, and to write a correcting letter; leaving it keeps everything on the list."""

    def __init__(
        self, affected: Affected, reason: str, write: Callable[[KeptLetter], None], parent: QWidget | None = None
    ) -> None:
        waits = bool(affected.waiting)
        super().__init__(
            translate("Records", "What rests on the old value?"),
            translate("Records", "Nothing that was shown is taken back. Say what is to be done about it."),
            translate("Records", "Sign: no action needed") if waits else translate("Records", "Done"),
            parent,
        )
        self.letters: list[Button] = []
        self.leave.set_text(translate("Records", "Leave it on the list") if waits else translate("Records", "Later"))
        for one in affected.waiting:
            said = translate("Records", "ALP {value} was shown and still waits for an answer.")
            self.body.addWidget(PlainLabel(said.format(value=one.value), "strong", wrap=True))
        for letter in affected.letters:
            self._add(letter, write)
        self._waits = waits
        self.reason.setText(reason)
        self._reason.rename(self.tr("Why is no action needed? Signed with your name."))
        self._reason.setVisible(waits)
        self.act.setFocus()

    def check(self) -> QWidget | None:
        return super().check() if self._waits else None

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
