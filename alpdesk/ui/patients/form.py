"""The fields of one patient, checked while they are typed."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from alpdesk.domain.records import Patient, Sex
from alpdesk.ui.people import age_text, language_name
from alpdesk.ui.theme import SPACE_4
from alpdesk.ui.widgets import Card, Choice, DateEdit, Field, Form

_OLDEST_YEARS = 130


class PatientForm(QWidget):
    """Signals: ``edited()`` when what says who it is changed, ``touched()`` after every change."""

    edited = Signal()
    touched = Signal()

    def __init__(self, today: date, languages: Sequence[str] = ("en",), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._kept: Patient | None = None
        self._before: dict[str, object] = {}
        self.number, self.family, self.given = QLineEdit(), QLineEdit(), QLineEdit()
        self.birth = DateEdit(today=today)
        self.sex = Choice(self._sexes())
        self.preterm = QCheckBox(self.tr("Born preterm"))
        self.large_print = QCheckBox(self.tr("Letters in large print"))
        self.phone, self.email, self.doctor = QLineEdit(), QLineEdit(), QLineEdit()
        self._languages = tuple(languages)
        self.language = Choice()
        self.address, self.notes = QPlainTextEdit(), QPlainTextEdit()
        self._fields = self._make_fields()
        self._build()
        self._connect()

    def start(self, patient: Patient | None, number: str = "") -> None:
        """Show a patient, or an empty form with a proposed number."""
        self._kept = patient
        self.number.setText(patient.number if patient else number)
        self.family.setText(patient.family_name if patient else "")
        self.given.setText(patient.given_names if patient else "")
        self.birth.set_date(patient.birth_date if patient else None)
        self.sex.set_value(patient.sex if patient else None)
        self.preterm.setChecked(patient.preterm if patient else False)
        self.large_print.setChecked(bool(patient and patient.large_print))
        self._start_contact(patient)
        for field in self._fields.values():
            field.say()
        self._echo_age()
        self._before = self._stands()

    @property
    def kept(self) -> Patient | None:
        """The patient as the form was opened with."""
        return self._kept

    def typed(self) -> dict[str, object]:
        """Return what was changed since the start, by the name it has in the record."""
        return {name: value for name, value in self._stands().items() if value != self._before.get(name)}

    def put(self, typed: Mapping[str, object]) -> None:
        """Write back what was typed before."""
        for name, line in self._lines().items():
            if name in typed:
                line.setText(str(typed[name]))
        for name, box in {"address": self.address, "notes": self.notes}.items():
            if name in typed:
                box.setPlainText(str(typed[name]))
        for name, choice in {"sex": self.sex, "language": self.language}.items():
            if name in typed:
                choice.set_value(typed[name])
        for name, tick in {"preterm": self.preterm, "large_print": self.large_print}.items():
            tick.setChecked(bool(typed.get(name, tick.isChecked())))
        self._echo_age()

    def patient(self) -> Patient | None:
        """Return what stands there as a patient, or ``None`` after marking what is missing."""
        return self._read() if self._check() else None

    def draft(self) -> Patient | None:
        """Return the patient when enough stands there, without marking anything."""
        ready = self._born() is not None and (self.family.text().strip() or self.given.text().strip())
        return self._read() if ready and self.number.text().strip() else None

    def refuse(self, name: str, text: str) -> None:
        """Mark one field, by the name it has in the record."""
        field = self._fields.get(name, self._fields["family_name"])
        field.refuse(text)
        field.editor.setFocus()

    # Reading

    def _read(self) -> Patient | None:
        born = self._born()
        if born is None:
            return None
        values = {
            "number": self.number.text(), "family_name": self.family.text(), "given_names": self.given.text(),
            "birth_date": born, "sex": self.sex.value() or Sex.UNKNOWN, "preterm": self.preterm.isChecked(),
            "address": self.address.toPlainText(), "phone": self.phone.text(), "email": self.email.text(),
            "referring_doctor": self.doctor.text(), "notes": self.notes.toPlainText(),
            "language": self.language.value() or self._languages[0], "large_print": self._large(),
        }  # fmt: skip
        kept = self._kept.model_dump() if self._kept else {}
        return Patient.model_validate({**kept, **values})

    def _large(self) -> bool | None:
        """Return the tick; a patient who was never asked stays so while it is not ticked."""
        asked = self._kept is not None and self._kept.large_print is not None
        return self.large_print.isChecked() if asked or self.large_print.isChecked() else None

    def _lines(self) -> dict[str, QLineEdit]:
        return {
            "family_name": self.family, "given_names": self.given, "birth_date": self.birth, "number": self.number,
            "phone": self.phone, "email": self.email, "referring_doctor": self.doctor,
        }  # fmt: skip

    def _stands(self) -> dict[str, object]:
        texts = {name: line.text() for name, line in self._lines().items()}
        return {
            **texts, "address": self.address.toPlainText(), "notes": self.notes.toPlainText(),
            "sex": self.sex.value(), "language": self.language.value(), "preterm": self.preterm.isChecked(),
            "large_print": self.large_print.isChecked(),
        }  # fmt: skip

    def _born(self) -> date | None:
        born = self.birth.day()
        if born is None or born > self._today or self._today.year - born.year > _OLDEST_YEARS:
            return None
        return born

    def _check(self) -> bool:
        wrong = [name for name, text in self._faults().items() if text]
        for name, text in self._faults().items():
            if text:
                self._fields[name].refuse(text)
        if wrong:
            self._fields[wrong[0]].editor.setFocus()
        return not wrong

    def _faults(self) -> dict[str, str]:
        named = self.family.text().strip() or self.given.text().strip()
        return {
            "family_name": "" if named else self.tr("A name is needed."),
            "birth_date": self._birth_fault() or ("" if self._born() else self.tr("The birth date is needed.")),
            "sex": "" if self.sex.value() else self.tr("Choose; intervals depend on it."),
            "number": "" if self.number.text().strip() else self.tr("A number is needed."),
        }

    def _birth_fault(self) -> str:
        born = self.birth.day()
        if not self.birth.text().strip():
            return ""
        if born is None:
            return self.tr("This is no date. Type it as {}.").format("12.3.1980")
        if born > self._today:
            return self.tr("This day is still to come.")
        return "" if self._born() else self.tr("Nobody is that old.")

    # Answers to the user

    def _echo_age(self) -> None:
        field = self._fields["birth_date"]
        born = self._born()
        if born is not None:
            field.say(self.tr("{} old").format(_age_words(born, self._today)))
        elif len(self.birth.text().strip()) >= 8:
            field.refuse(self._birth_fault())
        else:
            field.say()

    def _settle(self, name: str) -> None:
        field = self._fields[name]
        if field.is_refused and not self._faults().get(name):
            field.say()

    # Building

    def _sexes(self) -> tuple[tuple[str, object], ...]:
        return (
            (self.tr("Choose…"), None),
            (self.tr("female  ♀"), Sex.FEMALE),
            (self.tr("male  ♂"), Sex.MALE),
            (self.tr("unknown  ?"), Sex.UNKNOWN),
        )

    def _make_fields(self) -> dict[str, Field]:
        for box in (self.address, self.notes):
            box.setTabChangesFocus(True)
            box.setFixedHeight(76)
        return {
            "family_name": Field(self.tr("Family name"), self.family),
            "given_names": Field(self.tr("Given names"), self.given),
            "birth_date": Field(self.tr("Birth date"), self.birth, hint=self.tr("12.3.1980, 1980-03-12, 12 Mar 1980")),
            "sex": Field(self.tr("Sex, for reference intervals"), self.sex),
            "number": Field(self.tr("Patient number"), self.number),
            "address": Field(self.tr("Address"), self.address),
            "phone": Field(self.tr("Phone"), self.phone),
            "email": Field(self.tr("E-mail"), self.email),
            "referring_doctor": Field(self.tr("Referring doctor"), self.doctor),
            "language": Field(self.tr("Language of letters"), self.language),
            "notes": Field(self.tr("Notes"), self.notes),
        }

    def _build(self) -> None:
        get = self._fields.__getitem__
        person, contact = Card(self.tr("Person")), Card(self.tr("Contact and notes"))
        person.body.addWidget(Form((
            (get("family_name"), get("given_names")),
            (get("birth_date"), get("sex")),
            (get("number"), QWidget()),
        )))  # fmt: skip
        person.body.addWidget(self.preterm)
        contact.body.addWidget(Form((
            (get("address"), get("notes")),
            (get("phone"), get("email")),
            (get("referring_doctor"), get("language")),
        )))  # fmt: skip
        contact.body.addWidget(self.large_print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_4)
        column.addWidget(person)
        column.addWidget(contact)
        column.addStretch(1)

    def _connect(self) -> None:
        for name, line in {"family_name": self.family, "given_names": self.given, "number": self.number}.items():
            line.textEdited.connect(lambda _, field=name: self._settle(field))
            line.textEdited.connect(lambda _: self.edited.emit())
        self.given.textEdited.connect(lambda _: self._settle("family_name"))
        self.birth.date_changed.connect(lambda _: self._echo_age())
        self.birth.editingFinished.connect(self._echo_age)
        self.birth.date_changed.connect(lambda _: self.edited.emit())
        self.sex.picked.connect(lambda _: self._settle("sex"))
        for line in self._lines().values():
            line.textEdited.connect(self.touched)
        for box in (self.address, self.notes):
            box.textChanged.connect(self.touched)
        for choice in (self.sex, self.language):
            choice.picked.connect(self.touched)
        for tick in (self.preterm, self.large_print):
            tick.toggled.connect(self.touched)

    def offer(self, languages: Sequence[str]) -> None:
        """Let letters be in one of these; a new patient's are in the first."""
        self._languages = tuple(languages)

    def _start_contact(self, patient: Patient | None) -> None:
        lines = {self.phone: "phone", self.email: "email", self.doctor: "referring_doctor"}
        for line, name in lines.items():
            line.setText(getattr(patient, name) if patient else "")
        used = patient.language if patient else self._languages[0]
        self.language.set_items(tuple((language_name(code), code) for code in dict.fromkeys((*self._languages, used))))
        self.language.set_value(used)
        self.address.setPlainText(patient.address if patient else "")
        self.notes.setPlainText(patient.notes if patient else "")


def _age_words(born: date, today: date) -> str:
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months >= 24:
        return QCoreApplication.translate("People", "{} years").format(months // 12)
    return age_text(born, today)
