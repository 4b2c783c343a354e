"""What a command cannot do is one sentence, and what it was not asked to touch stays as it was."""

import argparse
import sys
from pathlib import Path

import pytest

from alpdesk.admin import main
from alpdesk.admin.opening import password as read_password
from alpdesk.exchange.mapping import COLUMNS

SECRET = "correct horse battery staple"
LOW = "7,Ash,Ann,female,1980-02-03,2025-05-06,City Lab,alp,31,U/L,35,105,serum,"


def _password(folder: Path, content: bytes = SECRET.encode()) -> Path:
    path = folder / "password"
    path.write_bytes(content)
    path.chmod(0o600)
    return path


@pytest.fixture
def record(tmp_path: Path) -> list[str]:
    """The options that name a record with one patient."""
    options = ["--database", str(tmp_path / "clinic.alpdesk"), "--password-file", str(_password(tmp_path))]
    results = tmp_path / "in.csv"
    results.write_text(f"{','.join(COLUMNS)}\n{LOW}\n", encoding="utf-8")
    assert main(["create", *options, "--user", "Dr. Ash"]) == 0
    assert main(["import", str(results), "--format", "csv", *options]) == 0
    return options


def _refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(arguments) == 1
    said = capsys.readouterr().err.strip()
    assert said and "\n" not in said and "Traceback" not in said
    return said


@pytest.mark.parametrize("content", [SECRET + "\n", SECRET + "\r\nmore", "\ufeff" + SECRET])
def test_the_first_line_of_a_password_file_is_the_password_in_any_editor(tmp_path: Path, content: str) -> None:
    options = argparse.Namespace(password_file=_password(tmp_path, content.encode()), database="x.alpdesk")
    assert read_password(options) == SECRET


@pytest.mark.parametrize(
    "verb", [["export", "--format", "csv", "--all"], ["letter", "--patient", "7", "--kind", "patient"]]
)
@pytest.mark.parametrize("tail", ["", "-keys"])
def test_nothing_is_written_over_the_record_itself(
    record: list[str], verb: list[str], tail: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path(record[1] + tail)
    before = own.read_bytes()
    assert "belongs to the database" in _refused([*verb, "-o", str(own), *record], capsys)
    assert own.read_bytes() == before


def test_an_output_that_is_a_folder_is_refused_and_no_letter_is_kept(
    tmp_path: Path, record: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _refused(["export", "--format", "csv", "--all", "-o", str(tmp_path), *record], capsys)
    said = _refused(["letter", "--patient", "7", "--kind", "recall", "-o", str(tmp_path), *record], capsys)
    assert "no letter was kept" in said
    _refused(["backup", "-o", str(tmp_path / ("n" * 300)), *record], capsys)


@pytest.mark.parametrize("kind", ["patient", "referral", "recall"])
def test_every_kind_of_letter_is_written(tmp_path: Path, record: list[str], kind: str) -> None:
    out = tmp_path / "letter.pdf"
    assert main(["letter", "--patient", "7", "--kind", kind, "-o", str(out), *record]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_a_backup_is_not_restored_over_a_folder_a_server_or_into_nowhere(
    tmp_path: Path, record: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    copy, folder = tmp_path / "copy", tmp_path / "folder.alpdesk"
    assert main(["backup", "-o", str(copy), *record]) == 0
    folder.mkdir()
    wanted = {
        str(folder): "is a folder",
        "postgresql+psycopg://h/d": "pg_restore",
        str(tmp_path / "no" / "x"): "no folder",
    }
    for place, words in wanted.items():
        arguments = ["restore", str(copy), "--replace", "--database", place, *record[2:]]
        assert words in _refused(arguments, capsys)
    assert "cannot be read" in _refused(
        ["restore", str(folder), "--database", str(tmp_path / "y"), *record[2:]], capsys
    )
    assert folder.is_dir() and not list(tmp_path.glob("*-replaced-*"))


@pytest.mark.parametrize("option", ["--user", "--clinic"])
@pytest.mark.parametrize("text", ["a\x01b", " ", "a\udcff"])
def test_a_name_that_cannot_be_kept_is_wrong_usage(
    tmp_path: Path, option: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "new.alpdesk"
    with pytest.raises(SystemExit) as exited:
        main(["create", "--database", str(place), "--password-file", str(_password(tmp_path)), option, text])
    assert exited.value.code == 2
    assert not place.exists()
    capsys.readouterr()


def test_a_name_that_is_too_long_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--database", str(tmp_path / "new.alpdesk"), "--password-file", str(_password(tmp_path))]
    assert "cannot be a user's name" in _refused(["create", *options, "--user", "a" * 300], capsys)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1:abc/x", "[::1/x", "127.0.0.1:1/x?foo=bar", "127.0.0.1:1/x", ""],
)
def test_an_address_that_leads_nowhere_is_refused(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    _refused(["sweep", "--database", f"postgresql+psycopg://{address}"], capsys)


def test_a_file_may_be_named_like_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    options = ["--database", "postgresql.alpdesk", "--password-file", str(_password(tmp_path))]
    assert main(["create", *options, "--user", "Dr. Ash"]) == 0
    assert main(["sweep", *options]) == 0


def test_progress_is_told_on_a_terminal_only(
    record: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["verify", *record]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["verify", *record]) == 0
    assert "%" in capsys.readouterr().err
