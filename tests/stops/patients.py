"""The list of patients and the form of one."""

from collections.abc import Iterator

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops among the patients."""
    yield "patients", lambda: guide.go("patients")
    yield "patients-nobody", lambda: _nobody(guide)
    yield "patient-new", lambda: guide.go("patient_form")
    yield "patient-new-refused", lambda: _refused(guide)
    yield "patient-twin", lambda: _twin(guide)
    yield "deeds-patient", lambda: _deeds(guide)
    yield "patient-taking-out", lambda: _taking_out(guide)
    yield "deeds", lambda: guide.go("deeds")
    yield "patient-edit", lambda: guide.go("patient_form", guide.patient())
    yield "patient-edit-signed", lambda: _turned(guide)


def _deeds(guide: Guide) -> None:
    guide.desk.looks.opened(guide.patient())
    guide.desk.looks.searched("1003")
    guide.go("deeds", guide.patient())


def _taking_out(guide: Guide) -> QWidget:
    guide.go("patient", guide.patient())
    page = guide.page("patient")
    page.taking_out.ask(guide.patient())
    dialog: QWidget = page.taking_out.dialog
    page.taking_out.dialog.submit()
    return dialog


def _nobody(guide: Guide) -> None:
    guide.go("patients")
    guide.page("patients").search.setText("zzyzx")
    QTest.qWait(150)


def _refused(guide: Guide) -> None:
    guide.go("patient_form")
    page = guide.page("patient_form")
    page.form.birth.setFocus()
    QTest.keyClicks(page.form.birth, "31.2.1980")
    page.save.click()


def _turned(guide: Guide) -> None:
    guide.go("patient_form", guide.patient())
    page = guide.page("patient_form")
    first = guide.desk.patients.record(guide.patient()).panels[0].panel.collected
    page.form.birth.set_date(first.replace(year=first.year - 6))
    page.save.click()


def _twin(guide: Guide) -> None:
    guide.go("patient_form")
    form = guide.page("patient_form").form
    one = guide.desk.patients.get(guide.patient())
    form.family.setText(one.family_name)
    form.given.setText(one.given_names)
    form.birth.clear()
    QTest.keyClicks(form.birth, f"{one.birth_date:%d.%m.%Y}")
    QTest.keyClicks(form.given, " ")
    QTest.qWait(400)
