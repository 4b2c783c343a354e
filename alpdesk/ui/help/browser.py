"""Shows shipped Markdown; pictures come from the help folder only, and nothing is fetched."""

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from alpdesk.assets import resource
from alpdesk.ui.help.topic import slug
from alpdesk.ui.theme import colours

_LINE_PERCENT = 130
_CELL_PADDING = 6
_HEADING_AIR = 20
_INDENT = 24


class HelpBrowser(QTextBrowser):
    """Signals: ``topic_requested(str, str)`` with page and place when a link is followed."""

    topic_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.document().setIndentWidth(_INDENT)
        self.anchorClicked.connect(self._follow)

    def show_text(self, markdown: str) -> None:
        """Show a page from its top."""
        self.document().setMarkdown(markdown)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spacing)
        self._give_headings_air()
        self._dress_tables()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def scroll_to(self, place: str) -> bool:
        """Bring a heading, or the paragraph that begins with a word, to the top; say whether there is one."""
        block = self.document().begin()
        while block.isValid():
            if slug(block.text()) == place or block.text().casefold().startswith(f"{place} "):
                self.setTextCursor(QTextCursor(block))
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top))
                return True
            block = block.next()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress_tables()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        file = resource("help", "pictures", QUrl(name).fileName())
        return QImage.fromData(file.read_bytes()) if file.is_file() else QImage()

    def _give_headings_air(self) -> None:
        block = self.document().begin().next()
        while block.isValid():
            if block.blockFormat().headingLevel():
                air = QTextBlockFormat()
                air.setTopMargin(_HEADING_AIR)
                QTextCursor(block).mergeBlockFormat(air)
            block = block.next()

    def _dress_tables(self) -> None:
        """Give tables hair lines and air, and take away heads without words."""
        for table in self.document().rootFrame().childFrames():
            if isinstance(table, QTextTable):
                self._dress(table)

    def _dress(self, table: QTextTable) -> None:
        heads = (table.cellAt(0, column).firstCursorPosition().block().text() for column in range(table.columns()))
        if not any(heads) and table.rows() > 1:
            table.removeRows(0, 1)
        looks = table.format()
        looks.setBorder(1)
        looks.setBorderCollapse(True)
        looks.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        looks.setBorderBrush(QColor(colours().line))
        looks.setCellPadding(_CELL_PADDING)
        looks.setTopMargin(_CELL_PADDING)
        looks.setBottomMargin(_CELL_PADDING * 2)
        table.setFormat(looks)

    def _follow(self, target: QUrl) -> None:
        if target.scheme() in ("http", "https"):
            QDesktopServices.openUrl(target)
        elif target.fileName().endswith(".md"):
            self.topic_requested.emit(target.fileName().removesuffix(".md"), target.fragment())
        elif target.fragment():
            self.scroll_to(target.fragment())
