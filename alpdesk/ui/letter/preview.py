"""The pages of a PDF as they are, in the window: zoomed, paged through, searched."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alpdesk.ui.clinical.words import counted
from alpdesk.ui.letter.find_bar import FindBar
from alpdesk.ui.letter.page_view import PageView
from alpdesk.ui.theme import SPACE_1, SPACE_2
from alpdesk.ui.widgets import IconButton, PlainLabel, QuietButton

_STEPS = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_TURNS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class _Pages(PageView):
    """Signals: ``turned(int)`` to the next page or the one before; the arrows and the wheel move within one."""

    turned = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _TURNS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(step)


class Preview(QWidget):
    """Shows pages from bytes; the place on the page stays when they are set anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self._buffer: QBuffer | None = None
        self.view = _Pages(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self.view.setAccessibleName(self.tr("Pages of the letter"))
        self.search = FindBar(self.view, self.document)
        self.earlier = IconButton("chevron-left", self.tr("The page before"))
        self.later = IconButton("chevron-right", self.tr("The next page"))
        self.here = QLineEdit()
        self.seek = IconButton("search", self.tr("Find on the pages"))
        self.smaller = IconButton("zoom-out", self.tr("Smaller"))
        self.larger = IconButton("zoom-in", self.tr("Larger"))
        self.fit = QuietButton(self.tr("Fit to width"))
        self.count = PlainLabel("", "muted")
        self._build()
        self._connect()

    def show_pages(self, pdf: bytes) -> None:
        """Show other pages."""
        across, down = self.view.horizontalScrollBar().value(), self.view.verticalScrollBar().value()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.close()
        self.document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        self._show_count()
        self.view.horizontalScrollBar().setValue(across)
        self.view.verticalScrollBar().setValue(down)
        self.search.look()

    def zoom_by(self, step: int) -> None:
        """Zoom one step in or out, from the size that is seen now."""
        fits = self.view.zoomMode() is not QPdfView.ZoomMode.Custom
        now = self.view.fitted() if fits else self.view.zoomFactor()
        at = min(range(len(_STEPS)), key=lambda index: abs(_STEPS[index] - now))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(_STEPS[min(max(at + step, 0), len(_STEPS) - 1)])

    def fit_width(self) -> None:
        """Show the pages as wide as there is room."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def turn(self, step: int) -> None:
        """Show the next page or the one before."""
        self.go_to(self.view.pageNavigator().currentPage() + step)

    def go_to(self, page: int) -> None:
        """Show a page from its top; the first is 0."""
        self.view.turn_to(min(max(page, 0), max(self.document.pageCount() - 1, 0)))
        self._show_here()

    def answer_keys_of(self, page: QWidget) -> None:
        """Answer to the keys of search, pages and zoom wherever the focus is on a page."""
        does = (
            ("Ctrl+F", self.tr("Find on the pages"), self.search.open),
            ("F3", self.tr("The next one found"), lambda: self.search.go(1)),
            ("Shift+F3", self.tr("The one found before"), lambda: self.search.go(-1)),
            ("Ctrl+PgDown", self.tr("The next page"), lambda: self.turn(1)),
            ("Ctrl+PgUp", self.tr("The page before"), lambda: self.turn(-1)),
            ("Ctrl++", self.tr("Larger"), lambda: self.zoom_by(1)),
            ("Ctrl+=", self.tr("Larger"), lambda: self.zoom_by(1)),
            ("Ctrl+-", self.tr("Smaller"), lambda: self.zoom_by(-1)),
            ("Ctrl+0", self.tr("Fit to width"), self.fit_width),
        )
        for key, name, act in does:
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setWhatsThis(name)
            shortcut.activated.connect(act)

    def _build(self) -> None:
        self.here.setAccessibleName(self.tr("Go to page"))
        self.here.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.here.setFixedWidth(self.fontMetrics().averageCharWidth() * 4 + 24)
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        for part in (self.earlier, self.here, self.count, self.later):
            row.addWidget(part)
        row.addStretch(1)
        for button in (self.seek, self.smaller, self.larger, self.fit):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(row)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.view.stepped.connect(self.zoom_by)
        self.view.turned.connect(self.turn)
        self.view.pageNavigator().currentPageChanged.connect(self._show_here)
        self.earlier.clicked.connect(lambda: self.turn(-1))
        self.later.clicked.connect(lambda: self.turn(1))
        self.here.returnPressed.connect(self._go_where_typed)
        self.seek.clicked.connect(self.search.open)
        self.smaller.clicked.connect(lambda: self.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.zoom_by(1))
        self.fit.clicked.connect(self.fit_width)

    def _go_where_typed(self) -> None:
        typed = self.here.text().strip()
        self.go_to(int(typed) - 1 if typed.isdigit() else self.view.pageNavigator().currentPage())
        self.view.setFocus()

    def _show_count(self) -> None:
        pages = self.document.pageCount()
        several = pages > 1
        for part in (self.earlier, self.here, self.later):
            part.setVisible(several)
        self.here.setValidator(QIntValidator(1, max(pages, 1), self.here))
        one, more = self.tr("%n page"), self.tr("%n pages", "", pages)
        self.count.setText(self.tr("of {pages}").format(pages=pages) if several else counted(pages, one, more))
        self.count.setMinimumWidth(self.count.sizeHint().width())
        self._show_here()

    def _show_here(self) -> None:
        page, last = self.view.pageNavigator().currentPage(), self.document.pageCount() - 1
        self.here.setText(str(min(max(page, 0), max(last, 0)) + 1))
        self.earlier.setEnabled(page > 0)
        self.later.setEnabled(page < last)
