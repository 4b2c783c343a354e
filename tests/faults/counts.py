"""How often a fault is tried: a little at every commit, the whole number with ``ALPDESK_FAULTS=night``."""

import os

NIGHT = os.environ.get("ALPDESK_FAULTS") == "night"


def times(push: int, night: int) -> int:
    """Return how often to try."""
    return night if NIGHT else push
