"""The standard of an audit of care, as the rule book has it: what is counted, and what others found."""

from typing import Literal

from pydantic import Field

from alpdesk.domain.condition import Rule, Sourced

MeasureId = Literal[
    "answered",
    "answered_in_time",
    "cause_considered",
    "repeated_in_time",
    "persistent_worked_up",
    "antiresorptive_prior",
    "suspended_answered",
]


class AuditRules(Sourced):
    """The numbers of an audit; the minimum gap of a repeat is that of the monitoring template it names."""

    repeat_template: str
    repeat_until_days: int = Field(gt=0)
    answer_within_days: int = Field(ge=0)
    antiresorptive_classes: tuple[str, ...]


class Published(Sourced):
    """What a published audit found."""

    figure: str
    text: str


class AuditMeasure(Rule):
    """One measure: its title, what counts for it, and what others found."""

    id: MeasureId
    title: str
    definition: str
    published: tuple[Published, ...] = ()


class AuditStandards(Rule):
    """Everything an audit of care goes by."""

    rules: AuditRules
    measures: tuple[AuditMeasure, ...]

    def measure(self, name: MeasureId) -> AuditMeasure:
        """Return a measure by its id."""
        return next(each for each in self.measures if each.id == name)
