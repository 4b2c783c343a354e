"""The clinic changes its own rules where it sees them: typed in place, wrong beside the cell, undone by a key."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.records import Role, User
from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.store import clinic_edits
from alpdesk.store.audit import Actor
from alpdesk.ui.clinical.why import Reasons
from alpdesk.ui.help.reference import sources_topic
from alpdesk.ui.help.topic import escaped
from alpdesk.ui.own_rules.intervals import IntervalsSection
from alpdesk.ui.own_rules.medicines import MedicinesSection
from alpdesk.ui.own_rules.monitoring import MonitoringSection
from alpdesk.ui.own_rules.reminders import RemindersSection
from alpdesk.ui.own_rules.sentences import SentencesSection
from alpdesk.ui.settings.clinic import ClinicSection
from alpdesk.ui.settings.laboratories import LaboratoriesSection
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.settings.people import PeopleSection
from alpdesk.ui.settings.section import Section
from alpdesk.ui.settings.templates import TemplatesSection
from alpdesk.ui.tasks import at_once
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

S = TypeVar("S", bound=Section)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> SettingsPage:
    return on_screen(qtbot, SettingsPage(empty_desk, at_once), 900)


def section(page: SettingsPage, name: str, kind: type[S]) -> S:
    page.reload(name)
    found = page.sections[name]
    assert isinstance(found, kind)
    return found


def test_a_name_of_a_medicine_is_typed_in_its_cell_and_taken_back_by_a_key(
    qtbot: QtBot, page: SettingsPage, empty_desk: Desk, keys: Keyboard
) -> None:
    medicines = section(page, "medicines", MedicinesSection)
    medicines.table.setFocus()
    medicines.table.setCurrentIndex(medicines.model.index(1, 2))
    keys.enter("Bonestrong, Ossofort")
    qtbot.waitUntil(lambda: empty_desk.rules.class_of("ossofort") == "denosumab")
    assert medicines.model.index(1, 3).data() == "● own"
    medicines.table.setFocus()
    keys.press(Qt.Key.Key_Z, CTRL)
    assert empty_desk.rules.class_of("ossofort") == ""
    assert medicines.model.index(1, 3).data() == ""


@pytest.mark.parametrize(("take_theirs", "names"), [(True, ["Ossofort"]), (False, ["Bonestrong"])])
def test_two_who_type_in_one_cell_see_both_and_pick(
    qtbot: QtBot, page: SettingsPage, empty_desk: Desk, keys: Keyboard, take_theirs: bool, names: list[str]
) -> None:
    medicines = section(page, "medicines", MedicinesSection)
    row = medicines.model.row(1)
    assert row is not None
    empty_desk.own_rules.put(EditKind.MEDICINE_CLASS, row.key, {"names": ["Ossofort"]})
    medicines.table.setFocus()
    medicines.table.setCurrentIndex(medicines.model.index(1, 2))
    keys.enter("Bonestrong")
    qtbot.waitUntil(lambda: medicines.dialog is not None)
    assert medicines.dialog is not None and "Ossofort" in shown_texts(medicines.dialog)
    medicines.dialog.pick("cell", theirs=take_theirs)
    medicines.dialog.accept()
    assert empty_desk.own_rules.get(EditKind.MEDICINE_CLASS, row.key).body["names"] == names


def test_what_another_editor_changed_in_a_sentence_stands_beside_what_was_typed(
    page: SettingsPage, empty_desk: Desk
) -> None:
    sentences = section(page, "sentences", SentencesSection)
    sentences.search.setText("patient: why medicine")
    key = str(sentences.current())
    empty_desk.own_rules.put(EditKind.SNIPPET, key, {"text": "Theirs: {lowering}"})
    sentences.text.setPlainText("Yours: {lowering}")
    sentences.save.click()
    dialog = sentences.tools.dialog
    assert dialog is not None
    assert all(words in shown_texts(dialog) for words in ("Theirs: {lowering}", "Yours: {lowering}"))
    assert sentences.text.toPlainText() == "Yours: {lowering}"
    dialog.pick("text", theirs=False)
    dialog.accept()
    assert empty_desk.own_rules.get(EditKind.SNIPPET, key).body["text"] == "Yours: {lowering}"
    assert len(empty_desk.own_rules.history(EditKind.SNIPPET, key)) == 2


def test_what_is_wrong_stands_beside_the_cell_with_what_was_typed(
    qtbot: QtBot, page: SettingsPage, empty_desk: Desk, keys: Keyboard
) -> None:
    medicines = section(page, "medicines", MedicinesSection)
    medicines.table.setFocus()
    medicines.table.setCurrentIndex(medicines.model.index(1, 2))
    keys.enter("alendronate")
    qtbot.waitUntil(lambda: medicines.model.index(1, 2).data() == "alendronate")
    assert "which stands for Bisphosphonate" in str(medicines.model.index(1, 3).data())
    assert "which stands for Bisphosphonate" in shown_texts(medicines)
    assert empty_desk.own_rules.history(EditKind.MEDICINE_CLASS) == ()


def test_a_changed_entry_shows_its_history_and_goes_back(qtbot: QtBot, page: SettingsPage, empty_desk: Desk) -> None:
    medicines = section(page, "medicines", MedicinesSection)
    assert not medicines.tools.back.isEnabled()
    medicines.model.setData(medicines.model.index(1, 2), HOSTILE)
    medicines.table.setCurrentIndex(medicines.model.index(1, 2))
    medicines.tools.history.click()
    qtbot.waitUntil(lambda: HOSTILE in shown_texts(medicines.tools.sheet))
    assert empty_desk.actor.name in shown_texts(medicines.tools.sheet)
    assert unsafe_labels(page) == []
    medicines.tools.back.click()
    assert not empty_desk.own_rules.get(EditKind.MEDICINE_CLASS, "denosumab").changed
    medicines.tools.history.click()
    qtbot.waitUntil(lambda: "Back to the shipped value." in shown_texts(medicines.tools.sheet))


def test_the_days_of_monitoring_are_typed_and_nonsense_is_refused(page: SettingsPage, empty_desk: Desk) -> None:
    monitoring = section(page, "monitoring", MonitoringSection)
    monitoring.model.setData(monitoring.model.index(0, 2), "50")
    assert empty_desk.rules.monitoring["first-low"].items[0].after_days == 50
    monitoring.model.setData(monitoring.model.index(0, 3), "soon")
    assert monitoring.model.index(0, 6).data() == "This is not a whole number."
    monitoring.model.setData(monitoring.model.index(0, 3), "60")
    assert "The earliest day lies after the day it is due." in shown_texts(monitoring)
    assert empty_desk.rules.monitoring["first-low"].items[0].not_before_days == 31


def test_an_item_is_added_to_a_template_and_another_left_out_and_taken_in_again(
    page: SettingsPage, empty_desk: Desk
) -> None:
    monitoring = section(page, "monitoring", MonitoringSection)
    monitoring.search.setText(empty_desk.rules.monitoring["hpp-adult"].title)
    for text, line in (("Foot radiograph", monitoring.what), ("nonsense", monitoring.tests), ("365", monitoring.after)):
        line.setText(text)
    monitoring.add.click()
    assert "nonsense is not a test that Alpdesk knows." in shown_texts(monitoring)
    assert monitoring.what.text() == "Foot radiograph"
    monitoring.tests.setText("alkaline phosphatase")
    monitoring.add.click()
    added = empty_desk.rules.monitoring["hpp-adult"].items[-1]
    assert (added.title, added.tests, added.after_days) == ("Foot radiograph", ("alp",), 365)
    row = next(n for n in range(monitoring.model.rowCount()) if "own item" in str(monitoring.model.index(n, 6).data()))
    monitoring.table.setCurrentIndex(monitoring.model.index(row - 1, 2))
    monitoring.leave.click()
    assert monitoring.model.index(row - 1, 6).data() == "left out"
    assert len(empty_desk.rules.monitoring["hpp-adult"].items) == row
    monitoring.leave.click()
    assert len(empty_desk.rules.monitoring["hpp-adult"].items) == row + 1
    monitoring.table.setCurrentIndex(monitoring.model.index(row, 2))
    monitoring.leave.click()
    assert "Foot radiograph" not in [item.title for item in empty_desk.rules.monitoring["hpp-adult"].items]


def test_the_days_of_reminders_are_typed(page: SettingsPage, empty_desk: Desk) -> None:
    reminders = section(page, "reminders", RemindersSection)
    reminders.model.setData(reminders.model.index(1, 1), "3")
    assert empty_desk.rules.escalation.reminder_letter_days == 3
    reminders.model.setData(reminders.model.index(5, 1), "0")
    assert "This number is too small." in shown_texts(reminders)


def test_the_search_leaves_only_lines_that_hold_the_word(page: SettingsPage) -> None:
    medicines = section(page, "medicines", MedicinesSection)
    every = medicines.model.rowCount()
    medicines.search.setText("prolia")
    assert (every > 10, medicines.model.rowCount(), medicines.model.index(0, 0).data()) == (True, 1, "Denosumab")


def test_tables_of_rules_are_sound_models(page: SettingsPage, qtmodeltester: ModelTester) -> None:
    for name, kind in (("medicines", MedicinesSection), ("intervals", IntervalsSection)):
        qtmodeltester.check(section(page, name, kind).model)  # type: ignore[attr-defined]  # both have one


def test_a_sentence_is_looked_at_while_it_is_typed_and_kept_in_the_clinics_words(
    qtbot: QtBot, page: SettingsPage, empty_desk: Desk
) -> None:
    sentences = section(page, "sentences", SentencesSection)
    sentences.search.setText("patient: why medicine")
    sentences.text.setPlainText("It can lower ALP.")
    qtbot.waitUntil(lambda: "The sentence must say {lowering}." in shown_texts(sentences))
    sentences.save.click()
    assert empty_desk.own_rules.history(EditKind.SNIPPET) == ()
    sentences.text.setPlainText(f"{HOSTILE} {{lowering}}")
    sentences.save.click()
    assert empty_desk.rules.letter_words == {"en.patient.why_medicine": f"{HOSTILE} {{lowering}}"}
    assert unsafe_labels(page) == []


def test_a_shipped_template_is_changed_and_goes_back(page: SettingsPage, empty_desk: Desk) -> None:
    templates = section(page, "templates", TemplatesSection)
    templates.name.setText("Our liver")
    templates._fill(("alp",))
    templates.save.click()
    assert empty_desk.panels.templates()[0].title == "Our liver"
    templates._fill(())
    templates.save.click()
    assert "At least one is needed." in shown_texts(templates)
    templates.tools.back.click()
    assert empty_desk.panels.templates()[0].title == "Liver"


def test_the_tests_of_a_template_are_put_in_order_by_keyboard(page: SettingsPage, empty_desk: Desk) -> None:
    templates = section(page, "templates", TemplatesSection)
    templates._fill(("alp", "calcium", "zinc"))
    templates.tests.setFocus()
    QTest.keyClick(templates.tests, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(templates.tests, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert templates._chosen() == ("calcium", "zinc", "alp")
    QTest.keyClick(templates.tests, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert templates._chosen() == ("calcium", "alp", "zinc")
    templates.down.click()
    templates.up.click()
    templates.up.click()
    templates.up.click()
    assert templates._chosen() == ("alp", "calcium", "zinc"), "the first stays the first"
    templates.save.click()
    assert empty_desk.panels.templates()[0].analytes == ("alp", "calcium", "zinc")


def intervals_of(page: SettingsPage, key: str) -> IntervalsSection:
    intervals = section(page, "intervals", IntervalsSection)
    intervals.profile.set_value(key)
    intervals.profile.picked.emit(key)
    return intervals


def test_an_interval_that_turns_flags_is_signed_before_it_judges(
    qtbot: QtBot, page: SettingsPage, empty_desk: Desk, enter: Enter, keys: Keyboard
) -> None:
    patient = enter("Mensah", alp="45")
    intervals = intervals_of(page, "roche_mayo")
    intervals.model.setData(intervals.model.index(10, 3), "50")
    intervals.save.click()
    assert intervals.tools.change.card.title.text() == "This turns 1 flag"
    assert empty_desk.own_rules.history(EditKind.PROFILE) == ()
    keys.type("new analyser")
    with qtbot.waitSignal(page.said):
        keys.save()
    assert empty_desk.rules.profiles["roche_mayo"].own
    assert empty_desk.decisions.waiting(patient) is not None
    assert "● own" in intervals.profile.currentText()
    intervals.tools.undo.click()
    assert intervals.tools.change.card.title.text() == "This turns 1 flag"


def test_wrong_rows_are_marked_and_not_compared(page: SettingsPage, empty_desk: Desk) -> None:
    intervals = intervals_of(page, "roche_mayo")
    intervals.model.setData(intervals.model.index(10, 3), "fifty")
    intervals.save.click()
    assert intervals.model.index(10, 7).data() == "This is not a number."
    intervals.model.setData(intervals.model.index(10, 3), "35")
    intervals.model.remove_row(0)
    intervals.save.click()
    assert "no interval from" in shown_texts(intervals)
    assert empty_desk.own_rules.history(EditKind.PROFILE) == ()


def test_a_copy_becomes_a_profile_of_the_clinics_own_once_it_names_its_source(
    page: SettingsPage, empty_desk: Desk
) -> None:
    intervals = intervals_of(page, "arup")
    intervals.copy.click()
    intervals.save.click()
    assert "This is empty." in shown_texts(intervals)
    intervals.edits["source"].setText(HOSTILE)
    intervals.edits["title"].setText("Hill Lab")
    intervals.save.click()
    own = empty_desk.rules.profiles["own_arup_laboratories"]
    assert (own.title, own.own, own.intervals) == ("Hill Lab", True, empty_desk.rules.profiles["arup"].intervals)
    assert "Hill Lab" in [one.title for one in empty_desk.clinic.profiles()]
    assert unsafe_labels(page) == []
    assert intervals.tools.back.text() == "Remove this entry"
    intervals.tools.back.click()
    assert "own_arup_laboratories" not in empty_desk.rules.profiles


def test_rows_follow_one_another_in_time(page: SettingsPage, empty_desk: Desk) -> None:
    intervals = intervals_of(page, "denmark_2026")
    place = intervals.model.add_row(0)
    assert "overlap" in _after_look(intervals)
    for row, column, text in ((0, 6, "2026-02-28"), (place, 5, "2026-03-01"), (place, 3, "41,5")):
        intervals.model.setData(intervals.model.index(row, column), text)
    intervals.save.click()
    rows = empty_desk.rules.profiles["denmark_2026"].intervals
    assert [str(row.low) for row in rows if row.is_valid_on(date(2026, 3, 1))] == ["41.5"]


def _after_look(intervals: IntervalsSection) -> str:
    intervals._look()
    return shown_texts(intervals)


def test_a_reason_is_kept_in_the_history_of_the_next_change(page: SettingsPage, empty_desk: Desk) -> None:
    medicines = section(page, "medicines", MedicinesSection)
    medicines.tools.why.setText("sold here under this name")
    medicines.model.setData(medicines.model.index(1, 2), "Bonestrong")
    medicines.model.setData(medicines.model.index(2, 2), "Ossofort")
    reasons = [each.reason for each in empty_desk.own_rules.history(EditKind.MEDICINE_CLASS)]
    assert reasons == ["", "sold here under this name"]


def test_a_value_that_no_longer_holds_is_named_where_it_stands(page: SettingsPage, empty_desk: Desk) -> None:
    edit = ClinicEdit(kind=EditKind.MEDICINE_CLASS, key="denosumab", body='{"names": ["alendronate"]}')
    with empty_desk.context.begin("rule of an older edition") as session:
        clinic_edits.keep(session, edit)
    medicines = section(page, "medicines", MedicinesSection)
    assert "Your value does not hold in this edition" in str(medicines.model.index(1, 3).data())


def test_the_letterhead_is_put_back_by_a_key(page: SettingsPage, empty_desk: Desk, keys: Keyboard) -> None:
    clinic = section(page, "clinic", ClinicSection)
    before = empty_desk.clinic.get().name
    clinic.name.setText("River Clinic")
    clinic.save.click()
    assert empty_desk.clinic.get().name == "River Clinic"
    clinic.save.setFocus()
    keys.press(Qt.Key.Key_Z, CTRL)
    assert (empty_desk.clinic.get().name, clinic.name.text()) == (before, before)
    assert clinic.undo.isHidden()


def test_a_laboratory_and_a_person_are_put_back(page: SettingsPage, empty_desk: Desk) -> None:
    laboratories = section(page, "laboratories", LaboratoriesSection)
    laboratories.method.setText("IFCC")
    laboratories.save.click()
    laboratories.undo.click()
    assert empty_desk.laboratories.list()[0].method == ""
    people = section(page, "people", PeopleSection)
    people.title_line.setText("Endocrinologist")
    people.save.click()
    assert "Endocrinologist" in [user.title for user in empty_desk.users.list()]
    people.undo.click()
    assert "Endocrinologist" not in [user.title for user in empty_desk.users.list()]


def test_a_source_of_the_clinics_own_is_told_in_help_and_beside_the_verdict_as_it_was_typed(
    page: SettingsPage, empty_desk: Desk
) -> None:
    rows = [{"low": "41", "high": "121"}]
    body = {"title": HOSTILE, "unit": "U/L", "source": HOSTILE, "intervals": rows}
    empty_desk.own_rules.put(EditKind.PROFILE, "hill_lab", body)
    told = sources_topic(empty_desk.rules, "").text
    assert escaped(f"The clinic's own: {HOSTILE}") in told
    assert "<img" not in told.replace("\\<img", "")
    interval = empty_desk.rules.profiles["hill_lab"].cells[0][1]
    said = Reasons(empty_desk.rules)._said((interval.source,))
    assert said == (f"The clinic's own: {HOSTILE}",)


def test_staff_read_the_rules_and_are_told_why_they_change_none(qtbot: QtBot, empty_desk: Desk, keys: Keyboard) -> None:
    clerk = empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    desk = Desk(replace(empty_desk.context, actor=Actor(clerk, "Jo Clerk", "desk-2")))
    page = on_screen(qtbot, SettingsPage(desk, at_once), 900)
    for name in ("intervals", "medicines", "monitoring", "reminders", "sentences", "second_look"):
        page.reload(name)
        assert "Only a clinician or an administrator changes this." in shown_texts(page.sections[name]), name
        assert not page.sections[name].save.isEnabled(), name
    medicines = section(page, "medicines", MedicinesSection)
    medicines.table.setFocus()
    medicines.table.setCurrentIndex(medicines.model.index(1, 2))
    keys.enter("Bonestrong")
    assert medicines.model.index(1, 2).data() != "Bonestrong"
    assert not page.sections["clinic"].locked.isVisible()
    page.reload("clinic")
    assert page.sections["clinic"].save.isEnabled()
