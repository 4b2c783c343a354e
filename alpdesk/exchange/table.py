"""Reading a delimited text file row by row, within limits that a hostile file cannot pass."""

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from alpdesk.errors import AlpdeskError, brief

MAX_BYTES = 200_000_000
MAX_LINE = 100_000
MAX_COLUMNS = 500
MAX_LINES_A_ROW = 1000
_DELIMITERS = ",;\t|"
_CHUNK = 1 << 20


class FileError(AlpdeskError):
    """The file as a whole is no table of results."""


@dataclass(frozen=True)
class RawRow:
    """One row: its first line in the file, its cells, or why it cannot be read."""

    line: int
    cells: tuple[str, ...] = ()
    problem: str = ""


@dataclass
class Table:
    """An open table. ``rows`` may be walked once; ``position`` is how many bytes have been read."""

    header: tuple[str, ...]
    encoding: str
    delimiter: str
    size: int
    rows: Iterator[RawRow]
    position: list[int] = field(default_factory=lambda: [0])


def read_table(path: Path, *, delimiter: str = "", encoding: str = "") -> Table:
    """Open ``path`` as a table with a header row; refuse what is not one."""
    size = _size(path)
    encoding = encoding or _encoding(path)
    lines = _lines(path, encoding)
    skipped, first = next(((n, line) for n, line in enumerate(lines) if line.strip()), (0, ""))
    if not first:
        raise FileError("The file is empty; a header row is needed.")
    delimiter = delimiter or _delimiter(first)
    source = _Source(lines, delimiter, skipped)
    source.put_back(first)
    top = source.row()
    if top is None or top.problem:
        raise FileError("The header row cannot be read: " + (top.problem if top else "it is missing") + ".")
    header = tuple(cell.strip() for cell in top.cells)
    _check_header(header)
    return Table(header, encoding, delimiter, size, source.rows(len(header)), source.position)


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileError(f"The file cannot be opened: {error.strerror or error}.") from None
    if not path.is_file():
        raise FileError("That is not a file.")
    if size > MAX_BYTES:
        raise FileError(f"The file is larger than {MAX_BYTES // 1_000_000} MB; split it into smaller files.")
    return size


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start[1::2].count(0) * 2 > len(start[1::2]) > 8:
        return "utf-16-le"
    if start[0::2].count(0) * 2 > len(start[0::2]) > 8:
        return "utf-16-be"
    return next((name for name in ("utf-8", "cp1252") if _decodes(path, name)), "latin-1")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open("r", encoding=encoding, newline="", errors="strict") as file:
        number = 0
        while True:
            number += 1
            try:
                line = file.readline(MAX_LINE + 1)
            except UnicodeError:
                raise FileError(f"The file is not readable as {encoding.upper()} from line {number} on.") from None
            if not line:
                return
            if len(line) > MAX_LINE:
                raise FileError(f"Line {number} is longer than {MAX_LINE:,} characters; this is no table of results.")
            yield line


def _delimiter(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _check_header(header: tuple[str, ...]) -> None:
    if len(header) > MAX_COLUMNS:
        raise FileError(f"The file has {len(header):,} columns; at most {MAX_COLUMNS} are read.")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise FileError(f"The header names the column {brief(twice[0])!r} twice.")


class _Source:
    """Physical lines with a way to put some back: a quote that never closes costs one row, not the rest."""

    def __init__(self, lines: Iterator[str], delimiter: str, skipped: int) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()
        self._delimiter = delimiter
        self._number = skipped
        self.position = [0]

    def put_back(self, line: str) -> None:
        self._waiting.appendleft(line)

    def _next(self) -> str | None:
        if self._waiting:
            self._number += 1
            return self._waiting.popleft()
        line = next(self._lines, None)
        if line is not None:
            self._number += 1
            self.position[0] += len(line)
        return line

    def rows(self, width: int) -> Iterator[RawRow]:
        while (row := self.row(width)) is not None:
            if row.problem or any(cell.strip() for cell in row.cells):
                yield row

    def row(self, width: int | None = None) -> RawRow | None:
        first = self._next()
        if first is None:
            return None
        number = self._number
        taken = [first]
        open_quote = first.count('"') % 2 == 1
        while open_quote and len(taken) < MAX_LINES_A_ROW and (line := self._next()) is not None:
            taken.append(line)
            open_quote ^= line.count('"') % 2 == 1
        row = _parse(number, "".join(taken), self._delimiter, width, open_quote)
        if row.problem and len(taken) > 1:
            self._number = number
            self._waiting.extendleft(reversed(taken[1:]))
        return row


def _parse(number: int, text: str, delimiter: str, width: int | None, open_quote: bool) -> RawRow:
    if not text.strip():
        return RawRow(number)
    if open_quote:
        return RawRow(number, problem="a quotation mark is opened and never closed")
    if "\0" in text:
        return RawRow(number, problem="it contains a NUL character")
    try:
        cells = tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), ()))
    except csv.Error:
        return RawRow(number, problem="its quotation marks do not match")
    if width is not None and cells and len(cells) != width:
        return RawRow(number, problem=f"it has {len(cells)} columns, the header has {width}")
    return RawRow(number, cells)
