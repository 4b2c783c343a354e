"""The commands about a record: done, refused in one sentence, or wrong usage; never a traceback."""

import json
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from alpdesk.admin import main
from alpdesk.admin.opening import open_desk
from alpdesk.domain.terms import EditKind
from alpdesk.exchange.mapping import COLUMNS

HEAD = ",".join(COLUMNS)
LOW = "7,Ash,Ann,female,1980-02-03,2025-05-06,City Lab,alp,31,U/L,35,105,serum,"
LATER = LOW.replace("2025-05-06", "2025-08-06").replace(",31,", ",30,")


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("correct horse battery staple\nnot this line\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def record(tmp_path: Path, password: Path) -> list[str]:
    """The options that name a new, empty record."""
    options = ["--database", str(tmp_path / "clinic.alpdesk"), "--password-file", str(password)]
    assert main(["create", *options, "--user", "Dr. Ash", "--clinic", "Hill"]) == 0
    return options


def _csv(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "in.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return str(path)


def test_what_goes_in_comes_out_and_is_swept(
    tmp_path: Path, record: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", _csv(tmp_path, LOW, LATER), "--format", "csv", *record]) == 0
    assert "1 patients, 2 panels, 2 results" in capsys.readouterr().out
    assert main(["import", _csv(tmp_path, LOW), "--format", "csv", *record]) == 0
    assert "0 results (1 results were there already" in capsys.readouterr().out
    assert main(["sweep", "--json", *record]) == 0
    hit = json.loads(capsys.readouterr().out)
    assert hit["patient_number"] == "7"
    assert (hit["persistence"], hit["severity"], hit["since"]) == ("persistent", "low", "2025-05-06")
    assert (hit["alp"]["flag"], hit["alp"]["laboratory"], hit["alp"]["interval"]["low"]) == ("low", "low", 35)
    out = tmp_path / "out.csv"
    assert main(["export", "--format", "csv", "--all", "-o", str(out), *record]) == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEAD and len(lines) == 3


def test_a_bad_row_is_named_and_the_command_exits_1(
    tmp_path: Path, record: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = _csv(tmp_path, LOW, LATER.replace("U/L", "IU/mL"))
    assert main(["import", path, "--format", "csv", *record]) == 1
    said = capsys.readouterr()
    assert "Line 3: " in said.err and "IU/mL" in said.err and "1 results" in said.out


def test_strict_and_dry_run_keep_nothing(tmp_path: Path, record: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    path = _csv(tmp_path, LOW, LATER.replace("U/L", "IU/mL"))
    assert main(["import", path, "--format", "csv", "--strict", *record]) == 1
    assert main(["import", _csv(tmp_path, LOW), "--format", "csv", "--dry-run", *record]) == 0
    capsys.readouterr()
    assert main(["sweep", "--json", *record]) == 0
    assert capsys.readouterr().out == ""


def test_a_backup_is_restored_beside_and_never_over(
    tmp_path: Path, record: list[str], password: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", _csv(tmp_path, LOW), "--format", "csv", *record])
    copy = tmp_path / "copy.alpdesk-backup"
    assert main(["backup", "-o", str(copy), *record]) == 0
    beside = ["--database", str(tmp_path / "second.alpdesk"), "--password-file", str(password)]
    assert main(["restore", str(copy), *beside]) == 0
    assert main(["restore", str(copy), *beside]) == 1
    assert "already" in capsys.readouterr().err
    assert main(["restore", str(copy), "--replace", *beside]) == 0
    assert main(["verify", *beside]) == 0
    assert main(["sweep", *beside]) == 0


def test_verify_names_each_check_and_exits_1_on_a_fault(record: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--json", *record]) == 0
    checks = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {check["check"] for check in checks} >= {"pages", "schema", "audit"}
    path = Path(record[1])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert main(["verify", *record]) == 1


def test_a_letter_is_written_and_kept_once_and_comes_out_the_same_again(tmp_path: Path, record: list[str]) -> None:
    main(["import", _csv(tmp_path, LOW), "--format", "csv", *record])
    first, second = tmp_path / "letter.pdf", tmp_path / "again.pdf"
    for out in (first, second):
        assert main(["letter", "--patient", "7", "--kind", "patient", "-o", str(out), *record]) == 0
    assert first.read_bytes().startswith(b"%PDF")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_password_file_that_others_can_read_is_refused(
    record: list[str], password: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    password.chmod(0o640)
    assert main(["sweep", *record]) == 1
    assert "can be read by others" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (["import", "x.hl7", "--format", "hl7"], "HL7"),
        (["import", "x.json", "--format", "fhir"], "FHIR"),
        (["export", "--format", "fhir", "--all", "-o", "x"], "FHIR"),
        (["import", "nowhere.csv", "--format", "csv"], "cannot be opened"),
        (["export", "--format", "csv", "--patient", "404", "-o", "x.csv"], "no patient with the number 404"),
        (["letter", "--patient", "404", "--kind", "patient", "-o", "x.pdf"], "no patient with the number 404"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    record: list[str], verb: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*verb, *record]) == 1
    said = capsys.readouterr().err.strip()
    assert words in said and "\n" not in said and "Traceback" not in said


def test_a_wrong_password_and_a_missing_terminal_are_refused(
    tmp_path: Path, record: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not the password\n", encoding="utf-8")
    wrong.chmod(0o600)
    assert main(["sweep", record[0], record[1], "--password-file", str(wrong)]) == 1
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["sweep", record[0], record[1]]) == 1
    assert "no terminal" in capsys.readouterr().err


@pytest.mark.parametrize("usage", [["import"], ["export", "--format", "csv"], ["letter"], ["sweep"], ["dance"]])
def test_wrong_usage_exits_2(usage: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(usage)
    assert exited.value.code == 2
    capsys.readouterr()


CASE = """
id = "runner"
title = "Adult with 45 U/L"
source = "constructed"
[patient]
sex = "female"
born = 1980-02-03
[[panels]]
collected = 2026-02-10
results = [{ analyte = "alp", value = "45", unit = "U/L" }]
[expect]
flag = "low"
"""


def test_a_clinics_cases_are_run_by_its_own_rules(
    tmp_path: Path, record: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "clinic cases"
    cases.mkdir()
    (cases / "runner.toml").write_text(CASE, encoding="utf-8")
    assert main(["validate", str(cases)]) == 1
    assert main(["validate", str(cases), *record]) == 1
    _keep_own_profile(record)
    capsys.readouterr()
    assert main(["validate", str(cases), *record]) == 0
    assert "ok    runner\n1 of 1 cases pass" in capsys.readouterr().out
    assert main(["validate", str(cases)]) == 1
    assert main(["vocabulary", *record]) == 0
    assert "profiles\thill_lab\tHill Lab" in capsys.readouterr().out


def test_validate_refuses_a_record_it_cannot_open_in_one_sentence(
    tmp_path: Path, password: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "runner.toml").write_text(CASE, encoding="utf-8")
    options = ["--database", str(tmp_path / "none.alpdesk"), "--password-file", str(password)]
    assert main(["validate", str(tmp_path), *options]) == 1
    assert "There is no database at" in capsys.readouterr().err


def _keep_own_profile(record: list[str]) -> None:
    rows = [{"low": "50", "high": "130"}]
    body = {"title": "Hill Lab", "unit": "U/L", "source": "leaflet", "intervals": rows}
    with open_desk(Namespace(database=record[1], password_file=Path(record[3]), user=None)) as desk:
        desk.own_rules.put(EditKind.PROFILE, "hill_lab", body)
        desk.clinic.update(desk.clinic.get().model_copy(update={"adult_profile": "hill_lab"}))
