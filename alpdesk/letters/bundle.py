"""Finished pages on their way out: several letters as one file for the printer, or one behind a password."""

from collections.abc import Iterable
from contextlib import ExitStack
from io import BytesIO

import pikepdf


def merged(letters: Iterable[bytes], *, both_sides: bool = False) -> bytes:
    """Return the pages of some letters one after the other.

    For a printer that prints on both sides a letter with an odd number of pages is followed by an empty page, so that
    no letter begins on the back of another.
    """
    with ExitStack() as held, pikepdf.Pdf.new() as whole:
        for letter in letters:
            pdf = held.enter_context(pikepdf.Pdf.open(BytesIO(letter)))
            whole.pages.extend(pdf.pages)
            if both_sides and len(pdf.pages) % 2:
                box = pdf.pages[-1].mediabox
                whole.add_blank_page(page_size=(float(box[2] - box[0]), float(box[3] - box[1])))
        return _written(whole)


def locked(letter: bytes, password: str) -> bytes:
    """Return the pages encrypted by AES with a key of 256 bits; whoever knows the password may do all with them.

    What the file says of itself is encrypted too.
    """
    with pikepdf.Pdf.open(BytesIO(letter)) as pdf:
        return _written(pdf, pikepdf.Encryption(user=password, owner=password, R=6, aes=True, metadata=True))


def count_pages(letter: bytes) -> int:
    """Return how many pages there are."""
    with pikepdf.Pdf.open(BytesIO(letter)) as pdf:
        return len(pdf.pages)


def _written(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    buffer = BytesIO()
    if encryption is None:
        pdf.save(buffer, deterministic_id=True)
    else:
        pdf.save(buffer, encryption=encryption)
    return buffer.getvalue()
