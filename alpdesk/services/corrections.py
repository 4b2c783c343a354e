"""Records people can correct (``desk.corrections``): nothing is overwritten, nothing erased, each step says why."""

from alpdesk.domain.followup import Correction
from alpdesk.services.context import Context
from alpdesk.services.correcting import SAMPLE, Correcting
from alpdesk.services.marking import Corrected
from alpdesk.services.merging import Difference, FlagChange, MergePreview, Merging
from alpdesk.services.touched import Affected, StaleAssessment, Touched
from alpdesk.store import clinic, corrections as queries

__all__ = [
    "SAMPLE",
    "Affected",
    "Corrected",
    "Corrections",
    "Difference",
    "FlagChange",
    "MergePreview",
    "StaleAssessment",
]


class Corrections(Correcting, Merging, Touched):
    """What was done to wrong records, and doing it."""

    def __init__(self, context: Context) -> None:
        Correcting.__init__(self, context)
        Touched.__init__(self, context)

    def of_patient(self, patient_id: int) -> tuple[Correction, ...]:
        """Return every correction that stands in a record, newest first."""
        with self._at.database.read() as session:
            return queries.of_patient(session, patient_id)

    def of_panel(self, panel_id: int) -> tuple[Correction, ...]:
        """Return every correction of a panel and its results, newest first."""
        with self._at.database.read() as session:
            return queries.of_panel(session, panel_id)

    def names(self) -> dict[int, str]:
        """Return the names of everybody who ever corrected something, by their keys."""
        with self._at.database.read() as session:
            return clinic.user_names(session)
