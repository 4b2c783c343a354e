"""Hears when the operating system locks the screen, goes to sleep or gives the screen to another user."""

import ctypes
import sys
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot

_SCREENS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver")
_SESSION, _MANAGER = "org.freedesktop.login1.Session", "org.freedesktop.login1.Manager"
_SESSION_CHANGE, _POWER = 0x02B1, 0x0218  # WM_WTSSESSION_CHANGE, WM_POWERBROADCAST
_LEFT = frozenset({2, 4, 6, 7})  # WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK
_SUSPEND = 4  # PBT_APMSUSPEND
_SCREEN: Any = SLOT("_screen(bool)")  # its type says bytes and its binding takes text
_LOCKED: Any = SLOT("_locked()")


class SessionLock(QObject):
    """Signals: ``due()`` when nobody who may see the record is at the screen any more.

    On Linux the buses say it (logind, the screen savers), on Windows messages to the window. On macOS, and where no bus
    answers, the lock after some minutes and after sleep stands alone.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._filter: _Messages | None = None

    def listen(self, window_id: int) -> None:
        """Begin to listen, for the window of this number."""
        if sys.platform == "win32":
            self._filter = _Messages(self)
            application = QCoreApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self._filter)
            getattr(ctypes, "windll").wtsapi32.WTSRegisterSessionNotification(window_id, 0)  # noqa: B009  only there
        elif sys.platform.startswith("linux"):
            self._join_buses()

    def _join_buses(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        screens, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if screens.isConnected():
            for name in _SCREENS:
                screens.connect("", "", name, "ActiveChanged", self, _SCREEN)
        if system.isConnected():
            system.connect("", "", _SESSION, "Lock", self, _LOCKED)
            system.connect("", "", _MANAGER, "PrepareForSleep", self, _SCREEN)

    @Slot(bool)
    def _screen(self, begins: bool) -> None:
        if begins:
            self.due.emit()

    @Slot()
    def _locked(self) -> None:
        self.due.emit()


class _Messages(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends to the window."""

    def __init__(self, lock: SessionLock) -> None:
        super().__init__()
        self._lock = lock

    def nativeEventFilter(self, eventType: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        if QByteArray(eventType) == b"windows_generic_MSG":
            told = wintypes.MSG.from_address(int(message))
            left = told.message == _SESSION_CHANGE and told.wParam in _LEFT
            if left or (told.message == _POWER and told.wParam == _SUSPEND):
                self._lock.due.emit()
        return False, 0
