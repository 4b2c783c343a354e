"""Which limits a flag rests on and whose they are, by the edition of the rule book that judged it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from alpdesk.domain.analytes import IntervalRow
from alpdesk.domain.assessment import Interval
from alpdesk.domain.records import Result
from alpdesk.domain.rules import RuleBook
from alpdesk.services.reasoning import Spoken, holds
from alpdesk.ui.clinical import words

translate = QCoreApplication.translate


class Judged:
    """The limits of one result. Where its edition is not at hand, the rules of now speak, if they have its limits."""

    def __init__(self, result: Result, spoken: Spoken, now: RuleBook) -> None:
        self._result = result
        self._by_now = spoken.rules is None
        self._book = spoken.rules or (now if holds(now, result) else None)

    def lines(self) -> tuple[str, ...]:
        """Return the limits and whose they are."""
        result, book = self._result, self._book
        profile = None if book is None else book.profiles.get(result.judged_by)
        own = self._own_rows()
        unit = profile.unit if profile is not None else own[0].unit if own else result.unit
        limits = words.limits(Interval(low=result.judged_low, high=result.judged_high, unit=unit, profile=""))
        whose = {
            "printed": translate("Why", "Printed on the laboratory's report"),
            "own": translate("Why", "From the rule book, for age and sex on the day of the sample"),
            "": translate("Why", "No interval applied, so nothing was judged."),
        }
        named = whose.get(result.judged_by, result.judged_by) if profile is None else profile.title
        rests_on_rules = result.judged_by not in ("", "printed")
        return tuple(line for line in (limits.strip(), named, self._said_now() if rests_on_rules else "") if line)

    def sources(self) -> Sequence[str]:
        """Return the sources of the limits."""
        profile = None if self._book is None else self._book.profiles.get(self._result.judged_by)
        if profile is not None:
            return profile.sources
        return tuple(dict.fromkeys(source for row in self._own_rows() for source in row.sources))

    def _said_now(self) -> str:
        if not self._by_now:
            return ""
        if self._book is None:
            return translate("Why", "The rules in force now have other limits.")
        return translate("Why", "Named as in the rules in force now; which edition judged it was not kept.")

    def _own_rows(self) -> Sequence[IntervalRow]:
        """Return the rule book's rows that have the limits."""
        result = self._result
        analyte = None if self._book is None else self._book.analytes.get(result.analyte)
        if result.judged_by != "own" or analyte is None:
            return ()
        limits = (result.judged_low, result.judged_high)
        return tuple(row for row in analyte.intervals if (row.low, row.high) == limits)
