"""Tables of a letter: columns as wide as their words ask for, rows ruled, lows in bold with sign and word."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Table as Grid, TableStyle

from alpdesk.domain.letter import Cell, ResultsTable
from alpdesk.domain.records import Flag
from alpdesk.letters import fonts
from alpdesk.letters.styles import INK, RULE, Styles

SIGNS = {Flag.LOW: "↓ ", Flag.HIGH: "↑ ", Flag.SUSPENDED: "× ", Flag.INDETERMINATE: "? "}
_NARROWEST = 26.0
_AIR = 9.0


def results_rows(block: ResultsTable) -> tuple[list[tuple[str, ...]], set[int]]:
    """Return the rows of a results table as words, and which of them hold a low value."""
    rows = [(row.name, *map(_cell, row.cells), row.unit, row.printed, row.age_sex) for row in block.rows]
    low = {index for index, row in enumerate(block.rows) if any(cell.flag is Flag.LOW for cell in row.cells)}
    return rows, low


def grid(
    styles: Styles,
    width: float,
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    strong: set[int],
    note: str,
) -> list[Flowable]:
    """Return caption, table and note; columns without a word in them are left out."""
    used = [column for column in range(len(head)) if any(row[column] for row in rows)]
    texts = [[row[column] for column in used] for row in (head, *rows)]
    cells = [
        [styles.text(text, bold=not index or index - 1 in strong, size=styles.small, after=0) for text in row]
        for index, row in enumerate(texts)
    ]
    table = Grid(cells, colWidths=_columns(texts, styles.small, width), repeatRows=1, hAlign="LEFT")
    table.setStyle(_rules())
    table.spaceAfter = styles.after
    above: list[Flowable] = [styles.text(caption, bold=True, after=1.5, keep=True)] if caption else []
    return [*above, table, *([styles.text(note, size=styles.small)] if note else [])]


def _cell(cell: Cell) -> str:
    return f"{SIGNS.get(cell.flag, '')}{cell.text} {cell.words}".strip()


def _columns(texts: list[list[str]], size: float, room: float) -> list[float]:
    """Return widths that give each column what its words ask for, as far as the line allows."""
    columns = range(len(texts[0]))
    wanted = [max(_NARROWEST, *(fonts.width(row[c], size, bold=True) + _AIR for row in texts)) for c in columns]
    if sum(wanted) <= room:
        return [width * min(room / sum(wanted), 1.3) for width in wanted]
    fair = room / len(wanted)
    spare = room - sum(min(width, fair) for width in wanted)
    excess = sum(max(0.0, width - fair) for width in wanted)
    return [min(width, fair) + spare * max(0.0, width - fair) / excess for width in wanted]


def _rules() -> TableStyle:
    every = ((0, 0), (-1, -1))
    return TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, RULE),
            ("VALIGN", *every, "TOP"),
            ("LEFTPADDING", *every, 3),
            ("RIGHTPADDING", *every, 3),
            ("TOPPADDING", *every, 1.0),
            ("BOTTOMPADDING", *every, 1.7),
        ]
    )
