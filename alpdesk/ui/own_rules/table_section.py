"""Own rules that are a table: a line an entry, or a line an item of an entry."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Body, Fault, OwnRule
from alpdesk.ui.own_rules.edit_table import EditModel, EditRow, EditTable
from alpdesk.ui.own_rules.tools import Tools
from alpdesk.ui.own_rules.words import does_not_hold
from alpdesk.ui.records.conflict import Clash, ConflictDialog
from alpdesk.ui.said import said
from alpdesk.ui.settings.section import Section
from alpdesk.ui.tasks import Run
from alpdesk.ui.widgets import PlainLabel

_HEIGHT = 420


class TableSection(Section):
    """A table typed in place. A subclass says its columns, its lines, and what a typed cell makes of an entry."""

    kind: EditKind
    editable: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()
    stretch = 0

    def __init__(self, title: str, sentence: str, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(title, sentence, keeps=False, parent=parent)
        self._desk = desk
        self._typed: tuple[int, int, str] | None = None
        self.dialog: ConflictDialog | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Show only lines with …"))
        self.search.setAccessibleName(self.tr("Show only lines with"))
        self.search.setClearButtonEnabled(True)
        self.model = EditModel(self.heads(), self.editable, self)
        self.table = EditTable(title)
        self.table.setModel(self.model)
        self.table.setMinimumHeight(_HEIGHT)
        self.table.wrap_lines()
        self.table.set_columns(self.widths, stretch=self.stretch)
        self.wrong = PlainLabel("", "error", wrap=True)
        self.wrong.hide()
        self.tools = Tools(desk, self.kind, run, self)
        for widget in (self.search, self.table, self.wrong, self.tools):
            self.body.addWidget(widget)
        self._connect()

    def heads(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        raise NotImplementedError

    def rows_of(self, rule: OwnRule) -> tuple[EditRow, ...]:
        """Return the lines of an entry."""
        raise NotImplementedError

    def body_with(self, rule: OwnRule, row: EditRow, column: int, text: str) -> Body:
        """Return the entry with one cell typed anew."""
        raise NotImplementedError

    def reload(self) -> None:
        """Show what holds."""
        wanted = self.search.text().strip().casefold()
        rules = self._desk.own_rules.list(self.kind)
        lines = (replace(row, fault=does_not_hold(rule)) for rule in rules for row in self.rows_of(rule))
        self.model.set_rows(tuple(row for row in lines if wanted in " ".join(row.texts).casefold()))
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, min(self.editable)))
        self.wrong.hide()
        self._show_entry()

    def read_only(self) -> None:
        self.table.read_only()
        self.tools.lock()

    def _connect(self) -> None:
        self.search.textChanged.connect(self.reload)
        self.model.typed.connect(self._commit)
        self.table.selectionModel().currentChanged.connect(self._show_entry)
        self.tools.kept.connect(self._kept)
        self.tools.refused.connect(self._refused)
        self.tools.failed.connect(self.refuse)

    def _show_entry(self) -> None:
        row = self.model.row(self.table.currentIndex().row())
        self.tools.show_entry(
            "" if row is None else row.key, "" if row is None else row.texts[0], changed=row is not None and row.changed
        )

    def _commit(self, number: int, column: int, text: str) -> None:
        row = self.model.row(number)
        if row is not None:
            self._typed = number, column, text
            rule = self._desk.own_rules.get(self.kind, row.key)
            self.tools.show_entry(row.key, row.texts[0], changed=row.changed, newest=rule.newest)
            self._put(rule, row, column, text)

    def _put(self, rule: OwnRule, row: EditRow, column: int, text: str) -> None:
        """Keep a typed cell; where somebody else typed in the same cell meanwhile, both are shown first."""
        stands = next((one.texts for one in self.rows_of(rule) if one.place == row.place), row.texts)
        body = self.body_with(rule, row, column, text)
        if stands[column] in (row.texts[column], text):
            self.tools.put(row.key, body)
            return
        title = self.heads()[column]
        self.dialog = ConflictDialog((Clash("cell", title, text, stands[column]),), self)
        self.dialog.accepted.connect(lambda: self._pick(row.key, body))
        self.dialog.rejected.connect(self.reload)
        self.dialog.open()

    def _pick(self, key: str, body: Body) -> None:
        if self.dialog is not None and not self.dialog.theirs():
            self.tools.put(key, body)
        else:
            self.reload()

    def _kept(self, said: str) -> None:
        self.reload()
        self.kept(said)

    def _refused(self, faults: tuple[Fault, ...]) -> None:
        words = " ".join(said(fault.sentence) for fault in faults)
        if self._typed is not None:
            self.model.refuse(*self._typed, words)
        self.wrong.setText(words)
        self.wrong.show()
