"""Numbers, dates and plurals as the reader's language has them; the record keeps values as they were typed."""

import ast
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from pytestqt.qtbot import QtBot

from alpdesk.domain.assessment import Interval
from alpdesk.domain.impact import FlagChange
from alpdesk.domain.plot import lay_out
from alpdesk.domain.records import Flag, Panel, PanelWithResults, Result
from alpdesk.domain.trend import BandStep, Trend, TrendPoint
from alpdesk.domain.units import read_value
from alpdesk.services.desk import Desk
from alpdesk.services.impact import Impact
from alpdesk.ui.clinical import words
from alpdesk.ui.impact.card import ImpactCard
from alpdesk.ui.today.rows import rows_of
from alpdesk.ui.widgets import format_date
from alpdesk.ui.widgets.dates import DateEdit, read_date
from alpdesk.ui.widgets.numbers import as_shown
from alpdesk.ui.widgets.results_grid import Show, lay_grid
from alpdesk.ui.widgets.results_table import ResultsModel
from alpdesk.ui.widgets.trend_chart import TrendChart
from tests.eyes.painted import watching
from tests.ui.conftest import Enter

DAY = date(2026, 3, 2)


InLanguage = Callable[[str], None]


@pytest.fixture
def in_language() -> Iterator[InLanguage]:
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.fixture
def german(in_language: InLanguage) -> None:
    in_language("de_DE")


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


_LANGUAGES = [
    "fr_CH",
    "de_DE",
    "it_CH",
    "es_ES",
    "nl_NL",
    "cs_CZ",
    "pl_PL",
    "lt_LT",
    "el_GR",
    "et_EE",
    "ru_RU",
    "hi_IN",
    "ar_EG",
]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_day_that_is_shown_is_read_back_as_that_day(language: str, in_language: InLanguage) -> None:
    in_language(language)
    for month in range(1, 13):
        day = date(2025, month, 5)
        assert read_date(format_date(day)) == day, format_date(day)
        typed = f"5 {QLocale().standaloneMonthName(month)} 2025"
        assert read_date(typed) in (day, None), typed  # a name of two words is not read, never misread


def test_what_begins_two_months_is_no_date(in_language: InLanguage, qtbot: QtBot) -> None:
    in_language("fr_CH")
    assert read_date("5 jui 2025") is None
    edit = DateEdit(today=DAY)
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "5.7.2025")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert (edit.text(), edit.day()) == ("5 juil. 2025", date(2025, 7, 5))


def test_a_date_field_takes_the_day_first_and_names_the_month(german: None, qtbot: QtBot) -> None:
    edit = DateEdit(today=DAY)
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "3.12.1980")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.day() == date(1980, 12, 3)
    assert edit.text() == "3 Dez. 1980"


def test_the_table_shows_values_and_limits_with_a_comma(german: None) -> None:
    limits = {"judged_low": Decimal("0.58"), "judged_high": Decimal("1.73")}
    made = {"analyte": "alp", "value": "0.51", "unit": "µkat/L", "flag": Flag.LOW, **limits}
    sample = PanelWithResults(panel=Panel(id=1, collected=DAY), results=(Result.model_validate(made),))
    model = ResultsModel()
    model.show_grid(lay_grid((sample,), {"alp": "ALP"}, Show.ALL, frozenset()))
    assert "0,51" in str(model.index(0, 0).data())
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


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("31.5", "31,5"), ("31,5", "31,5"), ("<0.05", "<0,05"), ("> 1.5 µkat/L", "> 1,5 µkat/L"), ("28", "28"),
        ("1.2.3", "1.2.3"), ("haemolysed", "haemolysed"), ("", ""),
    ],
)  # fmt: skip
def test_a_typed_value_is_shown_as_the_country_writes_it(german: None, typed: str, shown: str) -> None:
    assert as_shown(typed) == shown


def test_a_banner_and_a_line_of_today_have_a_comma(german: None, empty_desk: Desk, enter: Enter) -> None:
    patient = enter("Mensah", alp="28.5")
    assert "28,5" in words.headline(empty_desk.decisions.now(patient).alp)
    [row] = [row for row in rows_of(empty_desk.worklist.today(), {}) if row.patient_id == patient]
    assert row.what.startswith("28,5")
    [sample] = empty_desk.patients.record(patient).panels
    assert sample.results[0].value == "28.5"


class _ThreeForms(QTranslator):
    """A language that counts one, a few and many, as Polish, Czech and Russian do."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        if text != "This turns %n flags":
            return text
        few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
        return "%n few" if few else "%n many"


@pytest.mark.parametrize(("count", "said"), [(1, "This turns 1 flag"), (3, "3 few"), (5, "5 many"), (22, "22 few")])
def test_a_language_has_as_many_plurals_as_it_needs(qtbot: QtBot, empty_desk: Desk, count: int, said: str) -> None:
    translator = _ThreeForms()
    QCoreApplication.installTranslator(translator)
    try:
        card = ImpactCard(empty_desk)
        qtbot.addWidget(card)
        one = FlagChange(
            patient_id=1, patient="Mensah", patient_number="1", panel_id=1, collected=DAY, analyte="alp",
            value="28", unit="U/L", was=Flag.WITHIN, becomes=Flag.LOW,
        )  # fmt: skip
        card.ask(Impact(changes=(one,) * count), lambda *_: None)
        assert card.title.text() == said
    finally:
        QCoreApplication.removeTranslator(translator)


def test_every_counted_text_is_translated_with_its_number() -> None:
    """Only so can Qt choose among the forms of a language."""
    faults = []
    for path in Path("alpdesk/ui").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call) == "counted" and isinstance(call.args[2], ast.Call):
                least = {"tr": 3, "translate": 4, "_tr": 2}[_name(call.args[2])]
                if len(call.args[2].args) < least:
                    faults.append(f"{path}:{call.lineno}")
    assert faults == []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
