"""Bytes a little changed, the same each time: what a slip, a bad disk or an ill will makes of a file."""

import random

_TOKENS = (
    b"\x00", b"\xff", b"\n", b"\r", b'"', b"'", b",", b";", b"=", b"[", b"]", b"{", b"}", b"-", b"0", b"1e999", b"nan",
    b"true", b"null", b"[]", b"{}", b'""', b"-1", b"99999999999999999999", b"0001-01-01", b"9999-12-31", b"\\u0000",
    b"\xe2\x80\xae", b"\xc3\xa9", b"%", b"<", b".",
)  # fmt: skip


def changed(content: bytes, seed: int) -> bytes:
    """Return the bytes with one to four changes."""
    source = random.Random(seed)
    for _ in range(source.randint(1, 4)):
        content = source.choice(_WAYS)(content, source)
    return content


def _span(content: bytes, source: random.Random) -> tuple[int, int]:
    start = source.randint(0, len(content))
    return start, min(len(content), start + source.choice((1, 2, 8, 64)))


def _cut(content: bytes, source: random.Random) -> bytes:
    start, end = _span(content, source)
    return content[:start] + content[end:]


def _twice(content: bytes, source: random.Random) -> bytes:
    start, end = _span(content, source)
    return content[:end] + content[start:end] * source.choice((1, 2, 20)) + content[end:]


def _put(content: bytes, source: random.Random) -> bytes:
    start, _ = _span(content, source)
    return content[:start] + source.choice(_TOKENS) + content[start:]


def _over(content: bytes, source: random.Random) -> bytes:
    start, end = _span(content, source)
    return content[:start] + source.choice(_TOKENS) + content[end:]


def _end(content: bytes, source: random.Random) -> bytes:
    return content[: source.randint(0, len(content))]


_WAYS = (_cut, _twice, _put, _over, _over, _put, _end)
