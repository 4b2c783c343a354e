"""Results taken in from a CSV file: chosen, looked at with the rows that cannot be kept, then kept as one step."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Cancelled, Progress
from alpdesk.services.desk import Desk
from alpdesk.services.transfer import ImportReport
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.transfer import words
from alpdesk.ui.widgets import Banner, Button, EmptyState, PlainLabel, PrimaryButton, QuietButton, TableView
from alpdesk.ui.widgets.banner import Kind
from alpdesk.ui.widgets.lines import LinesModel
from alpdesk.ui.widgets.rows import in_a_row
from alpdesk.ui.widgets.working import Working


class TransferPage(QWidget):
    """Takes a file in.

    Signals: ``sweep_requested()`` after an import, ``record_changed(object)`` when something was kept, ``said(str)``.
    """

    sweep_requested = Signal()
    record_changed = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._file: Path | None = None
        self._map: Path | None = None
        self._looked: ImportReport | None = None
        self.ask_file: Callable[[str, str], Path | None] = self._ask_file
        self.working = Working(run)
        self.choose = PrimaryButton(self.tr("Choose a CSV file…"), icon="folder-open")
        self.choose_map = Button(self.tr("Choose a map…"), icon="file-search")
        self.no_map = QuietButton(self.tr("Without a map"), icon="x")
        self.take = PrimaryButton(self.tr("Take in"), icon="database", key="Ctrl+Enter")
        self.sweep = PrimaryButton(self.tr("Sweep now"), icon="radar")
        self.result = Banner("info", "")
        self.model = LinesModel(words.heads(), self)
        self.table = TableView(self.tr("Rows that cannot be kept"))
        self._named = PlainLabel("", "strong")
        self._mapped = PlainLabel("", "muted")
        self._nothing = EmptyState("upload", "")
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self.setFocusProxy(self.choose)

    def reload(self) -> None:
        """Show what was chosen; after an import the page begins anew."""
        if self._looked is not None and self._looked.taken and not self.working.busy:
            self._begin_anew()
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape and self.working.busy:
            self.working.stop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control and self.take.isVisible():
            self.take.click()
        else:
            super().keyPressEvent(event)

    # Building

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.set_columns((9, 60), stretch=1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(PlainLabel(self.tr("Take results in"), "title"))
        column.addLayout(in_a_row(self.choose, self._named, None))
        column.addLayout(in_a_row(self.choose_map, self.no_map, self._mapped, None))
        column.addWidget(self.working)
        column.addWidget(self.result)
        column.addWidget(self._stack, 1)
        column.addLayout(in_a_row(None, self.sweep, self.take))
        self.result.hide()

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose_file)
        self.choose_map.clicked.connect(self._choose_map)
        self.no_map.clicked.connect(lambda: self._use_map(None))
        self.take.clicked.connect(self._take_in)
        self.sweep.clicked.connect(self.sweep_requested)
        self.working.changed.connect(self._show_state)

    # Answers to the user

    def _choose_file(self) -> None:
        chosen = self.ask_file(self.tr("Results to take in"), self.tr("CSV files (*.csv *.txt);;All files (*)"))
        if chosen is not None:
            self._file = chosen
            self._look()

    def _choose_map(self) -> None:
        chosen = self.ask_file(self.tr("Map of the columns"), self.tr("Map files (*.toml);;All files (*)"))
        if chosen is not None:
            self._use_map(chosen)

    def _use_map(self, chosen: Path | None) -> None:
        self._map = chosen
        if self._file is not None:
            self._look()
        self._show_state()

    def _look(self) -> None:
        """Read the file and say what taking it in would do."""
        self._forget()
        self._start(self.tr("Looking at the file"), self._shown, dry_run=True)

    def _take_in(self) -> None:
        if self._looked is not None:
            self._start(self.tr("Taking in"), self._taken, dry_run=False)

    def _start(self, text: str, done: Callable[[ImportReport], None], *, dry_run: bool) -> None:
        if self._file is None:
            return

        def work(path: Path, chosen: Path | None, progress: Progress, cancelled: Cancelled) -> ImportReport:
            return self._desk.transfer.import_csv(
                path, mapping=chosen, dry_run=dry_run, progress=progress, cancelled=cancelled
            )

        self.working.start(text, partial(work, self._file, self._map), done, self._failed)

    # Answers to the work

    def _shown(self, report: ImportReport) -> None:
        self._looked = report
        self._show_problems(report)
        adds = report.results_added > 0
        kind: Kind = "caution" if report.problems else "info"
        self.result.show_message(kind, words.would(report) if adds else words.nothing_new(), words.detail(report))
        self.result.show()
        self._show_state()
        if adds:
            self.take.setFocus()

    def _taken(self, report: ImportReport) -> None:
        self._looked = report
        self._show_problems(report)
        self.result.show_message("caution" if report.problems else "ok", words.did(report), words.detail(report))
        self.result.show()
        self._show_state()
        self.sweep.setFocus()
        self.said.emit(words.did(report))
        self.record_changed.emit(None)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AlpdeskError):
            raise error
        self.result.show_message("info" if self.working.was_stopped else "caution", error_words(error))
        self.result.show()
        self._show_state()

    # Showing

    def _show_problems(self, report: ImportReport) -> None:
        problems = report.problems
        self.model.set_lines([words.line(each) for each in problems], [each.line for each in problems])

    def _show_state(self) -> None:
        busy, looked = self.working.busy, self._looked
        self._named.setText("" if self._file is None else words.quoted(self._file.name))
        self._mapped.setText(
            self.tr("The columns of Alpdesk's own form") if self._map is None else words.quoted(self._map.name)
        )
        for button in (self.choose, self.choose_map, self.no_map):
            button.setEnabled(not busy)
        self.no_map.setVisible(self._map is not None)
        taken = looked is not None and looked.taken
        self.take.setVisible(looked is not None and not taken and looked.results_added > 0)
        self.take.setEnabled(not busy)
        self.sweep.setVisible(taken)
        self.sweep.setEnabled(not busy)
        self._stack.setCurrentWidget(self.table if self.model.rowCount() else self._nothing)
        self._nothing.say(*self._says(looked))

    def _says(self, looked: ImportReport | None) -> tuple[str, str]:
        if looked is None:
            what = self.tr("One row a result, or as a map file describes it. It is looked at before anything is kept.")
            return self.tr("Choose a file with results"), what
        if looked.taken:
            return self.tr("Taken in"), self.tr("A sweep finds every low ALP in it that nobody has answered.")
        return self.tr("Every row can be kept"), ""

    def _begin_anew(self) -> None:
        self._file = None
        self._forget()

    def _forget(self) -> None:
        self._looked = None
        self.model.set_lines([], [])
        self.result.hide()

    def _ask_file(self, title: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), kinds)
        return Path(chosen) if chosen else None
