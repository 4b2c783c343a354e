"""Assessments of later samples that looked back on a value which was corrected, withdrawn or moved since."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from alpdesk.domain.alp import ALP
from alpdesk.domain.assessment import Assessment
from alpdesk.domain.followup import Correction
from alpdesk.domain.terms import CorrectionKind
from alpdesk.store import corrections as queries, panels
from alpdesk.store.tables import AssessmentRow

_WITHDRAWS = frozenset({CorrectionKind.CORRECT, CorrectionKind.VOID, CorrectionKind.MOVE})


def in_force(made: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return, oldest first, the corrections that hold: a restored value was never wrong."""
    standing: list[Correction] = []
    for one in sorted(made, key=lambda c: c.id or 0):
        if one.kind is CorrectionKind.RESTORE:
            standing = [c for c in standing if not _undone(c, one)]
        elif one.kind in _WITHDRAWS:
            standing.append(one)
    return tuple(standing)


def _undone(void: Correction, restore: Correction) -> bool:
    same = (void.panel_id, void.result_id) == (restore.panel_id, restore.result_id)
    return void.kind is CorrectionKind.VOID and same


def looked_back(
    session: Session, rows: Sequence[AssessmentRow], patient_id: int, panel_id: int | None = None
) -> Iterator[tuple[AssessmentRow, Correction]]:
    """Yield the assessments that a value of an earlier sample was part of, with its first correction since.

    With ``panel_id`` only corrections of that sample count.
    """
    found = (one for one in in_force(queries.of_patient(session, patient_id)) if one.panel_id is not None)
    made = [one for one in found if panel_id in (None, one.panel_id)]
    days = {panel.id: panel.collected for panel in panels.some(session, [one.panel_id or 0 for one in made])}
    about = [(one, days[one.panel_id], _of_alp(session, one)) for one in made if one.panel_id in days]
    for row in rows if about else ():
        shown = Assessment.model_validate_json(row.body)
        after = (
            one for one, day, of_alp in about
            if one.panel_id != row.panel_id and one.made_at is not None and one.made_at > row.made_at
            and _reads(shown, row.body, day, of_alp=of_alp)
        )  # fmt: skip
        correction = next(after, None)
        if correction is not None:
            yield row, correction


def _of_alp(session: Session, made: Correction) -> bool:
    """Say whether a correction is of an ALP, or of a sample that holds one."""
    held = queries.results(session, made.panel_id or 0)
    return any(one.analyte == ALP for one in held if made.result_id in (None, one.id, one.replaces_id))


def _reads(shown: Assessment, body: str, day: date, *, of_alp: bool) -> bool:
    """Say whether an assessment looked back on a sample: an ALP is part of the course, a value is named by its day."""
    course = of_alp and shown.alp.collected is not None and day <= shown.alp.collected
    return course or f" on {day.isoformat()}" in body
