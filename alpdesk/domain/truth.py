"""Three answers, not two: yes, no, and not known."""

from collections.abc import Iterable


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Return ``False`` if any is ``False``, else ``None`` if any is unknown."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Return ``True`` if any is ``True``, else ``None`` if any is unknown."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def negated(answer: bool | None) -> bool | None:
    """Return the opposite; unknown stays unknown."""
    return None if answer is None else not answer
