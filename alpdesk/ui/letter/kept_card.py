"""What is known of a letter on file: how far it came, what happened to it, by which rules, and its seal."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from alpdesk.domain.issuing import LetterEvent
from alpdesk.domain.letter import KeptLetter
from alpdesk.ui.letters import words
from alpdesk.ui.people import language_name
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, Card, PlainLabel, format_date
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.rows import in_a_row


class KeptCard(Card):
    """Shows a kept letter's facts.

    Signals: ``copy_chosen`` (whether the copy for the file is to be shown), ``handed_over`` (to whom, how).
    """

    copy_chosen = Signal(bool)
    handed_over = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.subject = PlainLabel("", "strong", wrap=True)
        self.state = PlainLabel("", "body", wrap=True)
        self.facts = PlainLabel("", "muted", wrap=True)
        self.events = PlainLabel("", "body", wrap=True)
        self.seal = PlainLabel("", "small", wrap=True)
        self.hint = PlainLabel("", "small", wrap=True)
        self.lock = Button(self.tr("Save with a password…"), icon="lock")
        self.mail = Button(self.tr("Draft an e-mail…"), icon="send")
        self.copy = Button("", icon="languages")
        self.copy.setCheckable(True)
        self.how = QLineEdit()
        self.given = Button(self.tr("Handed over"), icon="check")
        self._build()

    def show_letter(self, letter: KeptLetter, events: Sequence[LetterEvent], names: Mapping[int, str]) -> None:
        """Show the facts of a letter and what happened to it."""
        day = format_date(letter.created_at.astimezone().date())
        self.title.setText(self._called(letter))
        self.title.show()
        self.subject.setText(letter.subject)
        self.state.setText(words.state(letter)[:1].upper() + words.state(letter)[1:])
        said = self.tr("Written {day}, language {language}, rule book {edition}")
        self.facts.setText(
            said.format(day=day, language=language_name(letter.language), edition=letter.rule_book or "–")
        )
        self.events.setText("\n".join(_event_line(event, names) for event in events))
        self.events.setVisible(bool(events))
        groups = " ".join(letter.sha256[at : at + 8] for at in range(0, len(letter.sha256), 8))
        self.seal.setText(self.tr("SHA-256 {seal}").format(seal=groups))
        self._show_ways(letter)

    def _called(self, letter: KeptLetter) -> str:
        if not letter.number:
            return self.tr("On file")
        return self.tr("Letter {number}").format(number=letter.number)

    def _show_ways(self, letter: KeptLetter) -> None:
        self.copy.setVisible(bool(letter.copy_language))
        self.copy.setChecked(False)
        self.copy.set_text(
            self.tr("Copy for the file: {language}").format(language=language_name(letter.copy_language))
        )
        ready = words.may_leave(letter)
        for widget in (self.lock, self.mail, self.how, self.given):
            widget.setVisible(ready)
        self.how.clear()
        left = letter.printed_at is not None
        self.hint.setText(
            self.tr("This is what was issued, page for page. It cannot be changed; write a new letter instead.")
            if left
            else self.tr("What is on file cannot be changed; write a new letter instead.")
        )

    def _build(self) -> None:
        self.how.setPlaceholderText(self.tr("To whom, and how: to the mother at the desk"))
        self.how.setAccessibleName(self.tr("To whom and how the letter was handed over"))
        for label in (self.subject, self.state, self.facts):
            self.body.addWidget(label)
        self.body.addSpacing(SPACE_2)
        self.body.addWidget(PlainLabel(self.tr("What happened to this letter"), "strong"))
        for label in (self.events, self.seal, self.hint):
            self.body.addWidget(label)
        self.body.addSpacing(SPACE_2)
        ways = FlowRow(spacing=SPACE_2)
        for button in (self.copy, self.lock, self.mail):
            ways.addWidget(button)
        self.body.addLayout(ways)
        self.body.addLayout(in_a_row(self.how, self.given))
        self.body.addStretch(1)
        self.copy.clicked.connect(self.copy_chosen)
        self.given.clicked.connect(self._give)
        self.how.returnPressed.connect(self._give)

    def _give(self) -> None:
        self.handed_over.emit(self.how.text().strip())


def _event_line(event: LetterEvent, names: Mapping[int, str]) -> str:
    at = "" if event.made_at is None else event.made_at.astimezone().strftime("%H:%M")
    day = "" if event.made_at is None else format_date(event.made_at.astimezone().date())
    who = names.get(event.made_by or 0, "")
    parts = (f"{day} {at}".strip(), words.event(event), words.how(event), who)
    return " · ".join(part for part in parts if part)
