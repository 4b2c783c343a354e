"""The cells of a row: one that knows the keys of entry, and the box of units."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from alpdesk.ui.widgets.tips import tip

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_LEAST_UNIT = 86
_UNIT_FRAME = 54  # the arrow, the frame and the air on both sides


class KeyTaker(Protocol):
    """The row a cell stands in."""

    def take_key(self, event: QKeyEvent) -> bool: ...
    def waits(self, cell: QWidget) -> bool: ...


class EntryEdit(QLineEdit):
    """A cell that tells its row about Enter, the arrow keys, keys that answer, and being left."""

    entered = Signal()
    moved = Signal(int)
    left = Signal()

    def __init__(self, row: KeyTaker, name: str) -> None:
        super().__init__()
        self._row = row
        self.setAcceptDrops(False)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self.entered.emit()
        elif event.key() in _MOVES:
            self.moved.emit(_MOVES[Qt.Key(event.key())])
        elif self._row.take_key(event):
            return
        elif self._runs_on(event):
            QApplication.beep()
        else:
            super().keyPressEvent(event)

    def _runs_on(self, event: QKeyEvent) -> bool:
        """Whether somebody who did not see the question types the next value behind this one."""
        at_end = self.cursorPosition() == len(self.text()) and not self.hasSelectedText()
        return self._row.waits(self) and at_end and event.text().isprintable() and bool(event.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()


class UnitBox(QComboBox):
    """The accepted units, and room for what else stands on the paper. The wheel does not change it."""

    entered = Signal()

    def __init__(self, units: Sequence[str], name: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(units))
        self.setAccessibleName(name)
        self.setMinimumContentsLength(13)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.currentTextChanged.connect(self._show_start)

    def minimumSizeHint(self) -> QSize:
        """A unit is never cut: it says what the number means."""
        text = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(max(_LEAST_UNIT, text + _UNIT_FRAME), super().minimumSizeHint().height())

    def write(self, unit: str) -> None:
        """Choose a unit, or write it when it is none of the list."""
        self.setCurrentText(unit)
        self._show_start()

    def _show_start(self) -> None:
        """A unit too long for its box begins at its beginning, and is whole in the tip."""
        line = self.lineEdit()
        if line is not None and not line.hasFocus():
            line.setCursorPosition(0)
        self.setToolTip(tip(self.currentText()))
        self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
            return
        super().keyPressEvent(event)
