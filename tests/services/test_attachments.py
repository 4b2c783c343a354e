"""Scanned reports beside samples, on both engines."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from alpdesk.domain.records import Panel, Result
from alpdesk.errors import AlpdeskError
from alpdesk.services import scans
from alpdesk.services.desk import Desk
from alpdesk.store.care_tables import AttachmentRow
from tests.services import papers
from tests.services.conftest import Bench

ALP = (Result(analyte="alp", value="62", unit="U/L"),)


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _sample(desk: Desk, patient: int) -> UUID:
    uid = uuid4()
    desk.panels.enter(patient, Panel(uid=uid, collected=date(2026, 2, 20)), ALP)
    return uid


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("report.pdf", papers.pdf(), "application/pdf"),
        ("picture.pdf", papers.png(), "image/png"),
        ("photo.txt", papers.JPEG, "image/jpeg"),
        ("fax", papers.TIFF, "image/tiff"),
    ],
)
def test_a_report_is_known_by_its_content_and_comes_back_byte_by_byte(
    desk: Desk, bench: Bench, tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    patient, uid = bench.patient(), uuid4()
    before = bench.audit()
    kept = desk.attachments.add(uid, patient, _file(tmp_path, name, content))
    assert (kept.name, kept.media_type, kept.size, kept.added_by) == (name, kind, len(content), desk.actor.user_id)
    assert desk.attachments.bytes(kept.id or 0) == content
    assert bench.audit() == before + 1


@pytest.mark.parametrize("name", papers.HOSTILE)
def test_what_is_no_sound_report_is_refused_in_one_sentence(
    desk: Desk, bench: Bench, tmp_path: Path, name: str
) -> None:
    content, said = papers.HOSTILE[name]
    patient, uid = bench.patient(), uuid4()
    before = bench.audit()
    with pytest.raises(AlpdeskError) as refused:
        desk.attachments.add(uid, patient, _file(tmp_path, name, content))
    assert str(refused.value).startswith(said)
    assert desk.attachments.list(uid) == ()
    assert bench.audit() == before


def test_a_file_at_the_limit_is_taken_and_one_above_is_not(
    desk: Desk, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = papers.pdf()
    monkeypatch.setattr(scans, "LARGEST", len(content))
    patient = bench.patient()
    desk.attachments.add(uuid4(), patient, _file(tmp_path, "report.pdf", content))
    with pytest.raises(AlpdeskError, match="is larger than"):
        desk.attachments.add(uuid4(), patient, _file(tmp_path, "more.pdf", content + b"\n"))


def test_a_folder_and_a_file_that_is_gone_are_refused(desk: Desk, bench: Bench, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.pdf"):
        with pytest.raises(AlpdeskError, match="is not a file"):
            desk.attachments.add(uuid4(), bench.patient(), path)


def test_the_same_report_is_kept_once_and_a_withdrawn_one_can_be_added_again(
    desk: Desk, bench: Bench, tmp_path: Path
) -> None:
    patient, uid = bench.patient(), uuid4()
    path = _file(tmp_path, "report.pdf", papers.pdf())
    first = desk.attachments.add(uid, patient, path)
    assert desk.attachments.add(uid, patient, path) == first
    with pytest.raises(AlpdeskError, match="Say why"):
        desk.attachments.withdraw(first.id or 0, "  ")
    desk.attachments.withdraw(first.id or 0, "the report of somebody else")
    assert desk.attachments.list(uid) == ()
    assert desk.attachments.bytes(first.id or 0) == papers.pdf(), "nothing is erased"
    with pytest.raises(AlpdeskError, match="before"):
        desk.attachments.withdraw(first.id or 0, "again")
    assert desk.attachments.add(uid, patient, path).id != first.id


def test_scans_follow_their_sample(desk: Desk, bench: Bench, tmp_path: Path) -> None:
    one, other = bench.patient(), bench.patient("Dedalus")
    uid = _sample(desk, one)
    kept = desk.attachments.add(uid, one, _file(tmp_path, "report.pdf", papers.pdf()))
    desk.attachments.add(uuid4(), one, _file(tmp_path, "unfinished.pdf", papers.pdf("unfinished")))
    assert [scan.id for scan in desk.attachments.of_patient(one)] == [kept.id]
    assert desk.attachments.of_patient(other) == ()


def test_a_scan_that_was_changed_behind_the_programs_back_is_not_shown(
    desk: Desk, bench: Bench, tmp_path: Path
) -> None:
    kept = desk.attachments.add(uuid4(), bench.patient(), _file(tmp_path, "report.pdf", papers.pdf()))
    with desk.context.begin("damaged") as session:
        session.scalars(select(AttachmentRow)).one().content = papers.pdf("forged")
    with pytest.raises(AlpdeskError, match="not as it was added"):
        desk.attachments.bytes(kept.id or 0)


def test_a_name_is_kept_so_that_it_can_be_shown(desk: Desk, bench: Bench, tmp_path: Path) -> None:
    patient = bench.patient()
    long = "x" * 240 + ".pdf"
    for name, shown in (("rep\u202efdp.exe", "repfdp.exe"), (long, "x" * 195 + "….pdf"), ("a\nb.pdf", "ab.pdf")):
        kept = desk.attachments.add(uuid4(), patient, _file(tmp_path, name, papers.pdf()))
        assert kept.name == shown


def test_a_report_is_not_hung_on_a_sample_that_is_in_another_record_by_now(
    desk: Desk, bench: Bench, tmp_path: Path
) -> None:
    here, there = bench.patient("Here"), bench.patient("There")
    uid = _sample(desk, here)
    (sample,) = desk.patients.record(here).panels
    desk.corrections.move_panel(sample.panel.id or 0, there, "another patient's tube")
    with pytest.raises(AlpdeskError, match="in another record now"):
        desk.attachments.add(uid, here, _file(tmp_path, "report.pdf", papers.pdf()))
    assert desk.attachments.of_patient(there) == ()
