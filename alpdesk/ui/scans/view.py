"""One scanned report: the pages of a PDF, or a picture."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QStackedWidget, QWidget

from alpdesk.ui.letter.page_view import PageView
from alpdesk.ui.scans.picture import PictureView, read_picture

_PDF = "application/pdf"
_STEP = 1.25
_LEAST, _MOST = 0.1, 6.0


class _Pages(PageView):
    """Pages that follow no link: nothing in a report opens anything."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()


class ScanView(QStackedWidget):
    """Shows bytes of a known kind; ``+``, ``-`` and ``0`` zoom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QPdfDocument(self)
        self._buffer: QBuffer | None = None
        self._pages = _Pages(self)
        self._pages.setPageMode(QPdfView.PageMode.MultiPage)
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._pages.setDocument(self._document)
        self._picture = PictureView(self)
        for view in (self._pages, self._picture):
            view.stepped.connect(self.zoom_by)
            self.addWidget(view)
        self.setFocusProxy(self._pages)

    def show_scan(self, content: bytes, media_type: str) -> bool:
        """Show a report; say whether it could be read."""
        return self._show_pdf(content) if media_type == _PDF else self._show_picture(content, media_type)

    def name(self, name: str) -> None:
        """Say to a screen reader which report is shown."""
        for view in (self._pages, self._picture):
            view.setAccessibleName(name)

    def zoom_by(self, step: int) -> None:
        """Zoom one step in or out."""
        if self.currentWidget() is self._picture:
            self._picture.set_zoom(_next(self._picture.zoom(), step))
            return
        custom = self._pages.zoomMode() is QPdfView.ZoomMode.Custom
        self._pages.setZoomMode(QPdfView.ZoomMode.Custom)
        self._pages.setZoomFactor(_next(self._pages.zoomFactor() if custom else 1.0, step))

    def fit(self) -> None:
        """Show it as wide as there is room."""
        self._picture.set_zoom(0.0)
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def pages(self) -> int:
        """Return how many pages there are."""
        return self._document.pageCount() if self.currentWidget() is self._pages else 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}
        if event.key() in steps:
            self.zoom_by(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _show_pdf(self, content: bytes) -> bool:
        buffer = QBuffer(self)
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.close()
        self._document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        self.setCurrentWidget(self._pages)
        self.setFocusProxy(self._pages)
        self.fit()
        return self._document.error() is QPdfDocument.Error.None_ and self._document.pageCount() > 0

    def _show_picture(self, content: bytes, media_type: str) -> bool:
        picture = read_picture(content, media_type)
        if picture is None:
            return False
        self.setCurrentWidget(self._picture)
        self.setFocusProxy(self._picture)
        self._picture.show_picture(picture)
        return True


def _next(zoom: float, step: int) -> float:
    return min(max(zoom * _STEP**step, _LEAST), _MOST)
