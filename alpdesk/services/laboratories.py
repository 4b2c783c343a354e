"""The laboratories whose reports the clinic types in."""

from alpdesk.domain.records import Laboratory
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.store import laboratories
from alpdesk.store.reading import fetch, value
from alpdesk.store.rows import add, change
from alpdesk.store.tables import LaboratoryRow


class Laboratories:
    """The laboratories of the clinic."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def list(self) -> tuple[Laboratory, ...]:
        """Return every laboratory, those in use first."""
        with self._context.database.read() as session:
            return laboratories.every(session)

    def get(self, laboratory_id: int) -> Laboratory:
        """Return one laboratory."""
        with self._context.database.read() as session:
            return value(Laboratory, fetch(session, LaboratoryRow, laboratory_id, "laboratory"))

    def add(self, laboratory: Laboratory) -> Laboratory:
        """Keep a new laboratory."""
        self._check(laboratory)
        with self._context.begin("laboratory added") as session:
            if laboratories.named(session, laboratory.name) is not None:
                raise AlpdeskError(f"There is a laboratory named {laboratory.name} already.")
            return value(Laboratory, add(session, LaboratoryRow, laboratory))

    def update(self, laboratory: Laboratory) -> Laboratory:
        """Keep a changed laboratory; panels already entered keep what they were judged by."""
        self._check(laboratory)
        with self._context.begin("laboratory changed") as session:
            namesake = laboratories.named(session, laboratory.name)
            if namesake is not None and namesake.id != laboratory.id:
                raise AlpdeskError(f"There is a laboratory named {laboratory.name} already.")
            return value(Laboratory, change(session, LaboratoryRow, laboratory))

    def _check(self, laboratory: Laboratory) -> None:
        if laboratory.profile and laboratory.profile not in self._context.rules.profiles:
            raise AlpdeskError(f"The interval profile {laboratory.profile} is not known.")
