"""Sentences of the rules as the window says them."""

import pytest

from alpdesk.ui.clinical.words import dated


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("alendronate since 2022-03-29 until 2024-01-01", "alendronate since 29 Mar 2022 until 1 Jan 2024"),
        ("batch 2022-13-45", "batch 2022-13-45"),
        ("zinc 11.8", "zinc 11.8"),
    ],
)
def test_days_in_the_rules_words_read_as_everywhere(line: str, said: str) -> None:
    assert dated(line) == said
