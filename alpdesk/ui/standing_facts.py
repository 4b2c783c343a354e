"""What the foot of the window says for longer: when the record was swept and copied, and by which rules it judges."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale, QTime

from alpdesk import settings as remembered
from alpdesk.services.desk import Desk
from alpdesk.ui.sweep.words import last_swept
from alpdesk.ui.widgets import format_date

translate = QCoreApplication.translate


def facts(desk: Desk) -> tuple[str, ...]:
    """Return what stands in the foot."""
    book = translate("Facts", "Rule book {}").format(desk.rules.version)
    return last_swept(desk.sweeping.last()), _copied(desk), _sheet(desk), book


def when(at: datetime) -> str:
    """Return an instant as day and time where the clinic stands."""
    local = at.astimezone()
    clock = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return f"{format_date(local.date())} {clock}"


def _sheet(desk: Desk) -> str:
    """Say when no recovery sheet would help; nothing where one does, or where the record has no key of its own."""
    if not desk.access.kept_here or desk.access.state().sheet_is_current:
        return ""
    return translate("Facts", "⚠ No recovery sheet")


def _copied(desk: Desk) -> str:
    """Say when the newest backup was made; nothing where backups are somebody else's, as on a server."""
    places = remembered.backup_places(remembered.load())
    if desk.context.database.path is None or desk.context.database.on_close is not None:
        return ""
    newest = max((at for place in places if (at := desk.safety.newest_copy(place)) is not None), default=None)
    if newest is None:
        return translate("Facts", "⚠ No backup yet")
    said = (
        translate("Facts", "⚠ Last backup {when}")
        if desk.safety.is_old(newest)
        else translate("Facts", "Backup {when}")
    )
    return said.format(when=when(newest))
