"""One step, one entry, one state: what both engines promise."""

import threading
from datetime import date, time
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from alpdesk.domain.records import Comparator, Flag, Laboratory, Panel, Patient, Result, ResultStatus, Sex, Specimen
from alpdesk.errors import ConflictError
from alpdesk.store import audit_check, rows
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database
from alpdesk.store.tables import AuditRow, LaboratoryRow, PanelRow, PatientRow, ResultRow


def add_patient(database: Database, actor: Actor, number: str = "1", **more: object) -> int:
    patient = Patient.model_validate(
        {"number": number, "family_name": "Muster", "birth_date": date(1980, 2, 29), **more}
    )
    with database.begin(actor, "patient added") as session:
        return rows.add(session, PatientRow, patient).id or 0


def add_panel(database: Database, actor: Actor, patient_id: int, *values: str) -> int:
    with database.begin(actor, "panel entered") as session:
        panel = rows.add(session, PanelRow, Panel(uid=uuid4(), patient_id=patient_id, collected=date(2026, 2, 10)))
        results = [Result(panel_id=panel.id, analyte="alp", value=v, unit="U/L", canonical=Decimal(v)) for v in values]
        rows.add_many(session, ResultRow, results)
        return panel.id or 0


def entries(database: Database) -> list[AuditRow]:
    with database.read() as session:
        return list(session.scalars(select(AuditRow).order_by(AuditRow.seq)).all())  # type: ignore[arg-type]  # a column


def count(database: Database, table: type) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_record_comes_back_as_it_went_in(database: Database, actor: Actor) -> None:
    patient = Patient(
        number="A-1", family_name="Łukasz", given_names="Zoë", birth_date=date(1900, 1, 1), sex=Sex.FEMALE, preterm=True
    )
    with database.begin(actor, "patient added") as session:
        key = rows.add(session, PatientRow, patient).id
    with database.read() as session:
        found = Patient.model_validate(session.get(PatientRow, key), from_attributes=True)
    assert found == patient.model_copy(update={"id": key, "row_version": 1})


@pytest.mark.parametrize("digits", ["0.52", "33.0", "0", "0.0000000001", "99999999999999999999.5", "1E+2", "-1.50"])
def test_a_decimal_keeps_every_digit(database: Database, actor: Actor, digits: str) -> None:
    panel_id = add_panel(database, actor, add_patient(database, actor), digits)
    with database.read() as session:
        found = session.scalars(select(ResultRow.canonical)).one()  # type: ignore[call-overload]  # a column
    assert panel_id
    assert format(found, "f") == format(Decimal(digits), "f")


def test_enums_are_stored_as_their_values(database: Database, actor: Actor) -> None:
    patient_id = add_patient(database, actor)
    with database.begin(actor, "panel entered") as session:
        panel = Panel(
            uid=uuid4(),
            patient_id=patient_id,
            collected=date(2026, 1, 1),
            collected_time=time(7, 45),
            specimen=Specimen.LI_HEPARIN,
        )
        panel_id = rows.add(session, PanelRow, panel).id
        kept = Result(
            panel_id=panel_id,
            analyte="alp",
            value="<20",
            comparator=Comparator.BELOW,
            status=ResultStatus.ENTERED_IN_ERROR,
            flag=Flag.LOW,
        )
        rows.add_many(session, ResultRow, [kept])
    with database.read() as session:
        stored = session.execute(text("SELECT comparator, status, flag FROM result")).one()
        assert tuple(stored) == ("<", "entered-in-error", "low")
        assert session.execute(text("SELECT specimen FROM panel")).scalar_one() == "li_heparin"
        row = session.get(PanelRow, panel_id)
        assert row is not None
        assert row.collected_time == time(7, 45)


def test_a_failure_leaves_nothing(database: Database, actor: Actor) -> None:
    with pytest.raises(ZeroDivisionError), database.begin(actor, "panel entered") as session:
        rows.add(session, PatientRow, Patient(number="1", family_name="A", birth_date=date(2000, 1, 1)))
        _ = 1 // 0
    assert count(database, PatientRow) == 0
    assert entries(database) == []


def test_a_step_that_changes_nothing_leaves_no_entry(database: Database, actor: Actor) -> None:
    with database.begin(actor, "looked"):
        pass
    assert entries(database) == []


def test_one_step_is_one_entry_with_who_where_and_why(database: Database, actor: Actor) -> None:
    patient_id = add_patient(database, actor)
    with database.begin(actor, "patient changed", "moved house") as session:
        row = session.get(PatientRow, patient_id)
        assert row is not None
        row.address = "Elsewhere 1"
        rows.add(session, LaboratoryRow, Laboratory(name="Central"))
    last = entries(database)[-1]
    assert (last.seq, last.actor, last.station, last.action, last.reason) == (
        2,
        "Dr. Test",
        "desk-1",
        "patient changed",
        "moved house",
    )
    assert '"address":["","Elsewhere 1"]' in last.body
    assert '"Central"' in last.body


def test_looking_is_noted_without_a_change(database: Database, actor: Actor) -> None:
    database.note(actor, "patient opened", "patient 7")
    assert [(e.action, e.body) for e in entries(database)] == [("patient opened", '[{"note":"patient 7"}]')]


