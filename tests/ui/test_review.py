"""A clinician reads what staff entered and signs it off by one key; both names are kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Panel, Result, Role, User
from alpdesk.services.desk import Desk
from alpdesk.services.panels import ResultDraft
from alpdesk.services.reviewing import ReviewFilter
from alpdesk.store.audit import Actor
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.records.correct_dialog import CorrectDialog
from alpdesk.ui.review.model import FLAGS, ReviewModel
from alpdesk.ui.review.page import ReviewPage
from alpdesk.ui.tasks import at_once
from alpdesk.ui.widgets import IconButton
from alpdesk.ui.workspace import Workspace
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Type = Callable[..., int]
HEAD = "patient_number;family_name;given_names;birth_date;sex;collected;laboratory;analyte;value;unit;low;high\n"


@pytest.fixture
def staff(empty_desk: Desk) -> Desk:
    key = empty_desk.users.add(User(name="Jo Clerk", role=Role.STAFF)).id
    return Desk(replace(empty_desk.context, actor=Actor(key, "Jo Clerk", "desk-2")))


@pytest.fixture
def typed(staff: Desk, enter: Enter) -> Type:
    """Let staff enter a panel for a new patient; return the panel's key."""

    def entered(family: str, alp: str = "70", *others: Result) -> int:
        results = (Result(analyte="alp", value=alp, unit="U/L"), *others)
        return staff.panels.enter(enter(family), Panel(uid=uuid4(), collected=date(2026, 2, 20)), results).panel_id

    return entered


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> ReviewPage:
    return on_screen(qtbot, ReviewPage(empty_desk), 700)


def _first(page: ReviewPage) -> str:
    index = page.table.model().index(max(page.table.currentIndex().row(), 0), 0)
    return str(index.data())


def test_enter_signs_off_and_goes_to_the_next(
    page: ReviewPage, typed: Type, keys: Keyboard, empty_desk: Desk, qtbot: QtBot
) -> None:
    panels = [typed("Mensah"), typed("Okafor"), typed("Addo")]
    page.reload()
    assert "Mensah, Abena" in page.values.who.text()
    with qtbot.waitSignals([page.said, page.record_changed]):
        keys.press(Qt.Key.Key_Return)
    assert "Okafor, Abena" in page.values.who.text()
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)
    assert "Everything is reviewed" in shown_texts(page)
    signed = [empty_desk.reviewing.of(panel) for panel in panels]
    assert {(each.entered_by, each.reviewed_by) for each in signed} == {("Jo Clerk", "Dr. Test")}


def test_the_values_stand_with_flag_interval_and_the_value_before(
    qtbot: QtBot, page: ReviewPage, staff: Desk, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="40", collected=date(2026, 1, 5))
    low = (Result(analyte="alp", value="29", unit="U/L"), Result(analyte="alt", value="62", unit="U/L"))
    staff.panels.enter(patient, Panel(collected=date(2026, 2, 20), laboratory_id=1), low)
    page.reload()
    qtbot.waitUntil(lambda: "62 U/L" in shown_texts(page.values))
    said = shown_texts(page.values)
    assert all(part in said for part in ("29 U/L", "↓ low", "35–104", "Before: 40 on 5 Jan 2026", "↑ high"))
    assert "Entered by Jo Clerk on 2 Mar 2026" in said
    assert "waits for an answer" in shown_texts(page)
    keys = Keyboard()
    keys.press(Qt.Key.Key_Return)
    assert empty_desk.decisions.waiting(patient) is not None


def test_why_of_a_flag_stands_beside_it(page: ReviewPage, typed: Type) -> None:
    typed("Mensah", "29")
    page.reload()
    next(b for b in page.findChildren(IconButton) if b.accessibleName() == "Why this flag on ALP?").click()
    said = shown_texts(page._sheet)
    assert all(part in said for part in ("flag-alp", "Edition", "29 U/L", "35–104 U/L", "Sources"))


def test_letters_ask_for_the_decision_and_the_patient(
    page: ReviewPage, typed: Type, keys: Keyboard, qtbot: QtBot
) -> None:
    typed("Mensah", "29")
    page.reload()
    with qtbot.waitSignal(page.decide_requested) as decide:
        keys.press(Qt.Key.Key_D)
    with qtbot.waitSignal(page.patient_requested) as patient:
        keys.press(Qt.Key.Key_P)
    assert decide.args == patient.args


