"""Whatever of an import asks for an answer waits for one, be it in the newest sample or in an older one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from alpdesk.domain.loop import LoopState
from alpdesk.domain.records import Flag, Panel, Patient, Result, Sex
from alpdesk.services.desk import Desk
from alpdesk.services.transfer import ImportReport
from tests.exchange.test_import import HEAD

OLDER, NEWER = "2026-02-01", "2026-02-20"


def row(day: str, analyte: str, value: str, unit: str, specimen: str = "") -> str:
    return f"9,Ash,Ann,female,1980-02-03,{day},,{analyte},{value},{unit},,,{specimen},"


def take(desk: Desk, tmp_path: Path, *rows: str) -> tuple[ImportReport, int]:
    path = tmp_path / "in.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    report = desk.transfer.import_csv(path)
    return report, desk.patients.with_number("9").id or 0


def open_concerns(desk: Desk, patient: int) -> set[str]:
    standings = desk.loop.of_patient(patient)
    return {one.concern.about for one in standings if one.concern.pressing and one.state is LoopState.UNANSWERED}


def test_a_critical_value_of_an_older_sample_without_alp_waits(desk: Desk, tmp_path: Path) -> None:
    critical = (row(OLDER, "potassium", "7.1", "mmol/L"), row(OLDER, "calcium", "6.0", "mg/dL"))
    report, patient = take(desk, tmp_path, *critical, row(NEWER, "sodium", "140", "mmol/L"))
    assert report.unanswered == desk.worklist.today().counts.unanswered == 1
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    assert "critical_chemistry" in {alert.id for alert in waiting.assessment.alerts}
    assert open_concerns(desk, patient) == {"critical_chemistry"}


@pytest.mark.parametrize("tube", ["edta", "citrate"])
def test_an_alp_of_a_wrong_tube_waits_though_a_newer_one_can_be_read(desk: Desk, tmp_path: Path, tube: str) -> None:
    older, newer = row(OLDER, "alp", "70", "U/L", tube), row(NEWER, "alp", "70", "U/L")
    report, patient = take(desk, tmp_path, older, newer)
    assert report.unanswered == desk.worklist.today().counts.unanswered == 1
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None and waiting.assessment.alp.flag is Flag.SUSPENDED
    assert "suspended" in open_concerns(desk, patient)


def test_what_is_imported_before_a_sample_on_file_is_asked_about_and_counted(desk: Desk, tmp_path: Path) -> None:
    kept = Patient(number="9", family_name="Ash", given_names="Ann", birth_date=date(1980, 2, 3), sex=Sex.FEMALE)
    patient = desk.patients.add(kept).id or 0
    newest = Panel(collected=desk.context.today() - timedelta(days=1))
    desk.panels.enter(patient, newest, (Result(analyte="alp", value="70", unit="U/L"),))
    report, _ = take(desk, tmp_path, row(OLDER, "alp", "60", "U/L"), row(OLDER, "potassium", "7.1", "mmol/L"))
    assert report.unanswered == desk.worklist.today().counts.unanswered == 1


def test_old_samples_in_which_nothing_is_pressing_ask_nobody(desk: Desk, tmp_path: Path) -> None:
    rows = [row(day, "potassium", "4.1", "mmol/L") for day in (OLDER, NEWER)]
    report, patient = take(desk, tmp_path, *rows, row(OLDER, "alp", "70", "U/L"))
    assert (report.unanswered, open_concerns(desk, patient)) == (0, set())
