"""Decides what the letter page shows, keeps and prints. Knows neither widgets nor SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from alpdesk.domain.letter import KeptLetter, LetterDraft, LetterWarning, editable_text, is_editable
from alpdesk.domain.records import LetterKind, Patient
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.who import age_words
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.letter import words
from alpdesk.ui.said import error_words

_MUST_NOT_SAY = "forbidden"


@dataclass(frozen=True)
class Written:
    """A letter being written."""

    patient: Patient
    age: str
    draft: LetterDraft
    reworded: bool = False


@dataclass(frozen=True)
class Left:
    """What was reworded in a letter that was left before it was kept."""

    words: Mapping[str, str]
    address: tuple[str, ...] = ()


class LetterView(Protocol):
    """What the presenter asks of the page."""

    def show_draft(self, written: Written) -> None: ...
    def show_kept(self, letter: KeptLetter, patient: Patient, age: str) -> None: ...
    def show_pages(self, pdf: bytes) -> None: ...
    def show_warnings(self, warnings: tuple[LetterWarning, ...]) -> None: ...
    def show_problem(self, sentence: str) -> None: ...
    def changed(self) -> Mapping[str, str]: ...
    def address(self) -> tuple[str, ...]: ...
    def kept(self, patient_id: int, sentence: str) -> None: ...
    def printed(self, letter_id: int, sentence: str) -> None: ...


class LetterPresenter:
    """One letter: composed, changed, kept; then the kept bytes and nothing else."""

    def __init__(self, view: LetterView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._draft: LetterDraft | None = None
        self._kept: KeptLetter | None = None
        self._replaces: int | None = None
        self._drafts: Keeper[Left] = Keeper(desk.drafts, "letter", Left)

    @property
    def letter(self) -> KeptLetter | None:
        """The kept letter that is shown, if it is kept."""
        return self._kept

    def start(self, patient_id: int, kind: LetterKind, replaces: int | None = None) -> None:
        """Compose a letter from the record, with the words that were typed before and not kept."""
        self.keep_words()
        self._replaces = replaces
        patient = self._desk.patients.get(patient_id)
        self._kept = None
        self._draft = None
        try:
            self._draft = self._desk.letters.compose(patient_id, kind, replaces=replaces)
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return
        left = self._drafts.get(_subject(patient_id, kind))
        shown = self._draft if left is None else _with(self._draft, left)
        self._view.show_draft(Written(patient, self._age(patient), shown, left is not None))
        self.preview()

    def begin_again(self) -> None:
        """Compose the letter anew; what was typed is gone."""
        if self._draft is not None:
            patient_id, kind, self._draft = self._draft.patient_id, self._draft.kind, None
            self._drafts.clear(_subject(patient_id, kind))
            self.start(patient_id, kind, self._replaces)

    def keep_words(self) -> None:
        """Hold on to what was typed, for when this letter is written again."""
        draft = self._draft
        if draft is None:
            return
        before = {block.id: editable_text(block) for block in draft.blocks if is_editable(block)}
        typed = {name: text for name, text in self._view.changed().items() if text != before.get(name)}
        address = self._view.address()
        left = Left(typed, () if address == draft.recipient else address)
        said = bool(left.words or left.address)
        self._drafts.put(_subject(draft.patient_id, draft.kind), left if said else None)

    def unsaved(self) -> tuple[str, ...]:
        """Name the letters that were reworded and whose words could not even be kept as drafts."""
        self.keep_words()
        owners = (int(subject.partition("/")[0]) for subject in self._drafts.held())
        return tuple(words.unkept(self._desk.patients.get(owner).name) for owner in owners)

    def open_kept(self, letter_id: int) -> None:
        """Show a letter as it was issued."""
        self.keep_words()
        letter = self._desk.letters.get(letter_id)
        patient = self._desk.patients.get(letter.patient_id)
        self._draft, self._kept = None, letter
        self._view.show_kept(letter, patient, self._age(patient))
        self._view.show_pages(self._desk.letters.bytes(letter_id))

    def preview(self) -> None:
        """Set the pages as they would be kept."""
        draft = self._reworded()
        if draft is None:
            return
        try:
            pages = self._desk.letters.pdf(draft)
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return
        self._view.show_problem("")
        self._view.show_warnings(self._desk.letters.check(draft).warnings)
        self._view.show_pages(pages)

    def keep(self) -> None:
        """Keep the letter as it stands, and show it as issued."""
        draft = self._reworded()
        if draft is None:
            return
        stop = next((each for each in self._desk.letters.check(draft).warnings if each.id == _MUST_NOT_SAY), None)
        if stop is not None:
            self._view.show_problem(words.not_kept(f"{stop.text}."))
            return
        try:
            letter = self._desk.letters.keep(draft, replaces=self._replaces)
        except AlpdeskError as error:
            self._view.show_problem(words.not_kept(error_words(error)))
            return
        self._drafts.clear(_subject(draft.patient_id, draft.kind))
        self._draft = None
        self.open_kept(letter.id)
        self._view.kept(letter.patient_id, words.kept())

    def went_out(self, said: str) -> None:
        """Show the kept letter with how it left, and say it; nothing was done where there is nothing to say."""
        if self._kept is not None and said:
            letter_id = self._kept.id
            self.open_kept(letter_id)
            self._view.printed(letter_id, said)

    def _reworded(self) -> LetterDraft | None:
        if self._draft is None:
            return None
        return _with(self._draft, Left(self._view.changed(), self._view.address()))

    def _age(self, patient: Patient) -> str:
        return age_words(patient.birth_date, self._desk.context.today())


def _subject(patient_id: int, kind: LetterKind) -> str:
    return f"{patient_id}/{kind.value}"


def _with(draft: LetterDraft, left: Left) -> LetterDraft:
    """Return the letter with other words, and to another address where one was typed."""
    reworded = draft.with_words(left.words)
    return reworded.addressed_to(left.address) if left.address and left.address != draft.recipient else reworded
