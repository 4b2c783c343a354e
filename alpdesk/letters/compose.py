"""A letter from the record: every sentence chosen by a rule that can be shown."""

from collections.abc import Callable, Iterator

from alpdesk.domain.letter import AnyBlock, Bullets, Heading, LetterDraft, Notice, Paragraph, Reason, SignOff, Table
from alpdesk.domain.records import LetterKind
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.letters.catalogue import Catalogue, is_offered, load
from alpdesk.letters.colleague import Colleague
from alpdesk.letters.frame import Frame
from alpdesk.letters.outline import Chosen, Entry, outlines
from alpdesk.letters.own_blocks import OwnWords, in_force
from alpdesk.letters.reasons import Reasons
from alpdesk.letters.situation import Situation, Teller
from alpdesk.letters.source import LetterSource
from alpdesk.letters.tables import Tables
from alpdesk.letters.warnings import warnings_of

FALLBACK = "en"
_PARENTS = {"patient": "parents"}
_MORE = {LetterKind.DOCTOR: "referral"}


def language_for(source: LetterSource, wanted: str | None) -> str:
    """Return the language asked for, the patient's, the clinic's, or English: the first there are words in."""
    candidates = (wanted, source.record.patient.language, source.clinic.language)
    return next((each for each in candidates if each and is_offered(each)), FALLBACK)


def clinic_language(source: LetterSource) -> str:
    """Return the language in which the clinic is told why a sentence stands, and what to look at."""
    return source.clinic.language if is_offered(source.clinic.language) else FALLBACK


def compose(source: LetterSource, rules: RuleBook, kind: LetterKind, language: str | None = None) -> LetterDraft:
    """Return the letter of a kind as the record has it today."""
    used = (language or source.clinic.language) if kind.to_colleague else language
    words = load(language_for(source, used), source.clinic.paper, rules.letter_words)
    return _Composer(source, rules, words, kind).draft()


