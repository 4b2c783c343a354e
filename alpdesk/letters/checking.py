"""A letter read again: what is wrong stops it, what is poor is shown, each with the sentence it is about."""

from collections.abc import Collection

from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.domain.records import LetterKind
from alpdesk.domain.rules import RuleBook
from alpdesk.letters.catalogue import load
from alpdesk.letters.checks.claims import claims
from alpdesk.letters.checks.facts import facts
from alpdesk.letters.checks.frame import frame
from alpdesk.letters.checks.parts import parts, phones
from alpdesk.letters.checks.quoted import quoted
from alpdesk.letters.checks.truth import Truth, truth
from alpdesk.letters.checks.wording import forbidden, forbidden_in, reading, swapped_in, unfilled
from alpdesk.letters.compose import compose
from alpdesk.letters.limits import limits
from alpdesk.letters.source import LetterSource
from alpdesk.letters.warnings import glyphs

__all__ = ["Truth", "checked", "forbidden", "forbidden_in", "limits", "made", "reread", "swapped_in", "truth"]
_TO_COLLEAGUES = {kind.value for kind in LetterKind if kind.to_colleague}
_REREAD = {"glyph", "forbidden", "placeholder", "ease", "mean", "long_sentence"}


def made(source: LetterSource, rules: RuleBook, kind: LetterKind, language: str | None = None) -> LetterDraft:
    """Return a letter composed from the record and read again at once."""
    draft = compose(source, rules, kind, language)
    return checked(draft, Truth(source, rules, kind, draft.language, fresh=draft))


def reread(letter: LetterDraft) -> LetterDraft:
    """Return the letter with its warnings brought up to its present words, without a look at the record."""
    kept = tuple(warning for warning in letter.warnings if warning.id not in _REREAD)
    return letter.model_copy(update={"warnings": (*kept, *_of_words(letter))})


def checked(letter: LetterDraft, against: Truth) -> LetterDraft:
    """Return the letter with every warning it deserves, held against the record."""
    fresh = against.fresh
    at_home = fresh if letter.recipient == fresh.recipient else fresh.addressed_to(letter.recipient)
    kept = (warning for warning in at_home.warnings if warning.id not in _REREAD)
    checks = (frame, facts, claims, parts, phones, quoted)
    record = (warning for check in checks for warning in check(letter, against))
    found = dict.fromkeys((*kept, *record, *_of_words(letter, against.own)))
    return letter.model_copy(update={"warnings": tuple(sorted(found, key=lambda warning: not warning.blocks))})


def _of_words(letter: LetterDraft, own: Collection[str] = ()) -> tuple[LetterWarning, ...]:
    words = load(letter.language, letter.paper)
    known = {*own, *(reference.text for reference in letter.references)}
    return (*forbidden(letter, known), *unfilled(letter, known), *reading(letter), *glyphs(letter, words))
