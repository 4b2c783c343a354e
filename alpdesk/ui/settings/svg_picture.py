"""An SVG drawn as a picture, fine enough for paper."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from alpdesk.errors import AlpdeskError

_FINEST = QSize(1800, 900)
_LONGEST = 20.0


def png_of(svg: bytes) -> bytes:
    """Return the drawing as a PNG on white, or say that there is nothing to draw."""
    renderer = QSvgRenderer()
    if not renderer.load(QByteArray(svg)) or not renderer.isValid():
        raise AlpdeskError("This SVG cannot be drawn; save it as a PNG.")
    size = _size(renderer.viewBoxF(), renderer.defaultSize())
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _size(box: QRectF, default: QSize) -> QSize:
    wide, high = (box.width(), box.height()) if box.isValid() else (default.width(), default.height())
    if min(wide, high) <= 0 or not 1 / _LONGEST <= wide / high <= _LONGEST:
        raise AlpdeskError("This SVG says no size that fits a letterhead; save it as a PNG.")
    scale = min(_FINEST.width() / wide, _FINEST.height() / high)
    return QSize(max(1, round(wide * scale)), max(1, round(high * scale)))
