"""Laboratories and the interval profile of each."""

from pydantic import ValidationError
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from alpdesk.domain.records import Laboratory
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.lists import ListSection
from alpdesk.ui.unit_systems import unit_systems
from alpdesk.ui.widgets import Choice, Field, Form


class LaboratoriesSection(ListSection):
    """Name, interval profile, method, units."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = self.tr("A change holds for panels entered from now on; older ones keep what they were judged by.")
        super().__init__(self.tr("Laboratories"), sentence, self.tr("New laboratory"), parent)
        self._desk = desk
        self._read: Laboratory | None = None
        self.name, self.method = QLineEdit(), QLineEdit()
        self.profile = Choice()
        self.units = Choice(unit_systems())
        self.active = QCheckBox(self.tr("In use"))
        self._name = Field(self.tr("Name"), self.name)
        hint = self.tr("Used where a report prints no interval.")
        self.form.addWidget(Form((
            (self._name,),
            (Field(self.tr("Interval profile"), self.profile, hint=hint),),
            (Field(self.tr("Units"), self.units),),
            (Field(self.tr("Method, as the report names it"), self.method),),
        )))  # fmt: skip
        self.form.addWidget(self.active)
        self.form.addStretch(1)
        self.keep_typing(desk.drafts, "laboratories", {
            "name": self.name, "method": self.method, "profile": self.profile, "units": self.units,
            "active": self.active,
        })  # fmt: skip

    def items(self) -> tuple[tuple[str, object], ...]:
        rest = self.tr("not in use")
        return tuple(
            (lab.name if lab.active else f"{lab.name} ({rest})", lab.id) for lab in self._desk.laboratories.list()
        )

    def show_item(self, value: object) -> None:
        profiles = tuple((profile.title, profile.id) for profile in self._desk.clinic.profiles())
        self.profile.set_items(((self.tr("Only what the report prints"), ""), *profiles))
        lab = self._read = self._desk.laboratories.get(value) if isinstance(value, int) else None
        self.name.setText(lab.name if lab else "")
        self.method.setText(lab.method if lab else "")
        self.profile.set_value(lab.profile if lab else "")
        self.units.set_value(lab.units if lab else "conventional")
        self.active.setChecked(lab.active if lab else True)
        self._name.say()
        if lab is None:
            self.name.setFocus()

    def keep(self) -> None:
        read, said, desk = self._read, self.tr("Laboratory saved"), self._desk.laboratories
        try:
            wanted = Laboratory.built({**({} if read is None else read.model_dump()), **self._typed()})
            if read is not None:
                key = read.id or 0
                self.keep_change(read, wanted, self._titles(), update=desk.update, get=lambda: desk.get(key), said=said)
                return
            desk.add(wanted)
        except ValidationError:
            self._name.refuse(self.tr("The laboratory needs a name."))
            return
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.saved(said)

    def _titles(self) -> dict[str, str]:
        return {
            "name": self.tr("Name"), "profile": self.tr("Interval profile"), "units": self.tr("Units"),
            "method": self.tr("Method, as the report names it"), "active": self.tr("In use"),
        }  # fmt: skip

    def _typed(self) -> dict[str, object]:
        return {
            "name": self.name.text(), "method": self.method.text(), "profile": str(self.profile.value() or ""),
            "units": str(self.units.value()), "active": self.active.isChecked(),
        }  # fmt: skip
