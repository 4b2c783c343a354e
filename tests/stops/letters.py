"""The letters, written and kept."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from alpdesk.ui.letter import words
from alpdesk.ui.letter.password import PasswordDialog
from alpdesk.ui.letters.envelopes import EnvelopesDialog
from tests.stops.guide import Guide, Stop


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the stops among the letters."""
    low = guide.patient()
    for kind in ("patient", "referral"):
        yield f"letter-{kind}", partial(_write, guide, low, kind)
    yield "letter-faults", partial(_spoil, guide, low)
    yield "letter-kept", partial(_keep, guide, low)
    yield "letter-search", partial(_search, guide, low)
    yield "letters", lambda: guide.go("letters")
    yield "letters-to-sign", partial(_to_sign, guide)
    yield "letter-runs-empty", lambda: guide.go("letter_runs")
    yield "letter-runs-selection", partial(_select, guide)
    yield "letter-runs-review", partial(_look_through, guide)
    yield "letter-runs-run", partial(_make, guide)
    yield "letter-runs-signed", partial(_sign, guide)
    yield "letter-runs", partial(_runs, guide)
    yield (
        "letter-password",
        lambda: guide.show(
            PasswordDialog(QCoreApplication.translate("Tour", "Choose a password"), words.why_a_password_by_mail())
        ),
    )
    yield "letters-labels", lambda: _labels(guide, low)


def _write(guide: Guide, patient: int, kind: str) -> None:
    guide.go("letter", patient, kind)
    QTest.qWait(1200)  # the pages are drawn beside the window's own work


def _labels(guide: Guide, patient: int) -> QWidget:
    desk = guide.desk
    desk.patients.update(desk.patients.get(patient).model_copy(update={"address": "5 High Street\nOxford OX2 2BB"}))
    draft = desk.letters.compose(patient, "patient")
    letter = desk.letters.keep(draft, seen_to={warning.id for warning in draft.warnings if warning.asks})
    guide.go("letters")
    page = guide.page("letters")
    dialog = EnvelopesDialog(desk, page.output, [letter.id], page)
    dialog.form.set_value("a4_21")
    dialog.start.setValue(5)
    dialog.show()
    QTest.qWait(1200)
    return dialog


def _spoil(guide: Guide, patient: int) -> None:
    """Write what is wrong, what is poor and what must not be said."""
    _write(guide, patient, "patient")
    page = guide.page("letter")
    for name, said in (("about", "There is nothing to worry about."), ("contact", "Come on 5 June 2030 to room 77.")):
        page._editor.edits[name].appendPlainText(said)
    page._presenter.preview()
    page._faults.go_on()
    QTest.qWait(1200)


def _keep(guide: Guide, patient: int) -> None:
    _write(guide, patient, "recall")
    page = guide.page("letter")
    for strip in list(page._faults.strips.values()):
        strip.button.click() if strip.button.text() == page._faults.tr("Seen to") else None
    page._keep.click()
    page._presenter.pass_on("to her husband at the desk")
    QTest.qWait(1200)


def _to_sign(guide: Guide) -> None:
    """Keep some letters unsigned and show them as they wait."""
    letters = guide.desk.letters
    for patient in guide.desk.patients.search("", limit=12).items:
        draft = letters.compose(patient.id, "summary")
        if not draft.stops():
            letters.keep(draft, sign=False)
    guide.go("letters")
    QTest.qWait(1200)


def _search(guide: Guide, patient: int) -> None:
    _write(guide, patient, "referral")
    search = guide.page("letter")._preview.search
    search.open()
    search.field.setText("calcium")
    QTest.qWait(1200)


def _select(guide: Guide) -> None:
    page = guide.page("letter_runs")
    page.start.selection.click()
    page.start.whom.person.look.setText(" ".join(str(number) for number in range(1001, 1013)))
    QTest.keyClick(page.start.whom.person.look, Qt.Key.Key_Return)


def _look_through(guide: Guide) -> None:
    page = guide.page("letter_runs")
    page.start.whom.look.click()
    guide.wait_for(lambda: not page.working.busy)


def _make(guide: Guide) -> None:
    page = guide.page("letter_runs")
    for row in range(page.review.model.rowCount()):
        if not page.review.candidates[row].stopped and row % 2:
            page.review.table.selectRow(row)
            page.review.flip()
    page.review.make.click()
    guide.wait_for(lambda: not page.working.busy)
    made = next((row for row, each in enumerate(page.run._letters) if each.letter is not None), 0)
    page.run.table.selectRow(made)
    QTest.qWait(1200)


def _sign(guide: Guide) -> None:
    page = guide.page("letter_runs")
    page.sure = lambda _: True
    page.run.sign.click()
    guide.wait_for(lambda: not page.working.busy)


def _runs(guide: Guide) -> None:
    guide.page("letter_runs").run.back.click()
