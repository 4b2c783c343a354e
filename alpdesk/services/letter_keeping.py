"""Letters put on file: half-way, checked, signed. What is on file is changed by signing it, and by nothing else."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alpdesk.domain.issuing import LetterEvent
from alpdesk.domain.letter import KeptLetter, LetterDraft, SignOff
from alpdesk.domain.letter_number import number_of
from alpdesk.domain.records import LetterState
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.leaving import refuse_otherwise
from alpdesk.services.letter_pages import Basis, Signature, put_on_file
from alpdesk.services.letter_strangers import stranger
from alpdesk.services.letter_writing import LetterRefusedError, Writing, author, held_against
from alpdesk.services.roles import is_clinician, refuse_others
from alpdesk.services.signing import needs_signature
from alpdesk.store import letters as queries, patients
from alpdesk.store.letter_tables import LetterEventRow, LetterRow
from alpdesk.store.reading import fetch
from alpdesk.store.rows import add

if TYPE_CHECKING:
    from alpdesk.letters.checking import Truth
    from alpdesk.letters.source import LetterSource

_ONLY_CLINICIANS = "Only a clinician or an administrator signs a letter; keep it for signature."
_CHANGED = "The record has changed since this letter was begun. Take over what it says now; your own words stay."


class Keeping(Writing):
    """Keeping and signing."""

    def keep(
        self,
        draft: LetterDraft,
        *,
        replaces: int | None = None,
        sign: bool | None = None,
        seen_to: Collection[str] = (),
        half_way: int | None = None,
    ) -> KeptLetter:
        """Keep a letter: its pages, their hash, and what it quotes. A clinician signs it in the same act.

        Who is no clinician keeps it for signature; ``sign`` decides otherwise. ``seen_to`` names what would stop the
        letter had nobody seen to it. The letter that it ``replaces`` stays as it was issued, and is marked as replaced
        once this one may leave; ``half_way`` is the letter on file that this one finishes.
        """
        with self._context.begin("letter kept") as session:
            _hold(session, draft.patient_id)
            _refuse_a_second(session, replaces, half_way)
            signs = self._signs(session, draft) if sign is None else sign
            leaves = signs or not needs_signature(draft.kind)
            asked = seen_to if leaves else _asked(draft)
            truth = held_against(session, self._context, draft, replaces)
            mine = draft if half_way is None else _closed_like(draft, truth.fresh)
            checked = self._refuse_wrong(mine, truth, asked)
            _refuse_stranger(session, mine, truth)
            if half_way is not None:  # what is written anew on it takes the record of now as what it was composed from
                refuse_otherwise(session, self._context, held_letter(session, half_way), mine)
            row = self._row(session, _numbered(session, checked), half_way, replaces)
            how = "seen to: " + ", ".join(sorted(set(seen_to) & _asked(checked)))
            note_event(session, self._context, row, LetterEventKind.CHECKED, how if _asked(checked) and leaves else "")
            row.state = LetterState.CHECKED
            self._put(session, row, _with_number(checked, row), truth, sign=signs)
            if leaves:
                self._replace(session, row)
            return queries.one(session, row.id or 0)

    def keep_half_way(
        self, draft: LetterDraft, *, replaces: int | None = None, half_way: int | None = None
    ) -> KeptLetter:
        """Put an unfinished letter on file, for whoever goes on with it; it is not checked and cannot leave."""
        with self._context.begin("letter put by") as session:
            _hold(session, draft.patient_id)
            _refuse_a_second(session, replaces, half_way)
            truth = held_against(session, self._context, draft, replaces)
            row = self._row(session, draft, half_way, replaces)
            row.state, before = LetterState.DRAFT, row.quoted
            self._put(session, row, draft, truth, sign=False)
            if half_way is not None and draft.recipient != truth.fresh.recipient:
                row.quoted = _as_of(before, row.quoted)
            return queries.one(session, row.id or 0)

    def put(self, session: Session, draft: LetterDraft, pages: bytes, source: "LetterSource") -> LetterRow:
        """Keep a letter for signature that was checked and set elsewhere, in a step that holds the record already."""
        numbered = _numbered(session, draft)
        row = self._row(session, numbered, None, None)
        note_event(session, self._context, row, LetterEventKind.CHECKED)
        basis = Basis(source, self._context.rules, draft, self._logos.picture(draft.logo))
        put_on_file(row, numbered, basis, None, pages if numbered.number == draft.number else None)
        session.flush()
        return row

    def sign(self, letter_id: int, *, seen_to: Collection[str] = ()) -> KeptLetter:
        """Sign a letter that was kept for signature; its pages are set anew with who signed and when.

        It is read again first: what the record has since, or says otherwise by now, is not signed.
        """
        with self._context.begin("letter signed") as session:
            refuse_others(session, self._context, _ONLY_CLINICIANS)
            row = held_letter(session, letter_id)
            _refuse_signing(row)
            draft = LetterDraft.model_validate_json(row.body)
            refuse_otherwise(session, self._context, row, draft)
            truth = held_against(session, self._context, draft, row.replaces_id, day=draft.day)
            mine = self._signature(session).under(draft)
            self._refuse_outdated(session, draft, row.replaces_id)
            checked = self._refuse_wrong(mine, truth, seen_to)
            _refuse_stranger(session, mine, truth)
            held = draft.model_copy(update={"warnings": checked.warnings})
            self._put(session, row, held, truth, sign=True)
            self._replace(session, row)
            return queries.one(session, letter_id)

    def _refuse_wrong(self, draft: LetterDraft, truth: "Truth", seen_to: Collection[str]) -> LetterDraft:
        """Return the letter with its warnings, or refuse it in the words of the first thing that stops it."""
        from alpdesk.letters.checking import checked, limits

        letter = checked(draft, truth)
        stops = letter.stops(seen_to)
        if not stops:
            return letter
        changed = any(stop.id in limits().of_the_record for stop in stops)
        raise LetterRefusedError(_CHANGED if changed else stops[0].text, letter.warnings, changed=changed)

    def _refuse_outdated(self, session: Session, draft: LetterDraft, replaces: int | None) -> None:
        """Refuse a letter of an earlier day where the record has other results by now."""
        if draft.day >= self._context.today():
            return
        if held_against(session, self._context, draft, replaces).fresh.result_ids != draft.result_ids:
            raise LetterRefusedError(_CHANGED, changed=True)

    def _signs(self, session: Session, draft: LetterDraft) -> bool:
        return needs_signature(draft.kind) and is_clinician(session, self._context)

    def _signature(self, session: Session) -> Signature:
        return Signature(author(session, self._context), self._context.clock())

    def _row(self, session: Session, draft: LetterDraft, half_way: int | None, replaces: int | None) -> LetterRow:
        """Return the row of a letter: a new one, or the one that was put by half-way."""
        if half_way is not None:
            row = held_letter(session, half_way)
            if row.state is not LetterState.DRAFT or row.patient_id != draft.patient_id:
                raise AlpdeskError("This letter is finished already; write a new one.")
        else:
            row = LetterRow(patient_id=draft.patient_id, kind=draft.kind, created_at=self._context.clock(), pdf=b"")
            row.created_by, row.replaces_id = self._context.actor.user_id, replaces
        row.language, row.subject, row.variant = draft.language, draft.subject, draft.variant
        row.number = draft.number or None
        session.add(row)
        session.flush()
        return row

    def _put(
        self,
        session: Session,
        row: LetterRow,
        draft: LetterDraft,
        truth: "Truth",
        *,
        sign: bool,
    ) -> None:
        if sign:
            refuse_others(session, self._context, _ONLY_CLINICIANS)
            row.state, row.signed_at = LetterState.SIGNED, self._context.clock()
            row.signed_by = self._context.actor.user_id
            note_event(session, self._context, row, LetterEventKind.SIGNED)
        basis = Basis(truth.source, truth.rules, truth.fresh, self._logos.picture(draft.logo))
        put_on_file(row, draft, basis, self._signature(session) if sign else None)
        session.flush()

    def _replace(self, session: Session, row: LetterRow) -> None:
        """Mark the letter whose place another takes, and what that one was to replace and never did."""
        number = row.number or ""
        while row.replaces_id is not None:
            row = fetch(session, LetterRow, row.replaces_id, "letter")
            if row.state is LetterState.REPLACED:
                return
            row.state = LetterState.REPLACED
            note_event(session, self._context, row, LetterEventKind.REPLACED, number)


def _as_of(before: str, quoted: str) -> str:
    """Return what a letter rests on, but for the patient's data: its address is still that of the earlier ones."""
    return json.dumps({**json.loads(quoted), "patient": json.loads(before).get("patient")}, sort_keys=True)


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


