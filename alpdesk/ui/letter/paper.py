"""The pages of a PDF on paper, each at its own size."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPoint, QRect, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

_POINTS_PER_INCH = 72


def document_of(pages: bytes, parent: QObject) -> QPdfDocument:
    """Return a document over bytes; it lives and goes with the buffer under it."""
    document = QPdfDocument(parent)
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pages))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


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
