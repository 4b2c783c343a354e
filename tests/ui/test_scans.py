"""The scanned report beside the form: attached, shown, kept with the draft; hostile files open nothing."""

import warnings
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from alpdesk import settings as remembered
from alpdesk.services.desk import Desk
from alpdesk.ui.panel.page import PanelPage
from alpdesk.ui.patient.page import PatientPage
from alpdesk.ui.scans.picture import read_picture
from alpdesk.ui.scans.window import ScanWindow
from alpdesk.ui.widgets import QuietButton
from tests.services import papers
from tests.ui.conftest import Enter, on_screen, shown_texts, unsafe_labels
from tests.ui.keyboard import Keyboard

Open = Callable[[int], PanelPage]


@pytest.fixture
def open_page(qtbot: QtBot, empty_desk: Desk) -> Open:
    def opened(patient: int) -> PanelPage:
        page = on_screen(qtbot, PanelPage(empty_desk), 740)
        page.start(patient)
        return page

    return opened


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report 4711.pdf"
    path.write_bytes(papers.pdf(pages=3))
    return path


def _drop(page: PanelPage, *paths: Path) -> None:
    """Let files fall on the form, as a file manager does."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    where = page._sheet.mapTo(page._beside, QPoint(20, 20))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        entering = QDragEnterEvent(where, copy, files, left, none)
    QApplication.sendEvent(page._beside, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(page._beside, QDropEvent(QPointF(where), copy, files, left, none))


def test_a_report_is_dropped_on_the_form_and_stands_beside_it(open_page: Open, enter: Enter, report: Path) -> None:
    page = open_page(enter("Mensah"))
    assert not page._scans.isVisible()
    _drop(page, report)
    assert page._scans.isVisible()
    assert page._scans.view.isVisible()
    assert page._scans.choice.currentText() == "report 4711.pdf"
    assert "3 pages" in shown_texts(page._scans)
    assert page._sheet.isVisible()
    assert unsafe_labels(page) == []


@pytest.mark.parametrize("width", [784, 1016, 1400])
def test_no_unit_is_cut_beside_a_scan(open_page: Open, enter: Enter, report: Path, width: int) -> None:
    page = open_page(enter("Mensah", alp="29"))
    page.resize(width, 760)
    _drop(page, report)
    QApplication.processEvents()
    for row in page._sheet._rows.values():
        inside = row.unit.lineEdit()
        assert inside is not None
        assert inside.fontMetrics().horizontalAdvance(row.unit.currentText()) <= inside.width() - 2, row.analyte


def test_ctrl_o_attaches_and_f6_goes_there_and_back(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(enter("Mensah"))
    monkeypatch.setattr("alpdesk.ui.scans.pane.QFileDialog.getOpenFileName", lambda *_: (str(report), ""))
    keys.enter()
    cell = keys.focus()
    keys.press(Qt.Key.Key_F6)
    assert keys.focus() is cell, "there is nothing to go to yet"
    keys.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert page._scans.isVisible()
    keys.press(Qt.Key.Key_F6)
    assert page._scans.isAncestorOf(keys.focus())
    keys.press(Qt.Key.Key_F6)
    assert keys.focus() is cell


def test_the_scan_stays_with_the_draft_and_with_the_kept_sample(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, report: Path
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    _drop(page, report)
    page.hide()
    assert [draft.kind for draft in empty_desk.drafts.list()] == ["panel"], "a scan alone is worth keeping"
    again = on_screen(qtbot, PanelPage(empty_desk), 740)
    again.start(patient)
    assert again._scans.choice.currentText() == "report 4711.pdf"
    again._clear.click()
    assert again._scans.isVisible(), "clearing the values does not take the scan away"
    again._sheet.go_first()
    keys.type("62")
    keys.save()
    assert [scan.name for scan in empty_desk.attachments.of_patient(patient)] == ["report 4711.pdf"]
    again.start(patient)
    assert not again._scans.isVisible(), "the next panel has no scan yet"


def test_a_picture_is_shown_and_zoomed(open_page: Open, enter: Enter, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(papers.png(800, 600))
    page = open_page(enter("Mensah"))
    _drop(page, path)
    view = page._scans.view
    assert view.currentWidget() is view._picture
    fitted = view._picture.zoom()
    page._scans._buttons["zoom-in"].click()
    assert view._picture.zoom() > fitted
    view.setFocus()
    QTest.keyClick(view._picture, Qt.Key.Key_0)
    assert view._picture.zoom() == pytest.approx(fitted)


@pytest.mark.parametrize("kind", ["jpg", "png", "tif"])
def test_every_kind_of_picture_is_read(qapp: QApplication, tmp_path: Path, kind: str) -> None:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    path = tmp_path / f"page.{kind}"
    assert image.save(str(path))
    types = {"jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}
    found = read_picture(path.read_bytes(), types[kind])
    assert found is not None
    assert found.width() == 64


@pytest.mark.parametrize("name", papers.HOSTILE)
def test_a_hostile_file_is_one_sentence_and_opens_nothing(
    open_page: Open, enter: Enter, empty_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content, said = papers.HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(content)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: pytest.fail("something was opened outside"))
    page = open_page(enter("Mensah"))
    _drop(page, path)
    assert page._problem.accessibleName().startswith(said)
    assert not page._scans.isVisible()
    assert empty_desk.drafts.list() == ()


@pytest.mark.qt_log_ignore(
    "JPEG datastream contains no image", "zero tag directories", "Failed to read directory", "does not support"
)
@pytest.mark.parametrize("content", [b"%PDF-1.4\nnothing\nstartxref\n0\n%%EOF", papers.JPEG, papers.TIFF])
def test_what_looks_sound_and_cannot_be_read_is_kept_and_said(
    open_page: Open, enter: Enter, empty_desk: Desk, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    page = open_page(enter("Mensah"))
    _drop(page, path)
    assert not page._scans.view.isVisible()
    assert "broken cannot be shown here; it is kept as it was added." in shown_texts(page._scans)


def test_a_link_in_a_report_is_not_followed(
    open_page: Open, enter: Enter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.linkURL("https://example.org/", (0, 0, 600, 850))
    canvas.drawString(100, 700, "click")
    canvas.save()
    path = tmp_path / "link.pdf"
    path.write_bytes(buffer.getvalue())
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *url: opened.append(url))
    page = open_page(enter("Mensah"))
    _drop(page, path)
    QTest.mouseClick(page._scans.view._pages.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert opened == []


def test_a_scan_is_withdrawn_with_a_reason_and_the_form_takes_the_room_back(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, report: Path
) -> None:
    page = open_page(enter("Mensah"))
    _drop(page, report)
    page._scans._buttons["trash-2"].click()
    keys.enter()
    assert page._scans.has_scans(), "not without a reason"
    keys.enter("of somebody else")
    assert not page._scans.isVisible()
    assert page._presenter._entry is not None
    assert empty_desk.attachments.list(page._presenter._entry.uid) == ()


def test_a_reason_that_was_meant_for_one_scan_withdraws_no_other(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, report: Path, tmp_path: Path
) -> None:
    page = open_page(enter("Mensah"))
    _drop(page, report)
    other = tmp_path / "other.png"
    other.write_bytes(papers.png())
    page._scans._buttons["trash-2"].click()
    page._scans._withdrawing.reason.setText("of somebody else")
    _drop(page, other)
    assert page._scans._withdrawing.isHidden()
    page._scans._withdrawing.keep.click()
    assert page._presenter._entry is not None
    kept = empty_desk.attachments.list(page._presenter._entry.uid)
    assert "other.png" in [scan.name for scan in kept]


def test_escape_puts_the_question_away(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, report: Path
) -> None:
    page = open_page(enter("Mensah"))
    _drop(page, report)
    page._scans._buttons["trash-2"].click()
    keys.press(Qt.Key.Key_Escape)
    assert page._scans._withdrawing.isHidden() and page._scans.has_scans()


def test_the_border_is_where_it_was_left(
    qtbot: QtBot, open_page: Open, enter: Enter, empty_desk: Desk, report: Path
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    _drop(page, report)
    page._beside.moveSplitter(page._beside.width() // 2, 1)
    share = remembered.load().scan_share
    assert 40 <= share <= 60
    page.hide()
    again = on_screen(qtbot, PanelPage(empty_desk), 740)
    again.start(patient)
    sizes = again._beside.sizes()
    assert abs(round(sizes[1] * 100 / sum(sizes)) - share) <= 3


def test_the_day_of_the_panel_can_be_typed_beside_the_scan(
    open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, report: Path
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    _drop(page, report)
    page.go_head()
    keys.enter("1.2.26")
    keys.enter("62")
    keys.save()
    assert empty_desk.patients.record(patient).panels[-1].panel.collected == date(2026, 2, 1)


def test_the_scan_of_a_kept_sample_is_opened_and_withdrawn_from_the_patient_page(
    qtbot: QtBot, open_page: Open, keys: Keyboard, enter: Enter, empty_desk: Desk, report: Path
) -> None:
    patient = enter("Mensah")
    page = open_page(patient)
    _drop(page, report)
    page._sheet.go_first()
    keys.type("62")
    keys.save()
    shown = on_screen(qtbot, PatientPage(empty_desk), 740)
    shown.show_patient(patient)
    tabs = shown._tabs
    tabs.setCurrentIndex(list(tabs._titles).index(tabs.scans))
    assert tabs.tabText(tabs.currentIndex()) == "Scans  1"
    assert "report 4711.pdf" in shown_texts(tabs.scans)
    opened, withdraw = tabs.scans.lines.findChildren(QuietButton)
    opened.click()
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, ScanWindow))
    assert window.view.pages() == 3
    assert "Mensah" not in window.windowTitle()
    window.close()
    withdraw.click()
    tabs.scans.reason.reason.setText("of somebody else")
    tabs.scans.reason.keep.click()
    assert tabs.tabText(tabs.currentIndex()) == "Scans"
    qtbot.waitUntil(lambda: "withdrawn: of somebody else" in shown_texts(tabs.scans))
    assert len(empty_desk.attachments.of_patient(patient)) == 1, "nothing is erased"
