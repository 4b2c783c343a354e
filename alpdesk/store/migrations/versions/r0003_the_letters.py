"""The third edition: letters that are signed, issued, made in runs and found by their number."""

from alpdesk.store.migrations import tables_0003

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is new."""
    tables_0003.create()
