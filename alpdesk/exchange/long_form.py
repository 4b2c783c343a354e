"""Writing the long form: one result a row, no cell that a spreadsheet would run."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from alpdesk.domain.records import Panel, Patient, Result
from alpdesk.exchange.mapping import COLUMNS, EXTRA_COLUMNS
from alpdesk.exchange.rows import guarded


class _Writable(Protocol):
    def write(self, text: str, /) -> int: ...


class LongForm:
    """A CSV file being written. ``extra`` columns follow the standard ones where somebody's record needs them."""

    def __init__(self, file: _Writable, *, extra: bool) -> None:
        self._extra = extra
        csv.writer(file, lineterminator="\n").writerow(COLUMNS + (EXTRA_COLUMNS if extra else ()))
        self._rows = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)

    def write(self, patient: Patient, panel: Panel, results: Sequence[Result], laboratory: str) -> int:
        """Write the standing results of a panel and return how many there were."""
        standing = [result for result in results if result.standing]
        extra = _extra(patient, panel) if self._extra else ()
        before = (*_person(patient), _moment(panel), laboratory)
        for result in standing:
            cells = (*before, *_value(result), panel.specimen.value, panel.comment, *extra)
            self._rows.writerow([cell(text) for text in cells])
        return len(standing)


def cell(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula; a number stays a number."""
    return "'" + text if guarded(text) else text


def _person(patient: Patient) -> tuple[str, ...]:
    born = patient.birth_date.isoformat()
    return patient.number, patient.family_name, patient.given_names, patient.sex.value, born


def _moment(panel: Panel) -> str:
    moment = panel.collected_time
    return panel.collected.isoformat() + ("" if moment is None else f"T{moment.isoformat()}")


def _value(result: Result) -> tuple[str, ...]:
    return result.analyte, result.value, result.unit, _limit(result.low), _limit(result.high)


def _limit(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")


def _extra(patient: Patient, panel: Panel) -> tuple[str, ...]:
    weeks = "" if panel.gestation_weeks is None else str(panel.gestation_weeks)
    return weeks, panel.haemolysis.value, "true" if patient.preterm else "false"
