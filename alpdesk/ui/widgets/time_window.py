"""The time that charts under each other show together, and the day that is looked at in all of them."""

from datetime import date

from PySide6.QtCore import QObject, Signal

from alpdesk.domain.span import Span

_FACTOR = 0.7


class TimeWindow(QObject):
    """Signals: ``changed()`` when other days are shown, ``pointed()`` when another day is looked at."""

    changed = Signal()
    pointed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home: Span | None = None
        self._whole: Span | None = None
        self.shown: Span | None = None
        self.day: date | None = None

    def set_times(self, home: Span, whole: Span) -> None:
        """Show ``home``; zooming out goes as far as ``whole``."""
        self._home, self._whole = home, whole
        self.day = None
        self._show(home)

    @property
    def is_home(self) -> bool:
        """Say whether what is shown is what was shown at first."""
        return self.shown == self._home

    def zoom(self, steps: int, at: date) -> None:
        """Show less time around a day, or with negative steps more."""
        if self.shown is not None and self._whole is not None:
            self._show(self.shown.zoomed(_FACTOR**steps, at, self._whole))

    def pan(self, days: int) -> None:
        """Show later days, or with a negative number earlier ones."""
        if self.shown is not None and self._whole is not None:
            self._show(self.shown.moved(days, self._whole))

    def reveal(self, day: date) -> None:
        """Show a day, moving no further than needed."""
        if self.shown is not None and self._whole is not None:
            self._show(self.shown.showing(day, self._whole))

    def reset(self) -> None:
        """Show what was shown at first."""
        if self._home is not None:
            self._show(self._home)

    def point(self, day: date | None) -> None:
        """Look at a day in every chart."""
        if day != self.day:
            self.day = day
            self.pointed.emit()

    def _show(self, span: Span) -> None:
        if span != self.shown:
            self.shown = span
            self.changed.emit()
