"""The window's composition root: builds every part once, in order, and joins them."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from multiprocessing import freeze_support
from typing import TYPE_CHECKING

from alpdesk import __version__, settings as remembered

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window; return the exit status. In a frozen program this may be a process that sets letters instead."""
    freeze_support()
    options = _options(arguments)
    settings = remembered.load()
    if settings.scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(settings.scale / 100))
    application = _application()
    from alpdesk.ui.program import Program
    from alpdesk.ui.single import SingleWindow

    place = "" if options.demo else options.database or settings.database
    window = SingleWindow(place) if place and "://" not in place else None
    if window is not None and not window.is_first():
        return 0
    program = Program(application, settings, place=options.database, demo=options.demo)
    if window is not None:
        window.raised.connect(program.window.come_to_front)
    program.start()
    return int(application.exec())


def _options(arguments: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="alpdesk", description="A lab-record manager for low alkaline phosphatase.")
    parser.add_argument("--database", metavar="URL_OR_PATH", default="", help="the record to open")
    parser.add_argument("--demo", action="store_true", help="open a throw-away clinic of made-up patients")
    parser.add_argument("--version", action="version", version=f"alpdesk {__version__}")
    return parser.parse_args(arguments)


def _application() -> "QApplication":
    from PySide6.QtCore import QLocale
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    application.setApplicationName("Alpdesk")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("alpdesk")
    if QLocale.system().language() is QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return application
