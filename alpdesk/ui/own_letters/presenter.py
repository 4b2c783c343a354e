"""Decides what is shown where a clinic adapts its letters, and keeps it. Knows neither widgets nor SQL."""

import secrets
from dataclasses import dataclass
from typing import Any, Protocol

from alpdesk.domain.own_letter import OwnBlock
from alpdesk.domain.records import LetterKind
from alpdesk.domain.terms import EditKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.adapted import Adapted, as_typed, differing, from_typed
from alpdesk.services.desk import Desk
from alpdesk.services.own_letters import Held, LetterConflict, LetterVersion, Tried
from alpdesk.services.own_rules import EditFault, Fault
from alpdesk.ui.drafts.keeper import Keeper
from alpdesk.ui.own_letters.rows import Row, rows_of
from alpdesk.ui.said import error_words
from alpdesk.ui.tasks import Run

_NEW_ID_BYTES = 4
_OWN = "own-"


@dataclass(frozen=True)
class Left:
    """What was changed and not saved, and what it was begun from."""

    now: dict[str, Any]
    base: dict[str, Any]
    seen: tuple[tuple[EditKind, str, int], ...] = ()


class AdaptingView(Protocol):
    """What the presenter asks of the page."""

    def show_rows(self, rows: tuple[Row, ...], chosen: str) -> None: ...
    def show_block(self) -> None: ...
    def show_faults(self, faults: tuple[Fault, ...]) -> None: ...
    def show_letter(self, tried: Tried) -> None: ...
    def show_stale(self) -> None: ...
    def show_state(self) -> None: ...
    def show_problem(self, sentence: str) -> None: ...
    def show_conflict(self, mine: Adapted, conflict: LetterConflict) -> None: ...
    def was_kept(self) -> None: ...


