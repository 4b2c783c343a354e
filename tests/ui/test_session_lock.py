"""The desk locks when the operating system does: by the buses of Linux, by the messages of Windows."""

import ctypes
import os
import shutil
import subprocess
import sys
from ctypes import wintypes
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from alpdesk.ui.program import Program
from alpdesk.ui.session_lock import SessionLock, _Messages
from alpdesk.ui.unlock.page import UnlockPage
from tests.ui.test_program import _first_run, file, hook, program  # noqa: F401  fixtures

HEARS = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from alpdesk.ui.session_lock import SessionLock
application = QCoreApplication([])
lock, heard = SessionLock(), []
lock.due.connect(lambda: heard.append(1))
lock.listen(0)
bus = {"session": QDBusConnection.sessionBus(), "system": QDBusConnection.systemBus()}[sys.argv[1]]
message = QDBusMessage.createSignal("/somewhere", sys.argv[2], sys.argv[3])
message.setArguments([word == "true" for word in sys.argv[4:]])
assert bus.send(message)
QTimer.singleShot(300, application.quit)
application.exec()
print(len(heard))
"""
needs_bus = pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no bus can be started here")


@needs_bus
@pytest.mark.parametrize(
    ("bus", "name", "signal", "words", "wanted"),
    [
        ("session", "org.freedesktop.ScreenSaver", "ActiveChanged", ["true"], 1),
        ("session", "org.freedesktop.ScreenSaver", "ActiveChanged", ["false"], 0),
        ("session", "org.gnome.ScreenSaver", "ActiveChanged", ["true"], 1),
        ("system", "org.freedesktop.login1.Session", "Lock", [], 1),
        ("system", "org.freedesktop.login1.Manager", "PrepareForSleep", ["true"], 1),
        ("system", "org.freedesktop.login1.Manager", "PrepareForSleep", ["false"], 0),
        ("system", "org.freedesktop.login1.Session", "Unlock", [], 0),
    ],
)
def test_what_the_bus_says_is_heard(bus: str, name: str, signal: str, words: list[str], wanted: int) -> None:
    root = str(Path(__file__).parents[2])
    said = (
        f'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec "$0" -c "$1" {bus} {name} {signal} {" ".join(words)}'
    )
    ran = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", said, sys.executable, HEARS],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": root}, timeout=60,
    )  # fmt: skip
    assert ran.stdout.strip() == str(wanted), ran.stderr


def _message(kind: int, word: int) -> wintypes.MSG:
    told = wintypes.MSG()
    told.message, told.wParam = kind, word
    return told


@pytest.mark.parametrize(
    ("kind", "word", "wanted"),
    [(0x02B1, 7, 1), (0x02B1, 2, 1), (0x02B1, 8, 0), (0x0218, 4, 1), (0x0218, 18, 0), (0x0100, 7, 0)],
)
def test_what_windows_says_is_heard(qtbot: QtBot, kind: int, word: int, wanted: int) -> None:
    lock, heard = SessionLock(), list[int]()
    lock.due.connect(lambda: heard.append(1))
    told = _message(kind, word)
    handled = _Messages(lock).nativeEventFilter(QByteArray(b"windows_generic_MSG"), ctypes.addressof(told))
    assert (len(heard), handled) == (wanted, (False, 0)), "it goes on to the window whatever it says"
    _Messages(lock).nativeEventFilter(QByteArray(b"xcb_generic_event_t"), 0)


def test_the_desk_locks_with_the_screen(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    _first_run(qtbot, program)
    program.session.due.emit()
    assert program.desk is None and isinstance(program.gate, UnlockPage)
