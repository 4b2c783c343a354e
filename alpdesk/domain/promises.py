"""What an answer promises when no monitoring is started with it."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from alpdesk.domain.assessment import MonitoringProposal
from alpdesk.domain.condition import Id, Sourced

_PREFIX = "promise:"
_Days = Annotated[int, Field(ge=0, le=3650)]


class Promise(Sourced):
    """The one item of an answer (``id`` is the kind of decision) without which it would never come back."""

    id: Id
    title: str
    tests: tuple[str, ...] = ()
    after_days: _Days
    not_before_days: _Days | None = None
    counts_from: Literal["sample", "answer"]
    basis: str

    def proposal(self, sampled: date, today: date) -> MonitoringProposal:
        """Return the item with its dates; it is never due in the past."""
        start = sampled if self.counts_from == "sample" else today
        early = None if self.not_before_days is None else start + timedelta(days=self.not_before_days)
        return MonitoringProposal(
            template=f"{_PREFIX}{self.id}",
            title=self.title,
            due=max(start + timedelta(days=self.after_days), today),
            not_before=early,
            tests=self.tests,
            basis=self.basis,
            sources=self.sources,
        )


def is_promise(template: str) -> bool:
    """Say whether a proposal is the item an answer promises, not a monitoring template."""
    return template.startswith(_PREFIX)
