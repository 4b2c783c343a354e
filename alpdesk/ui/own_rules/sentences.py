"""Sentences of the letters in the clinic's own words."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from alpdesk.domain.terms import EditKind
from alpdesk.services.desk import Desk
from alpdesk.services.own_rules import Fault
from alpdesk.ui.own_rules.tools import Tools
from alpdesk.ui.own_rules.words import does_not_hold, mark
from alpdesk.ui.people import language_name
from alpdesk.ui.said import said
from alpdesk.ui.settings.lists import ListSection
from alpdesk.ui.tasks import Run
from alpdesk.ui.widgets import Field, PlainLabel

_PAUSE_MS = 250
_TEXT_HEIGHT = 140


class SentencesSection(ListSection):
    """On the left every sentence, on the right the shipped one and the clinic's."""

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        sentence = self.tr("Letters are made of these sentences. A word in braces stands for a value of the record.")
        super().__init__(self.tr("Letter sentences"), sentence, "", parent)
        self._desk = desk
        self.new.hide()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Show only sentences with …"))
        self.search.setAccessibleName(self.tr("Show only sentences with"))
        self.search.setClearButtonEnabled(True)
        self._shipped = PlainLabel("", "muted", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_TEXT_HEIGHT)
        self._own = Field(self.tr("Your words"), self.text)
        self.tools = Tools(desk, EditKind.SNIPPET, run, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self.keep_typing(desk.drafts, "sentences", {"text": self.text, "why": self.tools.why})

    def put_back(self) -> None:
        self._look()

    def items(self) -> tuple[tuple[str, object], ...]:
        wanted = self.search.text().strip().casefold()
        spoken = self._desk.clinic.get().language
        rules = sorted(self._desk.own_rules.list(EditKind.SNIPPET), key=lambda rule: not _is_in(spoken, rule.key))
        named = ((_named(rule.key, spoken), rule) for rule in rules)
        return tuple(
            (mark(name, changed=rule.changed), rule.key)
            for name, rule in named
            if wanted in f"{name} {rule.body.get('text', '')}".casefold()
        )

    def show_item(self, value: object) -> None:
        if value is None:
            return
        rule = self._desk.own_rules.get(EditKind.SNIPPET, str(value))
        self._shipped.setText(self.tr("Shipped: {}").format((rule.shipped or {}).get("text", "")))
        self.text.setPlainText(str(rule.body.get("text", "")))
        self._own.say()
        if rule.fault:
            self.refuse(does_not_hold(rule))
        self.tools.show_entry(
            rule.key, _named(rule.key, self._desk.clinic.get().language), changed=rule.changed, newest=rule.newest
        )

    def keep(self) -> None:
        if self.current() is not None:
            self.tools.put(str(self.current()), self._body())

    def read_only(self) -> None:
        self.text.setReadOnly(True)
        self.tools.lock()

    def _build(self) -> None:
        self.body.insertWidget(0, self.search)
        self.form.addWidget(self._own)
        self.form.addWidget(self._shipped)
        self.form.addStretch(1)
        self.body.addWidget(self.tools)
        self.search.textChanged.connect(self.reload)
        self.text.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._look)
        self.tools.kept.connect(self._kept)
        self.tools.refused.connect(self._refused)
        self.tools.failed.connect(self.refuse)

    def _body(self) -> dict[str, str]:
        return {"text": " ".join(self.text.toPlainText().split())}

    def _look(self) -> None:
        """Say what is wrong while it is typed."""
        if self.current() is not None:
            self._refused(self._desk.own_rules.check(EditKind.SNIPPET, str(self.current()), self._body()))

    def _refused(self, faults: tuple[Fault, ...]) -> None:
        if faults:
            self._own.refuse(" ".join(said(fault.sentence) for fault in faults))
        else:
            self._own.say()

    def _kept(self, said: str) -> None:
        self.saved(said)


def _is_in(language: str, key: str) -> bool:
    return key.startswith(f"{language}.")


def _named(key: str, spoken: str = "en") -> str:
    """Return a key as words: the letter it belongs to and which sentence, after its language if it is a foreign one."""
    language, section, name = key.split(".", 2)
    words = f"{section.replace('_', ' ')}: {name.replace('_', ' ')}"
    return words if language == spoken else f"{language_name(language)}: {words}"
