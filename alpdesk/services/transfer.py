"""Results in and out as files: sound rows as one step, every other row named."""

from pathlib import Path
from typing import TYPE_CHECKING

from alpdesk.domain.records import Record
from alpdesk.services.context import NOBODY, Cancelled, Context, Progress, Watch, never, unwatched
from alpdesk.services.staging import RowProblem

if TYPE_CHECKING:
    from alpdesk.services.patient_file import GivenOut

__all__ = ["ExportReport", "ImportReport", "RowProblem", "Transfer"]


class ImportReport(Record):
    """What an import did, or with ``dry_run`` would do. ``taken`` is false when nothing was kept."""

    rows: int = 0
    patients_added: int = 0
    panels_added: int = 0
    results_added: int = 0
    already_there: int = 0
    unanswered: int = 0
    problems: tuple[RowProblem, ...] = ()
    encoding: str = ""
    taken: bool = True


class ExportReport(Record):
    """How much was written."""

    patients: int = 0
    panels: int = 0
    results: int = 0


class Transfer:
    """Files in and out."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def import_csv(
        self,
        path: Path,
        *,
        mapping: Path | None = None,
        strict: bool = False,
        dry_run: bool = False,
        progress: Progress = unwatched,
        cancelled: Cancelled = never,
    ) -> ImportReport:
        """Take results in from a CSV file (long form, or as ``mapping`` describes it).

        Every sound row is kept in one transaction; ``strict`` keeps nothing when a row is not sound.
        """
        from alpdesk.services.importing import Import

        run = Import(self._context, progress, cancelled)
        run.read(path, mapping)
        return run.keep(strict=strict, dry_run=dry_run, source=path.name)

    def give_out(self, patient_id: int, out: Path, watch: Watch = NOBODY) -> "GivenOut":
        """Write everything about one patient: every row, letter and scan, and who did what."""
        from alpdesk.services.patient_file import give_out

        return give_out(self._context, patient_id, out, watch)

    def export_csv(
        self,
        out: Path,
        *,
        patient_number: str | None = None,
        progress: Progress = unwatched,
        cancelled: Cancelled = never,
    ) -> ExportReport:
        """Write the long form: one patient, or everybody."""
        from alpdesk.services.exporting import export

        return export(self._context, out, patient_number, progress, cancelled)
