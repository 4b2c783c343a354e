"""When something is repeated: the days of each template, as the clinic wants them."""

from typing import Any

from PySide6.QtWidgets import QWidget

from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Body, OwnRule
from alpdesk.ui.own_rules.edit_table import EditRow
from alpdesk.ui.own_rules.table_section import TableSection
from alpdesk.ui.tasks import Run

_AFTER, _EARLY, _EVERY, _STOP = 2, 3, 4, 5
_FIELDS = {_AFTER: "after_days", _EARLY: "not_before_days", _EVERY: "every_days"}
_STOP_RULE = "stop_after_not_low"


class MonitoringSection(TableSection):
    """A line an item of a template."""

    kind = EditKind.MONITORING
    editable = frozenset({_AFTER, _EARLY, _EVERY, _STOP})
    widths = (25, 27, 9, 9, 8, 11, 8)
    stretch = 1

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr(
            "Days from the sample; one before the earliest day does not count. A plan ends after so many samples in a "
            "row that are not low. Plans that run keep their dates."
        )
        super().__init__(self.tr("Monitoring"), sentence, desk, run, parent)

    def heads(self) -> tuple[str, ...]:
        return (
            self.tr("Template"), self.tr("Item"), self.tr("Due after, days"), self.tr("Not before day"),
            self.tr("Every, days"), self.tr("Ends after, samples"),
        )  # fmt: skip

    def rows_of(self, rule: OwnRule) -> tuple[EditRow, ...]:
        stop = _shown(rule.body.get(_STOP_RULE))
        return tuple(
            EditRow(rule.key, (rule.title, str(item["title"]), *map(_shown, _days(item)), stop), rule.changed, place)
            for place, item in enumerate(rule.body["items"])
        )

    def body_with(self, rule: OwnRule, row: EditRow, column: int, text: str) -> Body:
        items = [dict(item) for item in rule.body["items"]]
        number = text or None
        if column == _STOP:
            return {**rule.body, "items": items, _STOP_RULE: number}
        items[row.place][_FIELDS[column]] = number if number is not None or column != _AFTER else 0
        return {**rule.body, "items": items}


def _days(item: dict[str, Any]) -> tuple[object, ...]:
    return tuple(item.get(name) for name in _FIELDS.values())


def _shown(number: object) -> str:
    return "" if number is None else str(number)
