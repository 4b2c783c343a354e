"""The window: the gate before the desk is open, the workspace after, menus and shortcuts."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QWidget

from alpdesk.ui.gate import Gate
from alpdesk.ui.icons import icon, program_icon
from alpdesk.ui.reading_order import step

if TYPE_CHECKING:
    from alpdesk.services.desk import Desk
    from alpdesk.ui.commands import Command
    from alpdesk.ui.tasks import Run
    from alpdesk.ui.workspace import Workspace

_SMALLEST = QSize(880, 560)
_USUAL = QSize(1240, 820)


class MainWindow(QMainWindow):
    """Signals: ``lock_requested()``, ``other_database_requested()``, ``closing()``, ``settings_changed(object)``."""

    lock_requested = Signal()
    other_database_requested = Signal()
    settings_changed = Signal(object)
    restore_requested = Signal(object)
    closing = Signal()
    guide_closed = Signal()

    def __init__(self, geometry: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Alpdesk")
        self.setWindowIcon(program_icon())
        self.setMinimumSize(_SMALLEST)
        self.resize(_USUAL)
        self._gate = Gate()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._gate)
        self.setCentralWidget(self._stack)
        self.workspace: Workspace | None = None
        self.may_lose: Callable[[tuple[str, ...]], bool] = self._ask_to_lose
        self._desk_actions: list[QAction] = []
        self._demo = False
        self._build_menus()
        self._allow_desk(allowed=False)
        self._restore(geometry)

    def show_gate(self, task: QWidget) -> None:
        """Show one task before the desk; an open desk stays behind it, unseen and unreachable."""
        self._gate.show_task(task)
        self._stack.setCurrentWidget(self._gate)
        self._allow_desk(allowed=False)
        self.menuBar().hide()
        task.setFocus()

    def show_desk(self, desk: "Desk", run: "Run", *, demo: bool, place: str) -> None:
        """Open the workspace over a desk."""
        from alpdesk.ui.beat import Beat
        from alpdesk.ui.workspace import Workspace

        self.drop_desk()
        self.workspace = Workspace(desk, run, demo=demo, place=place)
        self.workspace.lock_requested.connect(self.lock_requested)
        self.workspace.settings_changed.connect(self.settings_changed)
        self.workspace.restore_requested.connect(self.restore_requested)
        self._demo = demo
        self._tour.setVisible(demo)
        self.workspace.set_commands(self._commands())
        Beat(self.workspace, desk, run)
        self._stack.addWidget(self.workspace)
        self.show_workspace()
        self.workspace.go("today")

    def look_around(self) -> None:
        """Begin the tour over the demonstration clinic."""
        if self.workspace is not None and self._demo:
            self.workspace.tour.card.closed.connect(self.guide_closed)
            self.workspace.tour.begin()

    def show_workspace(self) -> None:
        """Lift the gate."""
        if self.workspace is not None:
            self._stack.setCurrentWidget(self.workspace)
            self._allow_desk(allowed=True)
            self.menuBar().show()
            self.workspace.setFocus()

    def come_to_front(self) -> None:
        """Show the window over the others: it was started once more."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def stop_work(self) -> None:
        """Ask slow work that may be stopped to stop, so that leaving does not wait for its end."""
        if self.workspace is not None:
            self.workspace.stop_work()

    def drop_desk(self) -> None:
        """Forget the workspace and every page in it."""
        if self.workspace is not None:
            self._stack.removeWidget(self.workspace)
            self.workspace.deleteLater()
            self.workspace = None

    def geometry_text(self) -> str:
        """Return place and size of the window, to be remembered."""
        return b64encode(self.saveGeometry().data()).decode()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002  (Qt's name)
        return step(self, forward=next) or super().focusNextPrevChild(next)

    def _may_leave(self) -> bool:
        unsaved = () if self.workspace is None else self.workspace.unsaved()
        return not unsaved or self.may_lose(unsaved)

    def _ask_to_lose(self, unsaved: tuple[str, ...]) -> bool:
        from alpdesk.ui.dialogs import ask

        title, text = self.tr("Something is typed and not saved"), "\n".join(f"•  {each}" for each in unsaved)
        if self._stack.currentWidget() is self._gate:
            text = self.tr("Unlock to save it. Nobody is named here while the desk is locked.")
        return ask(self, title, text, yes=self.tr("Leave and lose it"), no=self.tr("Go back"), careful=True)

    def _ask_other(self) -> None:
        if self._may_leave():
            self.other_database_requested.emit()

    def _restore(self, geometry: str) -> None:
        try:
            kept = b64decode(geometry, validate=True)
        except NotBase64:
            return
        if kept:
            self.restoreGeometry(QByteArray(kept))

    def _allow_desk(self, *, allowed: bool) -> None:
        for action in self._desk_actions:
            action.setEnabled(allowed)

    def show_facts(self) -> None:
        """Say in the foot what stands for longer, if a desk is open."""
        if self.workspace is not None:
            self.workspace.show_facts()

    # Menus

    def _build_menus(self) -> None:
        desk = self.menuBar().addMenu(self.tr("&Desk"))
        self._add(desk, self.tr("Find a patient, page or command"), "search", "Ctrl+K", self._find)
        self._add(desk, self.tr("New patient"), "user-plus", "Ctrl+N", lambda: self._go("patient_form"))
        desk.addSeparator()
        self._add(desk, self.tr("Take results in from a file"), "upload", "Ctrl+I", lambda: self._go("transfer"))
        self._add(desk, self.tr("Back up now"), "hard-drive", "", lambda: self._go("settings", "safety"))
        self._add(desk, self.tr("Open another record…"), "folder-open", "", self._ask_other)
        self._add(desk, self.tr("Lock"), "lock", "Ctrl+L", self.lock_requested.emit)
        leave = QAction(icon("log-out"), self.tr("Quit"), self)
        leave.setShortcut(QKeySequence(QKeySequence.StandardKey.Quit))
        leave.triggered.connect(self.close)
        leave.setData("log-out")
        desk.addAction(leave)
        self._build_go()
        self._build_help()

    def _build_go(self) -> None:
        go = self.menuBar().addMenu(self.tr("&Go"))
        self._add(go, self.tr("Today"), "inbox", "Ctrl+1", lambda: self._go("today"))
        self._add(go, self.tr("Patients"), "users", "Ctrl+2", lambda: self._go("patients"))
        self._add(go, self.tr("Review"), "clipboard-check", "Ctrl+R", lambda: self._go("review"))
        self._add(go, self.tr("Letters"), "mail", "Ctrl+3", lambda: self._go("letters"))
        self._add(go, self.tr("Many letters"), "send", "Ctrl+Shift+L", lambda: self._go("letter_runs"))
        self._add(go, self.tr("Sweep"), "radar", "Ctrl+Shift+S", lambda: self._go("sweep"))
        self._add(go, self.tr("Reports"), "clipboard-list", "Ctrl+Shift+R", lambda: self._go("care"))
        self._add(go, self.tr("Settings"), "settings", "Ctrl+4", lambda: self._go("settings"))
        self._add(go, self.tr("Who did what"), "eye", "", lambda: self._go("deeds"))
        self._add(go, self.tr("Colours: light or dark"), "moon", "", lambda: self._go("settings", "appearance"))
        self._add(go, self.tr("Help"), "circle-question-mark", "Ctrl+5", lambda: self._go("help"))
        go.addSeparator()
        self._add(go, self.tr("Go on with what is half typed"), "pencil", "Ctrl+G", self._go_on)
        self._add(go, self.tr("Back"), "arrow-left", "Alt+Left", self._back)

    def _build_help(self) -> None:
        more = self.menuBar().addMenu(self.tr("&Help"))
        self._add(more, self.tr("Help for this page"), "book-open", "F1", self._help)
        self._add(more, self.tr("Keys"), "keyboard", "Ctrl+/", lambda: self._go("help", "keys"))
        self._tour = self._add(more, self.tr("Look around with the guide"), "eye", "", self.look_around)
        self._add(more, self.tr("About Alpdesk"), "info", "", lambda: self._go("help", "about"))

    def _add(self, menu: QMenu, text: str, sign: str, key: str, run: Callable[[], object]) -> QAction:
        action = QAction(icon(sign), text, self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _=False: run())
        action.setData(sign)
        menu.addAction(action)
        self._desk_actions.append(action)
        return action

    def _commands(self) -> "tuple[Command, ...]":
        menus = (each.menu() for each in self.menuBar().actions())
        actions = (
            action
            for menu in menus
            if isinstance(menu, QMenu)
            for action in menu.actions()
            if action.data() and action.isVisible()
        )
        return tuple(_command(action) for action in actions)

    def _go(self, page: str, *subject: object) -> None:
        if self.workspace is not None:
            self.workspace.go(page, *subject)

    def _go_on(self) -> None:
        if self.workspace is not None:
            self.workspace.go_on()

    def _find(self) -> None:
        if self.workspace is not None:
            self.workspace.search()

    def _back(self) -> None:
        if self.workspace is not None:
            self.workspace.step_back()

    def _help(self) -> None:
        if self.workspace is not None:
            self.workspace.help()


def _command(action: QAction) -> "Command":
    from alpdesk.ui.commands import Command

    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Command(action.text().removesuffix("…"), str(action.data()), action.trigger, key)
