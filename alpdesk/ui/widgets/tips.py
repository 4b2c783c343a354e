"""What had to be cut short is whole in the tip under the pointer; nothing somebody typed is read as markup."""

from html import escape

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolTip, QWidget


def tip(text: str) -> str:
    """Return a text as a tool tip that shows it literally, in as many lines as it needs."""
    return f"<qt>{escape(text, quote=False)}</qt>" if text else ""


def show_tip(place: QPoint, text: str, owner: QWidget) -> None:
    """Show a text under the pointer, at a place of the screen."""
    QToolTip.showText(place, tip(text), owner)
