"""Decides what the letter page shows, keeps and prints. Knows neither widgets nor SQL."""

from alpdesk.domain.letter import KeptLetter, LetterDraft, editable_text, is_editable
from alpdesk.domain.records import LetterKind, LetterState, Patient
from alpdesk.domain.terms import LetterEventKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.letter_writing import LetterRefusedError
from alpdesk.ui.clinical.who import age_words
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.letter import words
from alpdesk.ui.letter.shown import Filed, Left, LetterView, Written, differing, reworded
from alpdesk.ui.said import error_words


class LetterPresenter:
    """One letter: composed, changed, kept; then the kept bytes and nothing else."""

    def __init__(self, view: LetterView, desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self._draft: LetterDraft | None = None
        self._kept: KeptLetter | None = None
        self._replaces: int | None = None
        self._half_way: int | None = None
        self._seen_to: set[str] = set()
        self._drafts: Keeper[Left] = Keeper(desk.drafts, "letter", Left)

    @property
    def letter(self) -> KeptLetter | None:
        """The kept letter that is shown, if it is kept."""
        return self._kept

    def start(
        self, patient_id: int, kind: LetterKind, replaces: int | None = None, half_way: int | None = None
    ) -> None:
        """Compose a letter from the record, with the words that were typed before and not kept."""
        self.keep_words()
        self._replaces, self._half_way, self._seen_to = replaces, half_way, set()
        self._kept = None
        self._draft = None
        if self._compose(patient_id, kind):
            left = self._left(patient_id, kind)
            self._show(left)

    def take_over(self) -> None:
        """Compose the letter anew from what the record says now; words that somebody typed stay as typed."""
        draft = self._draft
        if draft is not None:
            left = self._typed(draft)
            if self._compose(draft.patient_id, draft.kind):
                self._seen_to &= {warning.id for warning in (self._draft or draft).warnings if warning.asks}
                self._show(left)

    def begin_again(self) -> None:
        """Compose the letter anew; what was typed is gone."""
        if self._draft is not None:
            patient_id, kind, self._draft = self._draft.patient_id, self._draft.kind, None
            self._drafts.clear(_subject(patient_id, kind))
            self.start(patient_id, kind, self._replaces)

    def keep_words(self) -> None:
        """Hold on to what was typed, for when this letter is written again."""
        draft = self._draft
        if draft is not None:
            self._drafts.put(_subject(draft.patient_id, draft.kind), self._typed(draft))

    def unsaved(self) -> tuple[str, ...]:
        """Name the letters that were reworded and whose words could not even be kept as drafts."""
        self.keep_words()
        owners = (int(subject.partition("/")[0]) for subject in self._drafts.held())
        return tuple(words.unkept(self._desk.patients.get(owner).name) for owner in owners)

    def open_kept(self, letter_id: int) -> None:
        """Show a letter as it stands on file; one that is half-way is gone on with."""
        self.keep_words()
        letter = self._desk.letters.get(letter_id)
        if letter.state is LetterState.DRAFT:
            self.start(letter.patient_id, letter.kind, letter.replaces_id, half_way=letter_id)
            return
        self._draft, self._kept, self._half_way, self._seen_to = None, letter, None, set()
        self._view.show_kept(self._filed(letter))
        self._view.show_pages(self._desk.letters.bytes(letter_id))

    def show_copy(self, *, copy: bool) -> None:
        """Show the pages for the file in the clinic's language, or those that the patient reads."""
        if self._kept is not None:
            pages = self._desk.letters.copy(self._kept.id) if copy else None
            self._view.show_pages(pages or self._desk.letters.bytes(self._kept.id))

    def preview(self) -> None:
        """Set the pages as they would be kept, and say what is wrong with the words."""
        draft = self._reworded()
        if draft is None:
            return
        try:
            pages = self._desk.letters.pdf(draft)
            checked = self._desk.letters.check(draft, replaces=self._replaces)
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return
        self._view.show_problem("")
        self._view.show_warnings(checked.warnings, self._seen_to)
        self._view.show_pages(pages)

    def print_large(self, large: bool) -> None:
        """Set this letter in large print, or as usual, whatever the patient's record asks for."""
        if self._draft is not None:
            self._draft = self._draft.model_copy(update={"large_print": large})
            self.preview()

    def see_to(self, warning: str) -> None:
        """Take note that somebody saw to what would stop the letter."""
        self._seen_to.add(warning)
        if self._draft is not None:
            self.preview()
        elif self._kept is not None:
            self.sign()

    def keep(self, *, sign: bool | None = None) -> None:
        """Keep the letter as it stands, and show it as it is on file."""
        draft = self._reworded()
        if draft is None:
            return
        try:
            letter = self._desk.letters.keep(
                draft, replaces=self._replaces, sign=sign, seen_to=self._seen_to, half_way=self._half_way
            )
        except AlpdeskError as error:
            self._refused(error)
            return
        self._finish(draft, letter)
        waits = letter.signed_at is None and self._desk.letters.needs_signature(letter.kind)
        self._view.kept(letter.patient_id, words.kept(signed=letter.signed_at is not None, waits=waits))

    def put_by(self) -> None:
        """Put the letter on file as it is, for whoever goes on with it."""
        draft = self._reworded()
        if draft is None:
            return
        try:
            letter = self._desk.letters.keep_half_way(draft, replaces=self._replaces, half_way=self._half_way)
        except AlpdeskError as error:
            self._refused(error)
            return
        self._drafts.clear(_subject(draft.patient_id, draft.kind))
        self._draft = None
        self._view.kept(letter.patient_id, words.put_by())

    def sign(self) -> None:
        """Sign the letter that is shown."""
        if self._kept is None:
            return
        letter_id = self._kept.id
        try:
            letter = self._desk.letters.sign(letter_id, seen_to=self._seen_to)
        except LetterRefusedError as error:
            self._view.show_problem(error_words(error))
            asked = tuple(warning for warning in error.warnings if warning.blocks and warning.asks)
            self._view.show_warnings(asked, self._seen_to)
            return
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return
        self.open_kept(letter.id)
        self._view.kept(letter.patient_id, words.signed())

    def pass_on(self, how: str) -> None:
        """Note that the letter was handed over, to whom and how."""
        if self._kept is not None:
            letter = self._desk.letters.issued(self._kept.id, LetterEventKind.HANDED_OVER, how)
            self.open_kept(letter.id)
            self._view.printed(letter.id, words.handed_over())

    def went_out(self, said: str) -> None:
        """Show the kept letter with how it left, and say it; nothing was done where there is nothing to say."""
        if self._kept is not None and said:
            letter_id = self._kept.id
            self.open_kept(letter_id)
            self._view.printed(letter_id, said)

    def _compose(self, patient_id: int, kind: LetterKind) -> bool:
        """Compose the letter, or say why there is none."""
        before, anew = self._draft, {}
        if before is not None and (before.patient_id, before.kind) == (patient_id, kind):
            anew = {"large_print": before.large_print}
        try:
            draft = self._desk.letters.compose(patient_id, kind, replaces=self._replaces)
            self._draft = draft.model_copy(update=anew)
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return False
        return True

    def _left(self, patient_id: int, kind: LetterKind) -> Left | None:
        """Return what was typed here before, else what somebody has put by."""
        left = self._drafts.get(_subject(patient_id, kind))
        if left is not None or self._half_way is None or self._draft is None:
            return left
        by = self._desk.letters.draft(self._half_way)
        self._draft = self._draft.model_copy(update={"large_print": by.large_print})
        words_then = {block.id: editable_text(block) for block in by.blocks if is_editable(block)}
        return differing(self._draft, words_then, by.recipient)

    def _show(self, left: Left | None) -> None:
        draft = self._draft
        if draft is None:
            return
        shown = draft if left is None else reworded(draft, left)
        patient, letters = self._desk.patients.get(draft.patient_id), self._desk.letters
        written = Written(
            patient,
            self._age(patient),
            shown,
            left is not None,
            letters.needs_signature(draft.kind),
            letters.may_sign(),
        )
        self._view.show_draft(written)
        self.preview()

    def _typed(self, draft: LetterDraft) -> Left | None:
        return differing(draft, self._view.changed(), self._view.address())

    def _refused(self, error: AlpdeskError) -> None:
        if isinstance(error, LetterRefusedError) and error.changed:
            self._view.offer_what_is_new(error_words(error))
            return
        self._view.show_problem(words.not_kept(error_words(error)))
        if isinstance(error, LetterRefusedError):
            self._view.show_warnings(error.warnings, self._seen_to)

    def _finish(self, draft: LetterDraft, letter: KeptLetter) -> None:
        self._drafts.clear(_subject(draft.patient_id, draft.kind))
        self._draft = None
        self.open_kept(letter.id)

    def _filed(self, letter: KeptLetter) -> Filed:
        desk = self._desk
        patient = desk.patients.get(letter.patient_id)
        instead = desk.letters.replaced_by(letter.id)
        return Filed(
            letter,
            patient,
            self._age(patient),
            events=desk.letters.events(letter.id),
            names={user.id or 0: user.name for user in desk.users.list()},
            may_sign=desk.letters.may_sign(),
            needs_signature=desk.letters.needs_signature(letter.kind),
            stale=desk.corrections.stale_letters([letter]).get(letter.id) if instead is None else None,
            replaced_by=instead,
        )

    def _reworded(self) -> LetterDraft | None:
        if self._draft is None:
            return None
        return reworded(self._draft, Left(self._view.changed(), self._view.address()))

    def _age(self, patient: Patient) -> str:
        return age_words(patient.birth_date, self._desk.context.today())


def _subject(patient_id: int, kind: LetterKind) -> str:
    return f"{patient_id}/{kind.value}"
