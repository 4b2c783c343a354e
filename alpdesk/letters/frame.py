"""What stands around the words of a letter: sender, recipient, references, subject, salutation, copies."""

from collections.abc import Iterable

from babel.numbers import format_decimal

from alpdesk.domain.letter import AnyBlock, LetterDraft, Reference, Sender
from alpdesk.domain.records import LetterKind, Panel, Result, Sex
from alpdesk.domain.rules import RuleBook
from alpdesk.letters.calendar import long_date, short_date
from alpdesk.letters.situation import Situation, Teller, full_name

_SEXES = {Sex.FEMALE: "adult_female", Sex.MALE: "adult_male"}
_SERIES = (
    "treated", "sample_edta", "sample_tube", "sample_unit", "unjudged", "persistent", "fluctuating", "single",
    "formerly", "back",
)  # fmt: skip


class Frame:
    """Puts a frame around the blocks of one letter."""

    def __init__(self, teller: Teller, kind: LetterKind, situation: Situation, rules: RuleBook) -> None:
        self._teller, self._kind, self._situation, self._rules = teller, kind, situation, rules
        self._source, self._words = teller.source, teller.words

    def around(self, blocks: tuple[AnyBlock, ...], quoted: Iterable[tuple[Panel, Result]]) -> LetterDraft:
        """Return the letter; ``quoted`` are the results in its tables."""
        source, words = self._source, self._words
        panels, results = self._quoted(quoted)
        return LetterDraft(
            kind=self._kind,
            variant=self._variant(),
            title=words.text(f"title_{self._kind.value}", "frame"),
            language=words.language,
            rtl=words.rtl,
            paper=source.clinic.paper,
            address_form=source.clinic.address_form or "",
            large_print=bool(source.record.patient.large_print) and not self._kind.to_colleague,
            day=source.day,
            patient_id=source.record.patient.id or 0,
            sender=self._sender(),
            recipient=self._recipient(),
            references=self._references(),
            subject=self._subject(),
            salutation=self._salutation(),
            blocks=blocks,
            copies=self._copies(),
            copies_label=words.text("copies", "frame"),
            footer=self._footer(),
            page_words=words.text("page", "frame", page="{page}", pages="{pages}"),
            rule_book=self._rules.version,
            anchor=self._anchor(),
            logo=source.logo,
            panel_ids=panels,
            result_ids=results,
        )

    def _quoted(self, shown: Iterable[tuple[Panel, Result]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        reading = self._teller.reading()
        every = [*(((reading.panel, reading.result),) if reading is not None else ()), *shown]
        panels = dict.fromkeys(panel.id for panel, _ in every if panel.id is not None)
        return tuple(panels), tuple(dict.fromkeys(result.id for _, result in every if result.id is not None))

    def _sender(self) -> Sender:
        clinic, words = self._source.clinic, self._words
        phone = words.text("phone", "frame", phone=clinic.phone) if clinic.phone else ""
        lines = tuple(line.strip() for line in clinic.address.splitlines() if line.strip())
        return Sender(name=clinic.name, lines=lines, phone=phone, email=clinic.email)

    def _recipient(self) -> tuple[str, ...]:
        patient, words = self._source.record.patient, self._words
        if self._kind is LetterKind.DOCTOR:
            return (patient.referring_doctor or words.text("to_doctor", "frame"),)
        if self._kind is LetterKind.REFERRAL:
            return (words.text("to_specialist", "frame"),)
        name = self._situation.values["name"]
        first = words.text("parents_of", "frame", name=name) if self._situation.holds("parents") else name
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

    def _subject(self) -> str:
        situation, kind = self._situation, self._kind.value
        if self._kind.to_colleague:
            name = next((each for each in ("persistent", "low") if situation.holds(each)), "other")
            name = name if situation.holds("low") else "other"
            return self._words.text(f"{kind}_{name}", "subject", **situation.values)
        again = "_again" if self._kind is LetterKind.RECALL and situation.holds("reminded") else ""
        parents = "_parents" if situation.holds("parents") else ""
        return self._words.text(f"{kind}{again}{parents}", "subject", **situation.values)

    def _salutation(self) -> str:
        key = _SEXES.get(self._source.record.patient.sex, "adult")
        key = "parents" if self._situation.holds("parents") else key
        key = "colleague" if self._kind.to_colleague else key
        return self._words.text(key, "salutation", **self._situation.values)

    def _copies(self) -> tuple[str, ...]:
        words, doctor = self._words, self._source.record.patient.referring_doctor
        key = "copy_patient" if self._kind.to_colleague else "copy_file"
        key = "copy_parents" if self._kind.to_colleague and self._situation.holds("parents") else key
        others = (doctor,) if doctor and self._kind is not LetterKind.DOCTOR else ()
        return (*others, words.text(key, "frame"))

    def _anchor(self) -> str:
        """Return how the state of the record is written in the foot, if it is known."""
        seq, digest = self._source.anchor
        if not digest:
            return ""
        groups = " ".join(digest[at : at + 4] for at in (0, 4))
        return self._words.text("anchor", "frame", seq=format_decimal(seq, locale=self._words.locale), hash=groups)

    def _footer(self) -> str:
        stamp = long_date(self._source.day, self._words.locale)
        return self._words.text("footer", "frame", stamp=stamp, rules=self._rules.version)

    def _variant(self) -> str:
        holds = self._situation.holds
        series = next((name for name in _SERIES if holds(name)), "within")
        if self._kind is LetterKind.RECALL:
            series = (
                "again" if holds("reminded") else "overdue" if holds("overdue") else "due" if holds("due") else "open"
            )
        return "-".join([series, *(name for name in ("parents", "pregnant", "antiresorptive") if holds(name))])
