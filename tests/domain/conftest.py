"""The shipped rule book, read once."""

import pytest

from alpdesk.domain.rules import RuleBook
from tests.domain.making import shipped


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return shipped()
