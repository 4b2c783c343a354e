"""Today, the search and what can open anywhere."""

from collections.abc import Iterator

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from alpdesk.ui.dialogs import CrashDialog, Question
from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops of the frame."""
    yield "today", lambda: guide.go("today")
    yield "search", lambda: _search(guide)
    yield "search-open", lambda: _open_search(guide)
    yield "dialog-question", lambda: guide.show(_question(guide))
    yield "dialog-crash", lambda: guide.show(CrashDialog("KeyError\npage.py:12 reload", guide.window))


def _search(guide: Guide) -> None:
    guide.go("today")
    guide.workspace.search()
    field = guide.focus()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "a")
    QTest.qWait(150)


def _open_search(guide: Guide) -> None:
    guide.go("patient", guide.patient())
    guide.workspace.search()
    QTest.qWait(150)


def _question(guide: Guide) -> Question:
    tr = guide.window.tr
    return Question(
        tr("Remove this template?"), tr("It can be made again."), yes=tr("Remove"), no=tr("Keep"), parent=guide.window
    )
