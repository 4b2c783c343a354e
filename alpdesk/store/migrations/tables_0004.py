"""What the fourth edition adds, written out so that it never changes: who signs in, and what each log-in asks for."""

import sqlalchemy as sa

from alpdesk.store.migrations.tables_0001 import partial
from alpdesk.store.migrations.tables_0002 import append

_OF_KEYS = "action IN ('logged in', 'emergency access', 'key changed', 'recovery sheet proven')"


def create() -> None:
    """Make every new column and index."""
    append("app_user", "sign_in", sa.String())
    partial("audit_of_keys", "audit", ["action", "seq"], _OF_KEYS)
