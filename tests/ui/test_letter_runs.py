"""Many letters at once, as a person makes them: chosen, looked through, made, leafed through, signed, printed."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from alpdesk.domain.letter_choice import Choosing, RunChoice
from alpdesk.domain.records import DecisionKind
from alpdesk.services import letter_writing
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.letter_runs.page import LetterRunsPage
from alpdesk.ui.letters.envelopes import EnvelopesDialog
from alpdesk.ui.letters.page import LettersPage
from alpdesk.ui.tasks import Run, Tasks, at_once
from tests.conftest import Clock
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels

DAY_OF_BIRTH = date(1975, 4, 2)
Answered = Callable[..., int]
Page = Callable[..., LetterRunsPage]


@pytest.fixture
def answered(empty_desk: Desk, enter: Enter) -> Answered:
    def entered(family: str, *, address: str = "5 High Street\nOxford") -> int:
        key = enter(family, alp="29")
        patients, decisions = empty_desk.patients, empty_desk.decisions
        patients.update(patients.get(key).model_copy(update={"address": address}))
        waiting = decisions.waiting(key)
        assert waiting is not None
        kind = DecisionKind.NO_ACTION
        decisions.sign(DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=kind, reason="Seen"))
        return key

    return entered


@pytest.fixture
def opened(qtbot: QtBot, empty_desk: Desk) -> Page:
    def page(run: Run = at_once) -> LetterRunsPage:
        made = on_screen(qtbot, LetterRunsPage(empty_desk, run), 700)
        made.reload()
        return made

    return page


def _column(page: LetterRunsPage, column: int) -> list[str]:
    model = page.review.model if page._stack.currentWidget() is page.review else page.run.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def _to_file(page: LetterRunsPage, place: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    page.output.printer = lambda: printer


def _print_by_key(qtbot: QtBot, page: LetterRunsPage, place: Path) -> None:
    _to_file(page, place)
    with qtbot.waitSignal(page.letter_printed):
        qtbot.keyClick(page.run.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def test_at_first_the_page_says_how_to_begin(opened: Page) -> None:
    page = opened()
    assert "No letters were made together yet" in shown_texts(page)
    assert "answered in the last 4 weeks" in shown_texts(page)
    assert page.start.due.hasFocus()


def test_when_nobody_is_due_it_says_so_and_offers_the_way_back(opened: Page) -> None:
    page = opened()
    page.start.due.click()
    assert "Nobody is due a letter by this rule now." in shown_texts(page)
    assert not page.review.make.isEnabled()
    page.review.back.click()
    assert page._stack.currentWidget() is page.start


def test_letters_are_looked_through_made_signed_and_printed_by_keyboard(
    qtbot: QtBot, opened: Page, answered: Answered, empty_desk: Desk, tmp_path: Path
) -> None:
    for name in ("Mensah", "Asante", "Boateng"):
        answered(name)
    page = opened()
    qtbot.keyClick(page.start.due, Qt.Key.Key_Return)
    assert _column(page, 0) == ["make"] * 3
    assert empty_desk.letters.list() == ()
    qtbot.keyClick(page.review.table, Qt.Key.Key_Space)
    assert _column(page, 0) == ["left out", "make", "make"]
    assert page.review.summary.text() == "2 letters will be made, 1 left out"
    with qtbot.waitSignal(page.letter_kept):
        qtbot.keyClick(page.review.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert _column(page, 1) == ["left out", "to be signed", "to be signed"]
    asked: list[str] = []

    def hesitate(text: str) -> bool:
        asked.append(text)
        return False

    page.sure = hesitate
    page.run.sign.click()
    assert asked == ["You have looked at 0 of the 2 letters."]
    for _ in range(2):
        qtbot.keyClick(page.run.table, Qt.Key.Key_Down)
    assert page.run.preview.document.pageCount() > 0
    page.run.sign.click()
    assert len(asked) == 1, "whoever has leafed through all is not asked"
    assert _column(page, 1) == ["left out", "signed, not sent yet", "signed, not sent yet"]
    page.run.both_sides.setChecked(True)
    _print_by_key(qtbot, page, tmp_path / "all.pdf")
    assert len(PdfReader(tmp_path / "all.pdf").pages) % 2 == 0
    assert all("printed" in state for state in _column(page, 1)[1:])
    assert page.run.print.isHidden() and page.run.sign.isHidden()
    qtbot.keyClick(page.run.table, Qt.Key.Key_Escape)
    assert page.start.model.rowCount() == 1
    assert "done" in str(page.start.model.index(0, 3).data())


def test_who_has_a_problem_is_left_out_at_first_and_may_be_taken_in(
    qtbot: QtBot, opened: Page, answered: Answered
) -> None:
    answered("Mensah", address="")
    page = opened()
    page.start.due.click()
    assert _column(page, 0) == ["left out"]
    assert "No postal address" in page.review.problems.text()
    assert not page.review.make.isEnabled()
    qtbot.keyClick(page.review.table, Qt.Key.Key_Space)
    assert _column(page, 0) == ["make"]
    assert page.review.make.text() == "Make 1 letter"


def test_what_is_held_back_cannot_be_taken_in_and_its_reason_is_kept(
    qtbot: QtBot, opened: Page, answered: Answered, enter: Enter, empty_desk: Desk
) -> None:
    answered("Mensah")
    nothing = enter("Nothing")
    numbers = " ".join(each.number for each in empty_desk.patients.some([nothing, 1]))
    page = opened()
    page.start.selection.click()
    page.start.whom.person.look.setText(numbers)
    page.start.whom.look.click()
    row = _column(page, 0).index("held back")
    page.review.table.selectRow(row)
    qtbot.keyClick(page.review.table, Qt.Key.Key_Space)
    assert _column(page, 0)[row] == "held back"
    page.review.make.click()
    page.run.table.selectRow(_column(page, 1).index("held back"))
    assert "Held back: No ALP result is on file" in shown_texts(page)


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Choose the patients"), ("9999, 8888", "9999, 8888"), ("Nobody Here", "Nobody is found")]
)
def test_a_selection_asks_for_people_that_exist(opened: Page, typed: str, said: str) -> None:
    page = opened()
    page.start.selection.click()
    page.start.whom.person.look.setText(typed)
    page.start.whom.look.click()
    assert said in page.start.whom._person.note()
    assert page._stack.currentWidget() is page.start


def test_patients_are_found_by_name_and_chosen_one_after_the_other_by_keyboard(
    qtbot: QtBot, opened: Page, answered: Answered, empty_desk: Desk
) -> None:
    for name in ("Mensah", "Asante", "Boateng"):
        answered(name)
    page = opened()
    qtbot.keyClick(page.start.table, Qt.Key.Key_S)
    whom = page.start.whom
    assert whom.person.look.hasFocus() and not whom.people.isVisible()
    for name in ("Asan", "Mens", "Asan", "Boat"):
        qtbot.keyClicks(whom.person.look, name)
        qtbot.keyClick(whom.person.look, Qt.Key.Key_Return)
        assert whom.person.look.text() == "" and not whom.person.people.isVisible()
    assert [whom.people.item(row).text().split(",")[0] for row in range(3)] == ["Asante", "Mensah", "Boateng"]
    assert whom.count.text() == "3 patients are chosen"
    whom.people.setFocus()
    whom.people.setCurrentRow(1)
    qtbot.keyClick(whom.people, Qt.Key.Key_Delete)
    qtbot.keyClick(whom.person.look, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.patient.name.split(",")[0] for one in page.review.candidates] == ["Asante", "Boateng"]
    qtbot.keyClick(page.review.table, Qt.Key.Key_Escape)
    page.start.selection.click()
    assert whom.people.count() == 2, "whoever goes back can go on choosing"
    qtbot.keyClick(whom.people, Qt.Key.Key_Escape)
    assert not whom.isVisible() and page.start.selection.hasFocus()
    assert "answered in the last 4 weeks" in shown_texts(page)


def test_whoever_is_marked_is_taken_and_a_whole_number_marks_who_has_it(
    qtbot: QtBot, opened: Page, answered: Answered, empty_desk: Desk
) -> None:
    keys = {answered(name): number for name, number in (("Mensah", "12"), ("Asante", "125"), ("Boateng", "1"))}
    for key, number in keys.items():
        empty_desk.patients.update(empty_desk.patients.get(key).model_copy(update={"number": f"9{number}"}))
        empty_desk.patients.update(empty_desk.patients.get(key).model_copy(update={"number": number}))
    page = opened()
    page.start.selection.click()
    whom = page.start.whom
    qtbot.keyClicks(whom.person.look, "12")
    whom.person.look.search_now()
    marked = whom.person.current()
    assert marked is not None and marked.number == "12"
    qtbot.keyClick(whom.person.look, Qt.Key.Key_Down)
    marked = whom.person.current()
    assert marked is not None and marked.number == "125", "another one is marked by hand"
    qtbot.keyClick(whom.person.look, Qt.Key.Key_Return)
    assert whom.people.item(0).text().startswith("Asante")


def test_envelopes_are_made_for_the_letters_of_a_run_that_may_leave(
    opened: Page, answered: Answered, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, address in (("Mensah", "5 High Street\nOxford"), ("Asante", ""), ("Boateng", "7 High Street\nOxford")):
        answered(name, address=address)
    shown: list[tuple[str, int]] = []

    def look_and_save(dialog: EnvelopesDialog) -> int:
        shown.append((shown_texts(dialog), dialog.preview.document.pageCount()))
        return 0

    monkeypatch.setattr(EnvelopesDialog, "exec", look_and_save)
    page = opened()
    page.start.due.click()
    page.review.table.selectRow(_column(page, 0).index("left out"))
    page.review.flip()
    page.review.make.click()
    assert not page.run.envelopes.isVisible(), "nothing may leave before it is signed"
    page.sure = lambda _: True
    page.run.sign.click()
    page.run.envelopes.click()
    ((text, pages),) = shown
    assert "For 2 letters" in text and "1 letter has no address and is left out." in text and pages == 2


def test_a_recall_run_goes_to_whom_something_is_overdue(
    opened: Page, enter: Enter, empty_desk: Desk, clock: Clock
) -> None:
    key = enter("Mensah", alp="29")
    waiting = empty_desk.decisions.waiting(key)
    assert waiting is not None
    due = empty_desk.context.today() + timedelta(days=30)
    empty_desk.decisions.sign(
        DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=DecisionKind.REPEAT, reason="Again", promised=due)
    )
    clock.now += timedelta(days=40)
    page = opened()
    page.start.recalls.click()
    assert _column(page, 2) == [f"Overdue since {due.day} {due:%b %Y}"]


class Gate:
    """Lets the records of two letters through and holds the third until it is opened."""

    def __init__(self) -> None:
        self.asked = 0
        self.open = Event()

    def __call__(self, *given: Any) -> Any:
        self.asked += 1
        if self.asked == 3:
            self.open.wait(20)
        return letter_writing.sources_of(*given)


def test_the_window_answers_while_letters_are_made_and_stops_when_asked(
    qtbot: QtBot, opened: Page, answered: Answered, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        answered(f"P{number}")
    tasks, gate = Tasks(), Gate()
    page = opened(tasks.run)
    page.start.due.click()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.review)
    monkeypatch.setattr("alpdesk.services.letter_making.sources_of", gate)
    monkeypatch.setattr("alpdesk.services.letter_making._A_READ", 1)
    page.review.make.click()
    qtbot.waitUntil(lambda: gate.asked == 3)
    ticked: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticked.append(1))
    timer.start(10)
    qtbot.waitUntil(lambda: len(ticked) > 5)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    gate.open.set()
    qtbot.waitUntil(lambda: not page.working.busy)
    assert len(empty_desk.letters.list()) < 4
    page.run.go_on.click()
    qtbot.waitUntil(lambda: not page.working.busy)
    assert sorted(letter.patient_name for letter in empty_desk.letters.list()) == [f"P{n}, Abena" for n in range(4)]
    assert not page.run.go_on.isVisible()
    tasks.wait()


def test_one_file_for_the_printer_holds_every_letter(
    opened: Page, answered: Answered, empty_desk: Desk, tmp_path: Path
) -> None:
    for name in ("Mensah", "Asante"):
        answered(name)
    page = opened()
    page.start.due.click()
    page.review.make.click()
    page.sure = lambda _: True
    page.run.sign.click()
    page.output.file = lambda name: tmp_path / name
    page.run.save.click()
    (file,) = tmp_path.glob("letters_*")
    assert file.name == "letters_2026-03-02_run1.pdf"
    text = " ".join(each.extract_text() for each in PdfReader(file).pages)
    assert "Mensah" in text and "Asante" in text
    assert not page.run.print.isVisible(), "the file is how these letters get to paper"
    last = empty_desk.letters.events(1)[-1]
    assert (last.kind.value, last.how) == ("printed", "PDF of many letters for the printer")


def test_who_was_not_signed_is_named_with_the_reason_and_the_others_are_signed(
    opened: Page, answered: Answered, empty_desk: Desk
) -> None:
    keys = [answered(name) for name in ("Mensah", HOSTILE)]
    page = opened()
    page.start.due.click()
    page.review.make.click()
    page.sure = lambda _: True
    patient = empty_desk.patients.get(keys[1])
    empty_desk.patients.update(patient.model_copy(update={"birth_date": DAY_OF_BIRTH}), "Misread")
    page.run.sign.click()
    assert sorted(_column(page, 1)) == ["signed, not sent yet", "to be signed"]
    told = page.trouble.accessibleName()
    assert "1 letter was not signed." in told and HOSTILE in told and "record has changed" in told
    assert "Mensah" not in told and page.trouble.isVisible()
    assert unsafe_labels(page) == []


def test_a_reminder_in_the_file_for_the_printer_counts_as_sent(
    opened: Page, enter: Enter, empty_desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    key = enter("Mensah", alp="29")
    waiting = empty_desk.decisions.waiting(key)
    assert waiting is not None
    draft = DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=DecisionKind.REPEAT, reason="Again")
    empty_desk.decisions.sign(draft.model_copy(update={"promised": empty_desk.context.today() + timedelta(days=30)}))
    clock.now += timedelta(days=45)
    page = opened()
    page.start.recalls.click()
    candidates = page.review.candidates
    line = empty_desk.letter_runs.begin("R", RunChoice(who=Choosing.RECALLS), candidates)
    empty_desk.letter_runs.make(line.run.id or 0)
    ready = empty_desk.letter_runs.to_print(line.run.id or 0)
    page.together.saving(ready, tmp_path / "all.pdf", both_sides=True)(lambda *_: None, lambda: False)
    (item,) = [one for one in empty_desk.decisions.recalls(key) if one.closed_on is None]
    assert [contact.letter_id for contact in empty_desk.followup.contacts(item.id or 0)] == list(ready)
    assert len(ready) == 1


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_noted(
    opened: Page, answered: Answered, empty_desk: Desk, tmp_path: Path
) -> None:
    answered("Mensah")
    page = opened()
    page.start.due.click()
    page.review.make.click()
    page.sure = lambda _: True
    page.run.sign.click()
    before = empty_desk.letters.events(1)
    page.output.file = lambda _: tmp_path / "no" / "folder.pdf"
    page.run.save.click()
    assert "was not written" in page.trouble.accessibleName()
    assert empty_desk.letters.events(1) == before


def test_a_hostile_name_is_literal_everywhere(opened: Page, answered: Answered) -> None:
    answered(HOSTILE)
    page = opened()
    page.start.due.click()
    assert unsafe_labels(page) == []
    assert HOSTILE in _column(page, 1)[0]
    page.review.make.click()
    assert unsafe_labels(page) == []


def test_the_list_of_letters_leads_to_many_letters(qtbot: QtBot, empty_desk: Desk) -> None:
    page = on_screen(qtbot, LettersPage(empty_desk), 600)
    with qtbot.waitSignal(page.runs_requested):
        page._many.click()
