"""Whether the trail says less only where a redaction says so, and says what that left of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from alpdesk.store.audit import is_redacted
from alpdesk.store.plain import sha256


class RedactionCheck:
    """Is shown every entry in order, and names those that are not as the newest redaction of them left them."""

    def __init__(self) -> None:
        self._found: dict[int, str] = {}
        self._told: dict[int, str] = {}

    @property
    def count(self) -> int:
        """Of how many entries something was taken out."""
        return len(self._found)

    def entry(self, seq: int, body: str, changes: Iterable[Mapping[str, Any]]) -> None:
        """Take note of an entry of which something was taken out, and of what a redaction says."""
        if is_redacted(body):
            self._found[seq] = sha256(body)
        for change in changes:
            self._told.update(change.get("redacted", ()))

    def faults(self) -> list[str]:
        """Return what is wrong, once every entry was shown."""
        wrong = sorted({seq for seq, _ in self._found.items() ^ self._told.items()})
        return [f"audit entry {seq} was changed: no redaction left it as it is" for seq in wrong]
