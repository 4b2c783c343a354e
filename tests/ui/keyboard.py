"""Typing as a person does: into whatever has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Keyboard:
    """Types, and counts every key."""

    def __init__(self) -> None:
        self.count = 0

    def type(self, text: str) -> None:
        """Type a text, a key a letter."""
        for letter in text:
            QTest.keyClicks(self.focus(), letter)
            self.count += 1

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self.focus(), key, modifier)
        self.count += 1

    def enter(self, text: str = "") -> None:
        """Type a text and press Enter."""
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def save(self) -> None:
        """Press Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def focus(self) -> QWidget:
        """Return what has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget
