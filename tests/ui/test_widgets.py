"""The pieces: literal text, keys, dates, questions that leave the focus alone."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from alpdesk.ui.widgets import (
    Answer,
    Banner,
    Button,
    DateEdit,
    EmptyState,
    Field,
    FlagLabel,
    InlineQuestion,
    PlainLabel,
    SearchField,
    SideSheet,
    Why,
    read_date,
)
from tests.ui.conftest import HOSTILE, unsafe_labels

TODAY = date(2026, 3, 2)


def test_a_label_shows_markup_literally(qtbot: QtBot) -> None:
    label = PlainLabel(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_no_widget_holds_a_label_that_reads_markup(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    sheet = SideSheet(ground)
    sheet.explain(HOSTILE, (Why(HOSTILE, (HOSTILE,)),))
    for widget in (
        Banner("low", HOSTILE, detail=HOSTILE),
        EmptyState("search", HOSTILE, HOSTILE),
        Field(HOSTILE, QLineEdit(), hint=HOSTILE),
        InlineQuestion(HOSTILE, (Answer("y", HOSTILE, "y"),)),
        FlagLabel("low", HOSTILE),
        sheet,
    ):
        qtbot.addWidget(widget)
        assert unsafe_labels(widget) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.3.1980", date(1980, 3, 12)),
        ("1980-03-12", date(1980, 3, 12)),
        ("12/3/1980", date(1980, 3, 12)),
        ("12 Mar 1980", date(1980, 3, 12)),
        ("12 march 1980", date(1980, 3, 12)),
        ("19800312", date(1980, 3, 12)),
        ("12.3.80", date(1980, 3, 12)),
        ("1.2.25", date(2025, 2, 1)),
        ("1.2.27", date(1927, 2, 1)),
        ("29.2.2023", None),
        ("31.4.2020", None),
        ("", None),
        ("twelve", None),
        ("t", TODAY),
        ("-3", date(2026, 2, 27)),
        ("+14", date(2026, 3, 16)),
    ],
)
def test_a_date_is_read_as_people_type_it(text: str, expected: date | None) -> None:
    assert read_date(text, today=TODAY) == expected


def test_the_month_comes_first_where_the_locale_says_so() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    try:
        assert read_date("3/12/1980") == date(1980, 3, 12)
        assert read_date("12.3.1980") == date(1980, 3, 12)
    finally:
        QLocale.setDefault(before)


def test_a_left_date_is_written_with_the_month_as_a_word(qtbot: QtBot) -> None:
    edit = DateEdit(today=TODAY)
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "3.4.1980")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "3 Apr 1980"
    assert edit.day() == date(1980, 4, 3)


def test_a_question_is_answered_by_its_key_and_by_no_other(qtbot: QtBot) -> None:
    question = InlineQuestion("0.82?", (Answer("Y", "Take", "take"), Answer("K", "Keep", "keep")))
    qtbot.addWidget(question)
    question.show()
    with qtbot.waitSignal(question.answered) as heard:
        assert question.take_key(_key("k"))
    assert heard.args == ["keep"]
    assert not question.take_key(_key("x"))


def test_a_search_waits_for_a_breath_and_enter_does_not(qtbot: QtBot) -> None:
    field = SearchField("Find")
    qtbot.addWidget(field)
    heard: list[str] = []
    field.searched.connect(heard.append)
    qtbot.keyClicks(field, "ab")
    assert heard == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == ["ab"]


def test_a_button_is_pressed_by_enter(qtbot: QtBot) -> None:
    button = Button("Save", key="Ctrl+Enter")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_the_side_sheet_gives_the_focus_back(qtbot: QtBot) -> None:
    ground = QWidget()
    line = QLineEdit(ground)
    qtbot.addWidget(ground)
    sheet = SideSheet(ground)
    with qtbot.waitActive(ground):
        ground.show()
        ground.activateWindow()
    line.setFocus()
    sheet.explain("Why low?", (Why("Rule", ("below 35",)),))
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert line.hasFocus()


def test_a_field_says_what_is_wrong_to_a_screen_reader_too(qtbot: QtBot) -> None:
    field = Field("Name", QLineEdit())
    qtbot.addWidget(field)
    field.refuse("A name is needed.")
    assert field.editor.accessibleName() == "Name"
    assert field.editor.accessibleDescription() == "A name is needed."
    assert field.is_refused


def _key(text: str) -> QKeyEvent:
    return QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)
