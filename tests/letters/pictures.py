"""Pages of a PDF as pictures on white paper."""

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument


def pictures(pdf: bytes, scale: float = 1.0) -> Iterator[QImage]:
    """Yield the pages; ``scale`` is pixels a point."""
    data = QBuffer()
    data.setData(QByteArray(pdf))
    data.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(data)
    for page in range(document.pageCount()):
        size = document.pagePointSize(page) * scale
        yield _on_white(document.render(page, QSize(round(size.width()), round(size.height()))))
    document.close()


def _on_white(image: QImage) -> QImage:
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(QColor("white"))
    painter = QPainter(white)
    painter.drawImage(0, 0, image)
    painter.end()
    return white
