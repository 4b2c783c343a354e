"""What is installed is what was written: nothing missing, nothing found only in a checkout."""

from importlib.metadata import entry_points

import pytest


@pytest.mark.parametrize(("name", "target"), [("alpdesk-admin", "alpdesk.admin:main"), ("alpdesk", "alpdesk.app:main")])
def test_the_command_is_on_the_path(name: str, target: str) -> None:
    """Both commands of the contract are installed."""
    assert [point.value for point in entry_points(name=name)] == [target]
