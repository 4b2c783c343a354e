"""The clinic's paper: the picture on it, and where the address stands."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QWidget

from alpdesk.domain.issuing import Logo
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.letter.paper import document_of
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.section import Section
from alpdesk.ui.settings.svg_picture import png_of
from alpdesk.ui.widgets import Button, Choice, Divider, Field, Form, PlainLabel
from alpdesk.ui.widgets.rows import in_a_row

_SHOWN = 240, 96
_PAGE_HEIGHT = 460


class LetterheadSection(Section):
    """A picture taken on or withdrawn at once, the place of the address, and the page they give."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Letterhead"), self.tr("How the clinic's paper looks, and which envelopes it suits."), parent=parent
        )
        self._desk = desk
        self.file: Callable[[], Path | None] = self._ask_file
        self.picture = QLabel()
        self.name = PlainLabel("", "muted")
        self.choose = Button(self.tr("Choose a picture…"), icon="upload")
        self.withdraw = Button(self.tr("Withdraw it"), icon="trash-2")
        self.form = Choice()
        self.page = QLabel()
        self._logo: Logo | None = None
        self._build()
        self.choose.clicked.connect(self._take_on)
        self.withdraw.clicked.connect(self._withdraw)
        self.form.picked.connect(lambda _: self._show_page())

    def reload(self) -> None:
        self._show_picture()
        usual = (self.tr("The usual one for the paper"), "")
        self.form.set_items((usual, *((name, key) for key, name in self._desk.letterhead.forms())))
        self.form.set_value(self._desk.clinic.get().address_form or "")
        self._show_page()

    def keep(self) -> None:
        clinic = self._desk.clinic.get()
        self._keep_form(str(self.form.value()), self.tr("Letterhead saved"))
        if not self.trouble.isVisibleTo(self):
            self.can_be_undone(lambda: self._put_form_back(clinic.address_form))

    def _keep_form(self, form: str, said: str) -> None:
        clinic = self._desk.clinic.get()
        try:
            self._desk.clinic.update(clinic.model_copy(update={"address_form": form or None}))
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.kept(said)

    def _put_form_back(self, form: str | None) -> None:
        clinic = self._desk.clinic.get()
        self._desk.clinic.update(clinic.model_copy(update={"address_form": form}))

    def _take_on(self) -> None:
        file = self.file()
        if file is None:
            return
        before = self._logo
        try:
            logo = self._desk.letterhead.take_on(file, png_of)
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        if before is None or before.id != logo.id:
            self.can_be_undone(lambda: self._undo(self._desk.letterhead.withdraw, logo))
        self._show_both(self.tr("On every letter from now on"))

    def _withdraw(self) -> None:
        logo = self._logo
        if logo is None:
            return
        try:
            self._desk.letterhead.withdraw(logo.id or 0)
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.can_be_undone(lambda: self._undo(self._desk.letterhead.put_back, logo))
        self._show_both(self.tr("Withdrawn; letters on file stay as they are"))

    def _undo(self, way: Callable[[int], Logo], logo: Logo) -> None:
        way(logo.id or 0)

    def _show_both(self, said: str) -> None:
        self.kept(said)
        self._show_picture()
        self._show_page()

    def _show_picture(self) -> None:
        self._logo = self._desk.letterhead.logo()
        content = self._desk.letterhead.picture() if self._logo else None
        self.picture.setVisible(content is not None)
        self.withdraw.setVisible(content is not None)
        self.name.setText(self._logo.name if self._logo else self.tr("No picture: letters bear the clinic's name."))
        if content is not None:
            found = QPixmap()
            found.loadFromData(content)
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(found.scaled(*_SHOWN, Qt.AspectRatioMode.KeepAspectRatio, smooth))

    def _show_page(self) -> None:
        document = document_of(self._desk.letterhead.sample(str(self.form.value() or "")), self)
        points, sharp = document.pagePointSize(0), self.devicePixelRatioF()
        high = round(_PAGE_HEIGHT * sharp)
        drawn = document.render(0, QSize(round(high * points.width() / points.height()), high))
        document.deleteLater()
        page = QPixmap(drawn.size())
        page.fill(Qt.GlobalColor.white)
        painter = QPainter(page)
        painter.drawImage(0, 0, drawn)
        painter.end()
        page.setDevicePixelRatio(sharp)
        self.page.setPixmap(page)

    def _build(self) -> None:
        self.picture.setAccessibleName(self.tr("Picture on the letterhead"))
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.page.setAccessibleName(self.tr("How a first page looks"))
        self.page.setTextFormat(Qt.TextFormat.PlainText)
        self.page.setFrameShape(QFrame.Shape.StyledPanel)
        self.body.addWidget(PlainLabel(self.tr("Picture"), "strong"))
        hint = self.tr("A PNG, or an SVG that is a drawing only. It is printed at the top left, as large as it fits.")
        self.body.addWidget(PlainLabel(hint, "muted", wrap=True))
        self.body.addWidget(self.picture)
        self.body.addWidget(self.name)
        self.body.addLayout(in_a_row(self.choose, self.withdraw, None))
        self.body.addWidget(Divider())
        where = self.tr("Which envelope with a window the sheet is folded for.")
        self.body.addWidget(Form(((Field(self.tr("Place of the address"), self.form, hint=where), QWidget()),)))
        self.body.addLayout(in_a_row(self.page, None))

    def _ask_file(self) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        kinds = self.tr("Pictures (*.png *.svg)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose the clinic's picture"), folder, kinds)
        return Path(chosen) if chosen else None
