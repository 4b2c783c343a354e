"""The fourth edition: who opened the record, and by which key, is found at once."""

from alpdesk.store.migrations import tables_0004

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what is new."""
    tables_0004.create()
