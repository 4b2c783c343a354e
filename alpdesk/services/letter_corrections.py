"""What was put right in a record, as far as letters tell it: values and facts of samples."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import PatientRecord
from alpdesk.domain.terms import CorrectionKind
from alpdesk.store import corrections

if TYPE_CHECKING:
    from alpdesk.letters.source import SampleCorrection


def corrections_of(session: Session, record: PatientRecord) -> tuple[dict[int, date], tuple["SampleCorrection", ...]]:
    """Return, by the key of the result that stands now, the day it was corrected, and what was corrected of samples."""
    keys = [both.panel.id for both in record.panels if both.panel.id is not None]
    made = corrections.of_panels(session, keys) if keys else ()
    values = {each.new_result_id: day for each in made if each.new_result_id and (day := _day(each))}
    return values, tuple(fact for each in made for fact in _facts(each))


def _facts(made: Correction) -> Iterator["SampleCorrection"]:
    """Yield each field of a sample that a correction changed."""
    from alpdesk.letters.source import SampleCorrection

    day = _day(made)
    if made.kind is not CorrectionKind.CORRECT or made.new_result_id is not None or not made.detail or day is None:
        return
    for name, was in json.loads(made.detail).get("was", {}).items():
        yield SampleCorrection(panel_id=made.panel_id or 0, field=name, was=str(was), day=day)


def _day(made: Correction) -> date | None:
    return None if made.made_at is None else made.made_at.astimezone().date()
