"""Interval profiles of the clinic's own: what they are, their rows, and the signature before they judge."""

import re
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from alpdesk.domain.names import folded
from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Body, Fault
from alpdesk.ui.own_rules.edit_table import EditTable
from alpdesk.ui.own_rules.rows_model import RowsModel
from alpdesk.ui.own_rules.tools import Tools
from alpdesk.ui.own_rules.words import does_not_hold, mark
from alpdesk.ui.said import said
from alpdesk.ui.settings.section import Section
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, Choice, Field, Form, PlainLabel

_PAUSE_MS = 250
_HEIGHT = 300
_NAME = "intervals"
_FIELDS = ("title", "laboratory", "method", "unit", "source", "covers_from", "covers_to")
_BY_AGE = (7, 9, 9, 7, 7, 12, 12, 20)
_BY_WEEK = (10, 10, 7, 7, 12, 12, 20)


class IntervalsSection(Section):
    """One profile at a time: shipped, changed, or the clinic's own."""

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Intervals"),
            self.tr("A row counts for samples of its days. Before a change is kept, the flags it turns are listed."),
            parent=parent,
        )
        self._desk = desk
        self._key = ""
        self.profile = Choice()
        self.copy = Button(self.tr("Copy as our own"), icon="copy")
        self.edits = {name: QLineEdit() for name in _FIELDS}
        self._named = {name: Field(label, self.edits[name]) for name, label in self._labels().items()}
        self.model = RowsModel(self)
        self.table = EditTable(self.tr("Rows of the profile"))
        self.table.setModel(self.model)
        self.table.setMinimumHeight(_HEIGHT)
        self.add = Button(self.tr("Add a row"), icon="plus")
        self.remove = Button(self.tr("Remove the row"), icon="minus")
        self.faults = PlainLabel("", "error", wrap=True)
        self.tools = Tools(desk, EditKind.PROFILE, run, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._connect()
        self.keep_typing(desk.drafts, _NAME, {**self.edits, "rows": self.model, "why": self.tools.why})

    def turn(self) -> None:
        self.pause_typing()
        self.reload()

    def turn_to(self, part: str) -> None:
        self._key = part or self._key

    def put_back(self) -> None:
        self._look()

    def reload(self) -> None:
        """Show the profiles there are, those of the clinic's own that are only begun, and the chosen one."""
        rules = self._desk.own_rules.list(EditKind.PROFILE)
        known = {rule.key for rule in rules}
        begun = [key for key in self._begun() if key not in known]
        self.profile.set_items((
            *((mark(rule.title, changed=rule.changed), rule.key) for rule in rules),
            *((self.tr("Not saved yet: {}").format(key.removeprefix("own_").replace("_", " ")), key) for key in begun),
        ))  # fmt: skip
        self.profile.set_value(self._key)
        self._show()

    def _begun(self) -> list[str]:
        """Return the keys of what is half typed here."""
        typed = (one.subject.partition("/") for one in self._desk.drafts.list() if one.kind == "settings")
        return [key for name, _, key in typed if name == _NAME]

    def keep(self) -> None:
        """Compare, let sign, and keep."""
        if not self._look():
            self.tools.put(self._key, self.typed())

    def typed(self) -> dict[str, Any]:
        """Return the profile as it is typed."""
        texts = {name: edit.text().strip() for name, edit in self.edits.items()}
        ages = {name: texts.pop(name) or None for name in ("covers_from", "covers_to")}
        found = {**texts, **{name: age for name, age in ages.items() if age is not None}}
        return {**found, "by_gestation": self.model.by_gestation, "intervals": self.model.rows()}

    def read_only(self) -> None:
        for edit in self.edits.values():
            edit.setReadOnly(True)
        for widget in (self.copy, self.add, self.remove):
            widget.setEnabled(False)
        self.table.read_only()
        self.tools.lock()

    def _labels(self) -> dict[str, str]:
        return {
            "title": self.tr("Title"), "laboratory": self.tr("Laboratory"), "method": self.tr("Method"),
            "unit": self.tr("Unit"), "source": self.tr("Source of the numbers"),
            "covers_from": self.tr("Covers ages from"), "covers_to": self.tr("to under"),
        }  # fmt: skip

    def _build(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(SPACE_2)
        self.profile.setAccessibleName(self.tr("Profile"))
        first.addWidget(self.profile, 1)
        first.addWidget(self.copy)
        self.body.addLayout(first)
        fields = self._named
        self.body.addWidget(Form((
            (fields["title"], fields["laboratory"], fields["method"]),
            (fields["unit"], fields["covers_from"], fields["covers_to"]),
            (fields["source"],),
        )))  # fmt: skip
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.body.addLayout(row)
        hint = self.tr("Ages as 15d, 6m or 19y; days as 2026-03-31; sex female, male or any.")
        self.body.addWidget(PlainLabel(hint, "small", wrap=True))
        self.body.addWidget(self.faults)
        self.body.addWidget(self.tools)

    def _connect(self) -> None:
        self.profile.picked.connect(self._choose)
        self.copy.clicked.connect(self._copy)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(lambda: self.model.remove_row(self.table.currentIndex().row()))
        self.model.modelReset.connect(self._fit)
        self.model.edited.connect(self._pause.start)
        self.model.edited.connect(self.tools.change.put_away)
        self.profile.picked.connect(self.tools.change.put_away)
        for edit in self.edits.values():
            edit.textEdited.connect(lambda _: self._pause.start())
            edit.textEdited.connect(self.tools.change.put_away)
        self._pause.timeout.connect(self._look)
        self.tools.kept.connect(self._kept)
        self.tools.failed.connect(self.refuse)

    def _choose(self, key: object) -> None:
        self._key = str(key)
        self._show()

    def _show(self) -> None:
        self.pause_typing()
        self.trouble.hide()
        self._key = str(self.profile.value() or "")
        if self._key not in {rule.key for rule in self._desk.own_rules.list(EditKind.PROFILE)}:
            self._fill({})
            self.tools.show_entry(self._key, self._key, changed=False, newest=0)
            self.watch_typing(self._key)
            return
        rule = self._desk.own_rules.get(EditKind.PROFILE, self._key)
        self._fill(rule.body)
        if rule.fault:
            self.refuse(does_not_hold(rule))
        self.tools.show_entry(
            rule.key, rule.title, changed=rule.changed, shipped=rule.shipped is not None, newest=rule.newest
        )
        self._look()
        self.watch_typing(self._key)

    def _fill(self, body: Body) -> None:
        for name, edit in self.edits.items():
            edit.setText(str(body.get(name) or ""))
            edit.setCursorPosition(0)
        self.model.set_rows(body.get("intervals", ()), by_gestation=bool(body.get("by_gestation")))

    def _fit(self) -> None:
        widths = _BY_WEEK if self.model.by_gestation else _BY_AGE
        self.table.set_columns(widths, stretch=len(widths) - 1)

    def _copy(self) -> None:
        """Begin a profile of the clinic's own from the one that is shown; nothing is kept yet."""
        body = {**self.typed(), "title": self.tr("Our copy of {}").format(self.edits["title"].text()), "source": ""}
        self.pause_typing()
        self._key = self._free_key()
        self._fill({})
        self.watch_typing(self._key)
        self._fill(body)
        self.tools.show_entry(self._key, str(body["title"]), changed=False, newest=0)
        self.edits["source"].setFocus()
        self._look()
        self.model.edited.emit()

    def _add(self) -> None:
        place = self.model.add_row(self.table.currentIndex().row())
        self.table.setCurrentIndex(self.model.index(place, 0))
        self.table.setFocus()

    def _free_key(self) -> str:
        taken = {rule.key for rule in self._desk.own_rules.list(EditKind.PROFILE)}
        stem = re.sub(r"[^a-z0-9]+", "_", folded(self.edits["title"].text())).strip("_") or "profile"
        name = f"own_{stem}"
        return next(key for n in range(1, len(taken) + 2) if (key := name if n == 1 else f"{name}_{n}") not in taken)

    def _look(self) -> tuple[Fault, ...]:
        """Say beside each cell what is wrong with it."""
        faults = self._desk.own_rules.check(EditKind.PROFILE, self._key, self.typed())
        by_field = dict(reversed(faults))
        for name, field in self._named.items():
            if name in by_field:
                field.refuse(said(by_field[name]))
            else:
                field.say()
        self.model.show_faults(faults)
        left = (fault for fault in faults if fault.field not in self._named and fault.field.count(".") < 2)
        rest = [said(fault.sentence) for fault in left]
        self.faults.setText("\n".join(rest))
        self.faults.setVisible(bool(rest))
        return faults

    def _kept(self, said: str) -> None:
        self.saved(said)
