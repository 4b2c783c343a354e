"""Everything about one patient in one file, for the patient: rows, letters, scans, and who did what."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from alpdesk.domain.records import Record
from alpdesk.errors import AlpdeskError
from alpdesk.exchange.whole_file import write_whole
from alpdesk.services.context import NOBODY, Context, Watch
from alpdesk.services.looks import Deed, deeds_of
from alpdesk.services.roles import is_clinician
from alpdesk.store import patients
from alpdesk.store.whole_patient import plain, rows_of

GIVEN = "everything about a patient given out"
_FOLDERS = {"letter": "letters", "attachment": "scans"}
_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif"}
_ONLY = "Only a clinician or an administrator gives out everything about a patient."
_NOTE = """Everything that is kept here about one patient.

record.json   every row, by table; days and numbers as text; empty fields are left out
who-did-what.json   who opened, changed, printed or exported it, when and where
letters/      every letter as it was issued, and the clinic's copy where there is one
scans/        every scanned report

The file is not encrypted. What is only half typed is no part of the record and is not in it.
"""


class GivenOut(Record):
    """What a file about a patient holds."""

    rows: int
    files: int


def give_out(context: Context, patient_id: int, out: Path, watch: Watch = NOBODY) -> GivenOut:
    """Write everything about a patient, and whoever was merged into the record, to the new file ``out``."""
    if out.exists():
        raise AlpdeskError(f"There is already a file at {out}; choose another name.")
    if not out.absolute().parent.is_dir():
        raise AlpdeskError(f"There is no folder {out.absolute().parent}.")
    with context.database.read() as session:
        if not is_clinician(session, context):
            raise AlpdeskError(_ONLY)
        patients.get(session, patient_id)
        merged = patients.replaced(session, [patient_id]).get(patient_id, [])
        whose = [patient_id, *(one.id or 0 for one in merged)]
        content, given = _packed(session, whose, watch)
    write_whole(out, content)
    context.database.note(context.actor, GIVEN, f"{given.rows} rows, {given.files} files", about=whose)
    return given


def _packed(session: Session, whose: list[int], watch: Watch) -> tuple[bytes, GivenOut]:
    record: dict[str, list[dict[str, object]]] = {}
    files: dict[str, bytes] = {}
    for done, (table, rows) in enumerate(rows_of(session, whose)):
        if watch.cancelled():
            raise AlpdeskError("It was stopped; no file was written.")
        record[table.name] = [plain(table, row) for row in rows]
        files |= dict(_files(table.name, rows))
        watch.progress(done, done + 2)
    deeds = [_as_told(deed) for deed in deeds_of(session, whose)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("README.txt", _NOTE)
        box.writestr("record.json", json.dumps(record, ensure_ascii=False, indent=1))
        box.writestr("who-did-what.json", json.dumps(deeds, ensure_ascii=False, indent=1))
        for name, content in files.items():
            box.writestr(name, content)
    return buffer.getvalue(), GivenOut(rows=sum(map(len, record.values())), files=len(files))


def _files(table: str, rows: list[dict[str, object]]) -> Iterator[tuple[str, bytes]]:
    """Yield the documents among some rows; their names are made here, whatever they were called."""
    for row in rows:
        for column, value in row.items():
            if isinstance(value, bytes):
                yield f"{_FOLDERS.get(table, table)}/{row['id']}-{column}{_ending(row)}", value


def _ending(row: dict[str, object]) -> str:
    return _ENDINGS.get(str(row.get("media_type", "application/pdf")), ".bin")


def _as_told(deed: Deed) -> dict[str, object]:
    return {"at": deed.at.isoformat(), "who": deed.who, "what": deed.action, "why": deed.reason, "where": deed.station,
            "noted": list(deed.noted)}  # fmt: skip
