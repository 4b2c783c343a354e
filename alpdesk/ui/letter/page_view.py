"""The pages of a PDF under each other, on the ground of the theme."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from alpdesk.ui.theme import colours

_ZOOMS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_POINTS_PER_INCH = 72


class PageView(QPdfView):
    """A view of pages that zooms with Ctrl and the wheel, or with ``+`` and ``-``.

    Signals: ``stepped(int)`` to zoom in or out.
    """

    stepped = Signal(int)
    spoken_role = QAccessible.Role.Document

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # A bar that came and went with the height of a page fitted to the width would do so for ever.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._marked: tuple[int, tuple[QRectF, ...]] = (0, ())

    def mark(self, page: int, places: Sequence[QRectF] = ()) -> None:
        """Frame some places of a page, given in points; without any, the frames go."""
        self._marked = page, tuple(places)
        self.viewport().update()

    def fitted(self) -> float:
        """Return the factor at which the page that is shown is as wide as the view."""
        document, page = self.document(), max(self.pageNavigator().currentPage(), 0)
        if page >= document.pageCount():
            return 1.0
        margins = self.documentMargins()
        room = self.viewport().width() - margins.left() - margins.right()
        return room * _POINTS_PER_INCH / (document.pagePointSize(page).width() * self.logicalDpiX())

    def turn_to(self, page: int, down: float = 0.0) -> None:
        """Show a page from its top, or from some points further down; the zoom stays."""
        self.pageNavigator().jump(page, QPointF(), 0)
        if down:
            self.verticalScrollBar().setValue(round(self._place_of(page).y() + down * self._scale()))

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = QColor(colours().sunken)
        if self.palette().color(QPalette.ColorRole.Dark) != ground:
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.Dark, ground)
            self.setPalette(palette)
        super().paintEvent(event)
        if self._marked[1]:
            self._paint_frames()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stepped.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ZOOMS:
            self.stepped.emit(_ZOOMS[key])
        elif key == Qt.Key.Key_0:
            self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        else:
            super().keyPressEvent(event)

    def _scale(self) -> float:
        """Return how many pixels a point is."""
        custom = self.zoomMode() is QPdfView.ZoomMode.Custom
        return (self.zoomFactor() if custom else self.fitted()) * self.logicalDpiX() / _POINTS_PER_INCH

    def _place_of(self, page: int) -> QPointF:
        """Return where the corner of a page lies in the whole roll of pages."""
        scale, document = self._scale(), self.document()
        sizes = [document.pagePointSize(number) for number in range(min(page + 1, document.pageCount()))]
        above = sum(round(size.height() * scale) + self.pageSpacing() for size in sizes[:-1])
        width = round(sizes[-1].width() * scale) if sizes else 0
        beside = max((self.viewport().width() - width) // 2, self.documentMargins().left())
        return QPointF(beside, above + self.documentMargins().top())

    def _paint_frames(self) -> None:
        page, places = self._marked
        scale, corner = self._scale(), self._place_of(page)
        corner -= QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(colours().accent), 2))
        for place in places:
            size = place.size() * scale
            painter.drawRect(QRectF(place.topLeft() * scale + corner, size).adjusted(-2, -2, 2, 2))
        painter.end()
