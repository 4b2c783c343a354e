"""A sample that is in the record already, as far as can be told: same day, same laboratory, mostly the same values."""

from collections.abc import Sequence

from alpdesk.domain.records import Panel, PanelWithResults, Record, Result


class Twin(Record):
    """A kept panel that looks like the one being entered: ``same`` of ``shared`` tests have the same value."""

    panel_id: int
    same: int
    shared: int


def twin_of(panels: Sequence[PanelWithResults], panel: Panel, results: Sequence[Result]) -> Twin | None:
    """Return the kept panel that ``panel`` seems to be once more; it may still be another sample of that day."""
    found = (_compared(both, results) for both in panels if _alike(both.panel, panel))
    return max((twin for twin in found if 2 * twin.same > twin.shared), key=lambda twin: twin.same, default=None)


def _alike(kept: Panel, panel: Panel) -> bool:
    itself = kept.uid is not None and kept.uid == panel.uid
    times = {kept.collected_time, panel.collected_time} - {None}
    return (
        not itself
        and not kept.voided
        and kept.collected == panel.collected
        and kept.laboratory_id == panel.laboratory_id
        and len(times) < 2
    )


def _compared(both: PanelWithResults, results: Sequence[Result]) -> Twin:
    pairs = [(both.result(result.analyte), result) for result in results]
    shared = [(kept, result) for kept, result in pairs if kept is not None]
    same = sum(_same(kept, result) for kept, result in shared)
    return Twin(panel_id=both.panel.id or 0, same=same, shared=len(shared))


def _same(kept: Result, result: Result) -> bool:
    if kept.canonical is not None and result.canonical is not None:
        return (kept.canonical, kept.comparator) == (result.canonical, result.comparator)
    return (kept.value, kept.unit) == (result.value, result.unit)
