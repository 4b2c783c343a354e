"""The colours can be told apart, the style sheet is whole, and sizes are kept."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from alpdesk.assets import resource
from alpdesk.ui import theme
from alpdesk.ui.icons import icon
from alpdesk.ui.theme import DARK, LIGHT, Appearance, Colours, choose, colours, contrast, palette, style_sheet
from tests.contrast import CONTROL, TEXT, control_pairs, text_pairs

_COLOUR = re.compile(r"[\"' ](#[0-9a-fA-F]{6})\b")
BOTH = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
def test_every_text_reads_on_every_ground(scheme: Colours) -> None:
    assert {pair: ratio for pair, ratio in text_pairs(scheme) if ratio < TEXT} == {}


@BOTH
def test_every_control_and_sign_stands_out_from_every_ground(scheme: Colours) -> None:
    assert {pair: ratio for pair, ratio in control_pairs(scheme) if ratio < CONTROL} == {}


def test_no_colour_is_used_that_was_not_measured() -> None:
    ui = Path(theme.__file__).parent
    files = [file for file in ui.rglob("*.py") if file.name not in {"theme.py", "gate.py"}]
    literals = [f"{file.name}: {found}" for file in files for found in _COLOUR.findall(file.read_text("utf-8"))]
    sheet = _COLOUR.findall(resource("styles", "alpdesk.qss").read_text(encoding="utf-8"))
    assert literals + sheet == []


@BOTH
def test_low_and_high_are_told_apart_without_hue(scheme: Colours) -> None:
    assert scheme.low != scheme.high != scheme.emergency
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@BOTH
def test_the_style_sheet_has_a_colour_for_every_name(scheme: Colours) -> None:
    marks = {name: f"/tmp/{name}.svg" for name in ("down", "up", "right", "tick", "dot")}
    sheet = style_sheet(scheme, marks)
    assert "$" not in sheet.split("*/", 1)[1]
    assert scheme.accent in sheet


@BOTH
def test_the_scheme_is_known_from_its_palette(scheme: Colours) -> None:
    made = palette(scheme)
    assert colours(made) is scheme
    assert made.color(QPalette.ColorRole.Highlight) == QColor(scheme.accent)


def test_the_choice_of_the_user_goes_before_the_system(qapp: QApplication) -> None:
    assert choose(Appearance.DARK) is DARK
    assert choose(Appearance.LIGHT) is LIGHT
    assert choose(Appearance.SYSTEM) in (LIGHT, DARK)


def test_every_icon_draws_something(qapp: QApplication) -> None:
    names = [file.name.removesuffix(".svg") for file in resource("icons").iterdir() if file.name.endswith(".svg")]
    assert len(names) > 50
    blank = [name for name in names if name != "alpdesk" and _is_blank(name)]
    assert blank == []


def _is_blank(name: str) -> bool:
    picture = icon(name, "text").pixmap(16, 16).toImage()
    return all(picture.pixelColor(x, y).alpha() == 0 for x in range(16) for y in range(16))
