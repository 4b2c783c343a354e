"""The first page of the first run."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_3, SPACE_4
from alpdesk.ui.welcome.setup_page import SetupPage
from alpdesk.ui.widgets import Banner, PlainLabel
from alpdesk.ui.widgets.choice_card import ChoiceCard


class WelcomePage(QStackedWidget):
    """Signals: ``create_requested(object)`` with a ``NewClinic``, ``open_requested()``, ``demo_requested()``."""

    create_requested = Signal(object)
    open_requested = Signal()
    demo_requested = Signal()

    def __init__(self, proposed: Path, backups: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.create_card = ChoiceCard(
            "plus", self.tr("Start a new clinic"),
            self.tr("Four short steps: the clinic, the laboratory, you, and where it is kept."),
        )  # fmt: skip
        self.open_card = ChoiceCard(
            "folder-open", self.tr("Open an existing record"),
            self.tr("A database file of Alpdesk on this computer or on a drive."),
        )  # fmt: skip
        self.demo_card = ChoiceCard(
            "eye", self.tr("Look around first"),
            self.tr("A clinic filled with made-up patients. Nothing of it is kept."),
        )  # fmt: skip
        self._trouble = Banner("caution")
        self._trouble.hide()
        self.setup = SetupPage(proposed, backups)
        self.addWidget(self._start())
        self.addWidget(self.setup)
        self._connect()
        self.setFocusProxy(self.create_card)

    def show_error(self, text: str) -> None:
        """Say why it did not work; what was typed stays."""
        if self.currentWidget() is self.setup:
            self.setup.show_error(text)
            return
        self._trouble.show_message("caution", text)
        self._trouble.show()

    def set_profiles(self, profiles: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer interval profiles, as pairs of title and id."""
        self.setup.set_profiles(profiles, chosen)

    def _start(self) -> QWidget:
        start = QWidget()
        column = QVBoxLayout(start)
        column.setSpacing(SPACE_3)
        column.addStretch(2)
        column.addWidget(PlainLabel(self.tr("Welcome"), "title"))
        words = self.tr("Alpdesk keeps the laboratory results of your patients, and sees to it that a low alkaline "
                        "phosphatase gets an answer.")  # fmt: skip
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        column.addSpacing(SPACE_4)
        for card in (self.create_card, self.open_card, self.demo_card):
            column.addWidget(card)
        column.addWidget(self._trouble)
        column.addStretch(3)
        return start

    def _connect(self) -> None:
        self.create_card.clicked.connect(self._begin)
        self.open_card.clicked.connect(self.open_requested)
        self.demo_card.clicked.connect(self.demo_requested)
        self.setup.left.connect(self._back)
        self.setup.finished.connect(self.create_requested)

    def _begin(self) -> None:
        self.setCurrentWidget(self.setup)
        self.setup.start()

    def _back(self) -> None:
        self.setCurrentIndex(0)
        self.create_card.setFocus()
