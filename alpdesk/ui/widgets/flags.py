"""A verdict as colour, sign and word together, never colour alone."""

from PySide6.QtWidgets import QWidget

from alpdesk.domain.records import Flag
from alpdesk.ui.widgets.labels import PlainLabel, Role
from alpdesk.ui.widgets.signs import flag_word, sign

_ROLES: dict[Flag, Role] = {
    Flag.LOW: "low",
    Flag.HIGH: "high",
    Flag.INDETERMINATE: "caution",
    Flag.SUSPENDED: "caution",
}


class FlagLabel(PlainLabel):
    """Shows ``↓ low``; ``detail`` follows after a dot."""

    def __init__(self, flag: Flag = Flag.NONE, detail: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.show_flag(flag, detail)

    def show_flag(self, flag: Flag, detail: str = "") -> None:
        """Change the verdict."""
        words = " ".join(part for part in (sign(flag), flag_word(flag)) if part)
        self.setText(f"{words} · {detail}" if detail else words)
        self.setAccessibleName(f"{flag_word(flag)} {detail}".strip())
        self.set_role(_ROLES.get(flag, "muted"))
