"""What a record holds, by keys that mean the same in every copy of it: for comparing a backup with the present."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Select, func, select
from sqlmodel import col

from alpdesk.store.letter_tables import LetterRow
from alpdesk.store.tables import AuditRow, DecisionRow, PanelRow, PatientRow

_BATCH = 1000
KINDS = ("patients", "panels", "decisions", "letters")


@dataclass(frozen=True)
class Held:
    """One thing a record holds: what tells it from others, whose it is, and of which day."""

    key: str
    patient: str
    day: date | None = None


def held(connection: Connection, kind: str) -> Iterator[Held]:
    """Yield everything of a kind that a record holds, voided things included."""
    with connection.execute(_QUERIES[kind]().execution_options(yield_per=_BATCH)) as rows:
        for key, family, given, number, day in rows:
            name = ", ".join(part for part in (family, given) if part)
            yield Held(str(key), f"{name} ({number})", day.date() if hasattr(day, "date") else day)


def knows(connection: Connection, seq: int, entry_hash: str) -> bool:
    """Say whether the trail of a record has an entry: then it went on from there."""
    found = select(col(AuditRow.hash)).where(col(AuditRow.seq) == seq)
    return connection.execute(found).scalar_one_or_none() == entry_hash


def _patients() -> Select[Any]:
    who = (col(PatientRow.family_name), col(PatientRow.given_names), col(PatientRow.number))
    query = select(col(PatientRow.number), *who, col(PatientRow.birth_date)).order_by(col(PatientRow.id))
    return cast("Select[Any]", query)


def _panels() -> Select[Any]:
    return _of_patients(PanelRow, PanelRow.uid, PanelRow.collected)


def _decisions() -> Select[Any]:
    return _of_patients(DecisionRow, func.coalesce(DecisionRow.signed_at, DecisionRow.id), DecisionRow.signed_at)


def _letters() -> Select[Any]:
    return _of_patients(LetterRow, LetterRow.sha256, LetterRow.created_at)


def _of_patients(kind: type, key: object, day: object) -> Select[Any]:
    who = (col(PatientRow.family_name), col(PatientRow.given_names), col(PatientRow.number))
    of = col(kind.patient_id) == col(PatientRow.id)  # type: ignore[attr-defined]  # each has it
    query: Select[Any] = select(key, *who, day)  # type: ignore[call-overload]  # columns all
    return query.join(PatientRow, of).order_by(kind.id)  # type: ignore[attr-defined]


_QUERIES = {"patients": _patients, "panels": _panels, "decisions": _decisions, "letters": _letters}
