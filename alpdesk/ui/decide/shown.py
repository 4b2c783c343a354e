"""What the decide page shows and what stands in its form, with what is missing in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.analytes import Analyte
from alpdesk.domain.assessment import Assessment, MonitoringProposal
from alpdesk.domain.deciding import CriteriaSheet
from alpdesk.domain.records import DecisionKind, Patient
from alpdesk.services.checklists import ChecklistState
from alpdesk.services.corrections import StaleAssessment
from alpdesk.services.decisions import KeptAssessment, Signed
from alpdesk.services.older import Older
from alpdesk.ui.clinical.words import counted
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Shown:
    """One assessment as it is shown; an answered one is for reading only, unless it is answered ``anew``.

    ``keepers`` are the templates that keep what an answer promises: others may be started, but beside one of them.
    ``older`` is what else waits: the signature would answer it too.
    """

    patient: Patient
    age: str
    kept: KeptAssessment
    causes: Sequence[tuple[str, str]]
    signer: str
    today: date
    tests: Mapping[str, str]
    analyte: Analyte
    marks: ChecklistState
    promises: Mapping[DecisionKind, MonitoringProposal]
    keepers: Mapping[DecisionKind, Collection[str]]
    stale: StaleAssessment | None = None
    renewed: Assessment | None = None
    criteria: CriteriaSheet | None = None
    may_sign: bool = True
    anew: bool = False
    findings: Mapping[str, bool] = field(default_factory=dict)
    older: Sequence[Older] = ()

    @property
    def assessment(self) -> Assessment:
        """What is shown: as it was kept, or as the record stands now where that says something else."""
        return self.renewed or self.kept.assessment

    @property
    def open(self) -> bool:
        """Whether an answer can still be signed."""
        return self.anew or self.kept.decision is None

    def not_before(self, template: str) -> date | None:
        """Return the day before which a sample would not count for what a template makes due first."""
        proposed = (*self.assessment.monitoring, *self.promises.values())
        return next((one.not_before for one in proposed if one.template == template), None)

    @property
    def beside(self) -> int | None:
        """The newest answer that is shown, beside which another one would be signed."""
        given = (self.kept.decision, *(one.decision for one in self.kept.further))
        return max((one.id or 0 for one in given if one is not None), default=None)


@dataclass(frozen=True)
class Answer:
    """What stands in the answer form; ``kind`` is ``None`` while nothing is chosen."""

    kind: DecisionKind | None = None
    cause: str = ""
    reason: str = ""
    dues: Mapping[str, date | None] | None = None


def missing(answer: Answer, shown: Shown) -> tuple[str, str]:
    """Return the field that is wrong and why, or two empty texts."""
    if answer.kind is DecisionKind.EXPLAINED and not answer.cause:
        return "cause", translate("Decide", "Choose what explains the low value.")
    if answer.kind is DecisionKind.NO_ACTION and not answer.reason.strip():
        return "reason", translate("Decide", "Say why no action is needed; somebody will read it later.")
    promise = None if answer.kind is None else shown.promises.get(answer.kind)
    kept = () if answer.kind is None else shown.keepers.get(answer.kind, ())
    if promise is not None and not any(template in kept for template in answer.dues or {}):
        ask = translate("Decide", "Set a date: what is promised must come back to the list.")
        return f"due:{promise.template}", ask
    wrong = ((f"due:{name}", _wrong_day(due, shown, name)) for name, due in (answer.dues or {}).items())
    return next(((field, said) for field, said in wrong if said), ("", ""))


def _wrong_day(due: date | None, shown: Shown, template: str) -> str:
    """Say what is wrong with the first date of something."""
    if due is None:
        return translate("Decide", "This cannot be read as a date.")
    if due < shown.today:
        return translate("Decide", "A due date cannot lie in the past.")
    early = shown.not_before(template)
    if early is None or due >= early:
        return ""
    said = translate("Decide", "A sample counts from {day} on; choose that day or a later one.")
    return said.format(day=format_date(early))


def said(signed: Signed) -> str:
    """Return what is said once an answer is signed."""
    if not signed.recalls:
        return translate("Decide", "Signed. Nothing was made due.")
    one = translate("Decide", "Signed. %n item is now on the list, due {day}.")
    many = translate("Decide", "Signed. %n items are now on the list, the first due {day}.", None, len(signed.recalls))
    first = min(recall.due for recall in signed.recalls)
    return counted(len(signed.recalls), one, many).format(day=format_date(first))


def first_date(proposal: MonitoringProposal, today: date) -> date:
    """Return the date a plan starts with: as proposed, but never in the past."""
    return max(proposal.due, today)
