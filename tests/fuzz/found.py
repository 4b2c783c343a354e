"""Bytes that once got through a parser as something else than a refusal, or are made to; each is tried for ever."""

import io
import zipfile

_DEEP = 3000
_UTF8, _LOCKED = 0x0800, 0x0001


def _zip(flag: int, name: str = "manifest.json") -> bytes:
    """Return a backup that holds nothing, its entries marked as what they are not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as box:
        for each in (name, "database.alpdesk", "database.alpdesk-keys"):
            box.writestr(each, "{}")
    content = bytearray(buffer.getvalue())
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(head)
        content[place + at : place + at + 2] = flag.to_bytes(2, "little")
    return bytes(content).replace(b"mani", b"\x80ani") if flag == _UTF8 else bytes(content)


_DIGITS = b"1" * 5000

EVERYWHERE = (
    b"",
    b"\x00",
    b"\xef\xbb\xbf",
    b"\xff\xfe\x00",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    b"x" * 50_000,
    b'"',
    b"\r\n" * 2000,
    b"{" * _DEEP,
    b"[" * _DEEP,
    b'{"a":' * _DEEP,
    b"PK\x03\x04",
    b"PK\x05\x06" + bytes(18),
)
_TOML = (
    b"a = " + b"[" * _DEEP,
    b"a = " + b"{b=" * _DEEP,
    b"a" + b".a" * _DEEP + b" = 1",
    b"a = " + _DIGITS,
    b"a = 1e9999999999999999999",
    b"a = 1e-9999999999999999999",
    b"a = nan",
    b"a = 0001-01-01T00:00:00+23:59",
    b'a = "\\uD800"',
)
_JSON = (
    b"[" * 20_000,
    b'{"names": ' * 5000,
    _DIGITS,
    b"1e9999999999999999999",
    b'{"names": [1e9999999999999999999]}',
    b'{"names": ["\\ud800"]}',
    b"NaN",
    b'{"after_days": Infinity}',
)

FOUND: dict[str, tuple[bytes, ...]] = {
    "case": _TOML,
    "table": (b"a" + b",a" * 10_000, b'"a\n' * 1200),
    "map": (
        *_TOML,
        *(
            f'[file]\nencoding = "{name}"'.encode()
            for name in (
                "undefined",
                "idna",
                "punycode",
                "utf-7",
                "unicode_escape",
                "rot13",
                "zlib",
                "mbcs",
                "utf-8\\u0000",
            )
        ),
        b'[file]\ndelimiter = "\\u0000"',
        b'[file]\ndelimiter = " "',
        b'[file]\ndelimiter = "\\n"',
        b'[file]\ndates = "%Y-%m-%d\\u0000"',
        b'[file]\ndates = "%s%Y%m%d"',
        b'[file]\ndates = "%d.%m.%m.%Y"',
    ),
    "rule_file": tuple(b"\x00" + content for content in _TOML),
    "rule_entry": tuple(bytes([place]) + content for place in range(6) for content in _JSON),
    "letter": _JSON,
    "keys": (*_JSON, '{"v":1,"db":"0","gen":1,"mac":"é"}'.encode()),
    "backup": (
        _zip(0),
        _zip(_UTF8),
        _zip(_LOCKED),
        _zip(0, "../x"),
        b"PK\x05\x06" + b"\xff" * 18,
    ),
}
