"""Words looked for on the pages: where they stand, how often, the next and the one before."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.ui.letter.page_view import PageView
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import IconButton, PlainLabel
from alpdesk.ui.widgets.search_field import SearchField

_ABOVE = 60.0  # points of the page shown over what was found


class _Field(SearchField):
    """Signals: ``left()`` on Escape, which would otherwise lead away from the page."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overrides and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # a key event, as just seen
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class FindBar(QWidget):
    """Looks for words in the document of a view and marks them there."""

    def __init__(self, view: PageView, document: QPdfDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._at = -1
        self.found = QPdfSearchModel(self)
        self.found.setDocument(document)
        self.field = _Field(self.tr("Find on the pages"))
        self.count = PlainLabel("", "muted")
        self.previous = IconButton("chevron-up", self.tr("The one before"))
        self.next = IconButton("chevron-down", self.tr("The next one"))
        self.close_button = IconButton("x", self.tr("Close the search"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.field, 1)
        for part in (self.count, self.previous, self.next, self.close_button):
            row.addWidget(part)
        self._connect()
        self.hide()

    def open(self) -> None:
        """Show the field and let one type; what was looked for before is selected."""
        self._view.setSearchModel(self.found)
        self.show()
        self.field.selectAll()
        self.field.setFocus()
        self.look()

    def leave(self) -> None:
        """Close, and take the marks off the pages."""
        self.found.setSearchString("")
        self._view.mark(0)
        self.hide()
        self._view.setFocus()

    def look(self) -> None:
        """Look for what stands in the field, on pages that may be new."""
        if self.isHidden():
            return
        self._at = -1
        self._view.mark(0)
        self.found.setSearchString("")
        self.found.setSearchString(self.field.text().strip())
        self._say()

    def go(self, step: int) -> None:
        """Show the next or the one before; after the last comes the first."""
        if self.isHidden():
            self.open()
        elif self._many():
            self._show((self._at + step) % self._many())

    def _connect(self) -> None:
        self.field.searched.connect(self.look)
        self.field.chosen.connect(lambda: self.go(1))
        self.field.moved.connect(lambda key: self.go(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1))
        self.field.left.connect(self.leave)
        self.close_button.clicked.connect(self.leave)
        self.next.clicked.connect(lambda: self.go(1))
        self.previous.clicked.connect(lambda: self.go(-1))
        for changed in (self.found.rowsInserted, self.found.modelReset):
            changed.connect(self._came)

    def _many(self) -> int:
        return self.found.rowCount(QModelIndex())

    def _came(self) -> None:
        """Show the first as soon as it is found; pages are searched one by one."""
        if self._at < 0 and self._many():
            self._show(0)
        self._say()

    def _show(self, at: int) -> None:
        self._at = at
        place = self.found.resultAtIndex(at)
        first = min((each.top() for each in place.rectangles()), default=0.0)
        self._view.setCurrentSearchResultIndex(at)
        self._view.turn_to(place.page(), max(first - _ABOVE, 0.0))
        self._view.mark(place.page(), place.rectangles())
        self._say()

    def _say(self) -> None:
        many, wanted = self._many(), self.field.text().strip()
        for button in (self.next, self.previous):
            button.setEnabled(many > 0)
        if many:
            self.count.setText(self.tr("{at} of {many}").format(at=self._at + 1, many=many))
        else:
            self.count.setText(self.tr("Not found") if wanted else "")
