"""A rule book that cannot be used."""

from collections.abc import Sequence

from alpdesk.errors import AlpdeskError


class KnowledgeError(AlpdeskError):
    """Every fault of the rule files, each with its file and place."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("The rule files cannot be used:\n" + "\n".join(faults))
        self.faults = tuple(faults)
