"""Sound rows go in as one step, every other row is named, and a second time adds nothing."""

from pathlib import Path
from typing import Any

import pytest

from alpdesk.domain.records import Flag, Sex
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.services.transfer import ImportReport

HEAD = (
    "patient_number,family_name,given_names,sex,birth_date,collected,laboratory,"
    "analyte,value,unit,low,high,specimen,comment"
)
ANN = "1,Ash,Ann,female,1980-02-03,2025-05-06,City Lab,alp,31,U/L,35,105,serum,"


def _file(tmp_path: Path, *rows: str, head: str = HEAD, name: str = "in.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return path


def _take(desk: Desk, tmp_path: Path, *rows: str, **how: Any) -> ImportReport:
    return desk.transfer.import_csv(_file(tmp_path, *rows), **how)


def _said(report: ImportReport) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in report.problems]


def test_rows_of_one_sample_become_one_panel(desk: Desk, tmp_path: Path) -> None:
    again, other = (ANN.replace("alp,31,U/L,35,105", cells) for cells in ("6768-6,31,U/L,35,105", "ALT,20,U/L,,"))
    report = _take(desk, tmp_path, ANN, again, other)
    assert (report.patients_added, report.panels_added, report.results_added, report.already_there) == (1, 1, 2, 1)
    record = desk.patients.record(desk.patients.with_number("1").id or 0)
    first = record.panels[0].results[0]
    assert (first.analyte, first.flag) == ("alp", Flag.LOW)
    assert desk.laboratories.get(record.panels[0].panel.laboratory_id or 0).name == "City Lab"
    assert record.panels[0].panel.profile == "roche_mayo"


def test_an_imported_low_waits_for_an_answer(desk: Desk, tmp_path: Path) -> None:
    report = _take(desk, tmp_path, ANN)
    assert report.unanswered == desk.worklist.today().counts.unanswered == 1
    assert [hit.patient_number for hit in desk.worklist.sweep()] == ["1"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1980-02-03", "1980-02-30", "birth_date '1980-02-30' is not a date"),
        ("1980-02-03", "", "birth_date is empty"),
        ("2025-05-06", "2026-05-06", "future"),
        ("2025-05-06", "1979-05-06", "before the birth date"),
        ("female", "woman", "sex 'woman'"),
        (",alp,", ",mystery,", "analyte 'mystery' is not known"),
        (",alp,", ",,", "analyte is empty"),
        (",31,", ",,", "value is empty"),
        ("U/L", "IU/mL", "IU/mL"),
        ("35,105", ",105", "no lower limit"),
        ("35,105", "x,105", "low 'x' is not a number"),
        ("serum", "spoon", "specimen 'spoon' is not known"),
        ("Ash,Ann", ",", "name"),
        ("Ash,Ann", "A\x07sh,Ann", "control character"),
        ("1,Ash", ",Ash", "patient_number is empty"),
    ],
)
def test_a_row_that_is_not_sound_is_named_and_the_others_go_in(
    desk: Desk, tmp_path: Path, old: str, new: str, words: str
) -> None:
    other = ANN.replace("1,Ash,Ann", "2,Oak,Bea")
    report = _take(desk, tmp_path, ANN.replace(old, new, 1), other)
    assert [line for line, _ in _said(report)] == [2]
    assert words in report.problems[0].reason
    assert (report.results_added, desk.patients.count()) == (1, 1)


def test_strict_takes_nothing_and_a_dry_run_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    head = desk.context.database.head()
    wrong = ANN.replace("IU/mL", "").replace("U/L", "IU/mL").replace("1,Ash", "2,Ash")
    strict = _take(desk, tmp_path, ANN, wrong, strict=True)
    assert not strict.taken and strict.problems
    dry = _take(desk, tmp_path, ANN, dry_run=True)
    assert not dry.taken and dry.results_added == 1
    assert desk.patients.count() == 0 and desk.context.database.head() == head


