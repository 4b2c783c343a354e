"""What is done, and when, about somebody who does not come."""

from PySide6.QtWidgets import QWidget

from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Body, OwnRule
from alpdesk.ui.own_rules.edit_table import EditRow
from alpdesk.ui.own_rules.table_section import TableSection
from alpdesk.ui.own_rules.words import step_words
from alpdesk.ui.tasks import Run

_NUMBER = 1


class RemindersSection(TableSection):
    """A line a step."""

    kind = EditKind.ESCALATION
    editable = frozenset({_NUMBER})
    widths = (44, 12, 24)
    stretch = 0

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr("What is done when something is overdue: a letter, a second one, a call, then a decision.")
        super().__init__(self.tr("Reminders"), sentence, desk, run, parent)
        self.search.hide()

    def heads(self) -> tuple[str, ...]:
        return self.tr("Step"), self.tr("Number")

    def rows_of(self, rule: OwnRule) -> tuple[EditRow, ...]:
        words = step_words()
        return tuple(
            EditRow(rule.key, (said, str(rule.body.get(name, ""))), rule.changed, place)
            for place, (name, said) in enumerate(words.items())
        )

    def body_with(self, rule: OwnRule, row: EditRow, column: int, text: str) -> Body:
        return {**rule.body, list(step_words())[row.place]: text}
