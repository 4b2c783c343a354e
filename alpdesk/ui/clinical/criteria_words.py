"""What is said of a criteria set: entry, what would decide it. Never that somebody has a disease."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.deciding import CriteriaSheet, Need

translate = QCoreApplication.translate


def entry(sheet: CriteriaSheet) -> str:
    """Return whether the set may be counted at all, and what that asks for."""
    days = sheet.persistent_after_days
    asks = translate("Criteria", "a low ALP at least twice over {days} days or more, not normal in between")
    if sheet.result.entry:
        said = translate("Criteria", "Entry is given: {asks}. That no other cause explains it, a clinician judges.")
        return said.format(asks=asks.format(days=days))
    said = translate("Criteria", "Entry is not given yet: it asks for {asks}. Until then no item counts.")
    return said.format(asks=asks.format(days=days))


def needs(sheet: CriteriaSheet) -> tuple[str, ...]:
    """Return what would decide, a way each; nothing when that is settled."""
    titles = {item.id: item.title for item in sheet.result.items}
    return tuple(_need(need, titles) for need in sheet.needs)


def settled(sheet: CriteriaSheet) -> str:
    """Return why nothing would decide any more, or nothing while something would."""
    if sheet.needs or not sheet.findings:
        return ""
    if sheet.result.met:
        return translate("Criteria", "No unknown item would change that.")
    if sheet.complete:
        said = translate(
            "Criteria", "The items complete a combination. A low ALP again, {days} days or more apart, decides."
        )
        return said.format(days=sheet.persistent_after_days)
    return translate("Criteria", "No unknown item could complete a combination any more.")


def _need(need: Need, titles: dict[str, str]) -> str:
    majors = _some(need.majors, [titles.get(each, each) for each in need.of_majors])
    minors = _some(need.minors, [titles.get(each, each) for each in need.of_minors])
    if need.alone:
        return _alone([titles.get(each, each) for each in (*need.of_majors, *need.of_minors)])
    said = translate("Criteria", "Together: {items}")
    if majors and minors:
        both = translate("Criteria", "{majors}, and {minors}").format(majors=majors, minors=minors)
        return said.format(items=both)
    return said.format(items=majors or minors)


def _alone(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return translate("Criteria", "Alone: {item}").format(item=titles[0])
    return translate("Criteria", "Any one of: {items}").format(items=" / ".join(titles))


def _some(count: int, titles: Sequence[str]) -> str:
    """Return so many out of some items; the mere item when there is no choice."""
    if not count:
        return ""
    listed = " / ".join(titles)
    if count == len(titles):
        return " + ".join(titles)
    return translate("Criteria", "{count} of: {items}").format(count=count, items=listed)
