"""The sentences of the letter page."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def kept() -> str:
    """Say that a letter was kept."""
    return translate("Letter", "Letter kept as issued. It has not been printed yet.")


def not_kept(reason: str) -> str:
    """Say that keeping failed, and that nothing is lost."""
    return translate("Letter", "Not kept: {reason} Your words are still here.").format(reason=reason)


def unkept(name: str) -> str:
    """Name a letter that is not kept yet."""
    return translate("Letter", "A letter about {name}").format(name=name)


def printed() -> str:
    """Say that a letter went to the printer."""
    return translate("Letter", "Sent to the printer.")


def saved(place: str) -> str:
    """Say that a copy was written."""
    return translate("Letter", "Saved a copy as {place}.").format(place=place)


def not_saved(reason: str) -> str:
    """Say that a copy could not be written."""
    return translate("Letter", "The copy could not be written: {reason}").format(reason=reason)
