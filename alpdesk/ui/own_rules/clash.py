"""Two editors changed one entry: both values side by side, field by field, and what is picked is kept."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from alpdesk.services.own_rules import Body
from alpdesk.ui.own_rules.words import items_said, rows_said, step_words
from alpdesk.ui.records.conflict import Clash, ConflictDialog

translate = QCoreApplication.translate


def body_clashes(yours: Body, theirs: Body) -> tuple[Clash, ...]:
    """Return the fields in which two values of an entry differ."""
    titles = _titles()
    names = dict.fromkeys((*yours, *theirs))
    return tuple(
        Clash(name, titles.get(name, name.replace("_", " ")), _said(name, yours), _said(name, theirs))
        for name in names
        if str(yours.get(name)) != str(theirs.get(name))
    )


def side_by_side(parent: QWidget, yours: Body, theirs: Body, again: Callable[[Body], None]) -> ConflictDialog | None:
    """Show both values; hand on theirs with what was picked of yours. Equal ones need no question."""
    found = body_clashes(yours, theirs)
    if not found:
        return None
    dialog = ConflictDialog(found, parent)

    def picked() -> None:
        mine = {clash.name for clash in found} - dialog.theirs()
        kept = {name: value for name, value in theirs.items() if name not in mine}
        if mine:
            again({**kept, **{name: yours[name] for name in mine if name in yours}})

    dialog.accepted.connect(picked)
    dialog.open()
    return dialog


def _said(name: str, body: Body) -> str:
    value = body.get(name)
    if name == "intervals" and isinstance(value, Sequence):
        return "\n".join(rows_said(value))
    if name == "items" and isinstance(value, Sequence):
        return "\n".join(items_said(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _titles() -> Mapping[str, str]:
    return {
        **step_words(),
        "title": translate("OwnRules", "Title"),
        "name": translate("OwnRules", "Title"),
        "laboratory": translate("OwnRules", "Laboratory"),
        "method": translate("OwnRules", "Method"),
        "unit": translate("OwnRules", "Unit"),
        "source": translate("OwnRules", "Source of the numbers"),
        "covers_from": translate("OwnRules", "Covers ages from"),
        "covers_to": translate("OwnRules", "to under"),
        "intervals": translate("OwnRules", "Rows"),
        "analytes": translate("OwnRules", "Tests"),
        "names": translate("OwnRules", "Names of your own"),
        "items": translate("OwnRules", "Items"),
        "stop_after_not_low": translate("OwnRules", "Ends after"),
        "text": translate("OwnRules", "Your words"),
    }
