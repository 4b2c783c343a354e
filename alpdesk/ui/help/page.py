"""The knowledge pages: a tree of topics, a search over them, a way back, and paper."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.rules import RuleBook
from alpdesk.ui.help.browser import HelpBrowser
from alpdesk.ui.help.printing import HelpOutput, Leaflet
from alpdesk.ui.help.reference import Keys
from alpdesk.ui.help.topic import Topic
from alpdesk.ui.help.topics import topics
from alpdesk.ui.help.tree import TopicTree
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets import Button, IconButton, PlainLabel, SearchField

_SIDE_WIDTH = 300
_QUESTIONS = "70_questions_people_ask"


class HelpPage(QWidget):
    """Signals: ``topic_shown(str)``, ``said(str)``."""

    topic_shown = Signal(str)
    said = Signal(str)

    def __init__(self, rules: RuleBook, leaflet: Leaflet | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self._leaflet = leaflet
        self.keys_of_window: Callable[[], Iterable[Keys]] = tuple
        self._topics = {topic.id: topic for topic in topics(rules)}
        self._behind: list[str] = []
        self._ahead: list[str] = []
        self._here = ""
        self.search = SearchField(self.tr("Find in help"))
        self.tree = TopicTree()
        self.browser = HelpBrowser()
        self.browser.setAccessibleName(self.tr("Help page"))
        self.backward = IconButton("arrow-left", self.tr("Page before (Alt+Left)"))
        self.forward = IconButton("arrow-right", self.tr("Next page (Alt+Right)"))
        self.print = Button(self.tr("Print…"), icon="printer", key="Ctrl+P")
        self.save = Button(self.tr("Save as PDF…"), icon="download")
        self.output = HelpOutput(self)
        self._nothing = PlainLabel(self.tr("No page holds these words. Try one word, or clear the search with Esc."),
                                   "muted", wrap=True)  # fmt: skip
        self._build()
        self._connect()
        self.tree.show_tree(self._topics.values())
        self._nothing.hide()
        self.setFocusProxy(self.search)

    def show_topic(self, asked: str) -> None:
        """Show a page, or a place in it (``page#place``); without one, what was shown before."""
        if asked:
            self.search.empty()
            self._find("")
        self._go(asked or self._here or next(iter(self._topics)))
        if asked == "keys":
            self.browser.setFocus()  # a sheet to read, not to search

    def step_back(self) -> bool:
        """Return to the page read before; say whether there was one."""
        return self._step(self._behind, self._ahead)

    def step_forward(self) -> bool:
        """Go where we came back from."""
        return self._step(self._ahead, self._behind)

    def _step(self, source: list[str], other: list[str]) -> bool:
        if not source:
            return False
        other.append(self._here)
        self._show(source.pop())
        return True

    def _go(self, asked: str) -> None:
        if asked.partition("#")[0] not in self._topics:
            return
        if self._here and asked != self._here:
            self._behind.append(self._here)
            self._ahead.clear()
        self._show(asked)

    def _show(self, asked: str) -> None:
        name, _, place = asked.partition("#")
        if name == "keys":
            self._topics |= {
                topic.id: topic for topic in topics(self._rules, self.keys_of_window()) if topic.id == "keys"
            }
        self._here = asked
        self.browser.show_text(self._topics[name].text)
        if place:
            self.browser.scroll_to(place)
        self.tree.mark(name)
        self.backward.setEnabled(bool(self._behind))
        self.forward.setEnabled(bool(self._ahead))
        self.save.setVisible(name == _QUESTIONS and self._leaflet is not None)
        self.topic_shown.emit(name)

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(SPACE_4)
        body.addWidget(self._side())
        body.addWidget(self.browser, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addLayout(self._head())
        column.addLayout(body, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(PlainLabel(self.tr("Help"), "title"))
        row.addStretch(1)
        for widget in (self.backward, self.forward, self.save, self.print):
            row.addWidget(widget)
        return row

    def _side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_3)
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self.tree, 1)
        side.setFixedWidth(_SIDE_WIDTH)
        return side

    def _connect(self) -> None:
        self.search.searched.connect(self._find)
        self.search.moved.connect(lambda key: self.tree.step(1 if key == Qt.Key.Key_Down else -1))
        self.search.chosen.connect(self.browser.setFocus)
        self.tree.chosen.connect(self._go)
        self.browser.topic_requested.connect(lambda name, place: self._go(f"{name}#{place}" if place else name))
        self.backward.clicked.connect(self.step_back)
        self.forward.clicked.connect(self.step_forward)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        ways = (("Alt+Right", self.forward, self.tr("Next page")), ("Ctrl+P", self.print, self.tr("Print the page")))
        for key, button, said in ways:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setWhatsThis(said)
            shortcut.activated.connect(button.click)

    def _find(self, words: str) -> None:
        if not words.strip():
            self.tree.show_tree(self._topics.values())
            self._nothing.hide()
            self.tree.mark(self._here.partition("#")[0])
            return
        found = sorted((each for each in self._topics.values() if each.holds(words)), key=_best_first(words))
        self.tree.show_found(found)
        self._nothing.setVisible(not found)

    def _print(self) -> None:
        if self._leaflet is not None and self._here == _QUESTIONS:
            said = self.output.print_pages(self._leaflet())
        else:
            said = self.output.print_text(self.browser)
        if said:
            self.said.emit(said)

    def _save(self) -> None:
        if self._leaflet is not None and (said := self.output.save(self._leaflet())):
            self.said.emit(said)


def _best_first(words: str) -> Callable[[Topic], bool]:
    return lambda topic: not topic.titled(words)
