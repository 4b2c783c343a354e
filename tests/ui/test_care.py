"""The audit of care through its widgets: a period, the measures, who waits, and what leaves the window."""

import io
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alpdesk.domain.records import DecisionKind
from alpdesk.errors import AlpdeskError
from alpdesk.services.care import AuditOfCare
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.ui.care.audit_sheet import audit_report
from alpdesk.ui.care.page import CarePage
from alpdesk.ui.care.periods import Preset, period
from alpdesk.ui.care.safety_sheet import safety_report
from alpdesk.ui.tasks import Tasks, at_once
from tests.ui.conftest import HOSTILE, Enter, on_screen, shown_texts, unsafe_labels

TODAY = date(2026, 3, 2)


@pytest.fixture
def page(qtbot: QtBot, empty_desk: Desk) -> CarePage:
    return on_screen(qtbot, CarePage(empty_desk, at_once), 900)


def this_year(page: CarePage) -> None:
    page.reload()
    page.period.choose(Preset.THIS_YEAR)
    page.count.click()


def column(page: CarePage, number: int) -> list[str]:
    return [str(page.model.index(row, number).data()) for row in range(page.model.rowCount())]


def sign(desk: Desk, patient: int) -> None:
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.REPEAT))


def words_of(pdf: bytes) -> str:
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("preset", "today", "wanted"),
    [
        (Preset.LAST_MONTH, date(2026, 1, 31), (date(2025, 12, 1), date(2025, 12, 31))),
        (Preset.LAST_MONTH, date(2024, 3, 31), (date(2024, 2, 1), date(2024, 2, 29))),
        (Preset.LAST_QUARTER, date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (Preset.LAST_QUARTER, date(2026, 4, 1), (date(2026, 1, 1), date(2026, 3, 31))),
        (Preset.LAST_YEAR, date(2024, 2, 29), (date(2023, 1, 1), date(2023, 12, 31))),
        (Preset.THIS_YEAR, date(2026, 3, 2), (date(2026, 1, 1), date(2026, 3, 2))),
    ],
)
def test_the_usual_periods_begin_and_end_where_a_calendar_says(
    preset: Preset, today: date, wanted: tuple[date, date]
) -> None:
    assert period(preset, today) == wanted


def test_lows_and_answers_of_the_period_are_counted_and_who_waits_is_listed(
    page: CarePage, empty_desk: Desk, enter: Enter
) -> None:
    sign(empty_desk, enter("Answered", alp="30"))
    enter("Waiting", alp="28")
    this_year(page)
    said = shown_texts(page)
    assert "2 low ALP in 2 patients." in said
    assert "1 of 2" in said and "50 %" in said
    assert "0 of 19 recognised in the notes of children in the United Kingdom (S36)" in said
    assert "day 31 to day 56" in said
    assert column(page, 0) == ["Waiting, Abena"]


def test_what_counts_stands_beside_each_measure(page: CarePage, empty_desk: Desk) -> None:
    this_year(page)
    said = shown_texts(page)
    shown = [each for each in empty_desk.rules.audit.measures if each.id != "suspended_answered"]
    assert [each.id for each in shown if each.title not in said or each.definition not in said] == []
    assert "nobody to count" in said and "No low ALP was sampled in this time." in said


def test_another_period_is_typed_and_counted_by_enter(page: CarePage, enter: Enter) -> None:
    enter("Early", alp="30", collected=date(2025, 2, 1))
    page.reload()
    page.period.start.setFocus()
    page.period.start.selectAll()
    QTest.keyClicks(page.period.start, "1.2.2025")
    page.period.end.selectAll()
    QTest.keyClicks(page.period.end, "1.2.2025")
    QTest.keyClick(page.period.end, Qt.Key.Key_Return)
    assert page.period.preset.value() == Preset.CUSTOM
    assert column(page, 0) == ["Early, Abena"]


def test_a_usual_period_is_picked_with_the_keyboard_and_counted_at_once(page: CarePage, enter: Enter) -> None:
    enter("Recent", alp="30", collected=date(2026, 2, 20))
    page.reload()
    assert column(page, 0) == []
    QTest.keyClick(page.period.preset, Qt.Key.Key_Up)
    assert page.period.preset.value() == Preset.LAST_MONTH
    assert (page.period.start.text(), page.period.end.text()) == ("1 Feb 2026", "28 Feb 2026")
    assert column(page, 0) == ["Recent, Abena"]


@pytest.mark.parametrize(("start", "end"), [("nonsense", "1.2.2025"), ("2.2.2025", "1.2.2025")])
def test_what_is_no_period_is_marked_and_not_counted(page: CarePage, start: str, end: str) -> None:
    page.reload()
    before = page.summary.text()
    page.period.start.setText(start)
    page.period.end.setText(end)
    page.count.click()
    assert page.summary.text() == before
    assert "This is not a day." in shown_texts(page) or "This is before the first day." in shown_texts(page)


