"""What is known of a letter that was kept: when, by which rules, and the seal of its bytes."""

from PySide6.QtWidgets import QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.ui.letters import words
from alpdesk.ui.people import language_name
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, Card, PlainLabel, format_date
from alpdesk.ui.widgets.flow import FlowRow


class KeptCard(Card):
    """Shows a kept letter's facts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Kept as issued"))
        self.title.show()
        self.subject = PlainLabel("", "strong", wrap=True)
        self.state = PlainLabel("", "body", wrap=True)
        self.facts = PlainLabel("", "muted", wrap=True)
        self.seal = PlainLabel("", "small", wrap=True)
        for label in (self.subject, self.state, self.facts, self.seal):
            self.body.addWidget(label)
        hint = self.tr("This is what was kept, page for page. It cannot be changed; write a new letter instead.")
        self.body.addWidget(PlainLabel(hint, "small", wrap=True))
        self.lock = Button(self.tr("Save with a password…"), icon="lock")
        self.mail = Button(self.tr("Draft an e-mail…"), icon="send")
        self.body.addSpacing(SPACE_2)
        ways = FlowRow(spacing=SPACE_2)
        for button in (self.lock, self.mail):
            ways.addWidget(button)
        self.body.addLayout(ways)
        self.body.addStretch(1)

    def show_letter(self, letter: KeptLetter) -> None:
        """Show the facts of a letter."""
        day = format_date(letter.created_at.astimezone().date())
        self.subject.setText(letter.subject)
        self.state.setText(words.state(letter)[:1].upper() + words.state(letter)[1:])
        said = self.tr("Written {day}, language {language}, rule book {edition}")
        self.facts.setText(
            said.format(day=day, language=language_name(letter.language), edition=letter.rule_book or "–")
        )
        groups = " ".join(letter.sha256[at : at + 8] for at in range(0, len(letter.sha256), 8))
        self.seal.setText(self.tr("SHA-256 {seal}").format(seal=groups))
