"""What is typed in a small form is there again after leaving it, and after a crash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, SignalInstance
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from alpdesk.services.drafts import Drafts
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.widgets import Choice


@dataclass(frozen=True)
class Filled:
    """What stood in the fields by name, and what was on record under it when it was typed."""

    texts: dict[str, str]
    over: dict[str, str] = field(default_factory=dict)


@runtime_checkable
class Typed(Protocol):
    """Anything else somebody types in, such as the rows of a table."""

    edited: SignalInstance

    def as_text(self) -> str:
        """Return what stands there."""

    def from_text(self, text: str) -> None:
        """Put back what stood there."""


Typable = QWidget | Typed


class FieldsKeeper(QObject):
    """Keeps the fields of one form, a second after the last key and when the form goes out of sight.

    ``open`` begins with what stands there: only what is typed over it is kept. ``clear`` forgets it once it was saved
    or given up.
    """

    def __init__(self, drafts: Drafts, kind: str, fields: Mapping[str, Typable], form: QWidget) -> None:
        super().__init__(form)
        self._keeper: Keeper[Filled] = Keeper(drafts, kind, Filled)
        self._fields = dict(fields)
        self._subject = ""
        self._base: dict[str, str] = {}
        self.outdated = False
        self._pause = Pause(drafts, self.keep, self)
        for widget in self._fields.values():
            _on_typing(widget, self._pause.start)
        form.installEventFilter(self)

    def open(self, subject: str) -> bool:
        """Begin a form; write back what was left in it, and say whether there was anything.

        ``outdated`` says that what it was typed over is not what stands on record now. What nobody typed over stays
        as it is on record: to write it back would undo what somebody else has put right meanwhile.
        """
        self._pause.stop()
        self._subject, self._base = subject, self._standing()
        left = self._keeper.get(subject)
        self.outdated = left is not None and bool(left.over) and left.over != self._base
        if left is None:
            return False
        for name, text in left.texts.items():
            if name in self._fields and left.over.get(name) != text:
                _write(self._fields[name], text)
        return True

    def said(self) -> str:
        """Say that what was typed before is here, and whether the record was changed since."""
        if self.outdated:
            return self.tr("What you typed before is here. What is on record was changed since: look before you save.")
        return self.tr("What you typed before is here. It is not saved yet.")

    def keep(self) -> None:
        """Keep what was typed."""
        if self._subject:
            now = self._standing()
            self._keeper.put(self._subject, None if now == self._base else Filled(now, self._base))

    def unsaved(self) -> bool:
        """Keep what was typed, and say whether the record would not take it."""
        self.keep()
        return bool(self._keeper.held())

    def close(self) -> None:
        """Keep what was typed, and watch no more until the next form is opened."""
        self._pause.stop()
        self.keep()
        self._subject = ""

    def clear(self) -> None:
        """Forget what was typed."""
        self._pause.stop()
        if self._subject:
            self._keeper.clear(self._subject)
        self._subject = ""

    def show_base(self) -> None:
        """Show again what stood there before anything was typed."""
        for name, text in self._base.items():
            _write(self._fields[name], text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._pause.stop()
            self.keep()
        return super().eventFilter(watched, event)

    def _standing(self) -> dict[str, str]:
        return {name: _read(widget) for name, widget in self._fields.items()}


def _on_typing(widget: Typable, act: Callable[[], object]) -> None:
    if isinstance(widget, QLineEdit):
        widget.textEdited.connect(lambda _: act())
    elif isinstance(widget, QPlainTextEdit):
        widget.textChanged.connect(act)
    elif isinstance(widget, Choice):
        widget.picked.connect(lambda _: act())
    elif isinstance(widget, QCheckBox):
        widget.clicked.connect(lambda _: act())
    elif isinstance(widget, Typed):
        widget.edited.connect(act)


def _read(widget: Typable) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, Choice):
        return "" if widget.value() is None else str(widget.value())
    if isinstance(widget, Typed):
        return widget.as_text()
    return "yes" if isinstance(widget, QCheckBox) and widget.isChecked() else ""


def _write(widget: Typable, text: str) -> None:
    if isinstance(widget, QLineEdit):
        widget.setText(text)
    elif isinstance(widget, QPlainTextEdit):
        with QSignalBlocker(widget):
            widget.setPlainText(text)
    elif isinstance(widget, Choice):
        values = (widget.itemData(place) for place in range(widget.count()))
        widget.set_value(next((value for value in values if str(value) == text), widget.value()))
    elif isinstance(widget, QCheckBox):
        widget.setChecked(bool(text))
    elif isinstance(widget, Typed):
        widget.from_text(text)
