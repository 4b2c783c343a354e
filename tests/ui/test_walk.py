"""The walk over every page and dialog, and that it sees what it looks for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from alpdesk.domain.rules import RuleBook
from alpdesk.services.desk import Desk
from alpdesk.ui.dialogs import Question
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.spoken import tell_roles
from alpdesk.ui.widgets import Button, IconButton, PlainLabel
from alpdesk.ui.widgets.trend_chart import TrendChart
from tests.eyes import access
from tests.eyes.cut_off import cut_off_texts
from tests.eyes.known import Known
from tests.eyes.painted import watching
from tests.eyes.texts import spoken_texts
from tests.pseudo import PseudoTranslator, pseudo

WALK = Path(__file__).parents[1] / "walk.py"
THEME = ["--dark"] if os.environ.get("ALPDESK_WALK") == "dark" else []  # ``.ci/run --dark``


@pytest.mark.parametrize("window", [[], ["--small"]], ids=["usual", "as at 200 %"])
def test_nothing_is_untranslated_cut_off_nameless_or_out_of_reach(window: list[str]) -> None:
    """One walk looks for all of it, because opening the pages is what takes the time."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    walked = subprocess.run(
        [sys.executable, str(WALK), *window, *THEME], env=environment, capture_output=True, text=True, check=False
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    stops, texts, controls = (int(part.split()[0]) for part in walked.stdout.splitlines()[-1].split(", ")[:3])
    assert stops > 40
    assert texts > 6000
    assert controls > 900


# That the walk sees what it looks for


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    qtbot.addWidget(made)
    made.resize(300, 200)
    return made


@pytest.fixture
def known(empty_desk: Desk) -> Known:
    return Known(empty_desk)


@pytest.fixture
def translated(qapp: QApplication) -> Iterator[QObject]:
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


def _show(qtbot: QtBot, ground: QWidget, *widgets: QWidget) -> None:
    layout = ground.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
    with qtbot.waitActive(ground):
        ground.show()
        ground.activateWindow()


def test_a_text_that_went_through_no_translation_is_seen(known: Known) -> None:
    assert known.untranslated("Results") == ["Results"]
    assert known.untranslated(pseudo("Results")) == []
    assert known.untranslated(f"{pseudo('Results of')} yesterday") == ["yesterday"]


def test_a_word_slipped_into_a_translated_sentence_is_seen(known: Known) -> None:
    assert known.untranslated(pseudo("Due {when}").format(when="tomorrow")) == ["tomorrow"]


def test_names_units_dates_and_words_of_the_rule_book_are_no_fault(known: Known, rules: RuleBook) -> None:
    analyte = rules.analytes["calcium"].title
    assert known.untranslated(f"Dr. Test   {analyte} 2.40 mmol/L   12 Mar 2026   Ctrl+Enter") == []


def test_tool_tips_names_menus_and_cells_are_read_too(qtbot: QtBot, ground: QWidget) -> None:
    table = QTableWidget(1, 1)
    table.setItem(0, 0, QTableWidgetItem("a cell"))
    button = IconButton("info", "a sign")
    field = QLineEdit()
    field.setPlaceholderText("a hint")
    _show(qtbot, ground, table, button, field)
    texts = [text for _, text in spoken_texts(ground)]
    assert {"a cell", "a sign", "a hint"} <= set(texts)
    button.hide()
    assert "a sign" not in [text for _, text in spoken_texts(ground)]


def test_painted_text_is_read_and_measured(qtbot: QtBot, ground: QWidget) -> None:
    button = Button("A word that is painted")
    _show(qtbot, ground, button)
    with watching() as painted:
        ground.grab()
        assert painted.texts == ["A word that is painted"]
        assert painted.cut_off == []


def test_a_label_narrower_than_its_text_is_seen(qtbot: QtBot, ground: QWidget) -> None:
    label = PlainLabel("A sentence that is longer than its place")
    _show(qtbot, ground, label)
    assert cut_off_texts(ground) == []
    label.setFixedWidth(60)
    ground.grab()
    assert cut_off_texts(ground) == [label.text()]


def test_a_button_without_a_name_is_seen(qtbot: QtBot, ground: QWidget) -> None:
    _show(qtbot, ground, QPushButton(""), Button("Save"))
    assert access.unnamed(ground) == ["QPushButton has no name"]


def test_a_painted_widget_without_a_role_is_seen_and_the_chart_has_one(qtbot: QtBot, ground: QWidget) -> None:
    tell_roles()
    plain = QWidget()
    plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    plain.setAccessibleName("something")
    holder = type("Holder", (QWidget,), {})()
    holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    holder.setAccessibleName("something")
    chart = TrendChart()
    _show(qtbot, ground, holder, chart)
    assert access.unnamed(ground) == ["Holder “something” has the role Client"]
    assert access.said(chart)[1] is QAccessible.Role.Chart


def test_a_control_too_small_to_hit_is_seen(qtbot: QtBot, ground: QWidget) -> None:
    small = QPushButton("x")
    small.setFixedSize(16, 16)
    _show(qtbot, ground, small)
    assert access.small_targets(ground) == ["QPushButton “x” is 16 × 16"]


def test_a_field_that_keeps_the_tab_key_is_seen(qtbot: QtBot, ground: QWidget) -> None:
    trap = QPlainTextEdit()
    trap.setAccessibleName("Notes")
    trap.setTabChangesFocus(False)
    _show(qtbot, ground, Button("One"), trap, Button("Two"))
    ground.setFocus()
    assert any("Tab never comes to Button “Two”" in fault for fault in access.tab_faults(ground))


def test_tab_that_goes_back_up_is_seen(qtbot: QtBot, ground: QWidget) -> None:
    first, second, third = Button("One"), Button("Two"), Button("Three")
    _show(qtbot, ground, first, second, third)
    assert access.tab_faults(ground) == []
    QWidget.setTabOrder(first, third)
    QWidget.setTabOrder(third, second)
    assert "Tab leaps back from Button “Three” to Button “Two”" in access.tab_faults(ground)


def test_the_window_is_walked_as_one_reads_whatever_was_made_first(qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    task = QWidget()
    late, early = Button("Right"), Button("Left")
    row = QHBoxLayout(task)
    row.addWidget(early)
    row.addWidget(late)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.show_gate(task)
    early.setFocus()
    qtbot.keyClick(early, Qt.Key.Key_Tab)
    assert late.hasFocus()
    qtbot.keyClick(late, Qt.Key.Key_Tab)
    assert early.hasFocus()
    qtbot.keyClick(early, Qt.Key.Key_Backtab)
    assert late.hasFocus()


def test_a_question_keeps_the_tab_key_among_its_answers(qtbot: QtBot, ground: QWidget) -> None:
    question = Question("Remove?", "It can be made again.", yes="Remove", no="Keep", parent=ground)
    qtbot.addWidget(question)
    with qtbot.waitActive(question):
        question.show()
        question.activateWindow()
    assert access.tab_faults(question) == []


def test_what_is_put_into_a_translated_text_stays_as_it_is(translated: QObject) -> None:
    assert QApplication.translate("Any", "{count} values of %n").count("{count}") == 1
    assert pseudo("Save").startswith("«")
    assert len(pseudo("Nothing waits for an answer.")) >= 1.25 * len("Nothing waits for an answer.")
