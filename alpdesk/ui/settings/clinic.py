"""The letterhead and the intervals the clinic judges by."""

from pydantic import ValidationError
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from alpdesk.domain.records import Clinic
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Watch
from alpdesk.services.desk import Desk
from alpdesk.services.impact import Impact
from alpdesk.ui.impact.signed_change import SignedChange
from alpdesk.ui.records.conflict import clashes, settle
from alpdesk.ui.records.words import clinic_fields
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.section import Section, refuse_changed
from alpdesk.ui.tasks import Run
from alpdesk.ui.widgets import Choice, Divider, Field, Form, PlainLabel


class ClinicSection(Section):
    """Name, address, phone, e-mail, the words for emergencies, paper, profiles."""

    def __init__(self, desk: Desk, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Clinic"), self.tr("Stands on every letter."), parent=parent)
        self._desk = desk
        self.name, self.phone, self.email = QLineEdit(), QLineEdit(), QLineEdit()
        self.address, self.urgent = QPlainTextEdit(), QPlainTextEdit()
        for box in (self.address, self.urgent):
            box.setTabChangesFocus(True)
            box.setFixedHeight(76)
        self.paper = Choice((("A4", "A4"), (self.tr("US Letter"), "Letter")))
        self.child, self.adult = Choice(), Choice()
        self._name = Field(self.tr("Name of the clinic"), self.name)
        self.change = SignedChange(desk, run)
        self.change.kept.connect(self._kept)
        self.change.failed.connect(self.refuse)
        for line in (self.name, self.phone, self.email):
            line.textEdited.connect(self.change.put_away)
        for box in (self.address, self.urgent):
            box.textChanged.connect(self.change.put_away)
        for choice in (self.paper, self.child, self.adult):
            choice.picked.connect(self.change.put_away)
        self.keep_typing(desk.drafts, "clinic", {
            "name": self.name, "phone": self.phone, "email": self.email, "address": self.address,
            "urgent": self.urgent, "paper": self.paper, "child": self.child, "adult": self.adult,
        })  # fmt: skip
        self._read = Clinic()
        self._build()

    def reload(self) -> None:
        clinic = self._read = self._desk.clinic.get()
        self._offer_profiles()
        self.name.setText(clinic.name)
        self.phone.setText(clinic.phone)
        self.email.setText(clinic.email)
        self.address.setPlainText(clinic.address)
        self.urgent.setPlainText(clinic.urgent_contact)
        self.paper.set_value(clinic.paper)
        self.child.set_value(clinic.child_profile)
        self.adult.set_value(clinic.adult_profile)

    def keep(self) -> None:
        if not self.name.text().strip():
            self._name.refuse(self.tr("The clinic needs a name."))
            self.name.setFocus()
            return
        changed = {
            "name": self.name.text(), "phone": self.phone.text(), "email": self.email.text(),
            "address": self.address.toPlainText(), "urgent_contact": self.urgent.toPlainText(),
            "paper": str(self.paper.value()), "child_profile": str(self.child.value() or ""),
            "adult_profile": str(self.adult.value() or ""),
        }  # fmt: skip
        try:
            wanted = Clinic.model_validate({**self._read.model_dump(), **changed})
        except ValidationError:
            self.refuse(self.tr("A field holds an unusual sign."))
            return
        self._write(wanted)

    def _write(self, wanted: Clinic) -> None:
        """Keep the settings, unless somebody kept others since they were read: then both stand side by side."""
        self.trouble.hide()
        clinic = self._desk.clinic.get()
        if wanted.row_version != clinic.row_version:
            found = clashes(self._read, wanted, clinic, clinic_fields())
            self.conflict = settle(self, found, wanted, clinic, self._write)
        elif _profiles(wanted) != _profiles(clinic):
            self.change.start(
                lambda progress, cancelled: self._desk.impact.impact_of_clinic(wanted, progress, cancelled),
                lambda impact, reason, watch: self._keep(wanted, impact, reason, watch),
            )
        else:
            self._update(wanted)

    def _update(self, wanted: Clinic) -> None:
        before = self._desk.clinic.get()
        try:
            kept = self._desk.clinic.update(wanted)
            self.can_be_undone(lambda: self._put_back(before, kept))
        except AlpdeskError as error:
            self.refuse(error_words(error))
        else:
            self._kept("")

    def _keep(self, clinic: Clinic, signed: Impact, reason: str, watch: Watch) -> None:
        """Keep what was compared and signed. It is undone by choosing again, which compares again."""
        self._desk.clinic.update(clinic, reason, signed=signed, watch=watch)

    def _put_back(self, before: Clinic, after: Clinic) -> None:
        """Let the letterhead be as it was, unless it was changed again since; the profiles stay, because they judge."""
        now = self._desk.clinic.get()
        refuse_changed(after, now, apart=("child_profile", "adult_profile"))
        kept = {"row_version": now.row_version, "child_profile": now.child_profile, "adult_profile": now.adult_profile}
        self._desk.clinic.update(before.model_copy(update=kept))

    def _kept(self, said: str) -> None:
        self._name.say()
        self.saved(said or self.tr("Clinic saved"))

    def _build(self) -> None:
        self.body.addWidget(Form((
            (self._name,),
            (Field(self.tr("Address"), self.address),),
            (Field(self.tr("Phone"), self.phone), Field(self.tr("E-mail"), self.email)),
            (Field(self.tr("In an emergency, outside hours"), self.urgent,
                   hint=self.tr("Printed in letters to patients.")),),
            (Field(self.tr("Paper"), self.paper), QWidget()),
        )))  # fmt: skip
        self.body.addWidget(Divider())
        self.body.addWidget(PlainLabel(self.tr("Age-and-sex intervals"), "strong"))
        words = self.tr("Judged beside the interval the laboratory prints. A value is low if either says low.")
        self.body.addWidget(PlainLabel(words, "muted", wrap=True))
        self.body.addWidget(Form((
            (Field(self.tr("Children"), self.child), Field(self.tr("Adults"), self.adult)),
        )))  # fmt: skip
        self.body.addWidget(self.change)

    def _offer_profiles(self) -> None:
        profiles = self._desk.clinic.profiles()
        usual = self._desk.rules.defaults
        names = {profile.id: profile.title for profile in profiles}
        for choice, default in ((self.child, usual.child), (self.adult, usual.adult)):
            first = (self.tr("Usual: {}").format(names.get(default, default)), "")
            choice.set_items((first, *((profile.title, profile.id) for profile in profiles)))


def _profiles(clinic: Clinic) -> tuple[str, str]:
    return clinic.child_profile, clinic.adult_profile