class AdaptingPresenter:
    """One kind: changed step by step, each step undone, tried out on a made-up patient, kept with a reason."""

    def __init__(self, view: AdaptingView, desk: Desk, run: Run) -> None:
        self._view, self._run = view, run
        self._letters = desk.own_letters
        self._drafts: Keeper[Left] = Keeper(desk.drafts, "own_letter", Left)
        self.kind, self.language, self.example = LetterKind.PATIENT, "en", "first_low"
        self.held = Held(Adapted(), {})
        self.now = Adapted()
        self.chosen = ""
        self.faults: tuple[Fault, ...] = ()
        self.tried: Tried | None = None
        self.restored = False
        self._undo: list[Adapted] = []
        self._redo: list[Adapted] = []
        self._typing = ""
        self._asked = 0

    @property
    def dirty(self) -> bool:
        """Whether anything is changed and not saved."""
        return bool(differing(self.now, self.held.adapted))

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be taken again."""
        return bool(self._redo)

    def open(self, kind: LetterKind) -> None:
        """Show a kind as the clinic has it, with what was changed before and not saved."""
        if kind is self.kind and self.dirty:
            self._show()
            return
        self.keep_draft()
        self.kind = kind
        left = self._drafts.get(kind.value)
        self.held = self._letters.read(kind)
        self.now, self.restored = self.held.adapted, left is not None
        if left is not None:
            seen = {(edit, key): number for edit, key, number in left.seen}
            self.held = Held(from_typed(left.base), seen, self.held.strange)
            self.now = from_typed(left.now)
        self._undo, self._redo, self._typing = [], [], ""
        self._show()

    def keep_draft(self) -> None:
        """Hold on to what was changed, for when this kind is opened again."""
        seen = tuple((edit, key, number) for (edit, key), number in self.held.seen.items())
        left = Left(as_typed(self.now), as_typed(self.held.adapted), seen) if self.dirty else None
        if left is not None or self.restored:
            self._drafts.put(self.kind.value, left)

    def forget(self) -> None:
        """Begin again with what is kept."""
        self.held, self.now = self._letters.read(self.kind), self._letters.read(self.kind).adapted
        self.restored = False
        self._drafts.clear(self.kind.value)
        self.open(self.kind)

    def order(self) -> tuple[str, ...]:
        """Return the blocks in their order."""
        return self._letters.order(self.kind, self.now.change)

    def rows(self) -> tuple[Row, ...]:
        """Return the blocks as the list shows them."""
        listed = self._letters.blocks(self.kind, self.language)
        return rows_of(listed, self.order(), self.now, self.faults)

    def row(self) -> Row | None:
        """Return the chosen block as the list shows it; asked for with every key."""
        if not self.chosen:
            return None
        return rows_of(self._letters.blocks(self.kind, self.language), (self.chosen,), self.now, ())[0]

    def choose(self, name: str) -> None:
        """Look at another block."""
        self.chosen, self._typing = name, ""
        self._view.show_block()

    def arrange(self, order: tuple[str, ...]) -> None:
        """Put the blocks into another order."""
        if order != self.order():
            self._change_letter(order=order)

    def move(self, by: int) -> None:
        """Move the chosen block by so many places."""
        order = list(self.order())
        here = order.index(self.chosen) if self.chosen in order else -1
        if here >= 0 and 0 <= here + by < len(order):
            order.insert(here + by, order.pop(here))
            self._change_letter(order=tuple(order))

    def leave_out(self, *, out: bool) -> None:
        """Leave the chosen block out, or put it back."""
        rest = tuple(each for each in self.now.change.left_out if each != self.chosen)
        self._change_letter(left_out=(*rest, self.chosen) if out else rest)

    def add(self) -> None:
        """Add a block of the clinic's own behind the chosen one."""
        block = OwnBlock(id=f"{_OWN}{secrets.token_hex(_NEW_ID_BYTES)}", text={self.language: ""})
        order = list(self.order())
        order.insert(order.index(self.chosen) + 1 if self.chosen in order else len(order), block.id)
        self.chosen = block.id
        self._change_letter(order=tuple(order), own=(*self.now.change.own, block))

    def remove(self) -> None:
        """Remove the chosen block of the clinic's own."""
        gone, order = self.chosen, self.order()
        place = order.index(gone)
        own = tuple(block for block in self.now.change.own if block.id != gone)
        rest = tuple(each for each in order if each != gone)
        self.chosen = rest[min(place, len(rest) - 1)]
        left_out = tuple(each for each in self.now.change.left_out if each != gone)
        self._change_letter(order=rest, own=own, left_out=left_out)

    def set_own(self, block: OwnBlock, *, typed: str = "") -> None:
        """Take a block of the clinic's own as it is now; ``typed`` names the field that is being typed in."""
        own = tuple(block if each.id == block.id else each for each in self.now.change.own)
        change = self.now.change.model_copy(update={"own": own})
        self._take(Adapted(change, self.now.words), typed and f"{block.id}.{typed}")

    def set_words(self, key: str, text: str) -> None:
        """Take a sentence as it is typed."""
        rest = {name: own for name, own in self.now.words.items() if name != key}
        changed = " ".join(text.split()) != " ".join(self.shipped(key).split())
        said = {**rest, key: text} if changed else rest
        self._take(Adapted(self.now.change, said), key)

    def words_to_shipped(self, key: str) -> None:
        """Let a sentence say again what is shipped."""
        rest = {name: own for name, own in self.now.words.items() if name != key}
        self._take(Adapted(self.now.change, rest), "")
        self._view.show_block()

    def to_shipped(self) -> None:
        """Let the whole kind be as it is shipped; the sentences that other kinds say too are led back with it."""
        self._take(Adapted(), "")
        self._show()

    def go_to(self, version: LetterVersion) -> None:
        """Let the kind be as it was after a change; nothing is saved yet."""
        self._take(version.adapted, "")
        self._show()

    def undo(self) -> None:
        """Take the last step back."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Take a step again that was taken back."""
        self._step(self._redo, self._undo)

    def shipped(self, key: str) -> str:
        """Return a sentence as it is shipped."""
        return self._letters.shipped_words().get(key, "")

    def said(self, key: str) -> str:
        """Return a sentence as it is said now."""
        return self.now.words.get(key, self.shipped(key))

    def look(self) -> None:
        """Say what is wrong, and set the pages anew unless something is; both after a breath."""
        try:
            self.faults = self._letters.check(self.kind, self.now)
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
            return
        self._view.show_faults(self.faults)
        self._view.show_rows(self.rows(), self.chosen)
        if self.faults:
            self._view.show_stale()
            return
        self._asked += 1
        asked, kind, now, example, language = self._asked, self.kind, self.now, self.example, self.language
        self._run(
            lambda: self._letters.tried(kind, now, example, language),
            lambda tried: self._tried(asked, tried),
            lambda error: self._view.show_problem(error_words(error)),
        )

    def keep(self, reason: str, adapted: Adapted | None = None, held: Held | None = None) -> None:
        """Save the kind with a reason."""
        wanted = adapted or self.now
        try:
            self.held = self._letters.keep(self.kind, wanted, held or self.held, reason)
        except LetterConflict as conflict:
            self._view.show_conflict(wanted, conflict)
        except EditFault as error:
            self.faults = error.faults
            self._view.show_faults(self.faults)
            self._view.show_problem(error_words(error))
        except AlpdeskError as error:
            self._view.show_problem(error_words(error))
        else:
            self.now, self.restored = self.held.adapted, False
            self._undo, self._redo, self._typing = [], [], ""
            self._drafts.clear(self.kind.value)
            self._view.was_kept()
            self._show()

    def _tried(self, asked: int, tried: Tried) -> None:
        if asked == self._asked:
            self.tried = tried
            self._view.show_letter(tried)

    def _change_letter(self, **changes: object) -> None:
        self._take(Adapted(self.now.change.model_copy(update=changes), self.now.words), "")
        self._show()

    def _take(self, adapted: Adapted, typing: str) -> None:
        """Take a step; keys typed one after the other into one field are one step."""
        if adapted == self.now:
            return
        if not typing or typing != self._typing:
            self._undo.append(self.now)
        self._redo.clear()
        self._typing, self.now = typing, adapted
        self._view.show_state()

    def _step(self, taken: list[Adapted], other: list[Adapted]) -> None:
        if taken:
            other.append(self.now)
            self.now, self._typing = taken.pop(), ""
            self._show()

    def _show(self) -> None:
        if self.chosen not in self.order():
            always = (each.id for each in self._letters.blocks(self.kind, self.language) if not each.when)
            self.chosen = next(always, self.order()[0])
        self._view.show_rows(self.rows(), self.chosen)
        self._view.show_block()
        self._view.show_state()
        self.look()
