"""What a scanned report may be: told by its content, whatever its name says, and whole."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from alpdesk.errors import AlpdeskError

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_PIXELS = 60_000_000
_TAIL = 2048
_PNG = b"\x89PNG\r\n\x1a\n"


class Scan(NamedTuple):
    """The bytes of a report and what they are."""

    name: str
    media_type: str
    content: bytes


def read_scan(path: Path) -> Scan:
    """Read a report from a file, or refuse it in one sentence; nothing in it is run or followed."""
    try:
        if not path.is_file():
            raise AlpdeskError(f"{path.name} is not a file.")
        if path.stat().st_size > LARGEST:
            raise AlpdeskError(
                f"{path.name} is larger than {LARGEST // MEGABYTE} MB; scan it with fewer dots or in grey."
            )
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError:
        raise AlpdeskError(f"{path.name} cannot be read.") from None
    return Scan(path.name, media_type(content, path.name), content)


def media_type(content: bytes, name: str) -> str:
    """Return what the bytes are; refuse what is empty, too large, cut off, or of no kind that is taken."""
    if not content:
        raise AlpdeskError(f"{name} is empty.")
    if len(content) > LARGEST:
        raise AlpdeskError(f"{name} is larger than {LARGEST // MEGABYTE} MB; scan it with fewer dots or in grey.")
    for begins, kind, is_whole in _KINDS:
        if content.startswith(begins):
            if not is_whole(content):
                raise AlpdeskError(f"{name} is damaged or cut off; scan it again.")
            if _pixels(content) > MOST_PIXELS:
                raise AlpdeskError(f"{name} has more dots than can be shown; scan it with fewer.")
            return kind
    raise AlpdeskError(f"{name} is neither a PDF nor a picture (PNG, JPEG, TIFF).")


def _whole_pdf(content: bytes) -> bool:
    tail = content[-_TAIL:]
    return b"%%EOF" in tail and b"startxref" in tail


def _whole_png(content: bytes) -> bool:
    return len(content) > 33 and content[12:16] == b"IHDR" and b"IEND" in content[-_TAIL:]


def _whole_jpeg(content: bytes) -> bool:
    return b"\xff\xd9" in content[-_TAIL:]


def _whole_tiff(content: bytes) -> bool:
    if len(content) < 8:
        return False
    order = "<" if content[:2] == b"II" else ">"
    (first,) = struct.unpack(f"{order}I", content[4:8])
    return bool(8 <= first <= len(content) - 2)


def _pixels(content: bytes) -> int:
    """Return how many dots a PNG says it has; the viewer guards against the others."""
    if not content.startswith(_PNG):
        return 0
    width, height = struct.unpack(">II", content[16:24])
    return int(width) * int(height)


_KINDS: tuple[tuple[bytes, str, Callable[[bytes], bool]], ...] = (
    (b"%PDF-", "application/pdf", _whole_pdf),
    (_PNG, "image/png", _whole_png),
    (b"\xff\xd8\xff", "image/jpeg", _whole_jpeg),
    (b"II*\x00", "image/tiff", _whole_tiff),
    (b"MM\x00*", "image/tiff", _whole_tiff),
)
