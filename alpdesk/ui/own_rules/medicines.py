"""Names of medicines that a clinic writes, beside the ones that are known."""

from PySide6.QtWidgets import QWidget

from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Body, OwnRule
from alpdesk.ui.own_rules.edit_table import EditRow
from alpdesk.ui.own_rules.table_section import TableSection
from alpdesk.ui.tasks import Run

_OWN = 2


class MedicinesSection(TableSection):
    """A line a class of medicines."""

    kind = EditKind.MEDICINE_CLASS
    editable = frozenset({_OWN})
    widths = (22, 26, 26, 14)
    stretch = _OWN

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr(
            "The class of a medicine is found by its name. Add the names your clinic writes, with commas between them."
        )
        super().__init__(self.tr("Medicines"), sentence, desk, run, parent)

    def heads(self) -> tuple[str, ...]:
        return self.tr("Class"), self.tr("Known names"), self.tr("Names of your own")

    def rows_of(self, rule: OwnRule) -> tuple[EditRow, ...]:
        known = ", ".join(str(name).removeprefix("=") for name in (rule.shipped or {}).get("names", ()))
        own = ", ".join(map(str, (rule.own or {}).get("names", ())))
        return (EditRow(rule.key, (rule.title, known, own), rule.changed),)

    def body_with(self, rule: OwnRule, row: EditRow, column: int, text: str) -> Body:
        return {"names": [name.strip() for name in text.split(",") if name.strip()]}
