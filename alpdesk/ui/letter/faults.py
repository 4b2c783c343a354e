"""What is wrong with a letter and what is poor, each leading to its sentence."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.domain.letter import LetterWarning
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Banner
from alpdesk.ui.widgets.banner import Kind

_SHARE, _LOWEST = 0.36, 110
_SHOWN = 6  # more than that nobody reads at once; each that is mended brings up the next


class FaultsArea(QScrollArea):
    """Holds the strips over the words: as high as they are, and never so high that no words are left in sight."""

    def __init__(self, faults: "Faults", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faults = faults
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        faults.setObjectName("scrolled")
        self.setWidget(faults)
        faults.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the height that the strips ask for at this width, up to a share of the page."""
        # Beside the bar the words need more lines; asked by the width without it, the bar cannot come and go for ever.
        page, wanted = self.parentWidget(), self._faults.height_at(self.width())
        most = max(_LOWEST, round((page.height() if page is not None else 0) * _SHARE))
        self.setFixedHeight(min(wanted, most))


class Faults(QWidget):
    """A strip for each fault.

    Signals: ``sought`` (block, sentence) to be shown where it stands, ``settled`` (warning) when somebody saw to it,
    ``changed`` when there are others.
    """

    changed = Signal()
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
        marked = {each.block for each in warnings if each.sentence}
        said = (each for each in warnings if each.block and (each.sentence or each.block not in marked))
        places = list(dict.fromkeys((each.block, each.sentence) for each in said))
        self._next = self._next if places == self._places else 0
        self._places = places
        single = [each for each in warnings if each.blocks or each.block]
        for warning in single[:_SHOWN]:
            self._add(warning, settled=warning.asks and warning.id in seen_to)
        if len(single) > _SHOWN:
            self._column.addWidget(Banner("caution", self.tr("{count} more.").format(count=len(single) - _SHOWN)))
        notes = [warning.text for warning in warnings if not warning.blocks and not warning.block]
        if notes:
            self._column.addWidget(Banner("caution", notes[0], detail="\n".join(notes[1:])))
        self.changed.emit()

    def height_at(self, width: int) -> int:
        """Return how high the strips are together at a width."""
        strips = (strip for strip in self.children() if isinstance(strip, QWidget))
        shown = [strip for strip in strips if self._column.indexOf(strip) >= 0]
        heights = [max(strip.heightForWidth(width), strip.minimumSizeHint().height()) for strip in shown]
        return sum(heights) + SPACE_2 * max(0, len(heights) - 1)

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
