"""The clinic's picture as it is printed: a PNG without transparency, whatever was given, and nothing that acts."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from struct import Struct

from PIL import Image

from alpdesk.errors import AlpdeskError
from alpdesk.letters.svg import refuse_acting

_LARGEST = 2 * 1024 * 1024
_MOST_DOTS = 40_000_000
_FEWEST = 16
_PRINTED = (1800, 900)
_SIZE, _SIZE_AT = Struct(">II"), 16
_PNG = b"\x89PNG\r\n\x1a\n"


def read(path: Path) -> bytes:
    """Return the bytes of a file that may be a logo, or refuse it in one sentence."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError:
        raise AlpdeskError(f"{path.name} cannot be read.") from None
    if len(content) > _LARGEST:
        raise AlpdeskError(f"{path.name} is larger than {_LARGEST // 1024 // 1024} MB; save it smaller.")
    if not content.strip():
        raise AlpdeskError(f"{path.name} is empty.")
    return content


def as_printed(content: bytes, name: str, draw: Callable[[bytes], bytes]) -> bytes:
    """Return a logo as it is printed; ``draw`` makes a PNG of an SVG that was found to be a drawing and no more."""
    if content.startswith(_PNG):
        return _flat(content, name)
    refuse_acting(content, name)
    return _flat(draw(content), name)


def _flat(content: bytes, name: str) -> bytes:
    """Return the picture on white, as fine as it is printed."""
    _refuse_size(content, name)
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            picture.load()
            shown = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        raise AlpdeskError(f"{name} is damaged or cut off; save it again.") from None
    white = Image.new("RGB", shown.size, "white")
    white.paste(shown, mask=shown.getchannel("A"))
    white.thumbnail(_PRINTED, Image.Resampling.LANCZOS)
    out = BytesIO()
    white.save(out, "PNG", optimize=True)
    return out.getvalue()


def _refuse_size(content: bytes, name: str) -> None:
    """Refuse a picture by the size it says it has, before room is made for it."""
    wide, high = _SIZE.unpack_from(content.ljust(_SIZE_AT + _SIZE.size, b"\0"), _SIZE_AT)
    if wide * high > _MOST_DOTS:
        raise AlpdeskError(f"{name} has more dots than can be printed; save it smaller.")
    if min(wide, high) < _FEWEST:
        raise AlpdeskError(f"{name} has too few dots to be printed; save it larger.")