def _refuse_stranger(session: Session, draft: LetterDraft, truth: "Truth") -> None:
    """Refuse a letter that names another patient of the clinic."""
    from alpdesk.letters.checks.faults import wrong

    if name := stranger(session, draft, truth.own):
        found = wrong("stranger", what=name)
        raise LetterRefusedError(found.text, (*draft.warnings, found))


def _hold(session: Session, patient_id: int) -> None:
    patients.get(session, patient_id)
    patients.hold(session, [patient_id])


def _refuse_a_second(session: Session, replaces: int | None, half_way: int | None) -> None:
    """Refuse to replace a letter whose place another takes, or is about to."""
    other = None if replaces is None else queries.replacing(session, replaces)
    if other is not None and other.id != half_way:
        name = other.number or "that was begun"
        raise AlpdeskError(f"The letter {name} takes the place of this one already; open that one.")


def _asked(draft: LetterDraft) -> frozenset[str]:
    """Return what somebody has to see to before a letter leaves."""
    return frozenset(warning.id for warning in draft.warnings if warning.blocks and warning.asks)


def _refuse_signing(row: LetterRow) -> None:
    refusals = {
        "This letter is a draft; finish it before it is signed.": row.state is LetterState.DRAFT,
        "This letter is signed already.": row.signed_at is not None,
        "This letter was replaced by another; sign that one.": row.state is LetterState.REPLACED,
        "This letter went out already; it cannot be signed any more.": row.printed_at is not None,
    }
    for sentence, holds in refusals.items():
        if holds:
            raise AlpdeskError(sentence)


def _closed_like(draft: LetterDraft, fresh: LetterDraft) -> LetterDraft:
    """Return a letter that somebody else began with the closing of whoever finishes it."""
    closing = {block.id: block for block in fresh.blocks if isinstance(block, SignOff)}
    return draft.model_copy(update={"blocks": tuple(closing.get(block.id, block) for block in draft.blocks)})


def _numbered(session: Session, draft: LetterDraft) -> LetterDraft:
    """Return a draft with a number no other letter has."""
    taken, number = 0, draft.number or number_of(draft)
    while queries.with_number(session, number) is not None:
        taken += 1
        number = number_of(draft, taken)
    return draft.model_copy(update={"number": number})


def _with_number(draft: LetterDraft, row: LetterRow) -> LetterDraft:
    return draft.model_copy(update={"number": row.number or ""})
