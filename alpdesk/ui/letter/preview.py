"""The pages of a PDF as they are, in the window and on paper."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QPageLayout, QPageSize, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.ui.clinical.words import counted
from alpdesk.ui.theme import SPACE_2, colours
from alpdesk.ui.widgets import IconButton, PlainLabel, QuietButton

_STEPS = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_POINTS_PER_INCH = 72


class PageView(QPdfView):
    """A view of pages that zooms with Ctrl and the wheel, on the ground of the theme."""

    stepped = Signal(int)
    spoken_role = QAccessible.Role.Document

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = QColor(colours().sunken)
        if self.palette().color(QPalette.ColorRole.Dark) != ground:
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.Dark, ground)
            self.setPalette(palette)
        super().paintEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


class Preview(QWidget):
    """Shows pages from bytes; the place on the page stays when they are set anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self._buffer: QBuffer | None = None
        self.view = PageView(self)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setDocument(self.document)
        self.view.setAccessibleName(self.tr("Pages of the letter"))
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
        self.count.setText(counted(self.document.pageCount(), self.tr("%n page"), self.tr("%n pages")))
        self.view.horizontalScrollBar().setValue(across)
        self.view.verticalScrollBar().setValue(down)

    def zoom_by(self, step: int) -> None:
        """Zoom one step in or out."""
        now = self.view.zoomFactor() if self.view.zoomMode() is QPdfView.ZoomMode.Custom else 1.0
        at = min(range(len(_STEPS)), key=lambda index: abs(_STEPS[index] - now))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(_STEPS[min(max(at + step, 0), len(_STEPS) - 1)])

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (self.smaller, self.larger, self.fit):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.view.stepped.connect(self.zoom_by)
        self.smaller.clicked.connect(lambda: self.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.zoom_by(1))
        self.fit.clicked.connect(lambda: self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth))


def print_pages(document: QPdfDocument, printer: QPrinter) -> bool:
    """Put those same pages on paper, each at its own size; say whether the printer took them."""
    printer.setFullPage(True)
    _fit_paper(document, printer)
    painter = QPainter()
    if document.pageCount() == 0 or not painter.begin(printer):
        return False
    for number in range(document.pageCount()):
        if number and not printer.newPage():
            painter.end()
            return False
        _print_page(document, number, painter, printer)
    return painter.end()


def _fit_paper(document: QPdfDocument, printer: QPrinter) -> None:
    size = document.pagePointSize(0)
    printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)


def _print_page(document: QPdfDocument, number: int, painter: QPainter, printer: QPrinter) -> None:
    points = document.pagePointSize(number)
    scale = printer.resolution() / _POINTS_PER_INCH
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    painter.drawImage(QRect(QPoint(0, 0), size), document.render(number, size))
