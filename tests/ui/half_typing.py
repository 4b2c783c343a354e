"""A program that types half a panel and then waits to be killed: ``half_typing.py DATABASE PATIENT``.

It says ``typed`` when the pause after the last key has passed.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alpdesk import knowledge
from alpdesk.services.desk import Desk, build
from alpdesk.store import database as store
from alpdesk.store.audit import Actor
from alpdesk.ui.panel.page import PanelPage

KEY = bytes(range(32))
COMMENT = "Quellwolkenzebra beside the window"


def open_desk(path: Path, user: int) -> Desk:
    """Open the desk of a clinic."""

    def clock() -> datetime:
        return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    database = store.open_file(path, lambda: KEY, clock)
    return build(database, rules=knowledge.load(), clock=clock, actor=Actor(user, "Dr. Test", "desk-1"))


def type_half(page: PanelPage) -> None:
    """Type the day, two values, answer one question, and begin a third value."""
    page._head.comment.setText(COMMENT)
    QTest.keyClicks(page._head.collected, "1.2.26")
    QTest.keyClick(page._head.collected, Qt.Key.Key_Return)
    for analyte, text in (("alp", "71"), ("calcium", "2.4"), ("phosphate", "3")):
        cell = page._sheet.row(analyte).value
        cell.setFocus()
        QTest.keyClicks(cell, text)
        QTest.keyClick(cell, Qt.Key.Key_Return) if analyte != "phosphate" else None
        if analyte == "calcium":
            QTest.keyClicks(cell, "k")


def main() -> None:
    """Type, wait a little longer than the pause, say so, and stay."""
    application = QApplication([])
    desk = open_desk(Path(sys.argv[1]), 1)
    page = PanelPage(desk)
    page.show()
    page.start(int(sys.argv[2]))
    type_half(page)
    QTimer.singleShot(1600, lambda: print("typed", flush=True))
    application.exec()


if __name__ == "__main__":
    main()
