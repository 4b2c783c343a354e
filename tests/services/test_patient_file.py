"""Everything about one patient in one file: complete against a walk over all tables, and nobody else in it."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from alpdesk.domain.records import DecisionKind, LetterKind, Medicine, Role, User
from alpdesk.errors import AlpdeskError
from alpdesk.services.context import Watch
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.panels import ResultDraft
from tests.services.conftest import Bench
from tests.services.papers import pdf
from tests.services.test_who_may import as_user

DAY = date(2026, 2, 20)
NOT_ABOUT = {"audit", "audit_about", "draft"}


def lived(bench: Bench, name: str) -> int:
    """A patient with a value, its correction, a medicine, an answer, a letter and a scan."""
    desk, patient = bench.desk, bench.patient(name)
    entered = bench.enter(patient, "20", DAY)
    result = desk.panels.get(entered.panel_id).results[0].id or 0
    desk.corrections.correct(entered.panel_id, result, ResultDraft(analyte="alp", value="21", unit="U/L"), "misread")
    desk.patients.add_medicine(patient, Medicine(name="Ibuprofen"))
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    kind, plan = DecisionKind.WORK_UP, ("hpp-adult",)
    desk.decisions.sign(DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=kind, templates=plan))
    desk.letters.keep(desk.letters.compose(patient, LetterKind.PATIENT))
    return patient


def _read(file: Path) -> tuple[dict[str, list[dict[str, object]]], list[dict[str, object]], dict[str, bytes]]:
    with zipfile.ZipFile(file) as box:
        content = {name: box.read(name) for name in box.namelist()}
    return json.loads(content.pop("record.json")), json.loads(content.pop("who-did-what.json")), content


def walk(desk: Desk, patient: int) -> dict[str, set[int]]:
    """Return the keys of every row that names the patient, or a row that does, by a walk that knows no table."""
    found: dict[str, set[int]] = {}
    with desk.context.database.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            if table.name in NOT_ABOUT:
                continue
            for row in session.execute(select(table)).mappings():
                names = [key.column.table.name for c in table.columns for key in c.foreign_keys
                         if row[c.name] is not None and (
                             (key.column.table.name == "patient" and row[c.name] == patient)
                             or (key.column.table.name not in ("patient", table.name)
                                 and row[c.name] in found.get(key.column.table.name, set())))]  # fmt: skip
                if (table.name == "patient" and row["id"] == patient) or (table.name != "patient" and names):
                    found.setdefault(table.name, set()).add(row["id"])
    return found


def test_it_is_complete_against_a_walk_over_all_tables(bench: Bench, tmp_path: Path) -> None:
    patient, other = lived(bench, "Bloom"), lived(bench, "Stranger")
    given = bench.desk.transfer.give_out(patient, tmp_path / "all.zip")
    record, deeds, files = _read(tmp_path / "all.zip")
    there = {table: {row["id"] for row in rows} for table, rows in record.items() if rows}
    assert there == walk(bench.desk, patient)
    assert {"patient", "panel", "result", "correction", "medicine", "decision", "recall", "letter"} <= there.keys()
    assert given.rows == sum(map(len, record.values()))
    assert len(files) == given.files + 1 and any(name.startswith("letters/") for name in files)
    assert all(content.startswith(b"%PDF") for name, content in files.items() if name.startswith("letters/"))
    assert {"patient added", "panel entered", "result corrected", "decision signed", "letter kept"} <= {
        str(deed["what"]) for deed in deeds
    }
    whole = (tmp_path / "all.zip").read_bytes() + json.dumps(record).encode()
    assert b"Bloom" in whole and b"Stranger" not in whole and other != patient


def test_a_scan_is_in_it_under_a_name_of_ours(bench: Bench, tmp_path: Path) -> None:
    patient = bench.patient()
    entered = bench.enter(patient, "20", DAY)
    scan = tmp_path / "..%2f..evil.pdf"
    scan.write_bytes(pdf("report"))
    uid = bench.desk.panels.get(entered.panel_id).panel.uid
    assert uid is not None
    bench.desk.attachments.add(uid, patient, scan)
    bench.desk.transfer.give_out(patient, tmp_path / "all.zip")
    names = set(_read(tmp_path / "all.zip")[2])
    assert "scans/1-content.pdf" in names and not any(".." in name for name in names)


def test_whoever_was_merged_into_the_record_is_in_it(bench: Bench, tmp_path: Path) -> None:
    gone, stays = bench.patient("Gone"), bench.patient("Stays")
    bench.desk.corrections.merge(stays, gone, "one person")
    bench.desk.transfer.give_out(stays, tmp_path / "all.zip")
    record, _, _ = _read(tmp_path / "all.zip")
    assert [row["family_name"] for row in record["patient"]] == ["Gone", "Stays"]


def test_that_it_was_given_out_is_told_of_the_patient(bench: Bench, tmp_path: Path) -> None:
    patient = bench.patient()
    bench.desk.transfer.give_out(patient, tmp_path / "all.zip")
    assert bench.desk.looks.of_patient(patient)[0].action == "everything about a patient given out"


def test_it_is_refused_in_a_sentence_and_leaves_no_file(bench: Bench, tmp_path: Path) -> None:
    patient = bench.patient()
    there = tmp_path / "there.zip"
    there.write_bytes(b"theirs")
    clerk = as_user(bench.desk, bench.desk.users.add(User(name="Jo Clerk", role=Role.STAFF)))
    for desk, key, out, said in (
        (bench.desk, patient, there, "already a file"),
        (bench.desk, patient, tmp_path / "none" / "x.zip", "no folder"),
        (bench.desk, 4711, tmp_path / "x.zip", "no longer in the records|not in the record|no patient"),
        (clerk, patient, tmp_path / "x.zip", "Only a clinician"),
    ):
        with pytest.raises(AlpdeskError, match=said):
            desk.transfer.give_out(key, out)
    with pytest.raises(AlpdeskError, match="stopped"):
        bench.desk.transfer.give_out(patient, tmp_path / "x.zip", Watch(cancelled=lambda: True))
    assert there.read_bytes() == b"theirs" and not (tmp_path / "x.zip").exists()
