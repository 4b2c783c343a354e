"""The scanned reports of one patient: what each tells of, opened large, withdrawn with a reason, added later."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.followup import Attachment
from alpdesk.domain.records import Panel, PanelWithResults
from alpdesk.ui.patient.line_list import Line, LineList
from alpdesk.ui.scans.pane import scan_files
from alpdesk.ui.scans.withdrawing import Withdrawing
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Button, Choice, EmptyState, PlainLabel, format_date
from alpdesk.ui.widgets.labels import Role


class ScansTab(QWidget):
    """Signals: ``open_requested`` (scan), ``withdraw_requested`` (scan's key, reason).

    ``attach_requested`` (the sample's uid, file) asks to hang a report on a sample that is kept already.
    """

    open_requested = Signal(object)
    attach_requested = Signal(object, object)
    withdraw_requested = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heads = (self.tr("Sample"), self.tr("Scanned report"), self.tr("Attached"), "")
        self.lines = LineList(heads, (2, 5, 2, 4))
        self.reason = Withdrawing()
        self.sample = Choice()
        self.attach = Button(self.tr("Attach a scan…"), icon="paperclip")
        self.file: Callable[[], Path | None] = self._ask_file
        self._nothing = EmptyState(
            "paperclip",
            self.tr("No scanned reports"),
            self.tr(
                "Attach one with Ctrl+O, or drop it on the form, when you type a panel; or here, to a kept sample."
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self._adding())
        column.addWidget(self.reason)
        column.addWidget(self.lines)
        column.addWidget(self._nothing)
        column.addStretch(1)
        self.attach.clicked.connect(self._attach)

    def show_scans(self, scans: Sequence[Attachment], panels: Sequence[PanelWithResults]) -> None:
        """Show the scans, those of the newest sample first; withdrawn ones stay readable with their reason."""
        self.reason.hide()
        standing = sorted((both.panel for both in panels if not both.panel.voided), key=_day, reverse=True)
        self.sample.set_items(tuple((format_date(panel.collected), panel.uid) for panel in standing))
        self._add.setVisible(bool(standing))
        days = {both.panel.uid: both.panel.collected for both in panels}
        ordered = sorted(scans, key=lambda scan: (days.get(scan.panel_uid, date.min), scan.id or 0), reverse=True)
        self.lines.show_lines([self._line(scan, days) for scan in ordered])
        self.lines.setVisible(bool(scans))
        self._nothing.setVisible(not scans)

    def _adding(self) -> QWidget:
        """Return the line on which a report is hung on a sample."""
        self._add = QWidget()
        row = QHBoxLayout(self._add)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        name = PlainLabel(self.tr("To the sample of"), "muted")
        name.setBuddy(self.sample)
        self.sample.setAccessibleName(name.text())
        for widget in (name, self.sample, self.attach):
            row.addWidget(widget)
        row.addStretch(1)
        return self._add

    def _attach(self) -> None:
        uid = self.sample.value()
        path = None if uid is None else self.file()
        if path is not None:
            self.attach_requested.emit(uid, path)

    def _ask_file(self) -> Path | None:
        found, _ = QFileDialog.getOpenFileName(self.window(), self.tr("Attach a scanned report"), "", scan_files())
        return Path(found) if found else None

    def _line(self, scan: Attachment, days: dict[UUID | None, date]) -> Line:
        added = "" if scan.added_at is None else format_date(scan.added_at.astimezone().date())
        gone = "" if scan.withdrawn is None else self.tr("withdrawn: {reason}").format(reason=scan.withdrawn)
        role: Role = "body" if scan.withdrawn is None else "muted"
        see = (
            self.tr("Open"),
            self.tr("Open {name}").format(name=scan.name),
            partial(self.open_requested.emit, scan),
        )
        take = (self.tr("Withdraw"), self.tr("Withdraw {name}").format(name=scan.name), partial(self._ask, scan))
        return Line(
            (
                (format_date(days.get(scan.panel_uid)), role),
                (scan.name, role),
                (added, "muted"),
                (gone, "muted"),
            ),
            (see,) if scan.withdrawn is not None else (see, take),
        )

    def _ask(self, scan: Attachment) -> None:
        key = scan.id or 0
        self.reason.ask_about(lambda why: self.withdraw_requested.emit(key, why))


def _day(panel: Panel) -> date:
    return panel.collected
