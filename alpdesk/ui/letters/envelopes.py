"""Envelopes and labels for the letters that are chosen in the list: which, from which label on, and where to."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSpinBox, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.exchange.whole_file import write_whole
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.dialogs import Question
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter.paper import document_of
from alpdesk.ui.letter.preview import Preview
from alpdesk.ui.said import error_words
from alpdesk.ui.widgets import Banner, Button, Choice, Field, Form
from alpdesk.ui.widgets.rows import in_a_row

_FILE = "envelopes.pdf"


class EnvelopesDialog(Question):
    """Shows what will be printed; ``said`` is what to tell once it is done.

    Of several letters those without an address are left out, and it says how many.
    """

    def __init__(self, desk: Desk, output: Output, letter_ids: Sequence[int], parent: QWidget | None = None) -> None:
        letters = desk.envelopes.with_address(letter_ids) or tuple(letter_ids)
        super().__init__(
            _tr("Envelopes and labels"),
            _for_whom(len(letters), len(letter_ids) - len(letters)),
            yes=_tr("Print"),
            no=_tr("Close"),
            parent=parent,
        )
        self._desk, self._output, self._letters = desk, output, letters
        self.said = ""
        self._made: dict[tuple[str, int], bytes] = {}
        self._offered = {each.id: each for each in desk.envelopes.offered()}
        self.form = Choice(tuple((each.name, each.id) for each in self._offered.values()))
        self.start = QSpinBox()
        self.start.setMinimum(1)
        self._first = Field(_tr("First label"), self.start, hint=_tr("For a sheet that was begun"))
        self.preview = Preview()
        self.problem = Banner("caution")
        self.save = Button(_tr("Save as PDF"), icon="download")
        self._build()
        self.form.currentIndexChanged.connect(self._choose)
        self.start.valueChanged.connect(self._show_pages)
        self.save.clicked.connect(self._save)
        self._choose()

    def accept(self) -> None:
        """Print; stay open where no printer took it."""
        pages = self._pages()
        if pages is None:
            return
        document = document_of(pages, self)
        try:
            printed = self._output.print(document)
        except AlpdeskError as error:
            self._refuse(error_words(error))
            return
        finally:
            document.deleteLater()
        if printed:
            self._close_saying(_tr("Printed"))

    def _save(self) -> None:
        pages = self._pages()
        place = None if pages is None else self._output.file(_FILE)
        if pages is None or place is None:
            return
        try:
            write_whole(place, pages)
        except AlpdeskError as error:
            self._refuse(error_words(error))
            return
        self._close_saying(_tr("Saved as {}").format(place.name))

    def _close_saying(self, said: str) -> None:
        self.said = said
        self._desk.envelopes.note_made(self._letters, str(self.form.value()))
        super().accept()

    def _choose(self) -> None:
        count = self._offered[str(self.form.value())].count
        self._first.setVisible(count > 0)
        self.start.setMaximum(max(1, count))
        self._show_pages()

    def _show_pages(self) -> None:
        pages = self._pages()
        self.preview.setVisible(pages is not None)
        if pages is not None:
            self.preview.show_pages(pages)

    def _pages(self) -> bytes | None:
        """Return what is chosen, made once; or say why it cannot be made."""
        chosen = str(self.form.value()), self.start.value() if self._first.isVisibleTo(self) else 1
        self.problem.hide()
        try:
            if chosen not in self._made:
                self._made[chosen] = self._desk.envelopes.pdf(self._letters, *chosen)
        except AlpdeskError as error:
            self._refuse(error_words(error))
            return None
        return self._made[chosen]

    def _refuse(self, sentence: str) -> None:
        self.problem.show_message("caution", sentence)
        self.problem.show()

    def _build(self) -> None:
        self.body.addWidget(Form(((Field(_tr("Envelope or sheet"), self.form), self._first),)))
        self.body.addWidget(self.problem)
        self.body.addWidget(self.preview, 1)
        self.body.addLayout(in_a_row(None, self.save))
        self.problem.hide()
        self.preview.setMinimumHeight(300)
        self.setMinimumWidth(640)
        self.form.setFocus()


def ask_for_envelopes(desk: Desk, output: Output, letter_ids: Sequence[int], parent: QWidget) -> str:
    """Show the dialog; return what to tell once it is done."""
    dialog = EnvelopesDialog(desk, output, letter_ids, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.said


def _for_whom(count: int, without: int) -> str:
    told = counted(count, _tr("For %n letter."), _tr("For %n letters, in the order of the list.", count))
    if not without:
        return told
    left_out = counted(
        without,
        _tr("%n letter has no address and is left out."),
        _tr("%n letters have no address and are left out.", without),
    )
    return f"{told} {left_out}"


def _tr(text: str, number: int = -1) -> str:
    return QCoreApplication.translate("Envelopes", text, None, number)
