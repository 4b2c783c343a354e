"""A question under a field, answered by one key, that leaves the focus where it is."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets.buttons import Button
from alpdesk.ui.widgets.cards import clear
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.labels import PlainLabel


@dataclass(frozen=True)
class Answer:
    """One way to answer: the key, the words, and what the page is told."""

    key: str
    text: str
    value: str


class InlineQuestion(QFrame):
    """Shows a question and its answers.

    The page hands keys of the field to ``take_key``; a mouse click answers too.
    Signals: ``answered(str)`` with the value of the answer.
    """

    answered = Signal(str)

    def __init__(
        self, text: str = "", answers: tuple[Answer, ...] = (), *,
        kind: Literal["caution", "emergency", "info"] = "caution", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("kind", kind)
        self._answers: tuple[Answer, ...] = ()
        self._label = PlainLabel("", "body", wrap=True)
        self._ends = QWidget()
        self._buttons = FlowRow(self._ends, spacing=SPACE_2)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(self._label, 1)
        row.addWidget(self._ends)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.ask(text, answers)

    def ask(self, text: str, answers: tuple[Answer, ...]) -> None:
        """Ask something else; without text the question hides."""
        self._answers = answers
        self._label.setText(text)
        self.setAccessibleName(text)
        clear(self._buttons)
        for answer in answers:
            self._buttons.addWidget(self._button(answer))
        if not text or self.parentWidget() is not None:
            self.setVisible(bool(text))

    def take_key(self, event: QKeyEvent) -> bool:
        """Answer when the key is one of ours; say whether it was."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if self.isHidden() or modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier):
            return False
        for answer in self._answers:
            if event.text().casefold() == answer.key.casefold():
                self.answered.emit(answer.value)
                return True
        return False

    def _button(self, answer: Answer) -> Button:
        button = Button(answer.text, key=answer.key)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.answered.emit(answer.value))
        return button
