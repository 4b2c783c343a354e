"""Conditions on what the checklist and the criteria came to, for monitoring templates."""

from typing import TYPE_CHECKING, Literal

from alpdesk.domain.condition import BaseCondition
from alpdesk.domain.truth import all_of

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts


class CauseSupported(BaseCondition):
    """A cause outside these groups is supported by a measurement, a medicine or an event."""

    kind: Literal["cause_supported"]
    outside_groups: tuple[str, ...] = ()

    def holds(self, facts: "Facts") -> bool | None:
        return any(group not in self.outside_groups for group in facts.supported_groups)

    def found(self, facts: "Facts") -> str:
        return "A cause is supported by the record"


class CriteriaAre(BaseCondition):
    """What the criteria set for the age came to."""

    kind: Literal["criteria"]
    met: bool | None = None
    entry: bool | None = None
    major_at_least: int = 0

    def holds(self, facts: "Facts") -> bool | None:
        criteria = facts.criteria
        if criteria is None:
            return False
        return all_of(
            [
                self.met is None or criteria.met is self.met,
                self.entry is None or criteria.entry is self.entry,
                criteria.major >= self.major_at_least,
            ]
        )

    def found(self, facts: "Facts") -> str:
        return "The criteria set for the age applies"
