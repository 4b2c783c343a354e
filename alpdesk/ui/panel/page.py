"""The page on which a panel is typed from paper, by keyboard from the first key to the last."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.services.desk import Desk
from alpdesk.services.panels import Entered, ResultDraft
from alpdesk.ui.clinical.folding import ElidedLabel
from alpdesk.ui.clinical.who import who_line
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.panel.beside import Beside
from alpdesk.ui.panel.entry_sheet import EntrySheet
from alpdesk.ui.panel.head import PanelHead
from alpdesk.ui.panel.presenter import PanelPresenter
from alpdesk.ui.panel.shown import Choices, Head, Question, RowShown, RowSpec
from alpdesk.ui.scans.pane import ScanPane
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Banner, Button, Card, Choice, IconButton, PlainLabel, PrimaryButton, scrolled
from alpdesk.ui.widgets.banner import Kind

_LOW, _AROUND = 520, 72


class PanelPage(QWidget):
    """Types, previews and saves.

    Signals: ``panel_entered`` (patient) after a save, then ``decide_requested`` (patient) when somebody has to
    answer, else ``closed`` (patient); ``said`` carries a sentence for the status line.
    """

    panel_entered = Signal(int)
    decide_requested = Signal(int)
    closed = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._patient_id: int | None = None
        self._presenter = PanelPresenter(self, desk)
        self._pause = Pause(desk.drafts, self._presenter.keep, self)
        self._title = PlainLabel(self.tr("New panel"), "title")
        self._who = ElidedLabel("", "muted", keeps_end=True)
        self._template = Choice()
        self._head = PanelHead()
        self._sheet = EntrySheet()
        self._scans = ScanPane(desk)
        self._attach = IconButton("paperclip", self.tr("Attach a scanned report, Ctrl+O"))
        self._add = QLineEdit()
        self._summary = Banner("info", "")
        self._twin = Banner("info", "")
        self._problem = Banner("caution", "")
        self._save = PrimaryButton(self.tr("Save"), icon="check", key="Ctrl+Enter")
        self._leave = Button(self.tr("Leave, keep what is typed"), key="Esc")
        self._clear = Button(self.tr("Clear"))
        names = {name for analyte in desk.rules.analytes.values() for name in analyte.all_names}
        self._completer = QCompleter(sorted(names, key=str.casefold), self)
        self._build()
        self._connect()

    def start(self, patient_id: int) -> None:
        """Begin a panel for a patient, or go on with the one that was left."""
        self._patient_id = patient_id
        self.show_problem("")
        self._presenter.start(patient_id)

    # What the presenter asks

    def begin(self, choices: Choices) -> None:
        self._who.setText(who_line(choices.patient, choices.age))
        self._template.set_items(tuple((template.title, template.id) for template in choices.templates))
        self._template.set_value(choices.template)
        self._scans.show_for(choices.uid, choices.patient.id or 0)
        self._beside.show_pane()
        self._head.blockSignals(True)
        self._head.start(choices)
        self._head.blockSignals(False)

    def head(self) -> Head:
        return self._head.head()

    def rows(self) -> tuple[ResultDraft, ...]:
        return self._sheet.rows()

    def row(self, analyte: str) -> ResultDraft:
        return self._sheet.row(analyte).draft()

    def show_rows(self, specs: Sequence[RowSpec], typed: Mapping[str, ResultDraft]) -> None:
        self._sheet.show_rows(specs, typed)
        self._order_tabs()

    def append_row(self, spec: RowSpec) -> None:
        self._sheet.append(spec)
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

    def go_on(self, analyte: str) -> None:
        if not self._sheet.go_by(analyte, 1):
            self._save.setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self, analyte: str) -> None:
        self._sheet.go_to(analyte)

    def go_head(self) -> None:
        self._head.go_first()

    def say_head(self, *, collected: str, laboratory: str, received: str) -> None:
        self._head.say(collected=collected, laboratory=laboratory, received=received)

    def show_gestation(self, *, wanted: bool) -> None:
        self._head.show_gestation(wanted=wanted)

    def show_summary(self, kind: Kind, text: str, detail: str) -> None:
        if text:
            self._summary.show_message(kind, text, detail)
        self._summary.setVisible(bool(text))

    def show_twin(self, sentence: str) -> None:
        self._twin.show_message("info", sentence)
        self._twin.setVisible(bool(sentence))

    def show_problem(self, sentence: str) -> None:
        self._problem.show_message("caution", sentence)
        self._problem.setVisible(bool(sentence))

    def saved(self, patient_id: int, entered: Entered, sentence: str) -> None:
        self.show_problem("")
        self.said.emit(sentence)
        self.panel_entered.emit(patient_id)
        waits = entered.assessment is not None and entered.assessment.needs_answer
        (self.decide_requested if waits else self.closed).emit(patient_id)

    def unsaved(self) -> tuple[str, ...]:
        """Name what would be lost with the window."""
        return self._presenter.unsaved()

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the head scrolls with the rows, so that there is room to type."""
        place = self._rows if event.size().height() < _LOW else self._column
        if place.indexOf(self._head_card) < 0:
            place.insertWidget(0 if place is self._rows else 1, self._head_card)
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the view of the rows has room for changes with the window and with a scan beside."""
        if isinstance(event, QResizeEvent):
            self._sheet.fit(event.size().width())
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()
        self._presenter.keep()
        super().hideEvent(event)

    # Internal

    def _build(self) -> None:
        self._build_finder()
        self._template.setAccessibleName(self.tr("Template"))
        self._template.setToolTip(self.tr("Ctrl+T"))
        self._head_card = Card()
        self._head_card.body.addWidget(self._head)
        rows = QWidget()
        self._rows = QVBoxLayout(rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self._sheet, 1)
        sheet = Card()
        area = scrolled(rows)
        area.viewport().installEventFilter(self)
        sheet.body.addWidget(area, 1)
        self._sheet.shown.connect(lambda cell: area.ensureWidgetVisible(cell, 0, _AROUND))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(self._top())
        column.addWidget(self._head_card)
        self._beside = Beside(sheet, self._scans)
        column.addWidget(self._beside, 1)
        for banner in (self._twin, self._summary, self._problem):
            column.addWidget(banner)
            banner.hide()
        column.addLayout(self._foot())

    def _build_finder(self) -> None:
        self._add.setPlaceholderText(self.tr("Add a test by name"))
        self._add.setAccessibleName(self.tr("Add a test by name"))
        self._add.setMaximumWidth(280)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._add.setCompleter(self._completer)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self._title)
        row.addWidget(self._who, 1)
        row.addWidget(PlainLabel(self.tr("Template"), "muted"))
        row.addWidget(self._template)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self._add)
        row.addWidget(self._attach)
        row.addStretch(1)
        for button in (self._clear, self._leave, self._save):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        head, sheet = self._head, self._sheet
        for typing in (head.edited, head.laboratory_changed, sheet.edited, sheet.answered, sheet.retyped):
            typing.connect(lambda *_: self._pause.start())
        self._head.edited.connect(self._head_edited)
        self._head.entered.connect(self._sheet.go_first)
        self._head.laboratory_changed.connect(self._presenter.changed_laboratory)
        self._template.picked.connect(self._template_picked)
        self._sheet.edited.connect(self._presenter.edited_row)
        self._sheet.entered.connect(self._presenter.entered_row)
        self._sheet.left.connect(self._presenter.left_row)
        self._sheet.answered.connect(lambda analyte, take: self._presenter.answered(analyte, take=take))
        self._sheet.retyped.connect(self._presenter.retyped)
        self._add.returnPressed.connect(self._add_typed)
        self._completer.activated.connect(self._add_named, Qt.ConnectionType.QueuedConnection)
        self._attach.clicked.connect(self._beside.attach)
        self._scans.attached.connect(self._presenter.keep)
        self._scans.said.connect(self.said)
        self._beside.refused.connect(self.show_problem)
        self._save.clicked.connect(self._presenter.save)
        self._clear.clicked.connect(self._presenter.clear)
        self._leave.clicked.connect(self._go_away)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(key, self._presenter.save)
        self._shortcut("Ctrl+T", self._next_template, self.tr("Change the template"))
        self._shortcut("Esc", self._go_away)

    def _shortcut(self, key: str, act: Callable[[], None], said: str = "") -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setWhatsThis(said)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _order_tabs(self) -> None:
        before: QWidget = self._head.comment
        for widget in (*self._sheet.tab_order(), self._add, self._attach, self._clear, self._leave, self._save):
            QWidget.setTabOrder(before, widget)
            before = widget

    def _head_edited(self) -> None:
        """A field that is left because the page goes away has nothing to say."""
        if self.isVisible():
            self._presenter.edited()

    def _template_picked(self, template_id: object) -> None:
        self._presenter.choose_template(str(template_id))
        self._sheet.go_first()

    def _next_template(self) -> None:
        """Open the list of templates; the first letter chooses."""
        self._template.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._template.showPopup()

    def _add_typed(self) -> None:
        self._add_named(self._add.text())

    def _add_named(self, text: str) -> None:
        if text.strip():
            self._presenter.add_analyte(text)
            self._add.clear()

    def _go_away(self) -> None:
        if self._patient_id is not None:
            self._presenter.keep()
            self.closed.emit(self._patient_id)
