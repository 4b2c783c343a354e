"""Who is due a letter, told without the window, and those letters made for signature."""

import json
from argparse import Namespace
from datetime import date, timedelta
from pathlib import Path

import pytest

from alpdesk.admin import main
from alpdesk.admin.opening import open_desk
from alpdesk.domain.records import DecisionKind, Panel, Patient, Result
from alpdesk.services.decisions import DecisionDraft


@pytest.fixture
def record(tmp_path: Path) -> list[str]:
    """The options that name a record with two answered lows, one of somebody without an address."""
    password = tmp_path / "password"
    password.write_text("correct horse battery staple\n", encoding="utf-8")
    password.chmod(0o600)
    database = tmp_path / "clinic.alpdesk"
    options = ["--database", str(database), "--password-file", str(password)]
    assert main(["create", *options, "--user", "Dr. Ash", "--clinic", "Hill"]) == 0
    with open_desk(Namespace(database=str(database), password_file=password, user=None)) as desk:
        for number, address in (("7", "5 High Street\nOxford"), ("8", "")):
            patient = Patient(number=number, family_name="Ash", birth_date=date(1980, 2, 3), address=address)
            key = desk.patients.add(patient).id or 0
            panel = Panel(collected=desk.context.today() - timedelta(days=9))
            desk.panels.enter(key, panel, (Result(analyte="alp", value="29", unit="U/L"),))
            waiting = desk.decisions.waiting(key)
            assert waiting is not None
            kind = DecisionKind.NO_ACTION
            desk.decisions.sign(DecisionDraft(patient_id=key, assessment_id=waiting.id, kind=kind, reason="Seen"))
    return options


def test_who_is_due_is_listed_and_nothing_is_made(record: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["letters", "--due", "--json", *record]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [(line["patient_number"], line["kind"], line["why"], line["proposed"]) for line in lines] == [
            ("7", "patient", "answered", True),
            ("8", "patient", "answered", False),
        ]
        assert "no_address" in {problem["id"] for problem in lines[1]["problems"]}


def test_those_against_which_nothing_speaks_are_made_once(
    record: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["letters", "--due", "--make", *record]) == 0
    assert "Made: 1 letters, 1 left out, 0 held back." in capsys.readouterr().out
    assert main(["letters", "--due", "--make", *record]) == 0
    assert "Made" not in capsys.readouterr().out


def test_whom_letters_are_for_must_be_said(record: list[str]) -> None:
    with pytest.raises(SystemExit) as usage:
        main(["letters", *record])
    assert usage.value.code == 2
