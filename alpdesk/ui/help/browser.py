"""Shows shipped Markdown; pictures come from the help folder only, and nothing is fetched."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from alpdesk.assets import resource

_LINE_PERCENT = 130


class HelpBrowser(QTextBrowser):
    """Signals: ``topic_requested(str)`` when a link to another page is followed."""

    topic_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)

    def show_text(self, markdown: str) -> None:
        """Show a page from its top."""
        self.document().setMarkdown(markdown)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spacing)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        file = resource("help", "pictures", QUrl(name).fileName())
        return QImage.fromData(file.read_bytes()) if file.is_file() else QImage()

    def _follow(self, target: QUrl) -> None:
        if target.scheme() in ("http", "https"):
            QDesktopServices.openUrl(target)
        elif target.fileName().endswith(".md"):
            self.topic_requested.emit(target.fileName().removesuffix(".md"))
