"""The worked cases, and the commands that need no database."""

import json
from pathlib import Path

import pytest

from alpdesk.admin import main
from alpdesk.domain.assess import assess
from alpdesk.domain.case import read_case
from alpdesk.domain.case_check import differences
from alpdesk.knowledge import load

CASES = Path(__file__).parent / "cases"
RULES = load()
Capture = pytest.CaptureFixture[str]
GOOD = """
id = "{name}"
[patient]
sex = "male"
born = 1970-01-10
[[panels]]
collected = 2024-05-01
results = [{{ analyte = "alp", value = "38", unit = "U/L" }}]
"""


@pytest.mark.parametrize("file", sorted(CASES.rglob("*.toml")), ids=lambda file: file.stem)
def test_the_rules_say_what_the_case_expects(file: Path) -> None:
    case = read_case(file.read_text(encoding="utf-8"), RULES, name=file.stem)
    found = None
    if case.record is not None and case.as_of is not None:
        found = assess(case.record, RULES, as_of=case.as_of)
    assert differences(case.expected, found, case.refused) == []


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "case.toml"
    file.write_text(GOOD.format(name="a-case"), encoding="utf-8")
    return file


def test_assess_prints_one_object_a_case_in_the_order_given(tmp_path: Path, capsys: Capture) -> None:
    names = ("second", "first", "third")
    for name in names:
        (tmp_path / f"{name}.toml").write_text(GOOD.format(name=name), encoding="utf-8")
    (tmp_path / "broken.toml").write_text("id = = 1", encoding="utf-8")
    order = ["second", "broken", "first", "third"]
    assert main(["assess", "--json", *(str(tmp_path / f"{name}.toml") for name in order)]) == 1
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["id"] for each in printed] == order
    assert set(printed[1]) == {"id", "refused"}


