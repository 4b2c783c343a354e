"""Today: what waits, worst first, and where each line leads."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.today.model import TodayModel
from alpdesk.ui.today.page import TodayPage
from alpdesk.ui.today.rows import Kind, rows_of
from tests.ui.conftest import HOSTILE, Enter, shown_texts, unsafe_labels


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> TodayPage:
    made = TodayPage(empty_desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def _lines(page: TodayPage) -> list[tuple[Kind, str]]:
    rows = (page.model.row(number) for number in range(page.model.rowCount()))
    return [(row.kind, row.who) for row in rows if row is not None and row.patient_id]


def test_an_empty_clinic_offers_the_first_patient(qtbot: QtBot, page: TodayPage) -> None:
    page.reload()
    assert "There are no patients yet" in shown_texts(page)
    button = next(b for b in page._nobody.children() if hasattr(b, "click"))
    with qtbot.waitSignal(page.new_patient_requested):
        button.click()


def test_a_clinic_where_nothing_waits_says_so(page: TodayPage, enter: Enter) -> None:
    enter("Well", alp="70")
    page.reload()
    assert page._stack.currentWidget() is page._nothing


def test_the_lowest_value_stands_on_top(page: TodayPage, enter: Enter) -> None:
    enter("Mild", alp="33")
    enter("Worst", alp="12")
    enter("Well", alp="70")
    page.reload()
    assert [who for _, who in _lines(page)] == ["Worst, Abena", "Mild, Abena"]


def test_enter_leads_to_the_decision(qtbot: QtBot, page: TodayPage, enter: Enter) -> None:
    key = enter("Mensah", alp="29")
    page.reload()
    with qtbot.waitSignal(page.decide_requested) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [key]


def test_p_leads_to_the_patient(qtbot: QtBot, page: TodayPage, enter: Enter) -> None:
    key = enter("Mensah", alp="29")
    page.reload()
    with qtbot.waitSignal(page.patient_requested) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_P)
    assert asked.args == [key]


def test_an_answer_moves_the_patient_to_what_is_due(
    qtbot: QtBot, page: TodayPage, enter: Enter, empty_desk: Desk
) -> None:
    key = enter("Mensah", alp="29")
    waiting = empty_desk.decisions.waiting(key)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=key, assessment_id=waiting.id, kind=DecisionKind.REPEAT, reason="again",
        templates=("first-low",), due=date(2026, 3, 5),
    )  # fmt: skip
    empty_desk.decisions.sign(draft)
    page.reload()
    assert {kind for kind, _ in _lines(page)} == {Kind.DUE}
    with qtbot.waitSignal(page.panel_requested) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [key]


def test_the_line_says_low_in_colour_sign_and_word(page: TodayPage, enter: Enter) -> None:
    enter("Mensah", alp="29")
    page.reload()
    row = page.model.row(page.model.first_of())
    assert row is not None
    assert (row.ink, row.sign) == ("low", "↓")
    assert "low" in row.what_detail


def test_a_hostile_name_is_shown_literally(page: TodayPage, enter: Enter) -> None:
    enter(HOSTILE, alp="29")
    page.reload()
    assert _lines(page) == [(Kind.UNANSWERED, f"{HOSTILE}, Abena")]
    assert unsafe_labels(page) == []


def test_the_model_keeps_the_rules_of_models(qtmodeltester: ModelTester, empty_desk: Desk, enter: Enter) -> None:
    enter("Mensah", alp="29")
    model = TodayModel()
    model.set_rows(rows_of(empty_desk.worklist.today()))
    qtmodeltester.check(model)


def test_every_cell_can_be_read_aloud(page: TodayPage, enter: Enter) -> None:
    enter("Mensah", alp="29")
    page.reload()
    line = page.model.first_of()
    said = [page.model.index(line, c).data(Qt.ItemDataRole.AccessibleTextRole) for c in range(5)]
    assert "Mensah, Abena" in said[1]
    assert "29 U/L" in said[2]
