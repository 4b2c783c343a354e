"""What can be put right in a panel that is read: a menu of its values, then of the whole sample."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from alpdesk.services.desk import Desk
from alpdesk.services.reviewing import WaitingPanel
from alpdesk.ui.clinical.names import analyte_names
from alpdesk.ui.records.actions import RecordActions
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.numbers import as_shown

translate = QCoreApplication.translate
Offer = tuple[str, Callable[[], None]]


class Correcting(QObject):
    """Signals: ``done`` (sentence) after a change, ``told`` (explanation), and what is wished next.

    ``letter_wanted`` (a letter to correct), ``answer_wanted`` (patient, assessment).
    """

    done = Signal(str)
    told = Signal(object)
    letter_wanted = Signal(object)
    answer_wanted = Signal(int, int)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._names = analyte_names(desk.rules)
        self.records = RecordActions(desk, page)
        self.records.done.connect(self.done)
        self.records.told.connect(self.told)
        self.records.letter_wanted.connect(self.letter_wanted)
        self.records.answer_wanted.connect(self.answer_wanted)

    def menu(self, waiting: WaitingPanel, where: QPoint) -> QMenu:
        """Show what can be put right, the first entry under the cursor."""
        menu = QMenu(self._page)
        for text, act in self.offers(waiting):
            menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _=False, act=act: act())
        menu.setActiveAction(menu.actions()[0])
        menu.popup(where)
        return menu

    def offers(self, waiting: WaitingPanel) -> tuple[Offer, ...]:
        """Return every thing that can be done, the values first."""
        panel, day, records = waiting.panel_id, format_date(waiting.sample.panel.collected), self.records
        said = translate("Review", "Correct {test} {value}…")
        values = tuple(
            (
                said.format(
                    test=self._names.get(each.analyte, each.analyte),
                    value=f"{as_shown(each.value)} {each.unit}".strip(),
                ),
                partial(records.correct, panel, each.id or 0),
            )
            for each in waiting.sample.results
            if each.standing
        )
        return (
            *values,
            (translate("Review", "Correct how the sample was taken…"), partial(records.correct_sample, panel)),
            (translate("Review", "Move the panel to another patient…"), partial(records.move, panel, day)),
            (translate("Review", "Withdraw the panel…"), partial(records.withdraw_panel, panel, day)),
        )
