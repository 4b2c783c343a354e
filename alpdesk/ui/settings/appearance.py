"""Light or dark, and how large."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alpdesk import settings as remembered
from alpdesk.settings import SCALES
from alpdesk.ui.settings.section import Section
from alpdesk.ui.widgets import Choice, Field, Form


class AppearanceSection(Section):
    """Signals: ``settings_changed(object)`` with the new settings; they hold for this computer only."""

    settings_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Appearance"), self.tr("On this computer only."), keeps=False, parent=parent)
        self.appearance = Choice((
            (self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark"),
        ))  # fmt: skip
        self.scale = Choice(tuple((f"{scale} %", scale) for scale in SCALES))
        self._scale = Field(self.tr("Size"), self.scale)
        self.body.addWidget(Form(((Field(self.tr("Colours"), self.appearance), self._scale),)))
        self.appearance.picked.connect(lambda _: self._change())
        self.scale.picked.connect(lambda _: self._change())

    def reload(self) -> None:
        settings = remembered.load()
        self.appearance.set_value(settings.appearance)
        self.scale.set_value(settings.scale)

    def _change(self) -> None:
        settings = remembered.load()
        scale = self.scale.value()
        changed = replace(
            settings, appearance=str(self.appearance.value()), scale=scale if isinstance(scale, int) else 100
        )
        if changed.scale != settings.scale:
            self._scale.say(self.tr("Shown at the next start."))
        self.settings_changed.emit(changed)
