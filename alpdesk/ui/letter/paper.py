"""The pages of a PDF on paper, each at its own size."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPoint, QRect
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from alpdesk.services.context import Cancelled, Progress, never, unwatched

_POINTS_PER_INCH = 72
_FINEST = 600  # dots an inch: a page drawn finer takes half a gigabyte and looks the same


def document_of(pages: bytes, parent: QObject | None = None) -> QPdfDocument:
    """Return a document over bytes; it lives and goes with the buffer under it."""
    document = QPdfDocument() if parent is None else QPdfDocument(parent)
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pages))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def print_pages(
    document: QPdfDocument, printer: QPrinter, progress: Progress = unwatched, cancelled: Cancelled = never
) -> bool:
    """Put those same pages on paper, each at its own size; say whether the printer took them.

    What is stopped half-way is taken back from the printer as far as it can be.
    """
    printer.setFullPage(True)
    _fit_paper(document, printer)
    painter = QPainter()
    if document.pageCount() == 0 or not painter.begin(printer):
        return False
    for number in range(document.pageCount()):
        progress(number, document.pageCount())
        if cancelled() or (number and not printer.newPage()):
            printer.abort()
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
    full, drawn = printer.resolution(), min(printer.resolution(), _FINEST)
    sheet, picture = (points * (dots / _POINTS_PER_INCH) for dots in (full, drawn))
    painter.drawImage(QRect(QPoint(0, 0), sheet.toSize()), document.render(number, picture.toSize()))
