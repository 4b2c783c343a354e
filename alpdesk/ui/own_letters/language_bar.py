"""The languages of a letter as tabs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget


class LanguageBar(QTabBar):
    """Goes from language to language by the arrow keys, so its two buttons to scroll are for the mouse alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Language of the words and the pages"))
        self.setExpanding(False)
        self.setDrawBase(False)
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
