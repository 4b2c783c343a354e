"""Light or dark, how large, and when the desk locks by itself."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alpdesk import settings as remembered
from alpdesk.settings import IDLE, SCALES
from alpdesk.ui.settings.section import Section
from alpdesk.ui.widgets import Choice, Field, Form


class AppearanceSection(Section):
    """Signals: ``settings_changed(object)`` with the new settings; they hold for this computer only."""

    settings_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Appearance and lock"), self.tr("On this computer only."), keeps=False, parent=parent)
        self.appearance = Choice((
            (self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark"),
        ))  # fmt: skip
        self.scale = Choice(tuple((f"{scale} %", scale) for scale in SCALES))
        self._scale = Field(self.tr("Size"), self.scale)
        after = self.tr("{} minutes without a hand at the desk")
        one = self.tr("1 minute without a hand at the desk")
        self.idle = Choice(tuple((one if n == 1 else after.format(n), n) for n in IDLE))
        hint = self.tr("What is half typed is kept, and there again after the password.")
        self.body.addWidget(Form((
            (Field(self.tr("Colours"), self.appearance), self._scale),
            (Field(self.tr("Lock by itself after"), self.idle, hint=hint),),
        )))  # fmt: skip
        self.idle.picked.connect(lambda _: self._change())
        self.appearance.picked.connect(lambda _: self._change())
        self.scale.picked.connect(lambda _: self._change())

    def reload(self) -> None:
        settings = remembered.load()
        self.appearance.set_value(settings.appearance)
        self.scale.set_value(settings.scale)
        self.idle.set_value(settings.idle_minutes)

    def _change(self) -> None:
        settings = remembered.load()
        scale, idle = self.scale.value(), self.idle.value()
        changed = replace(
            settings,
            appearance=str(self.appearance.value()),
            scale=scale if isinstance(scale, int) else 100,
            idle_minutes=idle if isinstance(idle, int) else settings.idle_minutes,
        )
        if changed.scale != settings.scale:
            self._scale.say(self.tr("Shown at the next start."))
        self.settings_changed.emit(changed)
