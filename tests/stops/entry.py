"""Typing from paper: the second look, values that differ, rows that look swapped, what waits half typed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.services import papers
from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops of the entry page beyond plain typing."""
    patient = guide.patient()
    yield "entry-second-look", lambda: _type(guide, patient, "29")
    yield "entry-differs", lambda: _type(guide, patient, "29", "39")
    yield "entry-swapped", lambda: _swap(guide, patient)
    yield "entry-look-back", lambda: _look_back(guide, patient)
    yield "entry-asks", lambda: guide.go("decide", _first_low(guide))
    yield "entry-scan", lambda: _scan(guide, patient)
    yield "entry-scans-tab", lambda: _scans_tab(guide, patient)
    yield "entry-half-typed", lambda: _leave(guide, patient)


def _type(guide: Guide, patient: int, *texts: str) -> None:
    guide.go("today")
    guide.go("panel", patient)
    guide.page("panel")._clear.click()
    for text in ("t", *texts):
        guide.settle()
        QTest.keyClicks(guide.focus(), text)
        QTest.keyClick(guide.focus(), Qt.Key.Key_Return)
    QTest.qWait(100)


def _swap(guide: Guide, patient: int) -> None:
    _type(guide, patient)
    page = guide.page("panel")
    page._sheet.row("calcium").value.setText("80")
    QTest.keyClicks(guide.focus(), "9.4")
    QTest.keyClick(guide.focus(), Qt.Key.Key_Return)


def _leave(guide: Guide, patient: int) -> None:
    _type(guide, patient, "29", "29", "9.4")
    guide.go("patient_form")
    QTest.keyClicks(guide.focus(), "Mensah")
    guide.go("today")


def _first_low(guide: Guide) -> int:
    waiting = guide.desk.worklist.today().unanswered
    return next(low.patient.id for low in waiting if guide.desk.look_back.wanted(low.patient.id))


def _look_back(guide: Guide, patient: int) -> None:
    guide.go("look_back", patient)
    for text in ("12.3.24", "64", "3/2023", "4", "31", "31", "2/2022"):
        guide.settle()
        QTest.keyClicks(guide.focus(), text)
        QTest.keyClick(guide.focus(), Qt.Key.Key_Return)


def _scan(guide: Guide, patient: int) -> None:
    _type(guide, patient, "62", "9.4")
    path = Path(tempfile.mkdtemp(prefix="alpdesk-tour-")) / "report 4711.pdf"
    path.write_bytes(papers.pdf("Central Laboratory   ALP 62 U/L   Calcium 9.4 mg/dL", pages=2))
    guide.page("panel")._scans.add(path)


def _scans_tab(guide: Guide, patient: int) -> None:
    _scan(guide, patient)
    page = guide.page("panel")
    page._sheet.go_first()
    page._presenter.save()
    guide.go("patient", patient)
    tabs = guide.page("patient")._tabs
    tabs.setCurrentIndex(list(tabs._titles).index(tabs.scans))
