"""Scanned reports for the tests, sound and hostile."""

import struct
import zlib
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas


def pdf(text: str = "Report 4711", pages: int = 1) -> bytes:
    """Return a PDF with a line on every page."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for number in range(pages):
        canvas.drawString(100, 700, f"{text}, page {number + 1}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def png(width: int = 40, height: int = 30) -> bytes:
    """Return a grey picture; a large one weighs next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b"\x00" + b"\x7f" * width) for _ in range(min(height, 4000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
TIFF = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"

HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty.pdf": (b"", "empty.pdf is empty."),
    "page.pdf": (b"<html><script>alert(1)</script></html>", "page.pdf is neither a PDF nor a picture (PNG, JPEG"),
    "program.png": (b"MZ\x90\x00" + bytes(400), "program.png is neither a PDF nor a picture (PNG, JPEG, TIFF)."),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg is neither a PDF nor a picture"),
    "cut.pdf": (pdf()[:700], "cut.pdf is damaged or cut off; scan it again."),
    "cut.png": (png()[:50], "cut.png is damaged or cut off; scan it again."),
    "cut.jpg": (JPEG[:-2], "cut.jpg is damaged or cut off; scan it again."),
    "cut.tif": (TIFF[:4] + b"\xff\xff\xff\x7f" + bytes(8), "cut.tif is damaged or cut off; scan it again."),
    "bomb.png": (png(60_000, 60_000), "bomb.png has more dots than can be shown; scan it with fewer."),
}  # fmt: skip
