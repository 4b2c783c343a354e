"""The tour: the card, whom it visits, and the pages it opens."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from alpdesk.services.desk import Desk
from alpdesk.ui.guide.card import GuideCard
from alpdesk.ui.guide.route import Route
from alpdesk.ui.guide.steps import Step


class Tour:
    """Leads over the pages of a workspace: ``go`` opens one, ``page`` returns it."""

    def __init__(self, ground: QWidget, desk: Desk, go: Callable[..., None], page: Callable[[str], QWidget]) -> None:
        self._desk, self._go, self._page = desk, go, page
        self._route: Route | None = None
        self.card = GuideCard(ground)
        self.card.step_shown.connect(self._guided)

    def begin(self) -> None:
        """Show the first stop."""
        self._route = Route(self._desk)
        self.card.begin()

    def _guided(self, step: Step) -> None:
        subject = None if self._route is None else self._route.subject(step)
        if subject is not None:
            self._go(step.page, *subject)
            self.card.point_at(self._page(step.page))
