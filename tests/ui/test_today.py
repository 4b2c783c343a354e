"""Today: what waits, worst first, and where each line leads."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.today import presenter
from alpdesk.ui.today.model import WHAT, WHO, TodayModel
from alpdesk.ui.today.page import TodayPage
from alpdesk.ui.today.rows import Go, Kind, Row, rows_of
from alpdesk.ui.widgets.tables import DETAIL_ROLE, KEEP_DETAIL_ROLE, shortened
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


def _all(page: TodayPage) -> list[Row]:
    rows = (page.model.row(number) for number in range(page.model.rowCount()))
    return [row for row in rows if row is not None]


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
    key = enter("Mensah", alp="29", collected=date(2026, 1, 20))
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


def _repeat_in_six_weeks(desk: Desk, key: int) -> None:
    waiting = desk.decisions.waiting(key)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=key, assessment_id=waiting.id, kind=DecisionKind.REPEAT,
        templates=("first-low",), due=desk.context.today() + timedelta(days=42),
    )  # fmt: skip
    desk.decisions.sign(draft)


def test_what_is_due_in_six_weeks_is_counted_and_opens_by_enter(
    qtbot: QtBot, page: TodayPage, enter: Enter, empty_desk: Desk
) -> None:
    _repeat_in_six_weeks(empty_desk, enter("Mensah", alp="29"))
    page.reload()
    assert page.tiles.tiles[Kind.DUE].accessibleName() == "due: 1"
    assert "Nothing is due in the next 7 days." in [row.who_detail for row in _all(page)]
    assert _lines(page) == []
    page.tiles.tiles[Kind.DUE].click()
    folded = page.model.row(page.table.currentIndex().row())
    assert folded is not None and (folded.who, folded.action) == ("Later (1)", "Show")
    assert not page.bar.patient.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_P)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert _lines(page) == [(Kind.DUE, "Mensah, Abena")]
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert _lines(page) == [], "the same line hides them again"


def test_many_that_are_due_later_come_a_page_at_a_time(
    qtbot: QtBot, page: TodayPage, enter: Enter, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "_PAGE", 2)
    for name in ("One", "Two", "Three"):
        _repeat_in_six_weeks(empty_desk, enter(name, alp="29"))
    page.reload()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert (len(_lines(page)), _all(page)[-1].kind) == (2, Kind.LETTERS)
    more = next(n for n, row in enumerate(_all(page)) if row.go is Go.MORE)
    assert _all(page)[more].who == "1 more"
    page.table.selectRow(more)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert len(_lines(page)) == 3
    assert Go.MORE not in {row.go for row in _all(page)}


def test_a_low_that_needs_no_action_stands_among_the_closed_with_reason_and_name(
    page: TodayPage, enter: Enter, empty_desk: Desk
) -> None:
    key = enter("Mensah", alp="29")
    waiting = empty_desk.decisions.waiting(key)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=key, assessment_id=waiting.id, kind=DecisionKind.EXPLAINED, cause="nut-zn", reason="on the diet"
    )
    empty_desk.decisions.sign(draft)
    page.reload()
    (line,) = [row for row in _all(page) if row.patient_id]
    assert (line.kind, line.what, line.what_detail) == (Kind.CLOSED, "Explained by Zinc deficiency", "on the diet")
    assert line.since_detail == "Dr. Test"


def test_a_long_name_gives_way_and_sex_age_and_number_stay(page: TodayPage, enter: Enter) -> None:
    enter("Ivanova-Featherstonehaugh-Cholmondeley-Marjoribanks", alp="29")
    page.reload()
    who = page.model.index(page.model.first_of(), WHO)
    assert who.data(KEEP_DETAIL_ROLE)
    assert not page.model.index(page.model.first_of(), WHAT).data(KEEP_DETAIL_ROLE)
    metrics = page.table.fontMetrics()
    kept = metrics.horizontalAdvance(str(who.data(DETAIL_ROLE)))
    said = shortened(metrics, str(who.data()), kept + 120, kept)
    assert said.startswith("Ivan") and said.endswith("…")
    assert metrics.horizontalAdvance(said) + kept <= kept + 120


def test_the_figures_say_what_they_count(page: TodayPage, enter: Enter) -> None:
    enter("Mensah", alp="29")
    page.reload()
    assert page.tiles.tiles[Kind.UNANSWERED].accessibleName() == "patient unanswered: 1"
    page.filters.who.set_value(True)
    page.reload()
    assert page.tiles.tiles[Kind.REVIEW].accessibleName().startswith("to review, whole clinic: ")


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
