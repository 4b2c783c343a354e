"""The hazard log: every hazard is whole, and every test that proves a guard is there and is run."""

import ast
import re
from pathlib import Path

import pytest

from alpdesk.ui.help.hazards import Hazard, log

ROOT = Path(__file__).parent.parent
STATUS, HAZARDS = log()
SEVERITIES = {"catastrophic", "major", "considerable", "significant", "minor"}


def _is_run(test: str) -> bool:
    """Say whether a test of this name stands in its file and no mark always skips it."""
    path, _, name = test.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    found = [each for each in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(each, ast.FunctionDef)]
    marks = [ast.unparse(mark) for each in found if each.name == name for mark in each.decorator_list]
    return name in {each.name for each in found} and not any(re.search(r"\.(skip|xfail)\b", mark) for mark in marks)


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda each: each.id)
def test_the_tests_that_prove_a_guard_are_there(hazard: Hazard) -> None:
    assert hazard.tests
    assert [name for name in hazard.tests if not _is_run(name)] == []


def test_a_test_that_is_gone_would_be_missed() -> None:
    assert _is_run("tests/test_hazards.py::test_a_test_that_is_gone_would_be_missed")
    assert not _is_run("tests/test_hazards.py::test_that_nobody_wrote")
    assert not _is_run("tests/test_of_nothing.py::test_a_test_that_is_gone_would_be_missed")


def test_every_hazard_says_cause_effect_and_guard_under_a_number_of_its_own() -> None:
    assert len({hazard.id for hazard in HAZARDS}) == len(HAZARDS) >= 40
    assert {hazard.severity for hazard in HAZARDS} <= SEVERITIES
    texts = [text for each in HAZARDS for text in (each.hazard, each.cause, each.effect, each.control)]
    assert [text for text in texts if len(text) < 10] == []


def test_the_log_says_that_nobody_has_signed_it_off() -> None:
    assert "awaits review" in STATUS
