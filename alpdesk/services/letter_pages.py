"""What is put on file of a letter: its pages with their seal, its words, what it quotes, and a copy for the file."""

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from alpdesk.domain.letter import LetterDraft, SignOff, editable_text, is_editable
from alpdesk.domain.records import User
from alpdesk.domain.rules import RuleBook
from alpdesk.store.letter_tables import LetterRow

if TYPE_CHECKING:
    from alpdesk.letters.source import LetterSource


class Basis(NamedTuple):
    """What a letter was made from, and the letter as composed from it, before anybody put it in other words.

    ``picture`` is the one on the letterhead.
    """

    source: "LetterSource"
    rules: RuleBook
    composed: LetterDraft
    picture: bytes | None = None


class Signature:
    """Who signed, and when."""

    def __init__(self, signer: User | None, at: datetime) -> None:
        self._name, self._title = (signer.name, signer.title) if signer else ("", "")
        self._day = at.astimezone().date()

    def under(self, draft: LetterDraft) -> LetterDraft:
        """Return a letter with who signed it and when, in its own language."""
        from alpdesk.letters.calendar import long_date
        from alpdesk.letters.catalogue import load

        words = load(draft.language, draft.paper)
        said = words.text("signed", "frame", name=self._name, day=long_date(self._day, words.locale))
        own = {"name": self._name, "title": self._title, "signed": said}
        blocks = (block.model_copy(update=own) if isinstance(block, SignOff) else block for block in draft.blocks)
        return draft.model_copy(update={"blocks": tuple(blocks)})


def put_on_file(
    row: LetterRow, draft: LetterDraft, basis: Basis, signature: Signature | None, pages: bytes | None = None
) -> None:
    """Put a letter's pages, words and seals into its row; ``pages`` are those of the draft, where it is set already."""
    kept = signature.under(draft) if signature is not None else draft
    row.pdf = pages if pages is not None and signature is None else _set(kept, basis.picture)
    row.sha256, row.body = sealed_by(row.pdf), kept.model_dump_json()
    row.quoted = _quoted(draft, basis)
    copy = copy_for_file(draft, basis)
    if copy is not None:
        signed = signature.under(copy) if signature is not None else copy
        row.copy_language, row.copy_pdf = copy.language, _set(signed, basis.picture)
        row.copy_sha256 = sealed_by(row.copy_pdf)


def sealed_by(pages: bytes) -> str:
    """Return the seal of some pages."""
    return hashlib.sha256(pages).hexdigest()


def copy_for_file(draft: LetterDraft, basis: Basis) -> LetterDraft | None:
    """Return the letter in the clinic's language, where the patient reads another; typed words stay as typed."""
    from alpdesk.letters.compose import clinic_language, compose

    wanted = clinic_language(basis.source)
    if wanted == draft.language:
        return None
    composed = {block.id: editable_text(block) for block in basis.composed.blocks if is_editable(block)}
    said = {block.id: editable_text(block) for block in draft.blocks if is_editable(block)}
    typed = {name: text for name, text in said.items() if text != composed.get(name)}
    copy = compose(basis.source, basis.rules, draft.kind, wanted).with_words(typed)
    return copy.addressed_to(draft.recipient).model_copy(update={"number": draft.number})


def _set(draft: LetterDraft, picture: bytes | None) -> bytes:
    from alpdesk.letters.layout import render

    return render(draft, picture)


def _quoted(draft: LetterDraft, basis: Basis) -> str:
    """Return what a letter quotes and by which rules and words, with the version of each, as JSON."""
    from alpdesk.letters.catalogue import edition

    record = basis.source.record
    panels = {both.panel.id: both.panel.row_version for both in record.panels}
    quoted = {
        "panels": draft.panel_ids,
        "results": draft.result_ids,
        "versions": [panels.get(key) for key in draft.panel_ids],
        "patient": record.patient.row_version,
        "rule_book": draft.rule_book,
        "catalogue": f"{draft.language} {edition(draft.language, basis.rules.letter_words)}",
    }
    return json.dumps(quoted, sort_keys=True)
