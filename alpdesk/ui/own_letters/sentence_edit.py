"""One shipped sentence that the clinic may put in its own words."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.services.own_letters import Value
from alpdesk.ui.letter.editor import WordsEdit
from alpdesk.ui.own_letters.values_menu import ValuesButton
from alpdesk.ui.theme import SPACE_1, SPACE_2
from alpdesk.ui.widgets import PlainLabel, QuietButton


class SentenceEdit(QWidget):
    """When it is said, its words, what is wrong with them, and the way back.

    Signals: ``typed(str, str)`` key and words, ``back(str)`` key.
    """

    typed = Signal(str, str)
    back = Signal(str)

    def __init__(self, key: str, when: str, note: str, text: str, shipped: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._shipped = shipped
        self.edit = WordsEdit(text, when)
        self.wrong = PlainLabel("", "error", wrap=True)
        self._original = PlainLabel(self.tr("Shipped: {}").format(shipped), "small", wrap=True)
        self.to_shipped = QuietButton(self.tr("Back to the shipped words"), icon="corner-down-left")
        self.insert: ValuesButton | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE_2)
        column.setSpacing(SPACE_1)
        for label in (PlainLabel(when, "small", wrap=True), *([PlainLabel(note, "small", wrap=True)] if note else [])):
            column.addWidget(label)
        for widget in (self.edit, self.wrong, self._original):
            column.addWidget(widget)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(SPACE_2)
        column.addLayout(self._foot)
        self._foot.addWidget(self.to_shipped)
        self._foot.addStretch(1)
        self.wrong.hide()
        self._show_state(text)
        self.edit.textChanged.connect(self._typed)
        self.to_shipped.clicked.connect(lambda: self.back.emit(self.key))

    def offer(self, values: tuple[Value, ...]) -> None:
        """Offer the values that this sentence quotes."""
        if values:
            self.insert = ValuesButton(self.edit, lambda: values)
            self._foot.insertWidget(0, self.insert)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong, or that nothing is."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence)

    def read_only(self) -> None:
        """Let nothing be typed here."""
        self.edit.setReadOnly(True)
        self.to_shipped.setEnabled(False)
        if self.insert is not None:
            self.insert.setEnabled(False)

    def _typed(self) -> None:
        text = self.edit.toPlainText()
        self._show_state(text)
        self.typed.emit(self.key, text)

    def _show_state(self, text: str) -> None:
        changed = " ".join(text.split()) != " ".join(self._shipped.split())
        self._original.setVisible(changed)
        self.to_shipped.setVisible(changed)