def test_the_second_import_adds_nothing_not_even_an_audit_entry(desk: Desk, tmp_path: Path) -> None:
    _take(desk, tmp_path, ANN)
    head = desk.context.database.head()
    again = _take(desk, tmp_path, ANN)
    assert (again.results_added, again.already_there, again.problems) == (0, 1, ())
    assert desk.context.database.head() == head


def test_an_analyte_that_came_later_joins_its_panel(desk: Desk, tmp_path: Path) -> None:
    _take(desk, tmp_path, ANN)
    report = _take(desk, tmp_path, ANN, ANN.replace("alp,31,U/L,35,105", "zinc,60,ug/dL,70,120"))
    assert (report.panels_added, report.results_added, report.already_there) == (0, 1, 1)
    record = desk.patients.record(desk.patients.with_number("1").id or 0)
    assert [r.analyte for r in record.panels[0].results] == ["alp", "zinc"]


def test_another_value_for_the_same_panel_is_named_and_never_overwrites(desk: Desk, tmp_path: Path) -> None:
    _take(desk, tmp_path, ANN)
    report = _take(desk, tmp_path, ANN.replace(",31,", ",71,"))
    assert _said(report) == [(2, "alp of this panel is kept as 31 U/L and is not overwritten")]
    record = desk.patients.record(desk.patients.with_number("1").id or 0)
    assert [r.value for r in record.panels[0].results] == ["31"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1980-02-03", "1981-02-03", "birth date 1980-02-03"),
        ("female", "male", "sex female"),
        ("Ash,Ann", "Oak,Bea", "another name"),
    ],
)
def test_a_known_number_that_means_somebody_else_is_named(
    desk: Desk, tmp_path: Path, old: str, new: str, words: str
) -> None:
    _take(desk, tmp_path, ANN)
    report = _take(desk, tmp_path, ANN.replace(old, new).replace("2025-05-06", "2025-07-07"))
    assert len(report.problems) == 1 and words in report.problems[0].reason
    assert len(desk.patients.record(desk.patients.with_number("1").id or 0).panels) == 1


def test_one_file_cannot_say_two_things_of_one_patient_or_sample(desk: Desk, tmp_path: Path) -> None:
    changes = (("1980-02-03", "1980-03-02"), (",31,", ",32,"), ("serum", "edta"))
    report = _take(desk, tmp_path, ANN, *(ANN.replace(old, new) for old, new in changes))
    assert [line for line, _ in _said(report)] == [3, 4, 5]
    assert report.results_added == 1


def test_a_time_of_day_keeps_two_samples_of_a_day_apart(desk: Desk, tmp_path: Path) -> None:
    times = ("2025-05-06T08:00", "2025-05-06 20:15")
    report = _take(desk, tmp_path, *(ANN.replace("2025-05-06", time) for time in times))
    assert report.panels_added == 2


def test_a_decimal_comma_and_a_bound_are_read(desk: Desk, tmp_path: Path) -> None:
    ann = ANN.replace(",", ";")
    comma, bound = ann.replace("31;U/L;35;105", "0,52;ukat/L;0,6;1,8"), ann.replace("alp;31", "ggt;<5")
    rows = [comma, bound.replace("35;105", ";")]
    report = desk.transfer.import_csv(_file(tmp_path, *rows, head=HEAD.replace(",", ";")))
    record = desk.patients.record(desk.patients.with_number("1").id or 0)
    assert report.problems == ()
    first, second = record.panels[0].results
    assert (first.value, first.comparator, first.flag) == ("0,52", "", Flag.LOW)
    assert second.comparator == "<"


def test_a_cancelled_import_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    rows = [ANN.replace("1,Ash", f"{n},Ash") for n in range(1200)]
    calls = iter([False] * 4 + [True] * 100)
    with pytest.raises(AlpdeskError, match="cancelled"):
        desk.transfer.import_csv(_file(tmp_path, *rows), cancelled=lambda: next(calls))
    assert desk.patients.count() == 0


