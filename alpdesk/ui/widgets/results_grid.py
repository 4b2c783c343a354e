"""The results of a patient laid out as a laboratory report over time: analytes down, samples across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from alpdesk.domain.alp import ALP
from alpdesk.domain.records import Flag, PanelWithResults, Result
from alpdesk.ui.widgets.numbers import as_shown

_ABNORMAL = frozenset({Flag.LOW, Flag.HIGH, Flag.INDETERMINATE, Flag.SUSPENDED})


class Show(StrEnum):
    """Which analytes the table holds."""

    ALL = "all"
    ABNORMAL = "abnormal"
    LOW_ALP_SET = "low_alp_set"


@dataclass(frozen=True)
class Column:
    """One sample."""

    panel_id: int | None
    collected: date
    voided: bool = False


@dataclass(frozen=True)
class Cell:
    """One result as the table shows it; ``unit`` only where it differs from the row's.

    ``before`` are earlier versions of the value, oldest first; a ``withdrawn`` one no longer counts.
    """

    value: str
    flag: Flag
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    judged_by: str = ""
    result_id: int | None = None
    before: tuple[str, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True)
class Row:
    """One analyte over all samples; ``None`` was not measured."""

    analyte: str
    title: str
    unit: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class ResultsGrid:
    """The whole table, newest sample on the right."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()


def lay_grid(
    panels: Sequence[PanelWithResults],
    titles: Mapping[str, str],
    show: Show = Show.ALL,
    chosen: frozenset[str] = frozenset(),
    unread: frozenset[int | None] = frozenset(),
) -> ResultsGrid:
    """Return the grid in the order of ``titles``; ``chosen`` is the low-ALP set.

    ``unread`` are the samples whose ALP may not be read: it is neither high nor low.
    """
    ordered = sorted(panels, key=lambda each: (each.panel.collected, each.panel.id or 0))
    columns = tuple(Column(p.id, p.collected, voided=bool(p.voided)) for p in (each.panel for each in ordered))
    found = (_row(a, title, ordered, unread if a == ALP else frozenset()) for a, title in titles.items())
    rows = tuple(row for row in found if row is not None and _wanted(row, show, chosen))
    return ResultsGrid(columns, rows)


def _row(analyte: str, title: str, panels: Sequence[PanelWithResults], unread: frozenset[int | None]) -> Row | None:
    results = [_shown(panel, analyte) for panel in panels]
    units = [result.unit for result in results if result is not None]
    if not units:
        return None
    cells = tuple(
        _cell(both, result, units[-1], unread=both.panel.id in unread)
        for both, result in zip(panels, results, strict=True)
    )
    return Row(analyte, title, units[-1], cells)


def _shown(panel: PanelWithResults, analyte: str) -> Result | None:
    """Return the value that stands, or the newest that was withdrawn."""
    withdrawn = (result for result in reversed(panel.results) if result.analyte == analyte)
    return panel.result(analyte) or next(withdrawn, None)


def _cell(panel: PanelWithResults, result: Result | None, unit: str, *, unread: bool) -> Cell | None:
    if result is None:
        return None
    return Cell(
        as_shown(result.value),
        Flag.SUSPENDED if unread else result.flag,
        "" if result.unit == unit else result.unit,
        result.judged_low,
        result.judged_high,
        result.judged_by,
        result.id,
        tuple(f"{as_shown(old.value)} {old.unit}".strip() for old in _before(panel, result)),
        withdrawn=not result.standing,
    )


def _before(panel: PanelWithResults, result: Result) -> list[Result]:
    """Return the earlier versions of a result, oldest first."""
    by_id = {each.id: each for each in panel.results}
    found: list[Result] = []
    while result.replaces_id is not None and (older := by_id.get(result.replaces_id)) is not None:
        found.insert(0, older)
        result = older
    return found


def _wanted(row: Row, show: Show, chosen: frozenset[str]) -> bool:
    if show is Show.ABNORMAL:
        return any(cell is not None and not cell.withdrawn and cell.flag in _ABNORMAL for cell in row.cells)
    return show is Show.ALL or row.analyte in chosen
