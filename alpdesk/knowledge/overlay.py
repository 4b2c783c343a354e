"""The rule book in force: the shipped one with the newest edits of the clinic laid over it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from alpdesk.domain.ages import Age
from alpdesk.domain.escalation import Escalation
from alpdesk.domain.followup import ClinicEdit
from alpdesk.domain.own_letter import OwnLetter
from alpdesk.domain.profiles import Profile, ProfileInterval
from alpdesk.domain.rules import MedicineClass, PanelTemplate, RuleBook, Source
from alpdesk.domain.terms import EditKind, LetterKind
from alpdesk.knowledge.checks import check
from alpdesk.knowledge.own_forms import (
    EditFault,
    Fault,
    OwnEscalation,
    OwnNames,
    OwnProfile,
    OwnTemplate,
    OwnWords,
    read,
)
from alpdesk.knowledge.own_letters import block_faults
from alpdesk.knowledge.own_monitoring import with_days
from alpdesk.knowledge.own_names import name_faults
from alpdesk.knowledge.own_words import word_faults
from alpdesk.knowledge.spans import span

_ALP = "alp"
_PLACES = 10
_KEY = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")
Sentences = Callable[[], Mapping[str, str]]
Layer = Callable[[RuleBook, ClinicEdit], RuleBook]


class Overlay(NamedTuple):
    """The rule book in force, and the edits that could not be laid over it with what is wrong with each."""

    book: RuleBook
    left_out: tuple[tuple[ClinicEdit, EditFault], ...] = ()


def overlay(shipped: RuleBook, edits: Iterable[ClinicEdit], sentences: Sentences = dict) -> Overlay:
    """Lay edits (the newest of each kind and key) over the shipped book.

    An edit that no longer fits an edition, after an update of the program, is left out and named; the others hold.
    """
    laid = sorted((edit for edit in edits if edit.body), key=lambda each: each.id or 0)
    found = _laid(shipped, laid, lambda book, edit: _unchecked(book, edit, sentences))
    if check(found.book):
        found = _laid(shipped, laid, lambda book, edit: lay(book, edit, sentences))
    newest = max((edit.id or 0 for edit in laid if edit.kind in _FIELD), default=0)
    version = f"{shipped.version}+clinic.{newest}" if newest else shipped.version
    return found._replace(book=found.book.with_changes(version=version))


def _laid(shipped: RuleBook, edits: list[ClinicEdit], layer: Layer) -> Overlay:
    book, left_out = shipped, list[tuple[ClinicEdit, EditFault]]()
    for edit in edits:
        try:
            book = layer(book, edit)
        except EditFault as fault:
            left_out.append((edit, fault))
    return Overlay(book, tuple(left_out))


def lay(book: RuleBook, edit: ClinicEdit, sentences: Sentences = dict) -> RuleBook:
    """Return a sound book with one more edit; raise ``EditFault`` with a sentence for each field that is wrong."""
    changed = _unchecked(book, edit, sentences)
    if edit.kind is EditKind.SNIPPET:  # words judge nothing, so the book is as sound as it was
        return changed
    faults = tuple(Fault(_FIELD.get(edit.kind, ""), _said(fault, edit.key)) for fault in check(changed))
    if faults:
        raise EditFault(faults)
    return changed


def _unchecked(book: RuleBook, edit: ClinicEdit, sentences: Sentences) -> RuleBook:
    if edit.kind is EditKind.SNIPPET:
        return _with_words(book, edit, sentences())
    layer = _LAYERS.get(edit.kind)
    return book if layer is None else layer(book, edit)


def _said(fault: str, key: str) -> str:
    """Return a fault of the book without the place, which the reader sees."""
    for place in (f'profile "{key}"', f'panel "{key}"', f'monitoring "{key}"', "medicines", "audit rules"):
        fault = fault.removeprefix(place).removeprefix(": ").strip()
    text = fault.removeprefix("(female): ").removeprefix("(male): ")
    sex = "Female: " if fault.startswith("(female)") else "Male: " if fault.startswith("(male)") else ""
    text = text if sex else f"{text[:1].upper()}{text[1:]}"
    return f"{sex}{text}."


def _with_profile(book: RuleBook, edit: ClinicEdit) -> RuleBook:
    own = read(OwnProfile, edit.body)
    faults = (
        *_key_faults(edit.key),
        *_unit_faults(own, book),
        *_row_faults(own),
        *_slips(own, book),
        *_open_ends(own, edit.key, book),
    )
    if faults:
        raise EditFault(tuple(faults))
    source = Source(id=f"The clinic's own: {own.source}", citation=f"The clinic's own: {own.source}")
    unit = book.analytes[_ALP].find_unit(own.unit)
    profile = Profile(
        id=edit.key,
        evidence="M",
        sources=(source.id,),
        own=True,
        **{name: getattr(own, name) for name in OwnProfile.model_fields if name not in ("source", "unit")},
        unit=own.unit if unit is None else unit.code,
    )
    return book.with_changes(profiles={**book.profiles, edit.key: profile}, sources={**book.sources, source.id: source})


def _key_faults(key: str) -> Iterator[Fault]:
    if _KEY.fullmatch(key) is None:
        yield Fault("", "The short name of a profile is made of small letters, figures and _.")


def _unit_faults(own: OwnProfile, book: RuleBook) -> Iterator[Fault]:
    if book.analytes[_ALP].find_unit(own.unit) is None:
        yield Fault("unit", f"{own.unit} is not a unit of ALP that Alpdesk knows.")


def _row_faults(own: OwnProfile) -> Iterator[Fault]:
    for place, row in enumerate(own.intervals):
        for name, sentence in _row_sentences(row, own):
            yield Fault(f"intervals.{place}.{name}", sentence)


def _row_sentences(row: ProfileInterval, own: OwnProfile) -> Iterator[tuple[str, str]]:
    for name, number in (("low", row.low), ("high", row.high)):
        if not -_PLACES <= number.adjusted() <= _PLACES or len(number.as_tuple().digits) > _PLACES:
            yield name, "This number has too many places."
    if row.low <= 0:
        yield "low", "A lower limit of 0 can never call a value low."
    if row.high <= row.low:
        yield "high", "The upper limit is not above the lower one."
    first, last = span(row.age_from, row.age_to)
    if first >= last:
        yield "to", "The age band ends before it begins."
    if row.weeks_from is not None and row.weeks_to is not None and row.weeks_to <= row.weeks_from:
        yield "weeks_to", "The weeks end before they begin."
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        yield "valid_to", "The validity ends before it begins."
    if own.by_gestation and row.weeks_from is None:
        yield "weeks_from", "A profile for pregnancy needs weeks."
    if not own.by_gestation and row.weeks_from is not None:
        yield "weeks_from", "Weeks belong to a profile for pregnancy."


def _slips(own: OwnProfile, book: RuleBook) -> Iterator[Fault]:
    """Limits that read like those of the other unit: such an interval calls no value low, or every one."""
    alp = book.analytes[_ALP]
    unit = alp.find_unit(own.unit)
    known = [(slip.unit, slip.looks_like, slip.at_most) for slip in alp.slips if slip.at_most is not None]
    if unit is None:
        return
    for place, row in enumerate(own.intervals):
        for large, small, most in known:
            if unit.code == large and row.low < row.high <= most:
                yield Fault(f"intervals.{place}.high", f"These limits read like {small}. Look at the unit.")
            elif unit.code == small and row.low > most:
                yield Fault(f"intervals.{place}.low", f"These limits read like {large}. Look at the unit.")


def _open_ends(own: OwnProfile, key: str, book: RuleBook) -> Iterator[Fault]:
    """The profile that judges when no other does must judge samples of every day, of both sexes and of every age."""
    defaults = book.defaults
    if key not in (defaults.child, defaults.adult, defaults.pregnancy):
        return
    groups = [[row for row in own.intervals if row.sex in ("any", sex)] for sex in ("female", "male")]
    if any(all(row.valid_from is not None for row in group) for group in groups):
        yield Fault("intervals.0.valid_from", "This profile judges where no other does: leave its first day open.")
    if any(all(row.valid_to is not None for row in group) for group in groups):
        yield Fault("intervals.0.valid_to", "This profile judges where no other does: leave its last day open.")
    if key == defaults.pregnancy:
        return
    first, last = span(own.covers_from, own.covers_to)
    begin, end = span(defaults.adult_from, None) if key == defaults.adult else span(Age(0, "d"), defaults.adult_from)
    if own.by_gestation or first > begin or last < end:
        yield Fault("covers_from", "This profile judges where no other does: it has to cover every age it is for.")


def _with_template(book: RuleBook, edit: ClinicEdit) -> RuleBook:
    own = read(OwnTemplate, edit.body)
    if len(set(own.analytes)) < len(own.analytes):
        raise EditFault((Fault("analytes", "A template names an analyte twice."),))
    template = PanelTemplate(id=edit.key, name=own.name, analytes=own.analytes)
    return book.with_changes(panel_templates={**book.panel_templates, edit.key: template})


def _with_names(book: RuleBook, edit: ClinicEdit) -> RuleBook:
    known = book.medicine_classes.get(edit.key)
    if known is None:
        raise EditFault((Fault("", f"The medicine class {edit.key} is not known."),))
    own = read(OwnNames, edit.body)
    added = ((place, name) for place, name in enumerate(own.names) if name not in known.names)
    faults = tuple(Fault(f"names.{n}", said) for n, name in added for said in name_faults(name, edit.key, book))
    if faults:
        raise EditFault(faults)
    names = tuple(dict.fromkeys((*known.names, *own.names)))
    changed = MedicineClass.model_construct(**{**dict(known), "names": names})
    return book.with_changes(medicine_classes={**book.medicine_classes, edit.key: changed})


def _with_steps(book: RuleBook, edit: ClinicEdit) -> RuleBook:
    own = read(OwnEscalation, edit.body)
    most = book.escalation.longest_step_days
    far = [name for name, days in dict(own).items() if name.endswith("_days") and days > most]
    if far:
        sentence = f"That is too long to wait for anybody; the most is {most} days."
        raise EditFault(tuple(Fault(name, sentence) for name in far))
    return book.with_changes(escalation=Escalation.model_construct(**{**dict(book.escalation), **dict(own)}))


def _with_words(book: RuleBook, edit: ClinicEdit, sentences: Mapping[str, str]) -> RuleBook:
    own = read(OwnWords, edit.body)
    shipped = sentences.get(edit.key)
    if shipped is None:
        raise EditFault((Fault("", f"The letters have no sentence {edit.key}."),))
    faults = tuple(Fault("text", sentence) for sentence in word_faults(own.text, shipped))
    if faults:
        raise EditFault(faults)
    return book.with_changes(letter_words={**book.letter_words, edit.key: own.text})


def _with_blocks(book: RuleBook, edit: ClinicEdit) -> RuleBook:
    if edit.key not in set(LetterKind):
        raise EditFault((Fault("", f"There is no kind of letter {edit.key}."),))
    own = read(OwnLetter, edit.body)
    faults = tuple(block_faults(own))
    if faults:
        raise EditFault(faults)
    return book.with_changes(letter_blocks={**book.letter_blocks, edit.key: own})


_LAYERS: dict[EditKind, Layer] = {
    EditKind.PROFILE: _with_profile,
    EditKind.PANEL_TEMPLATE: _with_template,
    EditKind.MEDICINE_CLASS: _with_names,
    EditKind.MONITORING: with_days,
    EditKind.ESCALATION: _with_steps,
    EditKind.LETTER: _with_blocks,
}
_FIELD = {
    EditKind.SNIPPET: "text",
    EditKind.PROFILE: "intervals",
    EditKind.PANEL_TEMPLATE: "analytes",
    EditKind.MEDICINE_CLASS: "names",
    EditKind.MONITORING: "items",
    EditKind.ESCALATION: "",
    EditKind.LETTER: "",
}