def test_enter_in_the_list_opens_the_patient(qtbot: QtBot, page: CarePage, enter: Enter) -> None:
    patient = enter("Waiting", alp="28")
    this_year(page)
    page.table.selectRow(0)
    with qtbot.waitSignal(page.patient_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [patient]


def test_the_audit_is_saved_as_a_file_that_names_nobody_with_everything_in_it(
    page: CarePage, empty_desk: Desk, enter: Enter, tmp_path: Path
) -> None:
    enter("Waiting", alp="28")
    this_year(page)
    proposed: list[str] = []

    def place(name: str) -> Path:
        proposed.append(name)
        return tmp_path / name

    page.output.file = place
    page.save.click()
    assert proposed == ["audit-of-care_2026-03-02.pdf"]
    text = words_of((tmp_path / proposed[0]).read_bytes())
    for said in ("Audit of care for low ALP", "Hill Clinic", "1 Jan 2026 to 2 Mar 2026", "Waiting, Abena", "28 U/L"):
        assert said in text
    for measure in empty_desk.rules.audit.measures[:6]:
        assert measure.title in " ".join(text.split())
    assert "await a clinician's sign-off" in text
    assert "S36: " in text


def test_the_audit_is_copied_for_a_spreadsheet_and_names_nobody(page: CarePage, enter: Enter) -> None:
    enter("=cmd()", alp="28")
    this_year(page)
    page.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Low ALP answered,0,1,0.0" in copied
    assert "cmd" not in copied


def test_the_safety_net_is_printed_with_who_waits_and_since_when(
    page: CarePage, empty_desk: Desk, enter: Enter, tmp_path: Path
) -> None:
    enter(HOSTILE, alp="28")
    page.reload()
    page.output.file = lambda name: tmp_path / name
    page.save_net.click()
    text = words_of((tmp_path / "safety-net_2026-03-02.pdf").read_bytes())
    assert "Low ALP without an answer: 1" in text and "Overdue: 0" in text and "Asked for and never came: 0" in text
    assert "".join(HOSTILE.split()) in "".join(text.split())
    assert "28 U/L ↓" in text


def test_the_audit_goes_to_the_printer(qtbot: QtBot, page: CarePage, tmp_path: Path) -> None:
    def printer() -> QPrinter:
        made = QPrinter()
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "printed.pdf"))
        return made

    page.reload()
    page.output.printer = printer
    with qtbot.waitSignal(page.said) as said:
        QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["Sent to the printer."]
    assert (tmp_path / "printed.pdf").stat().st_size > 0


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(page: CarePage, tmp_path: Path) -> None:
    page.reload()
    page.output.file = lambda name: tmp_path / "missing" / name
    page.save.click()
    assert "The report could not be written" in page.trouble.accessibleName()
    assert page.trouble.isVisible()


def test_a_count_is_stopped_and_says_that_it_is_not_whole(
    qtbot: QtBot, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    page = on_screen(qtbot, CarePage(empty_desk, tasks.run), 700)

    def endless(*_: date, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> AuditOfCare:
        progress(1, 4)
        while not cancelled():
            time.sleep(0.01)
        raise AlpdeskError("The audit was cancelled before it had counted everything.")

    monkeypatch.setattr(empty_desk.care, "audit", endless)
    page.reload()
    qtbot.waitUntil(lambda: page.working.bar.value() == 25)
    assert not page.count.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.working.busy)
    tasks.wait()
    assert page.count.isEnabled() and "before it had counted everything" in page.trouble.accessibleName()


def test_hostile_names_are_shown_and_printed_as_they_are(page: CarePage, empty_desk: Desk, enter: Enter) -> None:
    enter(HOSTILE, alp="28")
    this_year(page)
    assert HOSTILE in column(page, 0)[0]
    assert unsafe_labels(page) == []
    found = empty_desk.care.audit(date(2026, 1, 1), TODAY)
    printed = words_of(empty_desk.reports.pdf(audit_report(found, empty_desk.rules)))
    assert "".join(HOSTILE.split()) in "".join(printed.split())


def test_a_long_list_goes_over_pages_under_its_heads(empty_desk: Desk, enter: Enter) -> None:
    for number in range(70):
        enter(f"Patient{number}", alp="28")
    found = empty_desk.care.audit(date(2026, 1, 1), TODAY)
    for report in (audit_report(found, empty_desk.rules), safety_report(empty_desk.followup.safety_net())):
        pages = pypdf.PdfReader(io.BytesIO(empty_desk.reports.pdf(report))).pages
        text = [each.extract_text() for each in pages]
        listing = [each for each in text if "Patient1" in each or "Patient6" in each]
        assert len(listing) >= 2 and all("Sampled" in each and "Waiting" in each for each in listing)
        assert [number for number in range(70) if f"Patient{number}, Abena" not in " ".join(text)] == []


def test_the_safety_net_is_asked_for_from_some_weeks_on(page: CarePage, tmp_path: Path) -> None:
    page.reload()
    page.output.file = lambda name: tmp_path / name
    page.weeks.setCurrentIndex(2)
    page.save_net.click()
    text = words_of((tmp_path / "safety-net_2026-03-02.pdf").read_bytes())
    assert "Overdue by 4 weeks or more on 2 Mar 2026" in text
