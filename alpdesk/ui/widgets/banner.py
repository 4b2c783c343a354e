"""One sentence that must be seen, with the one thing to do about it."""

from typing import Literal

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.ui.icons import paint_icon
from alpdesk.ui.theme import SPACE_2, SPACE_3, colours
from alpdesk.ui.widgets.buttons import Button, PrimaryButton
from alpdesk.ui.widgets.labels import PlainLabel

Kind = Literal["info", "low", "high", "caution", "emergency", "ok"]
_ICONS: dict[str, str] = {
    "info": "info", "low": "arrow-down", "high": "arrow-up", "caution": "triangle-alert",
    "emergency": "octagon-alert", "ok": "circle-check",
}  # fmt: skip
_ROLES = {"info": "accent"}


class _Sign(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = "info"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = getattr(colours(), _ROLES.get(self.kind, self.kind))
        paint_icon(painter, _ICONS[self.kind], QRect(0, 0, 20, 20), colour)
        painter.end()


class Banner(QFrame):
    """A coloured strip with sign, sentence, detail and an optional action.

    Signals: ``acted`` when the action is clicked.
    """

    acted = Signal()

    def __init__(
        self, kind: Kind = "info", text: str = "", *, detail: str = "", action: str = "", key: str = "",
        primary: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("banner")
        self._sign = _Sign()
        self._text = PlainLabel("", "strong", wrap=True)
        self._detail = PlainLabel("", "body", wrap=True)
        self.button = (PrimaryButton if primary else Button)(action, key=key)
        self.button.clicked.connect(self.acted)
        self._build()
        self.button.setVisible(bool(action))
        self.show_message(kind, text, detail)

    def show_message(self, kind: Kind, text: str, detail: str = "") -> None:
        """Say something else."""
        self._sign.kind = kind
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(text)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sign.update()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
