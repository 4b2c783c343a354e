"""A condition of the rule book in words, without a patient."""

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.circumstances import EventHappened, FindingIs, MedicineTaken
from alpdesk.domain.condition import plain
from alpdesk.domain.conditions import AllOf, AnyOf, Condition, Known, NotOf
from alpdesk.domain.measured import AnalyteIs, ValueIs
from alpdesk.domain.rules import RuleBook


class Worded:
    """Says what a condition asks of a record; what has no words of its own is left out."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules

    def all(self, conditions: Iterable[Condition]) -> tuple[str, ...]:
        """Return a line for each condition that has words."""
        return tuple(line for condition in conditions if (line := self.words(condition)))

    def words(self, condition: Condition) -> str:
        """Return one condition in words, or nothing."""
        if condition.text:
            return condition.text
        match condition:
            case AllOf() | AnyOf():
                joint = _tr("; and ") if isinstance(condition, AllOf) else _tr("; or ")
                return joint.join(self.all(condition.of))
            case Known():
                return self.words(condition.of)
            case NotOf():
                said = self.words(condition.of)
                return _tr("Not so: {}").format(said) if said else ""
        return self._fact(condition)

    def _fact(self, condition: Condition) -> str:
        rules = self._rules
        match condition:
            case FindingIs():
                title = rules.findings[condition.finding].title
                return title if condition.present else _tr("Not present: {}").format(title)
            case MedicineTaken():
                return rules.medicine_classes[condition.medicine_class].title
            case EventHappened():
                return rules.events[condition.event].title
            case AnalyteIs():
                return f"{rules.analyte(condition.analyte).title}: {_flags()[condition.flag]}"
            case ValueIs():
                return self._value(condition)
        return ""

    def _value(self, condition: ValueIs) -> str:
        analyte = self._rules.analyte(condition.analyte)
        unit = analyte.find_unit(condition.unit)
        limits: tuple[tuple[str, Decimal | None], ...] = (
            (_tr("below {}"), condition.below), (_tr("at most {}"), condition.at_most),
            (_tr("at least {}"), condition.at_least), (_tr("above {}"), condition.above),
        )  # fmt: skip
        said = ", ".join(word.format(plain(limit)) for word, limit in limits if limit is not None)
        return f"{analyte.title}: {said} {unit.label if unit else condition.unit}"


def _flags() -> dict[str, str]:
    return {
        "low": _tr("low"),
        "high": _tr("high"),
        "within": _tr("within"),
        "not_low": _tr("not low"),
        "not_high": _tr("not high"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)
