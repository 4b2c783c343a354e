"""The four steps: the clinic, the laboratory, the person, the file and its password."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from alpdesk.ui.theme import SPACE_3
from alpdesk.ui.unit_systems import unit_systems
from alpdesk.ui.widgets import Banner, Button, Choice, Field, Form
from alpdesk.ui.widgets.forms import beside
from alpdesk.ui.widgets.new_password import NewPassword


class Step(QWidget):
    """One step: a title, a first field, and a check that marks what is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_3)

    def title(self) -> str:
        """Return the question of this step."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """Return where typing starts."""
        raise NotImplementedError

    def check(self) -> bool:
        """Mark what is missing; say whether all is there."""
        return True


class ClinicStep(Step):
    """What stands on the letterhead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.phone, self.email = QLineEdit(), QLineEdit(), QLineEdit()
        self.address = QPlainTextEdit()
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(76)
        self._name = Field(self.tr("Name of the clinic"), self.name, hint=self.tr("Stands on every letter."))
        rows = (
            (self._name,),
            (Field(self.tr("Address"), self.address),),
            (Field(self.tr("Phone"), self.phone), Field(self.tr("E-mail"), self.email)),
        )
        self.column.addWidget(Form(rows))
        self.column.addStretch(1)

    def title(self) -> str:
        return self.tr("What is the clinic called?")

    def first_field(self) -> QWidget:
        return self.name

    def check(self) -> bool:
        return _filled(self._name, self.name, self.tr("The clinic needs a name."))


class LaboratoryStep(Step):
    """Whose reports are typed in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.profile = Choice()
        self.units = Choice(unit_systems())
        self._name = Field(self.tr("Laboratory"), self.name, hint=self.tr("The one most of your reports come from."))
        hint = self.tr("Used where a report prints no interval. The age-and-sex intervals are always judged as well.")
        units = Field(self.tr("Units"), self.units, hint=self.tr("The units each row of a panel starts with."))
        profile = Field(self.tr("Interval profile"), self.profile, hint=hint)
        self.column.addWidget(Form(((self._name,), (profile,), (units,))))
        self.column.addStretch(1)

    def title(self) -> str:
        return self.tr("Which laboratory reports to you?")

    def first_field(self) -> QWidget:
        return self.name

    def set_profiles(self, profiles: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer profiles by title."""
        self.profile.set_items(((self.tr("Only what the report prints"), ""), *profiles))
        self.profile.set_value(chosen)

    def check(self) -> bool:
        return _filled(self._name, self.name, self.tr("The laboratory needs a name."))


class PersonStep(Step):
    """Who signs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.title_line = QLineEdit(), QLineEdit()
        self._name = Field(self.tr("Your name"), self.name, hint=self.tr("As it is signed under a letter."))
        title = Field(
            self.tr("Title or profession"), self.title_line, hint=self.tr("For example: General practitioner")
        )
        self.column.addWidget(Form(((self._name,), (title,))))
        self.column.addStretch(1)

    def title(self) -> str:
        return self.tr("Who are you?")

    def first_field(self) -> QWidget:
        return self.name

    def check(self) -> bool:
        return _filled(self._name, self.name, self.tr("Every decision is signed: a name is needed."))


class PasswordStep(Step):
    """Where the file lies and what opens it."""

    def __init__(self, proposed: Path, backups: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = QLineEdit(str(proposed))
        self.secret = NewPassword()
        self.backups = QLineEdit("" if backups is None else str(backups))
        change, other = Button(self.tr("Change…")), Button(self.tr("Change…"))
        change.setAccessibleName(self.tr("Choose another database file"))
        other.setAccessibleName(self.tr("Choose another backup folder"))
        change.clicked.connect(self._choose)
        other.clicked.connect(self._choose_folder)
        self._file = Field(self.tr("Database file"), beside(self.file, change))
        hint = self.tr("A first copy is made there when you close the program. A drive outside this computer is best.")
        self._backups = Field(self.tr("Backup folder"), beside(self.backups, other), hint=hint)
        self.backups.setAccessibleName(self.tr("Backup folder"))
        self.file.setAccessibleName(self.tr("Database file"))
        self._build()

    def title(self) -> str:
        return self.tr("Choose a password and where it is kept")

    def first_field(self) -> QWidget:
        return self.secret.first

    def path(self) -> Path:
        """Return where the database is to lie."""
        return Path(self.file.text().strip()).expanduser()

    def backups_path(self) -> Path | None:
        """Return where copies are to lie, if a folder is named."""
        text = self.backups.text().strip()
        return Path(text).expanduser() if text else None

    def check(self) -> bool:
        good = _filled(self._file, self.file, self.tr("Say where the database is to lie."))
        if good and self.path().exists():
            self._file.refuse(self.tr("There is already a file of this name."))
            good = False
        return self.secret.check() and good and self._can_back_up()

    def _can_back_up(self) -> bool:
        folder = self.backups_path()
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._backups.refuse(self.tr("This folder cannot be used: {}").format(error.strerror or error))
            self.backups.setFocus()
            return False
        return True

    def _build(self) -> None:
        self.column.addWidget(self.secret)
        words = self.tr("Without this password nobody can read the record, not even we.")
        detail = self.tr("A recovery sheet comes next: print it, and keep it in a safe place.")
        self.column.addWidget(Banner("caution", words, detail=detail))
        self.column.addWidget(self._file)
        self.column.addWidget(self._backups)
        self.column.addStretch(1)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Backup folder"), self.backups.text())
        if chosen:
            self.backups.setText(chosen)
            self._backups.say()

    def _choose(self) -> None:
        kind = self.tr("Alpdesk database (*.alpdesk)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Database file"), self.file.text(), kind)
        if chosen:
            self.file.setText(chosen if chosen.endswith(".alpdesk") else f"{chosen}.alpdesk")
            self._file.say()


def _filled(field: Field, line: QLineEdit, trouble: str) -> bool:
    if line.text().strip():
        field.say()
        return True
    field.refuse(trouble)
    line.setFocus()
    return False
