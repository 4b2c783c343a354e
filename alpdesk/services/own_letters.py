"""The clinic's own letters: read, tried out on made-up patients, kept, and led back (``desk.own_letters``)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.orm import Session

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.own_letter import Listed, OwnLetter, ordered
from alpdesk.domain.records import Instant, LetterKind
from alpdesk.domain.terms import EditKind
from alpdesk.errors import ConflictError
from alpdesk.knowledge.own_forms import EditFault, Fault
from alpdesk.services.adapted import Adapted
from alpdesk.services.context import Context
from alpdesk.services.letter_edits import after, edits_for, edits_of, keys_of
from alpdesk.services.letter_faults import faults_of_all, faults_of_change
from alpdesk.services.letter_writing import author, numbered
from alpdesk.services.logos import Logos
from alpdesk.services.roles import refuse_others
from alpdesk.services.shelf import sentences
from alpdesk.store import clinic, clinic_edits, logos

if TYPE_CHECKING:
    from alpdesk.letters.source import LetterSource

_ONLY = "Only a clinician or an administrator changes the clinic's own letters."
_NEWER = "Somebody else has changed these letters since you opened them. Nothing was saved yet."
_ENGLISH = "en"
Seen = Mapping[tuple[EditKind, str], int]


class Held(NamedTuple):
    """A kind as it stands. ``seen`` are the changes it was read from; ``strange`` blocks this edition does not have."""

    adapted: Adapted
    seen: Seen
    strange: tuple[str, ...] = ()


class LetterVersion(NamedTuple):
    """One change of a kind: who, when, why, and how the kind stood then."""

    id: int
    by: str
    at: Instant | None
    reason: str
    before: Adapted
    adapted: Adapted


class Value(NamedTuple):
    """A value that sentences may quote, with what it is for the made-up patient."""

    name: str
    example: str


class Tried(NamedTuple):
    """A letter tried out: its words with what the checker says, its pages, and how easily it is read (English)."""

    draft: LetterDraft
    pages: bytes
    ease: float | None = None
    grade: float | None = None


class LetterConflict(ConflictError):
    """Two people changed the same part of a kind; ``held`` is how it stands now."""

    def __init__(self, held: Held) -> None:
        super().__init__(_NEWER, theirs=held.adapted)
        self.held = held


class OwnLetters:
    """Adapting every kind of letter."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._logos = Logos(context)

    def languages(self) -> tuple[str, ...]:
        """Return the languages there are letters in, the clinic's own first."""
        from alpdesk.letters.catalogue import offered

        with self._context.database.read() as session:
            own = clinic.clinic(session).language
        return tuple(sorted(offered(), key=lambda each: (each != own, each != _ENGLISH, each)))

    def examples(self) -> tuple[str, ...]:
        """Return the names of the made-up patients."""
        from alpdesk.letters.examples import examples

        return tuple(examples())

    def blocks(self, kind: LetterKind, language: str = _ENGLISH) -> tuple[Listed, ...]:
        """Return the shipped blocks of a kind with what each can say."""
        from alpdesk.letters.listing import listed

        return listed(kind, language)

    def shipped_words(self) -> Mapping[str, str]:
        """Return every sentence that may be put in the clinic's own words, as it is shipped."""
        return sentences()

    def said_in(self, key: str) -> tuple[LetterKind, ...]:
        """Return the kinds of letters that say a sentence."""
        return tuple(kind for kind in LetterKind if key in keys_of(kind))

    def facts(self, kind: LetterKind) -> tuple[str, ...]:
        """Return the facts that may let a block of the clinic's own into a letter."""
        from alpdesk.letters.offered import facts

        return facts(kind)

    def values(self, kind: LetterKind, example: str, language: str = _ENGLISH) -> tuple[Value, ...]:
        """Return the values that a block of the clinic's own may quote, as the made-up patient has them."""
        from alpdesk.letters.catalogue import load
        from alpdesk.letters.colleague import Colleague
        from alpdesk.letters.offered import values
        from alpdesk.letters.outline import outlines
        from alpdesk.letters.situation import Teller

        source = self._source(example)
        teller = Teller(source, self._context.rules, load(language, source.clinic.paper), outlines())
        found = teller.situation(kind)
        known = (Colleague(teller).extended(found) if kind.to_colleague else found).values
        return tuple(Value(name, known.get(name, "")) for name in values(kind))

    def read(self, kind: LetterKind) -> Held:
        """Return a kind as the clinic has it."""
        with self._context.database.read() as session:
            return self._held(session, kind)

    def order(self, kind: LetterKind, change: OwnLetter) -> tuple[str, ...]:
        """Return the ids of the blocks in the clinic's order, those left out included."""
        from alpdesk.letters.outline import outlines
        from alpdesk.letters.own_blocks import places

        return ordered(places(outlines().entries(kind)), change)

    def check(self, kind: LetterKind, adapted: Adapted) -> tuple[Fault, ...]:
        """Return what is wrong, by field: ``left_out``, ``order.BLOCK``, ``own.BLOCK...``, ``words.KEY``."""
        return (*faults_of_change(kind, adapted.change), *faults_of_all(adapted.words))

    def tried(self, kind: LetterKind, adapted: Adapted, example: str, language: str) -> Tried:
        """Return the letter of a made-up patient as it would read; nothing is kept."""
        from alpdesk.letters.checking import Truth, checked
        from alpdesk.letters.compose import compose
        from alpdesk.letters.layout import render
        from alpdesk.letters.readability import readability

        rules, said = self._context.rules, keys_of(kind)
        words = {key: text for key, text in rules.letter_words.items() if key not in said}
        blocks = {**rules.letter_blocks, kind.value: adapted.change}
        book = rules.with_changes(letter_blocks=blocks, letter_words={**words, **adapted.words})
        source = self._source(example, language)
        composed = compose(source, book, kind, language)
        draft = checked(composed, Truth(source, book, kind, composed.language, composed))
        pages = render(numbered(draft), self._logos.picture(draft.logo))
        if language != _ENGLISH or kind.to_colleague:
            return Tried(draft, pages)
        measured = readability("\n".join(draft.words()))
        return Tried(draft, pages, measured.ease, measured.grade)

    def keep(self, kind: LetterKind, adapted: Adapted, held: Held, reason: str = "") -> Held:
        """Keep a kind as one step; raise ``LetterConflict`` where somebody changed the same since it was read."""
        faults = self.check(kind, adapted)
        if faults:
            raise EditFault(faults)
        edits = tuple(edits_for(kind, adapted, held.adapted))
        if not edits:
            return held
        context = self._context
        with context.begin("letter adapted", reason) as session:
            refuse_others(session, context, _ONLY)
            clinic_edits.hold(session)
            now = self._held(session, kind)
            if any(now.seen.get((edit.kind, edit.key), 0) != held.seen.get((edit.kind, edit.key), 0) for edit in edits):
                raise LetterConflict(now)
            made = {"made_by": context.actor.user_id, "made_at": context.clock(), "reason": reason}
            for edit in edits:
                clinic_edits.keep(session, edit.model_copy(update=made))
        return self.read(kind)

    def history(self, kind: LetterKind) -> tuple[LetterVersion, ...]:
        """Return every change of a kind, newest first, each with how the kind stood then."""
        with self._context.database.read() as session:
            names, edits = clinic.user_names(session), edits_of(session, kind)
        found = list[LetterVersion]()
        stood = Adapted()
        for edit in sorted(edits, key=lambda each: each.id or 0):
            now = after(stood, edit)
            last = found[-1] if found else None
            same = last is not None and (last.at, last.reason) == (edit.made_at, edit.reason)
            before = found.pop().before if same else stood
            found.append(
                LetterVersion(edit.id or 0, names.get(edit.made_by or 0, ""), edit.made_at, edit.reason, before, now)
            )
            stood = now
        return tuple(reversed(found))

    def _held(self, session: Session, kind: LetterKind) -> Held:
        newest = {(edit.kind, edit.key): edit for edit in reversed(edits_of(session, kind))}
        adapted = Adapted()
        for edit in newest.values():
            adapted = after(adapted, edit)
        seen = {name: edit.id or 0 for name, edit in newest.items()}
        order = self.order(kind, adapted.change)
        strange = (name for name in (*adapted.change.order, *adapted.change.left_out) if name not in order)
        return Held(adapted, seen, tuple(dict.fromkeys(strange)))

    def _source(self, example: str, language: str = "") -> "LetterSource":
        from alpdesk.letters.examples import examples

        context = self._context
        with context.database.read() as session:
            own, who, logo = clinic.clinic(session), author(session, context), logos.digest(session)
        source = examples()[example].source(context.rules, own, who, context.today())
        record = source.record
        patient = record.patient.model_copy(update={"language": language})
        return source.model_copy(update={"logo": logo, "record": record.model_copy(update={"patient": patient})})
