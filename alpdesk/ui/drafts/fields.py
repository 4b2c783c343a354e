"""What is typed in a small form is there again after leaving it, and after a crash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from alpdesk.services.drafts import Drafts
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.drafts.pause import Pause
from alpdesk.ui.widgets import Choice


@dataclass(frozen=True)
class Filled:
    """What stood in the fields, by name."""

    texts: dict[str, str]


class FieldsKeeper(QObject):
    """Keeps the fields of one form, a second after the last key and when the form goes out of sight.

    ``open`` begins with what stands there: only what is typed over it is kept. ``clear`` forgets it once it was saved
    or given up.
    """

    def __init__(self, drafts: Drafts, kind: str, fields: Mapping[str, QWidget], form: QWidget) -> None:
        super().__init__(form)
        self._keeper: Keeper[Filled] = Keeper(drafts, kind, Filled)
        self._fields = dict(fields)
        self._subject = ""
        self._base = Filled({})
        self._pause = Pause(drafts, self.keep, self)
        for widget in self._fields.values():
            _on_typing(widget, self._pause.start)
        form.installEventFilter(self)

    def open(self, subject: str) -> bool:
        """Begin a form; write back what was left in it, and say whether there was anything."""
        self._pause.stop()
        self._subject, self._base = subject, self._standing()
        left = self._keeper.get(subject)
        if left is None:
            return False
        for name, text in left.texts.items():
            if name in self._fields:
                _write(self._fields[name], text)
        return True

    def keep(self) -> None:
        """Keep what was typed."""
        if self._subject:
            now = self._standing()
            self._keeper.put(self._subject, None if now == self._base else now)

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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._pause.stop()
            self.keep()
        return super().eventFilter(watched, event)

    def _standing(self) -> Filled:
        return Filled({name: _read(widget) for name, widget in self._fields.items()})


def _on_typing(widget: QWidget, act: Callable[[], object]) -> None:
    if isinstance(widget, QLineEdit):
        widget.textEdited.connect(lambda _: act())
    elif isinstance(widget, QPlainTextEdit):
        widget.textChanged.connect(act)
    elif isinstance(widget, Choice):
        widget.picked.connect(lambda _: act())
    elif isinstance(widget, QCheckBox):
        widget.clicked.connect(lambda _: act())


def _read(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, Choice):
        return "" if widget.value() is None else str(widget.value())
    return "yes" if isinstance(widget, QCheckBox) and widget.isChecked() else ""


def _write(widget: QWidget, text: str) -> None:
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
