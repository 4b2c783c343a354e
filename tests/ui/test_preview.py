"""The pages of a letter in the window: paged through, zoomed, searched."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from alpdesk.ui.letter.preview import Preview
from alpdesk.ui.theme import colours

Show = Callable[[int], Preview]


def made(pages: int) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Page {number} speaks of calcium")
        canvas.drawString(72, 100, "and of zinc" if number % 2 else "and of copper")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def shown(pages: int) -> Preview:
        ground = QWidget()
        preview = Preview()
        column = QVBoxLayout(ground)
        column.addWidget(QLineEdit())
        column.addWidget(preview)
        preview.answer_keys_of(ground)
        qtbot.addWidget(ground)
        ground.resize(700, 600)
        with qtbot.waitActive(ground):
            ground.show()
            ground.activateWindow()
        preview.ground = ground  # type: ignore[attr-defined]  # held here so that it lives as long as the preview
        preview.show_pages(made(pages))
        return preview

    return shown


def _page(preview: Preview) -> int:
    return preview.view.pageNavigator().currentPage() + 1


def test_one_page_is_only_counted(show: Show) -> None:
    preview = show(1)
    assert preview.count.text() == "1 page"
    assert preview.here.isHidden() and preview.later.isHidden()


def test_page_down_and_up_turn_the_pages_and_stop_at_the_ends(qtbot: QtBot, show: Show) -> None:
    preview = show(3)
    seen = []
    for _ in range(4):
        seen.append((_page(preview), preview.here.text(), preview.count.text()))
        qtbot.keyClick(preview.view, Qt.Key.Key_PageDown)
    assert seen == [(1, "1", "of 3"), (2, "2", "of 3"), (3, "3", "of 3"), (3, "3", "of 3")]
    assert not preview.later.isEnabled()
    qtbot.keyClick(preview.view, Qt.Key.Key_PageUp)
    assert _page(preview) == 2


def test_ctrl_page_down_turns_the_page_while_one_types_elsewhere(qtbot: QtBot, show: Show) -> None:
    preview = show(3)
    field = preview.window().findChildren(QLineEdit)[0]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert _page(preview) == 2


@pytest.mark.parametrize(("typed", "page"), [("3", 3), ("1", 1), ("99", 1), ("", 1)])
def test_a_page_is_gone_to_by_its_number(qtbot: QtBot, show: Show, typed: str, page: int) -> None:
    preview = show(4)
    preview.here.setFocus()
    preview.here.clear()
    qtbot.keyClicks(preview.here, typed)
    qtbot.keyClick(preview.here, Qt.Key.Key_Return)
    assert _page(preview) == page


def test_scrolling_tells_which_page_one_is_on(show: Show) -> None:
    preview = show(3)
    bar = preview.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert preview.here.text() == "3"


def test_the_wheel_with_ctrl_zooms_from_the_size_that_is_seen(show: Show) -> None:
    preview = show(2)
    fitted = preview.view.fitted()
    place, nothing = QPointF(50, 50), QPoint()
    held = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier)
    for turned, grows in ((120, True), (-120, False)):
        before = preview.view.zoomFactor() if preview.view.zoomMode() is QPdfView.ZoomMode.Custom else fitted
        wheel = QWheelEvent(place, place, nothing, QPoint(0, turned), *held, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(preview.view.viewport(), wheel)
        assert (preview.view.zoomFactor() > before) is grows
    assert abs(preview.view.zoomFactor() - fitted) < 0.35


def test_keys_zoom_and_fit(qtbot: QtBot, show: Show) -> None:
    preview = show(1)
    qtbot.keyClick(preview.view, Qt.Key.Key_Plus)
    larger = preview.view.zoomFactor()
    qtbot.keyClick(preview.view, Qt.Key.Key_Minus)
    assert preview.view.zoomFactor() < larger
    qtbot.keyClick(preview.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert preview.view.zoomMode() is QPdfView.ZoomMode.FitToWidth


def test_words_are_found_counted_and_stepped_through_in_a_ring(qtbot: QtBot, show: Show) -> None:
    preview = show(3)
    bar = preview.search
    qtbot.keyClick(preview.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(bar.field.hasFocus)
    qtbot.keyClicks(bar.field, "zinc")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 2")
    seen = []
    for _ in range(3):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        seen.append((bar.count.text(), preview.view.currentSearchResultIndex()))
    assert seen == [("2 of 2", 1), ("1 of 2", 0), ("2 of 2", 1)]
    assert _page(preview) == 3
    qtbot.keyClick(bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "1 of 2"


def test_what_is_not_there_is_said(qtbot: QtBot, show: Show) -> None:
    preview = show(1)
    preview.search.open()
    qtbot.keyClicks(preview.search.field, "selenium")
    qtbot.waitUntil(lambda: preview.search.count.text() == "Not found")
    assert not preview.search.next.isEnabled()


def test_escape_closes_the_search_and_nothing_else(qtbot: QtBot, show: Show) -> None:
    preview = show(1)
    preview.search.open()
    qtbot.waitUntil(preview.search.field.hasFocus)
    qtbot.keyClick(preview.search.field, Qt.Key.Key_Escape)
    assert preview.search.isHidden()
    assert preview.view.hasFocus()


def test_pages_set_anew_are_searched_anew(qtbot: QtBot, show: Show) -> None:
    preview = show(1)
    preview.search.open()
    qtbot.keyClicks(preview.search.field, "calcium")
    qtbot.waitUntil(lambda: preview.search.count.text() == "1 of 1")
    preview.show_pages(made(4))
    qtbot.waitUntil(lambda: preview.search.count.text() == "1 of 4")


def test_what_is_found_is_brought_into_sight_and_framed(qtbot: QtBot, show: Show) -> None:
    preview = show(2)
    preview.search.open()
    qtbot.keyClicks(preview.search.field, "copper")
    qtbot.waitUntil(lambda: preview.search.count.text() == "1 of 1")
    page, (place,) = preview.view._marked
    view = preview.view
    corner = view._place_of(page) + place.topLeft() * view._scale()
    seen = view.verticalScrollBar().value()
    assert page == 1
    assert seen < corner.y() < seen + view.viewport().height()
    frame = view.viewport().grab().toImage()
    ratio = frame.devicePixelRatio()
    inked = frame.pixelColor(round((corner.x() - 2) * ratio), round((corner.y() + 4 - seen) * ratio)).name()
    assert inked == colours().accent.lower()


def test_a_page_that_just_fits_is_as_wide_as_one_that_does_not(show: Show) -> None:
    preview = show(1)
    widths = set()
    for height in range(300, 1300, 50):
        preview.window().resize(640, height)
        QApplication.processEvents()
        widths.add(preview.view.viewport().width())
    assert len(widths) == 1, "or the bar would come and go for ever"
