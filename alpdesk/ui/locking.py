"""When the desk locks by itself, and what is put away before anybody else sees the screen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

Seconds = Callable[[], float]
LONGEST_SITTING = 12 * 60 * 60
_LOOK_MS = 1000
_SLEPT = 10.0
_COPIED_MS = 30_000
_HAND = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
})  # fmt: skip
_BEFORE_PAINTING = frozenset({QEvent.Type.UpdateRequest, QEvent.Type.Expose, QEvent.Type.FocusIn})


class IdleLock(QObject):
    """Watches for a hand at the desk: keyboard, mouse, wheel, touch. Work that goes on by itself is none.

    A computer that slept is found by its two clocks: the one of the wall went on. That is looked at before anything is
    painted again. Signals: ``due(str)`` once, with why: ``idle``, ``slept`` or ``sitting``.
    """

    due = Signal(str)

    def __init__(
        self,
        *,
        now: Seconds = time.monotonic,
        wall: Seconds = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._now, self._wall = now, wall
        self._minutes = 0
        self._last = self._began = self._apart = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._join)

    def watch(self, minutes: int) -> None:
        """Begin, with so many minutes without a hand; the sitting begins too."""
        self._minutes = minutes
        self._last = self._began = self._now()
        self._apart = self._wall() - self._now()
        self._timer.start()
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Wait longer or shorter from now on."""
        self._minutes = minutes

    def rest(self) -> None:
        """Watch no more: nothing is open."""
        self._timer.stop()

    @property
    def watching(self) -> bool:
        """Whether somebody's absence would be noticed."""
        return self._timer.isActive()

    def look(self) -> None:
        """Say that it is time to lock, if it is."""
        if not self.watching:
            return
        now, wall = self._now(), self._wall()
        slept = wall - now - self._apart
        self._apart = wall - now
        if slept > _SLEPT:
            self._say("slept")
        elif now - self._last >= self._minutes * 60:
            self._say("idle")
        elif now - self._began >= LONGEST_SITTING:
            self._say("sitting")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _BEFORE_PAINTING:
            self.look()
        elif kind in _HAND and self.watching:
            self.look()  # a hand that comes too late finds the desk locked
            self._last = self._now()
        return False

    def _join(self, window: QWindow | None) -> None:
        """Watch a window that opened since. Windows and not widgets: a window hears of each key and move just once."""
        if window is not None and self.watching:
            window.installEventFilter(self)

    def _say(self, why: str) -> None:
        self.rest()
        self.due.emit(why)


class ClipboardKeeper(QObject):
    """Takes from the clipboard what was copied here, once that was half a minute ago and nothing else came since."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_COPIED_MS)
        self.timer.timeout.connect(clear_clipboard)
        QApplication.clipboard().dataChanged.connect(self.timer.start)


def put_away(window: QWidget) -> None:
    """Close every dialog and menu, and take from the clipboard what was copied here."""
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
    clear_clipboard()


def clear_clipboard() -> None:
    """Take from the clipboard what was copied here; what another program put there is its own."""
    clipboard = QApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()


def forget_widgets() -> None:
    """Destroy at once what is to be destroyed later: nothing of a patient stays in a label that nobody sees."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
