"""Panel templates of the clinic's own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.templates import PanelTemplate
from alpdesk.ui.settings.lists import ListSection
from alpdesk.ui.widgets import Button, Field, Form

_ANALYTE = int(Qt.ItemDataRole.UserRole)


class TemplatesSection(ListSection):
    """A title and the tests in the order they are typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = self.tr("The rows offered when a panel is typed. Drag the tests into the order of your report.")
        super().__init__(self.tr("Panel templates"), sentence, self.tr("New template"), parent)
        self._desk = desk
        self.name = QLineEdit()
        self.tests = QListWidget()
        self.tests.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.tests.setMinimumHeight(280)
        self.remove = Button(self.tr("Remove this template"), icon="trash-2")
        self.remove.clicked.connect(self._remove)
        self._name = Field(self.tr("Title"), self.name)
        hint = self.tr("Space ticks a test.")
        self.form.addWidget(Form(((self._name,), (Field(self.tr("Tests"), self.tests, hint=hint),))))
        self.form.addWidget(self.remove)
        self.form.addStretch(1)

    def items(self) -> tuple[tuple[str, object], ...]:
        shipped = self.tr("shipped")
        return tuple(
            (one.title if one.own else f"{one.title} ({shipped})", one.id) for one in self._desk.panels.templates()
        )

    def show_item(self, value: object) -> None:
        template = self._template(value)
        own = template is None or template.own
        self.name.setText(template.title if template else "")
        self.name.setReadOnly(not own)
        self._fill(template.analytes if template else (), editable=own)
        self.remove.setVisible(template is not None and own)
        self.save.setEnabled(own)
        self._name.say("" if own else self.tr("A shipped template; make a new one to change it."))
        if template is None:
            self.name.setFocus()

    def keep(self) -> None:
        try:
            self._desk.panels.keep_template(self.name.text(), self._chosen())
        except AlpdeskError as error:
            self.refuse(str(error))
            return
        self.reload()
        self.kept(self.tr("Template saved"))

    def _remove(self) -> None:
        try:
            self._desk.panels.remove_template(str(self.current()))
        except AlpdeskError as error:
            self.refuse(str(error))
            return
        self.reload()
        self.kept(self.tr("Template removed"))

    def _fill(self, chosen: tuple[str, ...], *, editable: bool) -> None:
        self.tests.clear()
        analytes = self._desk.rules.analytes
        for analyte in (*chosen, *(a for a in analytes if a not in chosen)):
            item = QListWidgetItem(analytes[analyte].title if analyte in analytes else analyte)
            item.setData(_ANALYTE, analyte)
            item.setCheckState(Qt.CheckState.Checked if analyte in chosen else Qt.CheckState.Unchecked)
            if not editable:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.tests.addItem(item)
        self.tests.setCurrentRow(0)

    def _chosen(self) -> tuple[str, ...]:
        items = (self.tests.item(row) for row in range(self.tests.count()))
        return tuple(str(item.data(_ANALYTE)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def _template(self, value: object) -> PanelTemplate | None:
        return next((one for one in self._desk.panels.templates() if one.id == value), None)
