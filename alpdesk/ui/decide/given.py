"""The answer that was given: by whom, when, and what it said. It stays; a further one can be signed beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alpdesk.ui.clinical import words
from alpdesk.ui.decide.shown import Shown
from alpdesk.ui.widgets import Button, Card, PlainLabel, format_date


class GivenCard(Card):
    """Shows a signed decision. Signals: ``anew_requested()``."""

    anew_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("The answer"))
        self.title.show()
        self.kind = PlainLabel("", "strong", wrap=True)
        self.cause = PlainLabel("", wrap=True)
        self.reason = PlainLabel("", wrap=True)
        self.signature = PlainLabel("", "muted", wrap=True)
        self.further = PlainLabel("", wrap=True)
        for label in (self.kind, self.cause, self.reason, self.signature, self.further):
            self.body.addWidget(label)
        self.anew = Button(self.tr("Answer anew…"), icon="signature", key="A")
        self.anew.clicked.connect(self.anew_requested)
        self.body.addWidget(self.anew, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_decision(self, shown: Shown) -> None:
        """Show the answer of an assessment."""
        decision = shown.kept.decision
        if decision is None:
            return
        self.kind.setText(words.decision(decision.kind))
        cause = dict(shown.causes).get(decision.cause, decision.cause)
        self.cause.setText(cause)
        self.reason.setText(decision.reason)
        for label in (self.cause, self.reason):
            label.setVisible(bool(label.text()))
        self.anew.setVisible(shown.may_sign)
        day = format_date(decision.signed_at.astimezone().date() if decision.signed_at is not None else None)
        said = self.tr("Signed by {name} on {day}. Rule book {edition}.")
        edition = shown.assessment.rule_book
        self.further.setText("\n".join(words.additional(one) for one in shown.kept.further))
        self.further.setVisible(bool(shown.kept.further))
        self.signature.setText(said.format(name=shown.kept.signed_by or "–", day=day, edition=edition))
