"""Which tests are typed together: the shipped templates and the clinic's own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Fault
from alpdesk.ui.own_rules.tools import Tools
from alpdesk.ui.own_rules.words import does_not_hold, mark
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.lists import ListSection
from alpdesk.ui.settings.test_list import TestList
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, Field, Form
from alpdesk.ui.widgets.flow import FlowRow


class TemplatesSection(ListSection):
    """A title and the tests in the order they are typed; the shipped ones can be changed too."""

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr("The rows offered when a panel is typed. Put the tests into the order of your report.")
        super().__init__(self.tr("Tests together"), sentence, self.tr("New template"), parent)
        self._desk = desk
        self.name = QLineEdit()
        self.tests = TestList()
        self.tests.setMinimumHeight(280)
        self._name = Field(self.tr("Title"), self.name)
        hint = self.tr("Space ticks a test; Alt+Up and Alt+Down move it, and so does the mouse.")
        self._tests = Field(self.tr("Tests"), self.tests, hint=hint)
        self.form.addWidget(Form(((self._name,), (self._tests,))))
        self.form.addLayout(self._ways())
        self.form.addStretch(1)
        self.tools = Tools(desk, EditKind.PANEL_TEMPLATE, run, self)
        self.body.addWidget(self.tools)
        self.keep_typing(desk.drafts, "templates", {"name": self.name, "tests": self.tests, "why": self.tools.why})
        self.tools.kept.connect(self._kept)
        self.tools.refused.connect(self._refused)
        self.tools.failed.connect(self.refuse)

    def items(self) -> tuple[tuple[str, object], ...]:
        rules = self._desk.own_rules.list(EditKind.PANEL_TEMPLATE)
        return tuple((mark(rule.title, changed=rule.changed), rule.key) for rule in rules)

    def show_item(self, value: object) -> None:
        self._name.say()
        self._tests.say()
        if value is None:
            self.name.clear()
            self._fill(())
            self.tools.show_entry("", "", changed=False)
            self.name.setFocus()
            return
        rule = self._desk.own_rules.get(EditKind.PANEL_TEMPLATE, str(value))
        self.name.setText(rule.title)
        self._fill(tuple(rule.body.get("analytes", ())))
        if rule.fault:
            self.refuse(does_not_hold(rule))
        self.tools.show_entry(
            rule.key, rule.title, changed=rule.changed, shipped=rule.shipped is not None, newest=rule.newest
        )

    def keep(self) -> None:
        chosen = self.current()
        if chosen is not None:
            self.tools.put(str(chosen), {"name": self.name.text(), "analytes": list(self._chosen())})
            return
        try:
            kept = self._desk.panels.keep_template(self.name.text(), self._chosen())
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.tools.remember(kept.id)
        self._kept(self.tr("Template saved"))

    def _ways(self) -> FlowRow:
        """Return the buttons, and bind the keys, that move a test."""
        self.up = Button(self.tr("Up"), icon="arrow-up", key="Alt+Up")
        self.down = Button(self.tr("Down"), icon="arrow-down", key="Alt+Down")
        row = FlowRow(spacing=SPACE_2)
        for button, said, by in ((self.up, self.tr("Move the test up"), -1),
                                 (self.down, self.tr("Move the test down"), 1)):  # fmt: skip
            button.setAccessibleName(said)
            button.clicked.connect(lambda _=False, by=by: self.move_test(by))
            shortcut = QShortcut(QKeySequence(button.key), self.tests)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
            row.addWidget(button)
        return row

    def move_test(self, by: int) -> None:
        """Move the current test by so many places; it stays the current one."""
        here = self.tests.currentRow()
        if here >= 0 and 0 <= here + by < self.tests.count():
            self.tests.insertItem(here + by, self.tests.takeItem(here))
            self.tests.setCurrentRow(here + by)
            self.tests.edited.emit()

    def _kept(self, said: str) -> None:
        self.saved(said)

    def _refused(self, faults: tuple[Fault, ...]) -> None:
        by_field = {fault.field.partition(".")[0]: fault.sentence for fault in faults}
        for name, field in (("name", self._name), ("analytes", self._tests)):
            if name in by_field:
                field.refuse(by_field[name])

    def _fill(self, chosen: tuple[str, ...]) -> None:
        analytes = self._desk.rules.analytes
        order = (*chosen, *(a for a in analytes if a not in chosen))
        self.tests.fill([(a, analytes[a].title if a in analytes else a, a in chosen) for a in order])

    def _chosen(self) -> tuple[str, ...]:
        return self.tests.chosen()
