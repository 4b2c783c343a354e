"""The card of the tour: a strip above the page, so that it covers nothing of what it speaks of."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from alpdesk.ui.guide.steps import Step, steps
from alpdesk.ui.theme import SPACE_1, SPACE_2, SPACE_3, SPACE_6
from alpdesk.ui.widgets import Button, IconButton, PlainLabel, PrimaryButton

_ROUND = 4


class GuideCard(QFrame):
    """Signals: ``step_shown(object)`` with a ``Step`` whose page the owner opens, ``closed()``."""

    step_shown = Signal(object)
    closed = Signal()

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._steps: tuple[Step, ...] = steps()
        self.number = 0
        self._target: QWidget | None = None
        self.setObjectName("banner")
        self.setProperty("kind", "info")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("Look around"))
        self._place = PlainLabel("", "overline")
        self._title = PlainLabel("", "strong")
        self._text = PlainLabel("", wrap=True)
        self.back = Button(self.tr("Back"), key="F7")
        self.next = PrimaryButton(self.tr("Next"), key="F8")
        self.close_button = IconButton("x", self.tr("End the tour (Shift+Esc)"))
        self._halo = QFrame(ground)
        self._halo.setObjectName("halo")
        self._halo.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._build()
        self._connect()

    def begin(self) -> None:
        """Show the first stop; the cursor stays where it is."""
        self.show()
        self._show(0)

    def point_at(self, page: QWidget) -> None:
        """Put a frame around what this stop is about."""
        self._target = self._steps[self.number].find(page)
        self.arrange()
        QTimer.singleShot(0, self.arrange)

    def arrange(self) -> None:
        """Keep the frame in its place."""
        self._frame()

    def leave(self) -> None:
        """End the tour."""
        self.hide()
        self._halo.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.arrange()
        return super().eventFilter(watched, event)

    def _frame(self) -> None:
        target = self._target
        shown = target is not None and target.isVisible()
        if target is not None and shown:
            corner = target.mapTo(self._ground, QPoint())
            place = QRect(corner, target.size()).adjusted(-_ROUND, -_ROUND, _ROUND, _ROUND)
            self._halo.setGeometry(place.intersected(self._ground.rect()))
            self._halo.raise_()
        self._halo.setVisible(shown and self.isVisible())

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(self._place)
        head.addWidget(self._title, 1)
        words.addLayout(head)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_6, SPACE_2, SPACE_3, SPACE_2)
        row.setSpacing(SPACE_2)
        row.addLayout(words, 1)
        for button in (self.next, self.back, self.close_button):
            row.addWidget(button)
        self.hide()
        self._halo.hide()

    def _connect(self) -> None:
        self.next.clicked.connect(lambda: self._go(1))
        self.back.clicked.connect(lambda: self._go(-1))
        self.close_button.clicked.connect(self.leave)
        for key, button in (("F8", self.next), ("F7", self.back), ("Shift+Esc", self.close_button)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(button.click)
        self._ground.installEventFilter(self)

    def _go(self, by: int) -> None:
        if self.number + by >= len(self._steps):
            self.leave()
        elif self.number + by >= 0:
            self._show(self.number + by)

    def _show(self, number: int) -> None:
        self.number = number
        step = self._steps[number]
        self._place.setText(self.tr("Look around: {} of {}").format(number + 1, len(self._steps)))
        self._title.setText(step.title)
        self._text.setText(step.text)
        self.back.setEnabled(number > 0)
        self.next.set_text(self.tr("End the tour") if number + 1 == len(self._steps) else self.tr("Next"))
        self.step_shown.emit(step)
        self.arrange()
