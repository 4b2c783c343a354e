"""The languages of letters: all sentences side by side with English, and who has signed a translation off."""

from functools import cache

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import (
    QFontDatabase,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from alpdesk.assets import resource
from alpdesk.domain.terms import TranslationState
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.translations import Pair, Translation
from alpdesk.ui.people import language_name
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.lists import ListSection
from alpdesk.ui.widgets import Button, Field, PlainLabel, format_date

translate = QCoreApplication.translate
_HEIGHT = 560
_RTL = {"ar", "he", "fa", "ur"}


class LanguagesSection(ListSection):
    """On the left the languages with their state, on the right every sentence of one, to be read and signed off."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = self.tr(
            "A translation awaits review by a native-speaking clinician until somebody signs it off here; "
            "until then its letters carry a note for whoever sends them. A changed translation waits again."
        )
        super().__init__(self.tr("Languages of letters"), sentence, "", parent)
        _letters_of_every_script()
        self._desk = desk
        self._shown: Translation | None = None
        self._document: QTextDocument | None = None
        self.new.hide()
        self.state = PlainLabel("", wrap=True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Show only sentences with …"))
        self.search.setAccessibleName(self.tr("Show only sentences with"))
        self.search.setClearButtonEnabled(True)
        self.sentences = QTextEdit()
        self.sentences.setReadOnly(True)
        self.sentences.setTabChangesFocus(True)
        self.list.setMinimumHeight(_HEIGHT)  # the sentences take what the list makes room for
        self.sentences.setAccessibleName(self.tr("Sentences beside the English ones"))
        self.reason = QLineEdit()
        self.back = Button(self.tr("Take back"), icon="undo-2")
        self.save.set_text(self.tr("Sign off"))
        for widget, share in ((self.state, 0), (self.search, 0), (self.sentences, 1)):
            self.form.addWidget(widget, share)
        self.form.addWidget(Field(self.tr("Remark (may stay empty)"), self.reason))
        self.form.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.search.textChanged.connect(self._show_sentences)
        self.back.clicked.connect(self._take_back)

    def items(self) -> tuple[tuple[str, object], ...]:
        found = self._desk.translations.list()
        return tuple((f"{language_name(each.language)} · {_short(each.state)}", each.language) for each in found)

    def show_item(self, value: object) -> None:
        found = (each for each in self._desk.translations.list() if each.language == value)
        self._shown = next(found, None)
        shown = self._shown
        self.state.setText("" if shown is None else self._told(shown))
        signed = shown is not None and shown.state is TranslationState.SIGNED
        self.save.setEnabled(shown is not None and not signed and self.locked.isHidden())
        self.back.setEnabled(signed and self.locked.isHidden())
        self.reason.clear()
        self._show_sentences()

    def keep(self) -> None:
        """Sign off the translation that is shown, in the edition that was read."""
        if self._shown is None:
            return
        language, edition = self._shown.language, self._shown.edition
        try:
            self._desk.translations.sign(language, edition, self.reason.text().strip())
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.reload()
        self.kept(self.tr("Signed off: {language}").format(language=language_name(language)))

    def read_only(self) -> None:
        for widget in (self.reason, self.back):
            widget.setEnabled(False)

    def _take_back(self) -> None:
        if self._shown is None:
            return
        try:
            self._desk.translations.take_back(self._shown.language, self.reason.text().strip())
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.reload()
        self.kept(self.tr("The sign-off was taken back."))

    def _told(self, shown: Translation) -> str:
        day = "" if shown.at is None else format_date(shown.at.astimezone().date())
        words = {
            TranslationState.WAITING: self.tr("Translation awaits review by a native-speaking clinician."),
            TranslationState.SIGNED: self.tr("Signed off on {day} by {name}."),
            TranslationState.LAPSED: self.tr(
                "Changed since it was signed off on {day} by {name}; it awaits review by a native-speaking clinician."
            ),
        }[shown.state]
        remark = self.tr("Remark: {remark}").format(remark=shown.reason) if shown.reason else ""
        return " ".join(part for part in (words.format(day=day, name=shown.by), remark) if part)

    def _show_sentences(self) -> None:
        if self._shown is None:
            return
        wanted = self.search.text().strip().casefold()
        pairs = self._desk.translations.pairs(self._shown.language)
        self._set_side_by_side([each for each in pairs if wanted in " ".join(each).casefold()])
        self.sentences.verticalScrollBar().setValue(0)

    def _set_side_by_side(self, pairs: list[Pair]) -> None:
        """Lay the sentences out in two columns, as plain text, in a document that is shown when it is whole."""
        document = QTextDocument(self)
        document.setDefaultFont(self.sentences.font())
        if pairs:
            rtl = self._shown is not None and self._shown.language in _RTL
            _fill(document, pairs, Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        before, self._document = self._document, document
        self.sentences.setDocument(document)
        if before is not None:
            before.deleteLater()


def _fill(document: QTextDocument, pairs: list[Pair], direction: Qt.LayoutDirection) -> None:
    cursor, own = QTextCursor(document), QTextBlockFormat()
    own.setLayoutDirection(direction)
    cursor.beginEditBlock()
    table = cursor.insertTable(len(pairs), 2, _columns())
    for row, pair in enumerate(pairs):
        table.cellAt(row, 0).firstCursorPosition().insertText(pair.english)
        right = table.cellAt(row, 1).firstCursorPosition()
        right.setBlockFormat(own)
        right.insertText(pair.own)
    cursor.endEditBlock()


@cache
def _letters_of_every_script() -> None:
    """Let the window show scripts for which this computer may have no letters."""
    for name in ("NotoSansDevanagari-Regular.ttf", "NotoSansArabic-Regular.ttf"):
        QFontDatabase.addApplicationFont(str(resource("fonts", name)))


def _columns() -> QTextTableFormat:
    columns = QTextTableFormat()
    columns.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    half = QTextLength(QTextLength.Type.PercentageLength, 50)
    columns.setColumnWidthConstraints([half, half])
    columns.setCellPadding(5)
    columns.setCellSpacing(0)
    columns.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    columns.setBorderCollapse(True)
    columns.setBorder(0.5)
    return columns


def _short(state: TranslationState) -> str:
    return {
        TranslationState.WAITING: translate("LanguagesSection", "awaits review"),
        TranslationState.SIGNED: translate("LanguagesSection", "signed off"),
        TranslationState.LAPSED: translate("LanguagesSection", "changed, awaits review"),
    }[state]
