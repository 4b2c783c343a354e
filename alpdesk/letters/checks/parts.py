"""What a letter has to hold: the parts every letter of its kind needs, and the facts no letter goes without."""

import re
from collections.abc import Iterator

from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.domain.records import LetterKind
from alpdesk.letters.calendar import long_date
from alpdesk.letters.checks.faults import asked, running, spoken, wrong
from alpdesk.letters.checks.sentences import sentences
from alpdesk.letters.checks.tokens import Figures, folded, plain
from alpdesk.letters.checks.truth import Truth
from alpdesk.letters.limits import limits, phrase

_TOLD_AS_VALUE = (LetterKind.PATIENT,)
_PHONE = re.compile(r"(?<![\d.,/-])\+?\(?\d(?:[ .()/-]{0,2}\d){5,14}(?![\d.,]\d)")
_LEAST_SAID = 3  # letters; a dash or a dot says nothing
_NOT_COMPARED = ("sample", "treated", "unjudged")


def parts(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield everything the letter lacks."""
    words = running(letter)
    whole = "\n".join((letter.subject, *words.values()))
    for must in limits().must:
        if letter.kind.value not in must.kinds or not must.fits(truth.facts):
            continue
        where = words.get(must.block, "") if must.block else whole
        known = phrase(must.phrase, truth.words.language) if must.phrase else None
        if not _says(where) or (known is not None and not known.search(where)):
            block = must.block if must.block in words else ""
            yield LetterWarning(id=f"no_{must.phrase or must.block}", text=must.said, blocks=True, block=block)
    yield from _empty(letter, truth)
    if letter.kind is LetterKind.RECALL and truth.source.open_recall is None:
        yield asked("nothing_due")
    if not letter.kind.to_colleague:
        yield from _facts(words, truth)
        yield from _contact(whole, truth)
        yield from _named(words, truth)


def _empty(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield a fault for each part that the record calls for and that was emptied or left out."""
    words = running(letter)
    asked = {must.block for must in limits().must if letter.kind.value in must.kinds and must.fits(truth.facts)}
    for name, composed in running(truth.fresh).items():
        if name not in asked and _says(composed) and not _says(words.get(name, "")):
            first = next(iter(sentences(composed, truth.words.language)), composed)
            yield wrong("part_missing", block=name if name in words else "", what=first)


def _facts(words: dict[str, str], truth: Truth) -> Iterator[LetterWarning]:
    """Yield a fault where value, unit, interval, day of the sample or day of the next test is not told."""
    said = [each for text in words.values() for each in sentences(text, truth.words.language)]
    found = [truth.figures(each) for each in said]
    sample = truth.sample
    if truth.kind in _TOLD_AS_VALUE and sample is not None:
        if not any(sample.day in day.days for figures in found for day in figures.days):
            yield wrong("no_collected", block="opening", what=long_date(sample.day, truth.words.locale))
        alone = (each for each in said if sample.unit in folded(plain(each)))
        apart = any(sample.number == each.number for text in alone for each in truth.figures(text).numbers)
        if not apart and not any((sample.number, sample.unit) in _with_units(figures) for figures in found):
            yield wrong("no_value", block="value", what=f"{sample.number} {sample.unit}")
        compared = not any(fact in truth.facts for fact in _NOT_COMPARED)
        if compared and sample.limits and not any(_tells_limits(figures, truth) for figures in found):
            low = "; ".join(f"{first}-{last}" for first, last in sorted(sample.ranges)) or str(min(sample.limits))
            yield wrong("no_interval", block="value", what=low)
    due = truth.due
    if due is not None and "next" in running(truth.fresh) and _says_when(truth) and not _tells(found, due):
        yield wrong("no_due", block="next", what=long_date(due, truth.words.locale))


def _says_when(truth: Truth) -> bool:
    """Say whether a letter to this patient names the day: a sample to be drawn at once does not wait for it."""
    return truth.kind is LetterKind.RECALL or (truth.kind is LetterKind.PATIENT and "sample" not in truth.facts)


def _tells(found: list[Figures], day: object) -> bool:
    return any(day in each.days for figures in found for each in figures.days)


def _with_units(figures: Figures) -> set[tuple[object, str]]:
    return {(each.number, each.unit) for each in figures.values}


def _tells_limits(figures: Figures, truth: Truth) -> bool:
    sample = truth.sample
    if sample is None:
        return True
    both = any(span.limits in sample.ranges for span in figures.spans)
    lone = {each.number for each in figures.values} & (sample.limits - {sample.number})
    return both or bool(lone) or (sample.number in sample.limits and bool(figures.values))


def _contact(whole: str, truth: Truth) -> Iterator[LetterWarning]:
    phone = truth.source.clinic.phone
    if phone and _digits(phone) not in _digits(whole):
        yield wrong("no_phone", block="contact", what=phone)


def phones(letter: LetterDraft, truth: Truth) -> Iterator[LetterWarning]:
    """Yield a fault for each telephone number that somebody put in and the record does not have."""
    composed = running(truth.fresh)
    known = _own_numbers(truth)
    for block, text in spoken(letter).items():
        there = composed.get(block, "")
        for found in () if text == there else _PHONE.finditer(text):
            number = _digits(found.group())
            strange = not any(_same_line(number, each) for each in known)
            if strange and found.group() not in there and not truth.figures(found.group()).days:
                yield wrong("other_phone", block=block, what=found.group().strip())


def _own_numbers(truth: Truth) -> list[str]:
    """Return the digits of every number that the record has."""
    clinic, patient = truth.source.clinic, truth.patient
    texts = [text for text in (clinic.phone, clinic.urgent_contact, patient.phone, patient.number) if text]
    single = [found.group() for text in texts for found in _PHONE.finditer(text)]
    return [digits for text in (*texts, *single) if (digits := _digits(text).lstrip("0"))]


def _same_line(number: str, known: str) -> bool:
    """Say whether one is the other, with or without its country, its town, or the way within the house."""
    number = number.lstrip("0")
    return number.endswith(known) or known.endswith(number) or number.startswith(known)


def _says(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= _LEAST_SAID


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _named(words: dict[str, str], truth: Truth) -> Iterator[LetterWarning]:
    """Yield a fault where a sentence to the parents named the child and does so no longer."""
    name = truth.patient.given_names or truth.patient.family_name
    if "parents" not in truth.facts:
        return
    for block, composed in running(truth.fresh).items():
        if name in composed and words.get(block, "").strip() and name not in words[block]:
            yield wrong("own_name", block=block, what=name)
