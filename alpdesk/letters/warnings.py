"""What somebody should look at before a letter goes out."""

from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

from alpdesk.domain.ages import has_reached, years
from alpdesk.domain.assessment import Alert, Assessment, Urgency
from alpdesk.domain.letter import LetterDraft, LetterWarning
from alpdesk.domain.records import LetterKind
from alpdesk.letters import fonts
from alpdesk.letters.catalogue import Catalogue, is_offered, load
from alpdesk.letters.situation import Situation, Teller

_UNPRINTED = {"id", "rule", "because", "group", "side", "kind"}


def warnings_of(letter: LetterDraft, teller: Teller, situation: Situation) -> tuple[LetterWarning, ...]:
    """Return what is wrong or doubtful, what must not go by post first."""
    assessment = teller.source.assessment
    found = (
        *(_pressing(assessment, teller.words) if assessment else ()),
        *_verdict(assessment, situation, teller.words),
        *_reader(letter, teller, situation),
        *_clinic(letter, teller),
        *_printed(teller, situation),
        *_translation(letter, teller),
        *glyphs(letter, teller.words),
    )
    return tuple(sorted(found, key=lambda warning: not warning.blocks))


def glyphs(letter: LetterDraft, words: Catalogue) -> Iterator[LetterWarning]:
    """Yield a warning for each place with a character that no font on board prints."""
    for where, block, text in _texts(letter):
        lacking = fonts.missing(text)
        if lacking:
            named = ", ".join(
                f"{each} (U+{ord(each):04X})" if each.isprintable() else f"U+{ord(each):04X}" for each in lacking
            )
            yield _warning("glyph", words, characters=named, where=where).model_copy(update={"block": block})


def _pressing(assessment: Assessment, words: Catalogue) -> Iterator[LetterWarning]:
    for urgency in (Urgency.EMERGENCY, Urgency.URGENT):
        for alert in (each for each in assessment.alerts if each.urgency is urgency):
            asked = _warning(f"phone_{urgency.value}", words, blocks=True, alerts=alert.title)
            yield asked.model_copy(update={"id": f"{asked.id}:{alert.id}-{_mark(alert)}"})


def _mark(alert: Alert) -> str:
    """Return by what an alert is told from another of the same rule: it may come again on other values."""
    said = "\n".join((alert.title, alert.text, *alert.inputs))
    return f"{crc32(said.encode()):08x}"


def _verdict(assessment: Assessment | None, situation: Situation, words: Catalogue) -> Iterator[LetterWarning]:
    if assessment is None:
        return
    if situation.holds("unjudged"):
        yield _warning("unjudged", words, blocks=True, reason=assessment.alp.reason)
    if situation.holds("sample_unit"):
        yield _warning("unit", words, blocks=True)


def _reader(letter: LetterDraft, teller: Teller, situation: Situation) -> Iterator[LetterWarning]:
    source, words, patient = teller.source, teller.words, teller.patient
    age = years(patient.birth_date, source.day)
    if source.assessment is not None and source.assessment.needs_answer and not source.answered:
        yield _warning("not_reviewed", words)
    if letter.kind is LetterKind.REFERRAL:
        yield _warning("no_specialist", words)
        return
    if len(letter.recipient) < 2:
        yield _warning("no_address", words)
    if letter.kind.to_colleague:
        return
    if not has_reached(patient.birth_date, source.day, teller.outlines.parents_below):
        if not situation.holds("parents"):
            yield _warning("pregnant_child", words, blocks=True, age=str(age))
    elif not has_reached(patient.birth_date, source.day, teller.outlines.adult_from):
        yield _warning("teenager", words, age=str(age))
    if patient.language and not is_offered(patient.language):
        yield _warning("language", words, wanted=patient.language, used=letter.language)
    if any(teller.history.finding(each) for each in teller.outlines.genetic_findings):
        yield _warning("genetic", words)


def _translation(letter: LetterDraft, teller: Teller) -> Iterator[LetterWarning]:
    if letter.language in teller.source.awaiting:
        yield _warning("translation", teller.words, used=load(letter.language, letter.paper).name)


def _clinic(letter: LetterDraft, teller: Teller) -> Iterator[LetterWarning]:
    if not letter.sender.name or not letter.sender.lines:
        yield _warning("no_clinic", teller.words)
    if not letter.sender.phone:
        yield _warning("no_phone", teller.words)


def _printed(teller: Teller, situation: Situation) -> Iterator[LetterWarning]:
    reading = teller.reading()
    if reading is not None and reading.laboratory[1] is not None and not situation.holds("printed"):
        yield _warning("printed_unsafe", teller.words)


def _texts(letter: LetterDraft) -> Iterator[tuple[str, str, str]]:
    yield "address", "", "\n".join(letter.recipient)
    sender = letter.sender
    yield "letterhead", "", "\n".join((sender.name, *sender.lines, sender.phone, sender.email))
    yield "reference", "", "\n".join(reference.text for reference in letter.references)
    yield "text", "", f"{letter.subject}\n{letter.salutation}"
    for block in letter.blocks:
        yield "text", block.id, "\n".join(_strings(block.model_dump(exclude=_UNPRINTED)))
    yield "copies", "", "\n".join(letter.copies)


def _strings(value: object) -> Iterator[str]:
    """Yield every text of a block, whatever it is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in _strings(part))
    elif isinstance(value, Sequence):
        yield from (text for part in value for text in _strings(part))


def _warning(name: str, words: Catalogue, *, blocks: bool = False, **values: str) -> LetterWarning:
    return LetterWarning(id=name, text=words.text(name, "warning", **values), blocks=blocks, asks=blocks)
