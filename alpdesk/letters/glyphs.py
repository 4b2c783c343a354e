"""Glyphs made of others: letters with their marks in the right place become one, which any reader reads as a whole."""

import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFontFace

_WORDS, _PLACED, _MORE = 0x0001, 0x0002, 0x0020
_HEAD = struct.Struct(">hhhhh")
# What a made glyph may hold at most, by the place in the table of limits: points, contours, parts, and how deep.
_LIMITS: Mapping[int, Callable[[int], int]] = {
    10: lambda most: most * 4 + 1000,
    12: lambda most: most * 4 + 100,
    28: lambda most: max(most, 32),
    30: lambda most: most + 1,
}


class Part(NamedTuple):
    """A glyph of the font and where it stands in another one, in units of the font."""

    number: int
    x: int
    y: int


class _Box(NamedTuple):
    left: int
    low: int
    right: int
    high: int


class Outlines(TTFontFace):
    """The outlines of a font, to which glyphs can be added."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        outlines, head = self.table["glyf"], dict(self.table["maxp"])
        self.table["glyf"] = {**outlines, "offset": len(data), "length": self.glyphPos[-1]}
        begin = outlines["offset"]
        self._ttf_data = bytearray(data) + data[begin : begin + self.glyphPos[-1]]
        self._glyf: bytes | None = None
        for place, most in _LIMITS.items():
            at = head["offset"] + place
            self._ttf_data[at : at + 2] = struct.pack(">H", min(0xFFFF, most(self.get_ushort(at))))

    def get_table(self, tag: str) -> bytes:
        if tag != "glyf":
            return bytes(super().get_table(tag))  # type: ignore[no-untyped-call]
        if self._glyf is None:
            self._glyf = bytes(memoryview(self._ttf_data)[self.table["glyf"]["offset"] :])
        return self._glyf

    def advance(self, index: int) -> int:
        """Return how far a glyph moves on, in units of the font."""
        return int(self.hmetrics[index][0])

    def compose(self, parts: tuple[Part, ...], advance: int) -> int:
        """Add a glyph made of others and return its number."""
        boxes = {part: box for part in parts if (box := self._box(part))}
        left = min((box.left for box in boxes.values()), default=0)
        if boxes:
            low = min(box.low for box in boxes.values())
            right = max(box.right for box in boxes.values())
            high = max(box.high for box in boxes.values())
            *others, last = boxes
            made = [*(self._component(part, _MORE) for part in others), self._component(last, 0)]
            self._ttf_data += _HEAD.pack(-1, left, low, right, high) + b"".join(made)
        self._glyf = None
        length = len(self._ttf_data) - self.table["glyf"]["offset"]
        self.table["glyf"]["length"] = length
        self.glyphPos.append(length)
        self.hmetrics.append((max(0, advance), left & 0xFFFF))  # reportlab keeps both without a sign
        return len(self.hmetrics) - 1

    def _component(self, part: Part, more: int) -> bytes:
        x = part.x + self._shift(part.number)
        return struct.pack(">HHhh", _WORDS | _PLACED | more, part.number, x, part.y)

    def _box(self, part: Part) -> _Box | None:
        """Return what a placed glyph covers, or nothing where it has no ink."""
        own = self._own_box(part.number)
        if own is None:
            return None
        x = part.x + self._shift(part.number)
        return _Box(own.left + x, own.low + part.y, own.right + x, own.high + part.y)

    def _shift(self, index: int) -> int:
        """Return how far the outline of a glyph lies from where the font says it begins."""
        own = self._own_box(index)
        return 0 if own is None else (int(self.hmetrics[index][1]) ^ 0x8000) - 0x8000 - own.left

    def _own_box(self, index: int) -> _Box | None:
        begin, end = self.glyphPos[index], self.glyphPos[index + 1]
        start = self.table["glyf"]["offset"] + begin
        return None if begin == end else _Box(*_HEAD.unpack_from(self._ttf_data, start)[1:])
