"""What the review page says of a panel."""

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.records import Flag
from alpdesk.services.reviewing import ReviewFilter, WaitingPanel
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def shown(which: ReviewFilter) -> str:
    """Return the name of a selection."""
    return {
        ReviewFilter.ALL: translate("Review", "All"),
        ReviewFilter.MINE: translate("Review", "My patients"),
        ReviewFilter.REMARKABLE: translate("Review", "With something to see"),
        ReviewFilter.IMPORTED: translate("Review", "Imported"),
    }[which]


def flags(panel: WaitingPanel) -> tuple[tuple[str, str], ...]:
    """Return how many values are flagged, by their signs, each with its ink."""
    low, high, unread = _counts(panel)
    parts = ((f"↓ {low}", "low", low), (f"↑ {high}", "high", high), (f"? {unread}", "caution", unread))
    return tuple((said, ink) for said, ink, many in parts if many) or ((translate("Review", "within"), "muted"),)


def flags_spoken(panel: WaitingPanel) -> str:
    """Return how many values are flagged, in words."""
    low, high, unread = _counts(panel)
    parts = (
        translate("Review", "{count} low").format(count=low) if low else "",
        translate("Review", "{count} high").format(count=high) if high else "",
        translate("Review", "{count} not judged").format(count=unread) if unread else "",
    )
    return ", ".join(part for part in parts if part) or translate("Review", "within")


def _counts(panel: WaitingPanel) -> tuple[int, int, int]:
    unread = panel.flagged(Flag.INDETERMINATE, Flag.SUSPENDED, Flag.NONE)
    return panel.flagged(Flag.LOW), panel.flagged(Flag.HIGH), unread


def entered_line(panel: WaitingPanel) -> str:
    """Return who entered a panel and when, as a sentence."""
    sample = panel.sample.panel
    day = format_date(sample.entered_at.astimezone().date() if sample.entered_at is not None else None)
    said = translate("Review", "Entered by {name} on {day}. Nobody has signed it off yet.")
    if sample.origin == "imported":
        said = translate("Review", "Imported by {name} on {day}. Nobody has signed it off yet.")
    return said.format(name=panel.entered_by or translate("Review", "somebody not known"), day=day or "–")


def signed(panel: WaitingPanel) -> str:
    """Return what is said once a panel is signed off."""
    said = translate("Review", "Signed off: {name}, sample of {day}.")
    return said.format(name=panel.patient.name, day=format_date(panel.sample.panel.collected))
