"""What the fourth edition adds, written out so that it never changes: who signs in, and what the trail is asked for.

Entries made before name no patient; which rows they put in does, so whom they are about is found once from these.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from alpdesk.store.migrations.tables_0001 import number, partial
from alpdesk.store.migrations.tables_0002 import append

_OF_KEYS = (
    "action IN ('logged in', 'emergency access', 'key changed', 'recovery sheet proven', 'redacted on a legal order')"
)


def create() -> None:
    """Make every new column and index."""
    append("app_user", "sign_in", sa.String())
    append("clinic", "longest_idle", sa.Integer())
    partial("audit_of_keys", "audit", ["action", "seq"], _OF_KEYS)
    op.create_table(
        "audit_about",
        number("patient_id", primary_key=True),
        number("seq", primary_key=True),
        sqlite_with_rowid=False,
    )
    _fill()


def _fill() -> None:
    bind = op.get_bind()
    about = sa.table("audit_about", sa.column("patient_id"), sa.column("seq"))
    entries = bind.execute(sa.text("SELECT seq, body FROM audit ORDER BY seq")).all()
    pairs = [{"patient_id": key, "seq": seq} for seq, body in entries for key in sorted(set(_about(body)))]
    if pairs:
        bind.execute(sa.insert(about), pairs)


def _about(body: str) -> Iterator[int]:
    for change in json.loads(body):
        columns = change.get("columns", ())
        name = "id" if change.get("table") == "patient" else "patient_id"
        if name in columns:
            yield from (row[columns.index(name)] for row in change["insert"] if row[columns.index(name)] is not None)
        elif change.get("table") == "patient":
            yield change["id"]
