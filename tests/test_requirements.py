"""What the record promises: every promise is shown by tests that are there and run, or says what is still open."""

import pytest

from alpdesk.ui.help.requirements import Requirement, requirements
from tests.test_hazards import _is_run

GROUPS = {
    "D": 17, "E": 3, "K": 7, "L": 6, "A": 9, "C": 4, "I": 9, "T": 3, "N": 2, "S": 4, "P": 3,
}  # fmt: skip


def test_every_promise_is_listed_once() -> None:
    wanted = [f"{group}{number}" for group, count in GROUPS.items() for number in range(1, count + 1)]
    assert [each.id for each in requirements()] == wanted


@pytest.mark.parametrize("each", requirements(), ids=lambda each: each.id)
def test_it_is_shown_by_tests_that_run_or_says_what_is_open(each: Requirement) -> None:
    assert [name for name in each.tests if not _is_run(name)] == []
    assert each.tests or each.still
    assert len(each.says) > 20
