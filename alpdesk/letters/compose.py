"""A letter from the record: every block chosen by a rule that can be shown."""

from collections.abc import Iterator

from alpdesk.domain.letter import (
    AnyBlock,
    Bullets,
    Heading,
    LetterDraft,
    Notice,
    Paragraph,
    Reference,
    Sender,
    SignOff,
)
from alpdesk.domain.records import LetterKind, Panel, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.errors import AlpdeskError
from alpdesk.letters.calendar import long_date, short_date
from alpdesk.letters.catalogue import Catalogue, is_offered, load
from alpdesk.letters.outline import Entry, Outlines, Sentence, outlines
from alpdesk.letters.referral import Referral
from alpdesk.letters.situation import Situation, Teller, full_name
from alpdesk.letters.source import LetterSource
from alpdesk.letters.tables import Tables
from alpdesk.letters.warnings import warnings_of

FALLBACK = "en"
_PARENTS = {"patient": "parents"}


def language_for(source: LetterSource, wanted: str | None) -> str:
    """Return the language asked for, the patient's, the clinic's, or English: the first there are words in."""
    candidates = (wanted, source.record.patient.language, source.clinic.language)
    return next((each for each in candidates if each and is_offered(each)), FALLBACK)


def compose(source: LetterSource, rules: RuleBook, kind: LetterKind, language: str | None = None) -> LetterDraft:
    """Return the letter of a kind as the record has it today."""
    used = (language or source.clinic.language) if kind.to_colleague else language
    words = load(language_for(source, used), source.clinic.paper, rules.letter_words)
    composer = _Composer(source, rules, words, outlines())
    return composer.draft(kind)


