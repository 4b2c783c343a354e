"""An import: rows compared with the records, judged, and kept in one transaction."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from alpdesk.domain.records import Laboratory
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.mapping import read_mapping
from alpdesk.exchange.rows import read_rows
from alpdesk.exchange.table import read_table
from alpdesk.services.comparing import Comparison
from alpdesk.services.context import Cancelled, Context, Progress
from alpdesk.services.judging import choice
from alpdesk.services.staging import MAX_RESULTS, StagedPatient, Staging
from alpdesk.services.transfer import ImportReport
from alpdesk.store import laboratories, patients
from alpdesk.store.reading import value
from alpdesk.store.rows import add
from alpdesk.store.tables import LaboratoryRow

_ROWS = 500
_PATIENTS, _RESULTS = 200, 2_500
_READ_SHARE = 30
T = TypeVar("T")


class _Withdrawn(Exception):
    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


class Import:
    """One file on its way into the records. Progress is told in percent."""

    def __init__(self, context: Context, progress: Progress, cancelled: Cancelled) -> None:
        self._context = context
        self._progress = progress
        self._cancelled = cancelled
        self._staging = Staging(context.rules)
        self._encoding = ""

    def read(self, path: Path, mapping: Path | None) -> None:
        """Read the whole file; nothing is written yet."""
        form = read_mapping(mapping)
        table = read_table(path, delimiter=form.file.delimiter, encoding=form.file.encoding)
        self._encoding = table.encoding
        for some in _batches(read_rows(table, form), _ROWS):
            self._go_on(min(_READ_SHARE * table.position[0] // max(table.size, 1), _READ_SHARE))
            self._staging.take(some)
            if self._staging.rows > MAX_RESULTS:
                raise AlpdeskError(f"The file has more than {MAX_RESULTS:,} rows; split it into smaller files.")

    def keep(self, *, strict: bool, dry_run: bool, source: str) -> ImportReport:
        """Keep the sound rows in one transaction and say what became of every other row."""
        if (strict and self._staging.problems) or not self._staging.patients:
            return self._report([], taken=False)
        try:
            with self._context.begin("results imported", f"from {source}") as session:
                report = self._report(self._write(session), taken=True)
                self._withdraw(report, unwanted=dry_run or (strict and bool(report.problems)))
        except _Withdrawn as withdrawn:
            return withdrawn.report
        return report

    def _withdraw(self, report: ImportReport, *, unwanted: bool) -> None:
        """Take back what is not wanted, and an import that would only leave an empty entry in the trail."""
        if unwanted:
            raise _Withdrawn(report.model_copy(update={"taken": False}))
        if not report.results_added:
            raise _Withdrawn(report)

    def _write(self, session: Session) -> list[Comparison]:
        laboratory_of = self._laboratories(session)
        chosen = choice(session)
        people = list(self._staging.patients.values())
        done = []
        finished = 0
        for some in _portions(people):
            self._go_on(_READ_SHARE + (100 - _READ_SHARE) * finished // len(people))
            finished += len(some)
            known = patients.with_numbers(session, [one.patient.number for one in some])
            patients.hold(session, [one.id for one in known.values()])
            comparison = Comparison(session, self._context, self._staging, laboratory_of, chosen)
            comparison.write([(one, known.get(one.patient.number)) for one in some])
            done.append(comparison)
        self._go_on(100)
        return done

    def _laboratories(self, session: Session) -> dict[str, Laboratory]:
        """Return every laboratory of the file by its folded name, new ones added."""
        known = {one.name.casefold(): one for one in laboratories.every(session)}
        named = {key[2]: panel.sample.laboratory for one in self._people() for key, panel in one.panels.items()}
        for folded, name in named.items():
            if folded and folded not in known:
                known[folded] = value(Laboratory, add(session, LaboratoryRow, Laboratory(name=name)))
        return known

    def _people(self) -> Sequence[StagedPatient]:
        return list(self._staging.patients.values())

    def _report(self, done: list[Comparison], *, taken: bool) -> ImportReport:
        staging = self._staging
        return ImportReport(
            rows=staging.rows,
            patients_added=sum(one.patients_added for one in done),
            panels_added=sum(one.panels_added for one in done),
            results_added=sum(one.results_added for one in done),
            already_there=staging.repeated + sum(one.already_there for one in done),
            unanswered=sum(one.unanswered for one in done),
            problems=tuple(sorted(staging.problems, key=lambda problem: problem.line)),
            encoding=self._encoding,
            taken=taken,
        )

    def _go_on(self, percent: int) -> None:
        if self._cancelled():
            raise AlpdeskError("The import was cancelled; nothing was taken in.")
        self._progress(percent, 100)


def _portions(people: Sequence[StagedPatient]) -> Iterator[list[StagedPatient]]:
    """Yield people in portions so small that no single statement holds the window up."""
    some, results = list[StagedPatient](), 0
    for one in people:
        some.append(one)
        results += sum(len(panel.results) for panel in one.panels.values())
        if len(some) == _PATIENTS or results >= _RESULTS:
            yield some
            some, results = [], 0
    if some:
        yield some


def _batches(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(items, size)):
        yield some
