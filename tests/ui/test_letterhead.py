"""The clinic's paper in the settings, envelopes for letters of the list, and the tick for large print."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.ui.letter.output import Output
from alpdesk.ui.letter.page import LetterPage
from alpdesk.ui.letters.envelopes import EnvelopesDialog
from alpdesk.ui.patients.form_page import PatientFormPage
from alpdesk.ui.settings.letterhead import LetterheadSection
from alpdesk.ui.settings.svg_picture import png_of
from tests.letters.geometry import words_of
from tests.letters.test_logo import OPEN
from tests.ui.conftest import Enter, shown_texts, unsafe_labels

DRAWN = f'{OPEN}<rect width="20" height="20" fill="#0a5a62"/></svg>'
SAMPLED = date(2026, 3, 1)


@pytest.fixture
def section(qtbot: QtBot, empty_desk: Desk) -> LetterheadSection:
    section = LetterheadSection(empty_desk)
    qtbot.addWidget(section)
    section.show()
    section.reload()
    return section


def drawing(folder: Path, content: str = DRAWN) -> Path:
    (folder / "logo.svg").write_text(content, encoding="utf-8")
    return folder / "logo.svg"


def test_a_drawing_becomes_a_picture_of_its_own_shape_on_white() -> None:
    image = QImage.fromData(QByteArray(png_of(DRAWN.encode())))
    assert (image.width(), image.height()) == (1800, 900)
    assert image.pixelColor(400, 400).name() == "#0a5a62" and image.pixelColor(1700, 400).name() == "#ffffff"


@pytest.mark.parametrize("box", ["0 0 0 0", "0 0 1000 1"])
def test_a_drawing_without_a_shape_for_a_letterhead_is_refused(box: str) -> None:
    with pytest.raises(AlpdeskError, match="save it as a PNG"):
        png_of(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><g/></svg>'.encode())


def test_a_picture_is_taken_on_shown_withdrawn_and_both_can_be_undone(
    section: LetterheadSection, empty_desk: Desk, tmp_path: Path
) -> None:
    assert "No picture" in shown_texts(section) and not section.withdraw.isVisible()
    section.file = lambda: drawing(tmp_path)
    section.choose.click()
    logo = empty_desk.letterhead.logo()
    assert logo is not None and "logo.svg" in shown_texts(section) and section.picture.isVisible()
    section.withdraw.click()
    assert empty_desk.letterhead.logo() is None and not section.picture.isVisible()
    section.undo.click()
    assert empty_desk.letterhead.logo() == logo and section.picture.isVisible()
    section.undo.click()
    assert empty_desk.letterhead.logo() is None and not section.undo.isVisible()
    assert unsafe_labels(section) == []


def test_a_picture_that_does_more_is_refused_in_a_sentence_and_nothing_changes(
    section: LetterheadSection, empty_desk: Desk, tmp_path: Path
) -> None:
    section.file = lambda: drawing(tmp_path, f"{OPEN}<script/></svg>")
    section.choose.click()
    assert section.trouble.isVisible() and "holds <script>" in shown_texts(section)
    assert empty_desk.letterhead.logos() == ()


def test_the_place_of_the_address_is_kept_shown_and_undone(section: LetterheadSection, empty_desk: Desk) -> None:
    section.form.set_value("uk")
    section.save.click()
    assert empty_desk.clinic.get().address_form == "uk"
    section.undo.click()
    assert empty_desk.clinic.get().address_form is None and section.form.value() == ""


def test_only_places_for_the_clinics_paper_are_offered(section: LetterheadSection, empty_desk: Desk) -> None:
    assert [section.form.itemData(row) for row in range(section.form.count())] == ["", "din5008b", "din5008a", "uk"]
    empty_desk.clinic.update(empty_desk.clinic.get().model_copy(update={"paper": "Letter"}))
    section.reload()
    assert [section.form.itemData(row) for row in range(section.form.count())] == ["", "us"]


@pytest.fixture
def patient(empty_desk: Desk, enter: Enter) -> int:
    key = enter("Bloom", alp="34", collected=SAMPLED)
    kept = empty_desk.patients.get(key)
    empty_desk.patients.update(kept.model_copy(update={"address": "5 High Street\nOxford", "large_print": True}))
    return key


@pytest.fixture
def dialog(qtbot: QtBot, empty_desk: Desk, patient: int, tmp_path: Path) -> EnvelopesDialog:
    return opened(qtbot, empty_desk, patient, tmp_path)


def opened(qtbot: QtBot, desk: Desk, patient: int, folder: Path) -> EnvelopesDialog:
    letter = desk.letters.keep(desk.letters.compose(patient, "patient")).id
    page = LetterheadSection(desk)
    qtbot.addWidget(page)
    output = Output(page)
    output.file = lambda name: folder / name
    dialog = EnvelopesDialog(desk, output, [letter], page)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_labels_begin_where_the_sheet_was_left_and_are_saved(
    dialog: EnvelopesDialog, empty_desk: Desk, tmp_path: Path
) -> None:
    assert not dialog.start.isVisible() and dialog.preview.document.pageCount() == 1
    dialog.form.set_value("a4_21")
    assert dialog.start.isVisible() and dialog.start.maximum() == 21
    dialog.start.setValue(21)
    before = empty_desk.context.database.head().seq
    dialog.save.click()
    (words,) = words_of((tmp_path / "envelopes.pdf").read_bytes())
    assert all(word.top > 700 and word.left > 380 for word in words) and "Oxford" in {word.text for word in words}
    assert "envelopes.pdf" in dialog.said and not dialog.isVisible()
    assert empty_desk.context.database.head().seq == before + 1


def test_an_envelope_is_printed_and_without_a_printer_the_dialog_stays(
    dialog: EnvelopesDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialog._output, "printer", lambda: None)
    dialog.accept()
    assert dialog.isVisible() and dialog.said == ""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    monkeypatch.setattr(dialog._output, "printer", lambda: printer)
    dialog.accept()
    assert dialog.said and (tmp_path / "out.pdf").stat().st_size > 0


def test_a_letter_without_an_address_makes_no_envelope(
    qtbot: QtBot, empty_desk: Desk, enter: Enter, tmp_path: Path
) -> None:
    dialog = opened(qtbot, empty_desk, enter("Ash", alp="34", collected=SAMPLED), tmp_path)
    assert dialog.problem.isVisible() and not dialog.preview.isVisible()
    dialog.accept()
    dialog.save.click()
    assert dialog.isVisible() and not (tmp_path / "envelopes.pdf").exists()


def test_large_print_is_ticked_with_the_patient(qtbot: QtBot, empty_desk: Desk, patient: int) -> None:
    page = PatientFormPage(empty_desk)
    qtbot.addWidget(page)
    page.start(patient)
    assert page.form.large_print.isChecked()
    page.form.large_print.click()
    read = page.patient()
    assert read is not None and read.large_print is False


def test_who_was_never_asked_for_large_print_stays_so_until_ticked(
    qtbot: QtBot, empty_desk: Desk, enter: Enter
) -> None:
    page = PatientFormPage(empty_desk)
    qtbot.addWidget(page)
    page.start(enter("Ash"))
    read = page.patient()
    assert read is not None and read.large_print is None
    page.form.large_print.click()
    read = page.patient()
    assert read is not None and read.large_print is True


def test_a_letter_is_set_in_large_print_by_a_tick_and_kept_so(qtbot: QtBot, empty_desk: Desk, enter: Enter) -> None:
    key = enter("Ash", alp="34", collected=SAMPLED)
    page = LetterPage(empty_desk)
    qtbot.addWidget(page)
    page.show()
    page.start(key, "patient")
    usual = page._preview.document.pageCount()
    assert not page._large.isChecked() and page._large.isVisible()
    page._large.click()
    assert page._preview.document.pageCount() > usual
    page._keep.click()
    (letter,) = empty_desk.letters.list(key)
    assert empty_desk.letters.draft(letter.id).large_print and not page._large.isVisible()


def test_a_letter_to_a_colleague_has_no_tick_for_large_print(qtbot: QtBot, empty_desk: Desk, patient: int) -> None:
    page = LetterPage(empty_desk)
    qtbot.addWidget(page)
    page.show()
    page.start(patient, "patient")
    assert page._large.isChecked()
    page.start(patient, "referral")
    assert not page._large.isVisible()
