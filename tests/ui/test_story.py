"""The whole story of a low ALP, through widgets only, on a real encrypted file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from alpdesk.domain.assessment import Persistence
from alpdesk.domain.records import DecisionKind, LetterState
from alpdesk.services.desk import Desk
from alpdesk.ui.decide.page import DecidePage
from alpdesk.ui.letter.page import LetterPage
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.tasks import at_once
from alpdesk.ui.today.page import TodayPage
from alpdesk.ui.workspace import Workspace
from tests.conftest import Clock
from tests.ui.conftest import shown_texts
from tests.ui.keyboard import Keyboard

P = TypeVar("P", bound=QWidget)


class Story:
    """A person at the desk: looks at the page that is open, and types."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self._window = window
        self._qtbot = qtbot
        self.keys = Keyboard()

    @property
    def work(self) -> Workspace:
        assert self._window.workspace is not None
        return self._window.workspace

    def at(self, kind: type[P]) -> P:
        """Return the open page, which has to be of this kind."""
        page = self.work._stack.currentWidget()
        assert isinstance(page, kind), f"{type(page).__name__} is open"
        return page

    def says(self, text: str) -> None:
        """Wait until the open page says something."""
        self._qtbot.waitUntil(lambda: text in shown_texts(self.at(QWidget)))

    def new_patient(self, family: str, given: str, born: str) -> None:
        self.work.go("patient_form")
        form = self.at(PatientFormPage).form
        for editor, text in ((form.family, family), (form.given, given), (form.birth, born)):
            editor.setFocus()
            self.keys.type(text)
        form.sex.setFocus()
        self.keys.press(Qt.Key.Key_Down)
        assert "female" in form.sex.currentText()
        self.keys.save()

    def panel(self, *values: str) -> None:
        """Type a panel with today's date from the patient page."""
        self.at(PatientPage).setFocus()
        self.keys.type("n")
        page = self.at(PanelPage)
        self.keys.enter()
        for value in values:
            self.keys.enter(value)
            if any(row.second_look() for row in page._sheet._rows.values()):
                self.keys.enter(value)
        self.keys.save()


@pytest.fixture
def story(qtbot: QtBot, empty_desk: Desk) -> Iterator[Story]:
    window = MainWindow()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_desk(empty_desk, at_once, demo=False, place="clinic.alpdesk")
    yield Story(window, qtbot)
    window.drop_desk()


def _today(story: Story) -> list[str]:
    story.work.go("today")
    model = story.at(TodayPage).model
    rows = [model.row(number) for number in range(model.rowCount())]
    return [f"{row.who} {row.what} {row.what_detail}" for row in rows if row is not None and row.patient_id]


def _opens_by_itself_and_is_answered(story: Story) -> None:
    decide = story.at(DecidePage)
    story.says("Single so far")
    decide._answer.buttons[DecisionKind.REPEAT].setFocus()
    story.keys.press(Qt.Key.Key_Space)
    assert decide._answer.lines["first-low"].wanted.isChecked()
    story.keys.save()
    story.says("Next, due")


def _letter_is_previewed_changed_and_kept(story: Story) -> None:
    story.at(PatientPage).setFocus()
    story.keys.type("l")
    letter = story.at(LetterPage)
    assert letter._preview.document.pageCount() >= 1
    assert "29" in letter._preview.document.getAllText(0).text()
    story.keys.type("Hello. ")
    story.keys.save()
    story.says("Signed, not sent yet")


def _second_low_closes_the_repeat_and_is_persistent(story: Story, desk: Desk, patient: int) -> None:
    story.work.go("patient", patient)
    story.panel("30")
    story.says("Persistent: 2 lows over 40 days")
    newest = desk.decisions.assessments(patient)[0]
    assert newest.assessment.alp.persistence is Persistence.PERSISTENT
    assert newest.waiting
    assert [recall for recall in desk.decisions.recalls(patient) if recall.closed_on is not None]


def test_a_low_alp_is_found_answered_told_and_followed(story: Story, empty_desk: Desk, clock: Clock) -> None:
    story.new_patient("Mensah", "Abena", "12.3.1980")
    story.says("Mensah, Abena")
    patient = story.at(PatientPage).patient_id
    assert patient is not None
    story.panel("29", "9.4", "3.4")
    _opens_by_itself_and_is_answered(story)
    assert empty_desk.decisions.waiting(patient) is None
    _letter_is_previewed_changed_and_kept(story)
    assert empty_desk.letters.list(patient)[0].state is LetterState.SIGNED
    assert any("Mensah" in line for line in _today(story))
    clock.now += timedelta(days=40)
    assert any("Mensah" in line and "repeat" in line.lower() for line in _today(story)), _today(story)
    _second_low_closes_the_repeat_and_is_persistent(story, empty_desk, patient)
    assert any("persistent" in line.lower() for line in _today(story)), _today(story)
    story.work.go("patient", patient)
    story.says("persistent: 2 lows since")
