"""The scanned reports of one sample, beside the form in which they are typed."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.followup import Attachment
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.scans.view import ScanView
from alpdesk.ui.scans.withdrawing import Withdrawing
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner, Choice, IconButton, PlainLabel
from alpdesk.ui.widgets.tips import tip

_LEAST_WIDTH = 224


def scan_files() -> str:
    """Return which files are scanned reports, as a file dialog asks for it."""
    return QCoreApplication.translate("ScanPane", "Scanned reports (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)")


class ScanPane(QWidget):
    """Signals: ``attached()`` when a report was added, ``emptied()`` when none is left, ``said`` (sentence)."""

    attached = Signal()
    emptied = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments = desk.attachments
        self._of: tuple[UUID, int] | None = None
        self._scans: Sequence[Attachment] = ()
        self.view = ScanView()
        self.choice = Choice()
        self._pages = PlainLabel("", "muted")
        self._problem = Banner("caution", "")
        self._withdrawing = Withdrawing()
        self._buttons = {
            "zoom-out": IconButton("zoom-out", self.tr("Smaller")),
            "zoom-in": IconButton("zoom-in", self.tr("Larger")),
            "trash-2": IconButton("trash-2", self.tr("Withdraw this scan")),
        }
        self._build()
        self._connect()

    def show_for(self, panel_uid: UUID, patient_id: int) -> None:
        """Show the reports of a sample."""
        self._of = (panel_uid, patient_id)
        self._list(self._attachments.list(panel_uid))

    def show_scans(self, scans: Sequence[Attachment]) -> None:
        """Show these reports, whatever they belong to."""
        self._of = None
        self._list(scans)

    def has_scans(self) -> bool:
        """Say whether there is anything to show."""
        return bool(self._scans)

    def choose(self) -> None:
        """Ask for a file and attach it."""
        found, _ = QFileDialog.getOpenFileName(self.window(), self.tr("Attach a scanned report"), "", scan_files())
        if found:
            self.add(Path(found))

    def add(self, path: Path) -> str:
        """Attach a file; return the sentence that refuses it, if one does."""
        if self._of is None:
            return ""
        try:
            kept = self._attachments.add(*self._of, path)
        except AlpdeskError as error:
            self._say(str(error))
            return str(error)
        self._problem.hide()
        self._list(self._attachments.list(self._of[0]), kept)
        self.said.emit(self.tr("Attached: {name}").format(name=kept.name))
        self.attached.emit()
        return ""

    def shown(self) -> Attachment | None:
        """Return the report that is shown."""
        chosen = self.choice.value()
        return next((scan for scan in self._scans if scan.id == chosen), None)

    def _list(self, scans: Sequence[Attachment], show: Attachment | None = None) -> None:
        self._scans = scans
        self.choice.set_items(tuple((scan.name, scan.id) for scan in scans))
        if show is not None:
            self.choice.set_value(show.id)
        self._show()

    def _show(self) -> None:
        scan = self.shown()
        self._problem.hide()
        self._withdrawing.hide()
        for widget in (self.view, *self._buttons.values()):
            widget.setVisible(scan is not None)
        if scan is None:
            self._pages.setText("")
            return
        self.choice.setToolTip(tip(scan.name))
        try:
            readable = self.view.show_scan(self._attachments.bytes(scan.id or 0), scan.media_type)
        except AlpdeskError as error:
            self._say(str(error))
            self.view.hide()
            return
        self.view.name(self.tr("Scanned report {name}").format(name=scan.name))
        self.view.setVisible(readable)
        self._pages.setText(
            counted(self.view.pages(), self.tr("%n page"), self.tr("%n pages", "", self.view.pages()))
            if readable
            else ""
        )
        if not readable:
            self._say(self.tr("{name} cannot be shown here; it is kept as it was added.").format(name=scan.name))

    def _say(self, sentence: str) -> None:
        self._problem.show_message("caution", sentence)
        self._problem.show()

    def _ask(self) -> None:
        """Ask about the report that is shown now; the reason is not taken for one that is shown by then."""
        scan = self.shown()
        if scan is not None:
            self._withdrawing.ask_about(lambda reason: self._withdraw(scan, reason))

    def _withdraw(self, scan: Attachment, reason: str) -> None:
        try:
            self._attachments.withdraw(scan.id or 0, reason)
        except AlpdeskError as error:
            self._say(str(error))
            return
        self.said.emit(self.tr("Withdrawn: {name}").format(name=scan.name))
        self._list([one for one in self._scans if one.id != scan.id])
        if not self._scans:
            self.emptied.emit()

    def _build(self) -> None:
        self.setMinimumWidth(_LEAST_WIDTH)
        self.choice.setAccessibleName(self.tr("Scanned report"))
        self._problem.hide()
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.choice, 1)
        for button in self._buttons.values():
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(row)
        column.addWidget(self._pages)
        column.addWidget(self._withdrawing)
        column.addWidget(self._problem)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        column.setAlignment(row, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self.choice.picked.connect(lambda _: self._show())
        self._buttons["zoom-out"].clicked.connect(lambda: self.view.zoom_by(-1))
        self._buttons["zoom-in"].clicked.connect(lambda: self.view.zoom_by(1))
        self._buttons["trash-2"].clicked.connect(self._ask)
