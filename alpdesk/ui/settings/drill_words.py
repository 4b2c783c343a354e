"""A comparison of a backup with the record in plain words."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from alpdesk.services.drill import Comparison, Difference
from alpdesk.ui.people import alone
from alpdesk.ui.standing_facts import when
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate
_NAMED = 12


def headline(found: Comparison) -> str:
    """Say in a sentence what the backup is."""
    at = when(found.made_at)
    if not found.continues:
        said = translate("Drill", "The backup of {when} is whole, but the record did not go on from it.")
    elif found.would_be_lost:
        said = translate("Drill", "The backup of {when} is whole. What came since is not in it.")
    else:
        said = translate("Drill", "The backup of {when} is whole and holds all that the record holds.")
    return said.format(when=at)


def counts(found: Comparison) -> str:
    """Say of each kind how much both have, and how much only one."""
    line = translate("Drill", "{kind}: {both} in both, {here} only here, {there} only in the backup")
    return "\n".join(
        line.format(kind=_kind(one.kind), both=one.both, here=one.only_here, there=one.only_there)
        for one in found.differences
    )


def lists(found: Comparison) -> Iterator[str]:
    """Yield what only one of the two has, by patient and day."""
    for one in found.differences:
        yield from _listed(one)


def warning(found: Comparison) -> str:
    """Say what putting it in place does, and that nothing is erased by it."""
    kept = translate(
        "Drill",
        "The record as it is now is kept beside it under another name, and nothing of it is erased. The passwords are "
        "those of then.",
    )
    if not found.would_be_lost:
        return kept
    gone = translate("Drill", "{count} things entered since would no longer be in the record.")
    return f"{gone.format(count=found.would_be_lost)} {kept}"


def _listed(one: Difference) -> Iterator[str]:
    here = translate("Drill", "{kind} only here: {who}")
    there = translate("Drill", "{kind} only in the backup: {who}")
    for said, count, listed in ((here, one.only_here, one.here), (there, one.only_there, one.there)):
        if listed:
            who = "; ".join(f"{alone(name)}, {format_date(day)}" if day else name for name, day in listed[:_NAMED])
            more = count - min(count, _NAMED)
            rest = translate("Drill", " and {count} more").format(count=more) if more else ""
            yield said.format(kind=_kind(one.kind), who=f"{who}{rest}")


def _kind(kind: str) -> str:
    return {
        "patients": translate("Drill", "Patients"),
        "panels": translate("Drill", "Panels"),
        "decisions": translate("Drill", "Decisions"),
        "letters": translate("Drill", "Letters"),
    }[kind]
