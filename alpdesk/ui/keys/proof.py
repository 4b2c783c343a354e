"""A new recovery sheet: printed or saved, then its code typed back from the paper, which puts it in force."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.access import Sheet
from alpdesk.services.desk import Desk
from alpdesk.ui.care.output import ReportOutput
from alpdesk.ui.keys.sheet import FILE, recovery_report
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4
from alpdesk.ui.widgets import Banner, Button, Field, PlainLabel, PrimaryButton


class ProofPane(QWidget):
    """Signals: ``proven()`` once the sheet is in force."""

    proven = Signal()

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._run = desk, run
        self.sheet: Sheet | None = None
        self._pages = b""
        self.output = ReportOutput(self)
        self.print = Button(self.tr("Print the sheet…"), icon="printer")
        self.save = Button(self.tr("Save as PDF…"), icon="download")
        self.code = QLineEdit()
        self._code = Field(self.tr("Type the code from the paper"), self.code, hint=self.tr("Nine groups of four."))
        self.prove = PrimaryButton(self.tr("Put the sheet in force"), icon="check", key="Enter")
        self._trouble = Banner("caution")
        self._build()
        self.print.clicked.connect(lambda: self._put(self.output.print))
        self.save.clicked.connect(lambda: self._put(lambda pages: self.output.save(FILE, pages)))
        self.prove.clicked.connect(self._prove)
        self.code.returnPressed.connect(self._prove)
        self.setFocusProxy(self.print)

    def start(self) -> None:
        """Make a sheet; the one before stays good until this one is typed back."""
        self.sheet = None
        self.code.clear()
        self._trouble.hide()
        self._allow()
        self._run(self._make, self._made, self._failed)

    def _make(self) -> tuple[Sheet, bytes]:
        sheet = self._desk.access.new_sheet()
        return sheet, self._desk.reports.pdf(recovery_report(sheet, str(self._desk.context.database.path)))

    def _made(self, made: tuple[Sheet, bytes]) -> None:
        self.sheet, self._pages = made
        self._allow()

    def _allow(self) -> None:
        for widget in (self.print, self.save, self.prove):
            widget.setEnabled(self.sheet is not None)
        self._code.say(self.tr("Nine groups of four.") if self.sheet else self.tr("The sheet is being made…"))

    def _put(self, where: Callable[[bytes], str]) -> None:
        try:
            self._code.say(where(self._pages))
        except AlpdeskError as error:
            self._say(error_words(error))
        self.code.setFocus()

    def _prove(self) -> None:
        if self.sheet is None:
            return
        try:
            self._desk.access.prove(self.sheet, self.code.text())
        except AlpdeskError as error:
            self._code.refuse(error_words(error))
            self.code.setFocus()
            return
        self.sheet, self._pages = None, b""
        self.code.clear()
        self.proven.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        self._say(error_words(error))

    def _say(self, sentence: str) -> None:
        self._trouble.show_message("caution", sentence)
        self._trouble.show()

    def _build(self) -> None:
        self._trouble.hide()
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        act = QHBoxLayout()
        act.addWidget(self.prove)
        act.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addLayout(row)
        column.addWidget(self._code)
        column.addWidget(self._trouble)
        column.addLayout(act)


class SheetPage(QWidget):
    """Stands before the desk until the sheet of a new record was typed back. Signals: ``proven()``."""

    proven = Signal()

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pane = ProofPane(desk, run)
        self.pane.proven.connect(self.proven)
        why = self.tr(
            "If every password is forgotten, this sheet is the only way in. Print it, or save it to a stick and print "
            "it elsewhere, then type its code back: a sheet that nobody can read is none."
        )
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_4)
        column.addStretch(2)
        column.addWidget(PlainLabel(self.tr("Print the recovery sheet"), "title", wrap=True))
        column.addWidget(PlainLabel(why, wrap=True))
        column.addWidget(self.pane)
        column.addStretch(3)
        self.setFocusProxy(self.pane)
        self.pane.start()
