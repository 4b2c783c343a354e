"""The desk locks by itself when no hand is at it; nothing of a patient is left on the screen, and all typed is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.domain.records import Patient, Sex
from alpdesk.ui import locking
from alpdesk.ui.locking import LONGEST_SITTING, IdleLock
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.program import Program
from alpdesk.ui.unlock.page import UnlockPage
from tests.eyes.texts import spoken_texts
from tests.ui.test_program import PASSWORD, SLOW, _first_run, _give, file, hook, program  # noqa: F401  fixtures

SENTINEL = "Zebrafink"


@dataclass
class Time:
    """Two clocks that go together until the computer sleeps."""

    mono: float = 1000.0
    wall: float = 1_700_000_000.0

    def go(self, seconds: float) -> None:
        self.mono += seconds
        self.wall += seconds

    def sleep(self, seconds: float) -> None:
        self.wall += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def idle(qapp: QApplication, time: Time) -> Iterator[IdleLock]:
    made = IdleLock(now=lambda: time.mono, wall=lambda: time.wall)
    yield made
    made.rest()


@pytest.mark.parametrize("minutes", [1, 5, 30])
def test_it_is_open_a_second_before_and_locked_when_the_time_is_up(
    qtbot: QtBot, idle: IdleLock, time: Time, minutes: int
) -> None:
    idle.watch(minutes)
    time.go(minutes * 60 - 1)
    with qtbot.assertNotEmitted(idle.due):
        idle.look()
    time.go(1)
    with qtbot.waitSignal(idle.due) as heard:
        idle.look()
    assert heard.args == ["idle"] and not idle.watching


@pytest.mark.parametrize(
    "kind", [QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
             QEvent.Type.TouchBegin],
)  # fmt: skip
def test_each_sign_of_a_hand_begins_anew(qtbot: QtBot, idle: IdleLock, time: Time, kind: QEvent.Type) -> None:
    idle.watch(5)
    time.go(299)
    idle.eventFilter(QObject(), QEvent(kind))
    time.go(299)
    with qtbot.assertNotEmitted(idle.due):
        idle.look()


def test_work_that_goes_on_by_itself_is_no_hand(qtbot: QtBot, idle: IdleLock, time: Time) -> None:
    idle.watch(5)
    time.go(299)
    for kind in (QEvent.Type.Timer, QEvent.Type.Paint, QEvent.Type.MetaCall):
        idle.eventFilter(QObject(), QEvent(kind))
    time.go(1)
    with qtbot.waitSignal(idle.due):
        idle.look()


@pytest.mark.parametrize("kind", [QEvent.Type.UpdateRequest, QEvent.Type.Expose, QEvent.Type.KeyPress])
def test_after_sleep_it_locks_before_anything_is_painted_or_taken(
    qtbot: QtBot, idle: IdleLock, time: Time, kind: QEvent.Type
) -> None:
    idle.watch(30)
    time.sleep(60)
    with qtbot.waitSignal(idle.due) as heard:
        idle.eventFilter(QObject(), QEvent(kind))
    assert heard.args == ["slept"]


def test_a_key_in_a_window_is_a_hand(qtbot: QtBot, idle: IdleLock, time: Time) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    idle.watch(5)
    time.go(299)
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_A)
    time.go(299)
    with qtbot.assertNotEmitted(idle.due):
        idle.look()


def test_a_clock_that_is_set_a_little_is_no_sleep(qtbot: QtBot, idle: IdleLock, time: Time) -> None:
    idle.watch(30)
    time.sleep(5)
    with qtbot.assertNotEmitted(idle.due):
        idle.look()


def test_no_sitting_lasts_longer_than_twelve_hours(qtbot: QtBot, idle: IdleLock, time: Time) -> None:
    idle.watch(30)
    for _ in range(LONGEST_SITTING // 600):
        time.go(600)
        with qtbot.assertNotEmitted(idle.due) if time.mono < 1000 + LONGEST_SITTING else qtbot.waitSignal(idle.due):
            idle.eventFilter(QObject(), QEvent(QEvent.Type.KeyPress))


def texts() -> str:
    return "\n".join(text for top in QApplication.topLevelWidgets() for _, text in spoken_texts(top))


def _half_typed(qtbot: QtBot, program: Program) -> int:  # noqa: F811
    """Type half a panel of a patient, with a box open and the name copied."""
    _first_run(qtbot, program)
    desk, workspace = program.desk, program.window.workspace
    assert desk is not None and workspace is not None
    born = desk.context.today().replace(year=1980, day=1)
    patient = desk.patients.add(Patient(number="1", family_name=SENTINEL, birth_date=born, sex=Sex.FEMALE)).id or 0
    workspace.go("patient", patient)
    workspace.go("panel", patient)
    page = workspace.page("panel")
    assert isinstance(page, PanelPage)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)
    focused: QWidget | None = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "77")
    QApplication.clipboard().setText(SENTINEL)
    return patient


def _is_locked(program: Program) -> bool:  # noqa: F811
    return isinstance(program.gate, UnlockPage) and program.desk is None and program.window.workspace is None


def test_nothing_of_a_patient_is_left_and_what_was_typed_is_there_again(
    qtbot: QtBot,
    program: Program,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _half_typed(qtbot, program)
    box = QMessageBox(program.window)
    box.setText(f"About {SENTINEL}")
    box.open()
    copied: list[str] = []
    monkeypatch.setattr(locking, "clear_clipboard", lambda: copied.append(""))
    assert SENTINEL in texts()
    program.idle.due.emit("idle")
    assert not box.isVisible()
    box.deleteLater()
    assert _is_locked(program)
    shown = [widget for widget in QApplication.allWidgets() if widget.isVisible()]
    assert SENTINEL not in "\n".join(text for widget in shown for _, text in spoken_texts(widget))
    assert copied == [""]
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.window.workspace is not None, timeout=SLOW)
    workspace = program.window.workspace
    assert workspace is not None and workspace.here.page == "panel" and program.idle.watching
    values = [text for _, text in spoken_texts(workspace)]
    assert any("77" in text for text in values)


def test_the_trail_knows_who_locked_and_who_came_back(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    _first_run(qtbot, program)
    program.window.lock_requested.emit()
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(lambda: program.desk is not None, timeout=SLOW)
    assert program.desk is not None
    with program.desk.context.database.read() as session:
        rows = session.connection().exec_driver_sql("SELECT action, actor FROM audit ORDER BY seq").all()
    assert rows[-2:] == [("locked", "Dr. Ama Ade"), ("logged in", "Dr. Ama Ade")]


def test_what_cannot_be_kept_stays_behind_the_gate(
    qtbot: QtBot,
    program: Program,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _first_run(qtbot, program)
    workspace = program.window.workspace
    assert workspace is not None
    monkeypatch.setattr(workspace, "unsaved", lambda: ("a panel",))
    program.window.lock_requested.emit()
    monkeypatch.undo()
    assert program.desk is not None and not workspace.isVisible()
    _give(qtbot, program, PASSWORD)
    qtbot.waitUntil(workspace.isVisible, timeout=SLOW)
    assert program.idle.watching


def test_how_long_it_waits_is_chosen_on_each_computer(qtbot: QtBot, program: Program) -> None:  # noqa: F811
    assert remembered.Settings().idle_minutes == 5
    _first_run(qtbot, program)
    workspace = program.window.workspace
    assert workspace is not None
    workspace.go("settings", "appearance")
    section = workspace.page("settings").sections["appearance"]  # type: ignore[attr-defined]
    section.idle.set_value(10)
    section.idle.picked.emit(10)
    assert remembered.load().idle_minutes == 10 and program.idle._minutes == 10


def test_what_was_copied_here_is_gone_after_half_a_minute_unless_something_else_came(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, clipboard = locking.ClipboardKeeper(), QApplication.clipboard()
    monkeypatch.setattr(type(clipboard), "ownsClipboard", lambda _self: True)
    clipboard.setText(SENTINEL)
    qtbot.waitUntil(keeper.timer.isActive)
    assert keeper.timer.interval() == 30_000
    keeper.timer.timeout.emit()
    assert clipboard.text() == ""
    clipboard.setText(SENTINEL)
    monkeypatch.setattr(type(clipboard), "ownsClipboard", lambda _self: False)
    keeper.timer.timeout.emit()
    assert clipboard.text() == SENTINEL, "it is another program's now"
