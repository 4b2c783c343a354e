"""The desk when it is open: navigation, search, one page at a time, and the wires between the pages."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.services.desk import Desk
from alpdesk.services.worklist import Counts
from alpdesk.ui.commands import Command
from alpdesk.ui.drafts.strip import DraftStrip
from alpdesk.ui.elsewhere import elsewhere
from alpdesk.ui.guide.tour import Tour
from alpdesk.ui.looked import Looked
from alpdesk.ui.navigation import Navigation, places
from alpdesk.ui.pages import PageKind, Visit, page_kinds
from alpdesk.ui.palette import Palette
from alpdesk.ui.tasks import Run
from alpdesk.ui.top_bar import TopBar
from alpdesk.ui.widgets import StatusLine
from alpdesk.ui.widgets.working import Working

if TYPE_CHECKING:
    from alpdesk.ui.help.reference import Keys

_READS_RULES = {"settings"}  # reads the rules each time it is shown
_SHOW_DRAFTS = {"today", "patients", "patient"}
_CHANGES = ("letter_printed", "panel_entered", "signed", "record_changed", "letter_kept")


class Workspace(QWidget):
    """Signals: ``lock_requested()``, ``appearance_changed()``, ``said(str)`` for the status line."""

    lock_requested = Signal()
    settings_changed = Signal(object)
    restore_requested = Signal(object)

    def __init__(self, desk: Desk, run: Run, *, demo: bool, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._run = run
        self._kinds: dict[str, PageKind] = page_kinds()
        self._pages: dict[str, QWidget] = {}
        self._rules = desk.rules
        self._trail: list[Visit] = []
        self._palette = Palette(desk, self.go)
        self._looked = Looked(desk, self)
        self._stack = QStackedWidget()
        self._navigation = Navigation(places())
        self._bar = TopBar(self)
        self._drafts = DraftStrip(desk.drafts)
        self._status = StatusLine()
        self.tour = Tour(self, desk, self.go, self.page)
        self._build()
        self._connect()
        self._show_frame(place, demo=demo)

    def set_commands(self, commands: tuple[Command, ...]) -> None:
        """Hand over what the search offers beside patients."""
        self._palette.commands = commands
        self._palette.elsewhere = partial(elsewhere, go=self.go, page_of=self.page)

    def go(self, page: str, *subject: object) -> None:
        """Open a page and remember where we came from."""
        visit = Visit(page, subject)
        if not self._trail or self._trail[-1] != visit:
            self._trail.append(visit)
        self._open(visit)

    @property
    def here(self) -> Visit:
        """The page that is open."""
        return self._trail[-1]

    def back(self) -> None:
        """Return to the page before, if there is one."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._open(self._trail[-1])

    def step_back(self) -> None:
        """Return to what was read before on this page, else to the page before."""
        step = getattr(self._stack.currentWidget(), "step_back", None)
        if step is None or not step():
            self.back()

    def help(self) -> None:
        """Open the help that belongs to the page one is on."""
        from alpdesk.ui.help.topics import context

        here = self._trail[-1].page if self._trail else "today"
        if here == "help":
            self.page("help").setFocus()
        else:
            self.go("help", context(here))

    def search(self) -> None:
        """Put the cursor into the search."""
        self._bar.finder.open()

    def say(self, text: str) -> None:
        """Say in the status line what just happened, and which rules hold now."""
        if self._desk.rules is not self._rules:
            self.show_facts()
        self._status.say(text)

    def show_drafts(self) -> None:
        """Name what was left half typed, where one can go on with it."""
        here = self.here
        of = here.subject[0] if here.page == "patient" and here.subject else None
        self._drafts.reload(wanted=here.page in _SHOW_DRAFTS, patient_id=of if isinstance(of, int) else None)

    def go_on(self) -> None:
        """Go on with what was left half typed."""
        self._drafts.go_on()

    def unsaved(self) -> tuple[str, ...]:
        """Keep what is typed on any page, and name what could not even be kept as a draft."""
        self._looked.settle()
        asked = (getattr(page, "unsaved", None) for page in self._pages.values())
        return tuple(each for unsaved in asked if unsaved is not None for each in unsaved())

    def stop_work(self) -> None:
        """Stop what any page is searching, counting or taking in."""
        for page in self._pages.values():
            if isinstance(working := getattr(page, "working", None), Working):
                working.stop()

    def refresh(self, counts: Counts | None = None) -> None:
        """Show beside the pages how much waits; it is read again unless it was just read."""
        counts = counts or self._desk.worklist.counts()
        self._navigation.show_count("today", counts.unanswered + counts.overdue)
        self._navigation.show_count("review", counts.to_review)
        self._navigation.show_count("letters", counts.letters)

    def page(self, name: str) -> QWidget:
        """Return a page, made when it is first needed."""
        if name not in self._pages:
            page = self._kinds[name].build(self._desk, self._run)
            page.setObjectName("page")
            if page.focusPolicy() & Qt.FocusPolicy.TabFocus and page.focusProxy() is None:
                page.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes to what lies in it
            self._stack.addWidget(page)
            self._wire(page)
            self._pages[name] = page
        return self._pages[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        for one in (self._bar, self.tour.card, self._drafts, self._stack, self._status):
            right.addWidget(one, int(one is self._stack))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self._navigation.page_requested.connect(self.go)
        self._drafts.go_requested.connect(lambda page, subject: self.go(page, *subject))
        self._bar.back_requested.connect(self.back)
        self._bar.lock_requested.connect(self.lock_requested)
        self._bar.finder.asked.connect(self._find)

    def _show_frame(self, place: str, *, demo: bool) -> None:
        user = self._desk.users.current()
        self._bar.show_user(user.name if user else "", demo=demo, read_only=self._desk.read_only)
        self.show_facts()
        self._status.show_place(place)
        self.refresh()

    def show_facts(self) -> None:
        """Say in the foot what stands for longer."""
        from alpdesk.ui.standing_facts import facts

        self._status.show_facts(*facts(self._desk))

    def _swept(self) -> None:
        self.refresh()
        self.show_facts()

    def _open(self, visit: Visit) -> None:
        self._bar.finder.close_list()
        self._status.turn_page()
        if self._desk.rules is not self._rules:
            self._renew()
        page, kind = self.page(visit.page), self._kinds[visit.page]
        self._stack.setCurrentWidget(page)
        self._navigation.mark(kind.place)
        self._palette.visited(visit.page, visit.subject)
        self._looked.at(visit.page, visit.subject)
        self._bar.allow_back(allowed=len(self._trail) > 1)
        page.setFocus()
        kind.open(page, *visit.subject)
        self.show_drafts()

    def _renew(self) -> None:
        """Make every page anew: somebody changed the rules, and pages explain by those they were made with."""
        self._rules = self._desk.rules
        self.show_facts()
        self._drop(self._pages.keys() - _READS_RULES)

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            page = self._pages.pop(name)
            self._stack.removeWidget(page)
            page.deleteLater()

    def _taken_out(self, sentence: str) -> None:
        """Go on without a patient whose record is gone: no page shows anything of it; the forms of others are kept."""
        self.unsaved()
        self._drop(set(self._pages))
        self._trail.clear()
        self.go("today")
        self.refresh()
        self.say(sentence)

    def _find(self, text: str) -> None:
        self._looked.searched(text)
        self._bar.finder.show_hits(self._palette.hits(text, self._stack.currentWidget()))

    def _keys(self) -> "tuple[Keys, ...]":
        from alpdesk.ui.help.window_keys import every_key

        return every_key(self._palette.commands, ((name, self.page(name)) for name in self._kinds))

    def _wire(self, page: QWidget) -> None:
        wishes = {
            "patient_requested": lambda patient: self.go("patient", patient),
            "panel_requested": lambda patient: self.go("panel", patient),
            "decide_requested": self._decide,
            "look_back_requested": lambda patient: self.go("look_back", patient),
            "assessment_requested": lambda patient, assessment: self.go("decide", patient, assessment),
            "closed": self._closed,
            "letter_requested": self._write_letter,
            "letter_opened": lambda letter: self.go("letter", letter),
            "correction_requested": lambda old: self.go("letter", old.patient_id, old.kind.value, old.id),
            "import_requested": lambda: self.go("transfer"),
            "new_patient_requested": lambda: self.go("patient_form"),
            "edit_requested": lambda patient: self.go("patient_form", patient),
            "letters_requested": lambda: self.go("letters"),
            "runs_requested": lambda: self.go("letter_runs"),
            "searched": self._looked.searched,
            "deeds_requested": lambda patient: self.go("deeds", patient),
            "review_requested": lambda: self.go("review"),
            **dict.fromkeys(_CHANGES, lambda _: self.refresh()),
            "patient_kept": self._patient_kept,
            "safety_net_requested": lambda: self.go("care", "safety_net"),
            "sweep_requested": lambda: self.go("sweep", "now"),
            "swept": self._swept,
            "said": self.say,
            "taken_out": self._taken_out,
            "left": self.back,
            "settings_changed": self.settings_changed.emit,
            "restore_requested": self.restore_requested.emit,
        }
        for name, take in wishes.items():
            if (signal := getattr(page, name, None)) is not None:
                signal.connect(take)
        if hasattr(page, "keys_of_window"):
            page.keys_of_window = self._keys

    def _decide(self, patient: int) -> None:
        for done in ("panel", "look_back"):
            self._replace(done)
        self.go("decide", patient)

    def _closed(self, patient: int) -> None:
        self._replace(self._trail[-1].page)
        self.go("patient", patient)

    def _write_letter(self, patient: int, kind: str) -> None:
        self._replace("decide")
        self.go("letter", patient, kind)

    def _patient_kept(self, patient: int) -> None:
        self.say(self.tr("Saved"))
        self._replace("patient_form")
        self.go("patient", patient)

    def _replace(self, page: str) -> None:
        """Take a page that has done its work out of the way back."""
        while self._trail and self._trail[-1].page == page:
            self._trail.pop()
