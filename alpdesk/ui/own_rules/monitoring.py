"""When something is repeated: the days of each template as the clinic wants them, items of its own, items left out."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Body, OwnRule
from alpdesk.ui.own_rules.edit_table import EditRow
from alpdesk.ui.own_rules.table_section import TableSection
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button
from alpdesk.ui.widgets.flow import FlowRow
from alpdesk.ui.widgets.tips import tip

_AFTER, _EARLY, _EVERY, _STOP = 2, 3, 4, 5
_FIELDS = {_AFTER: "after_days", _EARLY: "not_before_days", _EVERY: "every_days"}
_STOP_RULE, _OUT = "stop_after_not_low", "left_out"


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
        self.what, self.tests, self.after = QLineEdit(), QLineEdit(), QLineEdit()
        self.add = Button(self.tr("Add to this template"), icon="plus")
        self.leave = Button(self.tr("Leave this item out"), icon="minus")
        self._build_items()
        self.keep_typing(desk.drafts, "monitoring", {"what": self.what, "tests": self.tests, "after": self.after})

    def heads(self) -> tuple[str, ...]:
        return (
            self.tr("Template"), self.tr("Item"), self.tr("Due after, days"), self.tr("Not before day"),
            self.tr("Every, days"), self.tr("Ends after, samples"),
        )  # fmt: skip

    def rows_of(self, rule: OwnRule) -> tuple[EditRow, ...]:
        stop, out = _shown(rule.body.get(_STOP_RULE)), rule.body.get(_OUT, ())
        return tuple(
            EditRow(
                rule.key, (rule.title, self._named(item), *map(_shown, _days(item)), stop), rule.changed, place,
                note=self._note(item, left_out=item["title"] in out),
            )
            for place, item in enumerate(rule.body["items"])
        )  # fmt: skip

    def body_with(self, rule: OwnRule, row: EditRow, column: int, text: str) -> Body:
        items = [dict(item) for item in rule.body["items"]]
        number = text or None
        if column == _STOP:
            return {**rule.body, "items": items, _STOP_RULE: number}
        items[row.place][_FIELDS[column]] = number if number is not None or column != _AFTER else 0
        return {**rule.body, "items": items}

    def read_only(self) -> None:
        super().read_only()
        for widget in (self.what, self.tests, self.after, self.add, self.leave):
            widget.setEnabled(False)

    def add_item(self) -> None:
        """Add what is typed to the template of the line that is marked."""
        row = self._current()
        if row is None:
            return
        rule, analyte_of = self._desk.own_rules.get(self.kind, row.key), self._desk.rules.analyte_of
        names = [name.strip() for name in self.tests.text().split(",") if name.strip()]
        item = {
            "title": self.what.text().strip(), "after_days": self.after.text().strip() or 0,
            "tests": [analyte_of(name) or name for name in names],
        }  # fmt: skip
        self._change(row, rule, {**rule.body, "items": [*rule.body["items"], item]})
        if self.wrong.isHidden():
            for line in (self.what, self.tests, self.after):
                line.clear()
            self.saved_typing()

    def leave_out(self) -> None:
        """Leave the marked item out, or take it in again; an item of the clinic's own is gone."""
        row = self._current()
        if row is None:
            return
        rule = self._desk.own_rules.get(self.kind, row.key)
        item, out = rule.body["items"][row.place], list(rule.body.get(_OUT, ()))
        if item.get("tests") is not None:
            items = [one for place, one in enumerate(rule.body["items"]) if place != row.place]
            self._change(row, rule, {**rule.body, "items": items})
            return
        title = item["title"]
        changed = [one for one in out if one != title] if title in out else [*out, title]
        self._change(row, rule, {**rule.body, _OUT: changed})

    def _change(self, row: EditRow, rule: OwnRule, body: Body) -> None:
        self._typed = None
        self.wrong.hide()
        self.tools.show_entry(row.key, row.texts[0], changed=row.changed, newest=rule.newest)
        self.tools.put(row.key, body)

    def _show_entry(self) -> None:
        super()._show_entry()
        row = self._current()
        if row is not None:
            out = row.note == self.tr("left out")
            self.leave.set_text(self.tr("Take this item in again") if out else self.tr("Leave this item out"))

    def _current(self) -> EditRow | None:
        return self.model.row(self.table.currentIndex().row())

    def _named(self, item: dict[str, Any]) -> str:
        """Return the title of an item; one of the clinic's own names its tests."""
        names = [self._desk.rules.analytes[test].short for test in item.get("tests") or ()]
        return f"{item['title']} ({', '.join(names)})" if names else str(item["title"])

    def _note(self, item: dict[str, Any], *, left_out: bool) -> str:
        if left_out:
            return self.tr("left out")
        return "" if item.get("tests") is None else self.tr("● own item")

    def _build_items(self) -> None:
        named = (
            (self.what, self.tr("What is due"), ""), (self.tests, self.tr("Tests"), self.tr("With commas between")),
            (self.after, self.tr("Due after, days"), ""),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for line, name, hint in named:
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
            line.setToolTip(tip(hint))
            line.returnPressed.connect(self.add_item)
            row.addWidget(line, 2)
        ways = FlowRow(spacing=SPACE_2)
        for way in (self.add, self.leave):
            ways.addWidget(way)
        self.body.insertLayout(2, row)
        self.body.insertLayout(3, ways)
        self.add.clicked.connect(self.add_item)
        self.leave.clicked.connect(self.leave_out)


def _days(item: dict[str, Any]) -> tuple[object, ...]:
    return tuple(item.get(name) for name in _FIELDS.values())


def _shown(number: object) -> str:
    return "" if number is None else str(number)
