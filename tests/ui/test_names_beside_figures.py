"""A name that runs from right to left beside figures: they stay where they are read."""

from typing import cast

import pytest
from PySide6.QtGui import QTextLayout
from pytestqt.qtbot import QtBot

from alpdesk.ui.people import alone


def _place(text: str, part: str) -> float:
    layout = QTextLayout(text)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    start, _ = cast("tuple[float, int]", line.cursorToX(text.index(part)))
    return start


@pytest.mark.parametrize("name", ["Haddad, ليلى", "לוי, רות"])
def test_figures_after_a_name_that_runs_left_stand_after_it(qtbot: QtBot, name: str) -> None:
    line = f"{alone(name)}   26 Apr 2002   1008"
    assert _place(f"{name} x", "x") < _place(line, "26") < _place(line, "Apr") < _place(line, "1008")


def test_without_that_they_would_stand_within_the_name(qtbot: QtBot) -> None:
    name = "Haddad, ليلى"
    assert _place(f"{name}   26 Apr 2002", "26") < _place(f"{name} x", "x")


def test_a_name_that_runs_right_is_left_as_it_is() -> None:
    assert alone("O'Brien, Máire") == "O'Brien, Máire"
