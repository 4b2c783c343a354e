"""A patient taken out of the record on a legal order: what would go is told, and the number is typed to be sure."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.redacting import Outlook
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.people import alone
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.said import error_words
from alpdesk.ui.widgets import Banner, Field, PlainLabel


class TakingOutDialog(ActionDialog):
    """Escape leaves; nothing goes before the order and the number stand there."""

    def __init__(self, outlook: Outlook, parent: QWidget | None = None) -> None:
        self._number = outlook.patient.number
        super().__init__(
            _tr("Take {name} out of the record?").format(name=alone(outlook.patient.name)),
            _tr(
                "Only where a court or an authority has ordered it: the law may oblige the clinic to keep records for "
                "years. It cannot be undone. Who did it and on whose order stays in the trail."
            ),
            _tr("Take everything out"),
            parent,
        )
        self._reason.rename(_tr("On whose order?"))
        self._reason.say(_tr("Authority, reference and day; this is kept."))
        self.waits = Banner("caution", waits(outlook))
        self.waits.setVisible(bool(outlook.unanswered or outlook.due))
        self.number = QLineEdit()
        self._typed = Field(_tr("Number of the patient"), self.number, hint=_tr("Typed to be sure."))
        self.number.textEdited.connect(lambda _: self._typed.say())
        self.number.returnPressed.connect(self.reason.setFocus)
        for widget in (PlainLabel(goes(outlook), wrap=True), self.waits, PlainLabel(stays(), "muted", wrap=True)):
            self.body.addWidget(widget)
        self.body.addWidget(self._typed)
        self.number.setFocus()

    def check(self) -> QWidget | None:
        if self.number.text().strip() != self._number:
            self._typed.refuse(_tr("This is not the number of the patient."))
            return self.number
        if not self.why():
            self._reason.refuse(_tr("Type who ordered it, the reference and the day of the order."))
            return self.reason
        return None


class TakingOut:
    """Asks and does it; ``done`` is told what was taken out."""

    def __init__(self, parent: QWidget, desk: Desk, done: Callable[[str], None], say: Callable[[str], None]) -> None:
        self._parent, self._desk, self._done, self._say = parent, desk, done, say
        self.dialog: TakingOutDialog | None = None

    def ask(self, patient_id: int) -> None:
        """Show what would go, and ask."""
        try:
            outlook = self._desk.redacting.outlook(patient_id)
        except AlpdeskError as error:
            self._say(error_words(error))
            return
        dialog = self.dialog = TakingOutDialog(outlook, self._parent)
        dialog.submitted.connect(lambda: self._do(dialog, patient_id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _do(self, dialog: TakingOutDialog, patient_id: int) -> None:
        try:
            gone = self._desk.redacting.redact(patient_id, dialog.why(), dialog.number.text())
        except AlpdeskError as error:
            dialog.refuse(error_words(error))
            return
        dialog.accept()
        said = _tr("Taken out on a legal order: {rows} rows, and what {entries} entries of the trail said of them")
        self._done(said.format(rows=gone.rows, entries=gone.entries))


def goes(outlook: Outlook) -> str:
    """Say what would go."""
    parts = {
        counted(outlook.panels, _tr("%n panel"), _tr("%Ln panels", outlook.panels)): outlook.panels,
        counted(outlook.letters, _tr("%n letter"), _tr("%Ln letters", outlook.letters)): outlook.letters,
        counted(outlook.scans, _tr("%n scan"), _tr("%Ln scans", outlook.scans)): outlook.scans,
        counted(outlook.rows, _tr("%n row in all"), _tr("%Ln rows in all", outlook.rows)): outlook.rows,
    }
    there = ", ".join(part for part, count in parts.items() if count)
    said = _tr("This goes: {parts}, and what the trail tells of them.").format(parts=there)
    if outlook.merged:
        merged = _tr("The records that were merged into this one go with it: {others}.")
        said = f"{said} {merged.format(others='; '.join(outlook.merged))}"
    return said


def waits(outlook: Outlook) -> str:
    """Say what nobody would be reminded of any more."""
    lows = counted(
        outlook.unanswered, _tr("%n assessment waits for an answer"),
        _tr("%Ln assessments wait for an answer", outlook.unanswered),
    )  # fmt: skip
    due = counted(outlook.due, _tr("%n item is due"), _tr("%Ln items are due", outlook.due))
    both = ", ".join(part for part, count in ((lows, outlook.unanswered), (due, outlook.due)) if count)
    return _tr("Nobody will be reminded of it any more: {both}.").format(both=both)


def stays() -> str:
    """Say what this program cannot reach."""
    return _tr(
        "It does not reach backups made before, files that were saved elsewhere, paper, and the reasons that people "
        "typed, which the trail is chained by. To restore an older backup brings the patient back."
    )


def _tr(text: str, number: int = -1) -> str:
    return QCoreApplication.translate("TakingOut", text, None, number)
