"""Help: every page, found, followed, printed, and safe."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help.browser import HelpBrowser
from alpdesk.ui.help.page import HelpPage
from alpdesk.ui.help.topics import topics
from tests.ui.conftest import on_screen, shown_texts

QUESTIONS = "70_questions_people_ask"


@pytest.fixture
def page(qtbot: QtBot, rules: RuleBook) -> HelpPage:
    return on_screen(qtbot, HelpPage(rules, lambda: b"%PDF-1.4"), 700)


def test_every_topic_can_be_shown(page: HelpPage, rules: RuleBook) -> None:
    for topic in topics(rules):
        page.show_topic(topic.id)
        assert topic.title in page.browser.toPlainText()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("zinc deficiency", "cause-nut-zn"), ("cause-nut-zn", "cause-nut-zn"), ("phosphoethanol", "test-urine_pea"),
        ("gold bullion", ""),
        ("asfotase", "cause-spu-ert"), ("criteria", "40_hpp_criteria"), ("pregnan", "22_pregnancy"),
    ],
)  # fmt: skip
def test_words_find_their_page(qtbot: QtBot, page: HelpPage, words: str, first: str) -> None:
    qtbot.keyClicks(page.search, words)
    page.search.search_now()
    assert page.tree.places()[:1] == ([first] if first else [])


def test_every_cause_and_test_is_found_by_its_name(page: HelpPage, rules: RuleBook) -> None:
    for name, title in [(f"cause-{each.id}", each.title) for each in rules.causes.values()]:
        page._find(title)
        assert name in page.tree.places()
    for name, title in [(f"test-{each.id}", each.title) for each in rules.analytes.values()]:
        page._find(title)
        assert name in page.tree.places()


def test_words_that_stand_nowhere_say_so_and_escape_brings_the_tree_back(qtbot: QtBot, page: HelpPage) -> None:
    qtbot.keyClicks(page.search, "zzyzx")
    qtbot.waitUntil(lambda: page.tree.places() == [])
    assert "No page holds these words." in shown_texts(page)
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() == 7)


def test_every_source_of_the_rule_book_is_listed_with_how_much_was_read(page: HelpPage, rules: RuleBook) -> None:
    page.show_topic("sources")
    text = page.browser.toPlainText()
    assert [source.id for source in rules.sources.values() if f"{source.id} {source.citation[:30]}" not in text] == []
    assert "Read: full text." in text


@pytest.mark.parametrize("name", ["file:///etc/passwd", "http://example.org/x.png", "../../icons/alpdesk.svg"])
def test_a_picture_comes_from_the_help_folder_only(qtbot: QtBot, name: str) -> None:
    browser = HelpBrowser()
    qtbot.addWidget(browser)
    found = browser.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert isinstance(found, QImage)
    assert found.isNull()


def test_a_link_to_a_source_opens_the_list_at_that_source(qtbot: QtBot, page: HelpPage) -> None:
    with qtbot.waitSignal(page.topic_shown) as shown:
        page.browser.anchorClicked.emit(QUrl("sources.md#s91"))
    assert shown.args == ["sources"]
    assert page.browser.textCursor().block().text().startswith("S91 ")
    assert page.browser.verticalScrollBar().value() > 0


def test_a_link_into_a_page_opens_it_at_its_heading(page: HelpPage) -> None:
    page.show_topic("42_treatment#bone-density")
    assert page.browser.textCursor().block().text() == "Bone density"


def test_alt_and_the_arrows_lead_back_and_forward(qtbot: QtBot, page: HelpPage) -> None:
    page.show_topic("10_what_low_alp_is")
    page.browser.anchorClicked.emit(QUrl("28_causes.md"))
    page.browser.anchorClicked.emit(QUrl("cause-nut-zn.md"))
    assert page.step_back()
    assert "Causes of a low ALP" in page.browser.toPlainText()
    qtbot.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert "Zinc deficiency" in page.browser.toPlainText().splitlines()[0]
    assert page.step_back()
    assert page.step_back()
    assert not page.step_back()


def test_a_link_to_nowhere_changes_nothing(page: HelpPage) -> None:
    page.show_topic("about")
    before = page.browser.toPlainText()
    page.browser.anchorClicked.emit(QUrl("nowhere.md"))
    assert page.browser.toPlainText() == before


def test_the_arrows_choose_a_topic_from_the_search_and_enter_reads_it(qtbot: QtBot, page: HelpPage) -> None:
    qtbot.keyClicks(page.search, "rickets")
    page.search.search_now()
    first, second = page.tree.places()[:2]
    with qtbot.waitSignal(page.topic_shown) as shown:
        qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert shown.args == [second] != [first]
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.browser.hasFocus()


def test_the_sheet_for_patients_is_saved_as_its_pages(page: HelpPage, tmp_path: Path) -> None:
    page.show_topic("10_what_low_alp_is")
    assert page.save.isHidden()
    page.show_topic(QUESTIONS)
    page.output.file = lambda name: tmp_path / name
    page.save.click()
    assert (tmp_path / "low-alp-questions.pdf").read_bytes() == b"%PDF-1.4"


def test_control_p_prints_the_page_that_is_shown(qtbot: QtBot, page: HelpPage, tmp_path: Path) -> None:
    page.show_topic("27_not_causes")
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    page.output.printer = lambda: printer
    with qtbot.waitSignal(page.said):
        qtbot.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "page.pdf").stat().st_size > 1000
