"""Slow work runs beside the window, and nothing of the window dies there."""

import gc
import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from alpdesk.ui.tasks import Tasks, at_once

JOBS = 400


class _Caught:
    """Caught in a cycle with itself, as pages and presenters are."""

    died_on: list[threading.Thread] = []

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        self.died_on.append(threading.current_thread())


class _Page:
    """Held by what it was asked to do alone."""

    died_on: list[threading.Thread] = []

    def __init__(self, heard: list[object]) -> None:
        self.heard = heard

    def work(self) -> int:
        return 1

    def fail(self) -> int:
        raise KeyError(self)

    def hear(self, what: object) -> None:
        self.heard.append(what)

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


def test_nothing_a_job_was_given_dies_beside_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    """A page that goes with the answer, as that of a password does, is held by nobody but the job."""
    _Caught.died_on.clear()
    heard: list[object] = []
    for number in range(JOBS):
        page = _Page(heard)
        tasks.run(page.fail if number % 2 else page.work, page.hear, page.hear)
        del page
        qtbot.waitUntil(partial(_longer, heard, number))
        heard[-1] = None
    tasks.wait()
    assert _Page.died_on == [threading.main_thread()] * JOBS


def test_cycles_are_collected_again_after_the_last_of_several_workers(qtbot: QtBot, tasks: Tasks) -> None:
    other, gate, heard = Tasks(), threading.Event(), list[object]()
    tasks.run(gate.wait, heard.append, _unwanted)
    other.run(lambda: 1, heard.append, _unwanted)
    qtbot.waitUntil(lambda: heard == [1])
    assert not gc.isenabled()
    gate.set()
    tasks.wait()
    assert gc.isenabled()


def test_quick_work_is_done_at_once() -> None:
    heard: list[object] = []
    at_once(lambda: 7, heard.append, _unwanted)
    at_once(_fail, heard.append, lambda error: heard.append(type(error)))
    assert heard == [7, KeyError]


def _longer(heard: list[object], than: int) -> bool:
    return len(heard) > than


def _many_objects() -> int:
    return len([[[]] for _ in range(200_000)])


def _fail() -> int:
    raise KeyError("x")


def _unwanted(error: Exception) -> None:
    raise error
