"""What the second edition adds, written out so that it never changes.

Every new column of an old table may be empty: the trail leaves empty columns out of a row's hash, so rows written
before still are what the trail says of them.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from alpdesk.store.migrations.tables_0001 import day, instant, key, line, number, partial, refer, yes_no


def create() -> None:
    """Make every new column, table and index."""
    _columns()
    _corrections()
    _follow_up()
    _own_rules()
    _papers()


def append(table: str, column: str, kind: TypeEngine[Any], refers: str = "") -> None:
    """Add a column that may be empty; on a file a reference can only be given together with its column."""
    of_kind = kind.compile(dialect=op.get_bind().dialect)
    to = f" REFERENCES {refers} (id)" if refers else ""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {of_kind}{to}")


def _columns() -> None:
    whole, words, calendar = sa.Integer(), sa.String(), sa.Date()
    append("patient", "responsible_id", whole, "app_user")
    append("patient", "merged_into_id", whole, "patient")
    partial("patient_merged", "patient", ["merged_into_id"], "merged_into_id IS NOT NULL")
    append("panel", "origin", words)
    append("panel", "voided", sa.Boolean())
    append("panel", "to_review", sa.Boolean())
    append("panel", "reviewed_by", whole, "app_user")
    append("panel", "reviewed_at", sa.DateTime(timezone=True))
    partial("panel_to_review", "panel", ["id"], "to_review")
    append("result", "replaces_id", whole, "result")
    append("monitoring_plan", "stopped_by", whole, "app_user")
    append("monitoring_plan", "own_items", words)
    partial("decision_final", "decision", ["signed_at", "id"], "kind IN ('explained', 'no_action')")
    op.create_index("ix_monitoring_plan_decision_id", "monitoring_plan", ["decision_id"])
    append("recall", "decision_id", whole, "decision")
    append("recall", "closed_by", whole, "app_user")
    append("recall", "close_code", sa.String(32))
    append("recall", "first_due", calendar)
    append("recall", "ordered_on", calendar)
    append("recall", "ordered_by", whole, "app_user")
    append("recall", "after_panel_id", whole)
    op.create_index("ix_recall_decision_id", "recall", ["decision_id"])
    partial("recall_closed", "recall", ["closed_on", "id"], "closed_on IS NOT NULL")


def _corrections() -> None:
    op.create_table(
        "correction",
        key(),
        line("kind", 32),
        refer("patient_id", "patient.id"),
        refer("other_patient_id", "patient.id", nullable=True),
        refer("panel_id", "panel.id", nullable=True),
        refer("result_id", "result.id", nullable=True),
        refer("new_result_id", "result.id", nullable=True),
        line("reason"),
        sa.Column("detail", sa.Text(), nullable=False),
        refer("made_by", "app_user.id", nullable=True),
        instant("made_at", nullable=True),
    )
    op.create_index("correction_by_patient", "correction", ["patient_id", "id"])
    op.create_index("correction_by_other", "correction", ["other_patient_id", "id"])
    op.create_index("correction_by_panel", "correction", ["panel_id", "id"])


def _follow_up() -> None:
    op.create_table(
        "contact",
        key(),
        refer("patient_id", "patient.id"),
        refer("recall_id", "recall.id"),
        line("kind", 32),
        line("outcome", 32),
        day("on"),
        line("note"),
        refer("letter_id", "letter.id", nullable=True),
        refer("made_by", "app_user.id", nullable=True),
        instant("made_at", nullable=True),
    )
    op.create_index("contact_by_recall", "contact", ["recall_id", "id"])
    op.create_index("contact_by_patient", "contact", ["patient_id", "id"])
    op.create_table(
        "checklist_entry",
        key(),
        refer("patient_id", "patient.id"),
        line("cause"),
        line("mark", 32),
        yes_no("holds"),
        line("rationale"),
        line("edition"),
        refer("assessment_id", "assessment.id", nullable=True),
        refer("made_by", "app_user.id", nullable=True),
        instant("made_at", nullable=True),
    )
    op.create_index("checklist_entry_by_patient", "checklist_entry", ["patient_id", "id"])


def _own_rules() -> None:
    op.create_table(
        "clinic_edit",
        key(),
        line("kind", 32),
        line("key"),
        sa.Column("body", sa.Text(), nullable=False),
        line("reason"),
        refer("made_by", "app_user.id", nullable=True),
        instant("made_at", nullable=True),
    )
    op.create_index("clinic_edit_by_key", "clinic_edit", ["kind", "key", "id"])


def _papers() -> None:
    op.create_table(
        "attachment",
        key(),
        refer("patient_id", "patient.id"),
        sa.Column("panel_uid", sa.Uuid(), nullable=False),
        line("name", 200),
        line("media_type"),
        number("size"),
        line("sha256"),
        refer("added_by", "app_user.id", nullable=True),
        instant("added_at", nullable=True),
        line("withdrawn", nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("attachment_by_panel", "attachment", ["panel_uid", "id"])
    op.create_index("attachment_by_patient", "attachment", ["patient_id", "id"])
    op.create_table(
        "draft",
        key(),
        refer("user_id", "app_user.id", nullable=True),
        line("kind"),
        line("subject"),
        sa.Column("body", sa.Text(), nullable=False),
        instant("saved_at", nullable=True),
        sa.UniqueConstraint("user_id", "kind", "subject"),
    )
