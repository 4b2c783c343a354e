"""What there is to choose from when a panel is begun, and what is left of one that was begun before."""

from collections.abc import Sequence
from dataclasses import replace

from alpdesk.domain.records import Laboratory
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical.who import age_words
from alpdesk.ui.panel.entry import Entry, Typed
from alpdesk.ui.panel.shown import Choices, Head


def choices(desk: Desk, entry: Entry, head: Head, laboratories: Sequence[Laboratory]) -> Choices:
    """Return what the page offers for one patient."""
    today = desk.context.today()
    return Choices(
        patient=entry.patient,
        uid=entry.uid,
        age=age_words(entry.patient.birth_date, today),
        templates=desk.panels.templates(),
        laboratories=laboratories,
        template=entry.template,
        today=today,
        asks_gestation=entry.asks_gestation(head.collected),
        head=head,
    )


def still_fits(desk: Desk, found: Typed | None) -> Typed | None:
    """Return a panel that was left, as far as it still fits the record and the rule book."""
    if found is None or desk.panels.is_kept(found.uid):
        return None
    rows = tuple(row for row in found.rows if row.analyte in desk.rules.analytes)
    return replace(found, rows=rows) if rows or desk.attachments.list(found.uid) else None


def usual_laboratory(desk: Desk, patient_id: int, listed: Sequence[Laboratory]) -> str:
    """Return the laboratory of the patient's last panel, else the only one there is."""
    panels = desk.patients.record(patient_id).panels
    last = panels[-1].panel.laboratory_id if panels else None
    names = [lab.name for lab in listed if lab.id == last] or [lab.name for lab in listed if len(listed) == 1]
    return next(iter(names), "")
