"""What can be done with a result and its sample, as a menu lists it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.results_grid import Cell, Column

if TYPE_CHECKING:
    from alpdesk.ui.records.actions import RecordActions

translate = QCoreApplication.translate
Here = tuple[Column, str, Cell | None]


@dataclass(frozen=True)
class Offer:
    """One thing that can be done with a result or its sample."""

    text: str
    act: Callable[[], None]
    possible: bool
    key: Qt.Key | None = None


def of_result(actions: "RecordActions", here: Here, name: str) -> list[Offer]:
    """Return what can be done with a result."""
    column, analyte, cell = here
    panel = column.panel_id or 0
    result = 0 if cell is None or cell.result_id is None else cell.result_id
    stands = cell is not None and not cell.withdrawn
    back = cell is not None and cell.withdrawn and not column.voided
    texts = (
        translate("Records", "Why this flag on {name}?"),
        translate("Records", "Correct {name}…"),
        translate("Records", "Withdraw {name}…"),
        translate("Records", "Restore {name}…"),
        translate("Records", "Show earlier versions of {name}"),
    )
    why, correct, withdraw, restore, versions = (text.format(name=name) for text in texts)
    return [
        Offer(why, partial(actions.tell_why, panel, result), cell is not None, Qt.Key.Key_W),
        Offer(correct, partial(actions.correct, panel, result), stands, Qt.Key.Key_F2),
        Offer(versions, partial(actions.tell_versions, panel, analyte), cell is not None, Qt.Key.Key_F3),
        Offer(withdraw, partial(actions.withdraw_result, panel, result, name), stands, Qt.Key.Key_Delete),
        Offer(restore, partial(actions.restore_result, panel, result), back),
    ]


def of_panel(actions: "RecordActions", column: Column, *, read: bool) -> list[Offer]:
    """Return what can be done with a sample; ``read`` says that a clinician has signed it off."""
    panel, day, stands = column.panel_id or 0, format_date(column.collected), not column.voided
    texts = (
        translate("Records", "Correct the sample of {day}…"),
        translate("Records", "Move the panel of {day} to another patient…"),
        translate("Records", "Withdraw the panel of {day}…"),
        translate("Records", "Restore the panel of {day}…"),
        translate("Records", "Take back the sign-off of {day}…"),
    )
    correct, move, withdraw, restore, unread = (text.format(day=day) for text in texts)
    return [
        Offer(correct, partial(actions.correct_sample, panel), stands),
        Offer(move, partial(actions.move, panel, day), stands, Qt.Key.Key_F4),
        Offer(withdraw, partial(actions.withdraw_panel, panel, day), stands),
        Offer(restore, partial(actions.restore_panel, panel, day), not stands),
        Offer(unread, partial(actions.take_back_review, panel, day), stands and read),
    ]
