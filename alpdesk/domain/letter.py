"""A letter before it is set: what is said, to whom, on which day, and which rule chose each block."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from alpdesk.domain.records import Flag, Instant, LetterKind, LetterState, Record
from alpdesk.domain.trend import Trend


class Reason(Record):
    """Why one sentence stands in a letter: its words, its name in the catalogue, and what in the record chose it."""

    sentence: str
    key: str
    facts: tuple[str, ...] = ()


class Block(Record):
    """One piece of a letter.

    ``id`` is stable within the letter, ``rule`` names the rule that chose the block and ``because`` says in one
    plain sentence what in the record it rests on; ``reasons`` say it of each sentence. Blocks of one ``group`` stand
    in two columns where they fit.
    """

    id: str
    rule: str
    because: str = ""
    reasons: tuple[Reason, ...] = ()
    group: str = ""
    side: Literal["left", "right"] = "left"


class Heading(Block):
    """A line that opens a part of the letter."""

    kind: Literal["heading"] = "heading"
    text: str


class Paragraph(Block):
    """Words, which the clinician may change before the letter is kept."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    strong: bool = False


class Bullets(Block):
    """Short items, which the clinician may change."""

    kind: Literal["bullets"] = "bullets"
    items: tuple[str, ...]
    boxes: bool = False


class Notice(Block):
    """Words in a ruled box: what cannot wait."""

    kind: Literal["notice"] = "notice"
    text: str


class Cell(Record):
    """One value of a results table as it is printed."""

    text: str
    flag: Flag = Flag.NONE
    words: str = ""


class ResultsRow(Record):
    """One analyte over the dates of the table."""

    analyte: str
    name: str
    unit: str
    printed: str = ""
    age_sex: str = ""
    cells: tuple[Cell, ...]


class ResultsTable(Block):
    """Values drawn from the record: rows are analytes or, for one analyte, days."""

    kind: Literal["results"] = "results"
    caption: str = ""
    head: tuple[str, ...]
    rows: tuple[ResultsRow, ...]
    note: str = ""


class Table(Block):
    """A plain table of words; ``strong`` numbers the rows that must not be overlooked."""

    kind: Literal["table"] = "table"
    caption: str = ""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: tuple[int, ...] = ()
    note: str = ""


class TrendChart(Block):
    """A drawing of one analyte over time."""

    kind: Literal["trend"] = "trend"
    caption: str
    trend: Trend
    words: Mapping[str, str] = {}


class SignOff(Block):
    """The closing, with room for a signature; ``signed`` says who signed and when, once somebody has."""

    kind: Literal["sign_off"] = "sign_off"
    closing: str
    name: str
    title: str = ""
    clinic: str = ""
    signed: str = ""


AnyBlock = Annotated[
    Heading | Paragraph | Bullets | Notice | ResultsTable | Table | TrendChart | SignOff, Field(discriminator="kind")
]


class Sender(Record):
    """What stands on the letterhead."""

    name: str
    lines: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""


class Reference(Record):
    """One line of the reference block."""

    label: str
    text: str


class LetterWarning(Record):
    """Something to look at before the letter goes out; ``blocks`` means that it may not be kept as it is.

    ``block`` is the id of the block it is about and ``sentence`` the very words, where it is about words. ``asks``
    means that somebody may say that it was seen to, such as that the patient was telephoned; then it stops nothing.
    """

    id: str
    text: str
    blocks: bool = False
    asks: bool = False
    block: str = ""
    sentence: str = ""


class LetterDraft(Record):
    """A letter as composed from the record; the clinician may change its words before it is kept.

    ``number`` is what the letter is found by again; ``anchor`` the state of the record it was composed from; ``logo``
    the SHA-256 of the picture on its letterhead.
    """

    kind: LetterKind
    variant: str
    title: str
    language: str
    rtl: bool = False
    paper: str = "A4"
    address_form: str = ""
    large_print: bool = False
    day: date
    patient_id: int
    sender: Sender
    recipient: tuple[str, ...]
    references: tuple[Reference, ...]
    subject: str
    salutation: str
    blocks: tuple[AnyBlock, ...]
    copies: tuple[str, ...] = ()
    copies_label: str = ""
    footer: str
    page_words: str
    rule_book: str
    number: str = ""
    anchor: str = ""
    logo: str = ""
    panel_ids: tuple[int, ...] = ()
    result_ids: tuple[int, ...] = ()
    warnings: tuple[LetterWarning, ...] = ()

    def with_words(self, changed: Mapping[str, str]) -> "LetterDraft":
        """Return the letter with new words by block id; a bullet list is one item a line."""
        blocks = tuple(_reworded(block, changed[block.id]) if block.id in changed else block for block in self.blocks)
        return self.model_copy(update={"blocks": blocks})

    def addressed_to(self, lines: tuple[str, ...]) -> "LetterDraft":
        """Return the letter to another address; with an address it no longer asks for one."""
        asked = {"no_address", "no_specialist"} if len(lines) > 1 else set()
        warnings = tuple(warning for warning in self.warnings if warning.id not in asked)
        return self.model_copy(update={"recipient": lines, "warnings": warnings})

    def stops(self, seen_to: Collection[str] = ()) -> tuple[LetterWarning, ...]:
        """Return what keeps the letter from being kept, but for what was ``seen_to``."""
        stopping = (warning for warning in self.warnings if warning.blocks)
        return tuple(warning for warning in stopping if not (warning.asks and warning.id in seen_to))

    def words(self) -> tuple[str, ...]:
        """Return the running text, block by block, for whoever checks the wording."""
        return (self.salutation, *(text for block in self.blocks for text in _words(block)))


class KeptLetter(Record):
    """A letter on file, without its bytes."""

    id: int
    patient_id: int
    patient_name: str = ""
    patient_number: str = ""
    kind: LetterKind
    language: str
    subject: str
    state: LetterState
    sha256: str
    created_at: Instant
    created_by: int | None = None
    printed_at: Instant | None = None
    number: str = ""
    signed_at: Instant | None = None
    signed_by: int | None = None
    replaces_id: int | None = None
    copy_language: str = ""
    panel_ids: tuple[int, ...] = ()
    result_ids: tuple[int, ...] = ()
    panel_versions: tuple[int | None, ...] = ()
    rule_book: str = ""
    catalogue: str = ""


def is_editable(block: Block) -> bool:
    """Return whether the clinician may change the words of this block."""
    return isinstance(block, Paragraph | Bullets | Notice | Heading)


def editable_text(block: Block) -> str:
    """Return the words of an editable block as a person edits them."""
    if isinstance(block, Bullets):
        return "\n".join(block.items)
    return block.text if isinstance(block, Paragraph | Notice | Heading) else ""


def _reworded(block: AnyBlock, text: str) -> AnyBlock:
    if isinstance(block, Bullets):
        return block.model_copy(update={"items": tuple(line.strip() for line in text.splitlines() if line.strip())})
    if isinstance(block, Paragraph | Notice | Heading):
        return block.model_copy(update={"text": text.strip()})
    return block


def _words(block: AnyBlock) -> tuple[str, ...]:
    if isinstance(block, Bullets):
        return block.items
    return (block.text,) if isinstance(block, Paragraph | Notice) else ()
