"""Scanned reports beside the samples they tell of: added, shown, withdrawn with a reason, never erased."""

import hashlib
from pathlib import Path
from unicodedata import category
from uuid import UUID

from alpdesk.domain.followup import Attachment
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.scans import read_scan
from alpdesk.store import attachments as queries, patients
from alpdesk.store.care_tables import AttachmentRow
from alpdesk.store.reading import fetch

_LONGEST_NAME = 200


class Attachments:
    """The scans of the clinic (``desk.attachments``). They belong to a panel by its ``uid``, also before it is kept."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def add(self, panel_uid: UUID, patient_id: int, path: Path) -> Attachment:
        """Keep a report; one that hangs on this sample already is not kept twice."""
        scan = read_scan(path)
        digest = hashlib.sha256(scan.content).hexdigest()
        with self._context.begin("scanned report attached") as session:
            patients.hold(session, [patient_id])
            patients.get(session, patient_id)
            owner = queries.owner_of(session, panel_uid)
            if owner not in (None, patient_id):
                raise AlpdeskError("This sample is in another record now; open the patient again.")
            here = queries.of_panel(session, panel_uid)
            same = next((one for one in here if one.sha256 == digest and one.withdrawn is None), None)
            if same is not None:
                return same
            row = AttachmentRow(
                patient_id=patient_id,
                panel_uid=panel_uid,
                name=_shown_name(scan.name),
                media_type=scan.media_type,
                size=len(scan.content),
                sha256=digest,
                added_by=self._context.actor.user_id,
                added_at=self._context.clock(),
                content=scan.content,
            )
            session.add(row)
            session.flush()
            return queries.kept(row)

    def list(self, panel_uid: UUID) -> tuple[Attachment, ...]:
        """Return the scans of a sample that were not withdrawn, in the order they were added."""
        with self._context.database.read() as session:
            return tuple(one for one in queries.of_panel(session, panel_uid) if one.withdrawn is None)

    def of_patient(self, patient_id: int) -> tuple[Attachment, ...]:
        """Return the scans of every kept sample of a patient, withdrawn ones too."""
        with self._context.database.read() as session:
            return queries.of_patient(session, patient_id)

    def bytes(self, attachment_id: int) -> bytes:
        """Return the report as it was added; one that was changed since is refused."""
        with self._context.database.read() as session:
            row = fetch(session, AttachmentRow, attachment_id, "scan")
            if hashlib.sha256(row.content).hexdigest() != row.sha256:
                raise AlpdeskError("This scan is not as it was added, so it is not shown. Check the record.")
            return row.content

    def withdraw(self, attachment_id: int, reason: str) -> Attachment:
        """Take a scan out of sight, with a reason; it stays in the record."""
        reason = reason.strip()
        if not reason:
            raise AlpdeskError("Say why this scan is withdrawn.")
        with self._context.begin("scanned report withdrawn", reason) as session:
            row = fetch(session, AttachmentRow, attachment_id, "scan")
            if row.withdrawn is not None:
                raise AlpdeskError("This scan was withdrawn before.")
            row.withdrawn = reason
            session.flush()
            return queries.kept(row)


def _shown_name(name: str) -> str:
    """Return a file's name as it can be shown: one line, no sign that is not seen or turns the direction of writing."""
    seen = (" " if category(letter) == "Zs" else letter for letter in name if letter.isprintable() or letter.isspace())
    clean = "".join(letter for letter in seen if letter.isprintable()).strip() or "scan"
    if len(clean) <= _LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return (
        f"{stem[: _LONGEST_NAME - len(ending) - 2]}…{dot}{ending}" if dot and len(ending) < 6 else clean[:_LONGEST_NAME]
    )
