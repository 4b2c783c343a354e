"""Keeps one kind of form half typed, so that a page need not know where."""

from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication

from alpdesk.errors import AlpdeskError
from alpdesk.services.drafts import Drafts, UnreadableDraft

T = TypeVar("T")


class Keeper(Generic[T]):
    """One form a subject. What the record would not take is held here, and named before the window closes."""

    def __init__(self, drafts: Drafts, kind: str, shape: type[T]) -> None:
        self._drafts = drafts
        self._kind = kind
        self._shape = shape
        self._written: dict[str, T] = {}
        self._held: dict[str, T] = {}
        self.trouble = ""

    def get(self, subject: str) -> T | None:
        """Return a form as it was left; ``trouble`` says why when it cannot be read."""
        self.trouble = ""
        if subject in self._held:
            return self._held[subject]
        try:
            found = self._drafts.get(self._kind, subject, self._shape)
        except UnreadableDraft as error:
            self.trouble = str(error)
            return None
        if found is not None:
            self._written[subject] = found
        return found

    def put(self, subject: str, body: T | None) -> None:
        """Keep a form as it stands; nothing is nothing to keep."""
        self.trouble = ""
        if body is None:
            self.clear(subject)
            return
        if self._written.get(subject) == body and subject not in self._held:
            return
        self._held[subject] = body
        if not self._drafts.must_wait:
            self._write(subject)

    def clear(self, subject: str) -> None:
        """Forget a form that was saved or cleared."""
        self._held.pop(subject, None)
        self._written.pop(subject, None)
        try:
            self._drafts.clear(self._kind, subject)
        except AlpdeskError as error:
            self.trouble = str(error)

    def held(self) -> tuple[str, ...]:
        """Write what could not be written before, and return the subjects of what would still be lost."""
        for subject in tuple(self._held):
            self._write(subject)
        return tuple(self._held)

    def _write(self, subject: str) -> None:
        body = self._held[subject]
        try:
            self._drafts.put(self._kind, subject, body)
        except AlpdeskError as error:
            said = QCoreApplication.translate("Drafts", "What you type is not kept while you pause: {reason}")
            self.trouble = said.format(reason=error)
        else:
            self._written[subject] = body
            del self._held[subject]
