"""The field under a row in which its value is typed once more, while the first one is hidden."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from alpdesk.ui.panel.cells import EntryEdit
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import PlainLabel


class SecondLook(QFrame):
    """Says why, and holds the second field."""

    def __init__(self, edit: EntryEdit) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        self.edit = edit
        self._label = PlainLabel("", "body", wrap=True)
        self._label.setBuddy(edit)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setProperty("figure", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(edit)
        row.addWidget(self._label, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def open(self, sentence: str) -> None:
        """Ask for the value once more; without a sentence there is nothing to ask."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        if bool(sentence) == self.isHidden():
            self.edit.clear()
            self.setVisible(bool(sentence))
        if sentence:
            self.edit.setAccessibleDescription(sentence)
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
