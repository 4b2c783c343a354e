"""Writing a letter beside its own pages, keeping, saving and printing it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alpdesk.domain.letter import LetterDraft
from alpdesk.domain.records import LetterKind, LetterState
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.letter.page import LetterPage
from alpdesk.ui.letters.model import LettersModel
from alpdesk.ui.letters.page import LettersPage
from alpdesk.ui.widgets import Banner
from tests.ui.conftest import HOSTILE, Enter, shown_texts, unsafe_labels

Open = Callable[[int], LetterPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int, kind: LetterKind = LetterKind.PATIENT) -> LetterPage:
        page = LetterPage(empty_desk)
        qtbot.addWidget(page)
        page.resize(1060, 740)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.start(patient, kind.value)
        return page

    return opened


def _text(pdf: bytes) -> str:
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(words.split())


def _only(desk: Desk, patient: int) -> int:
    letters = desk.letters.list(patient)
    assert len(letters) == 1
    return letters[0].id


def _to_file(page: LetterPage | LettersPage, place: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(place))
    page.output.printer = lambda: printer
    return printer


def test_the_preview_shows_the_pages_of_the_pdf(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    document = page._preview.document
    assert document.pageCount() >= 1
    assert "Mensah" in document.getAllText(0).text()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_kind_of_letter_can_be_written(qtbot: QtBot, empty_desk: Desk, enter: Enter, kind: LetterKind) -> None:
    page = LetterPage(empty_desk)
    qtbot.addWidget(page)
    page.start(enter("Mensah", alp="29"), kind.value)
    assert page._preview.document.pageCount() >= 1
    assert page._editor.edits


def test_changed_words_are_on_the_page_a_breath_later(qtbot: QtBot, open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    first = next(iter(page._editor.edits.values()))
    first.setPlainText("We write to you about Tuesday.")
    qtbot.waitUntil(lambda: "about Tuesday" in page._preview.document.getAllText(0).text())


def test_a_letter_is_kept_with_the_words_as_they_stand(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    next(iter(page._editor.edits.values())).insertPlainText("We write to you about Tuesday. ")
    with qtbot.waitSignal(page.letter_kept) as kept:
        page._keep.click()
    assert kept.args == [patient]
    assert "about Tuesday" in _text(empty_desk.letters.bytes(_only(empty_desk, patient)))


def test_a_kept_letter_cannot_be_changed_and_shows_its_seal(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    page._keep.click()
    letter = empty_desk.letters.get(_only(empty_desk, patient))
    assert page._keep.isHidden()
    assert letter.sha256[:8] in page._issued.seal.text()
    page._presenter.keep()
    assert _only(empty_desk, patient) == letter.id


def test_when_keeping_fails_the_words_stay(
    open_page: Open, enter: Enter, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(enter("Mensah", alp="29"))
    edit = next(iter(page._editor.edits.values()))
    edit.setPlainText("My words")

    def fail(_: LetterDraft, **_more: object) -> None:
        raise AlpdeskError("The disk is full.")

    monkeypatch.setattr(empty_desk.letters, "keep", fail)
    page._keep.click()
    assert page._problem.accessibleName() == "Not kept: The disk is full. Your words are still here."
    assert edit.toPlainText() == "My words"


def test_the_copy_is_the_kept_bytes_and_its_name_names_nobody(
    open_page: Open, enter: Enter, empty_desk: Desk, tmp_path: Path
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    page._keep.click()
    offered: list[str] = []

    def choose(name: str) -> Path:
        offered.append(name)
        return tmp_path / name

    page.output.file = choose
    page._save.click()
    number = _only(empty_desk, patient)
    assert offered == [f"letter_2026-03-02_{number}.pdf"]
    assert (tmp_path / offered[0]).read_bytes() == empty_desk.letters.bytes(number)


def test_a_copy_that_cannot_be_written_says_so(open_page: Open, enter: Enter, tmp_path: Path) -> None:
    page = open_page(enter("Mensah", alp="29"))
    page._keep.click()
    page.output.file = lambda _: tmp_path / "no" / "such" / "folder.pdf"
    page._save.click()
    assert "was not written" in page._problem.accessibleName()


def test_the_printer_gets_as_many_pages_as_the_letter_has_and_the_letter_is_noted_as_printed(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk, tmp_path: Path
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    page._keep.click()
    _to_file(page, tmp_path / "printed.pdf")
    with qtbot.waitSignal(page.letter_printed):
        page._print.click()
    letter = empty_desk.letters.get(_only(empty_desk, patient))
    assert letter.state is LetterState.PRINTED
    printed, kept = PdfReader(tmp_path / "printed.pdf"), PdfReader(BytesIO(empty_desk.letters.bytes(letter.id)))
    assert len(printed.pages) == len(kept.pages)
    assert abs(float(printed.pages[0].mediabox.width) - float(kept.pages[0].mediabox.width)) < 2


def test_a_cancelled_print_is_not_noted(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    page._keep.click()
    page.output.printer = lambda: None
    page._print.click()
    assert empty_desk.letters.get(_only(empty_desk, patient)).state is LetterState.SIGNED


def test_warnings_stand_above_the_words(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    said = [banner.accessibleName() for banner in page._left.findChildren(Banner)]
    assert said
    assert all(said)


def test_zoom_goes_in_and_out(open_page: Open, enter: Enter) -> None:
    page = open_page(enter("Mensah", alp="29"))
    page._preview.larger.click()
    larger = page._preview.view.zoomFactor()
    page._preview.smaller.click()
    assert page._preview.view.zoomFactor() < larger


def test_a_hostile_name_is_literal_on_the_screen_and_on_the_page(open_page: Open, enter: Enter) -> None:
    page = open_page(enter(HOSTILE, alp="29"))
    assert unsafe_labels(page) == []
    assert "<b>Bobby</b>" in page._preview.document.getAllText(0).text().replace("\n", " ").replace("\r", "")


@pytest.fixture
def letters_page(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> LettersPage:
    for name in ("Mensah", "Asante"):
        patient = enter(name, alp="29")
        empty_desk.letters.keep(empty_desk.letters.compose(patient, LetterKind.PATIENT))
    page = LettersPage(empty_desk)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.reload()
    return page


def _patients(page: LettersPage) -> list[str]:
    return [str(page._model.index(row, 2).data()) for row in range(page._model.rowCount())]


def test_letters_not_printed_come_first(letters_page: LettersPage, empty_desk: Desk) -> None:
    assert set(_patients(letters_page)) == {"Mensah, Abena", "Asante, Abena"}
    empty_desk.letters.mark_printed(empty_desk.letters.list()[0].id)
    letters_page.reload()
    assert len(_patients(letters_page)) == 1
    letters_page._all.click()
    assert len(_patients(letters_page)) == 2


def test_enter_opens_a_letter(qtbot: QtBot, letters_page: LettersPage) -> None:
    first = letters_page._model.letter(0)
    with qtbot.waitSignal(letters_page.letter_opened) as opened:
        letters_page._table.activate_current()
    assert opened.args == [first.id]


def test_printing_from_the_list_takes_the_letter_off_it(
    qtbot: QtBot, letters_page: LettersPage, tmp_path: Path
) -> None:
    _to_file(letters_page, tmp_path / "printed.pdf")
    with qtbot.waitSignal(letters_page.letter_printed):
        letters_page._print.click()
    assert len(_patients(letters_page)) == 1
    assert (tmp_path / "printed.pdf").stat().st_size > 0


def test_the_letters_model_is_sound_and_reads_on(
    qtbot: QtBot, letters_page: LettersPage, qtmodeltester: ModelTester, empty_desk: Desk
) -> None:
    rows = letters_page._after(None)
    model = LettersModel(lambda _: {})
    model.show_rows(rows[:1], lambda _: rows[1:] if model.rowCount() == 1 else ())
    qtmodeltester.check(model)
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == len(rows)


def test_no_letters_say_where_they_come_from(qtbot: QtBot, empty_desk: Desk) -> None:
    page = LettersPage(empty_desk)
    qtbot.addWidget(page)
    page.show()
    page.reload()
    page._all.click()
    assert "No letters yet" in shown_texts(page)


def test_a_patient_without_results_gets_a_sentence_instead_of_a_letter(
    qtbot: QtBot, empty_desk: Desk, enter: Enter
) -> None:
    page = LetterPage(empty_desk)
    qtbot.addWidget(page)
    page.show()
    page.start(enter("Mensah", born=date(1990, 1, 1)), "patient")
    assert page._problem.accessibleName() or page._preview.document.pageCount() >= 1


def test_words_of_a_letter_that_was_left_are_there_again(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    next(iter(page._editor.edits.values())).setPlainText("We write about Tuesday.")
    page.start(patient, LetterKind.REFERRAL.value)
    page.start(patient, LetterKind.PATIENT.value)
    assert next(iter(page._editor.edits.values())).toPlainText() == "We write about Tuesday."
    page._anew.click()
    assert next(iter(page._editor.edits.values())).toPlainText() != "We write about Tuesday."
    assert empty_desk.drafts.list() == ()


def test_a_kept_letter_leaves_no_words_behind(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    page = open_page(enter("Mensah", alp="29"))
    next(iter(page._editor.edits.values())).insertPlainText("We write about Tuesday. ")
    page._keep.click()
    assert empty_desk.drafts.list() == ()


def test_a_referral_asks_for_its_address_and_takes_it(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk
) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    page.start(patient, LetterKind.REFERRAL.value)
    recipient = page._editor.recipient
    assert recipient is not None
    qtbot.waitUntil(recipient.hasFocus)
    assert "Enter the specialist's name" in shown_texts(page)
    qtbot.keyClicks(recipient, "Dr Bone")
    recipient.insertPlainText("\n9 Joint Road")
    qtbot.waitUntil(lambda: "Enter the specialist's name" not in shown_texts(page))
    page._keep.click()
    assert "Dr Bone 9 Joint Road" in _text(empty_desk.letters.bytes(_only(empty_desk, patient)))


def test_a_sentence_that_must_not_be_said_is_not_kept(open_page: Open, enter: Enter, empty_desk: Desk) -> None:
    patient = enter("Mensah", alp="29")
    page = open_page(patient)
    next(iter(page._editor.edits.values())).setPlainText("There is nothing to worry about.")
    page._keep.click()
    assert not empty_desk.letters.list(patient)
    assert not page._problem.isHidden()
