"""A kind of letter as a row of changes: which there are, how the kind stands after them, and which would be new."""

import json
from collections.abc import Iterator, Sequence
from functools import cache

from sqlalchemy.orm import Session

from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.own_letter import OwnLetter, tidied
from alpdesk.domain.records import LetterKind
from alpdesk.domain.terms import EditKind
from alpdesk.knowledge.own_forms import EditFault, OwnWords, read
from alpdesk.services.adapted import Adapted
from alpdesk.services.shelf import sentences
from alpdesk.store import clinic_edits

_EMPTY = OwnLetter()


@cache
def keys_of(kind: LetterKind) -> frozenset[str]:
    """Return the keys of every sentence that a letter of this kind can say, in all languages."""
    from alpdesk.letters.catalogue import offered
    from alpdesk.letters.listing import listed

    blocks = (block for language in offered() for block in listed(kind, language))
    return frozenset(sentence.key for block in blocks for sentence in block.sentences)


def edits_of(session: Session, kind: LetterKind) -> Sequence[ClinicEdit]:
    """Return every change that touches a kind, newest first."""
    said = keys_of(kind)
    words = (edit for edit in clinic_edits.history(session, EditKind.SNIPPET) if edit.key in said)
    found = (*clinic_edits.history(session, EditKind.LETTER, kind.value), *words)
    return sorted(found, key=lambda edit: edit.id or 0, reverse=True)


def edits_for(kind: LetterKind, wanted: Adapted, held: Adapted) -> Iterator[ClinicEdit]:
    """Yield what has to be kept, so that a kind becomes as it is wanted."""
    from alpdesk.letters.outline import outlines
    from alpdesk.letters.own_blocks import places

    change = tidied(places(outlines().entries(kind)), wanted.change)
    if change != held.change:
        body = "" if change == _EMPTY else change.model_dump_json(exclude_defaults=True)
        yield ClinicEdit(kind=EditKind.LETTER, key=kind.value, body=body)
    shipped = sentences()
    for key in {**held.words, **wanted.words}:
        text = wanted.words.get(key, "")
        own = "" if text == shipped.get(key) else text
        if own != held.words.get(key, ""):
            body = json.dumps({"text": own}, ensure_ascii=False) if own else ""
            yield ClinicEdit(kind=EditKind.SNIPPET, key=key, body=body)


def after(stood: Adapted, edit: ClinicEdit) -> Adapted:
    """Return how a kind stands after one more edit; one that cannot be read any more changes nothing."""
    if edit.kind is EditKind.LETTER:
        return Adapted(_change(edit), stood.words)
    text = _text(edit)
    rest = {key: words for key, words in stood.words.items() if key != edit.key}
    return Adapted(stood.change, {**rest, edit.key: text} if text else rest)


def _text(edit: ClinicEdit) -> str:
    try:
        return read(OwnWords, edit.body).text if edit.body else ""
    except EditFault:
        return ""


def _change(edit: ClinicEdit) -> OwnLetter:
    try:
        return read(OwnLetter, edit.body) if edit.body else _EMPTY
    except EditFault:
        return _EMPTY
