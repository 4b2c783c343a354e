"""A letter on file held against the one the record would make today: what would be said otherwise."""

from collections.abc import Iterator
from datetime import date

from alpdesk.domain.letter import Block, LetterDraft, SignOff
from alpdesk.letters.checks.frame import drawn
from alpdesk.letters.checks.truth import Truth
from alpdesk.letters.compose import language_for
from alpdesk.letters.limits import limits


def otherwise(letter: LetterDraft, truth: Truth, *, patient_changed: bool) -> str:
    """Return in a few words what the record would have otherwise by now; nothing where the letter still holds.

    An address may be typed, and a language chosen, so both count only where the patient's data were changed since.
    """
    names = (name for name, differs in _compared(letter, truth, patient_changed) if differs)
    first = next(names, "")
    return limits().sentence(f"anew_{first}") if first else ""


def out_of_date(letter: LetterDraft, truth: Truth, today: date) -> bool:
    """Say whether a letter lay so long that the day it asks for has gone by."""
    lain = (today - letter.day).days > limits().leaving.days
    return lain and truth.due is not None and truth.due < today


def come_since(letter: LetterDraft, truth: Truth) -> str:
    """Return what somebody would have to see to by now and nobody has."""
    known = {warning.id for warning in letter.warnings}
    since = (each.text for each in truth.fresh.warnings if each.blocks and each.id not in known)
    return next(since, "")


def _compared(letter: LetterDraft, truth: Truth, patient_changed: bool) -> Iterator[tuple[str, bool]]:
    fresh = truth.fresh
    yield "record", letter.patient_id != fresh.patient_id
    yield "identity", letter.references != fresh.references or letter.salutation != fresh.salutation
    yield "address", patient_changed and letter.recipient != fresh.recipient
    yield "language", patient_changed and letter.language != _language(truth)
    yield "results", (letter.result_ids, letter.panel_ids) != (fresh.result_ids, fresh.panel_ids)
    yield "frame", (letter.sender, letter.subject, letter.copies) != (fresh.sender, fresh.subject, fresh.copies)
    yield "variant", letter.variant != fresh.variant
    yield "drawn", any(drawn(_unsigned(letter), _unsigned(fresh)))
    yield "words", _chosen(letter) != _chosen(fresh)


def _language(truth: Truth) -> str:
    return truth.fresh.language if truth.kind.to_colleague else language_for(truth.source, None)


def _unsigned(letter: LetterDraft) -> LetterDraft:
    """Return a letter without its closing: who signs is not who lets it out."""
    return letter.model_copy(update={"blocks": tuple(each for each in letter.blocks if not isinstance(each, SignOff))})


def _chosen(letter: LetterDraft) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sentences as they were composed; words typed over them leave these as they were."""
    blocks: tuple[Block, ...] = letter.blocks
    return [(block.id, tuple(reason.sentence for reason in block.reasons)) for block in blocks if block.reasons]
