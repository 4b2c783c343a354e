"""What stands above the verdict: what was corrected since, and the alerts, the most urgent first."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from alpdesk.domain.assessment import Alert, Urgency
from alpdesk.services.older import Older
from alpdesk.ui.clinical import words
from alpdesk.ui.clinical.layouts import empty
from alpdesk.ui.decide.shown import Shown
from alpdesk.ui.widgets import Banner, format_date
from alpdesk.ui.widgets.banner import Kind

translate = QCoreApplication.translate
_KINDS: dict[Urgency, Kind] = {
    Urgency.EMERGENCY: "emergency",
    Urgency.URGENT: "caution",
    Urgency.SOON: "caution",
    Urgency.CONFIRM: "caution",
}


def show_stale(banner: Banner, shown: Shown) -> None:
    """Say that what was shown rests on a value that was corrected since; it waits all the same."""
    stale = shown.stale
    banner.setVisible(stale is not None)
    if stale is None:
        return
    made = stale.correction.made_at
    day = format_date(made.astimezone().date() if made is not None else None)
    said = translate("DecidePage", "What was shown here, {value}, was corrected on {day}.")
    if stale.looked_back:
        said = translate("DecidePage", "This looked back on an earlier value that was corrected on {day}.")
    why = translate("DecidePage", "Why: {why}").format(why=stale.correction.reason)
    banner.show_message("caution", said.format(value=stale.value, day=day), why)
    banner.button.setVisible(shown.open and not (shown.anew or stale.looked_back) and shown.may_sign)


def show_alerts(column: QVBoxLayout, alerts: Sequence[Alert], why: Callable[[object], None]) -> None:
    """Show each alert with its urgency as a word, and why it was raised."""
    empty(column)
    for alert in sorted(alerts, key=lambda alert: list(Urgency).index(alert.urgency)):
        text = f"{words.urgency(alert.urgency)}: {alert.title}"
        banner = Banner(
            _KINDS.get(alert.urgency, "info"), text, detail=alert.text, action=translate("DecidePage", "Why?")
        )
        banner.acted.connect(lambda alert=alert: why(alert))
        column.addWidget(banner)


def show_older(column: QVBoxLayout, older: Sequence[Older], why: Callable[[object], None]) -> None:
    """Show above everything what else waits and would be answered: each alert with its days, then the older lows."""
    said = translate("DecidePage", "Your signature answers this too. {urgency}: {alert} ({days})")
    alike: dict[tuple[Urgency, str, str], list[tuple[Older, Alert]]] = {}
    for one in sorted(older, key=lambda one: one.day, reverse=True):
        for alert in one.alerts:
            alike.setdefault((alert.urgency, alert.title, alert.text), []).append((one, alert))
    ranked = sorted(alike.items(), key=lambda kept: list(Urgency).index(kept[0][0]))
    for place, ((urgency, title, detail), raised) in enumerate(ranked):
        days = "; ".join(format_date(one.day) for one, _ in raised)
        text = said.format(urgency=words.urgency(urgency), alert=title, days=days)
        kind = _KINDS.get(urgency, "caution")
        banner = Banner(kind, text, detail=detail, action=translate("DecidePage", "Why?"))
        banner.acted.connect(lambda alert=raised[0][1]: why(alert))
        column.insertWidget(place, banner)
    lows = [f"{one.alp} ({format_date(one.day)})" for one in older if one.alp]
    if lows:
        text = translate("DecidePage", "Your signature answers earlier ALP values too, which still wait.")
        column.insertWidget(len(ranked), Banner("low", text, detail=", ".join(lows)))
