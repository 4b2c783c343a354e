"""Every flag, alert, cause, criterion and due date says by which rule and version it was made, on what, from where."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind, Medicine, Panel, Result
from alpdesk.domain.terms import EditKind
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.reasoning import BY_HAND, ORDER, Spoken
from alpdesk.ui.clinical.why import Explanation, Reasons
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.today.page import TodayPage
from tests.conftest import Clock
from tests.ui.conftest import Enter, on_screen, shown_texts
from tests.ui.keyboard import Keyboard

Rich = Callable[[], int]


@pytest.fixture
def rich(enter: Enter, empty_desk: Desk) -> Rich:
    """A patient whose record makes every kind of rule speak."""

    def made() -> int:
        patient = enter("Mensah", alp="29", collected=date(2025, 12, 1))
        empty_desk.patients.add_medicine(patient, Medicine(name="alendronate", started=date(2024, 1, 1)))
        empty_desk.patients.set_finding(patient, "substrates_raised", True)
        values = (
            Result(analyte="alp", value="20", unit="U/L", low=Decimal(35), high=Decimal(105)),
            Result(analyte="potassium", value="8.1", unit="mmol/L"),
            Result(analyte="calcium", value="1.2", unit="mmol/L"),
            Result(analyte="magnesium", value="0.4", unit="mmol/L"),
            Result(analyte="vitamin_b6", value="212", unit="nmol/L"),
            Result(analyte="tsh", value="not reported", unit="mIU/L"),
        )
        empty_desk.panels.enter(patient, Panel(collected=date(2026, 2, 20), laboratory_id=1), values)
        return patient

    return made


def _answer(desk: Desk, patient: int, kind: DecisionKind = DecisionKind.REPEAT, **more: object) -> None:
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    seen = [kept.id for kept in desk.decisions.assessments(patient)]
    draft = {"patient_id": patient, "assessment_id": waiting.id, "kind": kind, "seen": seen, **more}
    desk.decisions.sign(DecisionDraft.model_validate(draft))


def _of_the_assessment(desk: Desk, patient: int) -> Iterator[tuple[str, Explanation]]:
    reasons = Reasons(desk.rules)
    for kept in desk.decisions.assessments(patient):
        shown = kept.assessment
        yield "flag-alp", reasons.verdict(shown)
        yield "series", reasons.series(shown)
        yield from ((alert.id, reasons.alert(alert, shown.rule_book)) for alert in shown.alerts)
        yield from ((item.cause, reasons.item(item, shown.rule_book)) for item in shown.checklist)
        yield from ((each.template, reasons.proposal(each, shown.rule_book)) for each in shown.monitoring)
        if shown.criteria is not None:
            yield shown.criteria.set, reasons.criteria(shown.criteria, shown.rule_book)


def _of_the_record(desk: Desk, patient: int) -> Iterator[tuple[str, Explanation]]:
    reasons = Reasons(desk.rules)
    for both in desk.patients.record(patient).panels:
        for each in both.results:
            spoken = desk.reasoning.spoken(both.panel.id or 0, each)
            yield f"flag-{each.analyte}", reasons.flag(each, both.panel, spoken)
    for recall in desk.decisions.recalls(patient):
        reason = desk.reasoning.due(recall.id or 0)
        yield reason.rule, reasons.due(reason)


def test_every_kind_of_explanation_names_rule_version_inputs_and_source(rich: Rich, empty_desk: Desk) -> None:
    patient = rich()
    templates = tuple(empty_desk.decisions.assessments(patient)[0].assessment.monitoring)
    _answer(empty_desk, patient, templates=tuple(t.template for t in templates), promised=date(2026, 5, 1))
    empty_desk.followup.order_tests(patient, ("zinc",), date(2026, 3, 20))
    empty_desk.followup.add_item(patient, "Dentist", (), date(2026, 3, 20))
    told = [*_of_the_assessment(empty_desk, patient), *_of_the_record(empty_desk, patient)]
    for rule, (title, parts) in told:
        said = {part.heading: "\n".join(part.lines) for part in parts}
        assert title
        assert f"{rule}, Edition {empty_desk.rules.version}" in said["Rule"], (rule, said)
        assert said.get("Sources"), (rule, said)
        assert said.get("Inputs") or rule == BY_HAND, (rule, said)
    rules = {rule for rule, _ in told}
    wanted = {"flag-alp", "flag-tsh", "series", "drug-bp", "iwg-2024-adult", "promise-repeat", ORDER, BY_HAND}
    assert wanted <= rules
    assert rules & set(empty_desk.rules.alerts)
    assert rules & set(empty_desk.rules.monitoring)


def test_a_flag_names_the_interval_it_rests_on_and_the_printed_one_beside_it(rich: Rich, empty_desk: Desk) -> None:
    patient = rich()
    both = empty_desk.patients.record(patient).panels[-1]
    said = {}
    for result in both.results:
        parts = Reasons(empty_desk.rules).flag(result, both.panel, Spoken("2026.1", empty_desk.rules))[1]
        said[result.analyte] = {part.heading: "\n".join(part.lines) for part in parts}
    assert "35–104 U/L" in said["alp"]["Interval"]
    assert "35–105 U/L" in said["alp"]["Laboratory's interval"]
    assert "mmol/L" in said["potassium"]["Interval"]
    assert "No interval applied" in said["tsh"]["Interval"]


def test_a_due_date_says_from_which_sample_it_counts_and_its_gap(enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, templates=("first-low",))
    (recall,) = empty_desk.decisions.recalls(patient)
    title, parts = Reasons(empty_desk.rules).due(empty_desk.reasoning.due(recall.id or 0))
    said = "\n".join(line for part in parts for line in part.lines)
    item = empty_desk.rules.monitoring["first-low"].items[0]
    assert title == item.title
    assert "Counted from 20 Feb 2026" in said
    assert f"Interval: {item.after_days} days" in said
    assert f"Minimum gap: {item.not_before_days} days" in said
    assert "Started by the answer “Repeat”, signed by Dr. Test on 2 Mar 2026" in said


def test_a_repeated_item_counts_from_the_sample_that_closed_it(enter: Enter, empty_desk: Desk, clock: Clock) -> None:
    patient = enter("Mensah", alp="29")
    name, item = next(
        (name, template.items[0])
        for name, template in empty_desk.rules.monitoring.items()
        if template.items[0].every_days and "alp" in template.items[0].tests and template.items[0].needs is None
    )
    _answer(empty_desk, patient, templates=(name,))
    day = date(2026, 3, 2) + timedelta(days=item.after_days + (item.every_days or 0))
    clock.now += timedelta(days=item.after_days + (item.every_days or 0))
    empty_desk.panels.enter(patient, Panel(collected=day), (Result(analyte="alp", value="60", unit="U/L"),))
    waiting = [r for r in empty_desk.decisions.recalls(patient) if r.closed_on is None and r.title == item.title]
    reason = empty_desk.reasoning.due(waiting[0].id or 0)
    assert (reason.counted_from, reason.again, reason.every_days) == (day, True, item.every_days)


@pytest.mark.parametrize("later", [0, 1])
def test_an_old_flag_and_date_are_told_by_the_rules_that_made_them(
    enter: Enter, empty_desk: Desk, clock: Clock, later: int
) -> None:
    desk, patient = empty_desk, enter("Mensah", alp="29")
    _answer(desk, patient, templates=("first-low",))
    (recall,) = desk.decisions.recalls(patient)
    (both,) = desk.patients.record(patient).panels
    before = desk.reasoning.due(recall.id or 0)
    title = desk.rules.profiles["roche_mayo"].title
    clock.now += timedelta(days=later)
    profile = {**desk.own_rules.get(EditKind.PROFILE, "roche_mayo").body, "title": "Ours", "source": "Sheet of 2027"}
    desk.own_rules.put(EditKind.PROFILE, "roche_mayo", profile, "new sheet")
    days = dict(desk.own_rules.get(EditKind.MONITORING, "first-low").body)
    days["items"] = [{**item, "after_days": 50} for item in days["items"]]
    desk.own_rules.put(EditKind.MONITORING, "first-low", days, "longer")
    assert desk.reasoning.due(recall.id or 0) == before
    spoken = desk.reasoning.spoken(both.panel.id or 0, both.results[0])
    said = [line for part in Reasons(desk.rules).flag(both.results[0], both.panel, spoken)[1] for line in part.lines]
    assert title in said and "Ours" not in said and not any("2027" in line for line in said)
    assert any("Edition 2026.1" in line and "clinic" not in line for line in said)


def test_a_flag_whose_edition_was_not_kept_says_so(enter: Enter, empty_desk: Desk) -> None:
    desk, patient = empty_desk, enter("Mensah", alp="62")
    (both,) = desk.patients.record(patient).panels
    spoken = desk.reasoning.spoken(both.panel.id or 0, both.results[0])
    said = "\n".join(
        line for part in Reasons(desk.rules).flag(both.results[0], both.panel, spoken)[1] for line in part.lines
    )
    assert "its edition was not kept with this result" in said
    assert "Named as in the rules in force now" in said
    assert f"Edition {desk.rules.version}" not in said


def test_a_moved_date_says_from_when(enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, templates=("first-low",))
    (recall,) = empty_desk.decisions.recalls(patient)
    empty_desk.followup.postpone(recall.id or 0, date(2026, 6, 1), "On holiday")
    parts = Reasons(empty_desk.rules).due(empty_desk.reasoning.due(recall.id or 0))[1]
    said = "\n".join(line for part in parts for line in part.lines)
    assert "Due 1 Jun 2026" in said
    assert "Moved from 3 Apr 2026" in said


def test_w_on_a_result_of_the_table_explains_its_flag(
    qtbot: QtBot, rich: Rich, empty_desk: Desk, keys: Keyboard
) -> None:
    patient = rich()
    page = on_screen(qtbot, PatientPage(empty_desk), 900)
    page.show_patient(patient)
    page._overview.table.setFocus()
    keys.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: "flag-alp" in shown_texts(page._sheet))
    assert "Value as typed: 20 U/L" in shown_texts(page._sheet)


def test_why_stands_beside_each_due_item_of_a_patient(qtbot: QtBot, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, templates=("first-low",))
    page = on_screen(qtbot, PatientPage(empty_desk), 900)
    page.show_patient(patient)
    (recall,) = empty_desk.decisions.recalls(patient)
    page._tabs.monitoring._presenter.why(recall)
    qtbot.waitUntil(lambda: "first-low" in shown_texts(page._sheet))


def test_w_on_today_explains_what_waits_and_what_is_due(
    qtbot: QtBot, enter: Enter, empty_desk: Desk, keys: Keyboard, clock: Clock
) -> None:
    enter("Okafor", alp="29")
    patient = enter("Mensah", alp="29")
    _answer(empty_desk, patient, templates=("first-low",))
    clock.now += timedelta(days=60)
    page = on_screen(qtbot, TodayPage(empty_desk), 740)
    page.reload()
    page.table.setFocus()
    keys.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: "flag-alp" in shown_texts(page._sheet))
    page._sheet.leave()
    row = next(n for n in range(page.model.rowCount()) if _is_dated(page, n))
    page.table.selectRow(row)
    page.table.setFocus()
    keys.press(Qt.Key.Key_W)
    qtbot.waitUntil(lambda: "first-low" in shown_texts(page._sheet))
    keys.press(Qt.Key.Key_Escape)
    assert page._sheet.isHidden()


def _is_dated(page: TodayPage, number: int) -> bool:
    row = page.model.row(number)
    return row is not None and row.target is not None and row.target.recall_id > 0
