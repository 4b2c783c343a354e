"""The settings, a section at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from alpdesk.services.desk import Desk
from alpdesk.ui.own_letters.section import LettersSection
from alpdesk.ui.own_rules.intervals import IntervalsSection
from alpdesk.ui.own_rules.medicines import MedicinesSection
from alpdesk.ui.own_rules.monitoring import MonitoringSection
from alpdesk.ui.own_rules.reminders import RemindersSection
from alpdesk.ui.own_rules.sentences import SentencesSection
from alpdesk.ui.settings.access import AccessSection
from alpdesk.ui.settings.appearance import AppearanceSection
from alpdesk.ui.settings.clinic import ClinicSection
from alpdesk.ui.settings.laboratories import LaboratoriesSection
from alpdesk.ui.settings.languages import LanguagesSection
from alpdesk.ui.settings.letterhead import LetterheadSection
from alpdesk.ui.settings.people import PeopleSection
from alpdesk.ui.settings.safety import SafetySection
from alpdesk.ui.settings.second_look import SecondLookSection
from alpdesk.ui.settings.section import Section
from alpdesk.ui.settings.templates import TemplatesSection
from alpdesk.ui.tasks import Run
from alpdesk.ui.theme import SPACE_4, SPACE_6
from alpdesk.ui.widgets import PlainLabel, scrolled
from alpdesk.ui.widgets.side_list import SideList

_LIST_WIDTH = 190
_WIDTH = 760
_CLINICAL = {
    "intervals", "medicines", "monitoring", "reminders", "letters", "sentences", "languages", "second_look",
}  # fmt: skip


class SettingsPage(QWidget):
    """Signals: ``settings_changed(object)`` for this computer's looks, ``restore_requested(object)``, ``said(str)``."""

    settings_changed = Signal(object)
    restore_requested = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        appearance = AppearanceSection()
        safety = SafetySection(desk, run)
        for section in (appearance, safety):
            section.settings_changed.connect(self.settings_changed)
        safety.restore_requested.connect(self.restore_requested)
        self.sections: dict[str, Section] = {
            "clinic": ClinicSection(desk, run),
            "letterhead": LetterheadSection(desk),
            "laboratories": LaboratoriesSection(desk),
            "people": PeopleSection(desk),
            "access": AccessSection(desk, run),
            "intervals": IntervalsSection(desk, run),
            "templates": TemplatesSection(desk, run),
            "medicines": MedicinesSection(desk, run),
            "monitoring": MonitoringSection(desk, run),
            "reminders": RemindersSection(desk, run),
            "letters": LettersSection(desk, run),
            "sentences": SentencesSection(desk, run),
            "languages": LanguagesSection(desk),
            "second_look": SecondLookSection(desk),
            "appearance": appearance,
            "safety": safety,
        }
        self.list = SideList(self.tr("Sections"))
        self._stack = QStackedWidget()
        self._build()
        self.list.currentRowChanged.connect(self._show)
        self.setFocusProxy(self.list)

    def reload(self, section: str = "") -> None:
        """Show what is kept, in a section when one is named, perhaps at a part of it: ``letters/recall``."""
        name, _, part = section.partition("/")
        if name in self.sections:
            self.sections[name].turn_to(part)
            self.list.setCurrentRow(list(self.sections).index(name))
        self._show(max(0, self.list.currentRow()))

    def unsaved(self) -> tuple[str, ...]:
        """Keep what is typed, and name what would be lost with the window."""
        return tuple(section.title for section in self.sections.values() if section.unsaved())

    def _build(self) -> None:
        self.list.setFixedWidth(_LIST_WIDTH)
        for section in self.sections.values():
            self.list.addItem(section.title)
            section.said.connect(self.said)
            if not section.wide:
                section.setMaximumWidth(_WIDTH)
            self._stack.addWidget(scrolled(section))
        self.list.setCurrentRow(0)
        body = QHBoxLayout()
        body.setSpacing(SPACE_6)
        body.addWidget(self.list)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_4)
        column.addWidget(PlainLabel(self.tr("Settings"), "title"))
        column.addLayout(body, 1)

    def _show(self, row: int) -> None:
        self._stack.setCurrentIndex(row)
        name, section = list(self.sections.items())[row]
        section.turn()
        section.lock(locked=name in _CLINICAL and not self._desk.users.may_decide())
