"""What is said of the key and the recovery sheet."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from alpdesk.services.access import Emergency, KeyState
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def sheet_words(state: KeyState) -> str:
    """Say whether there is a recovery sheet that helps."""
    if state.proven is None:
        return translate("Keys", "There is no recovery sheet. If every password is forgotten, the record is lost.")
    if not state.sheet_is_current:
        said = translate("Keys", "The recovery sheet of {day} is of an earlier key: print a new one.")
    else:
        said = translate("Keys", "The recovery sheet was typed back on {day}.")
    return said.format(day=_day(state.proven))


def key_words(state: KeyState) -> str:
    """Say which key it is and since when."""
    if state.since is None:
        return translate("Keys", "The key is the first one, made with the record.")
    return translate("Keys", "Key {number}, since {day}.").format(number=state.generation, day=_day(state.since))


def emergency_words(found: Sequence[Emergency]) -> str:
    """Say each time the record was opened by its sheet."""
    one = translate("Keys", "By {name}, on {day}, at {station}")
    return "\n".join(one.format(name=each.name, day=_day(each.at), station=each.station) for each in found)


def _day(at: datetime) -> str:
    return format_date(at.astimezone().date())
