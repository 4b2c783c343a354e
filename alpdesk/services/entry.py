"""Whether a typed panel can be kept: one plain sentence that names the cell, or the results it stands for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from alpdesk.domain.ages import years
from alpdesk.domain.records import Comparator, Panel, Patient, Record, Result, Sex
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.units import read_value
from alpdesk.errors import AlpdeskError

ALP = "alp"
OLDEST = 130


class EntryError(AlpdeskError):
    """A panel cannot be kept as it is; ``analyte`` and ``field`` say which cell to mark (both may be empty).

    ``field`` is one of ``value unit low high analyte collected received gestation_weeks``.
    """

    def __init__(self, sentence: str, *, analyte: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.analyte = analyte
        self.field = field


class ResultDraft(Record):
    """One row of the entry grid, every cell as typed."""

    analyte: str
    value: str = ""
    unit: str = ""
    low: str = ""
    high: str = ""


class PanelDraft(Record):
    """A panel as far as it is typed. Rows without a value are not results and are left out."""

    panel: Panel
    rows: tuple[ResultDraft, ...] = ()

    def typed(self) -> tuple[ResultDraft, ...]:
        """Return the rows that have a value; ``0`` is a value."""
        return tuple(row for row in self.rows if row.value.strip())


def read_row(row: ResultDraft, rules: RuleBook) -> Result:
    """Return a typed row as a result, or refuse it by its cell."""
    analyte = rules.analyte_of(row.analyte)
    if analyte is None:
        raise EntryError(f"{row.analyte} is not an analyte that Alpdesk knows.", analyte=row.analyte, field="analyte")
    title = rules.analytes[analyte].title
    low = _limit(row.low, analyte, "low", f"{title}: the lower limit")
    high = _limit(row.high, analyte, "high", f"{title}: the upper limit")
    try:
        return Result(analyte=analyte, value=row.value, unit=row.unit, low=low, high=high)
    except ValueError:
        raise EntryError(f"{title}: the value cannot be kept as text.", analyte=analyte, field="value") from None


def _limit(text: str, analyte: str, field: str, what: str) -> Decimal | None:
    if not text.strip():
        return None
    comparator, number = read_value(text)
    if number is None or comparator is not Comparator.EXACT:
        raise EntryError(f'{what} "{text}" is not a number.', analyte=analyte, field=field)
    return number


def check_panel(panel: Panel, patient: Patient, today: date) -> None:
    """Refuse a sample that cannot have been taken from this patient on this day."""
    if panel.collected > today:
        raise EntryError("The day of the sample lies in the future.", field="collected")
    if panel.collected < patient.birth_date:
        raise EntryError("The day of the sample lies before the birth date.", field="collected")
    if years(patient.birth_date, panel.collected) > OLDEST:
        raise EntryError(f"The patient would have been older than {OLDEST} years.", field="collected")
    if panel.received is not None and panel.received < panel.collected:
        raise EntryError("The results cannot have come before the sample was taken.", field="received")
    if panel.received is not None and panel.received > today:
        raise EntryError("The day the results came lies in the future.", field="received")
    if panel.gestation_weeks is not None and patient.sex is Sex.MALE:
        raise EntryError("Weeks of pregnancy cannot be given for a male patient.", field="gestation_weeks")


def check_results(results: Sequence[Result], rules: RuleBook) -> None:
    """Refuse a panel without results, or with one analyte twice."""
    if not results:
        raise EntryError("Enter at least one value.", field="value")
    seen: set[str] = set()
    for result in results:
        title = rules.analytes[result.analyte].title
        if result.analyte in seen:
            raise EntryError(f"{title} is entered twice.", analyte=result.analyte, field="analyte")
        if not result.value:
            raise EntryError(f"{title}: the value is empty.", analyte=result.analyte, field="value")
        seen.add(result.analyte)


def refused(result: Result, sentence: str, rules: RuleBook) -> EntryError:
    """Return the refusal of a result with the cell it is about."""
    return EntryError(sentence, analyte=result.analyte, field=_field(result, rules))


def _field(result: Result, rules: RuleBook) -> str:
    analyte = rules.analytes.get(result.analyte)
    if analyte is None:
        return "analyte"
    if analyte.find_unit(result.unit) is None:
        return "unit"
    low, high = result.low, result.high
    without_lower = result.analyte == ALP and high is not None and not low
    if without_lower or (low is not None and (low < 0 or (high is not None and low > high))):
        return "low"
    return "high" if high is not None and high < 0 else "value"
