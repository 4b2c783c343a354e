"""A result typed anew: the old value in sight, the new one judged while it is typed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.domain.records import Result
from alpdesk.services.panels import ResultDraft, RowPreview
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.widgets import Field, FlagLabel, Form, PlainLabel

translate = QCoreApplication.translate
Preview = Callable[[ResultDraft], RowPreview]


@dataclass(frozen=True)
class Kept:
    """The result as it stands, with words for it; ``earlier`` are the versions before it."""

    result: Result
    name: str
    day: str
    said: str
    earlier: str = ""


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
        self._value = Field(self.tr("New value"), self.value)
        self._fields = {
            "value": self._value,
            "unit": Field(self.tr("Unit"), self.unit),
            "low": Field(self.tr("Printed lower limit"), self.low),
            "high": Field(self.tr("Printed upper limit"), self.high),
        }
        self._lay()
        for line in (self.value, self.unit, self.low, self.high):
            line.textEdited.connect(self._judge)
            line.returnPressed.connect(self.focusNextChild)
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

    def check(self) -> QWidget | None:
        if not self.value.text().strip():
            self._value.refuse(self.tr("Type the new value; to take the result away, withdraw it."))
            return self.value
        return super().check()

    def _lay(self) -> None:
        self.show_kept(self._kept)
        fields = self._fields
        self.body.addWidget(self.old)
        self.body.addWidget(Form(((fields["value"], fields["unit"]), (fields["low"], fields["high"]))))
        self.body.addWidget(self.verdict)

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
