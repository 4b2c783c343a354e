"""The stops of the tour: how each page is reached, and the check for text that is cut off."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QWidget,
)

from alpdesk.domain.assessment import Persistence
from alpdesk.services.worklist import OpenLow
from alpdesk.settings import Settings
from alpdesk.ui.dialogs import CrashDialog, Question
from alpdesk.ui.gate import Waiting
from alpdesk.ui.program import Program
from alpdesk.ui.unlock.page import UnlockPage
from alpdesk.ui.welcome.page import WelcomePage

_PATIENCE_MS = 60_000
Stop = Callable[[], QWidget | None]


class Tour:
    """Opens the demonstration clinic and walks through it."""

    def __init__(self, out: Path, theme: str, size: tuple[int, int], only: str) -> None:
        self._out = out
        self._only = only
        self._application = QApplication(["alpdesk"])
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self._program = Program(self._application, replace(Settings(), appearance=theme), demo=True)
        self._window = self._program.window
        self._window.may_lose = lambda _: True
        self._window.resize(*size)
        self.cut_off: list[str] = []
        self.taken = 0

    def run(self) -> None:
        """Take every picture."""
        self._out.mkdir(parents=True, exist_ok=True)
        self._program.start()
        sys.excepthook = sys.__excepthook__
        self._window.activateWindow()
        QTest.qWaitForWindowActive(self._window)
        self._wait_for(lambda: self._program.desk is not None)
        for name, stop in {**dict(self._desk_stops()), **dict(self._gate_stops())}.items():
            if self._only in name:
                self._take(name, stop)
        self._window.close()

    def _take(self, name: str, stop: Stop) -> None:
        shown = stop() or self._window
        self._settle()
        shown.grab().save(str(self._out / f"{name}.png"))
        self.taken += 1
        self.cut_off += [f"{name}: {text}" for text in cut_off_texts(shown)]
        if shown is not self._window:
            shown.close()

    def _settle(self) -> None:
        for _ in range(3):
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def _wait_for(self, ready: Callable[[], bool]) -> None:
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not ready():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
            if deadline.hasExpired():
                raise TimeoutError("the demonstration clinic did not open")

    # The open desk

    def _desk_stops(self) -> Iterator[tuple[str, Stop]]:
        go = self._go
        yield "today", lambda: go("today")
        yield "search", self._search
        yield "patients", lambda: go("patients")
        yield "patients-nobody", self._nobody
        yield "patient-new", lambda: go("patient_form")
        yield "patient-new-refused", self._refused_patient
        yield "patient-twin", self._twin
        yield "patient-edit", lambda: go("patient_form", self._patient())
        yield from self._clinical_stops()
        for section in ("clinic", "laboratories", "people", "templates", "appearance", "safety"):
            yield f"settings-{section}", partial(go, "settings", section)
        yield "settings-checked", self._checked
        for topic in ("", "keys", "sources", "about"):
            yield f"help-{topic or 'first'}", partial(go, "help", topic)
        yield (
            "dialog-question",
            lambda: self._dialog(
                Question("Remove this template?", "It can be made again.", yes="Remove", no="Keep", parent=self._window)
            ),
        )
        yield "dialog-crash", lambda: self._dialog(CrashDialog("KeyError\npage.py:12 reload", self._window))

    def _clinical_stops(self) -> Iterator[tuple[str, Stop]]:
        low = self._patient()
        yield "patient", lambda: self._go("patient", low)
        tabs = self._tabs()
        for number in range(tabs.count() if tabs is not None else 0):
            yield f"patient-tab-{number}", partial(self._tab, number)
        yield "panel", lambda: self._go("panel", low)
        yield "panel-typed", self._type_panel
        yield "decide", lambda: self._go("decide", low)
        yield from self._letter_stops(low)

    def _letter_stops(self, low: int) -> Iterator[tuple[str, Stop]]:
        for kind in ("patient", "referral"):
            yield f"letter-{kind}", partial(self._write, low, kind)
        yield "letters", lambda: self._go("letters")

    def _go(self, page: str, *subject: object) -> None:
        workspace = self._window.workspace
        assert workspace is not None
        workspace.go(page, *subject)

    def _page(self, name: str) -> Any:
        workspace = self._window.workspace
        assert workspace is not None
        return workspace.page(name)

    def _patient(self) -> int:
        assert self._program.desk is not None
        waiting = self._program.desk.worklist.today().unanswered
        persistent = (low for low in waiting if low.persistence is Persistence.PERSISTENT)
        return max(persistent, key=self._panels).patient.id

    def _panels(self, low: OpenLow) -> int:
        assert self._program.desk is not None
        return len(self._program.desk.patients.record(low.patient.id).panels)

    def _search(self) -> None:
        self._go("today")
        workspace = self._window.workspace
        assert workspace is not None
        workspace.search()
        field = self._window.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, "a")
        QTest.qWait(150)

    def _nobody(self) -> None:
        self._go("patients")
        page = self._page("patients")
        page.search.setText("zzyzx")
        QTest.qWait(150)

    def _refused_patient(self) -> None:
        self._go("patient_form")
        page = self._page("patient_form")
        page.form.birth.setFocus()
        QTest.keyClicks(page.form.birth, "31.2.1980")
        page.save.click()

    def _twin(self) -> None:
        self._go("patient_form")
        page = self._page("patient_form")
        assert self._program.desk is not None
        one = self._program.desk.patients.get(self._patient())
        page.form.family.setText(one.family_name)
        page.form.given.setText(one.given_names)
        page.form.birth.set_date(one.birth_date)
        QTest.keyClicks(page.form.given, " ")
        QTest.qWait(400)

    def _tabs(self) -> Any:
        self._go("patient", self._patient())
        return self._page("patient").findChild(QTabWidget)

    def _tab(self, number: int) -> None:
        self._tabs().setCurrentIndex(number)

    def _type_panel(self) -> None:
        self._go("panel", self._patient())
        for text in ("t", "29", "9.4", "3.4", "1.9"):
            self._settle()
            field = self._window.focusWidget()
            assert field is not None
            QTest.keyClicks(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.qWait(200)

    def _write(self, patient: int, kind: str) -> None:
        self._go("letter", patient, kind)
        QTest.qWait(1200)  # the pages are drawn beside the window's own work

    def _checked(self) -> None:
        self._go("settings", "safety")
        safety = self._page("settings").sections["safety"]
        safety.check.click()
        self._wait_for(safety.check.isEnabled)

    def _dialog(self, dialog: QWidget) -> QWidget:
        dialog.show()
        return dialog

    # Before the desk

    def _gate_stops(self) -> Iterator[tuple[str, Stop]]:
        yield "welcome", lambda: self._window.show_gate(self._welcome())
        for step in range(4):
            yield f"welcome-step-{step + 1}", partial(self._setup, step)
        yield "unlock", lambda: self._window.show_gate(UnlockPage("clinic.alpdesk"))
        yield "unlock-wrong", self._wrong
        yield "waiting", lambda: self._window.show_gate(Waiting("Preparing the demonstration clinic…"))

    def _welcome(self) -> WelcomePage:
        page = WelcomePage(Path("/home/ama/Documents/Alpdesk/clinic.alpdesk"))
        assert self._program.desk is not None
        profiles = self._program.desk.rules.profiles.values()
        page.set_profiles(tuple((profile.title, profile.id) for profile in profiles), "roche_mayo")
        return page

    def _setup(self, step: int) -> None:
        page = self._welcome()
        self._window.show_gate(page)
        page.create_card.click()
        setup = page.setup
        setup.clinic.name.setText("Hill Clinic")
        setup.laboratory.name.setText("City Lab")
        setup.person.name.setText("Dr. Ama Ade")
        for _ in range(step):
            setup.next.click()
        QTest.keyClicks(setup.password.password, "seven green lamps")

    def _wrong(self) -> None:
        page = UnlockPage("clinic.alpdesk")
        self._window.show_gate(page)
        page.show_error("The password is not right.")


def cut_off_texts(ground: QWidget) -> list[str]:
    """Return every label and button whose text is wider than its place, and contents that cannot be scrolled to."""
    labels = (label for label in ground.findChildren(QLabel) if label.isVisible() and not _may_be_short(label))
    found = [label.text() for label in labels if _advance(label, label.text()) > label.contentsRect().width() + 1]
    buttons = (button for button in ground.findChildren(QAbstractButton) if button.isVisible() and button.text())
    found += [button.text() for button in buttons if button.width() < button.minimumSizeHint().width()]
    areas = (area for area in ground.findChildren(QScrollArea) if area.isVisible())
    return found + [f"contents of {type(area.widget()).__name__}" for area in areas if _is_too_wide(area)]


def _may_be_short(label: QLabel) -> bool:
    """A label that wraps, or that was told to end in an ellipsis."""
    return label.wordWrap() or label.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored


def _is_too_wide(area: QScrollArea) -> bool:
    contents = area.widget()
    if contents is None or area.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return False
    return contents.width() > area.viewport().width() + 1


def _advance(widget: QWidget, text: str) -> int:
    return max((widget.fontMetrics().horizontalAdvance(line) for line in text.splitlines()), default=0)
