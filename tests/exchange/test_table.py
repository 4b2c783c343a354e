"""Any table of results is read; a hostile one is refused, or costs only its own rows."""

from pathlib import Path

import pytest

from alpdesk.exchange.table import MAX_COLUMNS, MAX_LINE, FileError, RawRow, read_table


def _rows(tmp_path: Path, content: bytes | str) -> list[RawRow]:
    path = tmp_path / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_table(path).rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = f"number{delimiter}name\n1{delimiter}Gärtner, Zoë\n".replace("Gärtner, Zoë", '"Gärtner, Zoë"')
    assert _rows(tmp_path, text.encode(encoding)) == [RawRow(2, ("1", "Gärtner, Zoë"))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(tmp_path: Path, end: str) -> None:
    assert [row.cells for row in _rows(tmp_path, end.join(["a,b", "1,2", "3,4", ""]))] == [("1", "2"), ("3", "4")]


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    rows = _rows(tmp_path, 'a,b\n1,"never\n2,x\n3,y\n')
    assert [(row.line, row.problem[:20], row.cells) for row in rows] == [
        (2, "a quotation mark is ", ()),
        (3, "", ("2", "x")),
        (4, "", ("3", "y")),
    ]


def test_a_cell_may_hold_lines_and_the_next_row_keeps_its_line_number(tmp_path: Path) -> None:
    rows = _rows(tmp_path, 'a,b\n1,"two\nlines"\n2,x\n')
    assert [(row.line, row.cells) for row in rows] == [(2, ("1", "two\nlines")), (4, ("2", "x"))]


def test_a_nul_and_a_row_of_another_width_are_named(tmp_path: Path) -> None:
    rows = _rows(tmp_path, b"a,b\n1,\0\n1,2,3\n1,2\n")
    assert [row.problem for row in rows] == ["it contains a NUL character", "it has 3 columns, the header has 2", ""]


def test_blank_lines_are_no_rows_and_keep_the_count(tmp_path: Path) -> None:
    assert [row.line for row in _rows(tmp_path, "\n\na,b\n\n1,2\n,\n3,4\n")] == [5, 7]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("a,a\n", "twice"),
        (",".join(f"c{n}" for n in range(MAX_COLUMNS + 1)), "columns"),
        ("a,b\n1," + "x" * (MAX_LINE + 1), "longer than"),
        ("x" * (MAX_LINE * 3), "longer than"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(FileError, match=words):
        _rows(tmp_path, content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be opened"):
        read_table(tmp_path / "nothing.csv")
    with pytest.raises(FileError, match="not a file"):
        read_table(tmp_path)
