"""What the letter page is shown: a letter that is written, with what was typed in it, or one that is on file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from alpdesk.domain.followup import Correction
from alpdesk.domain.issuing import LetterEvent
from alpdesk.domain.letter import KeptLetter, LetterDraft, LetterWarning, editable_text, is_editable
from alpdesk.domain.records import Patient


@dataclass(frozen=True)
class Written:
    """A letter being written."""

    patient: Patient
    age: str
    draft: LetterDraft
    reworded: bool = False
    needs_signature: bool = False
    may_sign: bool = False


@dataclass(frozen=True)
class Left:
    """What was reworded in a letter that was left before it was kept."""

    words: Mapping[str, str]
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filed:
    """A letter on file, with what happened to it and what may be done with it."""

    letter: KeptLetter
    patient: Patient
    age: str
    events: tuple[LetterEvent, ...]
    names: Mapping[int, str]
    may_sign: bool
    needs_signature: bool
    stale: Correction | None = None
    replaced_by: KeptLetter | None = None


class LetterView(Protocol):
    """What the presenter asks of the page."""

    def show_draft(self, written: Written) -> None: ...
    def show_kept(self, filed: Filed) -> None: ...
    def show_pages(self, pdf: bytes) -> None: ...
    def show_warnings(self, warnings: tuple[LetterWarning, ...], seen_to: Collection[str] = ()) -> None: ...
    def show_problem(self, sentence: str) -> None: ...
    def offer_what_is_new(self, sentence: str) -> None: ...
    def changed(self) -> Mapping[str, str]: ...
    def address(self) -> tuple[str, ...]: ...
    def kept(self, patient_id: int, sentence: str) -> None: ...
    def printed(self, letter_id: int, sentence: str) -> None: ...


def differing(draft: LetterDraft, said: Mapping[str, str], address: tuple[str, ...]) -> Left | None:
    """Return what differs from a letter as composed, if anything does."""
    composed = {block.id: editable_text(block) for block in draft.blocks if is_editable(block)}
    typed = {name: text for name, text in said.items() if name in composed and text != composed[name]}
    elsewhere = () if address == draft.recipient else address
    return Left(typed, elsewhere) if typed or elsewhere else None


def reworded(draft: LetterDraft, left: Left) -> LetterDraft:
    """Return the letter with other words, and to another address where one was typed."""
    reworded = draft.with_words(left.words)
    return reworded.addressed_to(left.address) if left.address and left.address != draft.recipient else reworded
