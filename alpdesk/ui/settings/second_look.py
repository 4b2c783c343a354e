"""Whether low, critical and unusual values are typed twice; off only with a reason."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.second_look import SecondLookSetting
from alpdesk.ui.said import error_words
from alpdesk.ui.settings.section import Section
from alpdesk.ui.widgets import Field, PlainLabel, format_date


class SecondLookSection(Section):
    """One choice, its reason, and who made it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Second look"),
            self.tr("A value that is low, critical or unusual is typed again before it is saved, with the first one "
                    "hidden: a slip of the finger is the commonest wrong result in a typed record."),
            parent=parent,
        )  # fmt: skip
        self._desk = desk
        self.on = QCheckBox(self.tr("Type low, critical and unusual values twice"))
        self.reason = QLineEdit()
        self._reason_field = Field(self.tr("Reason for switching it off"), self.reason)
        self._since = PlainLabel("", "muted", wrap=True)
        for widget in (self.on, self._reason_field, self._since):
            self.body.addWidget(widget)
        self.keep_typing(desk.drafts, "second_look", {"on": self.on, "reason": self.reason})
        self.on.toggled.connect(lambda on: self._reason_field.setVisible(not on))

    def reload(self) -> None:
        """Show what holds."""
        self._show(self._desk.second_look.setting())

    def read_only(self) -> None:
        for widget in (self.on, self.reason):
            widget.setEnabled(False)

    def keep(self) -> None:
        """Keep the choice; the reason stays readable with it."""
        on = self.on.isChecked()
        try:
            self._desk.second_look.switch(on=on, reason="" if on else self.reason.text())
        except AlpdeskError as error:
            self._reason_field.refuse(error_words(error))
            self.reason.setFocus()
            return
        self.saved(self.tr("Values are typed twice.") if on else self.tr("Values are typed once."))

    def _show(self, setting: SecondLookSetting) -> None:
        self.on.setChecked(setting.on)
        self.reason.setText("" if setting.on else setting.reason)
        self._reason_field.say()
        self._reason_field.setVisible(not setting.on)
        names = {user.id: user.name for user in self._desk.users.list()}
        said = self.tr("Switched off on {day} by {name}: {reason}").format(
            day=format_date(setting.changed_on), name=names.get(setting.changed_by, ""), reason=setting.reason
        )
        self._since.setText("" if setting.on else said)
        self._since.setVisible(not setting.on)
