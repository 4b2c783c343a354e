"""What would follow from a correction, in full: a long list scrolls here, and the reason below stays in sight."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from alpdesk.ui.widgets import PlainLabel
from alpdesk.ui.widgets.labels import Role

_LINES = 10


class Follows(QScrollArea):
    """Sentences that can be read, selected and scrolled by the keyboard too; hidden while there are none."""

    spoken_role = QAccessible.Role.Document

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("follows")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("What would follow"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._said = PlainLabel("", wrap=True).make_selectable()
        self._said.setObjectName("scrolled")
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setWidget(self._said)
        self.hide()

    def text(self) -> str:
        """Return what is said."""
        return self._said.text()

    def tell(self, text: str, role: Role = "body") -> None:
        """Say what would follow."""
        self._said.setText(text)
        self._said.set_role(role)
        self.setVisible(bool(text))
        self._fit()
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the room that the words need, up to some lines."""
        room = _LINES * self.fontMetrics().lineSpacing()
        needed = self._said.heightForWidth(max(self.viewport().width(), 1)) + 2
        scrolls = needed > room
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(min(needed, room))
