"""Golden letters as text, with where their words stand: ``python -m tests.letters.golden [OUT]`` writes them anew.

With a folder OUT the pages are written there as well, to be looked at.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from alpdesk.domain.letter import (
    AnyBlock,
    Bullets,
    Heading,
    LetterDraft,
    Notice,
    Paragraph,
    ResultsTable,
    SignOff,
    Table,
    TrendChart,
)
from alpdesk.letters.layout import render, sheet_of
from alpdesk.letters.paper import Paper
from tests.letters.geometry import Word, faults, words_of
from tests.letters.tongues import EVERY, GOLDEN, golden

FOLDER = Path(__file__).parent / "golden"
NAMES = tuple(each[0] for each in GOLDEN)
_NUMBER = "0000-0000-0000"  # the real one is made of every word, so it would change with each of them
_STEP = 5  # points: where words stand is told no finer, so that a hair's breadth is no difference


def draft_of(language: str, name: str) -> LetterDraft:
    """Return a golden letter as it is set."""
    return golden(language, name).model_copy(update={"number": _NUMBER, "anchor": ""})


def told(draft: LetterDraft, pdf: bytes, sheet: Paper) -> str:
    """Return a letter as its golden file holds it: every word, then the pages, then what is wrong with them."""
    lines = [*_frame(draft), *(line for block in draft.blocks for line in _block(block)), ""]
    lines += [f"{draft.copies_label}: {'; '.join(draft.copies)}", draft.footer, "", "== pages"]
    lines += [_page(at, words) for at, words in enumerate(words_of(pdf), 1)]
    lines += ["== faults", *faults(pdf, draft, sheet)]
    return "\n".join(lines) + "\n"


def path_of(language: str, name: str) -> Path:
    """Return where the golden file of a letter lies."""
    return FOLDER / language / f"{name}.txt"


def write(out: Path | None = None) -> None:
    """Write every golden file anew."""
    for language in EVERY:
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        for name in NAMES:
            draft = draft_of(language, name)
            pdf = render(draft)
            path_of(language, name).write_text(told(draft, pdf, sheet_of(draft)), encoding="utf-8")
            if out is not None:
                (out / f"{language}-{name}.pdf").write_bytes(pdf)


def _frame(draft: LetterDraft) -> Iterator[str]:
    yield from draft.recipient
    yield from (f"{each.label}: {each.text}" for each in draft.references)
    yield from ("", draft.subject, "", draft.salutation)


def _block(block: AnyBlock) -> Iterator[str]:
    yield ""
    match block:
        case Heading() | Paragraph() | Notice():
            yield f"[{block.id}] {block.text}"
        case Bullets():
            yield from (f"[{block.id}] {'☑' if block.boxes else '•'} {item}" for item in block.items)
        case ResultsTable():
            yield f"[{block.id}] {' | '.join(block.head)}"
            for row in block.rows:
                cells = " | ".join(f"{cell.text} {cell.words}".strip() for cell in row.cells)
                yield f"    {row.name} | {cells} | {row.unit} | {row.printed} | {row.age_sex}"
            yield f"    {block.note}".rstrip()
        case Table():
            yield f"[{block.id}] {block.caption}"
            yield from (f"    {' | '.join(row)}" for row in (block.head, *block.rows))
            yield f"    {block.note}".rstrip()
        case TrendChart():
            yield f"[{block.id}] {block.caption}"
        case SignOff():
            yield from (f"[{block.id}] {block.closing}", f"    {block.name}, {block.title}, {block.clinic}")


def _page(at: int, words: list[Word]) -> str:
    edges = (
        min(word.left for word in words), min(word.top for word in words),
        max(word.right for word in words), max(word.below for word in words),
    )  # fmt: skip
    left, top, right, below = (round(edge / _STEP) * _STEP for edge in edges)
    return f"{at}: {left} to {right} across, {top} to {below} down"


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
