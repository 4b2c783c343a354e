"""The colours can be told apart, the style sheet is whole, and sizes are kept."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from alpdesk.assets import resource
from alpdesk.ui.icons import icon
from alpdesk.ui.theme import DARK, LIGHT, Appearance, Colours, choose, colours, contrast, palette, style_sheet

INKS = ("text", "muted", "accent", "low", "high", "caution", "emergency", "ok")
GROUNDS = ("surface", "raised", "sunken", "hover")
BOTH = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


def _text_pairs(scheme: Colours) -> list[tuple[str, str]]:
    soft = [f"{ink}_soft" for ink in INKS if hasattr(scheme, f"{ink}_soft")]
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS]
    pairs += [(ink, f"{ink}_soft") for ink in INKS if hasattr(scheme, f"{ink}_soft")]
    pairs += [("text", ground) for ground in (*soft, "faint")]
    return [*pairs, ("on_accent", "accent"), ("on_accent", "accent_hover"), ("muted", "accent_soft")]


@BOTH
def test_every_text_reads_on_every_ground(scheme: Colours) -> None:
    shades = asdict(scheme)
    faint = {pair: contrast(shades[pair[0]], shades[pair[1]]) for pair in _text_pairs(scheme)}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@BOTH
def test_every_control_stands_out_from_every_ground(scheme: Colours) -> None:
    shades = asdict(scheme)
    for edge in ("control", "accent", "caution"):
        assert min(contrast(shades[edge], shades[ground]) for ground in GROUNDS) >= 3


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
