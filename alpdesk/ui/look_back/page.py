"""The page on which earlier ALP results are typed: a day and a value a line."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.records import Laboratory, Patient
from alpdesk.services.desk import Desk
from alpdesk.services.panels import ResultDraft
from alpdesk.ui.clinical.folding import ElidedLabel
from alpdesk.ui.clinical.who import who_line
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.look_back.dated_row import DatedSheet
from alpdesk.ui.look_back.presenter import Line, LookBackPresenter
from alpdesk.ui.panel.shown import Question, RowShown, RowSpec
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, Card, PlainLabel, PrimaryButton, scrolled
from alpdesk.ui.widgets.banner import Kind

_AROUND = 72


class LookBackPage(QWidget):
    """Signals: ``panel_entered`` (patient), then ``decide_requested`` or ``closed`` (patient); ``left``; ``said``."""

    panel_entered = Signal(int)
    decide_requested = Signal(int)
    closed = Signal(int)
    left = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._presenter = LookBackPresenter(self, desk)
        self._pause = Pause(desk.drafts, self._presenter.keep, self)
        self._who = ElidedLabel("", "muted", keeps_end=True)
        self._laboratory = QComboBox()
        self._sheet = DatedSheet(desk.context.today())
        self._problem = Banner("caution", "")
        self._save = PrimaryButton(self.tr("Save"), icon="check", key="Ctrl+Enter")
        self._leave = Button(self.tr("Leave, keep what is typed"), key="Esc")
        self._none = Button(self.tr("No earlier results exist"))
        self._build()
        self._connect()

    def start(self, patient_id: int) -> None:
        """Begin a series for a patient, or go on with the one that was left."""
        self.show_problem("")
        self._presenter.start(patient_id)

    # What the presenter asks

    def begin(self, patient: Patient, age: str, laboratories: Sequence[Laboratory], chosen: str) -> None:
        self._who.setText(who_line(patient, age))
        self._laboratory.blockSignals(True)
        self._laboratory.clear()
        self._laboratory.addItems(["", *(lab.name for lab in laboratories if lab.active)])
        self._laboratory.setCurrentText(chosen)
        self._laboratory.blockSignals(False)

    def laboratory(self) -> str:
        return self._laboratory.currentText().strip()

    def lines(self) -> tuple[Line, ...]:
        rows = ((key, self._sheet.line(key)) for key in self._sheet.lines())
        return tuple(Line(key, row.day.text().strip(), row.day.day(), row.draft()) for key, row in rows)

    def row(self, analyte: str) -> ResultDraft:
        return self._sheet.row(analyte).draft()

    def show_lines(self, specs: Sequence[RowSpec], typed: Mapping[str, tuple[str, ResultDraft]]) -> None:
        self._sheet.show_rows(specs, {key: draft for key, (_, draft) in typed.items()})
        for key, (text, _) in typed.items():
            self._sheet.line(key).day.setText(text)
        self._order_tabs()

    def append_line(self, spec: RowSpec, unit: str) -> None:
        self._sheet.append(spec)
        self._sheet.line(spec.analyte).put("", unit)
        self._order_tabs()

    def show_row(self, analyte: str, shown: RowShown) -> None:
        self._sheet.row(analyte).show_now(shown)

    def show_error(self, analyte: str, sentence: str) -> None:
        self._sheet.row(analyte).show_error(sentence)

    def ask(self, analyte: str, question: Question | None) -> None:
        self._sheet.row(analyte).ask(question)

    def look_again(self, analyte: str, sentence: str) -> None:
        self._sheet.row(analyte).look_again(sentence)
        if sentence:
            self._sheet.go_to(analyte)

    def put(self, analyte: str, value: str, unit: str) -> None:
        self._sheet.row(analyte).put(value, unit)

    def show_summary(self, kind: Kind, text: str, detail: str) -> None:
        """A series has no summary while it is typed."""

    def go_to_value(self, key: str) -> None:
        self._sheet.go_to(key)

    def go_to_day(self, key: str) -> None:
        cell = self._sheet.line(key).day
        cell.setFocus(Qt.FocusReason.TabFocusReason)
        self._sheet.shown.emit(cell)

    def go_to_save(self) -> None:
        self._save.setFocus(Qt.FocusReason.TabFocusReason)

    def show_problem(self, sentence: str) -> None:
        self._problem.show_message("caution", sentence)
        self._problem.setVisible(bool(sentence))

    def done(self, patient_id: int, sentence: str, *, decide: bool) -> None:
        self.show_problem("")
        self.said.emit(sentence)
        self.panel_entered.emit(patient_id)
        (self.decide_requested if decide else self.closed).emit(patient_id)

    def unsaved(self) -> tuple[str, ...]:
        """Name what would be lost with the window."""
        return self._presenter.unsaved()

    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()
        self._presenter.keep()
        super().hideEvent(event)

    # Internal

    def _build(self) -> None:
        self._laboratory.setEditable(True)
        self._laboratory.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._laboratory.setAccessibleName(self.tr("Laboratory"))
        self._laboratory.setMinimumContentsLength(14)
        sheet = Card()
        area = scrolled(self._sheet)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        sheet.body.addWidget(area, 1)
        self._sheet.shown.connect(lambda cell: area.ensureWidgetVisible(cell, 0, _AROUND))
        hint = self.tr(
            "Earlier results tell a lifelong low value from a fall. A day and a value a line, in any order; "
            "Enter goes on. Tab reaches unit and printed interval."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(self._top())
        column.addWidget(PlainLabel(hint, "muted", wrap=True))
        column.addWidget(sheet, 1)
        column.addWidget(self._problem)
        column.addLayout(self._foot())
        self._problem.hide()

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(PlainLabel(self.tr("Earlier ALP results"), "title"))
        row.addWidget(self._who, 1)
        row.addWidget(PlainLabel(self.tr("Laboratory"), "muted"))
        row.addWidget(self._laboratory)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self._none)
        row.addStretch(1)
        row.addWidget(self._leave)
        row.addWidget(self._save)
        return row

    def _connect(self) -> None:
        for typing in (self._sheet.edited, self._sheet.answered, self._sheet.retyped, self._sheet.dated):
            typing.connect(lambda *_: self._pause.start())
        self._laboratory.currentTextChanged.connect(lambda _: self._presenter.edited())
        self._sheet.edited.connect(self._presenter.edited_row)
        self._sheet.entered.connect(self._presenter.entered_row)
        self._sheet.dated.connect(self._presenter.dated)
        self._sheet.left.connect(self._presenter.left_row)
        self._sheet.retyped.connect(self._presenter.retyped)
        self._sheet.answered.connect(lambda key, take: self._presenter.answered(key, take=take))
        self._save.clicked.connect(self._presenter.save)
        self._none.clicked.connect(self._presenter.none_exists)
        self._leave.clicked.connect(self.left)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(key, self._presenter.save)
        self._shortcut("Esc", self.left.emit)

    def _shortcut(self, key: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _order_tabs(self) -> None:
        before: QWidget = self._laboratory
        for widget in (*self._sheet.tab_order(), self._none, self._leave, self._save):
            QWidget.setTabOrder(before, widget)
            before = widget
