"""Tables of a letter: columns as wide as their words ask for, rows ruled, lows in bold with sign and word."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Table as Grid, TableStyle

from alpdesk.domain.letter import Cell, ResultsTable
from alpdesk.domain.records import Flag
from alpdesk.domain.report import ReportTable
from alpdesk.letters import fonts
from alpdesk.letters.lines import Lines
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
        [styles.cell(text, bold=not index or index - 1 in strong) for text in row] for index, row in enumerate(texts)
    ]
    table = _grid(styles, cells, _columns(texts, styles.small, width), 1)
    table.setStyle(_rules())
    table.spaceAfter = styles.after
    above: list[Flowable] = [styles.text(caption, bold=True, after=1.5, keep=True)] if caption else []
    return [*above, table, *([styles.text(note, size=styles.small)] if note else [])]


def sheet_table(styles: Styles, width: float, table: ReportTable) -> Grid:
    """Return a table of a report: as wide as the sheet, split between rows, and within one only if it must be."""
    texts = [list(row) for row in (table.head, *table.rows)]
    cells = [
        [
            styles.cell(text, bold=not i or i - 1 in table.strong, to_end=column in table.right)
            for column, text in enumerate(row)
        ]
        for i, row in enumerate(texts)
    ]
    blanks = [styles.cell("") for _ in table.head[1:]]
    caption = [[styles.cell(table.caption, bold=True), *blanks]]
    above = caption if table.caption else []
    shares = [width * each / sum(table.widths) for each in table.widths]
    widths = shares or _stretched(_columns(texts, styles.small, width), width)
    grid = _grid(styles, [*above, *cells], widths, 1 + len(above), split=True)
    grid.setStyle(_rules(len(above)))
    beside = [column + 1 for column in table.right if column + 1 < len(table.head) and column + 1 not in table.right]
    grid.setStyle(TableStyle([_air_before(column, len(table.head), rtl=styles.rtl) for column in beside]))
    grid.spaceAfter = styles.after
    return grid


def _air_before(column: int, columns: int, *, rtl: bool) -> tuple[str, tuple[int, int], tuple[int, int], float]:
    side, place = ("RIGHT", columns - 1 - column) if rtl else ("LEFT", column)
    return f"{side}PADDING", (place, 0), (place, -1), _AIR


def _grid(styles: Styles, rows: list[list[Lines]], widths: list[float], heads: int, *, split: bool = False) -> Grid:
    """Return a table whose first column stands where lines begin."""
    step = -1 if styles.rtl else 1
    return Grid(
        [row[::step] for row in rows],
        colWidths=widths[::step],
        repeatRows=heads,
        hAlign="RIGHT" if styles.rtl else "LEFT",
        splitInRow=int(split),
    )


def _stretched(widths: list[float], room: float) -> list[float]:
    return [width * room / sum(widths) for width in widths]


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


def _rules(captions: int = 0) -> TableStyle:
    every = ((0, 0), (-1, -1))
    return TableStyle(
        [
            *(("SPAN", (0, row), (-1, row)) for row in range(captions)),
            ("LINEBELOW", (0, captions), (-1, captions), 0.9, INK),
            ("LINEBELOW", (0, captions + 1), (-1, -1), 0.3, RULE),
            ("VALIGN", *every, "TOP"),
            ("FONTNAME", *every, fonts.REGULAR),
            ("LEFTPADDING", *every, 3),
            ("RIGHTPADDING", *every, 3),
            ("TOPPADDING", *every, 1.0),
            ("BOTTOMPADDING", *every, 1.7),
        ]
    )
