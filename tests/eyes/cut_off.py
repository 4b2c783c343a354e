"""The check for text that is cut off."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea, QSizePolicy, QWidget


def cut_off_texts(ground: QWidget, *, sideways: bool = True) -> list[str]:
    """Return every label and button whose text is wider than its place, and contents that cannot be scrolled to.

    ``sideways`` also names what has to be scrolled sideways.
    """
    labels = (label for label in ground.findChildren(QLabel) if label.isVisible() and not _may_be_short(label))
    found = [label.text() for label in labels if _advance(label, label.text()) > label.contentsRect().width() + 1]
    buttons = (button for button in ground.findChildren(QAbstractButton) if button.isVisible() and button.text())
    found += [button.text() for button in buttons if button.width() < button.minimumSizeHint().width()]
    areas = [area for area in ground.findChildren(QScrollArea) if area.isVisible()]
    wide = [area for area in areas if sideways and area.horizontalScrollBar().maximum()]
    found += [f"{type(area.widget()).__name__} scrolls sideways" for area in wide]
    return found + [f"contents of {type(area.widget()).__name__}" for area in areas if _is_too_wide(area)]


def _may_be_short(label: QLabel) -> bool:
    """A label that wraps, or that was told to end in an ellipsis."""
    return label.wordWrap() or label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored


def _is_too_wide(area: QScrollArea) -> bool:
    contents = area.widget()
    if contents is None or area.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return False
    return contents.width() > area.viewport().width() + 1


def _advance(widget: QWidget, text: str) -> int:
    return max((widget.fontMetrics().horizontalAdvance(line) for line in text.splitlines()), default=0)
