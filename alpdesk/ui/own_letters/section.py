"""Every kind of letter as the clinic has it: blocks and words on the left, the pages on the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from alpdesk.domain.records import LetterKind
from alpdesk.services.adapted import Adapted, differing, merged
from alpdesk.services.desk import Desk
from alpdesk.services.own_letters import LetterConflict, LetterVersion, Tried
from alpdesk.services.own_rules import Fault
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.letter.preview import Preview
from alpdesk.ui.letters import words as kinds
from alpdesk.ui.own_letters import words
from alpdesk.ui.own_letters.block_list import BlockList
from alpdesk.ui.own_letters.block_panel import BlockPanel
from alpdesk.ui.own_letters.findings import Findings
from alpdesk.ui.own_letters.history import HistoryPanel
from alpdesk.ui.own_letters.keys import bind
from alpdesk.ui.own_letters.language_bar import LanguageBar
from alpdesk.ui.own_letters.presenter import AdaptingPresenter
from alpdesk.ui.own_letters.rows import Row
from alpdesk.ui.own_letters.side_by_side import clashes
from alpdesk.ui.people import language_name
from alpdesk.ui.records.conflict import ConflictDialog
from alpdesk.ui.settings.section import Section
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Banner, Button, Choice, Field, Form, IconButton, scrolled
from alpdesk.ui.widgets.flow import FlowRow

_NARROW = 700
_HEIGHT = 640
_PAGES_HEIGHT = 460
_SHARES = [480, 520]
_WHY_WIDTH = 230


class LettersSection(Section):
    """Adapts a kind of letter step by step; nothing holds before it is saved with a reason."""

    wide = True

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr("Blocks in your order and in your words; the pages beside them are of a made-up patient.")
        super().__init__(self.tr("Letters"), sentence, parent=parent)
        self._desk = desk
        self._locked = False
        self._codes: tuple[str, ...] = ()
        self.conflict: ConflictDialog | None = None
        self.presenter = AdaptingPresenter(self, desk, run)
        self._pause = Pause(desk.drafts, self.presenter.keep_draft, self)
        self.kind = Choice(tuple((kinds.kind(kind), kind) for kind in LetterKind))
        self.example = Choice()
        self.languages = LanguageBar()
        self.list = BlockList()
        self.panel = BlockPanel(desk, self.presenter)
        self.preview = Preview()
        self.findings = Findings()
        self.past = HistoryPanel()
        self.left = Banner("info", "", action=self.tr("Begin again"))
        self.strange = Banner("info")
        self.why = QLineEdit()
        self._buttons()
        self._build()
        self._connect()

    def turn_to(self, part: str) -> None:
        if part in set(LetterKind):
            self.kind.set_value(LetterKind(part))

    def reload(self) -> None:
        self._offer()
        self.presenter.open(LetterKind(str(self.kind.value())))
        self._show_past()

    def keep(self) -> None:
        self.trouble.hide()
        self.presenter.keep(self.why.text().strip())

    def read_only(self) -> None:
        self._locked = True
        self.panel.read_only()
        self.list.setDragEnabled(False)
        self.why.setEnabled(False)
        self.show_state()
        self._show_past()

    def show_rows(self, rows: tuple[Row, ...], chosen: str) -> None:
        self.list.show_rows(rows, chosen)

    def show_block(self) -> None:
        self.panel.show_block()
        self.show_state()

    def show_faults(self, faults: tuple[Fault, ...]) -> None:
        self.panel.show_faults(faults)

    def show_letter(self, tried: Tried) -> None:
        self.preview.show_pages(tried.pages)
        self.findings.show_letter(tried)

    def show_stale(self) -> None:
        self.findings.show_stale()

    def show_state(self) -> None:
        presenter = self.presenter
        row = presenter.row()
        may = not self._locked and row is not None
        out = row is not None and row.left_out
        self.leave_out.set_text(self.tr("Put back") if out else self.tr("Leave out"))
        self.leave_out.setEnabled(may and row is not None and not row.needed)
        self.remove.setVisible(row is not None and row.own)
        for button in (self.up, self.down, self.add, self.remove):
            button.setEnabled(may)
        self.back_step.setEnabled(may and presenter.can_undo)
        self.again.setEnabled(may and presenter.can_redo)
        self.shipped.setEnabled(may and bool(differing(presenter.now, Adapted())))
        self.save.setEnabled(may and presenter.dirty)
        self.left.setVisible(presenter.restored and presenter.dirty)
        self.left.show_message("info", self.tr("What you changed before is here. It is not saved yet."))
        gone = self.tr("This edition has no more blocks of these names, so they are passed over: {names}.")
        self.strange.show_message("info", gone.format(names=", ".join(presenter.held.strange)))
        self.strange.setVisible(bool(presenter.held.strange))
        if presenter.dirty:
            self._pause.start()

    def show_problem(self, sentence: str) -> None:
        self.refuse(sentence)

    def show_conflict(self, mine: Adapted, conflict: LetterConflict) -> None:
        """Show both versions side by side; what is picked is saved as one."""
        letters, kind, theirs = self._desk.own_letters, self.presenter.kind, conflict.held.adapted
        found = clashes(self.presenter.held.adapted, mine, theirs, lambda one: letters.order(kind, one.change))
        self.conflict = ConflictDialog(found, self)
        dialog = self.conflict
        keep, why = self.presenter.keep, self.why.text().strip()
        dialog.accepted.connect(lambda: keep(why, merged(mine, theirs, dialog.theirs()), conflict.held))
        dialog.open()

    def was_kept(self) -> None:
        self.why.clear()
        self._show_past()
        self.kept(self.tr("Letters saved"))

    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()
        self.presenter.keep_draft()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the pages below the words where there is no room beside them."""
        narrow = event.size().width() < _NARROW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
        self._split.setMinimumHeight(_HEIGHT + _PAGES_HEIGHT if narrow else _HEIGHT)
        super().resizeEvent(event)

    def _buttons(self) -> None:
        self.up = IconButton("arrow-up", self.tr("Move the block up (Alt+Up)"))
        self.down = IconButton("arrow-down", self.tr("Move the block down (Alt+Down)"))
        self.leave_out = Button(self.tr("Leave out"), icon="eye-off")
        self.add = Button(self.tr("Add a block"), icon="plus")
        self.remove = IconButton("trash-2", self.tr("Remove the block"))
        self.back_step = IconButton("undo-2", self.tr("Undo (Ctrl+Z)"))
        self.again = IconButton("redo-2", self.tr("Redo (Ctrl+Y)"))
        self.history = Button(self.tr("History"), icon="history")
        self.shipped = Button(self.tr("All as shipped"), icon="corner-down-left")
        self.history.setCheckable(True)
        self.why.setPlaceholderText(self.tr("Why? Kept in the history."))
        self.why.setAccessibleName(self.tr("Reason of the change"))

    def _build(self) -> None:
        self.past.hide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._words_side())
        self._split.addWidget(self._pages_side())
        self._split.setSizes(_SHARES)
        for banner in (self.left, self.strange):
            banner.hide()
            self.body.addWidget(banner)
        self.body.addWidget(Form(((Field(self.tr("Kind of letter"), self.kind),
                                   Field(self.tr("Made-up patient"), self.example)),)))  # fmt: skip
        steps = FlowRow(spacing=SPACE_2)
        self.why.setFixedWidth(_WHY_WIDTH)
        for widget in (self.back_step, self.again, self.history, self.shipped, self.why, self.save):
            steps.addWidget(widget)
        self.body.addLayout(steps)
        self.body.addWidget(self._split, 1)

    def _words_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, SPACE_2, 0)
        column.setSpacing(SPACE_2)
        ways = FlowRow(spacing=SPACE_2)
        for button in (self.up, self.down, self.leave_out, self.add, self.remove):
            ways.addWidget(button)
        inside = QWidget()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, SPACE_2, 0)
        below.setSpacing(SPACE_3)
        below.addWidget(self.past)
        below.addWidget(self.panel, 1)
        column.addWidget(self.list)
        column.addLayout(ways)
        column.addWidget(self.languages)
        column.addWidget(scrolled(inside), 1)
        side.setMinimumWidth(300)
        return side

    def _pages_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(SPACE_2, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self.preview, 1)
        column.addWidget(self.findings)
        side.setMinimumWidth(300)
        return side

    def _connect(self) -> None:
        presenter = self.presenter
        self.kind.picked.connect(self._change_kind)
        self.example.picked.connect(self._change_example)
        self.languages.currentChanged.connect(self._change_language)
        self.list.chosen.connect(presenter.choose)
        self.list.moved.connect(self._move)
        self.list.arranged.connect(presenter.arrange)
        self.panel.edited.connect(presenter.look)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.leave_out.clicked.connect(self._leave_out)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(presenter.remove)
        self.back_step.clicked.connect(presenter.undo)
        self.again.clicked.connect(presenter.redo)
        self.shipped.clicked.connect(presenter.to_shipped)
        self.history.toggled.connect(self.past.setVisible)
        self.past.wanted.connect(self._go_to)
        self.left.acted.connect(presenter.forget)
        again = self.tr("Take a step again that was undone")
        bind(self, (
            ("Ctrl+Z", self.tr("Undo"), presenter.undo), ("Ctrl+Y", again, presenter.redo),
            ("Ctrl+Shift+Z", again, presenter.redo), ("Ctrl+Return", "", self.save.click),
            ("Ctrl+Enter", self.tr("Save"), self.save.click),
        ))  # fmt: skip

    def _offer(self) -> None:
        """Offer languages and made-up patients, once they are asked for: reading them takes a moment."""
        self._codes = self._desk.own_letters.languages()
        if self.languages.count() == len(self._codes):
            return
        self.example.set_items(tuple((words.example(name), name) for name in self._desk.own_letters.examples()))
        self.languages.blockSignals(True)
        for code in self._codes[self.languages.count() :]:
            self.languages.addTab(language_name(code))
        self.languages.blockSignals(False)
        self.presenter.language = self._codes[max(0, self.languages.currentIndex())]

    def _change_kind(self, kind: object) -> None:
        self.presenter.open(LetterKind(str(kind)))
        self._show_past()

    def _change_example(self, example: object) -> None:
        self.presenter.example = str(example)
        self.presenter.look()
        self.panel.show_block()

    def _change_language(self, place: int) -> None:
        self.presenter.language = self._codes[place]
        self.presenter.look()
        self.panel.show_block()

    def _move(self, by: int) -> None:
        if not self._locked:
            self.presenter.move(by)

    def _leave_out(self) -> None:
        row = self.presenter.row()
        if row is not None:
            self.presenter.leave_out(out=not row.left_out)

    def _add(self) -> None:
        self.presenter.add()
        if self.panel.own is not None:
            self.panel.own.text.setFocus()

    def _go_to(self, version: LetterVersion) -> None:
        self.presenter.go_to(version)
        self.why.setFocus()

    def _show_past(self) -> None:
        self.past.show_versions(self._desk.own_letters.history(self.presenter.kind), locked=self._locked)
