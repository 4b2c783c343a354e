"""One run of the program: from the gate to the open desk, locking, and leaving in order."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from alpdesk import settings as remembered
from alpdesk.errors import AlpdeskError, WrongPassword
from alpdesk.security.passwords import waiting_seconds
from alpdesk.settings import Settings
from alpdesk.ui import crash
from alpdesk.ui.copying import Copying
from alpdesk.ui.dialogs import CrashDialog, tell
from alpdesk.ui.gate import Waiting
from alpdesk.ui.locking import IdleLock, forget_widgets, put_away
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.opening import load_rules, make, shown, utc_now
from alpdesk.ui.said import error_words
from alpdesk.ui.spoken import tell_roles
from alpdesk.ui.tasks import Tasks
from alpdesk.ui.theme import Appearance, Theme
from alpdesk.ui.unlock.page import UnlockPage
from alpdesk.ui.welcome.page import WelcomePage

if TYPE_CHECKING:
    from alpdesk.domain.rules import RuleBook
    from alpdesk.services.desk import Desk
    from alpdesk.ui.welcome.new_clinic import NewClinic
    from alpdesk.ui.workspace import Visit


@dataclass(frozen=True)
class Left:
    """Who locked the desk, and which page was open."""

    user: str
    visit: "Visit | None" = None


class Program:
    """Owns what lives as long as the run. Heavy modules are imported after the window was painted."""

    def __init__(self, application: QApplication, settings: Settings, *, place: str = "", demo: bool = False) -> None:
        self.settings = settings
        self._place = place or settings.database
        self._demo = demo
        self._application = application
        self._theme = Theme(application)
        self._theme.apply(Appearance(settings.appearance))
        tell_roles()
        self.tasks = Tasks()
        self.copying = Copying(self.tasks.run)
        self.idle = IdleLock()
        self._left = Left("")
        self.window = MainWindow(settings.geometry)
        self.desk: Desk | None = None
        self._rules: RuleBook | None = None
        self._gate: UnlockPage | WelcomePage | Waiting | None = None
        self._connect()

    def start(self) -> None:
        """Show the window, then do what was asked for."""
        crash.start_log()
        crash.install(lambda where: CrashDialog(where, self.window).open(), self._tell)
        if self._demo:
            self._wait(self.window.tr("Preparing the demonstration clinic…"))
        elif self._place:
            self._ask_password()
        else:
            self._welcome()
        self.window.show()
        QTimer.singleShot(0, self._warm_up)

    # Opening

    def _warm_up(self) -> None:
        """Load the slow modules and the rule book while the first page can already be used."""
        self.tasks.run(load_rules, self._ready, self._no_rules)

    def _ready(self, rules: "RuleBook") -> None:
        self._rules = rules
        if isinstance(self._gate, WelcomePage):
            titles = tuple((profile.title, profile.id) for profile in rules.profiles.values())
            self._gate.set_profiles(titles, rules.defaults.adult)
        if self._demo:
            self._open_demo()

    def _no_rules(self, error: Exception) -> None:
        self._tell(
            error_words(error) if isinstance(error, AlpdeskError) else crash.describe(type(error), error.__traceback__)
        )

    def _welcome(self) -> None:
        page = WelcomePage(remembered.default_database(), remembered.default_backups())
        page.create_requested.connect(self._create)
        page.open_requested.connect(self._choose_file)
        page.demo_requested.connect(self._start_demo)
        self._show(page)
        if self._rules is not None:
            self._ready(self._rules)

    def _ask_password(self) -> None:
        page = UnlockPage(shown(self._place), user=self.settings.user)
        page.password_given.connect(self._open)
        page.other_requested.connect(self._choose_file)
        self._show(page)
        self._hold()

    def _choose_file(self) -> None:
        window = self.window
        kind = window.tr("Alpdesk database (*.alpdesk)")
        start = str(Path(self._place).parent) if self._place else ""
        chosen, _ = QFileDialog.getOpenFileName(window, window.tr("Open a record"), start, kind)
        if chosen:
            self._place = chosen
            self._demo = False
            self._ask_password()

    def _open(self, password: str, user: str) -> None:
        place = self._place

        def work() -> "Desk":
            from alpdesk.services import vault

            return vault.open_desk(place, password, user=user or None, rules=self._rule_book(), clock=utc_now)

        self.tasks.run(work, lambda desk: self._opened(desk, user), self._failed)

    def _create(self, asked: "NewClinic") -> None:
        self._place = str(asked.path)
        self.tasks.run(lambda: make(asked, self._rule_book()), lambda desk: self._created(desk, asked), self._failed)

    def _created(self, desk: "Desk", asked: "NewClinic") -> None:
        self._remember(replace(self.settings, backups=str(asked.backups or "")))
        self._opened(desk, asked.user)

    def _start_demo(self) -> None:
        self._demo = True
        self._wait(self.window.tr("Preparing the demonstration clinic…"))
        if self._rules is not None:
            self._open_demo()

    def _open_demo(self) -> None:
        def work() -> "Desk":
            from alpdesk.services import vault

            return vault.demo(self._rule_book(), utc_now)

        self.tasks.run(work, lambda desk: self._opened(desk, ""), self._failed)

    def _opened(self, desk: "Desk", user: str) -> None:
        self._close_desk()
        self.desk = desk
        self._forgive(desk)
        self.copying.watch(None if self._demo else desk)
        if not self._demo:
            self.idle.watch(self.settings.idle_minutes)
            self._remember(replace(self.settings, database=self._place, user=user))
        place = self.window.tr("demonstration") if self._demo else shown(self._place)
        self.window.show_desk(desk, self.tasks.run, demo=self._demo, place=place)
        self._gate = None
        if self._demo and self.settings.guide:
            self.window.look_around()

    def _forgive(self, desk: "Desk") -> None:
        """Note in the trail how often a wrong password was given before, and count anew."""
        if self.settings.wrong_passwords and not self._demo:
            desk.safety.failed_before(self.settings.wrong_passwords)
            self._remember(replace(self.settings, wrong_passwords=0))

    def _failed(self, error: Exception) -> None:
        expected = isinstance(error, AlpdeskError)
        said = (
            error_words(error)
            if expected
            else self.window.tr("It could not be opened: Alpdesk met a fault of its own.")
        )
        if not isinstance(self._gate, UnlockPage | WelcomePage):
            self._demo = False
            self._welcome()
        if isinstance(self._gate, UnlockPage | WelcomePage):
            self._gate.show_error(said)
        if isinstance(error, WrongPassword):
            self._remember(replace(self.settings, wrong_passwords=self.settings.wrong_passwords + 1))
            self._hold()
        if not expected:
            raise error

    def _hold(self) -> None:
        """Let whoever guesses wait, ever longer, also after a new start."""
        if isinstance(self._gate, UnlockPage) and (seconds := waiting_seconds(self.settings.wrong_passwords)):
            self._gate.hold(seconds)

    # Locking and leaving

    def _lock(self) -> None:
        """Put everything away and close the record; what cannot be kept as a draft stays behind the gate, unseen."""
        if self.desk is None or self._demo or isinstance(self._gate, UnlockPage):
            return
        self.idle.rest()
        put_away(self.window)
        workspace = self.window.workspace
        if workspace is not None and not workspace.unsaved() and not self.tasks.busy:
            self._left = Left(self.desk.actor.name, workspace.here)
            self.desk.safety.locked()
            self._close_desk()
            forget_widgets()
        page = UnlockPage(shown(self._place), locked=True)
        page.password_given.connect(self._unlock)
        self._show(page)
        self._hold()

    def _unlock(self, password: str, _user: str) -> None:
        place, still_open = self._place, self.desk is not None
        user = self.desk.actor.name if self.desk else self._left.user

        def work() -> "Desk":
            from alpdesk.services import vault

            return vault.open_desk(place, password, user=user, rules=self._rule_book(), clock=utc_now)

        self.tasks.run(work, self._unlocked_behind if still_open else self._unlocked, self._failed)

    def _unlocked_behind(self, desk: "Desk") -> None:
        """Lift the gate over a desk that had stayed open."""
        desk.close()
        self._gate = None
        self.window.show_workspace()
        self.idle.watch(self.settings.idle_minutes)

    def _unlocked(self, desk: "Desk") -> None:
        self._opened(desk, self.settings.user)
        if self.window.workspace is not None and self._left.visit is not None:
            self.window.workspace.go(self._left.visit.page, *self._left.visit.subject)

    def _leave(self) -> None:
        self._remember(replace(self.settings, geometry=self.window.geometry_text()))
        self.window.stop_work()
        self.tasks.wait()
        self.copying.last()
        self._close_desk()

    def _close_desk(self) -> None:
        self.copying.watch(None)
        self.idle.rest()
        self.window.drop_desk()
        if self.desk is not None:
            self.desk.close()
            self.desk = None

    # Small things

    def _connect(self) -> None:
        self.window.closing.connect(self._leave)
        self.idle.due.connect(lambda _: self._lock())
        self.copying.copied.connect(self.window.show_facts)
        self.copying.trouble.connect(self._say_trouble)
        self.window.lock_requested.connect(self._lock)
        self.window.other_database_requested.connect(self._choose_file)
        self.window.guide_closed.connect(lambda: self._remember(replace(self.settings, guide=False)))
        self.window.settings_changed.connect(self._take_settings)
        hints = self._application.styleHints()
        hints.colorSchemeChanged.connect(lambda _: self._theme.apply(Appearance(self.settings.appearance)))

    def _take_settings(self, changed: Settings) -> None:
        before = self.settings.appearance
        self._remember(replace(changed, geometry=self.settings.geometry, database=self.settings.database))
        self.idle.set_minutes(self.settings.idle_minutes)
        if self.settings.appearance != before:
            self._theme.apply(Appearance(self.settings.appearance))

    def _remember(self, settings: Settings) -> None:
        self.settings = settings
        remembered.save(settings)

    def _rule_book(self) -> "RuleBook":
        return self._rules or load_rules()

    def _show(self, page: UnlockPage | WelcomePage | Waiting) -> None:
        self._gate = page
        self.window.show_gate(page)

    def _wait(self, text: str) -> None:
        self._show(Waiting(text))

    def _say_trouble(self, sentence: str) -> None:
        """Say what was not copied: while one works in the foot, when one leaves in a box of its own."""
        said = self.window.tr("The backup was not made: {}").format(sentence)
        if self.window.isVisible() and self.window.workspace is not None:
            self.window.workspace.say(said)
        else:
            self._tell(said)

    def _tell(self, sentence: str) -> None:
        tell(self.window, "Alpdesk", sentence)
