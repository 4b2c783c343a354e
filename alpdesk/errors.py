"""Failures that are for people: what happened, what to do, nothing lost."""

_BRIEF = 80


class AlpdeskError(Exception):
    """One plain sentence for the user. Everything else that is raised is a bug."""


class ConflictError(AlpdeskError):
    """The record was changed by someone else since it was read; ``theirs`` is what they made of it, where known."""

    def __init__(self, sentence: str, *, theirs: object | None = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs


class WrongPassword(AlpdeskError):
    """The password opens nothing."""


class CannotWrite(AlpdeskError):
    """The record can be read but not written, now or at all."""


def brief(text: str) -> str:
    """Return what somebody else wrote, short enough to stand in a sentence."""
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF]}…"
