"""Records people can correct (``desk.corrections``): nothing is overwritten, nothing erased, each step says why."""

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import Panel
from alpdesk.services.context import Context
from alpdesk.services.correcting import SAMPLE, Correcting
from alpdesk.services.entry import PanelDraft, ResultDraft
from alpdesk.services.flagging import FlagChange, flag_changes, judged_otherwise
from alpdesk.services.judging import choice
from alpdesk.services.marking import Corrected
from alpdesk.services.marks import Mark, marks, marks_of_panel
from alpdesk.services.merging import Difference, MergePreview, Merging
from alpdesk.services.previewing import Previewer, RowPreview
from alpdesk.services.touched import Affected, StaleAnswer, StaleAssessment, Touched
from alpdesk.store import corrections as queries, panels, patients

__all__ = [
    "SAMPLE",
    "Affected",
    "Corrected",
    "Corrections",
    "Difference",
    "FlagChange",
    "Mark",
    "MergePreview",
    "StaleAnswer",
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

    def marks(self, patient_id: int) -> tuple[Mark, ...]:
        """Return the corrections of a record in full, newest first."""
        with self._at.database.read() as session:
            return marks(session, patient_id)

    def marks_of_panel(self, panel_id: int) -> tuple[Mark, ...]:
        """Return the corrections of a panel and its results in full, newest first, in whosever record they stand."""
        with self._at.database.read() as session:
            return marks_of_panel(session, panel_id)

    def flags_if_moved(self, panel_id: int, to_patient_id: int) -> tuple[FlagChange, ...]:
        """Return every flag of a panel that would turn in the record of another patient; nothing is kept."""
        with self._at.database.read() as session:
            both, target = panels.get(session, panel_id), patients.record(session, to_patient_id).patient
            return tuple(flag_changes([both], target, self._at.rules, choice(session)))

    def flags_if_sampled(self, panel: Panel) -> tuple[FlagChange, ...]:
        """Return every flag of a panel that would turn if the sample were as given; nothing is kept."""
        with self._at.database.read() as session:
            both = panels.get(session, panel.id or 0)
            if not judged_otherwise(both.panel, panel):
                return ()
            owner = patients.record(session, both.panel.patient_id or 0).patient
            wanted = both.model_copy(update={"panel": panel})
            return tuple(flag_changes([wanted], owner, self._at.rules, choice(session)))

    def preview(self, panel_id: int, draft: ResultDraft) -> RowPreview:
        """Judge a new version of a result while it is typed; nothing is kept."""
        with self._at.database.read() as session:
            panel = panels.get(session, panel_id).panel
            record = patients.record(session, panel.patient_id or 0)
            previewer = Previewer(record, self._at.rules, choice(session), self._at.today())
            return previewer.preview(PanelDraft(panel=panel, rows=(draft,))).rows[0]
