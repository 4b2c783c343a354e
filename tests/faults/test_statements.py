"""Each step of the day fails at its first, second, … nth statement: nothing of it is kept, then it is done as usual."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from alpdesk.domain.records import (
    DecisionKind,
    LetterKind,
    Medicine,
    Panel,
    Patient,
    Result,
    Role,
    Sex,
    User,
)
from alpdesk.domain.terms import ContactKind, ContactOutcome
from alpdesk.errors import AlpdeskError
from alpdesk.services.decisions import DecisionDraft
from alpdesk.services.desk import Desk
from alpdesk.services.panels import ResultDraft
from alpdesk.store import driver, plain
from alpdesk.store.audit_check import verify

DAY = date(2026, 2, 20)
Step = Callable[[Desk, int], object]


def _person(number: str) -> Patient:
    return Patient(number=number, family_name="Bloom", birth_date=date(1980, 3, 12), sex=Sex.FEMALE)


def _enter(desk: Desk, patient: int, alp: str = "20") -> int:
    results = tuple(Result(analyte=name, value=alp, unit="U/L") for name in ("alp", "ast"))
    return desk.panels.enter(patient, Panel(uid=uuid4(), collected=DAY), results).panel_id


def _sign(desk: Desk, patient: int) -> object:
    waiting = desk.decisions.waiting(patient)
    assert waiting is not None
    draft = DecisionDraft(patient_id=patient, assessment_id=waiting.id, kind=DecisionKind.WORK_UP)
    return desk.decisions.sign(draft.model_copy(update={"templates": ("hpp-adult",)}))


def _correct(desk: Desk, patient: int) -> object:
    panel = desk.patients.record(patient).panels[0]
    draft = ResultDraft(analyte="alp", value="88", unit="U/L")
    return desk.corrections.correct(panel.panel.id or 0, panel.results[0].id or 0, draft, "misread")


def _contact(desk: Desk, patient: int) -> object:
    due = next(one for one in desk.decisions.recalls(patient) if one.closed_on is None)
    today = desk.context.today()
    return desk.followup.note_contact(due.id or 0, ContactKind.PHONE, ContactOutcome.NO_ANSWER, today, "rang out")


STEPS: dict[str, Step] = {
    "patient added": lambda desk, _: desk.patients.add(_person("new")),
    "patient changed": lambda desk, one: desk.patients.update(
        desk.patients.get(one).model_copy(update={"family_name": "Ash"})
    ),
    "panel entered": lambda desk, one: _enter(desk, one, "21"),
    "decision signed": _sign,
    "result corrected": _correct,
    "panel moved": lambda desk, one: desk.corrections.move_panel(
        desk.patients.record(one).panels[0].panel.id or 0, one + 1, "wrong patient"
    ),
    "patients merged": lambda desk, one: desk.corrections.merge(one, one + 1, "one person"),
    "medicine added": lambda desk, one: desk.patients.add_medicine(one, Medicine(name="Alendronate")),
    "letter kept": lambda desk, one: desk.letters.keep(desk.letters.compose(one, LetterKind.PATIENT)),
    "user added": lambda desk, _: desk.users.add(User(name="Jo Clerk", role=Role.STAFF)),
    "contact noted": _contact,
}


@contextmanager
def _failing_at(desk: Desk, number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let the nth statement of the writing connection fail as a disk does; the statements before it are given."""
    seen: list[str] = []

    def fail(statement: str) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(statement)
            if len(seen) == number:
                raise OperationalError(statement, {}, Exception("disk I/O error"))

    def through(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        fail(statement)

    def straight(connection: Connection, statement: str, values: Sequence[Any]) -> None:
        fail(statement)
        driver.run_many(connection, statement, values)

    engine = desk.context.database.engine
    event.listen(engine, "before_cursor_execute", through)
    monkeypatch.setattr(plain, "run_many", straight)
    try:
        yield seen
    finally:
        monkeypatch.setattr(plain, "run_many", driver.run_many)
        event.remove(engine, "before_cursor_execute", through)


def _refusal(step: Step, desk: Desk, patient: int) -> str:
    """Return what the user is told, nothing when it was done."""
    try:
        step(desk, patient)
    except AlpdeskError as error:
        return str(error)
    return ""


def _state(desk: Desk) -> tuple[object, ...]:
    with desk.context.database.read() as session:
        connection = session.connection()
        assert verify(connection).faults == ()
        counts = {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
                  for t in SQLModel.metadata.sorted_tables}  # fmt: skip
    return desk.context.database.head(), counts


@pytest.mark.parametrize("name", STEPS)
def test_a_step_that_fails_anywhere_leaves_nothing_and_is_done_afterwards(
    desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _other = (desk.patients.add(_person(number)).id or 0 for number in ("1", "2"))
    _enter(desk, one)
    if name == "contact noted":
        _sign(desk, one)
    before, tried, said = _state(desk), 0, "nothing was saved"
    while said:
        tried += 1
        with _failing_at(desk, tried, monkeypatch) as seen:
            said = _refusal(STEPS[name], desk, one)
        if said:
            assert "nothing was saved" in said
            assert (len(seen), _state(desk)) == (tried, before), (name, seen[-1])
    assert tried > 2, "the step wrote nothing: the test sees nothing"
    assert _state(desk) != before
