"""Names of files: whatever somebody calls a scan or a patient, ours stay inside the folder that was chosen."""

import re
import unicodedata
import zipfile
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from uuid import uuid4

import pytest

from alpdesk.domain.records import LetterKind, Panel, Patient, Result
from alpdesk.domain.rules import RuleBook
from alpdesk.services.desk import Desk
from alpdesk.store.database import Database
from tests.conftest import Clock, open_clinic
from tests.hostile.corpus import FILE_NAMES
from tests.hostile.watch import watched
from tests.services import papers

_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])( *\..*| *)", re.IGNORECASE)
_LONGEST = 255


@pytest.fixture
def desk(sqlite_database: Database, rules: RuleBook, clock: Clock) -> Desk:
    return open_clinic(sqlite_database, rules, clock)


def stays_inside(name: str) -> bool:
    """Say whether a name names a file in its folder, by the rules of POSIX and of Windows."""
    parts = len(PurePosixPath(name).parts), len(PureWindowsPath(name).parts)
    plain = all(unicodedata.category(letter)[0] != "C" and letter not in '<>:"/\\|?*' for letter in name)
    long = len(name.encode("utf-8", "surrogatepass")) > _LONGEST
    return parts == (1, 1) and plain and not long and name[-1] not in ". " and not _RESERVED.fullmatch(name)


def test_no_name_of_the_list_would_do() -> None:
    assert len(FILE_NAMES) >= 32 and [name for name in FILE_NAMES if name and stays_inside(name)] == []
    assert stays_inside("letter_2026-11-22_7.pdf") and stays_inside("Überweisung 2026.pdf")


def _patient(desk: Desk, name: str) -> int:
    number = desk.patients.next_number()
    patient = Patient(number=number, family_name="Bloom", given_names=name, birth_date=date(1980, 1, 1))
    return desk.patients.add(patient).id or 0


def _scan(folder: Path, name: str) -> Path | None:
    """Make a scan that is called so, where the system lets it."""
    path = folder / name
    if path.parent != folder or path.name in ("", ".", ".."):
        return None  # it names another place, where a test writes nothing
    try:
        path.write_bytes(papers.pdf())
    except (OSError, ValueError):
        return None
    return path


def test_a_scan_is_given_out_under_a_name_of_ours(desk: Desk, tmp_path: Path) -> None:
    patient, sent = _patient(desk, "Ann"), tmp_path / "sent"
    sent.mkdir()
    uid = uuid4()
    desk.panels.enter(
        patient, Panel(uid=uid, collected=date(2026, 2, 20)), (Result(analyte="ast", value="20", unit="U/L"),)
    )
    made = [path for name in FILE_NAMES if (path := _scan(sent, name)) is not None]
    assert len(made) > 15
    for number, path in enumerate(made):
        path.write_bytes(papers.pdf(f"Report {number}"))
        shown = desk.attachments.add(uid, patient, path).name
        assert shown and shown.isprintable() and len(shown) <= 200, path.name
    out = tmp_path / "out.zip"
    with watched(tmp_path) as seen:
        desk.transfer.give_out(patient, out)
    assert seen.faults == []
    names = zipfile.ZipFile(out).namelist()
    assert sum(name.startswith("scans/") for name in names) == len(made)
    assert [name for name in names if not stays_inside(name.removeprefix("scans/").removeprefix("letters/"))] == []


def test_a_letter_of_anybody_is_named_by_us(desk: Desk) -> None:
    desk.clinic.update(desk.clinic.get().model_copy(update={"phone": "01865 100 200"}))
    for name in [name for name in FILE_NAMES if name.isprintable() and len(name) > 4][:6]:
        patient = _patient(desk, name[:200])
        panel = Panel(uid=uuid4(), collected=date(2026, 2, 20))
        desk.panels.enter(patient, panel, (Result(analyte="alp", value="20", unit="U/L"),))
        kept = desk.letters.keep(desk.letters.compose(patient, LetterKind.PATIENT))
        for ending in ("pdf", "eml"):
            given = desk.outbox.name(kept.id, ending)
            assert stays_inside(given) and name not in given
