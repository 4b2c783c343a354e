"""A patient taken out on a legal order: nothing of them is left, the chain holds, and everybody else is as before."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text
from sqlmodel import SQLModel

from alpdesk.domain.records import Role, User
from alpdesk.errors import AlpdeskError
from alpdesk.services.desk import Desk
from alpdesk.store import audit_check
from alpdesk.store.audit import original_hash
from alpdesk.store.plain import canonical
from alpdesk.store.search import TEXTS, WORDS
from tests.services.conftest import Bench
from tests.services.papers import pdf
from tests.services.test_patient_file import DAY, lived, walk
from tests.services.test_who_may import as_user

ORDER = "District court of Sampleton, 4 O 17/26, 2 Nov 2026"
NAME, ADDRESS, NUMBER = "Zebedeequill", "77 Nowhere Lane", "ZQ-900417"


@pytest.fixture
def patient(bench: Bench, tmp_path: Path) -> int:
    """Somebody with everything that a record can hold, who was once taken for somebody else."""
    desk, key = bench.desk, lived(bench, NAME)
    desk.patients.update(desk.patients.get(key).model_copy(update={"number": NUMBER, "address": ADDRESS}))
    entered = bench.enter(key, "19", DAY)
    uid = desk.panels.get(entered.panel_id).panel.uid
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf("report"))
    assert uid is not None
    desk.attachments.add(uid, key, scan)
    desk.drafts.put("answer", f"{key}/1", {"reason": NAME})
    desk.looks.opened(key)
    desk.looks.searched(NAME.lower())
    desk.looks.searched("somebody else")
    return key


def _everything(desk: Desk) -> str:
    """Return every row of every table, the indexes of the search among them, as one text."""
    tables = [*SQLModel.metadata.sorted_tables, WORDS]
    with desk.context.database.read() as session:
        found = [repr(tuple(row)) for table in tables for row in session.connection().execute(select(table))]
        hits = session.connection().execute(select(TEXTS.c.rowid)).scalars().all()
    return "\n".join([*found, f"indexed {hits}"])


def _faults(desk: Desk) -> tuple[str, ...]:
    with desk.context.database.read() as session:
        return audit_check.verify(session.connection()).faults


def _checks(desk: Desk) -> dict[str, bool]:
    """Return which checks of file, structure and trail hold; a record of the tests has no keys beside it."""
    return {check.name: check.ok for check in desk.safety.verify()}


def test_nothing_of_a_patient_is_left_and_everything_still_holds(bench: Bench, patient: int) -> None:
    desk, other = bench.desk, lived(bench, "Stranger")
    before = walk(desk, other)
    told, checks = _everything(desk), _checks(desk)
    assert all(word in told for word in (NAME, ADDRESS, NUMBER, NAME.lower()))
    outlook = desk.redacting.outlook(patient)
    assert (outlook.panels, outlook.letters, outlook.scans) == (2, 1, 1) and outlook.unanswered and outlook.due
    done = desk.redacting.redact(patient, ORDER, NUMBER)
    assert done.rows == outlook.rows and done.entries >= 9
    left = _everything(desk)
    for word in (NAME, ADDRESS, NUMBER, NAME.lower(), NUMBER.lower()):
        assert word not in left
    assert "somebody else" in left and "taken out on a legal order" in left
    assert _faults(desk) == ()
    assert _checks(desk) == checks
    trail = next(check for check in desk.safety.verify() if check.name == "audit")
    assert f"Of {done.entries} something was taken out on a legal order." in trail.detail
    assert walk(desk, other) == before
    assert desk.patients.search(NAME).items == () and desk.drafts.list() == ()
    with pytest.raises(AlpdeskError):
        desk.patients.get(patient)


def test_it_is_told_who_did_it_when_and_on_whose_order(bench: Bench, patient: int) -> None:
    done = bench.desk.redacting.redact(patient, f"  {ORDER} ", f" {NUMBER} ")
    (made,) = bench.desk.redacting.made()
    assert (made.who, made.reason) == ("Dr. Test", ORDER)
    assert made.noted == (f"{done.rows} rows of the record, {done.entries} entries of the trail",)
    assert made in bench.desk.looks.of_clinic()


def test_others_of_the_same_step_and_those_who_held_a_panel_of_theirs_stay_whole(bench: Bench, patient: int) -> None:
    desk, other = bench.desk, lived(bench, "Stranger")
    moved = bench.enter(other, "17", DAY)
    desk.corrections.move_panel(moved.panel_id, patient, f"it was of {NUMBER}")
    back = bench.enter(patient, "16", DAY)
    desk.corrections.move_panel(back.panel_id, other, "the other way")
    assessed, checks = len(desk.decisions.assessments(other)), _checks(desk)
    desk.redacting.redact(patient, ORDER, NUMBER)
    assert _faults(desk) == () and _checks(desk) == checks
    assert desk.panels.get(back.panel_id).results[0].value == "16"
    assert len(desk.decisions.assessments(other)) == assessed


def test_whoever_was_merged_into_the_record_goes_with_it(bench: Bench, patient: int) -> None:
    gone = bench.patient("Formerly")
    bench.enter(gone, "18", DAY)
    bench.desk.corrections.merge(patient, gone, "one person")
    with pytest.raises(AlpdeskError, match="merged into another"):
        bench.desk.redacting.outlook(gone)
    assert "Formerly" in bench.desk.redacting.outlook(patient).merged[0]
    bench.desk.redacting.redact(patient, ORDER, NUMBER)
    assert "Formerly" not in _everything(bench.desk) and _faults(bench.desk) == ()


def test_a_second_redaction_of_the_same_entries_holds_too(bench: Bench, patient: int) -> None:
    desk, other = bench.desk, lived(bench, "Stranger")
    panel = bench.enter(patient, "16", DAY)
    desk.corrections.move_panel(panel.panel_id, other, "wrong tube")
    number = desk.patients.get(other).number
    desk.redacting.redact(patient, ORDER, NUMBER)
    desk.redacting.redact(other, ORDER, number)
    left = _everything(desk)
    assert "Stranger" not in left and NAME not in left and _faults(desk) == ()
    newcomer = lived(bench, "Newcomer")
    assert {deed.action for deed in desk.looks.of_patient(newcomer)}.isdisjoint({"panel moved", "letter opened"})
    assert _faults(desk) == () and len(desk.redacting.made()) == 2


@contextmanager
def _tampering(desk: Desk) -> Iterator[Connection]:
    with desk.context.database.engine.connect() as connection, connection.begin() as transaction:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            connection.execute(text("DROP TRIGGER audit_no_update"))
        yield connection
        transaction.rollback()


def test_an_entry_blanked_behind_its_back_is_named(bench: Bench, patient: int) -> None:
    desk = bench.desk
    desk.redacting.redact(patient, ORDER, NUMBER)
    with desk.context.database.read() as session:
        bodies = {row[0]: row[1] for row in session.connection().execute(text("SELECT seq, body FROM audit"))}
    plain = next(seq for seq, body in bodies.items() if body.startswith("[") and "insert" in body)
    blanked = next(seq for seq, body in bodies.items() if body.startswith("{"))
    for seq, body in (
        (plain, canonical({"was": original_hash(bodies[plain]), "changes": []})),
        (blanked, canonical({"was": original_hash(bodies[blanked]), "changes": []})),
        (blanked, "{}"),
        (blanked, '{"was": 7'),
    ):
        with _tampering(desk) as connection:
            changed = text("UPDATE audit SET body = :body WHERE seq = :seq").bindparams(body=body, seq=seq)
            assert connection.execute(changed).rowcount == 1
            faults = audit_check.verify(connection).faults
        assert any(f"audit entry {seq} " in fault for fault in faults), (body, faults)
    assert _faults(desk) == ()


def test_the_guard_of_the_trail_stands_again(bench: Bench, patient: int) -> None:
    bench.desk.redacting.redact(patient, ORDER, NUMBER)
    with bench.desk.context.database.engine.connect() as connection, pytest.raises(Exception, match="can only grow"):
        connection.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 1"))


def test_it_is_refused_in_a_sentence_and_takes_nothing_out(bench: Bench, patient: int) -> None:
    desk = bench.desk
    doctor = as_user(desk, desk.users.add(User(name="Dr. Other", role=Role.CLINICIAN)))
    assert desk.redacting.may() and not doctor.redacting.may()
    before = desk.context.database.head()
    for who, order, number, said in (
        (doctor, ORDER, NUMBER, "Only an administrator"),
        (desk, "  ", NUMBER, "who ordered it"),
        (desk, ORDER, "ZQ-900418", "not the number"),
        (desk, ORDER, "", "not the number"),
    ):
        with pytest.raises(AlpdeskError, match=said):
            who.redacting.redact(patient, order, number)
    with pytest.raises(AlpdeskError):
        desk.redacting.redact(4711, ORDER, NUMBER)
    assert desk.context.database.head() == before and desk.patients.get(patient).number == NUMBER
