"""Form and scan side by side: attached by key or dropped, the border where it was left."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from alpdesk import settings as remembered
from alpdesk.ui.scans.pane import ScanPane

_USUAL = 26
_WHOLE = 100


class Beside(QSplitter):
    """Holds the form, and the scans beside it while there are any. Signals: ``refused`` (sentence)."""

    refused = Signal(str)

    def __init__(self, form: QWidget, pane: ScanPane, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._form, self.pane = form, pane
        self._came_from: QWidget | None = None
        self.addWidget(form)
        self.addWidget(pane)
        self.setChildrenCollapsible(False)
        self.setAcceptDrops(True)
        self.setStretchFactor(0, 1)
        pane.hide()
        pane.attached.connect(self.show_pane)
        pane.emptied.connect(pane.hide)
        self.splitterMoved.connect(lambda *_: self._remember())
        sides = self.tr("From the form to the scan and back")
        for key, act, said in (("Ctrl+O", self.attach, self.tr("Attach a scan")), ("F6", self.change_sides, sides)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setWhatsThis(said)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)

    def show_pane(self) -> None:
        """Show the scans as wide as they were left, or nothing where there are none."""
        if not self.pane.has_scans():
            self.pane.hide()
            return
        if self.pane.isHidden():
            share = remembered.load().scan_share or _USUAL
            self.pane.show()
            self.setSizes([self.width() * (_WHOLE - share) // _WHOLE, self.width() * share // _WHOLE])

    def attach(self) -> None:
        """Ask for a file."""
        self.pane.choose()

    def change_sides(self) -> None:
        """Take the cursor from the form to the scan, and back to where it was."""
        here = QApplication.focusWidget()
        if self.pane.isHidden():
            return
        if here is not None and self.pane.isAncestorOf(here):
            (self._came_from or self._form).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._came_from = here
            self.pane.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for path in _files(event.mimeData()):
            refusal = self.pane.add(path)
            if refusal:
                self.refused.emit(refusal)

    def _remember(self) -> None:
        share = round(self.sizes()[1] * _WHOLE / max(1, sum(self.sizes())))
        remembered.save(replace(remembered.load(), scan_share=share))


def _files(dropped: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
