"""The sheet at the right edge that answers "why?": rule, inputs, interval, source."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_1, SPACE_3, SPACE_4, SPACE_6
from alpdesk.ui.widgets.buttons import IconButton
from alpdesk.ui.widgets.cards import clear, scrolled
from alpdesk.ui.widgets.labels import PlainLabel

_WIDTH = 400


@dataclass(frozen=True)
class Why:
    """One part of an explanation: a heading and its lines."""

    heading: str
    lines: tuple[str, ...]


class SideSheet(QFrame):
    """Lies over the right edge of its parent until Escape or its cross.

    Signals: ``closed()``.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setObjectName("sideSheet")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = PlainLabel("", "heading", wrap=True)
        self._close = IconButton("x", self.tr("Close"))
        self._close.clicked.connect(self.leave)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(SPACE_1)
        self._came_from: QWidget | None = None
        self._build()
        parent.installEventFilter(self)
        self.hide()

    def explain(self, title: str, parts: tuple[Why, ...]) -> None:
        """Open with an explanation and take the focus."""
        self._title.setText(title)
        self.setAccessibleName(title)
        clear(self._parts)
        for part in parts:
            self._add(part)
        self._parts.addStretch(1)
        if self.isHidden():
            self._came_from = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self._close.setFocus()

    def leave(self) -> None:
        """Close and give the focus back."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        self._came_from = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        content.setLayout(self._parts)
        self._parts.setContentsMargins(0, 0, SPACE_3, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_3, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addLayout(head)
        column.addWidget(scrolled(content), 1)

    def _add(self, part: Why) -> None:
        heading = PlainLabel(part.heading, "overline", wrap=True)
        heading.setContentsMargins(0, SPACE_3, 0, 0)
        self._parts.addWidget(heading)
        for line in part.lines:
            self._parts.addWidget(PlainLabel(line, wrap=True).make_selectable())

    def _place(self) -> None:
        ground = self._ground.rect()
        width = min(_WIDTH, ground.width())
        self.setGeometry(ground.width() - width, 0, width, ground.height())
