"""The first run, the password, and the gate."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from alpdesk.ui.unlock.page import UnlockPage
from alpdesk.ui.welcome.new_clinic import NewClinic, strength
from alpdesk.ui.welcome.page import WelcomePage
from tests.ui.conftest import HOSTILE, shown_texts, unsafe_labels

GOOD = "seven green lamps"


@pytest.fixture
def welcome(qtbot: QtBot, tmp_path: Path) -> WelcomePage:
    page = WelcomePage(tmp_path / "clinic.alpdesk")
    qtbot.addWidget(page)
    page.set_profiles((("Roche, Mayo", "roche_mayo"),), "roche_mayo")
    page.resize(560, 700)
    page.show()
    return page


def test_four_steps_by_keyboard_ask_for_a_clinic(qtbot: QtBot, welcome: WelcomePage, tmp_path: Path) -> None:
    qtbot.keyClick(welcome.create_card, Qt.Key.Key_Return)
    setup = welcome.setup
    _type(qtbot, setup.clinic.name, "Hill Clinic")
    _type(qtbot, setup.laboratory.name, "City Lab")
    _type(qtbot, setup.person.name, "Dr. Ama Ade")
    qtbot.keyClicks(setup.password.password, GOOD)
    qtbot.keyClicks(setup.password.again, GOOD)
    with qtbot.waitSignal(welcome.create_requested) as asked:
        qtbot.keyClick(setup.password.again, Qt.Key.Key_Return)
    assert asked.args == [
        NewClinic(
            path=tmp_path / "clinic.alpdesk", password=GOOD, name="Hill Clinic", laboratory="City Lab",
            profile="roche_mayo", user="Dr. Ama Ade",
        )
    ]  # fmt: skip


def test_a_step_without_its_answer_says_so_and_stays(qtbot: QtBot, welcome: WelcomePage) -> None:
    welcome.create_card.click()
    welcome.setup.next.click()
    assert "The clinic needs a name." in shown_texts(welcome)
    assert "Step 1 of 4" in shown_texts(welcome)


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("short", "short", "Too short or too common"),
        ("passwordpassword", "passwordpassword", "Too short or too common"),
        (GOOD, "seven green lamp", "The two are not the same."),
    ],
)
def test_a_bad_password_makes_no_clinic(
    qtbot: QtBot, welcome: WelcomePage, password: str, again: str, said: str
) -> None:
    step = welcome.setup.password
    step.password.setText(password)
    step.again.setText(again)
    assert not step.check()
    assert said in "\n".join(field.note() for field in (step._password, step._again))


def test_an_existing_file_is_never_taken(welcome: WelcomePage, tmp_path: Path) -> None:
    (tmp_path / "clinic.alpdesk").write_text("theirs")
    step = welcome.setup.password
    step.password.setText(GOOD)
    step.again.setText(GOOD)
    assert not step.check()
    assert (tmp_path / "clinic.alpdesk").read_text() == "theirs"


def test_a_longer_password_is_stronger() -> None:
    assert strength("kettle") == 0
    assert 0 < strength("kettle on 12") < strength("the kettle sings at noon, Tuesday 12")


def test_escape_leads_back_to_the_start(qtbot: QtBot, welcome: WelcomePage) -> None:
    welcome.create_card.click()
    qtbot.keyClick(welcome.setup.clinic.name, Qt.Key.Key_Escape)
    assert welcome.currentIndex() == 0


def test_the_password_is_given_by_enter_and_asked_again_when_wrong(qtbot: QtBot) -> None:
    page = UnlockPage(HOSTILE)
    qtbot.addWidget(page)
    line = page.focusProxy()
    assert line is not None
    qtbot.keyClicks(line, GOOD)
    with qtbot.waitSignal(page.password_given) as given:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert given.args == [GOOD, ""]
    page.show_error("The password is not right.")
    assert "The password is not right." in shown_texts(page)
    assert unsafe_labels(page) == []
    with qtbot.waitSignal(page.password_given):
        qtbot.keyClick(line, Qt.Key.Key_Return)


def _type(qtbot: QtBot, line: object, text: str) -> None:
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