def test_progress_rises_to_the_end(desk: Desk, tmp_path: Path) -> None:
    seen: list[int] = []
    desk.transfer.import_csv(_file(tmp_path, ANN), progress=lambda done, _total: seen.append(done))
    assert seen == sorted(seen) and seen[-1] == 100


def test_a_map_renames_sets_constants_maps_codes_and_reads_wide(desk: Desk, tmp_path: Path) -> None:
    how = tmp_path / "map.toml"
    how.write_text(
        '[columns]\npatient_number = "id"\nsex = "s"\nfamily_name = "id"\ncollected = "day"\n'
        '[constants]\nlaboratory = "Far Lab"\n[file]\ndates = "%d.%m.%Y"\n[codes.sex]\nx = "female"\n'
        '[birth_date_from_age]\nmonths = "m"\nyears = "y"\n'
        '[wide]\nAP = { analyte = "alp", unit = "U/L", low = "35", high = "105" }\n'
        'K = { analyte = "potassium", unit = "mmol/L" }\n',
        encoding="utf-8",
    )
    rows = ("9,x,05.06.2025,,45,31,", "8,x,05.06.2025,200,,60,4.1", "7,x,05.06.2025,,30,,", "6,z,05.06.2025,,30,1,")
    path = _file(tmp_path, *rows, head="id,s,day,m,y,AP,K")
    report = desk.transfer.import_csv(path, mapping=how)
    said = [(line, reason[:20]) for line, reason in _said(report)]
    assert said == [(4, "it holds no result"), (5, "sex has the code 'z'")]
    nine, eight = desk.patients.with_number("9"), desk.patients.with_number("8")
    assert (nine.birth_date.isoformat(), nine.sex) == ("1980-06-05", Sex.FEMALE)
    assert eight.birth_date.isoformat() == "2008-10-05"
    assert "worked out" in nine.notes
    assert report.results_added == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[colums]\na = 1", "colums"),
        ("[columns]\nshoe_size = 'x'", "shoe_size"),
        ("[columns]\nvalue = 'a'\n[wide]\nb = { analyte = 'alp' }", "beside"),
        ("not toml", "not valid TOML"),
        ("[columns]\nvalue = 'nowhere'", "nowhere"),
    ],
)
def test_a_map_that_cannot_be_used_says_why(desk: Desk, tmp_path: Path, text: str, words: str) -> None:
    how = tmp_path / "map.toml"
    how.write_text(text, encoding="utf-8")
    with pytest.raises(AlpdeskError, match=words):
        desk.transfer.import_csv(_file(tmp_path, ANN), mapping=how)


def test_a_header_that_lacks_a_column_is_refused_by_name(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(AlpdeskError, match="'birth_date'"):
        desk.transfer.import_csv(_file(tmp_path, "1", head="patient_number"))


def test_a_sample_that_was_moved_to_another_patient_is_not_added_again(desk: Desk, tmp_path: Path) -> None:
    bob = ANN.replace("1,Ash,Ann,female", "2,Birch,Bob,male").replace("2025-05-06", "2025-05-09")
    _take(desk, tmp_path, ANN, bob)
    ann, other = (desk.patients.with_number(number).id or 0 for number in ("1", "2"))
    panel = desk.patients.record(ann).panels[0].panel.id or 0
    desk.corrections.move_panel(panel, other, "The wrong patient.")
    again = _take(desk, tmp_path, ANN, bob)
    said = "the panel of this day and laboratory was moved to another patient and is not added again"
    assert _said(again) == [(2, said)]
    assert desk.patients.record(ann).panels == () and len(desk.patients.record(other).panels) == 2
    own = _take(desk, tmp_path, ANN.replace("alp,31", "alp,64"))
    assert _said(own) == [] and own.panels_added == 1, "another result of that day is her own"
    desk.corrections.move_panel(panel, ann, "Hers after all.")
    assert _take(desk, tmp_path, ANN).panels_added == 0
