"""A verdict as colour, sign and word together, never colour alone."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.ui.theme import Colours
from alpdesk.ui.widgets.labels import PlainLabel, Role

_ARROWS = {"low": "↓", "high": "↑", "indeterminate": "?", "suspended": "⊘"}
_ROLES: dict[str, Role] = {"low": "low", "high": "high", "indeterminate": "caution", "suspended": "caution"}


def arrow_of(flag: str) -> str:
    """Return the sign of a flag; nothing for within."""
    return _ARROWS.get(flag, "")


def flag_word(flag: str) -> str:
    """Return the flag in words."""
    words = {
        "low": QCoreApplication.translate("Flag", "low"),
        "high": QCoreApplication.translate("Flag", "high"),
        "within": QCoreApplication.translate("Flag", "within"),
        "indeterminate": QCoreApplication.translate("Flag", "cannot be judged"),
        "suspended": QCoreApplication.translate("Flag", "not interpretable"),
        "none": QCoreApplication.translate("Flag", "not judged"),
    }
    return words.get(flag, flag)


def flag_colour(flag: str, scheme: Colours) -> str:
    """Return the ink of a flag."""
    return str(getattr(scheme, _ROLES.get(flag, "muted")))


class FlagLabel(PlainLabel):
    """Shows ``↓ low``; ``detail`` follows after a dot."""

    def __init__(self, flag: str = "none", detail: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.show_flag(flag, detail)

    def show_flag(self, flag: str, detail: str = "") -> None:
        """Change the verdict."""
        words = " ".join(part for part in (arrow_of(flag), flag_word(flag)) if part)
        self.setText(f"{words} · {detail}" if detail else words)
        self.setAccessibleName(f"{flag_word(flag)} {detail}".strip())
        self.set_role(_ROLES.get(flag, "muted"))
