"""Conditions on what may be wrong with a sample, a number or an interval."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from alpdesk.domain.condition import BaseCondition

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts


class NoLowerLimit(BaseCondition):
    """The printed ALP interval has no lower limit, or one of 0, which no value can lie below."""

    kind: Literal["no_lower_limit"]

    def holds(self, facts: "Facts") -> bool | None:
        result = facts.alp_result
        if result is None:
            return None
        return result.low == 0 or (result.low is None and result.high is not None)

    def found(self, facts: "Facts") -> str:
        return "The printed ALP interval can never call a value low"


class AdultIntervalOnChild(BaseCondition):
    """The laboratory's lower limit lies below the one for the child's age."""

    kind: Literal["adult_interval_on_child"]

    def holds(self, facts: "Facts") -> bool | None:
        return facts.adult_interval_on_child()

    def found(self, facts: "Facts") -> str:
        return "The laboratory's lower limit lies below the one for the child's age"


class UnitSuspect(BaseCondition):
    """The number reads like the other unit."""

    kind: Literal["unit_suspect"]

    def holds(self, facts: "Facts") -> bool | None:
        return facts.unit_suspect

    def found(self, facts: "Facts") -> str:
        return facts.slip_words()


class AlertFires(BaseCondition):
    """Another alert, named earlier in the rule book, has fired."""

    kind: Literal["alert"]
    alert: str

    def holds(self, facts: "Facts") -> bool | None:
        return self.alert in facts.fired

    def found(self, facts: "Facts") -> str:
        return facts.rules.alerts[self.alert].title

    def references(self) -> Iterable[tuple[str, str]]:
        yield "alert", self.alert


class Implausible(BaseCondition):
    """A value of this sample lies where values are hardly ever seen."""

    kind: Literal["implausible"]

    def holds(self, facts: "Facts") -> bool | None:
        return bool(facts.doubts())

    def found(self, facts: "Facts") -> str:
        return " ".join(facts.doubts())
