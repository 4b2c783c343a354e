"""Sets the letters of made-up people as pictures to look at: ``python -m tests.letters.gallery OUT [--all]``."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import LetterKind
from alpdesk.letters.layout import render
from tests.letters.people import CLINIC, PEOPLE
from tests.letters.pictures import pictures

SCALE = 2.0
SHOWN = (
    ("first-low", LetterKind.PATIENT),
    ("on-alendronate", LetterKind.PATIENT),
    ("growing-boy", LetterKind.PATIENT),
    ("first-low", LetterKind.RECALL),
    ("full-record", LetterKind.REFERRAL),
)
EVERY = tuple((name, kind) for name in PEOPLE for kind in LetterKind)


def draw(out: Path, letters: Iterable[tuple[str, LetterKind]] = SHOWN, papers: Iterable[str] = ("A4",)) -> list[Path]:
    """Write each letter as a PDF and its pages as pictures; return the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = [(name, kind, paper) for name, kind in letters for paper in papers]
    return [picture for name, kind, paper in wanted for picture in _pages(out, name, kind, paper)]


def _pages(out: Path, name: str, kind: LetterKind, paper: str) -> Iterator[Path]:
    stem = f"letter-{name}-{kind.value}-{paper}"
    pages = render(_letter(name, kind, paper))
    (out / f"{stem}.pdf").write_bytes(pages)
    for number, picture in enumerate(pictures(pages, SCALE), 1):
        file = out / f"{stem}-{number}.png"
        picture.save(str(file))
        yield file


def _letter(name: str, kind: LetterKind, paper: str) -> LetterDraft:
    return PEOPLE[name]().letter(kind, clinic=CLINIC.model_copy(update={"paper": paper}))


if __name__ == "__main__":
    everything = "--all" in sys.argv[2:]
    made = draw(Path(sys.argv[1]), EVERY, ("A4", "Letter")) if everything else draw(Path(sys.argv[1]))
    print(*made, sep="\n")
