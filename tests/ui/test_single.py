"""A second start raises the first window; what a killed program left behind stops nobody."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.single import SingleWindow

HOLDS = """
import sys
from PySide6.QtCore import QCoreApplication
from alpdesk.ui.single import SingleWindow
application = QCoreApplication([])
window = SingleWindow(sys.argv[1])
print(window.is_first(), flush=True)
application.exec()
"""


def test_a_second_start_raises_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleWindow(str(tmp_path / "a.alpdesk")), SingleWindow(str(tmp_path / "." / "a.alpdesk"))
    assert first.is_first()
    with qtbot.waitSignal(first.raised):
        assert not second.is_first()
    first.close()
    assert second.is_first()
    second.close()


def test_another_record_has_a_window_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    windows = [SingleWindow(str(tmp_path / name)) for name in ("a.alpdesk", "b.alpdesk")]
    assert [window.is_first() for window in windows] == [True, True]
    for window in windows:
        window.close()


def test_what_a_killed_program_left_behind_stops_nobody(qtbot: QtBot, tmp_path: Path) -> None:
    place = str(tmp_path / "a.alpdesk")
    child = subprocess.Popen([sys.executable, "-c", HOLDS, place], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "True\n"
    again = SingleWindow(place)
    assert not again.is_first()
    child.kill()
    child.wait()
    child.stdout.close()
    assert again.is_first()
    again.close()


def test_the_window_comes_to_the_front(qtbot: QtBot, qapp: QApplication) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.showMinimized()
    window.come_to_front()
    assert window.isVisible() and not window.isMinimized()
