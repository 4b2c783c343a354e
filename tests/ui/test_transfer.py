"""Results taken in from the window: looked at first, the rows that cannot be kept named, then the sweep offered."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.tasks import Tasks, at_once
from alpdesk.ui.transfer.page import TransferPage
from tests.ui.conftest import HOSTILE, on_screen, shown_texts, unsafe_labels

HEAD = "patient_number,family_name,given_names,sex,birth_date,collected,laboratory,analyte,value,unit,low,high\n"
SOUND = "9001,Okafor,Ada,female,1980-03-12,2026-01-12,City Lab,alp,24,U/L,35,104\n"
OTHER = "9002,Silva,Rui,male,1971-01-30,2026-01-13,City Lab,alp,70,U/L,40,130\n"
BROKEN = "9003,Berg,Nils,male,1990-02-31,2026-01-13,City Lab,alp,70,U/L,40,130\n"


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> TransferPage:
    made = on_screen(qtbot, TransferPage(empty_desk, at_once), 700)
    made.reload()
    return made


@pytest.fixture
def choose(page: TransferPage, tmp_path: Path) -> Callable[[str], None]:
    """Choose a file with this text."""

    def chosen(text: str) -> None:
        file = tmp_path / "results.csv"
        file.write_text(text, encoding="utf-8")
        page.ask_file = lambda *_: file
        page.choose.click()

    return chosen


def problems(page: TransferPage) -> list[tuple[str, str]]:
    rows = range(page.model.rowCount())
    return [(str(page.model.index(row, 0).data()), str(page.model.index(row, 1).data())) for row in rows]


def test_a_file_is_looked_at_before_anything_is_kept(
    page: TransferPage, empty_desk: Desk, choose: Callable[[str], None]
) -> None:
    before = empty_desk.context.database.head()
    choose(HEAD + SOUND + BROKEN + OTHER)
    assert "2 results, 2 samples, 2 new patients" in shown_texts(page)
    assert "1 low ALP will wait for an answer" in shown_texts(page)
    [(line, reason)] = problems(page)
    assert line == "3" and "birth_date" in reason
    assert (empty_desk.patients.count(), empty_desk.context.database.head()) == (0, before)
    assert page.take.isVisible() and not page.sweep.isVisible()


def test_what_was_looked_at_is_taken_in_and_the_sweep_is_offered(
    qtbot: QtBot, page: TransferPage, empty_desk: Desk, choose: Callable[[str], None]
) -> None:
    choose(HEAD + SOUND + BROKEN + OTHER)
    with qtbot.waitSignals([page.said, page.record_changed]):
        page.take.click()
    assert empty_desk.patients.count() == 2
    assert len(problems(page)) == 1
    assert page.sweep.isVisible() and not page.take.isVisible()
    with qtbot.waitSignal(page.sweep_requested):
        QTest.keyClick(page.sweep, Qt.Key.Key_Return)


def test_the_page_begins_anew_after_an_import(page: TransferPage, choose: Callable[[str], None]) -> None:
    choose(HEAD + SOUND)
    page.take.click()
    page.reload()
    assert "Choose a file with results" in shown_texts(page)
    assert not page.sweep.isVisible()


def test_what_is_in_the_record_already_is_not_offered_again(page: TransferPage, choose: Callable[[str], None]) -> None:
    choose(HEAD + SOUND)
    page.take.click()
    choose(HEAD + SOUND)
    assert "There is nothing in this file to take in." in shown_texts(page)
    assert not page.take.isVisible()


def test_a_file_that_is_no_table_is_refused_in_a_sentence(page: TransferPage, choose: Callable[[str], None]) -> None:
    choose("nothing of ours\n1\n")
    assert "column" in shown_texts(page)
    assert not page.take.isVisible()


def test_a_map_reads_a_file_that_looks_otherwise(
    page: TransferPage, tmp_path: Path, choose: Callable[[str], None]
) -> None:
    choose("no;name;birth;sex;day;alp\n7;Berg;12.03.1980;female;12.01.2026;24\n")
    assert not page.take.isVisible()
    described = tmp_path / "map.toml"
    described.write_text(
        '[file]\ndelimiter = ";"\ndates = "%d.%m.%Y"\n[columns]\npatient_number = "no"\n'
        'family_name = "name"\nbirth_date = "birth"\n'
        'collected = "day"\n[wide]\nalp = { analyte = "alp", unit = "U/L" }\n',
        encoding="utf-8",
    )
    page.ask_file = lambda *_: described
    page.choose_map.click()
    assert "1 result, 1 sample, 1 new patient" in shown_texts(page)
    assert "map.toml" in shown_texts(page)
    page.no_map.click()
    assert not page.take.isVisible()


def test_a_hostile_cell_is_shown_as_it_is(page: TransferPage, choose: Callable[[str], None]) -> None:
    choose(HEAD + SOUND.replace(",alp,", f',"{HOSTILE.replace(chr(34), chr(34) * 2)}",'))
    assert "<b>Bobby</b>" in problems(page)[0][1]
    assert unsafe_labels(page) == []


def test_an_import_is_stopped_and_nothing_is_kept(
    qtbot: QtBot, empty_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    page = on_screen(qtbot, TransferPage(empty_desk, tasks.run), 700)

    def endless(_path: Path, **options: Callable[..., bool]) -> None:
        options["progress"](1, 2)
        while not options["cancelled"]():
            time.sleep(0.01)
        raise AlpdeskError("The import was cancelled; nothing was taken in.")

    monkeypatch.setattr(empty_desk.transfer, "import_csv", endless)
    page.ask_file = lambda *_: tmp_path / "results.csv"
    page.choose.click()
    qtbot.waitUntil(lambda: page.working.bar.value() == 50)
    assert not page.choose.isEnabled()
    page.working.stop_button.click()
    qtbot.waitUntil(lambda: not page.working.busy)
    tasks.wait()
    assert "nothing was taken in" in shown_texts(page)
    assert empty_desk.patients.count() == 0
