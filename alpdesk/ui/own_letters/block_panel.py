"""What the chosen block is, when it is said, and its words."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.own_letter import OwnBlock, Sayable
from alpdesk.services.desk import Desk
from alpdesk.services.own_letters import Value
from alpdesk.services.own_rules import Fault
from alpdesk.ui.clinical.folding import FoldTitle
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.own_letters import words
from alpdesk.ui.own_letters.own_edit import OwnEdit
from alpdesk.ui.own_letters.presenter import AdaptingPresenter
from alpdesk.ui.own_letters.rows import by_field
from alpdesk.ui.own_letters.sentence_edit import SentenceEdit
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import PlainLabel

_PAUSE_MS = 250
_DRAWN = {"results", "chart", "alps", "sign_off"}


class BlockPanel(QWidget):
    """Signals: ``edited`` a breath after the last key."""

    edited = Signal()

    def __init__(self, desk: Desk, presenter: AdaptingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters, self._presenter = desk.own_letters, presenter
        self.sentences: dict[str, SentenceEdit] = {}
        self.own: OwnEdit | None = None
        self.others: FoldTitle | None = None
        self._locked = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.edited)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)

    def show_block(self) -> None:
        """Show the chosen block."""
        empty(self._column)
        self.sentences, self.own, self.others = {}, None, None
        block = self._presenter.now.change.block(self._presenter.chosen)
        if block is None:
            self._show_shipped()
        else:
            self._show_own(block)
        self._column.addStretch(1)
        self.show_faults(self._presenter.faults)
        if self._locked:
            self.read_only()

    def show_faults(self, faults: tuple[Fault, ...]) -> None:
        """Say beside each field what is wrong with it."""
        wrong = by_field(faults)
        for key, edit in self.sentences.items():
            edit.refuse(wrong.get(f"words.{key}", ""))
        if self.own is not None:
            mine = f"own.{self.own.block.id}"
            self.own.show_faults(tuple(each for each in faults if each.field.startswith(mine)))

    def read_only(self) -> None:
        """Let nothing be typed here."""
        self._locked = True
        for edit in self.sentences.values():
            edit.read_only()
        if self.own is not None:
            self.own.read_only()

    def _show_own(self, block: OwnBlock) -> None:
        presenter = self._presenter
        self._column.addWidget(PlainLabel(self.tr("A block of your own"), "strong"))
        facts = self._letters.facts(presenter.kind)
        self.own = OwnEdit(block, presenter.language, facts, self._values)
        self.own.changed.connect(self._own_changed)
        self._column.addWidget(self.own)

    def _show_shipped(self) -> None:
        presenter = self._presenter
        listed = self._letters.blocks(presenter.kind, presenter.language)
        block = next((each for each in listed if each.id == presenter.chosen), None)
        if block is None:
            return
        self._column.addWidget(PlainLabel(words.block(block.id), "strong", wrap=True))
        needed = self.tr("A letter must contain this. You can reword and move it, but not leave it out.")
        free = self.tr("You can reword, move or leave out this block.")
        self._column.addWidget(PlainLabel(needed if block.needed else free, "muted", wrap=True))
        if block.when:
            self._column.addWidget(PlainLabel(words.when(block.when), "muted", wrap=True))
        if block.kind in _DRAWN:
            self._column.addWidget(PlainLabel(self.tr("What it shows is drawn from the record."), "muted", wrap=True))
        shown = self._said_on_the_right()
        first = [each for each in block.sentences if each.key in shown or each.key in presenter.now.words]
        for sentence in first:
            self._column.addWidget(self._sentence(sentence))
        self._fold([each for each in block.sentences if each not in first], opened=not first)

    def _fold(self, rest: list[Sayable], *, opened: bool) -> None:
        """Fold away what this letter does not say; it is built when somebody opens it."""
        if not rest:
            return
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        one, more = self.tr("%n sentence for other patients"), self.tr("%n sentences for other patients")
        self.others = FoldTitle(counted(len(rest), one, more), strong=False)
        self._column.addWidget(self.others)
        self._column.addWidget(inside)

        def unfold(shown: bool) -> None:
            while shown and rest:
                column.addWidget(self._sentence(rest.pop(0)))
            inside.setVisible(shown)
            if self._locked:
                self.read_only()

        self.others.toggled.connect(unfold)
        self.others.setChecked(opened)
        inside.setVisible(opened)

    def _sentence(self, sentence: Sayable) -> SentenceEdit:
        presenter = self._presenter
        when = self.tr("Heading") if sentence.heading else words.when(sentence.when)
        if not when:
            when = self.tr("Said when nothing before it fits.") if sentence.otherwise else self.tr("Always said.")
        if sentence.parents:
            when = self.tr("To parents. {when}").format(when=when)
        note = words.said_in(self._letters.said_in(sentence.key), presenter.kind)
        shipped = presenter.shipped(sentence.key)
        edit = SentenceEdit(sentence.key, when, note, presenter.said(sentence.key), shipped)
        edit.offer(self._values_in(shipped))
        edit.typed.connect(self._typed)
        edit.back.connect(presenter.words_to_shipped)
        self.sentences[sentence.key] = edit
        return edit

    def _said_on_the_right(self) -> set[str]:
        presenter = self._presenter
        if presenter.tried is None:
            return set()
        blocks = presenter.tried.draft.blocks
        return {f"{presenter.language}.{reason.key}" for block in blocks for reason in block.reasons}

    def _values(self) -> tuple[Value, ...]:
        presenter = self._presenter
        return self._letters.values(presenter.kind, presenter.example, presenter.language)

    def _values_in(self, shipped: str) -> tuple[Value, ...]:
        return tuple(Value(name, "") for name in words.places(shipped))

    def _typed(self, key: str, text: str) -> None:
        self._presenter.set_words(key, text)
        self._pause.start()

    def _own_changed(self, block: OwnBlock, typed: str) -> None:
        self._presenter.set_own(block, typed=typed)
        self._pause.start()
