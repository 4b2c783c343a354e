"""The topics as a tree, or what a search found as a list."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from alpdesk.ui.help.rule_pages import group_anchor
from alpdesk.ui.help.topic import Topic
from alpdesk.ui.widgets.side_list import Tall
from alpdesk.ui.widgets.tips import tip

_PLACE = int(Qt.ItemDataRole.UserRole)
_HEIGHT = 28


class TopicTree(QTreeWidget):
    """Signals: ``chosen(str)`` with a topic, or a topic and a place in it (``topic#place``)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Topics"))
        self.setHeaderHidden(True)
        self.setProperty("plain", True)
        self.setItemDelegate(Tall(_HEIGHT, 8, self))
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.currentItemChanged.connect(self._choose)

    def show_tree(self, topics: Iterable[Topic]) -> None:
        """Show the sections with their topics; only the first is open."""
        self.clear()
        for topic in topics:
            self._home(topic).addChild(_item(topic.title, topic.id))
        for first in _children(self.invisibleRootItem())[:1]:
            first.setExpanded(True)

    def show_found(self, topics: Iterable[Topic]) -> None:
        """Show what was found, best first, without the tree."""
        self.clear()
        self.addTopLevelItems([_item(topic.title, topic.id) for topic in topics])
        self.step(1)

    def mark(self, topic: str) -> None:
        """Choose a topic without saying so, and open the way to it."""
        for item in self._leaves():
            if item.data(0, _PLACE) == topic:
                self.blockSignals(True)
                self.setCurrentItem(item)
                self.blockSignals(False)
                self.scrollToItem(item)
                return

    def places(self) -> list[str]:
        """Return every topic that is shown, in order."""
        return [str(item.data(0, _PLACE)) for item in self._leaves() if "#" not in str(item.data(0, _PLACE))]

    def step(self, by: int) -> None:
        """Choose the next or the one before among what is shown."""
        here = self.currentItem()
        if here is None:
            found = self.topLevelItem(0) if self.topLevelItemCount() else None
        else:
            found = self.itemBelow(here) if by > 0 else self.itemAbove(here)
        if found is not None:
            self.setCurrentItem(found)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _PLACE):
            self.chosen.emit(str(item.data(0, _PLACE)))

    def _home(self, topic: Topic) -> QTreeWidgetItem:
        section = self._under(self.invisibleRootItem(), topic.section, "")
        return self._under(section, topic.group, group_anchor(topic.group)) if topic.group else section

    def _under(self, parent: QTreeWidgetItem, title: str, place: str) -> QTreeWidgetItem:
        last = parent.child(parent.childCount() - 1) if parent.childCount() else None
        if last is not None and last.text(0) == title:
            return last
        made = _item(title, place)
        parent.addChild(made)
        return made

    def _leaves(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = _children(self.invisibleRootItem())
        while waiting:
            item = waiting.pop(0)
            waiting[:0] = _children(item)
            if item.data(0, _PLACE):
                found.append(item)
        return found


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(row) for row in range(item.childCount()))
    return [child for child in found if child is not None]


def _item(title: str, place: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([title])
    item.setData(0, _PLACE, place)
    item.setToolTip(0, tip(title))
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, title)
    return item