def test_reading_cannot_write(database: Database, actor: Actor) -> None:
    patient_id = add_patient(database, actor)
    with database.read() as session:
        row = session.get(PatientRow, patient_id)
        assert row is not None
        row.phone = "1"
        with pytest.raises(RuntimeError, match="who does it"):
            session.flush()


def test_nobody_writes_without_an_actor(database: Database) -> None:
    with Session(database.engine) as session:
        session.add(PatientRow(number="1", family_name="A", birth_date=date(2000, 1, 1)))
        with pytest.raises(RuntimeError, match="who does it"):
            session.commit()
    assert count(database, PatientRow) == 0


@pytest.mark.parametrize(
    "statement",
    [
        insert(PatientRow).values(number="1", family_name="A"),
        update(PatientRow).values(phone="1"),
        delete(PatientRow),
        text("UPDATE patient SET phone = '1'"),
        text(" delete from patient"),
    ],
)
def test_bulk_statements_are_refused(database: Database, actor: Actor, statement: object) -> None:
    with pytest.raises(RuntimeError, match="audit trail"), database.begin(actor, "x") as session:
        session.execute(statement)  # type: ignore[call-overload]  # any of several kinds


def test_two_windows_do_not_overwrite_each_other(database: Database, actor: Actor) -> None:
    patient_id = add_patient(database, actor)
    with database.read() as session:
        seen = Patient.model_validate(session.get(PatientRow, patient_id), from_attributes=True)
    for phone in ("first", "second"):
        with_phone = seen.model_copy(update={"phone": phone})
        if phone == "first":
            with database.begin(actor, "patient changed") as session:
                rows.change(session, PatientRow, with_phone)
        else:
            with pytest.raises(ConflictError, match="Somebody else"), database.begin(actor, "x") as session:
                rows.change(session, PatientRow, with_phone)
    with database.read() as session:
        row = session.get(PatientRow, patient_id)
        assert row is not None
        assert (row.phone, row.row_version) == ("first", 2)


def test_a_row_changed_between_reading_and_writing_is_a_conflict(database: Database, actor: Actor) -> None:
    patient_id = add_patient(database, actor)
    with pytest.raises(ConflictError), database.begin(actor, "x") as session:
        row = session.get(PatientRow, patient_id)
        assert row is not None
        session.connection().execute(text("UPDATE patient SET row_version = 9"))
        row.phone = "2"


def test_many_rows_by_one_statement_are_audited(database: Database, actor: Actor) -> None:
    add_panel(database, actor, add_patient(database, actor), "31", "32", "33")
    assert [r["value"] for r in inserted(entries(database)[-1], "result")] == ["31", "32", "33"]
    with database.read() as session:
        assert audit_check.verify(session.connection()).faults == ()


def inserted(entry: AuditRow, table: str) -> list[dict[str, object]]:
    import json

    changes = [c for c in json.loads(entry.body) if c.get("table") == table and "insert" in c]
    return [dict(zip(c["columns"], row, strict=True)) for c in changes for row in c["insert"]]


def test_a_savepoint_that_failed_is_not_in_the_trail(database: Database, actor: Actor) -> None:
    with database.begin(actor, "two laboratories") as session:
        rows.add(session, LaboratoryRow, Laboratory(name="kept"))
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            rows.add(session, LaboratoryRow, Laboratory(name="dropped"))
            _ = 1 // 0
        rows.add(session, LaboratoryRow, Laboratory(name="kept too"))
    assert [r["name"] for r in inserted(entries(database)[0], "laboratory")] == ["kept", "kept too"]
    with database.read() as session:
        assert audit_check.verify(session.connection()).faults == ()


def test_threads_that_save_at_once_all_get_through(database: Database, actor: Actor) -> None:
    patient_id = add_patient(database, actor)
    failures: list[BaseException] = []

    def save() -> None:
        try:
            for _ in range(10):
                add_panel(database, actor, patient_id, "30")
        except BaseException as error:  # noqa: BLE001  told to the test below
            failures.append(error)

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert count(database, PanelRow) == 40
    with database.read() as session:
        assert audit_check.verify(session.connection()).faults == ()


def test_the_same_panel_twice_is_refused_by_its_uid(database: Database, actor: Actor) -> None:
    patient_id, uid = add_patient(database, actor), uuid4()
    panel = Panel(uid=uid, patient_id=patient_id, collected=date(2026, 2, 10))
    with database.begin(actor, "panel entered") as session:
        rows.add(session, PanelRow, panel)
    with pytest.raises(ConflictError, match="a moment ago"), database.begin(actor, "panel entered") as session:
        rows.add(session, PanelRow, panel)
    assert count(database, PanelRow) == 1


def test_a_step_inside_a_step_is_refused_at_once(database: Database, actor: Actor) -> None:
    with pytest.raises(RuntimeError, match="open already"), database.begin(actor, "outer"):
        database.note(actor, "inner")
    database.note(actor, "later")
    assert [entry.action for entry in entries(database)] == ["later"]
