"""Whom the tour visits: a persistent low that waits, and somebody for whom something is due."""

from alpdesk.domain.assessment import Persistence
from alpdesk.services.desk import Desk
from alpdesk.ui.guide.steps import Step


class Route:
    """The patients of one tour; a clinic without any has stops that are passed over."""

    def __init__(self, desk: Desk) -> None:
        today = desk.worklist.today()
        lasting = sorted(today.unanswered, key=lambda low: low.persistence is not Persistence.PERSISTENT)
        self._low = lasting[0].patient.id if lasting else None
        awaited = (*today.overdue, *today.due)
        self._due = awaited[0].patient.id if awaited else self._low

    def subject(self, step: Step) -> tuple[object, ...] | None:
        """Return what a stop's page is opened for; ``None`` where there is nobody to show."""
        whom: dict[str, object] = {"patient": self._low, "due": self._due, "letter": "patient"}
        found = tuple(whom[each] for each in step.of)
        return None if None in found else found
