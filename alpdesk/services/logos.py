"""The picture on the letterhead, as letters are set with it."""

import hashlib

from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import logos as queries

_KEPT = 4


class Logos:
    """Finds the pictures that letters name, and keeps the last few at hand."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._at_hand: dict[str, bytes] = {}

    def picture(self, sha256: str) -> bytes | None:
        """Return the picture that a letter was composed with, whether it still holds or not."""
        if not sha256:
            return None
        if sha256 not in self._at_hand:
            if len(self._at_hand) >= _KEPT:
                self._at_hand.clear()
            self._at_hand[sha256] = self._read(sha256)
        return self._at_hand[sha256]

    def _read(self, sha256: str) -> bytes:
        with self._context.database.read() as session:
            content = queries.content(session, sha256)
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            raise AlpdeskError("The picture on the letterhead is not as it was taken on. Check the record.")
        return content
