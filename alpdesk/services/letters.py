"""Letters: composed from the record, shown, kept as issued, printed (``desk.letters``)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.letter import KeptLetter, LetterDraft
from alpdesk.domain.records import LetterKind, LetterState, PatientRecord, Recall, User
from alpdesk.domain.terms import ContactKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Context
from alpdesk.services.judging import judge
from alpdesk.services.reminders import note_letter
from alpdesk.store import clinic, corrections, decisions, followup, letters as queries, patients
from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.reading import fetch, value
from alpdesk.store.tables import UserRow

PAGE = 200


class Letters:
    """What is said to patients and colleagues, and what was issued."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def compose(
        self, patient_id: int, kind: LetterKind | str, language: str | None = None, *, replaces: int | None = None
    ) -> LetterDraft:
        """Return a letter as the record has it today; nothing is written. It names the letter that it ``replaces``."""
        from alpdesk.letters.compose import compose
        from alpdesk.letters.source import LetterSource

        context = self._context
        with context.database.read() as session:
            record = patients.record(session, patient_id)
            signed = decisions.decisions(session, [patient_id])
            recalls = decisions.recalls(session, patient_id)
            source = LetterSource(
                record=record,
                assessment=judge(session, context, record) if record.panels else None,
                clinic=clinic.clinic(session),
                author=self._author(session),
                decision=signed[-1] if signed else None,
                answered=not decisions.waiting(session, [patient_id]),
                recalls=recalls,
                reminded=_reminded(session, recalls),
                corrected_on=_corrected_on(session, record),
                replaced_on=None if replaces is None else _written_on(session, replaces),
                day=self._day(record.panels[-1].panel.collected if record.panels else None),
            )
        return compose(source, context.rules, LetterKind(kind), language)

    def languages(self) -> tuple[str, ...]:
        """Return the languages there are letters in."""
        from alpdesk.letters.catalogue import offered

        return offered()

    def pdf(self, draft: LetterDraft) -> bytes:
        """Return the pages of a draft; equal drafts give equal bytes."""
        from alpdesk.letters.layout import render

        return render(draft)

    def check(self, draft: LetterDraft) -> LetterDraft:
        """Return the draft with the warnings its present words deserve."""
        from alpdesk.letters.checking import checked

        return checked(draft)

    def keep(self, draft: LetterDraft, *, replaces: int | None = None) -> KeptLetter:
        """Keep a letter as issued: its pages, their hash, and what it quotes.

        The letter that it ``replaces`` stays as it was issued, marked as replaced.
        """
        pages = self.pdf(draft)
        with self._context.begin("letter kept") as session:
            patients.get(session, draft.patient_id)
            patients.hold(session, [draft.patient_id])
            row = LetterRow(
                patient_id=draft.patient_id,
                kind=draft.kind,
                language=draft.language,
                subject=draft.subject,
                created_at=self._context.clock(),
                created_by=self._context.actor.user_id,
                quoted=_quoted(draft),
                replaces_id=_replace(session, draft, replaces),
                sha256=hashlib.sha256(pages).hexdigest(),
                body=draft.model_dump_json(),
                pdf=pages,
            )
            session.add(row)
            session.flush()
            if draft.kind is LetterKind.RECALL:
                note_letter(session, self._context, draft.patient_id, row.id or 0)
            return queries.one(session, row.id or 0)

    def list(
        self, patient_id: int | None = None, *, before: int | None = None, limit: int = PAGE
    ) -> tuple[KeptLetter, ...]:
        """Return kept letters, newest first; ``before`` pages on from the last letter shown."""
        with self._context.database.read() as session:
            return queries.kept(session, patient_id, before, limit)

    def get(self, letter_id: int) -> KeptLetter:
        """Return one kept letter."""
        with self._context.database.read() as session:
            return queries.one(session, letter_id)

    def bytes(self, letter_id: int) -> bytes:
        """Return the pages as they were issued, or say that they are not what was issued."""
        with self._context.database.read() as session:
            row = fetch(session, LetterRow, letter_id, "letter")
            if hashlib.sha256(row.pdf).hexdigest() != row.sha256:
                raise AlpdeskError("The pages of this letter are not the ones that were issued; do not print them.")
            return row.pdf

    def draft(self, letter_id: int) -> LetterDraft:
        """Return the words of a kept letter."""
        with self._context.database.read() as session:
            return LetterDraft.model_validate_json(fetch(session, LetterRow, letter_id, "letter").body)

    def mark_printed(self, letter_id: int) -> KeptLetter:
        """Note that a letter was printed; the first time counts."""
        with self._context.begin("letter printed") as session:
            row = fetch(session, LetterRow, letter_id, "letter")
            if row.printed_at is None:
                row.printed_at = self._context.clock()
            if row.state is LetterState.CHECKED:
                row.state = LetterState.PRINTED
            session.flush()
            return queries.one(session, letter_id)

    def quoting(self, patient_id: int, result_ids: tuple[int, ...]) -> tuple[KeptLetter, ...]:
        """Return the letters that quote any of these results."""
        with self._context.database.read() as session:
            return queries.quoting(session, patient_id, result_ids)

    def _day(self, last: date | None) -> date:
        """Return today, or the last sampling day where a clock runs behind it."""
        today = self._context.today()
        return today if last is None else max(today, last)

    def _author(self, session: Session) -> User | None:
        user_id = self._context.actor.user_id
        row = None if user_id is None else session.get(UserRow, user_id)
        return None if row is None else value(User, row)


def _corrected_on(session: Session, record: PatientRecord) -> dict[int, date]:
    """Return, by the key of the result that stands now, the day it was corrected."""
    keys = [both.panel.id for both in record.panels if any(r.replaces_id is not None for r in both.results)]
    made = corrections.of_panels(session, [key for key in keys if key is not None])
    return {c.new_result_id: c.made_at.astimezone().date() for c in made if c.new_result_id and c.made_at}


def _reminded(session: Session, recalls: Sequence[Recall]) -> frozenset[int]:
    """Return the open items that a letter was sent about."""
    waiting = [recall.id or 0 for recall in recalls if recall.closed_on is None]
    tried = followup.contacts(session, waiting)
    return frozenset(key for key, made in tried.items() if any(one.kind is ContactKind.LETTER for one in made))


def _written_on(session: Session, letter_id: int) -> date:
    return fetch(session, LetterRow, letter_id, "letter").created_at.astimezone().date()


def _replace(session: Session, draft: LetterDraft, letter_id: int | None) -> int | None:
    """Mark the letter whose place a draft takes."""
    if letter_id is None:
        return None
    row = fetch(session, LetterRow, letter_id, "letter")
    if row.patient_id != draft.patient_id:
        raise AlpdeskError("The letter to be replaced belongs to another patient.")
    row.state = LetterState.REPLACED
    return row.id


def _quoted(draft: LetterDraft) -> str:
    quoted = {"panels": draft.panel_ids, "results": draft.result_ids, "rule_book": draft.rule_book}
    return json.dumps(quoted, sort_keys=True)
