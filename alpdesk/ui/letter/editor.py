"""The words of a letter, paragraph by paragraph; what is drawn from the record is only named."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from alpdesk.domain.letter import AnyBlock, Heading, LetterDraft, editable_text, is_editable
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.letter.reasons import ReasonsFold
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3
from alpdesk.ui.widgets import PlainLabel

_PAUSE_MS = 250


class WordsEdit(QPlainTextEdit):
    """An editor exactly as high as its words."""

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(self.verticalScrollBarPolicy().ScrollBarAlwaysOff)
        self.setPlainText(text)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        room = self.fontMetrics().lineSpacing() * lines + 2 * round(self.document().documentMargin())
        margins = self.contentsMargins()
        self.setFixedHeight(room + margins.top() + margins.bottom() + 2)


class LetterEditor(QWidget):
    """Signals: ``edited`` a breath after the last key."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edits: dict[str, WordsEdit] = {}
        self.recipient: WordsEdit | None = None
        self.reasons: dict[str, ReasonsFold] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.edited)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, SPACE_2, 0)
        self._column.setSpacing(SPACE_1)

    def show_draft(self, draft: LetterDraft) -> None:
        """Show the words of another letter."""
        empty(self._column)
        self.edits = {}
        self.reasons = {}
        self._add_recipient(draft.recipient)
        for block in draft.blocks:
            self._add(block)
        self._column.addStretch(1)

    def changed(self) -> dict[str, str]:
        """Return the words as they stand, by block."""
        return {name: edit.toPlainText() for name, edit in self.edits.items()}

    def address(self) -> tuple[str, ...]:
        """Return whom the letter goes to, line by line."""
        lines = () if self.recipient is None else self.recipient.toPlainText().splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def _add_recipient(self, lines: tuple[str, ...]) -> None:
        self.recipient = WordsEdit("\n".join(lines), self.tr("To: name and address"))
        self.recipient.textChanged.connect(self._pause.start)
        label = PlainLabel(self.tr("To: name and address, a line each"), "small")
        label.setContentsMargins(0, SPACE_1, 0, 0)
        label.setBuddy(self.recipient)
        self._column.addWidget(label)
        self._column.addWidget(self.recipient)
        self._column.addSpacing(SPACE_3)

    def _add(self, block: AnyBlock) -> None:
        if not is_editable(block):
            said = self.tr("{kind}, drawn from the record").format(kind=self._kind(block))
            label = PlainLabel(said, "small")
            label.setContentsMargins(0, SPACE_2, 0, SPACE_2)
            self._column.addWidget(label)
            return
        text = editable_text(block)
        name = self.tr("Heading") if isinstance(block, Heading) else self.tr("Paragraph")
        edit = WordsEdit(text, f"{name}: {text[:40]}")
        edit.textChanged.connect(self._pause.start)
        self.edits[block.id] = edit
        self._column.addWidget(edit)
        if not isinstance(block, Heading):
            self.reasons[block.id] = ReasonsFold(block)
            self._column.addWidget(self.reasons[block.id])

    def _kind(self, block: AnyBlock) -> str:
        words = {
            "results": self.tr("Table of results"),
            "table": self.tr("Table"),
            "trend": self.tr("Chart of ALP over time"),
            "sign_off": self.tr("Closing and signature"),
        }
        return words.get(block.kind, block.kind)
