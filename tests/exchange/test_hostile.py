"""Files that nobody should write, and somebody will: every row and every map is taken or named, no traceback."""

import unicodedata
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from alpdesk.domain.records import Panel, Patient, Result
from alpdesk.exchange.mapping import COLUMNS
from alpdesk.exchange.table import FileError
from alpdesk.services.desk import Desk
from alpdesk.services.transfer import ImportReport

ROW = "7,Ash,Ann,female,1980-02-03,2025-05-06,City Lab,alp,31,U/L,35,105,serum,"


def _import(desk: Desk, folder: Path, *rows: str, mapping: str = "") -> ImportReport:
    path, form = folder / "in.csv", folder / "map.toml"
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    form.write_text(mapping, encoding="utf-8")
    return desk.transfer.import_csv(path, mapping=form)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.replace("City Lab", "L" * 300), "laboratory or comment cannot be kept"),
        (ROW.replace("City Lab", "L\x01b"), "control character"),
        (ROW + "a\x01b", "control character"),
        (ROW.replace("35,105", "1e999999999,1e9999999999"), "is not a number"),
        (ROW.replace("35,105", "3_5,105"), "is not a number"),
        (ROW.replace("35,105", "<35,105"), "is not a number"),
        (ROW.replace("1980-02-03", "0198-02-03"), "older than 130 years"),
    ],
)
def test_what_cannot_be_kept_is_named_with_its_line(desk: Desk, tmp_path: Path, row: str, words: str) -> None:
    report = _import(desk, tmp_path, row, ROW.replace("7,", "8,", 1))
    assert [(problem.line, words in problem.reason) for problem in report.problems] == [(2, True)]
    assert (report.patients_added, report.results_added) == (1, 1)


@pytest.mark.parametrize("written", ["Labör", "Lab  \tX", "A\u2028B"])
def test_a_laboratory_is_the_same_however_its_name_is_typed(desk: Desk, tmp_path: Path, written: str) -> None:
    apart = unicodedata.normalize("NFD", written)
    later = ROW.replace("2025-05", "2025-06")
    assert _import(desk, tmp_path, ROW.replace("City Lab", written)).results_added == 1
    assert _import(desk, tmp_path, ROW.replace("City Lab", apart)).already_there == 1
    assert _import(desk, tmp_path, later.replace("City Lab", apart)).problems == ()
    assert len(desk.laboratories.list()) == 2


def test_a_person_is_the_same_however_accents_are_stored(desk: Desk, tmp_path: Path) -> None:
    row = ROW.replace("7,Ash", "Ü7,Émile")
    apart = unicodedata.normalize("NFD", row).replace("alp,31", "alt,31")
    report = _import(desk, tmp_path, row, apart)
    assert (report.problems, report.patients_added, report.results_added) == ((), 1, 2)
    assert desk.patients.with_number("Ü7").family_name == "Émile"


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ('[file]\nencoding = "nonsense"', "'nonsense' is not known"),
        ('[file]\nencoding = "rot13"', "'rot13' is not known"),
        ('[file]\ndelimiter = ";;"', "is not one character"),
        ("[file]\ndelimiter = '\"'", "is not one character"),
        ('[file]\ndates = "%d"', "does not give day, month and year"),
        ('[file]\ndates = "%Q"', "does not give day, month and year"),
        ('[columnz]\nvalue = "v"', "this key is not known"),
    ],
)
def test_a_map_that_cannot_be_used_says_what_is_wrong(desk: Desk, tmp_path: Path, mapping: str, words: str) -> None:
    with pytest.raises(FileError, match=words):
        _import(desk, tmp_path, ROW, mapping=mapping)
    assert desk.patients.count() == 0


def test_a_comment_of_many_lines_comes_out_and_goes_in_again(desk: Desk, tmp_path: Path) -> None:
    patient = desk.patients.add(Patient(number="9", family_name="Ash", birth_date=date(1980, 1, 2)))
    panel = Panel(uid=uuid4(), collected=date(2025, 1, 2), comment="\n".join(map(str, range(200))))
    desk.panels.enter(patient.id or 0, panel, [Result(analyte="alt", value="0", unit="U/L")])
    out = tmp_path / "out.csv"
    desk.transfer.export_csv(out)
    report = desk.transfer.import_csv(out)
    assert (report.problems, report.already_there) == ((), 1)


def test_an_earlier_low_that_is_imported_makes_an_answered_one_persistent(desk: Desk, tmp_path: Path) -> None:
    """As if it had been typed: the newest sample asks again, because it means something else now."""
    from alpdesk.domain.records import DecisionKind
    from alpdesk.services.decisions import DecisionDraft

    _import(desk, tmp_path, ROW)
    patient = desk.patients.with_number("7").id or 0
    shown = desk.decisions.waiting(patient)
    assert shown is not None
    desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=shown.id, kind=DecisionKind.REPEAT))
    _import(desk, tmp_path, ROW.replace("2025-05-06", "2025-03-06"))
    asked = desk.decisions.waiting(patient)
    assert asked is not None and asked.assessment.alp.collected == date(2025, 5, 6)
    assert [hit.alp.collected for hit in desk.worklist.sweep()] == [date(2025, 5, 6)]
    assert asked.assessment.alp.persistence.value == "persistent"


def test_an_export_that_cannot_be_put_in_place_leaves_nothing_beside_it(desk: Desk, tmp_path: Path) -> None:
    _import(desk, tmp_path, ROW)
    folder = tmp_path / "taken"
    folder.mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Exception, match="cannot be written"):
        desk.transfer.export_csv(folder)
    assert sorted(tmp_path.iterdir()) == before
