"""Forms as tables of fields: label above, editor, one line for the hint or what is wrong."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from alpdesk.ui.widgets.labels import PlainLabel
from alpdesk.ui.widgets.tips import show_tip


class Field(QWidget):
    """A labelled editor. ``say`` puts a hint under it, ``refuse`` an error."""

    def __init__(self, label: str, editor: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = hint
        editor.setAccessibleName(label)
        self._name = PlainLabel(label, "overline")
        self._name.setBuddy(editor)
        self._note = PlainLabel(hint, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addWidget(self._name)
        column.addWidget(editor)
        column.addWidget(self._note)
        self._note.setVisible(bool(hint))

    def rename(self, label: str) -> None:
        """Give the editor another label."""
        self._name.setText(label)
        self.editor.setAccessibleName(label)

    def say(self, text: str = "") -> None:
        """Show a hint, or the first one again."""
        self._show(text or self._hint, invalid=False)

    def refuse(self, text: str) -> None:
        """Mark the editor and say what is wrong."""
        self._show(text, invalid=True)

    def note(self) -> str:
        """Return what stands under the editor."""
        return self._note.text()

    @property
    def is_refused(self) -> bool:
        """Whether the field is marked as wrong."""
        return bool(self.editor.property("invalid"))

    def _show(self, text: str, *, invalid: bool) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._note.set_role("error" if invalid else "small")
        self.editor.setAccessibleDescription(text)
        if bool(self.editor.property("invalid")) != invalid:
            self.editor.setProperty("invalid", invalid)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


def beside(editor: QWidget, button: QWidget) -> QWidget:
    """Put a button beside an editor."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_2)
    row.addWidget(editor, 1)
    row.addWidget(button)
    return box


class Form(QWidget):
    """Fields in rows; a row is a tuple of fields that share its width."""

    def __init__(self, rows: tuple[tuple[QWidget, ...], ...], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_3)
        columns = max(len(row) for row in rows)
        for number, row in enumerate(rows):
            span = columns // len(row)
            for place, field in enumerate(row):
                grid.addWidget(field, number, place * span, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in range(columns):
            grid.setColumnStretch(column, 1)


_KEYS_WITH_LETTERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _is_letter(event: QKeyEvent) -> bool:
    return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers() & _KEYS_WITH_LETTERS


class Choice(QComboBox):
    """A list of words with values behind them.

    Signals: ``picked(object)`` with the value, when the user chose.
    """

    picked = Signal(object)

    def __init__(self, items: tuple[tuple[str, object], ...] = (), *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_items(items)
        self.activated.connect(lambda: self.picked.emit(self.value()))

    def showPopup(self) -> None:
        """The list is as high as its lines: the theme's padding would hide the last one."""
        lines = min(self.count(), self.maxVisibleItems())
        self.view().setMinimumHeight(lines * self.view().sizeHintForRow(0) + 2 * SPACE_2)
        super().showPopup()

    def minimumSizeHint(self) -> QSize:
        """Long words may be cut where room is short; the opened list shows them whole."""
        return QSize(self.fontMetrics().averageCharWidth() * 14 + 40, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """A letter chooses by its beginning before a shortcut of the page takes it; cut words are whole in the tip."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_letter(event):
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.is_cut():
            show_tip(event.globalPos(), "   ".join(part for part in (self.currentText(), self.toolTip()) if part), self)
            return True
        return super().event(event)

    def is_cut(self) -> bool:
        """Say whether the chosen words have not the room they need."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, part, self).width()
        return self.fontMetrics().horizontalAdvance(self.currentText()) > room

    def set_items(self, items: tuple[tuple[str, object], ...]) -> None:
        """Replace the list; the chosen value stays when it is still there."""
        chosen = self.value()
        self.clear()
        for text, value in items:
            self.addItem(text, value)
        self.set_value(chosen)

    def value(self) -> object:
        """Return the chosen value."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose ``value`` when it is in the list, else the first."""
        places = [place for place in range(self.count()) if self.itemData(place) == value]
        self.setCurrentIndex(places[0] if places else 0)
