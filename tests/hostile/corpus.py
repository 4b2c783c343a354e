"""What somebody may type or send who means harm, or whose name is unlike ours: strings, and files made anew."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

MARKUP = (
    '<img src="/etc/hostname"/>', '<img src="file:///etc/hostname"/>', '<img src="http://127.0.0.1:9/x.png"/>',
    '<img src="data:image/png;base64,AAAA"/>', '<img src="\\\\server\\share\\x.png"/>',
    '<a href="http://127.0.0.1:9/">x</a>', "<b>Bold</b>", "<i>", "</para>", "<para>", "<!--x-->", "<br/>",
    "<script>alert(1)</script>", "<svg onload=alert(1)>", "<style>*{color:red}</style>",
    '<font color="[[[getattr(pow, Word(\'__globals__\'))]]]">x</font>', "&#0;", "&amp;", "&lt;b&gt;", "]]>",
    "<![CDATA[x]]>", "<?xml version='1.0'?>", "<qt>rich</qt>", "<html><body>x", "{\\rtf1}",
)  # fmt: skip
FORMULAS = (
    "=cmd()|'/C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM",
    " =1+1", "\t=1+1", "|calc", "%0A=1", "'=1", '"=1+1"', '=HYPERLINK("http://127.0.0.1:9")',
)  # fmt: skip
CODE = (
    "{name}", "{0.__class__}", "{{7*7}}", "${7*7}", "%s%n%x", "$(reboot)", "`id`", "'; DROP TABLE patient;--",
    "' OR '1'='1", '" OR ""="', "%", "_", "\\", "*", "NEAR(", '"', "NOT AND OR", "a:b", "^x", "(((", "x'00'",
    "ATTACH 'x' AS y KEY ''", "PRAGMA key", "(Tj)", "ET Q", "endstream endobj", "/Annots[1 0 R]",
    "<</Type/Action/S/URI>>", "%PDF-1.4", "\\)", "BEGIN:VCALENDAR", "ATTENDEE:mailto:x@y.example",
    "javascript:alert(1)", "http://evil.example",
)  # fmt: skip
PLACES = (
    "../../etc/passwd", "..\\..\\boot.ini", "C:\\x", "\\\\server\\share", "CON", "NUL", "LPT¹", "COM1.txt", "x.",
    "x ", "a/b", "a:b:$DATA", "~", "$HOME", "file:///etc/passwd",
)  # fmt: skip
FILE_NAMES = (
    "", ".", "..", "../x.pdf", "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x.pdf", "C:x.pdf",
    "\\\\server\\share\\x.pdf", "\\\\?\\C:\\x.pdf", "//server/share/x.pdf", "CON", "con.pdf", "NUL .pdf", "AUX.tar.gz",
    "PRN", "COM1.pdf", "LPT¹", "LPT³.pdf", "COM²", "CLOCK$", "x.", "x ", "x.pdf. . ", "a:b", "a.pdf:$DATA",
    "evil\u202efdp.exe", "\u2066x\u2069.pdf", "a\nb.pdf", "\x1b[31m.pdf", "x\x00.pdf", "a/b.pdf", "a\\b.pdf", "*.pdf",
    "?.pdf", '"x".pdf', "<b>x</b>.pdf", "a|b.pdf", "x" * 300 + ".pdf", "Ж" * 140 + ".pdf", "\u200b", "\ufeffx.pdf",
)  # fmt: skip
SCRIPTS = (
    "\u202eevil\u202c", "\u2066x\u2069", "\u200b", "\ufeffx", "Z\u0335\u0321\u0353a\u0300\u0301\u0302", "🧬",
    "\U0001f469\u200d\u2695\ufe0f", "\ufb01", "Łukasz", "Nguyễn", "محمد", "שרה", "李小龍", "สมชาย", "अनिता", "e\u0301",
    "é", "ß", "İi", "a" * 255, "Ж" * 120,
)  # fmt: skip
CONTROLS = (
    "\x00", "a\x00b", "\x07", "\x1b[31mred", "\x7f", "\x9f", "\ud800", "\ufffe", "a\r\nb", "a\nBcc: x", "\u2028x",
)  # fmt: skip

STRINGS = (*MARKUP, *FORMULAS, *CODE, *PLACES, *SCRIPTS, *CONTROLS)
PRINTABLE = tuple(text for text in STRINGS if text not in CONTROLS)

_NAMED = "patient_number,family_name,given_names,sex,birth_date,collected"
_ROW = f"{_NAMED},laboratory,analyte,value,unit,ref_low,ref_high\n"
_REST = "B,female,1980-01-01,2026-01-02,Lab,alp,29,U/L,35,105\n"


def files(folder: Path) -> Iterator[Path]:
    """Make the files and yield them; none is large."""
    for name, content in _contents():
        path = folder / name
        path.write_bytes(content)
        yield path
    (folder / "a folder.csv").mkdir()
    yield folder / "a folder.csv"
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    yield folder / "loop.csv"
    yield folder / "is not there.csv"


def _contents() -> Iterator[tuple[str, bytes]]:
    yield from _tables()
    yield from _rows()
    yield from _trees()
    yield from _boxes()


def _tables() -> Iterator[tuple[str, bytes]]:
    good = f"{_ROW}1,A,{_REST}"
    yield "empty.csv", b""
    yield "mark only.csv", b"\xef\xbb\xbf"
    yield "nul.csv", good.encode() + b"\x00\x00\x00"
    yield "nul inside.csv", good.replace("A,B", "A\x00,B").encode()
    yield "utf16.csv", good.encode("utf-16")
    yield "latin1.csv", good.replace("A,B", "Ä,é").encode("latin-1")
    yield "not text.csv", bytes(range(256)) * 64
    yield "open quote.csv", (_ROW + '"1,A,B\n' * 200).encode()
    yield "quotes.csv", (_ROW + '""""""""""""""\n').encode()
    yield "mixed ends.csv", good.replace("\n", "\r").encode() + b"\r\n\n\r"
    yield "head only.csv", _ROW.encode()
    yield "columns.csv", (",".join(f"c{i}" for i in range(10_000)) + "\n" + ",".join("1" * 10_000) + "\n").encode()
    yield "long line.csv", (_ROW + "1," + "x" * 2_000_000 + "\n").encode()
    yield "same head.csv", b"alp,alp,alp\n1,2,3\n"
    yield "program.csv", b"MZ\x90\x00" + b"\x00" * 200


def _rows() -> Iterator[tuple[str, bytes]]:
    values = ("1e999", "-0", "NaN", "inf", "1_000", "٣٥", "0x1F", "9" * 400, "<<5", "=29", "2 9")
    start = "1,A,B,female,1980-01-01,2026-01-02,Lab,alp"
    yield "numbers.csv", (_ROW + "".join(f"{start},{value},U/L,35,105\n" for value in values)).encode()
    days = ("0000-00-00", "9999-12-31", "1980-02-30", "31.12.80", "-1", "1e5", "٢٠٢٠-٠١-٠١")
    end = "2026-01-02,Lab,alp,29,U/L,35,105"
    yield "dates.csv", (_ROW + "".join(f"{i},A,B,female,{day},{end}\n" for i, day in enumerate(days))).encode()
    plain = [text for text in STRINGS if text.isprintable() and '"' not in text and "\\" not in text]
    yield "strings.csv", (_ROW + "".join(f'"{text}","{text}",{_REST}' for text in plain)).encode()


def _trees() -> Iterator[tuple[str, bytes]]:
    yield "deep.json", b"[" * 100_000 + b"]" * 100_000
    yield "huge number.json", b'{"v": ' + b"9" * 100_000 + b"}"
    yield "not a number.json", b'{"v": NaN, "slots": Infinity}'
    yield "deep.toml", b"a = " + b"[" * 5_000 + b"]" * 5_000
    yield "dotted.toml", ("[" + ".".join("abcdefgh") + "]\nx = 1\n[a]\nb = 2\n").encode()
    yield "endless key.toml", b"x" * 500_000 + b" = 1"


def _boxes() -> Iterator[tuple[str, bytes]]:
    yield "bomb.zip", _zip({"database.alpdesk": b"\x00" * 30_000_000})
    yield "climbing.zip", _zip({"../../evil": b"x", "/etc/evil": b"y", "manifest.json": b"{}"})
    yield "half.zip", _zip({"manifest.json": b"{}"})[:-20]
    head = struct.pack(">IIBBBBB", 1 << 30, 1 << 30, 8, 6, 0, 0, 0)
    yield "picture.png", b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head)
    yield "cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF"
    script = b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"
    yield "script.pdf", b"%PDF-1.7\n1 0 obj" + script + b"endobj\ntrailer<</Root 1 0 R>>"


def _zip(content: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in content.items():
            box.writestr(name, data)
    return buffer.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
