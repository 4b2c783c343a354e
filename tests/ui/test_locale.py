"""Numbers and dates as the reader's country writes them; values stay as they were typed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from alpdesk.domain.assessment import Interval
from alpdesk.domain.plot import lay_out
from alpdesk.domain.records import Flag, Panel, PanelWithResults, Result
from alpdesk.domain.trend import BandStep, Trend, TrendPoint
from alpdesk.domain.units import read_value
from alpdesk.services.desk import Desk
from alpdesk.ui.clinical import words
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.dates import DateEdit, read_date
from alpdesk.ui.widgets.results_grid import Show, lay_grid
from alpdesk.ui.widgets.results_table import ResultsModel
from alpdesk.ui.widgets.trend_chart import TrendChart
from tests.eyes.painted import watching
from tests.ui.conftest import Enter

DAY = date(2026, 3, 2)


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize("country", [QLocale.Country.Germany, QLocale.Country.UnitedKingdom])
@pytest.mark.parametrize("typed", ["31.5", "31,5"])
def test_a_value_is_read_with_point_or_comma_in_any_country(typed: str, country: QLocale.Country) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.AnyLanguage, country))
    try:
        assert read_value(typed)[1] == Decimal("31.5")
    finally:
        QLocale.setDefault(before)


def test_limits_and_numbers_have_a_comma(german: None) -> None:
    assert words.number(Decimal("31.50")) == "31,5"
    interval = Interval(profile="x", low=Decimal("0.58"), high=Decimal("1.73"), unit="µkat/L")
    assert words.limits(interval) == "0,58–1,73 µkat/L"


def test_dates_name_the_month_and_are_read_back(german: None) -> None:
    assert format_date(date(2026, 10, 5)) == "5 Okt. 2026"
    assert read_date("5 Okt. 2026") == date(2026, 10, 5)
    assert read_date("5.10.2026") == date(2026, 10, 5)
    assert words.dated("since 2026-10-05") == "since 5 Okt. 2026"


def test_a_date_field_takes_the_day_first_and_names_the_month(german: None, qtbot: QtBot) -> None:
    edit = DateEdit(today=DAY)
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "3.12.1980")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.day() == date(1980, 12, 3)
    assert edit.text() == "3 Dez. 1980"


def test_the_table_keeps_the_value_as_typed_and_says_limits_with_a_comma(german: None) -> None:
    limits = {"judged_low": Decimal("0.58"), "judged_high": Decimal("1.73")}
    made = {"analyte": "alp", "value": "0.51", "unit": "µkat/L", "flag": Flag.LOW, **limits}
    sample = PanelWithResults(panel=Panel(id=1, collected=DAY), results=(Result.model_validate(made),))
    model = ResultsModel()
    model.show_grid(lay_grid((sample,), {"alp": "ALP"}, Show.ALL, frozenset()))
    assert "0.51" in str(model.index(0, 0).data())
    assert "0,58–1,73" in str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_chart_names_its_axes_as_the_country_does(german: None, qtbot: QtBot) -> None:
    point = TrendPoint(day=date(2026, 10, 5), value=Decimal("0.51"), flag=Flag.LOW, label="0.51")
    band = (BandStep(start=date(2025, 1, 1), stop=date(2028, 1, 1), low=Decimal("0.58"), high=Decimal("1.73")),)
    trend = Trend(analyte="alp", name="ALP", unit="µkat/L", points=(point,), band=band)
    chart = TrendChart()
    qtbot.addWidget(chart)
    chart.resize(560, 320)
    chart.show_trend(trend)
    with watching() as painted:
        chart.grab()
    ticks = {tick.text for tick in lay_out(trend, 560, 320).values}
    assert any("." in tick for tick in ticks)
    assert "interval 0,58–1,73" in painted.texts
    assert not [text for text in painted.texts if text in ticks and "." in text]


def test_a_change_of_the_locale_changes_no_value_in_the_record(german: None, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="31,5")
    [sample] = empty_desk.patients.record(patient).panels
    assert sample.results[0].value == "31,5"
    assert sample.results[0].flag is Flag.LOW
