"""Sets the letters of made-up people as pictures to look at: ``python tests/letters/gallery.py OUT``."""

import sys
from pathlib import Path

from alpdesk.domain.records import LetterKind
from alpdesk.letters.layout import render
from tests.letters.people import CLINIC, PEOPLE

SIZE = 1240


def draw(out: Path) -> list[Path]:
    """Write each letter as a PDF and its pages as pictures; return the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for paper in ("A4", "Letter"):
        clinic = CLINIC.model_copy(update={"paper": paper})
        for name, person in PEOPLE.items():
            for kind in LetterKind:
                file = out / f"letter-{name}-{kind.value}-{paper}.pdf"
                file.write_bytes(render(person().letter(kind, clinic=clinic)))
                made += _pages(file)
    return made


def _pages(file: Path) -> list[Path]:
    from PySide6.QtCore import QSize
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    document.load(str(file))
    pictures = []
    for page in range(document.pageCount()):
        points = document.pagePointSize(page)
        picture = file.with_name(f"{file.stem}-{page + 1}.png")
        document.render(page, QSize(SIZE, round(SIZE * points.height() / points.width()))).save(str(picture))
        pictures.append(picture)
    return pictures


if __name__ == "__main__":
    print(*draw(Path(sys.argv[1])), sep="\n")
