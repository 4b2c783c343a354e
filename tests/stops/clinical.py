"""One patient: the record, a panel being typed, the decision."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget

from alpdesk.domain.records import DecisionKind
from alpdesk.domain.terms import Mark
from alpdesk.services.decisions import DecisionDraft
from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops of one patient."""
    low = guide.patient()
    yield "patient", lambda: guide.go("patient", low)
    tabs = _tabs(guide, low)
    for number in range(tabs.count()):
        yield f"patient-tab-{number}", partial(_tab, guide, low, number)
    yield "panel", lambda: guide.go("panel", low)
    yield "panel-typed", lambda: _type_panel(guide, low)
    yield "decide", lambda: guide.go("decide", low)
    yield "decide-ticked", lambda: _tick(guide, low)
    yield "decide-criteria", lambda: _criteria(guide, low)
    yield "decide-given", lambda: _given(guide)
    yield "decide-anew", lambda: _anew(guide)


def _tabs(guide: Guide, patient: int) -> Any:
    guide.go("patient", patient)
    return guide.page("patient").findChild(QTabWidget)


def _tab(guide: Guide, patient: int, number: int) -> None:
    _tabs(guide, patient).setCurrentIndex(number)


def _type_panel(guide: Guide, patient: int) -> None:
    guide.go("panel", patient)
    for text in ("t", "29", "9.4", "3.4", "1.9"):
        guide.settle()
        QTest.keyClicks(guide.focus(), text)
        QTest.keyClick(guide.focus(), Qt.Key.Key_Return)
    QTest.qWait(200)


def _tick(guide: Guide, patient: int) -> None:
    """Tick the first causes, set one aside, and open the first."""
    low = guide.desk.decisions.waiting(patient)
    assert low is not None
    causes = [item.cause for item in low.assessment.checklist]
    lists = guide.desk.checklists
    for mark in (Mark.ASKED, Mark.ORDERED):
        lists.mark(patient, causes[0], mark, assessment_id=low.id)
    lists.mark(patient, causes[1], Mark.SET_ASIDE, rationale="Zinc was measured last week and was fine")
    guide.go("decide", patient)
    page = guide.page("decide")
    page._checklist.rows[0].open()
    page._checklist.aside.setChecked(True)
    guide.settle()
    page._scroll.ensureWidgetVisible(page._checklist.rows[0])


def _criteria(guide: Guide, patient: int) -> None:
    """Set two items of the criteria and bring them into sight."""
    guide.go("decide", patient)
    table = guide.page("decide")._criteria
    names = list(table.lines)
    table.lines[names[1]].buttons[True].click()
    table.lines[names[-1]].buttons[False].click()
    guide.settle()
    guide.page("decide")._scroll.ensureWidgetVisible(table.citation)


def _given(guide: Guide) -> None:
    """An answer that somebody gave, read again."""
    low = guide.desk.worklist.today().unanswered[-1]
    draft = DecisionDraft(
        patient_id=low.patient.id, assessment_id=low.assessment_id, kind=DecisionKind.EXPLAINED, cause="nut-zn",
        reason="Zinc is low and is given; ALP again with the next sample.",
    )  # fmt: skip
    guide.desk.decisions.sign(draft)
    guide.go("decide", low.patient.id)


def _anew(guide: Guide) -> None:
    guide.page("decide")._given.anew.click()
