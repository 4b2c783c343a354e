"""Entering a panel of results: judged while it is typed, kept in one step, answered by an assessment."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from alpdesk.domain.assess import ResultVerdict
from alpdesk.domain.assessment import Assessment
from alpdesk.domain.records import Panel, PanelWithResults, Record, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context


class EntryError(AlpdeskError):
    """A panel cannot be kept as it is; ``analyte`` and ``field`` say which cell to mark (both may be empty).

    ``field`` is one of ``value unit low high analyte collected received gestation_weeks``.
    """

    def __init__(self, sentence: str, *, analyte: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.analyte = analyte
        self.field = field


class PanelTemplate(Record):
    """Rows offered for entry. ``id`` is the rule book's id, or ``own-<n>`` for one the clinic made."""

    id: str
    title: str
    analytes: tuple[str, ...]
    own: bool = False


class ResultDraft(Record):
    """One row of the entry grid, every cell as typed."""

    analyte: str
    value: str = ""
    unit: str = ""
    low: str = ""
    high: str = ""


class PanelDraft(Record):
    """A panel as far as it is typed. Rows without a value are not results and are left out."""

    panel: Panel
    rows: tuple[ResultDraft, ...] = ()


class Previous(Record):
    """The last standing value of an analyte before this sample, in the unit it was typed in."""

    collected: date
    value: str
    unit: str


class RowPreview(Record):
    """What is to be said of one row while it is typed.

    ``error`` is the sentence that would refuse the row, ``field`` the cell it is about. ``change`` is the percent
    change against ``previous``, when both are exact and in known units.
    """

    analyte: str
    verdict: ResultVerdict | None = None
    previous: Previous | None = None
    change: Decimal | None = None
    error: str = ""
    field: str = ""


class PanelPreview(Record):
    """What would be shown if the panel were kept now. Nothing is kept.

    ``assessment`` is absent while no row can be judged. ``error``/``field`` are about the panel itself
    (for example the day of the sample).
    """

    rows: tuple[RowPreview, ...] = ()
    assessment: Assessment | None = None
    error: str = ""
    field: str = ""

    @property
    def ready(self) -> bool:
        """Say whether the panel could be kept as it is."""
        return not self.error and not any(row.error for row in self.rows) and any(row.verdict for row in self.rows)


class Entered(Record):
    """What keeping a panel led to.

    ``assessment`` is always there when the patient has any result to judge; ``assessment_id`` only when it was kept
    (an answer is needed, an alert spoke, or the ALP is low or suspended). ``closed`` says in one sentence each which
    due items this panel closed. ``already`` is true when this very panel (``uid``) had been kept before.
    """

    panel_id: int
    assessment_id: int | None = None
    assessment: Assessment | None = None
    closed: tuple[str, ...] = ()
    already: bool = False


class Panels:
    """The results of the clinic, a sample at a time."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def templates(self) -> tuple[PanelTemplate, ...]:
        """Return the rule book's panel templates and then the clinic's own."""
        raise NotImplementedError

    def keep_template(self, title: str, analytes: Sequence[str]) -> PanelTemplate:
        """Keep a template of the clinic's own; one with this title is replaced."""
        raise NotImplementedError

    def remove_template(self, template_id: str) -> None:
        """Remove a template of the clinic's own."""
        raise NotImplementedError

    def get(self, panel_id: int) -> PanelWithResults:
        """Return one panel with its results."""
        raise NotImplementedError

    def read(self, draft: PanelDraft) -> tuple[Result, ...]:
        """Return the typed rows as results; raise ``EntryError`` at the first that cannot be one."""
        raise NotImplementedError

    def preview(self, patient_id: int, draft: PanelDraft) -> PanelPreview:
        """Judge a panel while it is typed. An unfinished or refused row is said, never raised."""
        raise NotImplementedError

    def enter(self, patient_id: int, panel: Panel, results: Sequence[Result]) -> Entered:
        """Keep a panel as one step: results as judged, the assessment, the due items it closes."""
        raise NotImplementedError

    def enter_draft(self, patient_id: int, draft: PanelDraft) -> Entered:
        """Read a typed panel and keep it."""
        return self.enter(patient_id, draft.panel, self.read(draft))
