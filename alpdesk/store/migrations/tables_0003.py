"""What the third edition adds, written out so that it never changes: how a letter is signed, issued and found again.

As in the second, every new column of an old table may be empty, so that rows written before keep their hash.
"""

import sqlalchemy as sa
from alembic import op

from alpdesk.store.migrations.tables_0001 import instant, key, line, number, partial, refer
from alpdesk.store.migrations.tables_0002 import append


def create() -> None:
    """Make every new column, table and index."""
    _columns()
    _issuing()
    _runs()
    _history()


def _columns() -> None:
    whole, words, moment = sa.Integer(), sa.String(), sa.DateTime(timezone=True)
    append("clinic", "address_form", words)
    append("patient", "large_print", sa.Boolean())
    append("letter", "number", words)
    partial("letter_by_number", "letter", ["number"], "number IS NOT NULL")
    append("letter", "variant", words)
    append("letter", "signed_at", moment)
    append("letter", "signed_by", whole, "app_user")
    append("letter", "copy_language", words)
    append("letter", "copy_sha256", words)
    append("letter", "copy_pdf", sa.LargeBinary())
    append("medicine", "withdrawn", words)
    append("event", "withdrawn", words)
    append("monitoring_plan", "own_stop", whole)
    append("monitoring_plan", "own_stop_by", whole, "app_user")
    append("monitoring_plan", "own_stop_reason", words)


def _issuing() -> None:
    op.create_table(
        "letter_event",
        key(),
        refer("letter_id", "letter.id"),
        line("kind", 32),
        line("how"),
        refer("made_by", "app_user.id", nullable=True),
        instant("made_at", nullable=True),
    )
    op.create_index("letter_event_by_letter", "letter_event", ["letter_id", "id"])
    op.create_table(
        "logo",
        key(),
        line("name", 200),
        line("media_type"),
        line("sha256"),
        refer("added_by", "app_user.id", nullable=True),
        instant("added_at", nullable=True),
        line("withdrawn", nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def _runs() -> None:
    op.create_table(
        "letter_run",
        key(),
        line("title"),
        sa.Column("choice", sa.Text(), nullable=False),
        refer("made_by", "app_user.id", nullable=True),
        instant("made_at", nullable=True),
        instant("ended_at", nullable=True),
        number("row_version"),
    )
    op.create_table(
        "letter_run_item",
        key(),
        refer("run_id", "letter_run.id"),
        refer("patient_id", "patient.id"),
        line("kind", 32),
        line("language"),
        line("state", 32),
        sa.Column("problem", sa.Text(), nullable=False),
        refer("letter_id", "letter.id", nullable=True),
        number("row_version"),
    )
    op.create_index("letter_run_item_by_run", "letter_run_item", ["run_id", "id"])


def _history() -> None:
    op.create_table(
        "finding_entry",
        key(),
        refer("patient_id", "patient.id"),
        line("finding"),
        sa.Column("present", sa.Boolean(), nullable=True),
        refer("made_by", "app_user.id", nullable=True),
        instant("made_at", nullable=True),
    )
    op.create_index("finding_entry_by_patient", "finding_entry", ["patient_id", "id"])
