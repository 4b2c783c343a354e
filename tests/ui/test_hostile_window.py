"""The window: what people typed is shown literally on every page, in every tip, list and header; no picture."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTableView, QTabWidget, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import Event, Laboratory, Medicine, Panel, Patient, Result, Role, Sex, User
from alpdesk.services.desk import Desk
from alpdesk.ui.dialogs import Question
from alpdesk.ui.main_window import MainWindow
from alpdesk.ui.tasks import at_once
from tests.faults.counts import times
from tests.hostile.corpus import MARKUP
from tests.hostile.watch import watched
from tests.services import papers
from tests.ui.conftest import shown_texts, unsafe_labels

INK = QColor(255, 0, 254)  # no theme has it
ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole)
PAGES = ("today", "patients", "patient_form", "patient", "panel", "decide", "letter", "letters", "sweep", "transfer",
         "care", "settings", "help")  # fmt: skip
ABOUT = {"patient_form", "patient", "panel", "decide"}
SOURCES = sorted((Path(__file__).parents[2] / "alpdesk" / "ui").rglob("*.py"))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture that can be seen wherever it is shown."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(INK)
    place = tmp_path / "p.png"
    assert image.save(str(place))
    return place


def is_seen(widget: QWidget) -> bool:
    """Say whether the ink of the picture is anywhere on a widget."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    return bytes((INK.red(), INK.green(), INK.blue())) * 8 in bytes(image.constBits())


def is_rich(text: str) -> bool:
    """Say whether a tip would show anything but its letters."""
    if not QtGui.Qt.mightBeRichText(text):
        return False
    document = QTextDocument()
    document.setHtml(text)
    return "\ufffc" in document.toPlainText() or "<b>" in text or "<img" in text or "<a " in text


def live_tips(ground: QWidget) -> Iterator[str]:
    """Yield every tip under a widget that reads markup: of widgets, of rows and of headers."""
    for widget in (ground, *ground.findChildren(QWidget)):
        yield from (text for text in (widget.toolTip(), widget.whatsThis()) if is_rich(text))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from (text for text in _told(widget) if is_rich(text))


def _told(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(min(model.rowCount(), 50)):
        for column in range(columns):
            index = model.index(row, column, QModelIndex())
            yield from (str(index.data(role) or "") for role in ROLES)
    if isinstance(view, QTableView):
        for way, count in (
            (Qt.Orientation.Horizontal, columns),
            (Qt.Orientation.Vertical, model.rowCount()),
        ):
            yield from (str(model.headerData(place, way, role) or "") for place in range(count) for role in ROLES)


def _fill(desk: Desk, text: str, folder: Path) -> int:
    """Put a text wherever somebody types one; return the patient."""
    desk.clinic.update(desk.clinic.get().model_copy(update={"name": text, "address": text, "phone": text}))
    desk.users.add(User(name=text, title=text, role=Role.CLINICIAN))
    laboratory = desk.laboratories.add(Laboratory(name=text, method=text, profile="roche_mayo"))
    desk.panels.keep_template(text[:120], ["alp", "ast"])
    person = Patient(
        number=desk.patients.next_number(), family_name=text, given_names=text, birth_date=date(1980, 3, 12),
        sex=Sex.FEMALE, address=text, phone=text, email=text, referring_doctor=text, notes=text,
    )  # fmt: skip
    patient = desk.patients.add(person).id or 0
    desk.patients.add_medicine(patient, Medicine(name=text))
    desk.patients.add_event(patient, Event(kind=next(iter(desk.rules.events)), on=date(2026, 1, 5), note=text))
    uid = uuid4()
    panel = Panel(uid=uid, collected=date(2026, 2, 20), laboratory_id=laboratory.id, method=text, comment=text)
    low = Result(analyte="alp", value="20", unit="U/L", low=Decimal(35), high=Decimal(105))
    desk.panels.enter(patient, panel, (low, Result(analyte="ast", value="<b>7</b>", unit="U/L")))
    scan = folder / "<img src=p.png><b>x.pdf"
    scan.write_bytes(papers.pdf())
    desk.attachments.add(uid, patient, scan)
    return patient


@pytest.fixture
def window(qtbot: QtBot, empty_desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1240, 820)
    with qtbot.waitActive(made):
        made.show()
    yield made
    made.drop_desk()


@pytest.mark.parametrize("place", range(times(1, 8)))
def test_what_people_typed_is_literal_in_every_part_of_the_window(
    window: MainWindow, empty_desk: Desk, picture: Path, tmp_path: Path, place: int
) -> None:
    text = f'<img src="{picture}">{MARKUP[place * 3]}'[:110] if place else f'<img src="{picture}"><b>x</b>'
    patient = _fill(empty_desk, text, tmp_path)
    with watched(tmp_path, *_settings()) as seen:
        window.show_desk(empty_desk, at_once, demo=False, place=text)
        work = window.workspace
        assert work is not None
        for page in PAGES:
            work.go(page, *((patient, "patient") if page == "letter" else (patient,) if page in ABOUT else ()))
            for shown in _all_of(work.page(page)):
                edits = (edit for edit in shown.findChildren(QTextEdit) if not edit.isReadOnly())
                pasted = [edit for edit in edits if edit.acceptRichText()]
                live = (unsafe_labels(shown), list(live_tips(shown)), pasted, is_seen(window))
                assert live == ([], [], [], False), page
        work.go("patient", patient)
        assert text in shown_texts(work.page("patient"))
    assert seen.faults == []


def _settings() -> Iterator[Path]:
    import os

    yield from (Path(os.environ[name]) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"))


def _all_of(page: QWidget) -> Iterator[QWidget]:
    """Yield a page with each of its tabs in front."""
    yield page
    for tabs in page.findChildren(QTabWidget):
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            QApplication.processEvents()
            yield page


def test_a_question_shows_what_it_is_about_literally(qtbot: QtBot, picture: Path) -> None:
    text = f'<img src="{picture}"><b>x</b>'
    asked = Question(text, text, yes="OK", no="No")
    qtbot.addWidget(asked)
    asked.show()
    assert unsafe_labels(asked) == [] and not is_seen(asked) and shown_texts(asked).count(text) == 2


def test_a_picture_and_a_live_tip_are_seen_where_they_are(qtbot: QtBot, picture: Path) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    label = QLabel(f'<img src="{picture}">', ground)
    label.setToolTip("<b>x</b>")
    ground.resize(80, 80)
    label.resize(80, 80)
    ground.show()
    assert is_seen(ground) and unsafe_labels(ground) and list(live_tips(ground)) == ["<b>x</b>"]


def test_no_tip_holds_words_that_are_not_ours_and_no_widget_that_reads_markup_is_used() -> None:
    ours = r"(?!\s*(?:\d, )?(?:tip\(|\"\"|self\.tr\(\s*\"[^{}]*?\"\s*\)))"
    said = re.compile(rf"set(?:ToolTip|StatusTip)\({ours}")
    live = re.compile(r"\b(?:QMessageBox|QInputDialog|QErrorMessage|QStatusBar|QToolTip\.showText|insertHtml)\b")
    texts = {path.name: path.read_text("utf-8") for path in SOURCES}
    found = {name: said.findall(text) + live.findall(text) for name, text in texts.items()}
    assert {name: hits for name, hits in found.items() if hits} == {"tips.py": ["QToolTip.showText"]}
