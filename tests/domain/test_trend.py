"""One analyte over time: values, verdicts, and the interval of each day."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from alpdesk.domain.records import (
    Comparator,
    Flag,
    Panel,
    PanelWithResults,
    Patient,
    PatientRecord,
    Result,
    ResultStatus,
    Sex,
    Specimen,
)
from alpdesk.domain.rules import RuleBook
from alpdesk.domain.trend import BandStep, Trend, companions, trend

DAY = date(2026, 4, 14)


def panel(day: date, value: str, unit: str = "U/L", analyte: str = "alp", **more: Any) -> PanelWithResults:
    return PanelWithResults(
        panel=Panel(id=day.toordinal(), collected=day, **more),
        results=(Result(analyte=analyte, value=value, unit=unit),),
    )


def drawn(
    rules: RuleBook,
    *panels: PanelWithResults,
    born: date = date(1980, 3, 12),
    sex: Sex = Sex.FEMALE,
    analyte: str = "alp",
    as_of: date = DAY,
) -> Trend:
    patient = Patient(number="1", family_name="Mensah", birth_date=born, sex=sex)
    return trend(PatientRecord(patient=patient, panels=panels), analyte, rules, as_of)


def limits(band: Sequence[BandStep]) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(step.low, step.high) for step in band]


def on(band: Sequence[BandStep], day: date) -> BandStep:
    return next(step for step in band if step.start <= day < step.stop)


def test_values_are_drawn_and_named_in_one_unit_and_keep_what_was_typed(rules: RuleBook) -> None:
    found = drawn(rules, panel(DAY, "0,5", "µkat/L"), panel(DAY, "31"))
    assert found.points[0].value == Decimal(30)
    assert [(point.label, point.typed) for point in found.points] == [("30", "0,5 µkat/L"), ("31", "")]
    assert found.unit == "U/L"


def test_a_bound_keeps_its_sign(rules: RuleBook) -> None:
    assert drawn(rules, panel(DAY, "<20")).points[0].comparator is Comparator.BELOW


def test_words_are_no_point(rules: RuleBook) -> None:
    assert drawn(rules, panel(DAY, "not reported")).points == ()


def test_samples_after_the_day_are_left_out(rules: RuleBook) -> None:
    assert drawn(rules, panel(DAY + timedelta(days=1), "31")).points == ()


def test_a_sample_that_may_not_be_read_is_marked(rules: RuleBook) -> None:
    found = drawn(rules, panel(DAY, "20", specimen=Specimen.CITRATE))
    assert found.points[0].flag is Flag.SUSPENDED


def test_the_band_changes_on_the_birthday(rules: RuleBook) -> None:
    birthday = date(2026, 3, 1)
    found = drawn(rules, panel(date(2025, 9, 1), "150"), panel(DAY, "150"), born=date(2016, 3, 1), sex=Sex.MALE)
    assert limits(found.band) == [(Decimal(156), Decimal(369)), (Decimal(141), Decimal(460))]
    assert found.band[0].stop == found.band[1].start == birthday
    assert [point.flag for point in found.points] == [Flag.LOW, Flag.WITHIN]


def test_every_point_is_judged_as_the_band_of_its_day_says(rules: RuleBook) -> None:
    born = date(2010, 6, 15)
    panels = [panel(born + timedelta(days=200 * index), "100") for index in range(1, 29)]
    found = drawn(rules, *panels, born=born, sex=Sex.MALE)
    for point in found.points:
        step = on(found.band, point.day)
        assert (point.flag is Flag.LOW) == (step.low is not None and point.value < step.low)


def test_a_pregnancy_has_its_own_steps_and_ends_with_the_next_sample_outside_it(rules: RuleBook) -> None:
    found = drawn(
        rules,
        panel(date(2025, 1, 10), "50"),
        panel(date(2025, 6, 2), "25", gestation_weeks=10),
        panel(date(2025, 9, 8), "60", gestation_weeks=24),
        panel(date(2026, 4, 1), "50"),
    )
    assert on(found.band, date(2025, 1, 10)).low == 35
    assert on(found.band, date(2025, 6, 2)).low == 17
    assert on(found.band, date(2025, 9, 8)).low == 25
    assert on(found.band, date(2026, 4, 1)).low == 35
    assert all(one.stop <= two.start for one, two in pairwise(found.band))


def test_no_band_is_drawn_where_the_sex_decides_and_is_unknown(rules: RuleBook) -> None:
    assert drawn(rules, panel(DAY, "36"), sex=Sex.UNKNOWN).band == ()


def test_another_analyte_has_the_rule_books_own_interval(rules: RuleBook) -> None:
    found = drawn(rules, panel(DAY, "2.4", "mmol/L", "calcium"), analyte="calcium")
    assert len(found.band) == 1
    assert len(found.points) == 1


def test_the_axis_may_have_the_unit_of_the_newest_value(rules: RuleBook) -> None:
    patient = Patient(number="1", family_name="Mensah", birth_date=date(1980, 3, 12), sex=Sex.FEMALE)
    panels = (panel(date(2025, 1, 1), "30"), panel(DAY, "0.51", "µkat/L"))
    found = trend(PatientRecord(patient=patient, panels=panels), "alp", rules, DAY, as_typed=True)
    assert found.unit == "µkat/L"
    assert [(point.label, point.typed) for point in found.points] == [("0.50", "30 U/L"), ("0.51", "")]
    assert found.points[0].value == Decimal("0.5")
    low = found.band[-1].low
    assert low is not None
    assert low < 1


def test_a_voided_value_is_not_drawn_and_a_corrected_one_is_the_new(rules: RuleBook) -> None:
    wrong = Result(id=1, analyte="alp", value="310", unit="U/L", status=ResultStatus.ENTERED_IN_ERROR)
    right = Result(id=2, analyte="alp", value="31", unit="U/L", status=ResultStatus.AMENDED, replaces_id=1)
    voided = Result(id=3, analyte="alp", value="12", unit="U/L", status=ResultStatus.ENTERED_IN_ERROR)
    corrected = PanelWithResults(panel=Panel(id=1, collected=DAY), results=(wrong, right))
    withdrawn = PanelWithResults(panel=Panel(id=2, collected=DAY - timedelta(days=9), voided=True), results=(voided,))
    assert [point.label for point in drawn(rules, withdrawn, corrected).points] == ["31"]


def test_the_companions_are_those_measured_oftenest_in_the_order_of_the_set(rules: RuleBook) -> None:
    patient = Patient(number="1", family_name="Mensah", birth_date=date(1980, 3, 12), sex=Sex.FEMALE)
    panels = (
        panel(DAY, "2.4", "mmol/L", "calcium"), panel(DAY, "12", "µmol/L", "zinc"),
        panel(DAY - timedelta(days=5), "11", "µmol/L", "zinc"), panel(DAY, "31"), panel(DAY, "9", "mg/L", "crp"),
    )  # fmt: skip
    record = PatientRecord(patient=patient, panels=panels)
    wanted = ("alp", "calcium", "phosphate", "zinc")
    assert companions(record, wanted, 5) == ("calcium", "zinc")
    assert companions(record, wanted, 1) == ("zinc",)
