"""A result typed anew: the old value in sight, the new one judged while it is typed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.domain.analytes import Analyte
from alpdesk.domain.records import Result
from alpdesk.services.drafts import Drafts
from alpdesk.services.panels import ResultDraft, RowPreview
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.records.looking import Looking
from alpdesk.ui.widgets import Field, FlagLabel, Form, PlainLabel

translate = QCoreApplication.translate
Preview = Callable[[ResultDraft], RowPreview]


@dataclass(frozen=True)
class Kept:
    """The result as it stands, with words for it; ``earlier`` are the versions before it.

    ``looks_twice`` says whether the clinic has low, critical and doubted values typed again.
    """

    result: Result
    name: str
    day: str
    said: str
    earlier: str = ""
    analyte: Analyte | None = None
    looks_twice: bool = True


class CorrectDialog(ActionDialog):
    """Asks for a new version of one result."""

    def __init__(self, kept: Kept, preview: Preview, parent: QWidget | None = None) -> None:
        title = translate("Records", "Correct {analyte} of {day}").format(analyte=kept.name, day=kept.day)
        super().__init__(title, "", translate("Records", "Keep the new value"), parent)
        self._kept = kept
        self._preview = preview
        self.old = PlainLabel("", "strong", wrap=True)
        self.value, self.unit = QLineEdit(kept.result.value), QLineEdit(kept.result.unit)
        self.low, self.high = QLineEdit(_limit(kept.result.low)), QLineEdit(_limit(kept.result.high))
        self.verdict = FlagLabel()
        self.looking = Looking(kept.name, kept.analyte, looks_twice=kept.looks_twice)
        self._value = Field(self.tr("New value"), self.value)
        self._fields = {
            "value": self._value,
            "unit": Field(self.tr("Unit"), self.unit),
            "low": Field(self.tr("Printed lower limit"), self.low),
            "high": Field(self.tr("Printed upper limit"), self.high),
        }
        self._lay()
        for line in (self.value, self.unit, self.low, self.high):
            line.textEdited.connect(self._edited)
            line.returnPressed.connect(self._go_on)
        self.looking.put.connect(self._put)
        self.looking.hid.connect(self._hide)
        self.looking.passed.connect(self.submit)
        self.looking.told.connect(self.fit)
        self._judge()
        self.value.setFocus()
        self.value.selectAll()

    def draft(self) -> ResultDraft:
        """Return the new version as typed."""
        return ResultDraft(
            analyte=self._kept.result.analyte,
            value=self.value.text().strip(),
            unit=self.unit.text().strip(),
            low=self.low.text().strip(),
            high=self.high.text().strip(),
        )

    def show_kept(self, kept: Kept) -> None:
        """Show another version as the one that stands; what is typed stays."""
        self._kept = kept
        self.old.setText("\n".join(part for part in (kept.said, kept.earlier) if part))

    def keep_typed(self, drafts: Drafts, subject: str) -> None:
        """Show what was left in this form before, and hold on to what is typed now."""
        typed = {**{name: field.editor for name, field in self._fields.items()}, "reason": self.reason}
        if self.remember(drafts, subject, typed):
            self._judge()

    def check(self) -> QWidget | None:
        if not self.value.text().strip():
            self._value.refuse(self.tr("Type the new value; to take the result away, withdraw it."))
            return self.value
        return super().check() or self.looking.wanted(self.draft(), self._preview(self.draft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.looking.take_key(event):
            super().keyPressEvent(event)

    def _lay(self) -> None:
        self.show_kept(self._kept)
        fields = self._fields
        self.body.addWidget(self.old)
        self.body.addWidget(Form(((fields["value"], fields["unit"]), (fields["low"], fields["high"]))))
        self.body.addWidget(self.looking)
        self.body.addWidget(self.verdict)

    def _edited(self) -> None:
        self.looking.end()
        self._judge()

    def _go_on(self) -> None:
        """Go to the next field, unless something is to be asked about the value first."""
        if self.value.text().strip() and self.looking.ask(self.draft(), self._preview(self.draft())):
            self.looking.question.setFocus()
        else:
            self.focusNextChild()

    def _put(self, value: str, unit: str) -> None:
        """Write what was chosen instead of what was typed."""
        self.value.setText(value or self.value.text())
        self.unit.setText(unit or self.unit.text())
        self._judge()
        self.value.setFocus()

    def _hide(self, hidden: bool) -> None:  # the signature of the signal
        self.value.setEchoMode(QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal)
        self.verdict.setVisible(not hidden)

    def _judge(self) -> None:
        """Say what the new value would be judged."""
        for field in self._fields.values():
            field.say()
        if not self.value.text().strip():
            self.verdict.show_flag("none")
            return
        row = self._preview(self.draft())
        if row.error:
            self._fields.get(row.field, self._value).refuse(row.error)
        self.verdict.setVisible(row.verdict is not None)
        if row.verdict is not None:
            self.verdict.show_flag(str(row.verdict.flag.value), row.verdict.reason)


def _limit(number: object) -> str:
    return "" if number is None else f"{number:f}"
