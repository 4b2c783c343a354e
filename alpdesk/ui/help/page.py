"""The knowledge pages, a list of topics and a search over them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help.browser import HelpBrowser
from alpdesk.ui.help.topics import Topic, topics
from alpdesk.ui.theme import SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import PlainLabel, SearchField
from alpdesk.ui.widgets.side_list import SideList

_LIST_WIDTH = 280
_TOPIC = int(Qt.ItemDataRole.UserRole)


class HelpPage(QWidget):
    """Signals: ``topic_shown(str)``."""

    topic_shown = Signal(str)

    def __init__(self, rules: RuleBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topics = {topic.id: topic for topic in topics(rules)}
        self.search = SearchField(self.tr("Find in help"))
        self.list = SideList(self.tr("Topics"))
        self.browser = HelpBrowser()
        self.browser.setAccessibleName(self.tr("Help page"))
        self._nothing = PlainLabel(self.tr("No page holds these words."), "muted", wrap=True)
        self._build()
        self._connect()
        self._fill("")
        self.setFocusProxy(self.search)

    def show_topic(self, topic: str) -> None:
        """Show a page; without one, what was shown before."""
        if topic in self._topics:
            if self.search.text():
                self.search.empty()
                self._fill("")
            self._choose(topic)
        elif self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(SPACE_3)
        left.addWidget(self.search)
        left.addWidget(self._nothing)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(_LIST_WIDTH)
        body = QHBoxLayout()
        body.setSpacing(SPACE_4)
        body.addWidget(side)
        body.addWidget(self.browser, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addWidget(PlainLabel(self.tr("Help"), "title"))
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._fill)
        self.search.moved.connect(self._move)
        self.search.chosen.connect(self.browser.setFocus)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.browser.topic_requested.connect(self.show_topic)

    def _fill(self, words: str) -> None:
        found = [topic for topic in self._topics.values() if topic.holds(words)]
        self.list.clear()
        for topic in found:
            self.list.addItem(self._item(topic))
        self._nothing.setVisible(not found)
        self.list.setCurrentRow(0)

    def _item(self, topic: Topic) -> QListWidgetItem:
        item = QListWidgetItem(topic.title)
        item.setData(_TOPIC, topic.id)
        item.setToolTip("")
        return item

    def _choose(self, topic: str) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_TOPIC) == topic:
                self.list.setCurrentRow(row)

    def _move(self, key: int) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))

    def _show_current(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            topic = self._topics[self.list.item(row).data(_TOPIC)]
            self.browser.show_text(topic.text)
            self.topic_shown.emit(topic.id)
