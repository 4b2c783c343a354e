"""What is done about a due item from Today: reminded, called, postponed, closed, handed on, put in a calendar."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk import settings as remembered
from alpdesk.domain.escalation import Step
from alpdesk.domain.records import CloseCode, DecisionKind, Recall, User
from alpdesk.domain.terms import ContactKind
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.followup.asks import AssignAsk, CloseAsk, ContactAsk
from alpdesk.ui.followup.requests import Act
from alpdesk.ui.letter.page import LetterPage
from alpdesk.ui.tasks import at_once
from alpdesk.ui.today import presenter
from alpdesk.ui.today.page import TodayPage
from alpdesk.ui.today.rows import Kind, Row
from alpdesk.ui.workspace import Workspace
from tests.conftest import Clock
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Due = Callable[..., Recall]


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> TodayPage:
    return on_screen(qtbot, TodayPage(empty_desk), 760)


@pytest.fixture
def due(empty_desk: Desk, enter: Enter, clock: Clock) -> Due:
    """A patient whose repeat fell due so many days ago."""

    def made(family: str = "Mensah", *, late: int = 0, kind: DecisionKind = DecisionKind.REPEAT) -> Recall:
        key = enter(family, alp="29", collected=date(2026, 1, 10))
        waiting = empty_desk.decisions.waiting(key)
        assert waiting is not None
        draft = DecisionDraft(
            patient_id=key, assessment_id=waiting.id, kind=kind, templates=("first-low",), due=date(2026, 3, 2)
        )
        empty_desk.decisions.sign(draft)
        clock.now += timedelta(days=late)
        return empty_desk.decisions.recalls(key)[0]

    return made


def _rows(page: TodayPage, kind: Kind) -> list[Row]:
    rows = (page.model.row(number) for number in range(page.model.rowCount()))
    return [row for row in rows if row is not None and row.patient_id and row.kind is kind]


def _line(page: TodayPage, kind: Kind) -> Row:
    page.reload()
    page.table.selectRow(page.model.first_of(kind))
    page.table.setFocus()
    (row,) = _rows(page, kind)
    return row


def _call(page: TodayPage, keys: Keyboard) -> None:
    """Note the call that Enter offers, with nothing but the keyboard."""
    keys.press(Qt.Key.Key_Return)
    contact = page.panel.asks[Act.CONTACT]
    assert isinstance(contact, ContactAsk) and page.panel.isVisible()
    contact.note.setFocus()
    keys.enter("voice mail is full")


def test_a_missed_item_climbs_from_letter_to_letter_to_call_to_the_clinician(
    qtbot: QtBot, page: TodayPage, due: Due, empty_desk: Desk, clock: Clock, keys: Keyboard
) -> None:
    item = due(late=3)
    assert _line(page, Kind.OVERDUE).action == "Enter results"
    clock.now += timedelta(days=5)
    for words, wait in (("Reminder letter", 14), ("Second letter", 14)):
        assert _line(page, Kind.OVERDUE).action == words
        with qtbot.waitSignal(page.letter_requested) as asked:
            keys.press(Qt.Key.Key_Return)
        patient, kind = asked.args
        empty_desk.letters.mark_printed(empty_desk.letters.keep(empty_desk.letters.compose(patient, kind)).id)
        assert _line(page, Kind.OVERDUE).action == "Enter results"
        clock.now += timedelta(days=wait)
    assert _line(page, Kind.OVERDUE).action == "Phone call"
    _call(page, keys)
    assert not page.panel.isVisible() and page.table.hasFocus()
    clock.now += timedelta(days=7)
    assert _line(page, Kind.OVERDUE).action == "Clinician decides"
    keys.press(Qt.Key.Key_Return)
    ask = page.panel.asks[Act.CLOSE]
    assert isinstance(ask, CloseAsk)
    ask.code.set_value(CloseCode.UNREACHABLE)
    keys.press(Qt.Key.Key_Return)
    closed = empty_desk.decisions.recalls(item.patient_id)[0]
    assert (closed.close_code, closed.closed_by) == (CloseCode.UNREACHABLE, empty_desk.context.actor.user_id)
    assert [one.kind for one in empty_desk.followup.contacts(item.id or 0)] == [
        ContactKind.LETTER, ContactKind.LETTER, ContactKind.PHONE
    ]  # fmt: skip
    (line,) = _rows(page, Kind.CLOSED)
    assert (line.what_detail, line.since_detail) == ("Cannot be reached", "Dr. Test")
    assert _rows(page, Kind.OVERDUE) == []


def test_m_moves_the_date_and_asks_why(page: TodayPage, due: Due, empty_desk: Desk, keys: Keyboard) -> None:
    item = due(late=3)
    _line(page, Kind.OVERDUE)
    keys.type("m")
    keys.type("+27")
    keys.press(Qt.Key.Key_Return)
    assert page.panel.isVisible(), "a reason is needed"
    assert "Type the reason first." in shown_texts(page.panel)
    keys.press(Qt.Key.Key_Tab)
    keys.enter("travels")
    moved = empty_desk.decisions.recalls(item.patient_id)[0]
    assert (moved.due, moved.first_due) == (date(2026, 4, 1), date(2026, 3, 2))


def test_escape_leaves_the_form_and_nothing_is_kept(
    page: TodayPage, due: Due, empty_desk: Desk, keys: Keyboard
) -> None:
    item = due(late=3)
    before = empty_desk.context.database.head().seq
    _line(page, Kind.OVERDUE)
    keys.type("n")
    assert page.panel.isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert not page.panel.isVisible() and page.table.hasFocus()
    assert empty_desk.context.database.head().seq == before
    assert empty_desk.followup.contacts(item.id or 0) == ()


def test_a_question_never_stands_over_another_line_than_its_own(
    page: TodayPage, due: Due, empty_desk: Desk, keys: Keyboard
) -> None:
    due("Mensah", late=3)
    due("Osei")
    page.reload()
    first, second = (number for number in range(page.model.rowCount()) if _is_due(page, number))
    page.table.selectRow(first)
    page.table.setFocus()
    before = empty_desk.context.database.head().seq
    keys.type("n")
    assert page.panel.isVisible() and not page.bar.next.isVisible(), "Enter belongs to the question"
    page.table.selectRow(second)
    assert not page.panel.isVisible() and page.bar.next.isVisible()
    page.table.setFocus()
    keys.type("n")
    row = page.model.row(second)
    assert row is not None and row.target is not None
    assert row.target.who in shown_texts(page.panel)
    page.reload()
    assert not page.panel.isVisible(), "coming back asks nothing"
    assert empty_desk.context.database.head().seq == before


def _is_due(page: TodayPage, number: int) -> bool:
    row = page.model.row(number)
    return row is not None and row.patient_id > 0 and row.target is not None


def test_escape_closes_the_question_before_it_leaves_the_page(
    qtbot: QtBot, empty_desk: Desk, due: Due, keys: Keyboard
) -> None:
    due(late=3)
    work = on_screen(qtbot, Workspace(empty_desk, at_once, demo=False, place=""), 900)
    work.go("patients")
    work.go("today")
    page = work.page("today")
    assert isinstance(page, TodayPage)
    page.table.selectRow(page.model.first_of(Kind.OVERDUE))
    page.table.setFocus()
    keys.type("n")
    page.table.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert page.panel.isVisible() and page.isVisible(), "Enter is not the line's while it is asked"
    keys.press(Qt.Key.Key_Escape)
    assert not page.panel.isVisible() and page.isVisible()
    keys.press(Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_what_cannot_be_done_is_said_and_what_was_typed_stays(page: TodayPage, due: Due, keys: Keyboard) -> None:
    due(late=3)
    _line(page, Kind.OVERDUE)
    keys.type("x")
    ask = page.panel.asks[Act.CLOSE]
    assert isinstance(ask, CloseAsk)
    ask.code.set_value(CloseCode.UNREACHABLE)
    ask.text.setFocus()
    keys.enter("no phone")
    assert "before 3 attempts on different days" in shown_texts(page.panel)
    assert ask.text.text() == "no phone"


def test_an_answer_without_a_date_is_overdue_and_enter_sets_one(
    page: TodayPage, enter: Enter, empty_desk: Desk, clock: Clock, keys: Keyboard
) -> None:
    key = enter("Mensah", alp="29")
    waiting = empty_desk.decisions.waiting(key)
    assert waiting is not None
    empty_desk.decisions.sign(DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=DecisionKind.REPEAT))
    clock.now += timedelta(days=2)
    row = _line(page, Kind.OVERDUE)
    assert (row.what, row.action) == ("No date was set", "Set a date")
    keys.press(Qt.Key.Key_Return)
    keys.enter("20.3.2026")
    (made,) = empty_desk.decisions.recalls(key)
    assert (made.title, made.tests, made.due) == ("Repeat ALP", "alp", date(2026, 3, 20))
    assert _rows(page, Kind.OVERDUE) == []


@pytest.fixture
def promised(page: TodayPage, enter: Enter, empty_desk: Desk, clock: Clock) -> int:
    """A patient whose answer promised a repeat and set no date, two days ago; the line is marked."""
    key = enter("Mensah", alp="29")
    waiting = empty_desk.decisions.waiting(key)
    assert waiting is not None
    empty_desk.decisions.sign(DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=DecisionKind.REPEAT))
    clock.now += timedelta(days=2)
    _line(page, Kind.OVERDUE)
    return key


def test_x_closes_an_answer_without_a_date_with_a_reason(
    page: TodayPage, promised: int, empty_desk: Desk, keys: Keyboard
) -> None:
    keys.type("x")
    ask = page.panel.asks[Act.CLOSE]
    assert isinstance(ask, CloseAsk) and page.panel.isVisible()
    ask.code.set_value(CloseCode.DECLINED)
    ask.text.setFocus()
    keys.enter("no more blood")
    assert _rows(page, Kind.OVERDUE) == []
    (closed,) = _rows(page, Kind.CLOSED)
    assert (closed.what, closed.what_detail, closed.since_detail) == (
        "No action",
        "Declined: no more blood",
        "Dr. Test",
    )


def test_n_notes_an_attempt_about_an_answer_without_a_date(
    qtbot: QtBot, page: TodayPage, promised: int, empty_desk: Desk, keys: Keyboard
) -> None:
    keys.type("n")
    with qtbot.waitSignal(page.said) as said:
        keys.press(Qt.Key.Key_Return)
    assert said.args == ["Contact noted. It has a date now: due since 2 Mar 2026."]
    (row,) = _rows(page, Kind.OVERDUE)
    assert (row.what, row.since) == ("Repeat ALP", "2 Mar 2026")
    (made,) = empty_desk.decisions.recalls(promised)
    assert len(empty_desk.followup.contacts(made.id or 0)) == 1


def test_a_hands_the_patient_to_a_colleague(page: TodayPage, due: Due, empty_desk: Desk, keys: Keyboard) -> None:
    item = due(late=3)
    new = empty_desk.users.add(User(name="Dr. New"))
    _line(page, Kind.OVERDUE)
    keys.type("a")
    ask = page.panel.asks[Act.ASSIGN]
    assert isinstance(ask, AssignAsk)
    ask.user.set_value(new.id)
    keys.press(Qt.Key.Key_Return)
    assert empty_desk.patients.get(item.patient_id).responsible_id == new.id


def test_o_opens_again_what_was_closed(page: TodayPage, due: Due, empty_desk: Desk, keys: Keyboard) -> None:
    item = due(late=3)
    empty_desk.followup.close(item.id or 0, CloseCode.DECLINED)
    assert _line(page, Kind.CLOSED).what_detail == "Declined"
    keys.type("o")
    keys.enter("wants it after all")
    assert [row.subject_id for row in _rows(page, Kind.OVERDUE)] == [item.id]


def test_the_lists_are_narrowed_and_this_computer_remembers_it(
    page: TodayPage, due: Due, empty_desk: Desk, qtbot: QtBot
) -> None:
    hers, mine = due("Hers"), due("Mine", late=10)
    new = empty_desk.users.add(User(name="Dr. New"))
    empty_desk.followup.assign([hers.patient_id], new.id or 0)
    page.reload()
    page.settings_changed.connect(remembered.save)
    assert len(_rows(page, Kind.OVERDUE)) == 2
    page.filters.who.set_value(True)
    page.filters.who.picked.emit(True)
    assert [row.subject_id for row in _rows(page, Kind.OVERDUE)] == [mine.id]
    page.filters.late.set_value(2)
    page.filters.late.picked.emit(2)
    assert _rows(page, Kind.OVERDUE) == []
    assert "None of those you chose to see." in [
        row.who_detail for number in range(page.model.rowCount()) if (row := page.model.row(number)) is not None
    ]
    again = TodayPage(empty_desk)
    qtbot.addWidget(again)
    assert (again.filters.mine(), again.filters.weeks()) == (True, 2)


def test_the_calendar_file_names_nobody_and_keeps_its_keys(
    page: TodayPage, due: Due, empty_desk: Desk, tmp_path: Path, keys: Keyboard
) -> None:
    item = due("Unmistakable", late=3)
    number = empty_desk.patients.get(item.patient_id).number
    page.reload()
    names: list[str] = []

    def place(name: str) -> Path:
        names.append(name)
        return tmp_path / f"{len(names)}.ics"

    page.calendar_file.file = place
    page.calendar.click()
    empty_desk.followup.postpone(item.id or 0, date(2026, 3, 9), "travels")
    page.calendar.click()
    first, second = ((tmp_path / f"{count}.ics").read_bytes() for count in (1, 2))
    assert names[0].startswith("alpdesk-due-") and "nmistak" not in names[0].casefold()
    for content in (first, second):
        for secret in (b"Unmistakable", b"Abena", b"1980", b"ALP,", b"Repeat", b"Hill", b"29"):
            assert secret not in content.replace(b"20260302", b"").replace(b"20260309", b""), secret
        assert f"number {number}".encode() not in content
        assert b"SUMMARY:Alpdesk: due item\r\n" in content
    uids = [[line for line in content.splitlines() if line.startswith(b"UID")] for content in (first, second)]
    assert uids[0] == uids[1] and len(uids[0]) == 1
    assert b"DTSTART;VALUE=DATE:20260302" in first and b"DTSTART;VALUE=DATE:20260309" in second


def test_the_calendar_file_holds_what_is_due_in_years_and_says_when_it_is_cut(
    page: TodayPage, due: Due, empty_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    item = due("Far")
    empty_desk.followup.postpone(item.id or 0, date(2028, 2, 1), "lives abroad")
    due("Near", late=3)
    page.reload()
    page.calendar_file.file = lambda _: tmp_path / "all.ics"
    with qtbot.waitSignal(page.said) as whole:
        page.calendar.click()
    assert whole.args == ["Saved as all.ics."]
    days = [line for line in (tmp_path / "all.ics").read_bytes().splitlines() if line.startswith(b"DTSTART")]
    assert days == [b"DTSTART;VALUE=DATE:20260302", b"DTSTART;VALUE=DATE:20280201"]
    monkeypatch.setattr(presenter, "_MOST", 1)
    with qtbot.waitSignal(page.said) as cut:
        page.calendar.click()
    assert cut.args == ["Saved as all.ics. It holds the first 1 due items; there are more."]
    assert (tmp_path / "all.ics").read_bytes().count(b"BEGIN:VEVENT") == 1


def test_a_hostile_name_is_shown_literally_in_the_form(page: TodayPage, due: Due, keys: Keyboard) -> None:
    due(HOSTILE, late=3)
    _line(page, Kind.OVERDUE)
    keys.type("n")
    assert HOSTILE in shown_texts(page.panel)
    assert unsafe_labels(page) == []


def test_the_second_letter_is_written_from_today_and_says_that_it_is_the_second(
    qtbot: QtBot, due: Due, empty_desk: Desk, clock: Clock, keys: Keyboard
) -> None:
    item = due(late=8)
    work = on_screen(qtbot, Workspace(empty_desk, at_once, demo=False, place="here"), 760)
    for wait, subject in ((14, "A blood test is due"), (0, "Second reminder: a blood test is due")):
        work.go("today")
        today, letter = work.page("today"), work.page("letter")
        assert isinstance(today, TodayPage) and isinstance(letter, LetterPage)
        today.table.selectRow(today.model.first_of(Kind.OVERDUE))
        today.table.setFocus()
        keys.press(Qt.Key.Key_Return)
        assert work._stack.currentWidget() is letter
        letter._keep.click()
        kept = empty_desk.letters.list(item.patient_id)[0]
        assert kept.subject.startswith(subject)
        empty_desk.letters.mark_printed(kept.id)
        clock.now += timedelta(days=wait)
    contacts = empty_desk.followup.contacts(item.id or 0)
    assert [one.letter_id for one in contacts] == [one.id for one in reversed(empty_desk.letters.list(item.patient_id))]
    assert empty_desk.followup.next_step(item.id or 0).step is Step.PHONE_CALL