class _Composer:
    """Puts one letter together."""

    def __init__(self, source: LetterSource, rules: RuleBook, words: Catalogue, plan: Outlines) -> None:
        self._source, self._words, self._plan = source, words, plan
        self._teller = Teller(source, rules, words, plan)
        self._tables = Tables(self._teller)
        self._rules = rules

    def draft(self, kind: LetterKind) -> LetterDraft:
        situation = self._teller.situation(kind)
        if kind is not LetterKind.RECALL and not situation.holds("has_value"):
            raise AlpdeskError(self._words.text("no_alp", "warning"))
        blocks = tuple(self._blocks(kind, situation))
        letter = self._frame(kind, situation, blocks)
        return letter.model_copy(update={"warnings": warnings_of(letter, self._teller, situation)})

    def _blocks(self, kind: LetterKind, situation: Situation) -> Iterator[AnyBlock]:
        if kind.to_colleague:
            yield from Referral(self._teller, self._tables, situation).blocks(self._sign_off())
            return
        for entry in self._plan.entries(kind):
            if entry.fits(situation.facts):
                yield from self._entry(entry, kind, situation)

    def _entry(self, entry: Entry, kind: LetterKind, situation: Situation) -> Iterator[AnyBlock]:
        block = self._block(entry, kind, situation)
        if block is None:
            return
        if entry.heading:
            text = self._words.find(f"{entry.heading}_parents", "heading") if situation.holds("parents") else ""
            text = text or self._words.text(entry.heading, "heading")
            yield Heading(id=f"{entry.id}-heading", rule=entry.id, because=block.because, text=text)
        yield block

    def _block(self, entry: Entry, kind: LetterKind, situation: Situation) -> AnyBlock | None:
        chosen = entry.chosen(situation.facts)
        because = self._because(entry, chosen, situation)
        if entry.kind == "sign_off":
            return self._sign_off()
        if entry.kind == "results":
            return self._tables.alps(entry.id, because)
        if entry.kind == "chart":
            return self._tables.chart(entry.id, because, bare=situation.holds("parents"))
        texts = tuple(self._say(sentence, kind, situation) for sentence in chosen)
        return _worded(entry, because, texts) if texts else None

    def _say(self, sentence: Sentence, kind: LetterKind, situation: Situation) -> str:
        return self._words.text(sentence.text, *_sections(kind, situation), **situation.values)

    def _because(self, entry: Entry, chosen: tuple[Sentence, ...], situation: Situation) -> str:
        names = [name for part in (entry, *chosen) for name in part.rests_on(situation.facts)]
        found = [self._words.find(name, "because") for name in dict.fromkeys(names)]
        return " ".join(each for each in found if each) or self._words.find("always", "because")

    def _sign_off(self) -> SignOff:
        author, clinic = self._source.author, self._source.clinic
        return SignOff(
            id="sign-off",
            rule="sign-off",
            because=self._words.find("always", "because"),
            closing=self._words.text("closing", "frame"),
            name=author.name if author else self._words.text("unsigned", "frame"),
            title=author.title if author else "",
            clinic=clinic.name,
        )

    def _frame(self, kind: LetterKind, situation: Situation, blocks: tuple[AnyBlock, ...]) -> LetterDraft:
        source, words = self._source, self._words
        panels = tuple(dict.fromkeys(panel.id for panel, _ in self._quoted() if panel.id is not None))
        results = tuple(dict.fromkeys(result.id for _, result in self._quoted() if result.id is not None))
        return LetterDraft(
            kind=kind,
            variant=_variant(situation),
            title=words.text(f"title_{kind.value}", "frame"),
            language=words.language,
            rtl=words.rtl,
            paper=source.clinic.paper,
            day=source.day,
            patient_id=source.record.patient.id or 0,
            sender=self._sender(),
            recipient=self._recipient(kind, situation),
            references=self._references(),
            subject=self._subject(kind, situation),
            salutation=self._salutation(kind, situation),
            blocks=blocks,
            copies=self._copies(kind),
            copies_label=words.text("copies", "frame"),
            footer=self._footer(),
            page_words=words.text("page", "frame", page="{page}", pages="{pages}"),
            rule_book=self._rules.version,
            panel_ids=panels,
            result_ids=results,
        )

    def _quoted(self) -> Iterator[tuple[Panel, Result]]:
        reading = self._teller.reading()
        if reading is not None:
            yield reading.panel, reading.result
        yield from self._tables.quoted

    def _sender(self) -> Sender:
        clinic, words = self._source.clinic, self._words
        phone = words.text("phone", "frame", phone=clinic.phone) if clinic.phone else ""
        lines = tuple(line.strip() for line in clinic.address.splitlines() if line.strip())
        return Sender(name=clinic.name, lines=lines, phone=phone, email=clinic.email)

    def _recipient(self, kind: LetterKind, situation: Situation) -> tuple[str, ...]:
        patient = self._source.record.patient
        if kind is LetterKind.DOCTOR:
            return (patient.referring_doctor or self._words.text("to_doctor", "referral"),)
        if kind is LetterKind.REFERRAL:
            return (self._words.text("to", "referral"),)
        name = situation.values["name"]
        key = "parents_of" if situation.holds("parents") else ""
        first = self._words.text(key, "frame", name=name) if key else name
        return (first, *(line.strip() for line in patient.address.splitlines() if line.strip()))

    def _references(self) -> tuple[Reference, ...]:
        patient, words = self._source.record.patient, self._words
        pairs = (
            ("patient", full_name(patient.given_names, patient.family_name)),
            ("born", short_date(patient.birth_date, words.locale)),
            ("number", patient.number),
            ("date", long_date(self._source.day, words.locale)),
        )
        return tuple(Reference(label=words.text(label, "frame"), text=text) for label, text in pairs)

    def _subject(self, kind: LetterKind, situation: Situation) -> str:
        if kind.to_colleague:
            name = next((each for each in ("persistent", "low") if situation.holds(each)), "other")
            name = name if situation.holds("low") else "other"
            return self._words.text(f"referral_{name}", "subject")
        again = "_again" if kind is LetterKind.RECALL and situation.holds("reminded") else ""
        key = f"{kind.value}{again}_parents" if situation.holds("parents") else f"{kind.value}{again}"
        return self._words.text(key, "subject", **situation.values)

    def _salutation(self, kind: LetterKind, situation: Situation) -> str:
        if kind.to_colleague:
            return self._words.text("colleague", "salutation")
        key = "parents" if situation.holds("parents") else "adult"
        return self._words.text(key, "salutation", **situation.values)

    def _copies(self, kind: LetterKind) -> tuple[str, ...]:
        words, doctor = self._words, self._source.record.patient.referring_doctor
        key = "copy_patient" if kind.to_colleague else "copy_file"
        own = words.text(key, "referral", "frame")
        return (*((doctor,) if doctor and kind is not LetterKind.DOCTOR else ()), own)

    def _footer(self) -> str:
        stamp = long_date(self._source.day, self._words.locale)
        return self._words.text("footer", "frame", stamp=stamp, rules=self._rules.version)


def _worded(entry: Entry, because: str, texts: tuple[str, ...]) -> AnyBlock:
    if entry.kind in {"bullets", "boxes"}:
        return Bullets(id=entry.id, rule=entry.id, because=because, items=texts, boxes=entry.kind == "boxes")
    text = " ".join(texts)
    made = Notice if entry.kind == "notice" else Paragraph
    return made(id=entry.id, rule=entry.id, because=because, text=text)


def _sections(kind: LetterKind, situation: Situation) -> tuple[str, ...]:
    """Return where a sentence is looked for: the most particular words first."""
    names = ("patient",) if kind is LetterKind.PATIENT else (kind.value, "patient")
    if not situation.holds("parents"):
        return names
    return tuple(section for name in names for section in (_PARENTS.get(name, f"{name}_parents"), name))


def _variant(situation: Situation) -> str:
    names = (
        "treated", "sample_edta", "sample_tube", "sample_unit", "unjudged", "persistent", "fluctuating", "single",
        "formerly", "back",
    )  # fmt: skip
    series = next((name for name in names if situation.holds(name)), "within")
    return "-".join([series, *(name for name in ("parents", "pregnant", "antiresorptive") if situation.holds(name))])
