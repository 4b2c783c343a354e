"""Verdicts that turn when a sample or its patient is put right; what was shown before stays readable in the mark."""

import json
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from sqlalchemy.orm import Session

from alpdesk.domain.followup import Correction
from alpdesk.domain.records import Flag, Panel, PanelWithResults, Patient, Record, Result
from alpdesk.domain.rules import ProfileChoice, RuleBook
from alpdesk.services.context import Context
from alpdesk.services.entry import EntryError
from alpdesk.services.judging import choice, flagged, verdict_on
from alpdesk.store import corrections as queries
from alpdesk.store.reading import value

_VERDICT = ("flag", "judged_low", "judged_high", "judged_by")
_JUDGED_BY = ("collected", "gestation_weeks", "profile", "method")


class FlagChange(Record):
    """A result with its verdict as it was shown (``flag``, ``judged_*``), and the flag it has now or would have."""

    result_id: int
    collected: str
    analyte: str
    value: str
    flag: Flag
    judged_low: Decimal | None = None
    judged_high: Decimal | None = None
    judged_by: str = ""
    would_be: Flag


def judged_otherwise(kept: Panel, wanted: Panel) -> bool:
    """Say whether a sample differs in anything that its results are judged by."""
    return any(getattr(kept, name) != getattr(wanted, name) for name in _JUDGED_BY)


def flag_changes(
    samples: Iterable[PanelWithResults], patient: Patient, rules: RuleBook, chosen: ProfileChoice
) -> Iterator[FlagChange]:
    """Yield every result of some samples whose flag would be another one in the record of a patient."""
    for both in samples:
        for result, now in _anew(both, patient, rules, chosen):
            if now.flag is not result.flag:
                yield _change(both.panel, result, now)


def flag_again(
    session: Session, context: Context, panel: Panel, patient: Patient, *, only: Collection[int] | None = None
) -> dict[str, object]:
    """Judge the standing results of a panel by what is known of it now; return for the mark what was shown of them.

    ``only`` some of them may be judged. What cannot be judged stays as it was.
    """
    rows = {row.id: row for row in queries.results(session, panel.id or 0)}
    both = PanelWithResults(panel=panel, results=tuple(value(Result, row) for row in rows.values()))
    turned = []
    for result, now in _anew(both, patient, context.rules, choice(session)):
        if only is not None and result.id not in only:
            continue
        if all(getattr(result, name) == getattr(now, name) for name in _VERDICT):
            continue
        for name in _VERDICT:
            setattr(rows[result.id], name, getattr(now, name))
        turned.append(_change(panel, result, now))
    return as_detail(turned)


def as_detail(turned: Iterable[FlagChange]) -> dict[str, object]:
    """Return the verdicts that turned as a part of a mark's detail; nothing where none did."""
    flags = [one.model_dump(mode="json") for one in turned]
    return {"flags": flags} if flags else {}


def from_detail(mark: Correction) -> tuple[FlagChange, ...]:
    """Return the verdicts that turned with a correction, as they were shown before it."""
    flags = json.loads(mark.detail).get("flags", ()) if mark.detail else ()
    return tuple(FlagChange.model_validate(one) for one in flags)


def _anew(
    both: PanelWithResults, patient: Patient, rules: RuleBook, chosen: ProfileChoice
) -> Iterator[tuple[Result, Result]]:
    for result in (one for one in both.results if one.standing):
        try:
            yield result, flagged(result, verdict_on(result, both.panel, patient, rules, chosen))
        except EntryError:
            continue


def _change(panel: Panel, result: Result, now: Result) -> FlagChange:
    shown = {name: getattr(result, name) for name in _VERDICT}
    return FlagChange(
        result_id=result.id or 0,
        collected=panel.collected.isoformat(),
        analyte=result.analyte,
        value=f"{result.value} {result.unit}".strip(),
        would_be=now.flag,
        **shown,
    )
