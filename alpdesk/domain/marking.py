"""What was done about each item of a checklist, and whether one that was set aside still is."""

from collections.abc import Iterable, Mapping

from alpdesk.domain.followup import ChecklistEntry
from alpdesk.domain.records import Instant, Record
from alpdesk.domain.terms import Mark

_CONTRARY = {Mark.EXCLUDED: Mark.CONFIRMED, Mark.CONFIRMED: Mark.EXCLUDED}
_ORDER = tuple(Mark)


class ItemMarks(Record):
    """The marks in force on one cause, and the dismissal that holds or that has lapsed, if there is one.

    A dismissal is tied to the wording of the rule that was set aside: under another wording it has lapsed, and the
    item speaks again.
    """

    cause: str
    marks: tuple[ChecklistEntry, ...] = ()
    set_aside: ChecklistEntry | None = None
    lapsed: ChecklistEntry | None = None

    def has(self, mark: Mark) -> bool:
        """Say whether a mark is in force."""
        return (self.set_aside is not None) if mark is Mark.SET_ASIDE else any(e.mark is mark for e in self.marks)


def marks_in_force(
    entries: Iterable[ChecklistEntry], editions: Mapping[str, str], until: Instant | None = None
) -> dict[str, ItemMarks]:
    """Return the marks in force by cause, from entries in the order they were made.

    ``editions`` are the wordings that speak; ``until`` leaves out what was marked later. An edition that is not known
    (an assessment kept before editions were) lets a dismissal stand.
    """
    newest: dict[str, dict[Mark, ChecklistEntry]] = {}
    for entry in entries:
        if until is None or entry.made_at is None or entry.made_at <= until:
            of_cause = newest.setdefault(entry.cause, {})
            if entry.holds:
                of_cause.pop(_CONTRARY.get(entry.mark, entry.mark), None)
            of_cause[entry.mark] = entry
    return {cause: _item(cause, found, editions.get(cause, "")) for cause, found in newest.items()}


def _item(cause: str, found: Mapping[Mark, ChecklistEntry], edition: str) -> ItemMarks:
    standing = {mark: entry for mark, entry in found.items() if entry.holds}
    dismissal = standing.pop(Mark.SET_ASIDE, None)
    holds = dismissal is not None and edition in ("", dismissal.edition)
    return ItemMarks(
        cause=cause,
        marks=tuple(sorted(standing.values(), key=lambda entry: _ORDER.index(entry.mark))),
        set_aside=dismissal if holds else None,
        lapsed=None if holds else dismissal,
    )
