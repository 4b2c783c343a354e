"""The laboratories whose reports the clinic types in."""

from alpdesk.domain.records import Laboratory
from alpdesk.services.context import Context


class Laboratories:
    """The laboratories of the clinic."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list(self) -> tuple[Laboratory, ...]:
        """Return every laboratory, those in use first."""
        raise NotImplementedError

    def get(self, laboratory_id: int) -> Laboratory:
        """Return one laboratory."""
        raise NotImplementedError

    def add(self, laboratory: Laboratory) -> Laboratory:
        """Keep a new laboratory."""
        raise NotImplementedError

    def update(self, laboratory: Laboratory) -> Laboratory:
        """Keep a changed laboratory; panels already entered keep what they were judged by."""
        raise NotImplementedError
