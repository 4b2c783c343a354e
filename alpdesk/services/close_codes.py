"""The fixed reasons for which something leaves the list without a result."""

from alpdesk.domain.records import CloseCode
from alpdesk.errors import AlpdeskError

_WORDS = {
    CloseCode.ATTENDED_ELSEWHERE: "Attended elsewhere",
    CloseCode.DECLINED: "Declined",
    CloseCode.MOVED: "Moved away",
    CloseCode.DIED: "Died",
    CloseCode.UNREACHABLE: "Cannot be reached",
    CloseCode.OTHER: "Other",
}
DECIDED = frozenset({CloseCode.DECLINED, CloseCode.UNREACHABLE, CloseCode.OTHER})
"""Reasons that give up following somebody who is still here: somebody has to decide that."""
_LEFT = (CloseCode.DIED, CloseCode.MOVED)


def close_reason(code: CloseCode, text: str, *, every: bool) -> str:
    """Return the reason in words, or refuse one that does not suffice."""
    if code not in _WORDS:
        raise AlpdeskError("That reason is set by the program when a result comes in or a plan ends.")
    if code is CloseCode.OTHER and not text:
        raise AlpdeskError("Say why; the reason is kept.")
    if every and code not in _LEFT:
        raise AlpdeskError("Everything is closed at once only for a patient who died or moved away.")
    return text if code is CloseCode.OTHER else ": ".join(part for part in (_WORDS[code], text) if part)
