"""One scanned report in a window of its own; its title tells nobody's name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from alpdesk.domain.followup import Attachment
from alpdesk.ui.scans.view import ScanView
from alpdesk.ui.theme import SPACE_2, SPACE_3
from alpdesk.ui.widgets import Banner, IconButton, PlainLabel

_SIZE = (820, 760)


class ScanWindow(QDialog):
    """Shows a report until Escape."""

    def __init__(self, scan: Attachment, content: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Scanned report"))
        self.view = ScanView()
        self._smaller = IconButton("zoom-out", self.tr("Smaller"))
        self._larger = IconButton("zoom-in", self.tr("Larger"))
        said = self.tr("{name} cannot be shown here; it is kept as it was added.").format(name=scan.name)
        self._problem = Banner("caution", said)
        readable = self.view.show_scan(content, scan.media_type)
        self.view.name(self.tr("Scanned report {name}").format(name=scan.name))
        self.view.setVisible(readable)
        self._problem.setVisible(not readable)
        self._build(scan.name)
        self.resize(*_SIZE)
        self.view.setFocus()

    def _build(self, name: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(PlainLabel(name, "strong", wrap=True), 1)
        row.addWidget(self._smaller)
        row.addWidget(self._larger)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addLayout(row)
        column.addWidget(self._problem)
        column.addWidget(self.view, 1)
        self._smaller.clicked.connect(lambda: self.view.zoom_by(-1))
        self._larger.clicked.connect(lambda: self.view.zoom_by(1))
        for button in (self._smaller, self._larger):
            button.setAutoDefault(False)
