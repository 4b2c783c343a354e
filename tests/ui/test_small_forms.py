"""What is typed in a small form is there again after leaving it; what was kept is no draft any more."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind, Event, Haemolysis, Medicine, Specimen
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.followup.asks import ContactAsk, OrderAsk
from alpdesk.ui.followup.panel import ActionPanel
from alpdesk.ui.followup.requests import Act
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.patient.events_tab import EventsTab
from alpdesk.ui.patient.medicines_tab import MedicinesTab
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.records.correct_dialog import CorrectDialog
from alpdesk.ui.records.frame import ActionDialog
from alpdesk.ui.records.sample_dialog import SampleDialog
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels

Open = Callable[[int], PatientPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    """A page as after a start of the program: nothing is remembered but what the record holds."""

    def opened(patient: int) -> PatientPage:
        page = on_screen(qtbot, PatientPage(empty_desk), 800)
        page.show_patient(patient)
        return page

    return opened


def _medicines(page: PatientPage) -> MedicinesTab:
    page._tabs.setCurrentIndex(2)
    return page._tabs.medicines


def _events(page: PatientPage) -> EventsTab:
    page._tabs.setCurrentIndex(3)
    return page._tabs.events


def _said(widget: QWidget) -> str:
    QApplication.processEvents()
    return shown_texts(widget)


def _press(page: QWidget, spoken: str) -> None:
    next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == spoken).click()


def test_a_half_typed_medicine_is_there_again_until_it_is_added(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    tab = _medicines(open_page(patient))
    QTest.keyClicks(tab.name, "alendronate")
    qtbot.waitUntil(lambda: bool(empty_desk.drafts.list(patient)), timeout=5000)  # no leaving: as before a crash
    page = open_page(patient)
    tab = _medicines(page)
    assert (tab.name.text(), tab.medicine_class.value()) == ("alendronate", "bisphosphonate")
    page._presenter.set_finding("jaundice", True)
    assert tab.name.text() == "alendronate", "what is kept elsewhere on the page takes nothing away"
    tab.add.click()
    assert [taken.name for taken in empty_desk.patients.record(patient).medicines] == ["alendronate"]
    assert tab.name.text() == "" and empty_desk.drafts.list(patient) == ()


def test_a_medicine_never_taken_is_withdrawn_and_stays_readable(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    empty_desk.patients.add_medicine(patient, Medicine(name="zinc"))
    page = open_page(patient)
    tab = _medicines(page)
    _press(page, "Withdraw zinc: it was never taken")
    QTest.keyClicks(tab.why.reason, HOSTILE)
    tab.why.keep.click()
    assert empty_desk.patients.record(patient).medicines == ()
    assert f"withdrawn: {HOSTILE}" in _said(tab.lines)
    assert unsafe_labels(page) == []


def test_an_event_is_corrected_only_with_a_reason(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    kept = empty_desk.patients.add_event(patient, Event(kind="cardiac_surgery_bypass", on=date(2026, 2, 1)))
    page = open_page(patient)
    tab = _events(page)
    assert not tab.reason.isVisible()
    _press(page, f"Correct {empty_desk.rules.events[kept.kind].title}")
    tab.on.set_date(date(2026, 2, 3))
    tab.add.click()
    assert "Type the reason first." in shown_texts(tab)
    QTest.keyClicks(tab.reason, "the letter says the third")
    page.hide()
    page = open_page(patient)
    tab = _events(page)
    _press(page, f"Correct {empty_desk.rules.events[kept.kind].title}")
    assert (tab.on.day(), tab.reason.text()) == (date(2026, 2, 3), "the letter says the third")
    tab.add.click()
    assert [event.on for event in empty_desk.patients.record(patient).events] == [date(2026, 2, 3)]
    assert empty_desk.drafts.list(patient) == ()


def test_an_event_that_never_happened_is_withdrawn(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah")
    kept = empty_desk.patients.add_event(patient, Event(kind="fracture", on=date(2026, 2, 1)))
    page = open_page(patient)
    tab = _events(page)
    _press(page, f"Withdraw {empty_desk.rules.events[kept.kind].title}: it never happened")
    QTest.keyClicks(tab.why.reason, "another Mensah")
    tab.why.keep.click()
    assert empty_desk.patients.record(patient).events == ()
    assert "withdrawn: another Mensah" in _said(tab.lines)


def _panel(page: PatientPage) -> ActionPanel:
    page._tabs.setCurrentIndex(1)
    return page._tabs.monitoring.panel


def test_a_half_typed_order_and_a_half_typed_contact_wait_each_for_its_own_form(
    open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    waiting = empty_desk.decisions.waiting(patient)
    assert waiting is not None
    draft = DecisionDraft(
        patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.REPEAT, templates=("first-low",)
    )
    item = empty_desk.decisions.sign(draft).recalls[0]
    page = open_page(patient)
    page._tabs.monitoring.order.click()
    order = _panel(page).asks[Act.ORDER]
    assert isinstance(order, OrderAsk)
    QTest.keyClicks(order.tests, "zinc, tsh")
    _panel(page).cancel.click()
    page._tabs.monitoring._presenter.ask(Act.CONTACT, recall=item)
    contact = _panel(page).asks[Act.CONTACT]
    assert isinstance(contact, ContactAsk)
    QTest.keyClicks(contact.note, "the daughter answered")
    page.hide()
    page = open_page(patient)
    page._tabs.monitoring.order.click()
    order = _panel(page).asks[Act.ORDER]
    assert isinstance(order, OrderAsk) and order.tests.text() == "zinc, tsh"
    order.expected.set_date(date(2026, 3, 20))
    _panel(page).keep.click()
    page._tabs.monitoring.order.click()
    assert order.tests.text() == ""
    page._tabs.monitoring._presenter.ask(Act.CONTACT, recall=item)
    contact = _panel(page).asks[Act.CONTACT]
    assert isinstance(contact, ContactAsk) and contact.note.text() == "the daughter answered"


def test_a_half_typed_correction_is_there_again_and_says_so(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="62")
    both = empty_desk.patients.record(patient).panels[0]
    panel, result = both.panel.id or 0, both.results[0].id or 0
    page = open_page(patient)
    page._records.correct(panel, result)
    dialog = page._records.dialog
    assert isinstance(dialog, CorrectDialog) and not dialog.trouble.isVisible()
    dialog.value.selectAll()
    QTest.keyClicks(dialog.value, "65")
    QTest.keyClicks(dialog.reason, "misread")
    dialog.reject()
    page._records.correct(panel, result)
    dialog = page._records.dialog
    assert isinstance(dialog, CorrectDialog)
    assert (dialog.value.text(), dialog.reason.text()) == ("65", "misread")
    assert "What you typed before is here" in dialog.trouble.accessibleName()
    dialog.act.click()
    assert [one.value for one in empty_desk.panels.get(panel).results] == ["62", "65"]
    assert empty_desk.drafts.list(patient) == ()


def test_a_half_typed_sample_is_there_again(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="62")
    panel = empty_desk.patients.record(patient).panels[0].panel.id or 0
    page = open_page(patient)
    page._records.correct_sample(panel)
    dialog = page._records.dialog
    assert isinstance(dialog, SampleDialog)
    dialog.specimen.set_value(Specimen.EDTA)
    dialog.received.set_date(date(2026, 2, 22))
    dialog.reject()
    page._records.correct_sample(panel)
    dialog = page._records.dialog
    assert isinstance(dialog, SampleDialog)
    assert (dialog.panel().specimen, dialog.panel().received) == (Specimen.EDTA, date(2026, 2, 22))
    assert dialog.panel().haemolysis is Haemolysis.NONE
    QTest.keyClicks(dialog.reason, "another tube")
    dialog.act.click()
    assert empty_desk.panels.get(panel).panel.received == date(2026, 2, 22)


def test_a_scan_is_hung_on_a_sample_that_is_kept_already(
    open_page: Open, enter: Enter, empty_desk: Desk, tmp_path: Path
) -> None:
    patient = enter("Mensah", alp="62")
    report = tmp_path / "report.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    image.save(str(report))
    page = open_page(patient)
    tab = page._tabs.scans
    tab.file = lambda: report
    tab.attach.click()
    (scan,) = empty_desk.attachments.of_patient(patient)
    assert scan.panel_uid == empty_desk.patients.record(patient).panels[0].panel.uid
    assert "report.png" in _said(tab.lines)
    tab.file = lambda: None
    tab.attach.click()
    assert len(empty_desk.attachments.of_patient(patient)) == 1


def test_the_day_the_results_came_is_typed_with_the_panel_and_told_of_the_sample(
    qtbot: QtBot, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah")
    page = on_screen(qtbot, PanelPage(empty_desk), 740)
    page.start(patient)
    page._head.collected.set_date(date(2026, 2, 20))
    QTest.keyClicks(page._head.received, "no day")
    page._sheet.row("alp").value.setText("62")
    page._save.click()
    assert empty_desk.patients.record(patient).panels == () and "cannot be read as a date" in shown_texts(page._head)
    page._head.received.set_date(date(2026, 2, 19))
    page._save.click()
    assert "cannot have come before the sample" in shown_texts(page)
    page._head.received.set_date(date(2026, 2, 23))
    page._save.click()
    (both,) = empty_desk.patients.record(patient).panels
    assert both.panel.received == date(2026, 2, 23)
    from alpdesk.ui.clinical.sample import facts

    assert "results came on 23 Feb 2026" in facts(both.panel, "")


def test_what_somebody_else_put_right_is_not_undone_by_a_medicine_left_half_typed(
    empty_desk: Desk, enter: Enter, open_page: Open
) -> None:
    patient = enter("Mensah", alp="29")
    taken = empty_desk.patients.add_medicine(patient, Medicine(name="Alendronate", started=date(2020, 1, 1)))
    tab = _medicines(open_page(patient))
    _press(tab, f"Edit {taken.name}")
    tab.name.selectAll()
    QTest.keyClicks(tab.name, "Alendronate 70 mg")
    tab._typed.close()
    ended = {"started": date(2023, 5, 5), "stopped": date(2025, 6, 1)}
    empty_desk.patients.change_medicine(taken.model_copy(update=ended))
    again = _medicines(open_page(patient))
    _press(again, f"Edit {taken.name}")
    assert again.name.text() == "Alendronate 70 mg"
    assert "What is on record was changed since" in again._name_field.note()
    again.add.click()
    (kept,) = empty_desk.patients.record(patient).medicines
    assert (kept.name, kept.started, kept.stopped) == ("Alendronate 70 mg", date(2023, 5, 5), date(2025, 6, 1))


def test_what_somebody_else_put_right_is_not_undone_by_a_sample_left_half_typed(
    empty_desk: Desk, enter: Enter, open_page: Open
) -> None:
    patient = enter("Mensah", alp="29")
    panel = empty_desk.patients.record(patient).panels[-1].panel.id or 0

    def asked() -> SampleDialog:
        page = open_page(patient)
        page._records.correct_sample(panel)
        dialog = page._records.dialog
        assert isinstance(dialog, SampleDialog)
        return dialog

    first = asked()
    first.collected.selectAll()
    QTest.keyClicks(first.collected, "18.2.2026")
    first.reject()
    kept = empty_desk.panels.get(panel).panel
    edta = kept.model_copy(update={"specimen": Specimen.EDTA})
    empty_desk.corrections.change_sample(edta, "The label says so.")
    again = asked()
    assert "What is on record was changed since" in again.trouble.accessibleName()
    again.reason.setText("Misread.")
    again.act.click()
    now = empty_desk.panels.get(panel).panel
    assert (now.collected, now.specimen) == (date(2026, 2, 18), Specimen.EDTA)


def test_a_reason_left_half_typed_is_there_again(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    both = empty_desk.patients.record(patient).panels[-1]
    panel, result = both.panel.id or 0, both.results[0].id or 0
    records = open_page(patient)._records
    questions: dict[str, Callable[[], None]] = {
        "withdraw the panel": lambda: records.withdraw_panel(panel, "20 Feb"),
        "withdraw the result": lambda: records.withdraw_result(panel, result, "ALP"),
        "move": lambda: records.move(panel, "20 Feb"),
        "merge": lambda: records.merge(patient),
        "take back": lambda: records.take_back_review(panel, "20 Feb"),
    }

    def asked(question: str) -> ActionDialog:
        questions[question]()
        assert isinstance(records.dialog, ActionDialog)
        return records.dialog

    for question in questions:
        dialog = asked(question)
        assert dialog.why() == "", question
        QTest.keyClicks(dialog.reason, f"told by phone: {question}")
        dialog.reject()
    for question in questions:
        dialog = asked(question)
        assert dialog.why() == f"told by phone: {question}"
        dialog.reject()
    dialog = asked("withdraw the panel")
    dialog.act.click()
    assert f"{patient}/{panel}/withdraw" not in {draft.subject for draft in empty_desk.drafts.list(patient)}
