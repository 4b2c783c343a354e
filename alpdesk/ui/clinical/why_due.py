"""Why something is due, in words: the rule, what the days count from, the gap."""

from PySide6.QtCore import QCoreApplication

from alpdesk.services.reasoning import BY_HAND, ORDER, DueReason
from alpdesk.ui.clinical import words
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def rule(reason: DueReason) -> tuple[str, ...]:
    """Return what made the item due."""
    said = {
        BY_HAND: translate("Why", "Somebody set this date by hand."),
        ORDER: translate("Why", "Ordered tests stay on the list until every one of their results is in."),
    }.get(reason.rule, reason.title)
    own = translate("Why", "This patient has items of their own instead of the template's.") if reason.own_items else ""
    return tuple(line for line in (said, reason.basis, own) if line)


def inputs(reason: DueReason) -> tuple[str, ...]:
    """Return what the days count from, and the answer that started it."""
    start = translate("Why", "Counted from {day}").format(day=format_date(reason.counted_from))
    if reason.again:
        said = translate("Why", "Counted from the sample of {day}, which closed it last time")
        start = said.format(day=format_date(reason.counted_from))
    answer = ""
    if reason.answer is not None:
        said = translate("Why", "Started by the answer “{answer}”, signed by {name} on {day}")
        day = format_date(reason.at.astimezone().date() if reason.at is not None else None)
        answer = said.format(answer=words.decision(reason.answer), name=reason.by or "–", day=day)
    elif reason.rule == ORDER:
        answer = translate("Why", "Ordered by {name}").format(name=reason.by or "–")
    return tuple(line for line in (start if reason.counted_from is not None else "", answer) if line)


def dates(reason: DueReason) -> tuple[str, ...]:
    """Return the interval and the days that follow from it."""
    recall = reason.recall
    moved = translate("Why", "Moved from {day}").format(day=format_date(recall.first_due))
    early = translate("Why", "A sample counts from {day} on").format(day=format_date(recall.not_before))
    lines = (
        *_interval(reason),
        translate("Why", "Due {day}").format(day=format_date(recall.due)),
        moved if recall.first_due is not None else "",
        early if recall.not_before is not None else "",
    )
    return tuple(line for line in lines if line)


def _interval(reason: DueReason) -> tuple[str, ...]:
    days = reason.every_days if reason.again and reason.every_days is not None else reason.after_days
    gap = reason.not_before_days
    lines = (
        _days(days, translate("Why", "Interval: %n day"), translate("Why", "Interval: %n days", None, days or 0)),
        _days(gap, translate("Why", "Minimum gap: %n day"), translate("Why", "Minimum gap: %n days", None, gap or 0)),
        _days(
            reason.every_days,
            translate("Why", "Repeats every %n day"),
            translate("Why", "Repeats every %n days", None, reason.every_days or 0),
        ),
    )
    return tuple(line for line in lines if line)


def _days(count: int | None, one: str, many: str) -> str:
    return "" if count is None else words.counted(count, one, many)
