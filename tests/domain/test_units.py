"""Values and units as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from alpdesk.domain.quantity import Quantity
from alpdesk.domain.records import Comparator
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.units import UnitError, convert, read_unit, read_value, to_canonical
from tests.domain.making import shipped


@pytest.mark.parametrize(
    ("text", "comparator", "number"),
    [
        ("31", "", "31"),
        ("0", "", "0"),
        ("0,52", "", "0.52"),
        ("11,8", "", "11.8"),
        (".5", "", "0.5"),
        ("<20", "<", "20"),
        ("< 0,34", "<", "0.34"),
        ("<=5", "<=", "5"),
        ("≤5", "<=", "5"),
        (">2500", ">", "2500"),
        ("≥ 7", ">=", "7"),
        ("LESS THAN 0.4", "<", "0.4"),
        ("greater than 900", ">", "900"),
        ("More than 2,5", ">", "2.5"),
        (" 31 ", "", "31"),
        ("-3", "", "-3"),
        ("\u22123", "", "-3"),
    ],
)
def test_a_typed_value_is_read(text: str, comparator: str, number: str) -> None:
    assert read_value(text) == (Comparator(comparator), Decimal(number))


@pytest.mark.parametrize(
    "text",
    ["not detected", "", "31 U/L", "1.234,5", "1,2,3", "1e3", "NaN", "٣١", "3 1", "<", "--3", "less 3", "less than"],
)
def test_words_are_no_number(text: str) -> None:
    assert read_value(text)[1] is None


@pytest.mark.parametrize("text", ["U/L", "IU/L", "iU/L", "U/l", "u/l", " U / L "])
def test_spellings_of_units_a_litre_are_one_unit(book: RuleBook, text: str) -> None:
    assert read_unit(book.analytes["alp"], text).code == "U/L"


@pytest.mark.parametrize("text", ["ukat/L", "ukat/l", "µkat/L", "μkat/L", "mukat/L"])
def test_spellings_of_microkatal_are_one_unit(book: RuleBook, text: str) -> None:
    assert read_unit(book.analytes["alp"], text).code == "ukat/L"


@pytest.mark.parametrize("text", ["IU/mL", "U/mL", "mg/dL", "", "nkat/L", "mkat/L"])
def test_other_units_of_alp_are_refused_by_name(book: RuleBook, text: str) -> None:
    with pytest.raises(UnitError, match="unit"):
        read_unit(book.analytes["alp"], text)


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "canonical"),
    [
        ("alp", "0.65", "ukat/L", "39.00"),
        ("alp", "0.58", "ukat/L", "34.80"),
        ("bilirubin_total", "3", "mg/dL", "51.312"),
        ("calcium", "10", "mg/dL", "2.4950"),
        ("albumin", "4.2", "g/dL", "42.0"),
        ("free_t4", "1", "ng/dL", "12.871"),
        ("crp", "1.2", "mg/dL", "12.0"),
        ("urine_pea", "30", "nmol/mg", "30"),
        ("urine_pea", "25", "umol/mmol", "221.04"),
    ],
)
def test_values_convert_exactly(book: RuleBook, analyte: str, value: str, unit: str, canonical: str) -> None:
    known = book.analytes[analyte]
    found = to_canonical(known, Quantity(Comparator.EXACT, Decimal(value)), read_unit(known, unit))
    assert found.number.quantize(Decimal(canonical)) == Decimal(canonical)


@given(number=st.decimals(0, 30000, places=3))
def test_there_and_back_is_the_same_value(number: Decimal) -> None:
    for analyte in shipped().analytes.values():
        for unit in analyte.units:
            there = convert(analyte, number, unit.code, analyte.unit)
            back = convert(analyte, there, analyte.unit, unit.code)
            assert back == number if unit.factor is not None else abs(back - number) < Decimal("1e-20")


def test_every_unit_is_found_by_its_code_its_label_and_its_spellings(book: RuleBook) -> None:
    for analyte in book.analytes.values():
        for unit in analyte.units:
            for text in (unit.code, unit.label, *unit.spellings):
                assert read_unit(analyte, text).code == unit.code


@pytest.mark.parametrize(
    ("text", "below", "above"),
    [
        ("39.9", True, False),
        ("40", False, False),
        ("40.1", False, True),
        ("<40", True, False),
        ("<41", None, None),
        ("<=40", None, False),
        ("<=39", True, False),
        (">39", None, None),
        (">40", False, True),
        (">=40", False, None),
        (">=41", False, True),
    ],
)
def test_a_bound_answers_only_what_is_certain(text: str, below: bool | None, above: bool | None) -> None:
    comparator, number = read_value(text)
    assert number is not None
    quantity = Quantity(comparator, number)
    assert (quantity.below(Decimal(40)), quantity.above(Decimal(40))) == (below, above)


@pytest.mark.parametrize(
    ("upper", "lower", "ratio"),
    [
        ("60", "30", "2"),
        ("<60", "30", "<2"),
        ("60", ">30", "<2"),
        ("60", ">=30", "<=2"),
        ("<=60", ">30", "<2"),
        (">60", "<30", ">2"),
        ("60", "<=30", ">=2"),
        ("<60", "<30", None),
        (">60", ">=30", None),
        ("60", "0", None),
    ],
)
def test_a_ratio_of_bounds_says_only_what_is_certain(upper: str, lower: str, ratio: str | None) -> None:
    above, below = (Quantity(sign, Decimal(str(number))) for sign, number in map(read_value, (upper, lower)))
    found = above.over(below)
    assert (None if found is None else f"{found.comparator}{found.number}") == ratio
