"""What is wrong with a letter and what is poor, each leading to its sentence."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpdesk.domain.letter import LetterWarning
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner
from alpdesk.ui.widgets.banner import Kind

_SHOWN = 6  # more than that nobody reads at once; each that is mended brings up the next


class Faults(QWidget):
    """A strip for each fault.

    Signals: ``sought`` (block, sentence) to be shown where it stands, ``settled`` (warning) when somebody saw to it.
    """

    sought = Signal(str, str)
    settled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strips: dict[str, Banner] = {}
        self._places: list[tuple[str, str]] = []
        self._next = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)

    def show_warnings(self, warnings: tuple[LetterWarning, ...], seen_to: Collection[str] = ()) -> None:
        """Show what is wrong first, then what is poor; what only has to be read stands together."""
        empty(self._column)
        self.strips = {}
        self._places = [(each.block, each.sentence) for each in warnings if each.block]
        self._next = 0
        single = [each for each in warnings if each.blocks or each.block]
        for warning in single[:_SHOWN]:
            self._add(warning, settled=warning.asks and warning.id in seen_to)
        if len(single) > _SHOWN:
            self._column.addWidget(Banner("caution", self.tr("{count} more.").format(count=len(single) - _SHOWN)))
        notes = [warning.text for warning in warnings if not warning.blocks and not warning.block]
        if notes:
            self._column.addWidget(Banner("caution", notes[0], detail="\n".join(notes[1:])))
        self.setVisible(bool(warnings))

    def go_on(self) -> None:
        """Show the next sentence that something is said of."""
        if self._places:
            self.sought.emit(*self._places[self._next % len(self._places)])
            self._next += 1

    def _add(self, warning: LetterWarning, *, settled: bool) -> None:
        if warning.asks:
            action = "" if settled else self.tr("Seen to")
        else:
            action = self.tr("Show it") if warning.block else ""
        kind: Kind = "ok" if settled else "emergency" if warning.blocks else "caution"
        detail = self.tr("Seen to; it is noted with the letter.") if settled else ""
        strip = Banner(kind, warning.text, detail=detail, action=action)
        if warning.asks:
            strip.acted.connect(lambda: self.settled.emit(warning.id))
        else:
            strip.acted.connect(lambda: self.sought.emit(warning.block, warning.sentence))
        self.strips[f"{warning.id} {len(self.strips)}"] = strip
        self._column.addWidget(strip)
