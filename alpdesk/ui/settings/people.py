"""Who enters, signs and prints."""

from pydantic import ValidationError
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from alpdesk.domain.records import Role, User
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.hand_over import HandOver
from alpdesk.ui.settings.lists import ListSection
from alpdesk.ui.widgets import Choice, Field, Form


class PeopleSection(ListSection):
    """Names as they are signed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = self.tr("Every decision and letter is signed by a name from here. Nobody is erased, only put aside.")
        super().__init__(self.tr("People"), sentence, self.tr("New person"), parent)
        self._desk = desk
        self._read: User | None = None
        self.name, self.title_line = QLineEdit(), QLineEdit()
        self.role = Choice((
            (self.tr("Clinician: decides and signs"), Role.CLINICIAN),
            (self.tr("Staff: enters and prints"), Role.STAFF),
            (self.tr("Administrator"), Role.ADMINISTRATOR),
        ))  # fmt: skip
        self.active = QCheckBox(self.tr("Works here"))
        self._name = Field(self.tr("Name, as it is signed"), self.name)
        self.form.addWidget(Form((
            (self._name,),
            (Field(self.tr("Title or profession"), self.title_line),),
            (Field(self.tr("Role"), self.role),),
        )))  # fmt: skip
        self.form.addWidget(self.active)
        self.hand_over = HandOver(desk)
        self.hand_over.handed.connect(self._handed)
        self.form.addWidget(self.hand_over)
        self.form.addStretch(1)
        fields = {"name": self.name, "title": self.title_line, "role": self.role, "active": self.active}
        self.keep_typing(desk.drafts, "people", fields)

    def items(self) -> tuple[tuple[str, object], ...]:
        gone = self.tr("no longer here")
        return tuple(
            (user.name if user.active else f"{user.name} ({gone})", user.id) for user in self._desk.users.list()
        )

    def show_item(self, value: object) -> None:
        user = self._read = self._user(value)
        self.name.setText(user.name if user else "")
        self.title_line.setText(user.title if user else "")
        self.role.set_value(user.role if user else Role.CLINICIAN)
        self.active.setChecked(user.active if user else True)
        self._name.say()
        self.hand_over.show_user(user)
        if user is None:
            self.name.setFocus()

    def keep(self) -> None:
        read, said = self._read, self.tr("Saved")
        typed = {
            "name": self.name.text(), "title": self.title_line.text(), "role": self.role.value(),
            "active": self.active.isChecked(),
        }  # fmt: skip
        try:
            user = User.built({**(read.model_dump() if read else {}), **typed})
            if read is not None:
                key = read.id
                self.keep_change(
                    read, user, self._titles(), update=self._desk.users.update, get=lambda: self._user(key), said=said
                )
                return
            self._desk.users.add(user)
        except ValidationError:
            self._name.refuse(self.tr("A name is needed."))
            return
        except AlpdeskError as error:
            self.refuse(error_words(error))
            return
        self.saved(said)

    def _handed(self, sentence: str) -> None:
        self.reload()
        self.kept(sentence)

    def _titles(self) -> dict[str, str]:
        return {
            "name": self.tr("Name, as it is signed"), "title": self.tr("Title or profession"),
            "role": self.tr("Role"), "active": self.tr("Works here"),
        }  # fmt: skip

    def _user(self, value: object) -> User | None:
        return next((user for user in self._desk.users.list() if user.id == value), None)