def test_c_offers_to_correct_each_value_and_the_corrected_panel_still_waits(
    page: ReviewPage, typed: Type, keys: Keyboard, empty_desk: Desk, qtbot: QtBot
) -> None:
    panel = typed("Mensah", "29")
    page.reload()
    keys.press(Qt.Key.Key_C)
    menu = next(each for each in page.findChildren(QMenu) if each.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "Correct ALP 29 U/L…"
    assert "Withdraw the panel…" in texts
    menu.close()
    menu.actions()[0].trigger()
    dialog = page.correcting.records.dialog
    assert isinstance(dialog, CorrectDialog)
    dialog.close()
    (result,) = empty_desk.panels.get(panel).results
    draft = ResultDraft(analyte="alp", value="92", unit="U/L")
    empty_desk.corrections.correct(panel, result.id or 0, draft, "Digits swapped")
    with qtbot.waitSignal(page.said):
        page.correcting.done.emit("Corrected.")
    qtbot.waitUntil(lambda: "92 U/L" in shown_texts(page.values))
    assert empty_desk.reviewing.of(panel).to_review


def test_staff_see_the_list_and_are_refused_in_words(
    qtbot: QtBot, typed: Type, staff: Desk, keys: Keyboard, empty_desk: Desk
) -> None:
    typed("Mensah")
    page = on_screen(qtbot, ReviewPage(staff), 700)
    page.reload()
    keys.press(Qt.Key.Key_Return)
    assert "Only a clinician" in shown_texts(page.problem)
    assert not page.sign.isEnabled()
    assert empty_desk.reviewing.count() == 1


def test_imported_panels_within_are_signed_off_together_after_the_count_was_confirmed(
    page: ReviewPage, keys: Keyboard, empty_desk: Desk, tmp_path: Path
) -> None:
    rows = [
        f"{n};Moss;Ada;1970-05-01;female;2026-02-01;City Lab;alp;{v};U/L;;\n" for n, v in ((1, 70), (2, 80), (3, 20))
    ]
    path = tmp_path / "in.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    empty_desk.transfer.import_csv(path)
    page.reload()
    keys.press(Qt.Key.Key_W)
    assert "Sign off 2 imported panels" in shown_texts(page.question)
    keys.press(Qt.Key.Key_N)
    assert empty_desk.reviewing.count() == 3
    keys.press(Qt.Key.Key_W)
    keys.press(Qt.Key.Key_Y)
    assert [each.patient.number for each in empty_desk.reviewing.waiting().items] == ["3"]


def test_the_list_is_narrowed_by_choice(page: ReviewPage, typed: Type) -> None:
    typed("Mensah")
    typed("Okafor", "29")
    page.reload()
    page.which.set_value(ReviewFilter.REMARKABLE)
    assert (page.table.model().rowCount(), _first(page)) == (1, "Okafor, Abena")
    page.which.set_value(ReviewFilter.MINE)
    assert "Nothing of this kind" in shown_texts(page)


def test_flags_are_said_in_words_too(qapp: object, typed: Type, empty_desk: Desk) -> None:
    typed("Mensah", "29", Result(analyte="alt", value="62", unit="U/L"))
    model = ReviewModel()
    model.show_panels(empty_desk.reviewing.waiting().items)
    index = model.index(0, FLAGS)
    assert (index.data(), index.data(Qt.ItemDataRole.AccessibleTextRole)) == ("↓ 1   ↑ 1", "1 low, 1 high")


def test_the_model_is_sound(qtmodeltester: ModelTester, typed: Type, empty_desk: Desk) -> None:
    typed("Mensah", "29")
    model = ReviewModel()
    model.show_panels(empty_desk.reviewing.waiting().items)
    qtmodeltester.check(model)


def test_a_hostile_name_is_shown_literally(page: ReviewPage, typed: Type) -> None:
    typed(HOSTILE, "29")
    page.reload()
    assert HOSTILE in shown_texts(page)
    assert unsafe_labels(page) == []


def test_the_patients_page_names_who_entered_and_who_signed_off(qtbot: QtBot, typed: Type, empty_desk: Desk) -> None:
    panel = typed("Mensah")
    page = on_screen(qtbot, PatientPage(empty_desk), 700)
    page.show_patient(empty_desk.panels.get(panel).panel.patient_id or 0)
    page._presenter.open_sample(panel)
    assert "Nobody has signed it off yet." in shown_texts(page._sheet)
    empty_desk.reviewing.sign_off(panel)
    page._presenter.open_sample(panel)
    qtbot.waitUntil(lambda: "by Jo Clerk on 2 Mar 2026" in shown_texts(page._sheet))
    said = shown_texts(page._sheet)
    assert "signed off by Dr. Test on 2 Mar 2026" in said


def test_the_navigation_counts_what_waits(qtbot: QtBot, typed: Type, empty_desk: Desk) -> None:
    typed("Mensah")
    work = on_screen(qtbot, Workspace(empty_desk, at_once, demo=False, place="here"), 700)
    entry = work._navigation._items["review"]
    assert entry.accessibleName() == "Review, 1"
    work.go("review")
    Keyboard().press(Qt.Key.Key_Return)
    assert entry.accessibleName() == "Review"
