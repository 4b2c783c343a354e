"""A new password, typed twice, with a meter of how hard it is to guess."""

from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.security.passwords import SHORTEST, grade, refuse_weak
from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.widgets.forms import Field, Form

_BEST, _LONG, _VERY_LONG = 4, 18, 24


def strength(password: str) -> int:
    """Return 0 (refused) to 4 (strong): length counts most."""
    try:
        refuse_weak(password)
    except AlpdeskError:
        return 0
    long = len(password)
    return 1 + (long > SHORTEST) + (long >= _LONG) + (long >= _VERY_LONG and grade(password) == _BEST)


class NewPassword(QWidget):
    """Two fields and a meter. Nothing is good that is among the first guessed, or not the same twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.again = QLineEdit(), QLineEdit()
        for line in (self.first, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        hint = self.tr("At least {} characters; a few words in a row are best.").format(SHORTEST)
        self.field = Field(self.tr("Password"), self.first, hint=hint)
        self.field_again = Field(self.tr("Password again"), self.again, hint=" ")
        self._meter = QProgressBar()
        self._meter.setRange(0, _BEST)
        self._meter.setTextVisible(False)
        self._meter.setAccessibleName(self.tr("Strength of the password"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(Form(((self.field, self.field_again),)))
        column.addWidget(self._meter)
        self.first.textEdited.connect(self._weigh)
        self.again.textEdited.connect(self._compare)
        self.setFocusProxy(self.first)

    def password(self) -> str:
        """Return what was typed."""
        return self.first.text()

    def forget(self) -> None:
        """Leave nothing of it in the fields."""
        self.first.clear()
        self.again.clear()
        self._weigh()
        self._compare()

    def check(self) -> bool:
        """Say whether it is good, and mark what is not."""
        if strength(self.first.text()) == 0:
            self.field.refuse(self.tr("Too short or too common: {} characters at least.").format(SHORTEST))
            self.first.setFocus()
            return False
        if self.first.text() != self.again.text():
            self.field_again.refuse(self.tr("The two are not the same."))
            self.again.setFocus()
            return False
        return True

    def _weigh(self) -> None:
        points = strength(self.first.text())
        words = (
            self.tr("Too short or too common."), self.tr("Acceptable."), self.tr("Good."), self.tr("Very good."),
            self.tr("Strong."),
        )  # fmt: skip
        self._meter.setValue(points)
        self.field.say(words[points] if self.first.text() else "")

    def _compare(self) -> None:
        same = bool(self.again.text()) and self.first.text() == self.again.text()
        self.field_again.say(self.tr("Both are the same.") if same else " ")
