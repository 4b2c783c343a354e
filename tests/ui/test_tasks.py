"""Slow work runs beside the window, and nothing of the window dies there."""

import gc
import threading

import pytest
from pytestqt.qtbot import QtBot

from alpdesk.ui.tasks import Tasks, at_once


class _Caught:
    """Caught in a cycle with itself, as pages and presenters are."""

    died_on: list[threading.Thread] = []

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        self.died_on.append(threading.current_thread())


@pytest.fixture
def tasks(qtbot: QtBot) -> Tasks:
    return Tasks()


def test_the_answer_arrives_on_the_thread_of_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[tuple[str, threading.Thread]] = []
    tasks.run(lambda: "done", lambda text: heard.append((text, threading.current_thread())), _unwanted)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("done", threading.main_thread())]


def test_a_failure_arrives_as_itself(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[Exception] = []
    tasks.run(_fail, lambda _: None, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], KeyError)


def test_nothing_caught_in_a_cycle_dies_beside_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    _Caught.died_on.clear()
    heard: list[int] = []
    _ = _Caught()
    del _
    tasks.run(_many_objects, heard.append, _unwanted)
    qtbot.waitUntil(lambda: bool(heard))
    gc.collect()
    assert _Caught.died_on
    assert set(_Caught.died_on) == {threading.main_thread()}
    assert gc.isenabled()


def test_quick_work_is_done_at_once() -> None:
    heard: list[object] = []
    at_once(lambda: 7, heard.append, _unwanted)
    at_once(_fail, heard.append, lambda error: heard.append(type(error)))
    assert heard == [7, KeyError]


def _many_objects() -> int:
    return len([[[]] for _ in range(200_000)])


def _fail() -> int:
    raise KeyError("x")


def _unwanted(error: Exception) -> None:
    raise error
