"""The quiet line at the foot that proves the safety net."""

from PySide6.QtCore import QLocale, QTime, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_1, SPACE_4
from alpdesk.ui.widgets.labels import PlainLabel


class StatusLine(QFrame):
    """Last word, last backup, edition of the rule book, and the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._fresh = False
        self._said = PlainLabel("", "small")
        self._facts = PlainLabel("", "small")
        self._place = PlainLabel("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, SPACE_1, SPACE_4, SPACE_1)
        row.setSpacing(SPACE_4)
        row.addWidget(self._said)
        row.addStretch(1)
        row.addWidget(self._facts)
        row.addWidget(self._place)

    def say(self, text: str) -> None:
        """Say what just happened, with the time."""
        clock = QLocale().toString(QTime.currentTime(), QLocale.FormatType.ShortFormat)
        self._said.setText(f"{text} · {clock}" if text else "")
        self._fresh = True
        QTimer.singleShot(0, self, self._grow_old)

    def turn_page(self) -> None:
        """Forget what was said on the page before, unless it is what led to this one."""
        if not self._fresh:
            self._said.setText("")

    def _grow_old(self) -> None:
        self._fresh = False

    def show_facts(self, *facts: str) -> None:
        """Show what stands for longer."""
        self._facts.setText(" · ".join(fact for fact in facts if fact))

    def show_place(self, name: str) -> None:
        """Show the name of the database file."""
        self._place.setText(name)
