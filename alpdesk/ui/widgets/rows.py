"""Widgets side by side."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_2


def in_a_row(*widgets: QWidget | None) -> QHBoxLayout:
    """Return widgets in a row; ``None`` stands for the room between them."""
    row = QHBoxLayout()
    row.setSpacing(SPACE_2)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
