"""Labels that show text literally, whatever somebody typed."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

Role = Literal[
    "body", "strong", "muted", "small", "overline", "heading", "title", "figure",
    "figure-low", "figure-high",
    "error", "ok", "caution", "low", "high",
]  # fmt: skip


class PlainLabel(QLabel):
    """A label that never reads markup. ``role`` picks size and colour from the style sheet."""

    def __init__(
        self, text: str = "", role: Role = "body", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(text)

    def set_role(self, role: Role) -> None:
        """Change size and colour."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def make_selectable(self) -> "PlainLabel":
        """Let the text be marked and copied with the mouse."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self
