"""A block of the clinic's own: its form, its words in one language, and when it is said."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from alpdesk.domain.own_letter import LONGEST_HEADING, OwnBlock
from alpdesk.services.own_letters import Value
from alpdesk.services.own_rules import Fault
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.own_letters import words
from alpdesk.ui.own_letters.rows import by_field
from alpdesk.ui.own_letters.values_menu import ValuesButton
from alpdesk.ui.people import language_name
from alpdesk.ui.theme import SPACE_1, SPACE_2
from alpdesk.ui.widgets import Choice, Field, Form, IconButton, PlainLabel, QuietButton

_TEXT_HEIGHT = 132


class OwnEdit(QWidget):
    """Signals: ``changed(object, str)`` with the block and the field that is typed in, if one is."""

    changed = Signal(object, str)

    def __init__(
        self,
        block: OwnBlock,
        language: str,
        facts: tuple[str, ...],
        values: Callable[[], tuple[Value, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.block, self._language, self._facts = block, language, facts
        self.form = Choice((
            (self.tr("Paragraph"), "paragraph"), (self.tr("List, a line each"), "bullets"),
            (self.tr("Words in a box"), "notice"),
        ))  # fmt: skip
        self.form.set_value(block.kind)
        self.heading = QLineEdit(block.heading.get(language, ""))
        self.heading.setMaxLength(LONGEST_HEADING)
        self.text = QPlainTextEdit(block.text.get(language, ""))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_TEXT_HEIGHT)
        self._heading = Field(self.tr("Heading, if any"), self.heading)
        self._text = Field(self.tr("Words in {}").format(language_name(language)), self.text)
        self.insert = ValuesButton(self.text, values)
        self.no_words = PlainLabel("", "caution", wrap=True)
        self._when = QVBoxLayout()
        self._when.setSpacing(SPACE_1)
        self.add_fact = QuietButton(self.tr("Add a condition"), icon="plus")
        self._wrong_when = PlainLabel("", "error", wrap=True)
        self._build()
        self._connect()

    def show_faults(self, faults: tuple[Fault, ...]) -> None:
        """Say beside each field what is wrong with it."""
        field = f"own.{self.block.id}"
        found = {name.removeprefix(field).lstrip("."): sentence for name, sentence in by_field(faults).items()}
        for part, shown in (("heading", self._heading), ("text", self._text)):
            sentence = found.get(f"{part}.{self._language}") or (found.get("text", "") if part == "text" else "")
            shown.refuse(sentence) if sentence else shown.say()
        self._wrong_when.setText(found.get("when", ""))
        self._wrong_when.setVisible("when" in found)
        others = sorted(
            name.split(".")[1] for name in found if name.count(".") == 1 and not name.endswith(self._language)
        )
        if others:
            named = ", ".join(dict.fromkeys(language_name(each) for each in others))
            self._text.refuse(self.tr("To mend in: {languages}").format(languages=named))

    def read_only(self) -> None:
        """Let nothing be typed here."""
        for editor in (self.heading, self.text):
            editor.setReadOnly(True)
        for widget in (self.form, self.insert, self.add_fact):
            widget.setEnabled(False)
        for button in self.findChildren(IconButton):
            button.setEnabled(False)

    def facts_menu(self) -> QMenu:
        """Return the conditions there are to choose from."""
        menu = QMenu(self)
        for name in (each for fact in self._facts for each in (fact, f"!{fact}")):
            if name not in self.block.when:
                menu.addAction(words.fact(name).replace("&", "&&")).triggered.connect(
                    lambda _=False, name=name: self.set_when((*self.block.when, name))
                )
        return menu

    def set_when(self, when: tuple[str, ...]) -> None:
        """Say the block only where all of these hold."""
        self._take(when=when)
        self._show_when()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_2)
        column.addWidget(Form(((Field(self.tr("Form"), self.form),), (self._heading,), (self._text,))))
        row = QHBoxLayout()
        row.addWidget(self.insert)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.no_words)
        column.addWidget(PlainLabel(self.tr("Said when all of this holds"), "overline"))
        column.addLayout(self._when)
        column.addWidget(self._wrong_when)
        column.addWidget(self.add_fact)
        self._wrong_when.hide()
        self._show_when()
        self._show_language()

    def _connect(self) -> None:
        self.form.picked.connect(lambda kind: self._take(kind=str(kind)))
        self.heading.textEdited.connect(lambda text: self._type("heading", text))
        self.text.textChanged.connect(lambda: self._type("text", self.text.toPlainText()))
        self.add_fact.clicked.connect(
            lambda: self.facts_menu().popup(self.add_fact.mapToGlobal(self.add_fact.rect().bottomLeft()))
        )

    def _type(self, part: str, text: str) -> None:
        spoken = {**getattr(self.block, part), self._language: text}
        self._take(f"{part}.{self._language}", **{part: {name: said for name, said in spoken.items() if said.strip()}})
        self._show_language()

    def _take(self, typed: str = "", **changes: object) -> None:
        self.block = self.block.model_copy(update=changes)
        self.changed.emit(self.block, typed)

    def _show_when(self) -> None:
        empty(self._when)
        if not self.block.when:
            self._when.addWidget(PlainLabel(self.tr("Always."), "muted"))
        for name in self.block.when:
            row = QHBoxLayout()
            row.setSpacing(SPACE_1)
            gone = IconButton("x", self.tr("Remove: {}").format(words.fact(name)))
            gone.clicked.connect(lambda _=False, name=name: self.set_when(self._without(name)))
            row.addWidget(PlainLabel(words.fact(name), wrap=True), 1)
            row.addWidget(gone)
            self._when.addLayout(row)

    def _without(self, name: str) -> tuple[str, ...]:
        return tuple(each for each in self.block.when if each != name)

    def _show_language(self) -> None:
        lacking = not self.block.lines(self._language) and any(self.block.text.values())
        none = self.tr("No words in {} yet: letters in that language leave this block out.")
        self.no_words.setText(none.format(language_name(self._language)) if lacking else "")
        self.no_words.setVisible(lacking)
