"""Who changed a kind of letter, when, why, and what; any version can be gone back to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.services.adapted import differing
from alpdesk.services.own_letters import LetterVersion
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.own_letters import words
from alpdesk.ui.theme import SPACE_1, SPACE_3
from alpdesk.ui.widgets import Divider, PlainLabel, QuietButton, format_date


class HistoryPanel(QWidget):
    """The versions, newest first.

    Signals: ``wanted(object)`` with the version to go back to.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QuietButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_1)

    def show_versions(self, versions: tuple[LetterVersion, ...], *, locked: bool) -> None:
        """Show what was changed of a kind."""
        empty(self._column)
        self.buttons = []
        if not versions:
            self._column.addWidget(PlainLabel(self.tr("Nobody has changed these letters."), "muted", wrap=True))
        for place, version in enumerate(versions):
            if place:
                self._column.addWidget(Divider())
            self._add(version, now=place == 0, locked=locked)
        self._column.addSpacing(SPACE_3)

    def _add(self, version: LetterVersion, *, now: bool, locked: bool) -> None:
        when = version.at.astimezone() if version.at is not None else None
        day = "" if when is None else f"{format_date(when.date())} {when:%H:%M}"
        who = " · ".join(part for part in (day, version.by) if part)
        self._column.addWidget(PlainLabel(who, "overline", wrap=True))
        if version.reason:
            self._column.addWidget(PlainLabel(self.tr("Why: {}").format(version.reason), wrap=True))
        for name in differing(version.before, version.adapted):
            known = version.adapted if name in version.adapted.parts() else version.before
            self._column.addWidget(PlainLabel(words.part(known, name), "small", wrap=True))
        if now:
            self._column.addWidget(PlainLabel(self.tr("This is what holds."), "muted"))
        elif not locked:
            button = QuietButton(self.tr("Back to this version"), icon="corner-down-left")
            button.clicked.connect(lambda _=False: self.wanted.emit(version))
            self.buttons.append(button)
            self._column.addWidget(button)
