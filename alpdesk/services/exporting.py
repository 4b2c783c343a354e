"""An export: the long form of one record or of all, written beside and put in place when it is whole."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy.orm import Session

from alpdesk.domain.records import Laboratory, Patient
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.long_form import LongForm
from alpdesk.services.context import Cancelled, Context, Progress
from alpdesk.services.transfer import ExportReport
from alpdesk.store import laboratories, panels, patients

_CHUNK = 100


def export(
    context: Context, out: Path, patient_number: str | None, progress: Progress, cancelled: Cancelled
) -> ExportReport:
    """Write the long form to ``out`` and take note of it."""
    with context.database.read() as session:
        whose = None if patient_number is None else _only(session, patient_number)
        report = _write_beside(session, out, whose, progress, cancelled)
    told = f"{report.patients} patients, {report.results} results"
    context.database.note(context.actor, "exported", told, about=() if whose is None else (whose.id or 0,))
    return report


def _only(session: Session, number: str) -> Patient:
    patient = patients.with_number(session, number)
    if patient is None:
        raise AlpdeskError(f"There is no patient with the number {number}.")
    return patient


def _write_beside(
    session: Session, out: Path, whose: Patient | None, progress: Progress, cancelled: Cancelled
) -> ExportReport:
    if not out.parent.is_dir():
        raise AlpdeskError(f"There is no folder {out.parent}.")
    try:
        with NamedTemporaryFile("w", encoding="utf-8", newline="", dir=out.parent, delete=False) as file:
            beside = Path(file.name)
            try:
                total = 1 if whose else patients.count(session)
                form = LongForm(file, extra=patients.needs_more_columns(session, None if whose is None else whose.id))
                report = _rows(session, form, whose, total, progress, cancelled)
                file.flush()
                os.fsync(file.fileno())
                file.close()
                beside.replace(out)
            except BaseException:
                file.close()
                beside.unlink()
                raise
    except OSError as error:
        raise AlpdeskError(f"The file {out} cannot be written: {error.strerror or error}.") from None
    return report


def _rows(
    session: Session, form: LongForm, whose: Patient | None, total: int, progress: Progress, cancelled: Cancelled
) -> ExportReport:
    named = {one.id: one for one in laboratories.every(session)}
    people = samples = results = 0
    for some in _people(session, whose):
        if cancelled():
            raise AlpdeskError("The export was cancelled; no file was written.")
        there = panels.of_patients(session, [one.id or 0 for one in some])
        for patient in some:
            for both in there.get(patient.id or 0, ()):
                results += form.write(patient, both.panel, both.results, _name(named, both.panel.laboratory_id))
                samples += 1
        people += len(some)
        progress(people, total)
    return ExportReport(patients=people, panels=samples, results=results)


def _people(session: Session, whose: Patient | None) -> Iterator[tuple[Patient, ...]]:
    if whose is not None:
        yield (whose,)
        return
    after = 0
    while some := patients.after(session, after, _CHUNK):
        after = some[-1].id or 0
        yield some


def _name(named: dict[int | None, Laboratory], laboratory_id: int | None) -> str:
    return "" if laboratory_id is None else named[laboratory_id].name
