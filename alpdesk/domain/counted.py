"""Which ALP of a record counts as a result: it can be read, and nothing suspends its verdict."""

from datetime import date

from alpdesk.domain.alerts import suspended
from alpdesk.domain.history import History
from alpdesk.domain.intervals import DEFAULT_CHOICE
from alpdesk.domain.records import Flag, PatientRecord, Record
from alpdesk.domain.rules import ProfileChoice, RuleBook

_ASFOTASE = "asfotase_alfa"
_VERDICTS = (Flag.LOW, Flag.WITHIN, Flag.HIGH)


class CountedAlp(Record):
    """The ALP of one sample by the rules in force."""

    panel_id: int
    collected: date
    flag: Flag
    suspended: str | None = None

    @property
    def is_result(self) -> bool:
        """Say whether the value answers what was asked; under asfotase alfa a new sample would say no more."""
        return self.flag in _VERDICTS and self.suspended in (None, _ASFOTASE)

    @property
    def is_judged(self) -> bool:
        """Say whether the value says if the patient's ALP is low."""
        return self.flag in _VERDICTS and self.suspended is None


def counted_alps(
    record: PatientRecord, rules: RuleBook, today: date, choice: ProfileChoice = DEFAULT_CHOICE
) -> tuple[CountedAlp, ...]:
    """Return every standing ALP of a record with today's verdict, newest first."""
    as_of = max([today, *(both.panel.collected for both in record.panels)])
    history = History(record, rules, as_of, choice)
    return tuple(
        CountedAlp(
            panel_id=alp.panel.id or 0,
            collected=alp.panel.collected,
            flag=alp.flag,
            suspended=suspended(alp, history),
        )
        for alp in reversed(history.alps())
    )
