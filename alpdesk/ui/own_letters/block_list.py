"""The blocks of a kind in their order; a block is moved by Alt and the arrows, or drawn with the mouse."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from alpdesk.ui.own_letters.rows import Row
from alpdesk.ui.widgets.tips import tip

_ID = int(Qt.ItemDataRole.UserRole)
_HEIGHT = 178


class BlockList(QListWidget):
    """Signals: ``chosen(str)`` block, ``moved(int)`` places of the chosen one, ``arranged(object)`` ids in order."""

    chosen = Signal(str)
    moved = Signal(int)
    arranged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Blocks of the letter, in order"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFixedHeight(_HEIGHT)
        self.currentRowChanged.connect(self._pick)
        for key, name, by in (("Alt+Up", self.tr("Move the block up"), -1), ("Alt+Down", self.tr("Move it down"), 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setWhatsThis(name)
            shortcut.activated.connect(lambda by=by: self.moved.emit(by))

    def show_rows(self, rows: tuple[Row, ...], chosen: str) -> None:
        """Show the blocks; the chosen one stays in sight."""
        self.blockSignals(True)
        if [row.id for row in rows] != self.ids():
            self.clear()
            for row in rows:
                self.addItem(QListWidgetItem())
                self.item(self.count() - 1).setData(_ID, row.id)
        for place, row in enumerate(rows):
            self._dress(self.item(place), row)
            if row.id == chosen:
                self.setCurrentRow(place)
        self.blockSignals(False)

    def ids(self) -> list[str]:
        """Return the blocks in the order they stand in."""
        return [str(self.item(place).data(_ID)) for place in range(self.count())]

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.arranged.emit(tuple(self.ids()))

    def _pick(self, place: int) -> None:
        if place >= 0:
            self.chosen.emit(str(self.item(place).data(_ID)))

    def _dress(self, item: QListWidgetItem, row: Row) -> None:
        notes = [
            said
            for holds, said in (
                (row.wrong, self.tr("⚠ to mend")),
                (row.left_out, self.tr("left out")),
                (row.own, self.tr("● your own")),
                (row.changed and not row.own, self.tr("● your words")),
            )
            if holds
        ]
        item.setText("  ".join((row.name, *notes)))
        item.setToolTip(tip(item.text()))
        font = QFont(self.font())
        font.setStrikeOut(row.left_out)
        item.setFont(font)
