"""Putting records right: every dialog, and a patient after it."""

from collections.abc import Iterator

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from alpdesk.domain.assessment import Urgency
from alpdesk.domain.records import LetterKind, Patient
from alpdesk.services.panels import ResultDraft
from alpdesk.ui.records import words
from alpdesk.ui.records.conflict import ConflictDialog, clashes
from tests.stops.guide import Guide, Stop

MADE_UP = ("Mensah-Owusu", "Moves to her daughter's in June")


def stops(guide: Guide) -> Iterator[tuple[str, Stop]]:
    """Yield the dialogs that correct, withdraw, move and merge, and what they leave."""
    yield "records-correct", lambda: _correct(guide)
    yield "records-withdraw", lambda: _ask(guide, "withdraw_panel", "12 Jan 2026")
    yield "records-sample", lambda: _ask(guide, "correct_sample")
    yield "records-move", lambda: _people(guide, "move")
    yield "records-merge", lambda: _people(guide, "merge")
    yield "records-after", lambda: _after(guide)
    yield "records-history", lambda: _history(guide)
    yield "records-versions", lambda: _versions(guide)
    yield "records-conflict", lambda: _conflict(guide)


def _other(guide: Guide) -> int:
    """Return a waiting patient with several samples that no other area looks at, and to whom a letter may go."""
    lows = (low for low in guide.desk.worklist.today().unanswered if low.urgency is not Urgency.EMERGENCY)
    waiting = [low.patient.id for low in lows if low.patient.id != guide.patient()]
    return next(one for one in waiting if len(guide.desk.patients.record(one).panels) > 1)


def _opened(guide: Guide, patient: int) -> QWidget:
    guide.go("patient", patient)
    shown: QWidget = guide.page("patient")
    return shown


def _correct(guide: Guide) -> QWidget:
    _opened(guide, guide.patient())
    page = guide.page("patient")
    panel = guide.desk.patients.record(guide.patient()).panels[-1]
    page._records.correct(panel.panel.id, panel.result("alp").id)  # type: ignore[union-attr]  # the story has an ALP
    dialog: QWidget = page._records.dialog
    page._records.dialog.value.clear()
    QTest.keyClicks(page._records.dialog.value, "31")
    return dialog


def _ask(guide: Guide, what: str, *more: str) -> QWidget:
    _opened(guide, guide.patient())
    page = guide.page("patient")
    getattr(page._records, what)(guide.desk.patients.record(guide.patient()).panels[-1].panel.id, *more)
    page._records.dialog.submit()
    dialog: QWidget = page._records.dialog
    return dialog


def _people(guide: Guide, what: str) -> QWidget:
    _opened(guide, guide.patient())
    page, patient = guide.page("patient"), guide.patient()
    other = guide.desk.patients.get(_other(guide))
    if what == "merge":
        page._records.merge(patient)
    else:
        page._records.move(guide.desk.patients.record(patient).panels[-1].panel.id, "12 Jan 2026")
    dialog: QWidget = page._records.dialog
    QTest.keyClicks(page._records.dialog.person.look, other.number)
    page._records.dialog.person.look.search_now()
    return dialog


def _after(guide: Guide) -> QWidget:
    patient, desk = _other(guide), guide.desk
    draft = desk.letters.compose(patient, LetterKind.PATIENT)
    desk.letters.keep(draft, seen_to={warning.id for warning in draft.warnings if warning.asks})
    _opened(guide, patient)
    page = guide.page("patient")
    panel = desk.patients.record(patient).panels[-1]
    page._records.correct(panel.panel.id, panel.result("alp").id)  # type: ignore[union-attr]  # it waits for an answer
    dialog = page._records.dialog
    dialog.value.setText("88")
    dialog.reason.setText("The report says 88; the first digit was read as a 3")
    dialog.act.click()
    shown: QWidget = page._records.dialog
    return shown


def _history(guide: Guide) -> None:
    patient, desk = _changed(guide), guide.desk
    panel = desk.patients.record(patient).panels[0]
    desk.corrections.void_panel(panel.panel.id or 0, "Drawn from somebody else")
    _opened(guide, patient)
    guide.page("patient")._tabs.setCurrentIndex(guide.page("patient")._tabs.count() - 1)


def _versions(guide: Guide) -> None:
    patient, desk = _changed(guide), guide.desk
    panel = desk.patients.record(patient).panels[-1]
    draft = ResultDraft(analyte="alp", value="86", unit="U/L")
    standing = panel.result("alp")
    assert standing is not None
    desk.corrections.correct(panel.panel.id or 0, standing.id or 0, draft, "Looked at once more")
    _opened(guide, patient)
    guide.page("patient")._records.tell_versions(panel.panel.id, "alp")


def _changed(guide: Guide) -> int:
    """Return the patient whose value was corrected at an earlier stop, or correct one now."""
    desk = guide.desk
    for low in desk.worklist.today().unanswered:
        if desk.corrections.of_patient(low.patient.id):
            return low.patient.id
    patient = _other(guide)
    panel = desk.patients.record(patient).panels[-1]
    standing = panel.result("alp")
    assert standing is not None
    draft = ResultDraft(analyte="alp", value="88", unit="U/L")
    desk.corrections.correct(panel.panel.id or 0, standing.id or 0, draft, "The first digit was read as a 3")
    return patient


def _conflict(guide: Guide) -> QWidget:
    base = guide.desk.patients.get(guide.patient())
    yours: Patient = base.model_copy(update={"phone": "01865 100 200", "notes": MADE_UP[1]})
    theirs = base.model_copy(update={"phone": "01865 100 300", "family_name": MADE_UP[0]})
    found = clashes(base, yours, theirs, words.person_fields())
    return guide.show(ConflictDialog(found, guide.window))