class _Composer:
    """Puts one letter together."""

    def __init__(self, source: LetterSource, rules: RuleBook, words: Catalogue, kind: LetterKind) -> None:
        self._source, self._rules, self._words, self._kind = source, rules, words, kind
        self._plan = outlines()
        self._teller = Teller(source, rules, words, self._plan)
        self._tables = Tables(self._teller, colleague=kind.to_colleague)
        self._situation = self._situation_in(self._teller)
        clerk = self._clerk()
        self._told = self._situation if clerk is self._teller else self._situation_in(clerk)
        self._clerk_teller = clerk
        self._reasons = Reasons(clerk.words, self._told)
        self._own = OwnWords(rules.letter_blocks.get(kind), words, self._situation, self._plan.facts(kind))

    def draft(self) -> LetterDraft:
        """Return the letter with what somebody should look at before it goes out."""
        if self._kind is not LetterKind.RECALL and not self._situation.holds("has_value"):
            raise AlpdeskError(self._clerk_teller.words.text("no_alp", "warning"))
        entries = in_force(self._plan.entries(self._kind), self._rules.letter_blocks.get(self._kind))
        blocks = tuple(block for entry in entries for block in self._entry(entry))
        letter = Frame(self._teller, self._kind, self._situation, self._rules).around(blocks, self._tables.quoted)
        warnings = warnings_of(letter, self._clerk_teller, self._told)
        return letter.model_copy(update={"warnings": (*warnings, *self._own.warnings(self._clerk_teller.words))})

    def _clerk(self) -> Teller:
        language = clinic_language(self._source)
        if language == self._words.language:
            return self._teller
        return Teller(self._source, self._rules, load(language, self._source.clinic.paper), self._plan)

    def _situation_in(self, teller: Teller) -> Situation:
        found = teller.situation(self._kind)
        return Colleague(teller).extended(found) if self._kind.to_colleague else found

    def _entry(self, entry: Entry) -> Iterator[AnyBlock]:
        """Yield a block with its heading; a table bears it as its caption, and what stands in for one stands alone."""
        if not entry.fits(self._situation.facts):
            return
        because, own = self._reasons.of_entry(entry), self._own.block(entry.id)
        if own is not None:
            yield from self._own.said(own, because)
            return
        block = self._block(entry, because)
        if block is None:
            return
        text = self._heading(entry)
        group = "" if entry.kind == "companions" and not isinstance(block, Table) else entry.group
        placed: dict[str, str] = {"group": group, "side": entry.side}
        if text and isinstance(block, Table):
            placed["caption"] = text
        elif text:
            name = f"{entry.id}-heading"
            yield Heading(id=name, rule=entry.id, because=because, text=text, group=group, side=entry.side)
        yield block.model_copy(update=placed)

    def _heading(self, entry: Entry) -> str:
        """Return the words over a block: the kind's own, then those of every letter."""
        if not entry.heading:
            return ""
        names = (f"{entry.heading}_parents", entry.heading) if self._situation.holds("parents") else (entry.heading,)
        found = (self._words.find(f"{self._kind.value}_{name}", "heading") for name in names)
        text = next((each for each in found if each), "") or self._common_heading(names)
        return self._words.filled(text, entry.heading, self._situation.values)

    def _common_heading(self, names: tuple[str, ...]) -> str:
        found = (self._words.find(name, "heading") for name in names)
        return next((each for each in found if each), "") or self._words.text(names[-1], "heading")

    def _block(self, entry: Entry, because: str) -> AnyBlock | None:
        return self._drawn(entry, because) or self._worded(entry)

    def _drawn(self, entry: Entry, because: str) -> AnyBlock | None:
        """Return what is drawn from the record; nothing where there is nothing to draw, or words to say."""
        name, tables = entry.id, self._tables
        drawn: dict[str, Callable[[], AnyBlock | None]] = {
            "sign_off": lambda: self._sign_off(name, because),
            "results": lambda: tables.alps(name, because),
            "alps": lambda: tables.alps_for_colleague(name, because),
            "chart": lambda: tables.chart(name, because, bare=self._bare()),
            "medicines": lambda: tables.medicines(name, because),
            "companions": lambda: tables.companions(name, because, self._expected()),
        }
        return drawn.get(entry.kind, lambda: None)()

    def _bare(self) -> bool:
        return self._situation.holds("parents") or self._kind.to_colleague

    def _expected(self) -> tuple[str, ...]:
        return Colleague(self._teller).expected() if self._kind.to_colleague else ()

    def _worded(self, entry: Entry) -> AnyBlock | None:
        reasons = tuple(self._said(entry, each) for each in entry.chosen(self._situation.facts))
        if not reasons:
            return None
        name, because = entry.id, self._reasons.together(reasons)
        texts = tuple(reason.sentence for reason in reasons)
        text = " ".join(texts)
        if entry.kind in {"bullets", "boxes"}:
            boxes = entry.kind == "boxes"
            return Bullets(id=name, rule=name, because=because, reasons=reasons, items=texts, boxes=boxes)
        if entry.kind == "notice":
            return Notice(id=name, rule=name, because=because, reasons=reasons, text=text)
        return Paragraph(id=name, rule=name, because=because, reasons=reasons, text=text, strong=entry.strong)

    def _said(self, entry: Entry, chosen: Chosen) -> Reason:
        key = chosen.sentence.text
        section, text = self._words.found(key, *sections_of(self._kind, parents=self._situation.holds("parents")))
        sentence = self._words.filled(text, key, self._situation.values)
        return self._reasons.of_sentence(entry, chosen, sentence, f"{section}.{key}")

    def _sign_off(self, name: str, because: str) -> SignOff:
        author, clinic = self._source.author, self._source.clinic
        return SignOff(
            id=name,
            rule=name,
            because=because,
            closing=self._words.text("closing", "frame"),
            name=author.name if author else self._words.text("unsigned", "frame"),
            title=author.title if author else "",
            clinic=clinic.name,
        )


def sections_of(kind: LetterKind, *, parents: bool) -> tuple[str, ...]:
    """Return where a sentence is looked for: the most particular words first."""
    if kind.to_colleague:
        return tuple(dict.fromkeys((kind.value, _MORE.get(kind, kind.value))))
    names = ("patient",) if kind is LetterKind.PATIENT else (kind.value, "patient")
    if not parents:
        return names
    return tuple(section for name in names for section in (_PARENTS.get(name, f"{name}_parents"), name))
