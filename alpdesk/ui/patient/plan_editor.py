"""The items of one plan, changed for one patient."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from alpdesk.domain.rules import MonitoringItem
from alpdesk.services.drafts import Drafts
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.clinical.names import tests_named
from alpdesk.ui.drafts.fields import FieldsKeeper
from alpdesk.ui.followup.requests import EditPlan, Target
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_6
from alpdesk.ui.widgets import Button, IconButton, PlainLabel, PrimaryButton

_MOST_DAYS = 9999
_AS_TEMPLATE, _MOST_IN_A_ROW = -1, 100


@dataclass(frozen=True)
class _Row:
    place: int | None
    item: MonitoringItem | None
    title: QLineEdit
    tests: QLineEdit
    after: QSpinBox
    early: QSpinBox
    every: QSpinBox


class EndsAfter(QSpinBox):
    """How many samples in a row: as the template says, never by itself, or a number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(_AS_TEMPLATE, _MOST_IN_A_ROW)
        self.setSpecialValueText(self.tr("as the template says"))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.specialValueText()) + 4 * SPACE_6)

    def textFromValue(self, value: int) -> str:
        return self.tr("never by itself") if value == 0 else super().textFromValue(value)


class PlanEditor(QFrame):
    """Signals: ``kept(object, object)`` with the target and what is asked; ``left()``; ``edited()`` by typing.

    ``names`` are those of the tests that Alpdesk knows; ``read`` tells which test a typed name stands for.
    """

    kept = Signal(object, object)
    left = Signal()
    edited = Signal()

    def __init__(
        self,
        names: dict[str, str],
        read: Callable[[str], str | None],
        drafts: Drafts,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._names, self._read_test = names, read
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        self.setProperty("asks", True)
        self._target: Target | None = None
        self.rows: list[_Row] = []
        self._title = PlainLabel("", "strong", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(SPACE_2)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 1)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Why? The reason is kept."))
        self.reason.setAccessibleName(self.tr("Why"))
        self.ends = EndsAfter()
        self._problem = PlainLabel("", "error", wrap=True)
        self.add = Button(self.tr("Add an item"), icon="plus")
        self.keep = PrimaryButton(self.tr("Keep"), icon="check", key="Enter")
        self.cancel = Button(self.tr("Leave it"), key="Esc")
        self._build()
        self.add.clicked.connect(self._add)
        self.keep.clicked.connect(self._keep)
        self.cancel.clicked.connect(self._leave)
        for change in (self.reason.textEdited, self.ends.valueChanged):
            change.connect(lambda _: self.edited.emit())
        self._typing = FieldsKeeper(drafts, "plan", {"plan": self}, self)
        self.hide()

    def edit(self, target: Target, items: Sequence[MonitoringItem], ends_after: int | None) -> None:
        """Show the items of a plan, and after how many samples that are not low it ends for this patient.

        What was left half typed about it is put back.
        """
        self._typing.close()
        self._target = target
        self._title.setText(self.tr("Change for this patient: {title}").format(title=target.title))
        self.reason.clear()
        self.refuse("")
        self._fill(list(items))
        self.ends.setValue(_AS_TEMPLATE if ends_after is None else ends_after)
        if self._typing.open(f"{target.patient_id}/{target.plan_id}"):
            since = self.tr("What you typed before is here, but the plan was changed since: look at each item.")
            here = self.tr("What you typed before is here. It is not saved yet.")
            self.refuse(since if self._typing.outdated else here)
        self.show()
        self.rows[0].title.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self) -> None:
        """Close: what was kept is no draft any more."""
        self._typing.clear()
        self.hide()

    def as_text(self) -> str:
        """Return what stands in the form."""
        rows = [[_read(editor) for editor in _editors(row)] for row in self.rows]
        return json.dumps({"rows": rows, "ends": self.ends.value(), "reason": self.reason.text()})

    def from_text(self, text: str) -> None:
        """Put back what stood in the form."""
        found = json.loads(text)
        for _ in found["rows"][len(self.rows) :]:
            self._append(None)
        for row, values in zip(self.rows, found["rows"], strict=False):
            for editor, value in zip(_editors(row), values, strict=True):
                _write(editor, value)
        self.ends.setValue(found["ends"])
        self.reason.setText(found["reason"])

    def refuse(self, sentence: str) -> None:
        """Say what is wrong; what was typed stays."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def items(self) -> tuple[MonitoringItem, ...]:
        """Return the items as they stand in the form; rows without a title are left out."""
        return tuple(self._item(row) for row in self.rows if row.title.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif not event.text():
            super().keyPressEvent(event)

    def _keep(self) -> None:
        if not self.reason.text().strip():
            self.refuse(self.tr("Type the reason first."))
            self.reason.setFocus()
        elif self._strange():
            self.refuse(self.tr("Not a test that Alpdesk knows: {names}").format(names=", ".join(self._strange())))
        elif self._target is not None:
            was = tuple(row.place for row in self.rows if row.title.text().strip())
            ends = None if self.ends.value() == _AS_TEMPLATE else self.ends.value()
            self.kept.emit(self._target, EditPlan(self.items(), self.reason.text().strip(), ends, was))

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _fill(self, items: Sequence[MonitoringItem]) -> None:
        empty(self._grid)
        self.rows = []
        for column, head in enumerate(self._heads()):
            self._grid.addWidget(PlainLabel(head, "overline"), 0, column)
        for item in items:
            self._append(item)

    def _heads(self) -> tuple[str, ...]:
        return (
            self.tr("What"), self.tr("Tests"), self.tr("First after days"), self.tr("Not before day"),
            self.tr("Every days"),
        )  # fmt: skip

    def _append(self, item: MonitoringItem | None) -> _Row:
        place, names = len(self.rows) + 1, self._heads()
        row = _Row(
            None if item is None else place - 1,
            item,
            QLineEdit("" if item is None else item.title),
            QLineEdit(self._named(item)),
            _days(item.after_days if item else 0, self.tr("at once")),
            _days((item.not_before_days or 0) if item else 0, "–"),
            _days((item.every_days or 0) if item else 0, self.tr("once")),
        )
        row.tests.setPlaceholderText(self.tr("With commas between"))
        for column, (editor, name) in enumerate(zip(_editors(row), names, strict=True)):
            editor.setAccessibleName(f"{name}, {place}")
            self._grid.addWidget(editor, place, column)
        for line in (row.title, row.tests):
            line.setCursorPosition(0)
            line.textEdited.connect(lambda _: self.edited.emit())
        for box in (row.after, row.early, row.every):
            box.valueChanged.connect(lambda _: self.edited.emit())
        drop = IconButton("trash-2", self.tr("Leave item {number} out").format(number=place))
        drop.clicked.connect(lambda: self._drop(row))
        self._grid.addWidget(drop, place, len(names))
        self.rows.append(row)
        return row

    def _named(self, item: MonitoringItem | None) -> str:
        return "" if item is None else tests_named(item.tests, self._names)

    def _tests(self, row: _Row) -> dict[str, str | None]:
        """Return the test of each name that is typed, ``None`` for one that is not known."""
        known = {name.casefold(): test for test, name in self._names.items()}
        typed = [name.strip() for name in row.tests.text().split(",") if name.strip()]
        return {name: known.get(name.casefold()) or self._read_test(name) for name in typed}

    def _strange(self) -> list[str]:
        changed = [row for row in self.rows if row.title.text().strip() and row.tests.text() != self._named(row.item)]
        return [name for row in changed for name, test in self._tests(row).items() if test is None]

    def _item(self, row: _Row) -> MonitoringItem:
        shown: dict[str, object] = {
            "title": row.title.text().strip(),
            "after_days": row.after.value(),
            "not_before_days": row.early.value() or None,
            "every_days": row.every.value() or None,
        }
        if row.tests.text() != self._named(row.item):
            shown["tests"] = tuple(dict.fromkeys(test for test in self._tests(row).values() if test is not None))
        return MonitoringItem.model_validate(shown) if row.item is None else row.item.model_copy(update=shown)

    def _add(self) -> None:
        title = self._append(None).title
        title.show()
        title.setFocus()

    def _drop(self, row: _Row) -> None:
        """An item left out is emptied, so that the others stay where they are."""
        row.title.clear()
        for editor in _editors(row):
            editor.setEnabled(False)
        self.edited.emit()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self._title, 1)
        for button in (self.add, self.cancel, self.keep):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addLayout(head)
        column.addLayout(self._grid)
        ends = QHBoxLayout()
        ends.setSpacing(SPACE_2)
        said = PlainLabel(self.tr("Ends after so many samples in a row that are not low"), wrap=True)
        said.setBuddy(self.ends)
        self.ends.setAccessibleName(said.text())
        ends.addWidget(said, 1)
        ends.addWidget(self.ends)
        column.addLayout(ends)
        column.addWidget(self.reason)
        column.addWidget(self._problem)


def _days(days: int, none: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, _MOST_DAYS)
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)
    box.setSpecialValueText(none)
    box.setValue(days)
    return box


def _read(editor: QLineEdit | QSpinBox) -> str | int:
    return editor.text() if isinstance(editor, QLineEdit) else editor.value()


def _write(editor: QLineEdit | QSpinBox, value: str | int) -> None:
    if isinstance(editor, QLineEdit):
        editor.setText(str(value))
    else:
        editor.setValue(int(value))


def _editors(row: _Row) -> tuple[QLineEdit | QSpinBox, ...]:
    return row.title, row.tests, row.after, row.early, row.every
