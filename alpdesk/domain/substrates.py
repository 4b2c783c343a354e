"""Whether the natural substrates of the enzyme are raised, from entered findings or from measurements."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from alpdesk.domain.condition import BaseCondition, Rule
from alpdesk.domain.records import Flag
from alpdesk.domain.truth import any_of

if TYPE_CHECKING:
    from alpdesk.domain.facts import Facts
    from alpdesk.domain.readings import Reading


class SubstrateTest(Rule):
    """A measurement that counts when it lies above its limit; ``own_limit`` lets the rule book's own serve."""

    analyte: str
    own_limit: bool = False


class SubstratesRaised(BaseCondition):
    """Entered as a finding, or measured above the limit without the supplement that raises it."""

    kind: Literal["substrates"]
    finding: str
    tests: tuple[SubstrateTest, ...]
    supplement: str
    within_days: int

    def holds(self, facts: "Facts") -> bool | None:
        entered = facts.finding(self.finding)
        measured = any_of(self._raised(test, facts) for test in self.tests)
        if entered or measured:
            return True
        return False if entered is False else measured

    def _raised(self, test: SubstrateTest, facts: "Facts") -> bool | None:
        """One raised value settles it; else the last value that can be read does."""
        readings = (facts.history.reading(*pair) for pair in facts.history.results(test.analyte))
        answers = [self._answer(test, r, facts) for r in readings if r is not None]
        if True in answers:
            return True
        return False if False in answers else None

    def _answer(self, test: SubstrateTest, reading: "Reading", facts: "Facts") -> bool | None:
        if reading.result.high is None:
            if not test.own_limit:
                return None
            reading = facts.history.by_own_interval(reading)
        if reading.flag not in (Flag.LOW, Flag.WITHIN, Flag.HIGH):
            return None
        if reading.flag is not Flag.HIGH:
            return False
        confounded = facts.taken_before(self.supplement, reading.panel.collected, self.within_days)
        return None if confounded else True

    def found(self, facts: "Facts") -> str:
        return facts.rules.findings[self.finding].title

    def references(self) -> Iterable[tuple[str, str]]:
        yield "finding", self.finding
        yield "medicine class", self.supplement
        for test in self.tests:
            yield "analyte", test.analyte
