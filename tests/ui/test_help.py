"""Help: every shipped page, safely."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help.browser import HelpBrowser
from alpdesk.ui.help.page import HelpPage
from alpdesk.ui.help.topics import topics
from tests.ui.conftest import shown_texts


@pytest.fixture
def page(qtbot: QtBot, rules: RuleBook) -> HelpPage:
    made = HelpPage(rules)
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_topic_can_be_shown(page: HelpPage, rules: RuleBook) -> None:
    for topic in topics(rules):
        page.show_topic(topic.id)
        assert topic.title in page.browser.toPlainText()


def test_words_narrow_the_list(qtbot: QtBot, page: HelpPage) -> None:
    before = page.list.count()
    qtbot.keyClicks(page.search, "Apache License")
    qtbot.waitUntil(lambda: 0 < page.list.count() < before)


def test_words_that_stand_nowhere_say_so(qtbot: QtBot, page: HelpPage) -> None:
    qtbot.keyClicks(page.search, "zzyzx")
    qtbot.waitUntil(lambda: page.list.count() == 0)
    assert "No page holds these words." in shown_texts(page)


def test_every_source_of_the_rule_book_is_listed(page: HelpPage, rules: RuleBook) -> None:
    page.show_topic("sources")
    text = page.browser.toPlainText()
    assert [source for source in rules.sources if source not in text] == []


@pytest.mark.parametrize("name", ["file:///etc/passwd", "http://example.org/x.png", "../../icons/alpdesk.svg"])
def test_a_picture_comes_from_the_help_folder_only(qtbot: QtBot, name: str) -> None:
    browser = HelpBrowser()
    qtbot.addWidget(browser)
    found = browser.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
    assert isinstance(found, QImage)
    assert found.isNull()


def test_a_link_to_another_page_opens_it(qtbot: QtBot, page: HelpPage) -> None:
    with qtbot.waitSignal(page.topic_shown) as shown:
        page.browser.anchorClicked.emit(QUrl("about.md"))
    assert shown.args == ["about"]


def test_the_arrows_choose_a_topic_from_the_search(qtbot: QtBot, page: HelpPage) -> None:
    with qtbot.waitSignal(page.topic_shown):
        qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.currentRow() == 1