def test_an_assessment_has_every_key_that_was_promised(written: Path, capsys: Capture) -> None:
    assert main(["assess", str(written), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"id", "as_of", "alp", "alerts", "checklist", "criteria", "monitoring", "rule_book"} <= set(found)
    alp = found["alp"]
    assert {"flag", "laboratory", "age_sex", "interval", "severity", "persistence", "suspended", "change"} <= set(alp)
    assert alp["interval"] == {"low": 40, "high": 129, "unit": "U/L", "profile": "roche_mayo", "source": "S7"}
    assert {"cause", "urgency", "supports", "against", "missing", "next", "sources"} <= set(found["checklist"][0])
    assert {"set", "met", "major", "minor", "unknown"} <= set(found["criteria"])
    assert {"template", "due", "tests"} <= set(found["monitoring"][0])
    assert found["rule_book"] == RULES.version


def test_an_assessment_can_be_read_by_a_person(written: Path, capsys: Capture) -> None:
    assert main(["assess", str(written)]) == 0
    assert "ALP 38 U/L: low" in capsys.readouterr().out


MALFORMED: dict[str, tuple[str, str, str]] = {
    "an unknown key": ('unit = "U/L"', 'unit = "U/L", valu = "3"', "valu is not a known key"),
    "an unknown key at the top": ('id = "a-case"', 'id = "a-case"\ncolour = "red"', "colour is not a known key"),
    "a wrong unit": ("U/L", "IU/mL", 'the unit "IU/mL"'),
    "no unit": (', unit = "U/L"', "", "unit is missing"),
    "an empty unit": ('"U/L"', '""', "the unit is missing"),
    "a sample before birth": ("2024-05-01", "1969-05-01", "before birth"),
    "a sample in the future": ("2024-05-01", "2999-05-01", "future"),
    "a sample after the day of assessment": ('id = "a-case"', 'id = "a-case"\nas_of = 2024-04-30', "future"),
    "a number for a value": ('value = "38"', "value = 38", "value must be text"),
    "an empty value": ('value = "38"', 'value = ""', "value must not be empty"),
    "a negative value": ('value = "38"', 'value = "-38"', "impossible"),
    "a date that is none": ("2024-05-01", '"2024-02-30"', "collected must be a date"),
    "a table for a list": ("[[panels]]", "[panels]", "panels must be a list"),
    "an unknown analyte": ('analyte = "alp"', 'analyte = "alpl"', '"alpl" is not known'),
    "an unknown tube": ("collected", 'specimen = "plasma"\ncollected', '"plasma" is not known'),
    "an unknown profile": ("collected", 'profile = "x"\ncollected', 'profile "x" is not known'),
    "a pregnant man": ("collected", "gestation_weeks = 10\ncollected", "pregnancy"),
    "no birth date": ("born = 1970-01-10", "", "born is missing"),
    "only an upper limit": ('unit = "U/L"', 'unit = "U/L", high = 129', "no lower limit"),
    "limits the wrong way round": ('unit = "U/L"', 'unit = "U/L", low = 129, high = 40', "wrong way round"),
    "an unknown expectation": ("[[panels]]", '[expect]\nflags = "low"\n[[panels]]', "expect, flags is not a known key"),
    "an unknown medicine class": (
        "[[panels]]",
        '[[medicines]]\nname = "x"\nclass = "y"\n[[panels]]',
        'class "y" is not known',
    ),
    "an unknown event": ("[[panels]]", '[[events]]\nkind = "x"\non = 2024-01-01\n[[panels]]', 'event "x" is not known'),
    "an unknown finding": ("[[panels]]", '[[findings]]\nid = "x"\n[[panels]]', 'finding "x" is not known'),
    "broken TOML": ('sex = "male"', "sex = male", "not valid TOML"),
    "a date out of time": ("1970-01-10", "0001-01-10", "born must lie between 1850-01-01"),
    "a limit out of bounds": ('unit = "U/L"', 'unit = "U/L", low = 1e9', "low must be at most 1000000"),
    "a limit that is no number": ('unit = "U/L"', 'unit = "U/L", low = nan', "low must be a number"),
    "a control character in the id": ('id = "a-case"', 'id = "a\\u001b[31m"', "id must be one line"),
    "an id of two lines": ('id = "a-case"', 'id = "a\\nb"', "id must be one line"),
    "a blank id": ('id = "a-case"', 'id = "  "', "id must not be empty"),
    "a control character in a value": ('"38"', '"38\\u0007"', "value must be one line"),
    "a control character in a name": (
        "[[panels]]",
        '[[medicines]]\nname = "a\\u0000"\n[[panels]]',
        "name must be one line",
    ),
    "a control character in a key": ("[[panels]]", '["a\\nb"]\n[[panels]]', "is not a known key"),
    "a blank value": ('"38"', '"  "', "value must not be empty"),
    "seconds for a date": ("1970-01-10", '"86400"', "born must be a date"),
    "a number without end": ('unit = "U/L"', f'unit = "U/L", low = {"9" * 5000}', "a number in it is too long"),
    "an alert nobody knows": ("[[panels]]", '[expect]\nno_alerts = ["edta"]\n[[panels]]', 'no_alerts "edta" is not'),
    "a cause nobody knows": ("[[panels]]", '[expect]\nno_causes = ["x"]\n[[panels]]', 'no_causes "x" is not'),
    "a first cause nobody knows": ("[[panels]]", '[expect]\nfirst_cause = "x"\n[[panels]]', 'first_cause "x" is not'),
    "a set nobody knows": ("[[panels]]", '[expect]\ncriteria = { set = "x" }\n[[panels]]', 'set "x" is not'),
    "no table": ("[patient]", "patient = 3\n[other]", "patient must be a table"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_case_is_refused_in_one_plain_sentence(written: Path, capsys: Capture, name: str) -> None:
    old, new, expected = MALFORMED[name]
    text = written.read_text(encoding="utf-8")
    assert old in text
    written.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["assess", str(written)]) == 1
    printed = capsys.readouterr()
    assert expected in printed.err
    assert len(printed.err.splitlines()) == 1
    assert printed.out == ""


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a = " + b"[" * 5000, b"a = " + b"9" * 5000])
def test_any_file_is_answered_with_a_sentence(written: Path, capsys: Capture, content: bytes) -> None:
    written.write_bytes(content)
    assert main(["assess", str(written)]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_without_end_is_refused(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "large.toml"
    file.write_bytes(b"#" * 4_000_001)
    assert main(["assess", str(file)]) == 1
    assert "too large" in capsys.readouterr().err


def test_an_answer_is_json_whatever_the_terminal_can_show(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    written.write_text(GOOD.format(name="é-患-😀"), encoding="utf-8")
    assert main(["assess", "--json", str(written)]) == 0
    assert json.loads(capsysbinary.readouterr().out.decode("ascii"))["id"] == "é-患-😀"


def test_an_antiresorptive_without_any_alp_asks_for_one_today() -> None:
    case = read_case((CASES / "monitoring/antiresorptive-never-measured.toml").read_text(encoding="utf-8"), RULES)
    assert case.record is not None
    assert case.as_of is not None
    (found,) = assess(case.record, RULES, as_of=case.as_of).monitoring
    assert found.due == case.as_of


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, capsys: Capture) -> None:
    assert main(["assess", str(tmp_path / "none.toml"), str(tmp_path)]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "no such file" in first
    assert "folder" in second


def test_wrong_usage_exits_with_2(capsys: Capture) -> None:
    for arguments in ([], ["assess"], ["nonsense"], ["validate"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2


def test_validate_prints_a_line_a_case_and_fails_when_one_does(written: Path, capsys: Capture) -> None:
    folder = str(written.parent)
    assert main(["validate", folder]) == 0
    written.with_name("wrong.toml").write_text(
        GOOD.format(name="wrong") + '[expect]\nflag = "high"\n', encoding="utf-8"
    )
    assert main(["validate", folder]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == "1 of 2 cases pass"
    assert "FAIL  wrong: flag is low, expected high" in printed


def test_validate_refuses_a_folder_without_cases(tmp_path: Path, capsys: Capture) -> None:
    assert main(["validate", str(tmp_path)]) == 1
    assert main(["validate", str(tmp_path / "none")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_the_vocabulary_names_every_id(capsys: Capture) -> None:
    assert main(["vocabulary", "--json"]) == 0
    words = json.loads(capsys.readouterr().out)
    assert words["analytes"]["alp"] == "Alkaline phosphatase"
    assert set(words["causes"]) == set(RULES.causes)
    assert main(["vocabulary"]) == 0
    assert "analytes\talp\tAlkaline phosphatase" in capsys.readouterr().out
