"""What the clinic can set, through its widgets."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Role, User
from alpdesk.services.desk import Desk
from alpdesk.services.vault import Check
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.settings.appearance import AppearanceSection
from alpdesk.ui.settings.clinic import ClinicSection
from alpdesk.ui.settings.laboratories import LaboratoriesSection
from alpdesk.ui.settings.page import SettingsPage
from alpdesk.ui.settings.people import PeopleSection
from alpdesk.ui.settings.safety import SafetySection
from alpdesk.ui.settings.second_look import SecondLookSection
from alpdesk.ui.settings.templates import TemplatesSection
from alpdesk.ui.tasks import at_once
from tests.ui.conftest import HOSTILE, Enter, shown_texts, unsafe_labels

T = TypeVar("T")


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> SettingsPage:
    made = SettingsPage(empty_desk, at_once)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.reload()
    return made


def test_the_patients_of_a_colleague_are_handed_over_with_a_reason(
    page: SettingsPage, empty_desk: Desk, enter: Enter, qtbot: QtBot
) -> None:
    section = page.sections["people"]
    assert isinstance(section, PeopleSection)
    new = empty_desk.users.add(User(name="Dr. New"))
    mine = [enter("One"), enter("Two")]
    empty_desk.followup.assign(mine, empty_desk.context.actor.user_id or 0)
    page.reload("people")
    section.list.setCurrentRow([user.name for user in empty_desk.users.list()].index("Dr. Test"))
    assert "Responsible for 2 patients." in shown_texts(section.hand_over)
    section.hand_over.give.click()
    assert "Type the reason first." in shown_texts(section.hand_over)
    section.hand_over.reason.setText("retires")
    with qtbot.waitSignal(page.said):
        section.hand_over.give.click()
    assert {empty_desk.patients.get(key).responsible_id for key in mine} == {new.id}
    assert section.hand_over.isHidden()


def test_the_letterhead_is_kept_and_shown_again(qtbot: QtBot, page: SettingsPage, empty_desk: Desk) -> None:
    section = page.sections["clinic"]
    assert isinstance(section, ClinicSection)
    section.name.setText(HOSTILE)
    section.urgent.setPlainText("Call 112")
    section.paper.set_value("Letter")
    with qtbot.waitSignal(page.said):
        section.save.click()
    clinic = empty_desk.clinic.get()
    assert (clinic.name, clinic.urgent_contact, clinic.paper) == (HOSTILE, "Call 112", "Letter")
    assert unsafe_labels(page) == []


def test_the_second_look_is_switched_off_only_with_a_reason_that_stays_readable(
    page: SettingsPage, empty_desk: Desk
) -> None:
    section = page.sections["second_look"]
    assert isinstance(section, SecondLookSection)
    page.reload("second_look")
    assert section.on.isChecked()
    assert section._reason_field.isHidden()
    section.on.setChecked(False)
    section.save.click()
    assert empty_desk.second_look.setting().on
    assert "Say why values are no longer typed a second time." in shown_texts(section)
    section.reason.setText(HOSTILE)
    section.save.click()
    assert not empty_desk.second_look.setting().on
    assert f"by Dr. Test: {HOSTILE}" in section._since.text()
    assert unsafe_labels(section) == []
    section.on.setChecked(True)
    section.save.click()
    assert empty_desk.second_look.setting().on
    assert section._since.isHidden()


def test_a_clinic_without_a_name_is_not_kept(page: SettingsPage, empty_desk: Desk) -> None:
    section = page.sections["clinic"]
    assert isinstance(section, ClinicSection)
    section.name.setText("  ")
    section.save.click()
    assert empty_desk.clinic.get().name == "Hill Clinic"
    assert "The clinic needs a name." in shown_texts(section)


def test_the_clinics_own_profiles_are_kept(page: SettingsPage, empty_desk: Desk) -> None:
    section = page.sections["clinic"]
    assert isinstance(section, ClinicSection)
    section.adult.set_value("arup")
    section.save.click()
    assert empty_desk.clinic.get().adult_profile == "arup"


def test_a_second_laboratory_is_added_and_changed(page: SettingsPage, empty_desk: Desk) -> None:
    page.reload("laboratories")
    section = page.sections["laboratories"]
    assert isinstance(section, LaboratoriesSection)
    section.new.click()
    section.name.setText("Hill Lab")
    section.save.click()
    assert [lab.name for lab in empty_desk.laboratories.list()] == ["City Lab", "Hill Lab"]
    section.list.setCurrentRow(1)
    section.method.setText("IFCC")
    section.active.setChecked(False)
    section.save.click()
    changed = next(lab for lab in empty_desk.laboratories.list() if lab.name == "Hill Lab")
    assert (changed.method, changed.active) == ("IFCC", False)


def test_a_nameless_laboratory_is_refused(page: SettingsPage, empty_desk: Desk) -> None:
    page.reload("laboratories")
    section = page.sections["laboratories"]
    assert isinstance(section, LaboratoriesSection)
    section.new.click()
    section.save.click()
    assert len(empty_desk.laboratories.list()) == 1
    assert "The laboratory needs a name." in shown_texts(section)


def test_a_colleague_is_added_and_a_namesake_refused(page: SettingsPage, empty_desk: Desk) -> None:
    page.reload("people")
    section = page.sections["people"]
    assert isinstance(section, PeopleSection)
    for _ in range(2):
        section.new.click()
        section.name.setText("Kofi Boateng")
        section.role.set_value(Role.STAFF)
        section.save.click()
    names = [user.name for user in empty_desk.users.list()]
    assert names.count("Kofi Boateng") == 1
    assert section.trouble.isVisible()


def test_a_template_of_the_clinics_own_is_made_and_removed(page: SettingsPage, empty_desk: Desk) -> None:
    page.reload("templates")
    section = page.sections["templates"]
    assert isinstance(section, TemplatesSection)
    shipped = len(empty_desk.panels.templates())
    section.new.click()
    section.name.setText("Bone, short")
    section._fill(("alp", "calcium"))
    section.save.click()
    own = [template for template in empty_desk.panels.templates() if template.own]
    assert [(template.title, template.analytes) for template in own] == [("Bone, short", ("alp", "calcium"))]
    section.list.setCurrentRow(section.list.count() - 1)
    section.tools.back.click()
    assert len(empty_desk.panels.templates()) == shipped


def test_looks_are_told_to_the_window(qtbot: QtBot, page: SettingsPage) -> None:
    page.reload("appearance")
    section = page.sections["appearance"]
    assert isinstance(section, AppearanceSection)
    section.appearance.set_value("dark")
    with qtbot.waitSignal(page.settings_changed) as heard:
        section.appearance.picked.emit("dark")
    assert heard.args is not None
    assert heard.args[0].appearance == "dark"


def test_a_failed_check_is_loud_and_a_good_one_is_quiet(qtbot: QtBot, page: SettingsPage) -> None:
    page.reload("safety")
    section = page.sections["safety"]
    assert isinstance(section, SafetySection)
    section._checked([Check("pages", True, "whole")])
    assert "Everything is as it was saved." in shown_texts(section)
    section._set_busy(busy=False)
    section._checked([Check("pages", True, "whole"), Check("audit", False, "entry 7 was changed")])
    qtbot.waitUntil(lambda: "✗ audit: entry 7 was changed" in shown_texts(section))


def test_a_backup_is_written_where_it_was_asked_for(page: SettingsPage, tmp_path: Path) -> None:
    page.reload("safety")
    section = page.sections["safety"]
    assert isinstance(section, SafetySection)
    section.back_up_to(tmp_path / "copy.alpbackup")
    assert (tmp_path / "copy.alpbackup").exists() or section.trouble.isVisible()


def test_a_backup_that_is_stopped_leaves_no_file(page: SettingsPage, tmp_path: Path) -> None:
    page.reload("safety")
    section = page.sections["safety"]
    assert isinstance(section, SafetySection)
    run = section._run

    def stopped_at_once(work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        section.stop.click()
        run(work, done, failed)

    section._run = stopped_at_once
    section.back_up_to(tmp_path / "copy.alpbackup")
    assert not section.trouble.isHidden()
    assert "stopped" in section.trouble.accessibleName()
    assert list(tmp_path.glob("*.alpbackup*")) == []
    assert section.stop.isHidden()
    assert section.backup.isEnabled()


def test_an_own_template_is_offered_when_a_panel_is_typed(
    qtbot: QtBot, page: SettingsPage, empty_desk: Desk, enter: Enter
) -> None:
    section = page.sections["templates"]
    assert isinstance(section, TemplatesSection)
    section.new.click()
    section.name.setText("Bone, short")
    section._fill(("alp", "calcium"))
    section.save.click()
    entry = PanelPage(empty_desk)
    qtbot.addWidget(entry)
    entry.start(enter("Mensah"))
    entry._template.setCurrentText("Bone, short")
    entry._template.picked.emit(entry._template.value())
    assert [row.analyte for row in entry.rows()] == ["alp", "calcium"]


def test_two_who_change_one_laboratory_see_both_versions_and_none_is_lost(qtbot: QtBot, empty_desk: Desk) -> None:
    section = LaboratoriesSection(empty_desk)
    qtbot.addWidget(section)
    section.turn()
    section.show()
    kept = empty_desk.laboratories.get(1)
    empty_desk.laboratories.update(kept.model_copy(update={"profile": "arup"}))
    qtbot.keyClicks(section.method, "IFCC")
    section.keep()
    assert section.conflict is not None
    section.conflict.accept()
    now = empty_desk.laboratories.get(1)
    assert (now.profile, now.method) == ("arup", "IFCC")
    section.take_back()
    now = empty_desk.laboratories.get(1)
    assert (now.profile, now.method) == ("arup", kept.method), "undo takes back what was typed here, not the other's"
    qtbot.keyClicks(section.method, "IFCC")
    section.keep()
    now = empty_desk.laboratories.get(1)
    empty_desk.laboratories.update(now.model_copy(update={"units": "si"}))
    section.take_back()
    assert empty_desk.laboratories.get(1).units == "si"
    assert "changed again since" in shown_texts(section)


def test_a_person_put_aside_meanwhile_does_not_come_back_with_a_title(qtbot: QtBot, empty_desk: Desk) -> None:
    gone = empty_desk.users.add(User(name="Dr Gone", role=Role.CLINICIAN))
    section = PeopleSection(empty_desk)
    qtbot.addWidget(section)
    section.turn()
    section.show()
    section.list.setCurrentRow(next(n for n in range(section.list.count()) if "Gone" in section.list.item(n).text()))
    empty_desk.users.update(gone.model_copy(update={"active": False, "role": Role.STAFF}))
    qtbot.keyClicks(section.title_line, "GP")
    section.keep()
    assert section.conflict is not None
    section.conflict.accept()
    (now,) = (user for user in empty_desk.users.list() if user.id == gone.id)
    assert (now.title, now.active, now.role) == ("GP", False, Role.STAFF)


def test_undo_takes_nothing_back_that_a_colleague_kept_since(page: SettingsPage, empty_desk: Desk) -> None:
    section = page.sections["clinic"]
    assert isinstance(section, ClinicSection)
    section.phone.setText("555 1")
    section.keep()
    now = empty_desk.clinic.get()
    empty_desk.clinic.update(now.model_copy(update={"urgent_contact": "Call 112"}))
    section.take_back()
    assert empty_desk.clinic.get().urgent_contact == "Call 112"
    assert empty_desk.clinic.get().phone == "555 1"
