"""What is typed again before it is kept, and which rows look swapped: at the limits."""

from datetime import date
from decimal import Decimal

import pytest

from alpdesk.domain.judging import judge
from alpdesk.domain.records import Panel, Patient, Result, Sex
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.second_look import TypedRow, reason, swapped

WOMAN = Patient(number="1", family_name="A", birth_date=date(1980, 3, 12), sex=Sex.FEMALE)
PANEL = Panel(collected=date(2026, 2, 20), profile="roche_mayo")


def _why(rules: RuleBook, analyte: str, value: str, unit: str, previous: str = "") -> str:
    before = None
    if previous:
        last = judge(Result(analyte=analyte, value=previous, unit=unit), PANEL, WOMAN, rules)
        before = Result(analyte=analyte, value=previous, unit=unit, canonical=last.canonical)
    verdict = judge(Result(analyte=analyte, value=value, unit=unit), PANEL, WOMAN, rules, previous=before)
    return reason(analyte, verdict, rules)


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "why"),
    [
        ("alp", "34", "U/L", "low"),
        ("alp", "34.9", "U/L", "low"),
        ("alp", "35", "U/L", ""),
        ("alp", "<20", "U/L", "low"),
        ("alp", "120", "U/L", ""),
        ("calcium", "1.89", "mmol/L", "critical"),
        ("calcium", "1.90", "mmol/L", ""),
        ("calcium", "3.0", "mmol/L", ""),
        ("calcium", "3.01", "mmol/L", "critical"),
        ("calcium", "7.5", "mg/dL", "critical"),
        ("potassium", "6.4", "mmol/L", ""),
        ("potassium", "6.5", "mmol/L", "critical"),
        ("magnesium", "0.49", "mmol/L", "critical"),
        ("magnesium", "0.5", "mmol/L", ""),
        ("zinc", "8", "umol/L", ""),
        ("alp", "3000", "U/L", "doubted"),
        ("alp", "0.9", "U/L", "doubted"),
        ("alp", "pending", "U/L", ""),
    ],
)
def test_low_critical_and_doubted_values_are_typed_again(
    rules: RuleBook, analyte: str, value: str, unit: str, why: str
) -> None:
    assert _why(rules, analyte, value, unit) == why


def test_a_value_ten_times_the_last_one_is_typed_again(rules: RuleBook) -> None:
    assert _why(rules, "zinc", "118", "umol/L", previous="11.8") == "doubted"


def _rows(one: str, two: str, *, previous: tuple[str, str] = ("", "")) -> tuple[TypedRow, TypedRow]:
    last = [Decimal(text) if text else None for text in previous]
    return (
        TypedRow("alp", Decimal(one), Decimal(35), Decimal(104), last[0]),
        TypedRow("calcium", Decimal(two), Decimal("8.6"), Decimal("10.2"), last[1]),
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (_rows("9.4", "62"), True),
        (_rows("62", "9.4"), False),
        (_rows("8.6", "104"), True),
        (_rows("8.59", "62"), False),
        (_rows("9.4", "104.1"), False),
        (_rows("9.4", "9.4"), False),
        (_rows("29", "11.5"), False),
        (_rows("11.4", "29", previous=("29", "11.5")), True),
        (_rows("11.4", "36.25", previous=("29", "11.5")), True),
        (_rows("11.4", "30", previous=("24", "9.0")), False),
        (_rows("9.4", "62", previous=("9.4", "9.5")), False),
    ],
)
def test_two_rows_are_swapped_when_each_value_fits_the_other_row_and_not_its_own(
    rules: RuleBook, rows: tuple[TypedRow, TypedRow], found: bool
) -> None:
    assert swapped(rows, rules.second_look.swapped_within_percent) == ((("alp", "calcium"),) if found else ())


def test_nearness_counts_up_to_the_limit_of_the_rule_book() -> None:
    rows = TypedRow("a", Decimal(125), previous=Decimal(10)), TypedRow("b", Decimal(10), previous=Decimal(100))
    assert swapped(rows, Decimal(25)) == (("a", "b"),)
    assert swapped(rows, Decimal("24.9")) == ()


def test_a_row_without_anything_to_hold_it_against_is_never_swapped() -> None:
    rows = TypedRow("a", Decimal(1)), TypedRow("b", Decimal(2), Decimal(0), Decimal(3))
    assert swapped(rows, Decimal(25)) == ()


def test_only_neighbours_are_compared() -> None:
    middle = TypedRow("zinc", Decimal(12), Decimal(9), Decimal(16))
    one, two = _rows("9.4", "62")
    assert swapped((one, middle, two), Decimal(25)) == ()
