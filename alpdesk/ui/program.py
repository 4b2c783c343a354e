"""One run of the program: from the gate to the open desk, locking, and leaving in order."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from alpdesk import settings as remembered
from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security.passwords import waiting_seconds
from alpdesk.settings import Settings
from alpdesk.ui import crash
from alpdesk.ui.copying import Copying
from alpdesk.ui.dialogs import CrashDialog, tell
from alpdesk.ui.gate import Asking, Waiting
from alpdesk.ui.locked import Locked
from alpdesk.ui.locking import ClipboardKeeper, IdleLock
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.opening import load_rules, make, open_by_sheet, shown, utc_now
from alpdesk.ui.restoring import Restorer
from alpdesk.ui.said import error_words
from alpdesk.ui.session_lock import SessionLock
from alpdesk.ui.spoken import tell_roles
from alpdesk.ui.tasks import Tasks
from alpdesk.ui.theme import Appearance, Theme
from alpdesk.ui.unlock.page import UnlockPage
from alpdesk.ui.welcome.page import WelcomePage

if TYPE_CHECKING:
    from alpdesk.domain.rules import RuleBook
    from alpdesk.services.desk import Desk
    from alpdesk.ui.unlock.recover import Recovery
    from alpdesk.ui.welcome.new_clinic import NewClinic


class Program:
    """Owns what lives as long as the run. Heavy modules are imported after the window was painted."""

    def __init__(self, application: QApplication, settings: Settings, *, place: str = "", demo: bool = False) -> None:
        self.settings = settings
        self.place = place or settings.database
        self.demo = demo
        self._application = application
        self._theme = Theme(application)
        self._theme.apply(Appearance(settings.appearance))
        tell_roles()
        self.tasks = Tasks()
        self.copying = Copying(self.tasks.run)
        self.idle = IdleLock()
        self.clipboard = ClipboardKeeper()
        self.session = SessionLock()
        self.locked = Locked(self)
        self.restorer = Restorer(self)
        self.window = MainWindow(settings.geometry)
        self.desk: Desk | None = None
        self._rules: RuleBook | None = None
        self.gate: QWidget | None = None
        self._connect()

    def start(self) -> None:
        """Show the window, then do what was asked for."""
        crash.start_log()
        crash.install(lambda where: CrashDialog(where, self.window).open(), self._tell)
        if self.demo:
            self._wait(self.window.tr("Preparing the demonstration clinic…"))
        elif self.place:
            self.ask_password()
        else:
            self._welcome()
        self.window.show()
        self.session.listen(int(self.window.winId()))
        QTimer.singleShot(0, self._warm_up)

    # Opening

    def _warm_up(self) -> None:
        """Load the slow modules and the rule book while the first page can already be used."""
        self.tasks.run(load_rules, self._ready, self._no_rules)

    def _ready(self, rules: "RuleBook") -> None:
        self._rules = rules
        if isinstance(self.gate, WelcomePage):
            titles = tuple((profile.title, profile.id) for profile in rules.profiles.values())
            self.gate.set_profiles(titles, rules.defaults.adult)
        if self.demo:
            self._open_demo()

    def _no_rules(self, error: Exception) -> None:
        own = crash.describe(type(error), error.__traceback__)
        self._tell(error_words(error) if isinstance(error, AlpdeskError) else own)

    def _welcome(self) -> None:
        page = WelcomePage(remembered.default_database(), remembered.default_backups())
        page.create_requested.connect(self._create)
        page.open_requested.connect(self._choose_file)
        page.demo_requested.connect(self._start_demo)
        self.show_gate(page)
        if self._rules is not None:
            self._ready(self._rules)

    def ask_password(self) -> None:
        """Ask who opens the record, by which password or by its sheet."""
        page = UnlockPage(shown(self.place), user=self.settings.user, sheet="://" not in self.place)
        page.password_given.connect(self._open)
        page.sheet_requested.connect(self._ask_sheet)
        page.other_requested.connect(self._choose_file)
        self.show_gate(page)
        self.hold()

    def _ask_sheet(self) -> None:
        from alpdesk.security import keyslots
        from alpdesk.ui.unlock.recover import RecoverPage

        missing = not keyslots.path_of(Path(self.place)).exists()
        page = RecoverPage(shown(self.place), user=self.settings.user, needs_square=missing)
        page.given.connect(self._open_by_sheet)
        page.left.connect(self.ask_password)
        self.show_gate(page)

    def _open_by_sheet(self, asked: "Recovery") -> None:
        work = partial(open_by_sheet, Path(self.place), asked, self.rule_book)
        self.tasks.run(work, lambda desk: self.opened(desk, asked.user), self.failed)

    def _choose_file(self) -> None:
        window = self.window
        kind = window.tr("Alpdesk database (*.alpdesk)")
        start = str(Path(self.place).parent) if self.place else ""
        chosen, _ = QFileDialog.getOpenFileName(window, window.tr("Open a record"), start, kind)
        if chosen:
            self.place = chosen
            self.demo = False
            self.ask_password()

    def _open(self, password: str, user: str) -> None:
        place = self.place

        def work() -> "Desk":
            from alpdesk.services import vault

            return vault.open_desk(place, password, user=user or None, rules=self.rule_book(), clock=utc_now)

        self.tasks.run(work, lambda desk: self.opened(desk, user), self.failed)

    def _create(self, asked: "NewClinic") -> None:
        self.place = str(asked.path)
        self.tasks.run(lambda: make(asked, self.rule_book()), lambda desk: self._created(desk, asked), self.failed)

    def _created(self, desk: "Desk", asked: "NewClinic") -> None:
        self._remember(replace(self.settings, backups=str(asked.backups or "")))
        self.opened(desk, asked.user)

    def _start_demo(self) -> None:
        self.demo = True
        self._wait(self.window.tr("Preparing the demonstration clinic…"))
        if self._rules is not None:
            self._open_demo()

    def _open_demo(self) -> None:
        def work() -> "Desk":
            from alpdesk.services import vault

            return vault.demo(self.rule_book(), utc_now)

        self.tasks.run(work, lambda desk: self.opened(desk, ""), self.failed)

    def opened(self, desk: "Desk", user: str) -> None:
        """Show the desk of whoever opened it, and before it what they must know."""
        self.close_desk()
        self.desk = desk
        self._forgive(desk)
        self.copying.watch(None if self.demo or desk.read_only else desk)
        if not self.demo:
            self.idle.watch(self.minutes_to_lock())
            self._remember(replace(self.settings, database=self.place, user=user))
        place = self.window.tr("demonstration") if self.demo else shown(self.place)
        self.window.show_desk(desk, self.tasks.run, demo=self.demo, place=place)
        self.gate = None
        if self.demo and self.settings.guide:
            self.window.look_around()
        if not self.demo:
            from alpdesk.ui.before_work import before_work

            before_work(self, desk)

    def lift_gate(self) -> None:
        """Let in whoever stands before the open desk."""
        self.gate = None
        self.window.show_workspace()

    def _forgive(self, desk: "Desk") -> None:
        """Note in the trail how often a wrong password was given before, and count anew."""
        if self.settings.wrong_passwords and not self.demo and not desk.read_only:
            desk.safety.failed_before(self.settings.wrong_passwords)
            self._remember(replace(self.settings, wrong_passwords=0))

    def failed(self, error: Exception) -> None:
        """Say why the record did not open, where it was asked for."""
        expected = isinstance(error, AlpdeskError)
        own = self.window.tr("It could not be opened: Alpdesk met a fault of its own.")
        if not isinstance(self.gate, Asking):
            self.demo = False
            self._welcome()
        gate: object = self.gate
        if isinstance(gate, Asking):
            gate.show_error(error_words(error) if isinstance(error, AlpdeskError) else own)
        if isinstance(error, WrongPassword):
            self._remember(replace(self.settings, wrong_passwords=self.settings.wrong_passwords + 1))
            self.hold()
        if not expected:
            raise error

    def hold(self) -> None:
        """Let whoever guesses wait, ever longer, also after a new start."""
        if isinstance(self.gate, UnlockPage) and (seconds := waiting_seconds(self.settings.wrong_passwords)):
            self.gate.hold(seconds)

    # Leaving

    def _leave(self) -> None:
        self._remember(replace(self.settings, geometry=self.window.geometry_text()))
        self.window.stop_work()
        self.copying.check.watch(None)
        self.tasks.wait()
        self.copying.last()
        self.close_desk()

    def close_desk(self) -> None:
        """Forget the record and every page over it."""
        self.copying.watch(None)
        self.idle.rest()
        self.window.drop_desk()
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    # Small things

    def _connect(self) -> None:
        self.window.closing.connect(self._leave)
        self.idle.due.connect(lambda _: self.locked.lock())
        self.session.due.connect(self.locked.lock)
        self.copying.copied.connect(self.window.show_facts)
        self.copying.trouble.connect(self._say_trouble)
        self.copying.check.found.connect(self._tell)
        self.window.lock_requested.connect(self.locked.lock)
        self.window.other_database_requested.connect(self._choose_file)
        self.window.guide_closed.connect(lambda: self._remember(replace(self.settings, guide=False)))
        self.window.settings_changed.connect(self._take_settings)
        self.window.restore_requested.connect(self.restorer.restore)
        hints = self._application.styleHints()
        hints.colorSchemeChanged.connect(lambda _: self._theme.apply(Appearance(self.settings.appearance)))

    def minutes_to_lock(self) -> int:
        """Return after how long the desk locks: as this computer chose, at the latest as the clinic did."""
        longest, mine = None if self.desk is None else self.desk.access.longest_idle(), self.settings.idle_minutes
        return mine if longest is None else min(mine, longest)

    def _take_settings(self, changed: Settings) -> None:
        before = self.settings.appearance
        self._remember(replace(changed, geometry=self.settings.geometry, database=self.settings.database))
        self.idle.set_minutes(self.minutes_to_lock())
        if self.settings.appearance != before:
            self._theme.apply(Appearance(self.settings.appearance))

    def _remember(self, settings: Settings) -> None:
        self.settings = settings
        remembered.save(settings)

    def rule_book(self) -> "RuleBook":
        """Return the rule book, read by now or not."""
        return self._rules or load_rules()

    @property
    def at_gate(self) -> bool:
        """Whether a password is asked for."""
        return isinstance(self.gate, UnlockPage)

    def show_gate(self, page: QWidget) -> None:
        """Show one task before the desk."""
        self.gate = page
        self.window.show_gate(page)

    def _wait(self, text: str) -> None:
        self.show_gate(Waiting(text))

    def _say_trouble(self, sentence: str) -> None:
        """Say what was not copied: while one works in the foot, when one leaves in a box of its own."""
        said = self.window.tr("The backup was not made: {}").format(sentence)
        if self.window.isVisible() and self.window.workspace is not None:
            self.window.workspace.say(said)
        else:
            self._tell(said)

    def _tell(self, sentence: str) -> None:
        tell(self.window, "Alpdesk", sentence)
