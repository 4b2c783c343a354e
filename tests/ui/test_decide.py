"""Judging a low ALP and signing the answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind, Medicine, Panel, Result, Role, User
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.store.audit import Actor
from alpdesk.ui.decide.page import DecidePage
from alpdesk.ui.patient.history_tab import HistoryTab
from alpdesk.ui.widgets import Banner, IconButton, format_date
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Open = Callable[..., DecidePage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int, assessment: int | None = None) -> DecidePage:
        page = on_screen(qtbot, DecidePage(empty_desk), 740)
        page.start(patient, assessment)
        return page

    return opened


def _choose(page: DecidePage, kind: DecisionKind) -> None:
    page._answer.buttons[kind].click()


def _sheet_text(page: DecidePage) -> str:
    return shown_texts(page._sheet)


def test_both_verdicts_stand_with_their_intervals(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    said = shown_texts(page)
    assert "↓ 29" in said
    assert "Low for age and sex: interval 35–104 U/L" in said
    assert "Laboratory: low" in said
    assert "Single so far" in said


def test_why_names_rule_inputs_interval_and_source(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    why = next(b for b in page.findChildren(IconButton) if b.accessibleName() == "Why this verdict?")
    why.click()
    said = _sheet_text(page)
    assert all(part in said for part in ("Low if either", "29 U/L", "35–104 U/L", "Edition"))


def test_why_of_a_due_date_names_its_tests_and_when_it_ends(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    next(b for b in page.findChildren(IconButton) if b.accessibleName() == "Why First low ALP?").click()
    said = _sheet_text(page)
    assert "This monitoring ends when the repeat is not low." in said
    assert "Calcium, total" in said
    assert "bilirubin_total" not in said


def test_each_cause_has_its_source_one_click_away(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    row = page._checklist.rows[0]
    row.findChildren(IconButton)[0].click()
    said = _sheet_text(page)
    assert row.item.title in said
    assert "Sources" in said
    assert row.item.cause in said


def test_a_cause_opens_to_what_speaks_for_and_against_it(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    empty_desk.patients.add_medicine(patient, Medicine(name="alendronate", started=date(2024, 1, 1)))
    low = Result(analyte="alp", value="29", unit="U/L")
    empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20)), (low,))
    page = open_page(patient)
    row = next(row for row in page._checklist.rows if row.item.cause == "drug-bp")
    assert row.item.supports
    row.title.click()
    said = shown_texts(row)
    assert "•  On the medicine list: alendronate since 1 Jan 2024" in said
    assert "Would settle it" in said


def test_an_alert_stands_first_with_its_urgency_as_a_word(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    results = (
        Result(analyte="alp", value="20", unit="U/L"),
        Result(analyte="potassium", value="8.1", unit="mmol/L"),
        Result(analyte="calcium", value="1.2", unit="mmol/L"),
        Result(analyte="magnesium", value="0.4", unit="mmol/L"),
    )
    empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20)), results)
    page = open_page(patient)
    qtbot.waitUntil(lambda: any(banner.isVisible() for banner in page.findChildren(Banner)))
    alerts = [banner.accessibleName() for banner in page.findChildren(Banner) if banner.isVisible()]
    assert alerts[0].split(":")[0] in {"Emergency", "Urgent"}


def test_staff_are_told_before_they_type_that_somebody_else_signs(
    qtbot: QtBot, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    clerk = empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    desk = Desk(replace(empty_desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    page = on_screen(qtbot, DecidePage(desk), 740)
    page.start(patient)
    assert "Only a clinician or an administrator signs an answer." in shown_texts(page)
    assert not page._answer.sign.isEnabled()
    assert not page._answer.reason.isEnabled()
    keys.save()
    assert empty_desk.decisions.waiting(patient) is not None
    other = on_screen(qtbot, DecidePage(empty_desk), 740)
    other.start(patient)
    assert other._answer.sign.isEnabled() and not other._answer.note.isVisible()


def test_two_who_answer_at_once_read_each_other_and_history_lists_both(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    one, two = open_page(patient), open_page(patient)
    for page, reason in ((one, f"First {HOSTILE}"), (two, "Second differs")):
        _choose(page, DecisionKind.NO_ACTION)
        page._answer.reason.setPlainText(reason)
        page._answer.sign.click()
    said = shown_texts(two)
    assert "Answered meanwhile; yours is not signed." in said
    assert f"First {HOSTILE}, signed by Dr. Test on 2 Mar 2026" in said
    assert two._answer.reason.toPlainText() == "Second differs"
    assert unsafe_labels(two) == []
    assert len(empty_desk.decisions.assessments(patient)[0].further) == 0
    two._answer.note.button.click()
    history = HistoryTab(empty_desk, {})
    history.show_history(empty_desk.decisions.assessments(patient), {})
    on_screen(qtbot, history, 500)
    assert "First" in shown_texts(history)
    assert "Second differs, signed by Dr. Test" in shown_texts(history)
    two.start(patient)
    assert "Second differs" in shown_texts(two._given)


def test_no_answer_is_refused_in_words(open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    keys.save()
    assert page._answer._problem.text() == "Choose an answer first."
    assert empty_desk.decisions.waiting(patient) is not None


def test_no_action_without_a_reason_is_refused_beside_the_field(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.NO_ACTION)
    keys.save()
    assert "Say why no action" in page._answer._reason_field.note()
    assert keys.focus() is page._answer.reason
    keys.type("Known since childhood, seen by genetics")
    keys.save()
    kept = empty_desk.decisions.assessments(patient)[0]
    assert kept.decision is not None
    assert kept.decision.reason == "Known since childhood, seen by genetics"


def test_explained_without_a_cause_is_refused_beside_the_field(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.EXPLAINED)
    keys.save()
    assert "Choose what explains" in page._answer._cause_field.note()
    page._answer.cause.set_value("drug-bp")
    keys.save()
    decision = empty_desk.decisions.assessments(patient)[0].decision
    assert decision is not None
    assert (decision.kind, decision.cause) == (DecisionKind.EXPLAINED, "drug-bp")


def test_an_answer_is_given_by_keyboard_alone_and_makes_something_due(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Space)
    assert page._answer.kind() is DecisionKind.REPEAT
    with qtbot.waitSignals([page.signed, page.closed]):
        keys.save()
    assert [recall for recall in empty_desk.decisions.recalls(patient) if recall.closed_on is None]


def test_a_due_date_can_be_moved_before_signing(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.REPEAT)
    line = page._answer.lines["first-low"]
    assert line.wanted.isChecked()
    line.due.setText("1.5.2026")
    page._answer.sign.click()
    plans = {plan.id: plan.template for plan in empty_desk.decisions.plans(patient)}
    due = [recall.due for recall in empty_desk.decisions.recalls(patient) if plans[recall.plan_id] == "first-low"]
    assert date(2026, 5, 1) in due


@pytest.mark.parametrize(("typed", "said"), [("1.5.2020", "in the past"), ("soon", "cannot be read as a date")])
def test_a_due_date_that_cannot_be_is_refused_beside_it(
    open_page: Open, enter: Enter, empty_desk: Desk, typed: str, said: str
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.REPEAT)
    page._answer.lines["first-low"].due.setText(typed)
    page._answer.sign.click()
    assert said in page._answer.lines["first-low"].problem.text()
    assert empty_desk.decisions.waiting(patient) is not None


def test_a_date_before_the_minimum_gap_is_refused_in_words_beside_it(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29", collected=date(2026, 2, 20))
    page = open_page(patient)
    _choose(page, DecisionKind.REPEAT)
    line = page._answer.lines["first-low"]
    line.due.setText("10.3.2026")
    page._answer.sign.click()
    early = format_date(line.proposal.not_before)
    assert line.problem.text() == f"A sample counts from {early} on; choose that day or a later one."
    assert empty_desk.decisions.waiting(patient) is not None
    line.due.setText(early)
    page._answer.sign.click()
    assert empty_desk.decisions.waiting(patient) is None


def test_no_action_starts_no_monitoring_unless_it_is_ticked(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    _choose(page, DecisionKind.NO_ACTION)
    assert not any(line.wanted.isChecked() for line in page._answer.lines.values())


def test_who_signs_stands_on_the_button(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    assert "Dr. Test" in page._answer.sign.text()


def test_an_old_assessment_is_read_as_it_was_shown_and_cannot_be_answered_again(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.REFER)
    keys.save()
    kept = empty_desk.decisions.assessments(patient)[0]
    page.start(patient, kept.id)
    assert "as it was shown" in shown_texts(page)
    assert "Signed by Dr. Test" in shown_texts(page._given)
    assert page._answer.isHidden()
    page._presenter.sign()
    assert len({each.decision.id for each in empty_desk.decisions.assessments(patient) if each.decision}) == 1


def test_an_answered_assessment_is_answered_anew_beside_the_answer_it_has(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.REFER)
    keys.save()
    kept = empty_desk.decisions.assessments(patient)[0]
    page.start(patient, kept.id)
    page._given.anew.click()
    assert "The answer of Dr. Test stays readable beside this one." in shown_texts(page)
    _choose(page, DecisionKind.NO_ACTION)
    page._answer.reason.setPlainText("The specialist wrote: a carrier")
    page.hide()
    page.show()
    page.start(patient, kept.id)
    assert page._answer.reason.toPlainText() == "The specialist wrote: a carrier"
    page._answer.sign.click()
    again = empty_desk.decisions.assessments(patient)[0]
    assert again.decision is not None and again.decision.kind is DecisionKind.REFER
    assert [one.decision.reason for one in again.further] == ["The specialist wrote: a carrier"]
    assert empty_desk.drafts.list() == ()
    page.start(patient, kept.id)
    assert "The specialist wrote: a carrier" in shown_texts(page._given)


def test_staff_are_offered_no_further_answer(qtbot: QtBot, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    kept = empty_desk.decisions.assessments(patient)[0]
    draft = DecisionDraft(patient_id=patient, assessment_id=kept.id, kind=DecisionKind.NO_ACTION, reason="Seen.")
    empty_desk.decisions.sign(draft)
    clerk = empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    page = on_screen(qtbot, DecidePage(Desk(replace(empty_desk.context, actor=Actor(clerk, "Jo", "desk-2")))), 740)
    page.start(patient, kept.id)
    assert not page._given.anew.isVisible()
    page._presenter.answer_anew()
    assert page._answer.isHidden()


def test_a_patient_without_an_assessment_is_told_so(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah"))
    assert "Nothing to decide" in shown_texts(page)


def test_a_hostile_name_is_shown_literally(open_page: Open, enter: Enter) -> None:
    page = open_page(enter(HOSTILE, alp="29"))
    assert HOSTILE in shown_texts(page)
    assert unsafe_labels(page) == []


def test_escape_closes_the_sheet_first_and_the_page_then(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter
) -> None:
    page = open_page(enter("Mensah", alp="29"))
    page._presenter.why_verdict()
    with qtbot.assertNotEmitted(page.closed):
        keys.press(Qt.Key.Key_Escape)
    assert page._sheet.isHidden()
    with qtbot.waitSignal(page.closed):
        keys.press(Qt.Key.Key_Escape)


def test_the_arrow_keys_choose_and_tab_goes_down_to_the_signature(
    qtbot: QtBot, open_page: Open, enter: Enter, keys: Keyboard
) -> None:
    page = open_page(enter("Mensah", alp="29"))
    first = next(iter(page._answer.lines.values()))
    qtbot.waitUntil(first.isVisible)
    keys.press(Qt.Key.Key_Down)
    assert page._answer.kind() is DecisionKind.REPEAT
    keys.press(Qt.Key.Key_Tab)
    assert page._answer.reason.hasFocus()
    keys.press(Qt.Key.Key_Tab)
    assert first.wanted.hasFocus()


def test_enter_chooses_an_answer(open_page: Open, enter: Enter, keys: Keyboard) -> None:
    page = open_page(enter("Mensah", alp="29"))
    keys.press(Qt.Key.Key_Return)
    assert page._answer.kind() is DecisionKind.WORK_UP


def test_an_answer_that_was_begun_is_there_again(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.NO_ACTION)
    page._answer.reason.setPlainText("Seen last week")
    page.hide()
    page.show()
    page.start(patient)
    assert (page._answer.kind(), page._answer.answer().reason) == (DecisionKind.NO_ACTION, "Seen last week")
    page._answer.sign.click()
    assert empty_desk.drafts.list() == ()


@pytest.mark.parametrize("kind", [DecisionKind.REPEAT, DecisionKind.WORK_UP, DecisionKind.REFER])
def test_a_promise_without_a_date_is_not_signed_and_the_item_is_offered(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, kind: DecisionKind
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, kind)
    for line in page._answer.lines.values():
        line.wanted.setChecked(False)
    keys.save()
    offered = page._answer.lines[f"promise:{kind.value}"]
    assert offered.problem.text() == "Set a date: what is promised must come back to the list."
    assert keys.focus() is offered.wanted
    assert empty_desk.decisions.waiting(patient) is not None
    keys.press(Qt.Key.Key_Space)
    keys.save()
    (item,) = empty_desk.decisions.recalls(patient)
    assert item.decision_id is not None
    assert item.title == empty_desk.rules.promises[kind.value].title


def test_a_referral_promises_the_answer_of_the_specialist(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.REFER)
    line = page._answer.lines["promise:refer"]
    assert line.wanted.isChecked()
    line.due.setText("1.6.2026")
    keys.save()
    item = next(r for r in empty_desk.decisions.recalls(patient) if r.title == "Answer of the specialist")
    assert (item.due, item.tests) == (date(2026, 6, 1), "")


def test_an_answer_without_a_promise_asks_for_no_date(open_page: Open, enter: Enter, qtbot: QtBot) -> None:
    page = open_page(enter("Mensah", alp="29"))
    qtbot.waitUntil(page._answer.lines["first-low"].isVisible)
    for kind in (DecisionKind.EXPLAINED, DecisionKind.NO_ACTION):
        _choose(page, kind)
        assert not any(line.isVisible() for name, line in page._answer.lines.items() if name.startswith("promise:"))


def test_a_promise_that_was_ticked_for_another_answer_is_not_kept(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    _choose(page, DecisionKind.REFER)
    _choose(page, DecisionKind.REPEAT)
    page._answer.lines["promise:refer"].wanted.setChecked(True)
    keys.save()
    assert "Answer of the specialist" not in [r.title for r in empty_desk.decisions.recalls(patient)]


def test_what_rests_on_a_withdrawn_value_says_so_and_is_signed_as_a_slip(
    open_page: Open, enter: Enter, empty_desk: Desk, qtbot: QtBot
) -> None:
    patient = enter("Mensah", alp="29")
    (panel,) = empty_desk.patients.record(patient).panels
    empty_desk.corrections.void_panel(panel.panel.id or 0, "Belongs to somebody else")
    page = open_page(patient)
    qtbot.waitUntil(page._stale.isVisible)
    said = shown_texts(page._stale)
    assert "29 U/L" in said and "was corrected on 2 Mar 2026" in said and "Belongs to somebody else" in said
    page._stale.button.click()
    kept = empty_desk.decisions.assessments(patient)[0]
    assert kept.decision is not None
    assert kept.decision.reason == "The value that was shown was a slip: Belongs to somebody else"
    page.start(patient)
    assert not page._stale.button.isVisible()


def test_an_assessment_that_rests_on_what_still_stands_says_nothing_of_it(open_page: Open, enter: Enter) -> None:
    assert open_page(enter("Mensah", alp="29"))._stale.isHidden()


def test_what_came_into_the_record_since_stands_before_whoever_decides(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    zinc, tsh = Result(analyte="zinc", value="30", unit="ug/dL"), Result(analyte="tsh", value="60", unit="mIU/L")
    empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 25)), (zinc, tsh))
    empty_desk.patients.add_medicine(patient, Medicine(name="prednisolone", started=date(2025, 1, 1)))
    page = open_page(patient)
    shown = {row.item.cause: row.item for row in page._checklist.rows}
    assert any("30" in line for line in shown["nut-zn"].supports)
    assert any("60" in line for line in shown["end-hypothy"].supports)
    assert "drug-gc" in shown
    _choose(page, DecisionKind.NO_ACTION)
    page._answer.reason.setPlainText("explained by the medicine")
    page._presenter.sign()
    newest = empty_desk.decisions.assessments(patient)[0]
    assert newest.decision is not None
    assert "drug-gc" in {item.cause for item in newest.assessment.checklist}


def test_signing_an_older_answer_leaves_the_half_typed_one_of_a_newer_low(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29", collected=date(2026, 2, 1))
    alp = Result(analyte="alp", value="28", unit="U/L")
    empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20)), (alp,))
    newer, older = (kept.id for kept in empty_desk.decisions.assessments(patient))
    page = open_page(patient, newer)
    _choose(page, DecisionKind.NO_ACTION)
    page._answer.reason.setPlainText("long words about the newest")
    page.start(patient, older)
    _choose(page, DecisionKind.NO_ACTION)
    page._answer.reason.setPlainText("the older one")
    page._presenter.sign()
    page.start(patient, newer)
    assert page._answer.reason.toPlainText() == "long words about the newest"
