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
    """Show above everything what else waits and would be answered: each alert with its day, then the older lows."""
    said = translate("DecidePage", "Your signature answers this too. {urgency}: {alert} ({day})")
    both = [(one, alert) for one in older for alert in one.alerts]
    place = 0
    for one, alert in sorted(both, key=lambda pair: list(Urgency).index(pair[1].urgency)):
        text = said.format(urgency=words.urgency(alert.urgency), alert=alert.title, day=format_date(one.day))
        kind = _KINDS.get(alert.urgency, "caution")
        banner = Banner(kind, text, detail=alert.text, action=translate("DecidePage", "Why?"))
        banner.acted.connect(lambda alert=alert: why(alert))
        column.insertWidget(place, banner)
        place += 1
    lows = [f"{one.alp} ({format_date(one.day)})" for one in older if one.alp]
    if lows:
        text = translate("DecidePage", "Your signature answers earlier ALP values too, which still wait.")
        column.insertWidget(place, Banner("low", text, detail=", ".join(lows)))
