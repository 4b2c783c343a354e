"""A picture of a report, fitted to the width or zoomed."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from alpdesk.services.scans import MOST_PIXELS

_LONGEST_SIDE = 4000
_MEGABYTES = 256


def read_picture(content: bytes, media_type: str) -> QPixmap | None:
    """Return a picture small enough to be shown; ``None`` when it cannot be read, or asks for too much room."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, media_type.rpartition("/")[2])


def _read(buffer: QBuffer, kind: str) -> QPixmap | None:
    """Read in a frame of its own: the reader has to go before its bytes, or a TIFF is closed twice."""
    QImageReader.setAllocationLimit(_MEGABYTES)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > _LONGEST_SIDE:
        limit = QSize(_LONGEST_SIDE, _LONGEST_SIDE)
        reader.setScaledSize(size.scaled(limit, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)


class PictureView(QScrollArea):
    """Signals: ``stepped`` (-1, 1) on Ctrl and the wheel."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture = QPixmap()
        self._zoom = 0.0
        self.setWidget(self._label)
        self.setWidgetResizable(True)

    def show_picture(self, picture: QPixmap) -> None:
        """Show a picture as wide as there is room."""
        self._picture = picture
        self.set_zoom(0.0)

    def zoom(self) -> float:
        """Return how large the picture is shown; 1 is a dot for a dot."""
        return self._zoom or self._fitting()

    def set_zoom(self, zoom: float) -> None:
        """Show the picture larger or smaller; 0 fits it to the width."""
        self._zoom = zoom
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._zoom:
            self._lay()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def _fitting(self) -> float:
        return self.viewport().width() / max(1, self._picture.width())

    def _lay(self) -> None:
        if not self._picture.isNull():
            size = self._picture.size() * self.zoom()
            smooth = Qt.TransformationMode.SmoothTransformation
            self._label.setPixmap(self._picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth))
