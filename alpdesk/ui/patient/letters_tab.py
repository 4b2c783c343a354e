"""The letters of one patient, and how to write the next."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.followup import Correction
from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import LetterKind, LetterState
from alpdesk.ui.letters import words
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.records import words as records
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, EmptyState, format_date
from alpdesk.ui.widgets.flow import FlowRow

_ICONS = {
    LetterKind.PATIENT: "user",
    LetterKind.REFERRAL: "send",
    LetterKind.RECALL: "calendar-clock",
    LetterKind.SUMMARY: "file-text",
    LetterKind.DOCTOR: "mail",
}


class LettersTab(QWidget):
    """Signals: ``write_requested`` (kind), ``open_requested`` (letter)."""

    write_requested = Signal(str)
    open_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale: Mapping[int, Correction] = {}
        self.write = {kind: Button(words.write(kind), icon=_ICONS[kind]) for kind in LetterKind}
        heads = (self.tr("Letter"), self.tr("Subject"), self.tr("Written"), self.tr("State"))
        self.lines = LineList(heads, (3, 6, 2, 3))
        self._nothing = EmptyState(
            "mail", self.tr("No letters yet"), self.tr("A letter is written from the record and kept as it was issued.")
        )
        row = FlowRow(spacing=SPACE_2)
        for kind, button in self.write.items():
            row.addWidget(button)
            button.clicked.connect(lambda _=False, kind=kind: self.write_requested.emit(kind.value))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(row)
        column.addWidget(self.lines)
        column.addWidget(self._nothing)
        column.addStretch(1)

    def show_letters(self, letters: Sequence[KeptLetter], stale: Mapping[int, Correction]) -> None:
        """Show the letters, newest first; ``stale`` are those that quote what was put right since."""
        self._stale = stale
        ordered = sorted(letters, key=lambda letter: letter.created_at, reverse=True)
        self.lines.show_lines([self._line(letter) for letter in ordered])
        self.lines.setVisible(bool(letters))
        self._nothing.setVisible(not letters)

    def _line(self, letter: KeptLetter) -> Line:
        written = format_date(letter.created_at.astimezone().date())
        waits = letter.state in {LetterState.CHECKED, LetterState.SIGNED}
        state = words.state(letter)
        if letter.id in self._stale and letter.state is not LetterState.REPLACED:
            waits, state = True, f"{state}\n{records.quotes(self._stale[letter.id])}"
        act = (
            self.tr("Open"),
            self.tr("Open {subject}").format(subject=letter.subject),
            partial(self.open_requested.emit, letter.id),
        )
        return Line(
            (
                (words.kind(letter.kind), "strong"),
                (letter.subject, "body"),
                (written, "body"),
                (state, "caution" if waits else "muted"),
            ),
            (act,),
        )
