"""Letters put on file: half-way, checked, signed. What is on file is changed by signing it, and by nothing else."""

import hashlib
import json
from datetime import datetime

from sqlalchemy.orm import Session

from alpdesk.domain.issuing import LetterEvent
from alpdesk.domain.letter import KeptLetter, LetterDraft, SignOff
from alpdesk.domain.letter_number import number_of
from alpdesk.domain.records import LetterState, User
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.letter_writing import Writing, author
from alpdesk.services.roles import is_clinician, refuse_others
from alpdesk.store import letters as queries, patients
from alpdesk.store.letter_tables import LetterEventRow, LetterRow
from alpdesk.store.reading import fetch
from alpdesk.store.rows import add

_ONLY_CLINICIANS = "Only a clinician or an administrator signs a letter; keep it for signature."


class Keeping(Writing):
    """Keeping and signing."""

    def keep(self, draft: LetterDraft, *, replaces: int | None = None, sign: bool | None = None) -> KeptLetter:
        """Keep a letter: its pages, their hash, and what it quotes. A clinician signs it in the same act.

        Who is no clinician keeps it for signature; ``sign`` decides otherwise. The letter that it ``replaces`` stays
        as it was issued, marked as replaced.
        """
        with self._context.begin("letter kept") as session:
            patients.get(session, draft.patient_id)
            patients.hold(session, [draft.patient_id])
            row = self._put(session, _numbered(session, draft), replaces)
            note_event(session, self._context, row, LetterEventKind.CHECKED)
            signs = needs_signature(draft.kind) and is_clinician(session, self._context)
            if signs if sign is None else sign:
                self._sign(session, row)
            return queries.one(session, row.id or 0)

    def sign(self, letter_id: int) -> KeptLetter:
        """Sign a letter that was kept for signature; its pages are set anew with who signed and when."""
        with self._context.begin("letter signed") as session:
            row = held_letter(session, letter_id)
            _refuse_signing(row)
            self._sign(session, row)
            return queries.one(session, letter_id)

    def put(self, session: Session, draft: LetterDraft, pages: bytes) -> LetterRow:
        """Keep a letter that was set elsewhere, for signature, within a step that holds the record already."""
        numbered = _numbered(session, draft)
        row = self._put(session, numbered, None, pages if numbered.number == draft.number else b"")
        note_event(session, self._context, row, LetterEventKind.CHECKED)
        return row

    def _put(self, session: Session, draft: LetterDraft, replaces: int | None, pages: bytes = b"") -> LetterRow:
        row = LetterRow(
            patient_id=draft.patient_id,
            kind=draft.kind,
            language=draft.language,
            subject=draft.subject,
            created_at=self._context.clock(),
            created_by=self._context.actor.user_id,
            quoted=_quoted(draft),
            replaces_id=_replace(session, self._context, draft, replaces),
            number=draft.number,
            variant=draft.variant,
            pdf=b"",
        )
        self._set(row, draft, pages)
        session.add(row)
        session.flush()
        return row

    def _sign(self, session: Session, row: LetterRow) -> None:
        refuse_others(session, self._context, _ONLY_CLINICIANS)
        at, signer = self._context.clock(), author(session, self._context)
        draft = signed(LetterDraft.model_validate_json(row.body), signer, at)
        self._set(row, draft)
        row.state, row.signed_at, row.signed_by = LetterState.SIGNED, at, self._context.actor.user_id
        note_event(session, self._context, row, LetterEventKind.SIGNED)

    def _set(self, row: LetterRow, draft: LetterDraft, pages: bytes = b"") -> None:
        row.pdf = pages or self.pdf(draft)
        row.sha256 = hashlib.sha256(row.pdf).hexdigest()
        row.body = draft.model_dump_json()


def needs_signature(kind: str) -> bool:
    """Say whether a letter of this kind may leave only when a clinician has signed it."""
    from alpdesk.letters.limits import limits

    return kind in limits().needs_signature


def signed(draft: LetterDraft, signer: User | None, at: datetime) -> LetterDraft:
    """Return the letter with who signed it, and when."""
    from alpdesk.letters.calendar import long_date
    from alpdesk.letters.catalogue import load

    words = load(draft.language, draft.paper)
    day, name = long_date(at.astimezone().date(), words.locale), signer.name if signer else ""
    said = words.text("signed", "frame", name=name, day=day)
    own = {"name": name, "title": signer.title if signer else "", "signed": said}
    blocks = (block.model_copy(update=own) if isinstance(block, SignOff) else block for block in draft.blocks)
    return draft.model_copy(update={"blocks": tuple(blocks)})


def held_letter(session: Session, letter_id: int) -> LetterRow:
    """Return a letter while others who write about its patient wait."""
    row = fetch(session, LetterRow, letter_id, "letter")
    patients.hold(session, [row.patient_id])
    session.refresh(row)
    return row


def note_event(session: Session, context: Context, row: LetterRow, kind: LetterEventKind, how: str = "") -> None:
    """Note what was done with a letter."""
    made = {"made_by": context.actor.user_id, "made_at": context.clock()}
    add(session, LetterEventRow, LetterEvent.built({"letter_id": row.id, "kind": kind, "how": how, **made}))


def _refuse_signing(row: LetterRow) -> None:
    if row.signed_at is not None:
        raise AlpdeskError("This letter is signed already.")
    if row.state is LetterState.REPLACED:
        raise AlpdeskError("This letter was replaced by another; sign that one.")
    if row.printed_at is not None:
        raise AlpdeskError("This letter went out already; it cannot be signed any more.")


def _numbered(session: Session, draft: LetterDraft) -> LetterDraft:
    """Return a draft with a number no other letter has."""
    taken, number = 0, draft.number or number_of(draft)
    while queries.with_number(session, number) is not None:
        taken += 1
        number = number_of(draft, taken)
    return draft.model_copy(update={"number": number})


def _replace(session: Session, context: Context, draft: LetterDraft, letter_id: int | None) -> int | None:
    """Mark the letter whose place a draft takes."""
    if letter_id is None:
        return None
    row = fetch(session, LetterRow, letter_id, "letter")
    if row.patient_id != draft.patient_id:
        raise AlpdeskError("The letter to be replaced belongs to another patient.")
    row.state = LetterState.REPLACED
    note_event(session, context, row, LetterEventKind.REPLACED)
    return row.id


def _quoted(draft: LetterDraft) -> str:
    quoted = {"panels": draft.panel_ids, "results": draft.result_ids, "rule_book": draft.rule_book}
    return json.dumps(quoted, sort_keys=True)
