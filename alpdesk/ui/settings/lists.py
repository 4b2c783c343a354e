"""Sections that are a list and a small form: laboratories, people, panel templates."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from alpdesk.ui.settings.section import Section
from alpdesk.ui.theme import SPACE_3, SPACE_4
from alpdesk.ui.widgets import Button, PlainLabel
from alpdesk.ui.widgets.tips import tip

_VALUE = int(Qt.ItemDataRole.UserRole)
_NEW = "new"


class ListSection(Section):
    """On the left what there is, on the right one of them."""

    def __init__(self, title: str, sentence: str, new: str, parent: QWidget | None = None) -> None:
        super().__init__(title, sentence, parent=parent)
        self._wanted, self._begun = "", False
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setMinimumHeight(220)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.none_yet = PlainLabel(self.tr("None yet: fill in the form and save."), "muted", wrap=True)
        self.new = Button(new, icon="plus")
        self.new.clicked.connect(self.begin)
        self.form = QVBoxLayout()
        self.form.setSpacing(SPACE_3)
        left = QVBoxLayout()
        left.setSpacing(SPACE_3)
        left.addWidget(self.none_yet)
        left.addWidget(self.list, 1)
        left.addWidget(self.new)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addLayout(left, 2)
        row.addLayout(self.form, 3)
        self.body.addLayout(row)

    def items(self) -> tuple[tuple[str, object], ...]:
        """Return what there is, as words and value."""
        return ()

    def show_item(self, value: object) -> None:
        """Show one of them, or an empty form for ``None``."""

    def reload(self) -> None:
        chosen = self.list.currentRow()
        self.list.blockSignals(True)  # filling is no choice
        self.list.clear()
        for text, value in self.items():
            item = QListWidgetItem(text)
            item.setData(_VALUE, value)
            item.setToolTip(tip(text))
            self.list.addItem(item)
        values = [str(self.list.item(row).data(_VALUE)) for row in range(self.list.count())]
        here = values.index(self._wanted) if self._wanted in values else max(0, min(chosen, self.list.count() - 1))
        self._begun = self._wanted == _NEW or (self._begun and not self._wanted)
        self.list.setCurrentRow(-1 if self._begun else here)
        self._wanted = ""
        self.list.blockSignals(False)
        self.none_yet.setVisible(not self.list.count())
        self._show_current()

    def turn_to(self, part: str) -> None:
        self._wanted = part

    def turn(self) -> None:
        self.pause_typing()
        self.reload()

    def begin(self) -> None:
        """Start a new one."""
        self._begun = True
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)
        self._show_current()

    def saved(self, sentence: str) -> None:
        self._begun = False
        super().saved(sentence)

    def current(self) -> object:
        """Return the chosen value, or ``None`` while a new one is typed."""
        row = self.list.currentRow()
        return self.list.item(row).data(_VALUE) if row >= 0 else None

    def _choose(self, row: int) -> None:
        self._begun = row < 0
        self._show_current()

    def _show_current(self) -> None:
        self.pause_typing()
        self.trouble.hide()
        self.show_item(self.current())
        self.watch_typing(_NEW if self.current() is None else str(self.current()))
