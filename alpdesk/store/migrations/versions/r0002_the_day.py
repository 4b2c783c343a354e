"""The second edition: corrections, follow-up, the clinic's own rules, scans and drafts."""

from alpdesk.store.migrations import tables_0002

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is new."""
    tables_0002.create()
