"""The page on which a letter is written beside its own pages, kept, saved and printed."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.domain.letter import LetterWarning
from alpdesk.domain.records import LetterKind, LetterState
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.folding import ElidedLabel
from alpdesk.ui.clinical.who import who_line
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.letter.actions import LetterActions
from alpdesk.ui.letter.editor import LetterEditor
from alpdesk.ui.letter.faults import Faults, FaultsArea
from alpdesk.ui.letter.kept_card import KeptCard
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter.presenter import LetterPresenter
from alpdesk.ui.letter.preview import Preview
from alpdesk.ui.letter.shown import Filed, Written
from alpdesk.ui.letter.ways_out import WaysOut
from alpdesk.ui.letters import words as names
from alpdesk.ui.records.words import letter_quotes as sentence_of
from alpdesk.ui.said import error_words
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Choice, PlainLabel, scrolled


class LetterPage(QWidget):
    """Words on the left, the PDF's own pages on the right.

    Signals: ``letter_kept`` (patient), ``letter_printed`` (letter), ``closed`` (patient), ``said`` (sentence).
    """

    letter_kept = Signal(int)
    letter_printed = Signal(int)
    closed = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.output = Output(self)
        self.ways = WaysOut(desk, self.output, self)
        self._patient_id: int | None = None
        self._filed: Filed | None = None
        self._presenter = LetterPresenter(self, desk)
        self._pause = Pause(desk.drafts, self._presenter.keep_words, self)
        self._title = PlainLabel("", "title")
        self._who = ElidedLabel("", "muted", keeps_end=True)
        self._kind = Choice(tuple((names.kind(kind), kind.value) for kind in LetterKind))
        self._large = QCheckBox(self.tr("Large print"))
        self._faults = Faults()
        self._problem = Banner("caution", "")
        self._new = Banner("caution", "", action=self.tr("Take over what is new"), key="Alt+N", primary=True)
        self._stale = Banner("emergency", "", action="")
        self._editor = LetterEditor()
        self._issued = KeptCard()
        self._left = QStackedWidget()
        self._preview = Preview()
        self._actions = LetterActions()
        self._keep, self._anew, self._print = self._actions.keep, self._actions.anew, self._actions.print
        self._save, self._back = self._actions.save, self._actions.back
        self._build()
        self._connect()

    def start(self, patient_id: int, kind: str, replaces: int | None = None) -> None:
        """Write a letter for a patient, perhaps in the place of one that was kept."""
        self._patient_id = patient_id
        self.show_problem("")
        self._kind.set_value(kind)
        self._presenter.start(patient_id, LetterKind(kind), replaces)

    def open_kept(self, letter_id: int) -> None:
        """Show a kept letter as it was issued."""
        self.show_problem("")
        self._presenter.open_kept(letter_id)

    # What the presenter asks

    def show_draft(self, written: Written) -> None:
        self._title.setText(self.tr("Write a letter"))
        self._who.setText(who_line(written.patient, written.age))
        self._editor.show_draft(written.draft)
        self._left.setCurrentIndex(0)
        self._kind.show()
        self._large.setVisible(not written.draft.kind.to_colleague)
        self._large.setChecked(written.draft.large_print)
        self._stale.hide()
        self._new.hide()
        self._actions.show_writing(
            reworded=written.reworded, needs_signature=written.needs_signature, may_sign=written.may_sign
        )
        self._preview.view.verticalScrollBar().setValue(0)
        self._go_first(written)

    def show_kept(self, filed: Filed) -> None:
        letter = filed.letter
        self._patient_id = letter.patient_id
        self._title.setText(names.kind(letter.kind))
        self._who.setText(who_line(filed.patient, filed.age))
        self.show_warnings(())
        for only_written in (self._kind, self._large, self._new):
            only_written.hide()
        self._issued.show_letter(letter, filed.events, filed.names)
        self._left.setCurrentIndex(1)
        self._actions.show_kept(letter, needs_signature=filed.needs_signature, may_sign=filed.may_sign)
        self._show_stale(filed)
        first = (self._actions.sign, self._print, self._back)
        next(button for button in first if not button.isHidden()).setFocus()

    def show_pages(self, pdf: bytes) -> None:
        self._preview.show_pages(pdf)

    def show_warnings(self, warnings: tuple[LetterWarning, ...], seen_to: Collection[str] = ()) -> None:
        self._faults.show_warnings(warnings, seen_to)
        self._editor.mark(warnings)

    def offer_what_is_new(self, sentence: str) -> None:
        self._new.show_message("caution", sentence)
        self._new.show()
        self._new.button.setFocus()

    def show_problem(self, sentence: str) -> None:
        self._problem.show_message("caution", sentence)
        self._problem.setVisible(bool(sentence))

    def changed(self) -> Mapping[str, str]:
        return self._editor.changed()

    def address(self) -> tuple[str, ...]:
        return self._editor.address()

    def unsaved(self) -> tuple[str, ...]:
        """Name what would be lost with the window."""
        return self._presenter.unsaved()

    def kept(self, patient_id: int, sentence: str) -> None:
        self.said.emit(sentence)
        self.letter_kept.emit(patient_id)

    def printed(self, letter_id: int, sentence: str) -> None:
        self.said.emit(sentence)
        self.letter_printed.emit(letter_id)

    # Events

    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()
        self._presenter.keep_words()
        super().hideEvent(event)

    # Internal

    def _build(self) -> None:
        self._kind.setAccessibleName(self.tr("Kind of letter"))
        writing = QWidget()
        both = QVBoxLayout(writing)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(SPACE_2)
        both.addWidget(FaultsArea(self._faults))
        self._words = scrolled(self._editor)
        both.addWidget(self._words, 1)
        self._left.addWidget(writing)
        self._left.addWidget(scrolled(_held(self._issued)))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left)
        split.addWidget(self._preview)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 5)
        self._left.setMinimumWidth(300)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(self._head())
        for strip in (self._problem, self._new, self._stale):
            column.addWidget(strip)
            strip.hide()
        column.addWidget(split, 1)
        column.addWidget(self._actions)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self._title)
        row.addWidget(self._who, 1)
        row.addWidget(self._large)
        row.addWidget(self._kind)
        return row

    def _connect(self) -> None:
        self._preview.answer_keys_of(self)
        self._kind.picked.connect(self._change_kind)
        self._large.clicked.connect(self._presenter.print_large)
        self._editor.edited.connect(self._presenter.preview)
        self._editor.edited.connect(self._pause.start)
        self._keep.clicked.connect(self._do_keep)
        self._actions.unsigned.clicked.connect(lambda: self._presenter.keep(sign=False))
        self._actions.later.clicked.connect(self._presenter.put_by)
        self._actions.sign.clicked.connect(self._presenter.sign)
        self._new.acted.connect(self._presenter.take_over)
        self._stale.acted.connect(self._follow)
        self._faults.sought.connect(self._go_to_sentence)
        self._faults.settled.connect(self._presenter.see_to)
        self._issued.copy_chosen.connect(lambda copy: self._presenter.show_copy(copy=copy))
        self._issued.handed_over.connect(lambda how: self._try(lambda: self._presenter.pass_on(how)))
        self._anew.clicked.connect(self._presenter.begin_again)
        self._save.clicked.connect(self._do_save)
        self._issued.lock.clicked.connect(lambda: self._let_out(self.ways.save_locked))
        self._issued.mail.clicked.connect(lambda: self._let_out(self.ways.mail))
        self._print.clicked.connect(self._do_print)
        self._back.clicked.connect(self._go_back)
        keys = (("Ctrl+Return", self._do_keep), ("Ctrl+Enter", self._do_keep), ("Ctrl+S", self._do_save))
        for key, act in (*keys, ("Ctrl+P", self._do_print), ("Esc", self._go_back), ("F9", self._faults.go_on)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show_stale(self, filed: Filed) -> None:
        """Say that a letter quotes what was put right since, or what took its place, and lead there."""
        text, action = "", ""
        if filed.stale is not None:
            text, action = sentence_of(filed.stale), self.tr("Write the letter that replaces it")
        elif filed.replaced_by is not None:
            taken = filed.letter.state is LetterState.REPLACED
            said = (
                self.tr("Letter {number} took its place.") if taken else self.tr("The letter that replaces it waits.")
            )
            text, action = said.format(number=filed.replaced_by.number), self.tr("Open it")
        self._stale.show_message("caution" if filed.stale is None else "emergency", text)
        self._stale.button.set_text(action)
        self._stale.button.setVisible(bool(action))
        self._stale.setVisible(bool(text))
        self._filed = filed

    def _follow(self) -> None:
        filed = self._filed
        if filed is not None and filed.stale is not None:
            self.start(filed.letter.patient_id, filed.letter.kind.value, filed.letter.id)
        elif filed is not None and filed.replaced_by is not None:
            self.open_kept(filed.replaced_by.id)

    def _go_first(self, written: Written) -> None:
        """Begin with the address where one is missing, else with the first words."""
        asked = {warning.id for warning in written.draft.warnings}
        first, recipient = next(iter(self._editor.edits.values()), None), self._editor.recipient
        if recipient is not None and asked & {"no_address", "no_specialist"}:
            first = recipient
            recipient.selectAll() if "no_specialist" in asked else recipient.moveCursor(QTextCursor.MoveOperation.End)
        if first is not None:
            first.setFocus()

    def _change_kind(self, kind: object) -> None:
        if self._patient_id is not None:
            self.start(self._patient_id, str(kind))

    def _go_to_sentence(self, block: str, sentence: str) -> None:
        self._editor.go_to(block, sentence)
        edit = self._editor.edits.get(block)
        if edit is not None:
            QTimer.singleShot(0, edit, lambda: self._words.ensureWidgetVisible(edit))  # the strips take room first

    def _do_keep(self) -> None:
        self._presenter.keep() if self._presenter.letter is None else self._presenter.sign()

    def _do_save(self) -> None:
        self._let_out(self.ways.save)

    def _do_print(self) -> None:
        self._let_out(lambda letter_id: self.ways.print([letter_id]))

    def _let_out(self, way: Callable[[int], str]) -> None:
        """Let the kept letter out by a way that returns what to say, nothing where the user thought better of it."""
        letter = self._presenter.letter
        if letter is not None:
            self._try(lambda: self._presenter.went_out(way(letter.id)))

    def _try(self, act: Callable[[], None]) -> None:
        self.show_problem("")
        try:
            act()
        except AlpdeskError as error:
            self.show_problem(error_words(error))

    def _go_back(self) -> None:
        if self._patient_id is not None:
            self.closed.emit(self._patient_id)


def _held(card: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(card)
    return holder
