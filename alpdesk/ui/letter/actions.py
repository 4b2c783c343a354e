"""The buttons under a letter: which there are depends on how far it has come and on who is at the desk."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from alpdesk.domain.letter import KeptLetter
from alpdesk.domain.records import LetterState
from alpdesk.ui.theme import SPACE_2
from alpdesk.ui.widgets import Button, PrimaryButton
from alpdesk.ui.widgets.flow import FlowRow


class LetterActions(QWidget):
    """Buttons for writing, signing and letting out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = Button(self.tr("Back to the patient"), icon="arrow-left", key="Esc")
        self.anew = Button(self.tr("Begin again"))
        self.later = Button(self.tr("Finish later"))
        self.unsigned = Button(self.tr("Keep unsigned"))
        self.save = Button(self.tr("Save as PDF"), icon="download", key="Ctrl+S")
        self.print = PrimaryButton(self.tr("Print"), icon="printer", key="Ctrl+P")
        self.sign = PrimaryButton(self.tr("Sign"), icon="signature", key="Ctrl+Enter")
        self.keep = PrimaryButton(self.tr("Keep the letter"), icon="check", key="Ctrl+Enter")
        ways = FlowRow(spacing=SPACE_2, at_end=True)
        for button in (self.anew, self.later, self.unsigned, self.save, self.print, self.sign, self.keep):
            ways.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.back)
        row.addLayout(ways, 1)

    def show_writing(self, *, reworded: bool, needs_signature: bool, may_sign: bool) -> None:
        """Offer what can be done with a letter that is being written."""
        signs = needs_signature and may_sign
        waits = self.tr("Keep for signature") if needs_signature else self.tr("Keep the letter")
        self.keep.set_text(self.tr("Sign and keep") if signs else waits)
        self._show(self.keep, self.later, *([self.anew] if reworded else []), *([self.unsigned] if signs else []))

    def show_kept(self, letter: KeptLetter, *, needs_signature: bool, may_sign: bool) -> None:
        """Offer what can be done with a letter on file."""
        over = letter.state is LetterState.REPLACED
        waits = needs_signature and letter.signed_at is None and letter.printed_at is None and not over
        out = [] if waits or over else [self.save, self.print]
        self._show(*([self.sign] if waits and may_sign else []), *out)

    def _show(self, *shown: Button) -> None:
        for button in (self.anew, self.later, self.unsigned, self.save, self.print, self.sign, self.keep):
            button.setVisible(button in shown)
