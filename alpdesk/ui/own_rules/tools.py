"""What every page of own rules offers: keep, undo, history, the way back to the shipped value."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError, ConflictError
from alpdesk.services.context import NOBODY, Watch
from alpdesk.services.desk import Desk
from alpdesk.services.impact import Impact
from alpdesk.services.own_rules import Body, EditFault, read_body
from alpdesk.ui.impact.signed_change import SignedChange
from alpdesk.ui.own_rules.clash import side_by_side
from alpdesk.ui.own_rules.words import history
from alpdesk.ui.records.conflict import ConflictDialog
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, SideSheet


class Tools(QWidget):
    """Keeps entries of one kind.

    Signals: ``kept(str)`` with what to say, ``refused(object)`` with the faults by field, ``failed(str)``.
    """

    kept = Signal(str)
    refused = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk, kind: EditKind, run: Run, ground: QWidget) -> None:
        super().__init__(ground)
        self._rules = desk.own_rules
        self._impact = desk.impact
        self._kind = kind
        self._key = ""
        self._title = ""
        self._done: list[int] = []
        self._seen: dict[str, int] = {}
        self._undoing = False
        self._asked: ClinicEdit | None = None
        self._locked = False
        self._ground = ground
        self.dialog: ConflictDialog | None = None
        self.undo = Button(self.tr("Undo"), icon="undo-2", key="Ctrl+Z")
        self.history = Button(self.tr("History"), icon="history")
        self.back = Button(self.tr("Back to the shipped value"), icon="corner-down-left")
        self.why = QLineEdit()
        self.why.setPlaceholderText(self.tr("Why? Kept in the history."))
        self.why.setAccessibleName(self.tr("Reason of the next change"))
        self.change = SignedChange(desk, run)
        self.sheet = SideSheet(ground)
        self._build(ground)
        self.show_entry("", "", changed=False)

    def show_entry(
        self, key: str, title: str, *, changed: bool, shipped: bool = True, newest: int | None = None
    ) -> None:
        """Say which entry is looked at, and with which of its changes as the newest."""
        self._key, self._title = key, title
        if newest is not None:
            self._seen[key] = newest
        self.history.setEnabled(bool(key))
        self.back.setEnabled(changed and not self._locked)
        self.back.set_text(self.tr("Back to the shipped value") if shipped else self.tr("Remove this entry"))
        self.undo.setEnabled(bool(self._done))

    def lock(self) -> None:
        """Leave nothing but the history to be read."""
        self._locked = True
        for widget in (self.undo, self.back, self.why):
            widget.setEnabled(False)

    def put(self, key: str, body: Body) -> None:
        """Keep a value of the clinic's own."""
        self._undoing = False
        self._apply(self._rules.edit(self._kind, key, body, self.why.text().strip()), self._seen.get(key))

    def remember(self, key: str) -> None:
        """Let Ctrl+Z take back an entry that was kept by another way."""
        newest = self._rules.history(self._kind, key)
        self._done += [each.id for each in newest[:1]]
        self.undo.setEnabled(bool(self._done))

    def take_back(self) -> None:
        """Let hold again what held before the last change that was made here."""
        if not self._done:
            return
        try:
            edit = self._rules.before(self._done[-1])
        except AlpdeskError as error:
            self._done.pop()
            self.failed.emit(error_words(error))
            return
        self._undoing = True
        self._apply(edit.model_copy(update={"reason": self.tr("Undone")}), self._done[-1])

    def _build(self, ground: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for button in (self.undo, self.history):
            row.addWidget(button)
        row.addWidget(self.why, 1)
        below = QHBoxLayout()
        below.addWidget(self.back)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(self.change)
        column.addLayout(row)
        column.addLayout(below)
        self.undo.clicked.connect(self.take_back)
        self.history.clicked.connect(self._show_history)
        self.back.clicked.connect(self._go_back)
        self.change.kept.connect(self._kept)
        self.change.failed.connect(self.failed)
        self.change.clashed.connect(self._meet)
        keys = QShortcut(QKeySequence.StandardKey.Undo, ground)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.take_back)

    def _show_history(self) -> None:
        self.sheet.explain(self._title, history(self._kind, self._rules.history(self._kind, self._key)))

    def _go_back(self) -> None:
        self._undoing = False
        self._apply(self._rules.edit(self._kind, self._key, None, self.why.text().strip()), self._seen.get(self._key))

    def _apply(self, edit: ClinicEdit, seen: int | None) -> None:
        if edit.kind is EditKind.PROFILE:
            self.change.start(
                lambda progress, cancelled: self._impact.impact_of_profile(edit, progress, cancelled),
                lambda impact, reason, watch: self._keep(edit, seen, impact, reason, watch),
            )
            return
        try:
            self._keep(edit, seen, None, edit.reason, NOBODY)
        except EditFault as error:
            self.refused.emit(error.faults)
        except ConflictError as error:
            self._meet(error)
            self.failed.emit(error_words(error))
        except AlpdeskError as error:
            self.failed.emit(error_words(error))
        else:
            self._kept(self.tr("Saved"))

    def _keep(self, edit: ClinicEdit, seen: int | None, signed: Impact | None, reason: str, watch: Watch) -> None:
        """Keep an edit; called on the worker thread where everybody has to be judged again."""
        self._asked = edit.model_copy(update={"reason": reason or edit.reason})
        self._asked = self._rules.keep(self._asked, signed=signed, seen=seen, watch=watch)

    def _meet(self, error: ConflictError) -> None:
        """Show what somebody else made of the entry beside what was typed; what is picked is tried again."""
        edit, theirs = self._asked, error.theirs
        yours = None if edit is None else read_body(edit.body)
        if not isinstance(theirs, ClinicEdit) or yours is None or edit is None:
            return
        newest, key = theirs.id or 0, edit.key
        stands = self._rules.get(self._kind, key).body

        def again(body: Body) -> None:
            self._seen[key] = newest
            self.put(key, body)

        self.dialog = side_by_side(self._ground, yours, stands, again)

    def _kept(self, said: str) -> None:
        kept = self._asked
        if kept is not None:
            self._seen[kept.key] = kept.id or 0
        if self._undoing:
            self._done.pop()
        else:
            self._done += [kept.id or 0] if kept is not None else []
        self.undo.setEnabled(bool(self._done))
        self.why.clear()
        self.kept.emit(self.tr("Undone") if self._undoing else said)
