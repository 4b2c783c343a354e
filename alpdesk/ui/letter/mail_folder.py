"""Messages handed to the mail program: in a private folder, removed a while later and when the program ends."""

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QCoreApplication, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from alpdesk.exchange.whole_file import write_whole

_MINUTES = 15


class MailFolder(QObject):
    """Opens messages; each lies in a folder of its own that only this user may enter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: list[Path] = []
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.clear)

    def open(self, name: str, content: bytes) -> bool:
        """Hand a message to the mail program; say whether one took it."""
        folder = Path(mkdtemp(prefix="alpdesk-mail-"))
        self._folders.append(folder)
        write_whole(folder / name, content)
        if not self.open_url(QUrl.fromLocalFile(str(folder / name))):
            self._remove(folder)
            return False
        QTimer.singleShot(_MINUTES * 60_000, self, lambda: self._remove(folder))
        return True

    def folders(self) -> tuple[Path, ...]:
        """Return the folders that are still there."""
        return tuple(self._folders)

    def clear(self) -> None:
        """Remove every message."""
        for folder in tuple(self._folders):
            self._remove(folder)

    def _remove(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if folder in self._folders and not folder.exists():
            self._folders.remove(folder)
