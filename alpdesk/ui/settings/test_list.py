"""The tests of a template: ticked where they belong to it, in the order they are typed."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

_ANALYTE = int(Qt.ItemDataRole.UserRole)


class TestList(QListWidget):
    """Signals: ``edited()`` when a test is ticked or moved."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.itemChanged.connect(lambda _: self.edited.emit())
        self.model().rowsMoved.connect(lambda *_: self.edited.emit())

    def fill(self, tests: Iterable[tuple[str, str, bool]]) -> None:
        """Show tests by id and title, ticked or not."""
        self.blockSignals(True)
        self.clear()
        for analyte, title, ticked in tests:
            item = QListWidgetItem(title)
            item.setData(_ANALYTE, analyte)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)
        self.blockSignals(False)

    def chosen(self) -> tuple[str, ...]:
        """Return the ticked tests in their order."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(str(item.data(_ANALYTE)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def as_text(self) -> str:
        """Return the ticked tests as words."""
        return " ".join(self.chosen())

    def from_text(self, text: str) -> None:
        """Tick tests, in the order of some words; others follow as they stand."""
        titles = {str(self.item(row).data(_ANALYTE)): self.item(row).text() for row in range(self.count())}
        ticked = [name for name in text.split() if name in titles]
        rest = [name for name in titles if name not in ticked]
        self.fill([(name, titles[name], name in ticked) for name in (*ticked, *rest)])
