"""The words of a letter, paragraph by paragraph; what is drawn from the record is only named."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from alpdesk.domain.letter import AnyBlock, Heading, LetterDraft, LetterWarning, editable_text, is_editable
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.letter.reasons import ReasonsFold
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, colours
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
        self.textChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mark(self, sentences: Sequence[tuple[str, bool]]) -> None:
        """Underline sentences: what is wrong in one colour, what is poor in another."""
        self.setExtraSelections([mark for each, wrong in sentences for mark in self._marks(each, wrong)])

    def choose(self, sentence: str) -> None:
        """Select a sentence, or stand at the beginning where it is not there any more."""
        place = self.toPlainText().find(sentence) if sentence else -1
        cursor = self.textCursor()
        cursor.setPosition(max(place, 0))
        if place >= 0:
            cursor.setPosition(place + len(sentence), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self._fit()
        self.setFocus()

    def _marks(self, sentence: str, wrong: bool) -> Iterator[QTextEdit.ExtraSelection]:
        place = self.toPlainText().find(sentence)
        if place < 0 or not sentence:
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = self.textCursor()
        mark.cursor.setPosition(place)
        mark.cursor.setPosition(place + len(sentence), QTextCursor.MoveMode.KeepAnchor)
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(QColor(colours().emergency if wrong else colours().caution))
        mark.format = shape
        yield mark

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        room = self.fontMetrics().lineSpacing() * lines + 2 * round(self.document().documentMargin())
        margins = self.contentsMargins()
        self.setFixedHeight(room + margins.top() + margins.bottom() + 2)
        self.verticalScrollBar().setValue(0)


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

    def mark(self, warnings: Sequence[LetterWarning]) -> None:
        """Underline the sentences that something is said of."""
        marked = [(each.block, each.sentence, each.blocks) for each in warnings if each.sentence]
        for name, edit in self.edits.items():
            edit.mark([(sentence, wrong) for block, sentence, wrong in marked if block == name])

    def go_to(self, block: str, sentence: str) -> None:
        """Go to a block and select a sentence in it."""
        edit = self.edits.get(block)
        if edit is not None:
            edit.choose(sentence)

    def _add_recipient(self, lines: tuple[str, ...]) -> None:
        self.recipient = WordsEdit("\n".join(lines), self.tr("To: name and address"))
        self.recipient.textChanged.connect(self._pause.start)
        label = PlainLabel(self.tr("To: name and address, a line each"), "small", wrap=True)
        label.setContentsMargins(0, SPACE_1, 0, 0)
        label.setBuddy(self.recipient)
        self._column.addWidget(label)
        self._column.addWidget(self.recipient)
        self._column.addSpacing(SPACE_3)

    def _add(self, block: AnyBlock) -> None:
        if not is_editable(block):
            said = self.tr("{kind}, drawn from the record").format(kind=self._kind(block))
            label = PlainLabel(said, "small", wrap=True)
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
