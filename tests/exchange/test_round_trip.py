"""What was imported comes out again, and what comes out goes in again, letter for letter."""

import csv
import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from alpdesk.domain.records import Haemolysis, Laboratory, Panel, Patient, Result, Sex, Specimen
from alpdesk.domain.rules import RuleBook
from alpdesk.exchange.long_form import cell
from alpdesk.exchange.rows import plain
from alpdesk.services.desk import Desk
from alpdesk.store import database as store
from tests.conftest import KEY, Clock, open_clinic

FORMULAS = ["=cmd()", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1", " =1", "'=1", "''=1", "%x", "|x", '"=1"', "=1,2;3"]
LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30)
WORD = st.one_of(LINE, st.sampled_from([*FORMULAS, "'t Hart", "O'Brien", "-5", "+4", "0", "ليلى", "小明"]))
NUMBER = st.integers(min_value=20, max_value=900).map(str)


@pytest.mark.parametrize("text", [*FORMULAS, "O'Brien", "'t Hart", "-5", "", "<20", "0,52"])
def test_a_guarded_cell_reads_back_and_starts_no_formula(text: str) -> None:
    shown = cell(text)
    assert plain(shown).strip() == text.strip()
    assert shown.lstrip()[:1] not in set("=+@＝") and (shown[:1] != "-" or shown == "-5")


@st.composite
def results(draw: st.DrawFn) -> list[Result]:
    picked = draw(st.lists(st.sampled_from(["alp", "alt", "ggt", "ck"]), min_size=1, max_size=4, unique=True))
    low = st.one_of(st.none(), st.decimals(min_value=1, max_value=19, places=2))
    high = st.decimals(min_value=20, max_value=999, places=1)
    found = []
    for analyte in picked:
        value = draw(st.sampled_from(["<", "", ">"])) + draw(NUMBER)
        lower = draw(low)
        upper = None if lower is None else draw(high)
        found.append(Result(analyte=analyte, value=value, unit="U/L", low=lower, high=upper))
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    family=WORD, given_names=WORD, comment=WORD, lab=WORD, sex=st.sampled_from(list(Sex)),
    specimen=st.sampled_from(list(Specimen)), weeks=st.one_of(st.none(), st.integers(4, 40)),
    haemolysis=st.sampled_from(list(Haemolysis)), measured=results(),
)  # fmt: skip
def test_an_export_goes_in_again_exactly(
    empty_file: Path, rules: RuleBook, tmp_path: Path, family: str, given_names: str, comment: str, lab: str, sex: Sex,
    specimen: Specimen, weeks: int | None, haemolysis: Haemolysis, measured: list[Result],
) -> None:  # fmt: skip
    first, second = (_empty(empty_file, tmp_path, rules) for _ in range(2))
    born = date(1980, 1, 31)
    family = family.strip() or "A"
    named = Patient(number="A-1", family_name=family, given_names=given_names, birth_date=born, sex=sex)
    patient = first.patients.add(named)
    laboratory = first.laboratories.add(Laboratory(name=lab.strip() or "Lab"))
    panel = Panel(
        uid=uuid4(), collected=date(2025, 5, 6), laboratory_id=laboratory.id, specimen=specimen, haemolysis=haemolysis,
        gestation_weeks=None if sex is Sex.MALE else weeks, comment=comment,
    )  # fmt: skip
    first.panels.enter(patient.id or 0, panel, measured)
    out, again = tmp_path / "out.csv", tmp_path / "again.csv"
    first.transfer.export_csv(out)
    report = second.transfer.import_csv(out)
    assert report.problems == () and report.results_added == len(measured)
    second.transfer.export_csv(again)
    assert again.read_bytes() == out.read_bytes()
    assert first.transfer.import_csv(out).results_added == 0
    for desk in (first, second):
        desk.close()


def _empty(empty_file: Path, tmp_path: Path, rules: RuleBook) -> Desk:
    path = tmp_path / f"{uuid4().hex}.alpdesk"
    shutil.copyfile(empty_file, path)
    path.chmod(0o600)
    clock = Clock()
    return open_clinic(store.open_file(path, lambda: KEY, clock), rules, clock)


def test_the_long_form_has_the_columns_it_promises(desk: Desk, tmp_path: Path) -> None:
    patient = desk.patients.add(Patient(number="7", family_name="Ash", birth_date=date(1980, 1, 2), sex=Sex.FEMALE))
    row = Result(analyte="alp", value="31", unit="U/L", low=Decimal("35.50"), high=Decimal(105))
    desk.panels.enter(patient.id or 0, Panel(uid=uuid4(), collected=date(2025, 1, 2), laboratory_id=1), [row])
    out = tmp_path / "out.csv"
    report = desk.transfer.export_csv(out, patient_number="7")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [",".join(row) for row in rows] == [
        "patient_number,family_name,given_names,sex,birth_date,collected,"
        "laboratory,analyte,value,unit,low,high,specimen,comment",
        "7,Ash,,female,1980-01-02,2025-01-02,City Lab,alp,31,U/L,35.50,105,serum,",
    ]
    assert (report.patients, report.panels, report.results) == (1, 1, 1)


def test_an_export_of_everybody_is_left_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("older", encoding="utf-8")
    for n in range(3):
        patient = desk.patients.add(Patient(number=str(n), family_name="Ash", birth_date=date(1980, 1, 2)))
        day = date(2025, 1, 2) + timedelta(days=n)
        nothing = Result(analyte="alt", value="0", unit="U/L")
        desk.panels.enter(patient.id or 0, Panel(uid=uuid4(), collected=day), [nothing])
    with pytest.raises(Exception, match="cancelled"):
        desk.transfer.export_csv(out, cancelled=lambda: True)
    assert out.read_text(encoding="utf-8") == "older"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".csv"] == ["out.csv"]
    assert desk.transfer.export_csv(out).results == 3
