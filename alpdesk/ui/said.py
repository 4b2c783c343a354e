"""The one door through which a sentence of a service comes into the window."""

from PySide6.QtCore import QCoreApplication


def said(sentence: str) -> str:
    """Return a sentence of a service in the user's language. What speaks without a window speaks English."""
    return QCoreApplication.translate("Services", sentence) if sentence else ""


def error_words(error: Exception) -> str:
    """Return what an error says, in the user's language."""
    return said(str(error))
