"""Grounds that hold other widgets, and what stands there when there is nothing."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.ui.icons import paint_icon
from alpdesk.ui.theme import SPACE_2, SPACE_3, SPACE_4, SPACE_6, colours
from alpdesk.ui.widgets.labels import PlainLabel


class Card(QFrame):
    """A raised ground with an optional title; put widgets into ``body``, buttons into ``corner``."""

    def __init__(self, title: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        outer.setSpacing(SPACE_3)
        self.title = PlainLabel(title, "heading", wrap=True)
        self.corner = QHBoxLayout()
        self.corner.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addLayout(self.corner)
        outer.addLayout(head)
        self.title.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_3)
        outer.addLayout(self.body, 1)
        self.setAccessibleName(title)


class Divider(QFrame):
    """A hair line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("divider")
        self.setFixedHeight(1)


class _Picture(QWidget):
    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(56, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = colours()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scheme.accent_soft)
        painter.drawEllipse(self.rect())
        paint_icon(painter, self._name, QRect(16, 16, 24, 24), scheme.accent)
        painter.end()


class EmptyState(QWidget):
    """What stands where a list would be: a sign, a sentence, and the next thing to do."""

    def __init__(
        self, icon: str, title: str, text: str = "", *, action: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_2)
        self.title = PlainLabel(title, "heading", wrap=True)
        self.text = PlainLabel(text, "muted", wrap=True)
        column.addStretch(1)
        column.addWidget(_Picture(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self.text.setVisible(bool(text))
        if action is not None:
            column.addSpacing(SPACE_2)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def say(self, title: str, text: str = "") -> None:
        """Change what it says."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def scrolled(content: QWidget) -> QScrollArea:
    """Return ``content`` in an area that scrolls up and down, and sideways only where it would be cut off."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    content.setObjectName("scrolled")
    area.setWidget(content)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
