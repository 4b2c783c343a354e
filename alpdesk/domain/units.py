"""Reading a value and a unit the way people type them."""

import re
from decimal import Decimal

from alpdesk.domain.analytes import Analyte, Unit
from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator
from alpdesk.domain.unit_text import folded_unit
from alpdesk.errors import AlpdeskError, brief

_VALUE = re.compile(
    r"([<>]=?|[≤≥]|(?:less|greater|more)\s+than\b)?\s*([+-]?(?:\d{1,12}(?:[.,]\d{0,12})?|[.,]\d{1,12}))",
    re.ASCII | re.IGNORECASE,
)
_SIGNS = {
    "": Comparator.EXACT,
    "<": Comparator.BELOW,
    "less": Comparator.BELOW,
    "<=": Comparator.AT_MOST,
    "≤": Comparator.AT_MOST,
    ">=": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST,
    ">": Comparator.ABOVE,
    "greater": Comparator.ABOVE,
    "more": Comparator.ABOVE,
}


class UnitError(AlpdeskError):
    """A unit that cannot be accepted for an analyte."""


def read_value(text: str) -> tuple[Comparator, Decimal | None]:
    """Read ``"31"``, ``"0,52"``, ``"<20"`` or ``"LESS THAN 20"``; other words such as "not detected" give ``None``."""
    match = _VALUE.fullmatch(text.strip().replace("\u2212", "-"))
    if match is None:
        return Comparator.EXACT, None
    sign = (match[1] or "").casefold().removesuffix("than").rstrip()
    return _SIGNS[sign], Decimal(match[2].replace(",", "."))


def read_quantity(text: str) -> Quantity | None:
    """Read a value as a quantity, or ``None`` for words."""
    comparator, number = read_value(text)
    return None if number is None else Quantity(comparator, number)


def read_unit(analyte: Analyte, text: str) -> Unit:
    """Return the unit that ``text`` spells for this analyte, or refuse it by name."""
    unit = analyte.find_unit(text)
    if unit is not None:
        return unit
    accepted = ", ".join(each.label for each in analyte.units if each.label)
    if not text.strip():
        raise UnitError(f"{analyte.named}: the unit is missing (accepted: {accepted}).")
    if folded_unit(text) in {folded_unit(refused) for refused in analyte.refused_units}:
        raise UnitError(
            f'{analyte.named}: the unit "{brief(text)}" is refused because it differs by a factor of 1000 '
            f"from the usual one; check the report (accepted: {accepted})."
        )
    raise UnitError(f'{analyte.named}: the unit "{brief(text)}" is not known (accepted: {accepted}).')


def to_canonical(analyte: Analyte, quantity: Quantity, unit: Unit) -> Quantity:
    """Convert into the analyte's canonical unit, exactly."""
    return analyte.to_canonical(quantity, unit)


def convert(analyte: Analyte, number: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """Convert a number between two units of an analyte, exactly where the factor is exact."""
    canonical = analyte.to_canonical(Quantity(Comparator.EXACT, number), read_unit(analyte, from_unit))
    return analyte.convert(canonical, read_unit(analyte, to_unit).code).number
