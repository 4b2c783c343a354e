"""The tables of the first edition, written out so that they never change."""

import sqlalchemy as sa
from alembic import op


def key() -> sa.Column[int]:
    """Return the primary key."""
    return sa.Column("id", sa.Integer(), primary_key=True)


def line(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[str]:
    """Return a column of text."""
    return sa.Column(name, sa.String(length), nullable=nullable)


def number(name: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[int]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=nullable, primary_key=primary_key)


def yes_no(name: str, *, nullable: bool = False) -> sa.Column[bool]:
    """Return a column of yes and no."""
    return sa.Column(name, sa.Boolean(), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """Return a column of calendar dates."""
    return sa.Column(name, sa.Date(), nullable=nullable)


def instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """Return a column of instants in UTC."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def exact(name: str) -> sa.Column[object]:
    """Return a column of decimals that keep their digits."""
    return sa.Column(name, sa.Numeric().with_variant(sa.String(), "sqlite"))


def refer(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    """Return a column that names a row of another table."""
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target), nullable=nullable)


def partial(name: str, table: str, columns: list[str], where: str) -> None:
    """Make an index over some rows only."""
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def create() -> None:
    """Make every table and index."""
    _people()
    _record()
    _answers()
    _papers()


def _people() -> None:
    op.create_table(
        "app_user",
        key(),
        line("name", 120),
        line("title"),
        line("role", 32),
        yes_no("active"),
        number("row_version"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "clinic",
        key(),
        line("name"),
        line("address"),
        line("phone"),
        line("email"),
        line("urgent_contact"),
        line("language"),
        line("paper"),
        line("child_profile"),
        line("adult_profile"),
        number("row_version"),
    )
    op.create_table(
        "laboratory",
        key(),
        line("name", 120),
        line("profile"),
        line("method"),
        line("units"),
        yes_no("active"),
        number("row_version"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "panel_template",
        key(),
        line("name", 120),
        line("analytes"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "patient",
        key(),
        line("number", 64),
        line("family_name", 255),
        line("given_names", 255),
        day("birth_date"),
        line("sex", 32),
        yes_no("preterm"),
        line("address"),
        line("phone"),
        line("email"),
        line("language"),
        line("referring_doctor"),
        line("notes"),
        number("row_version"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("patient_by_name", "patient", ["family_name", "given_names", "id"])


def _record() -> None:
    op.create_table(
        "panel",
        key(),
        sa.Column("uid", sa.Uuid(), nullable=False),
        refer("patient_id", "patient.id"),
        day("collected"),
        sa.Column("collected_time", sa.Time()),
        day("received", nullable=True),
        refer("laboratory_id", "laboratory.id", nullable=True),
        line("profile"),
        line("method"),
        line("specimen", 32),
        line("haemolysis", 32),
        yes_no("fasting", nullable=True),
        number("gestation_weeks", nullable=True),
        line("comment"),
        refer("entered_by", "app_user.id", nullable=True),
        instant("entered_at", nullable=True),
        number("row_version"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index("panel_by_patient", "panel", ["patient_id", "collected", "id"])
    op.create_table(
        "result",
        key(),
        refer("panel_id", "panel.id"),
        line("analyte"),
        line("value", 64),
        line("unit"),
        exact("low"),
        exact("high"),
        line("comparator", 32),
        exact("canonical"),
        line("status", 32),
        line("flag", 32),
        exact("judged_low"),
        exact("judged_high"),
        line("judged_by"),
    )
    partial(
        "result_alp",
        "result",
        ["panel_id", "status", "comparator", "canonical", "value", "unit", "low", "high"],
        "analyte = 'alp'",
    )
    op.create_index("result_by_panel", "result", ["panel_id"])
    op.create_table(
        "medicine",
        key(),
        refer("patient_id", "patient.id"),
        line("name", 200),
        line("medicine_class"),
        day("started", nullable=True),
        day("stopped", nullable=True),
        number("row_version"),
    )
    op.create_index("ix_medicine_patient_id", "medicine", ["patient_id"])
    op.create_table(
        "event",
        key(),
        refer("patient_id", "patient.id"),
        line("kind"),
        day("on"),
        line("note"),
        number("row_version"),
    )
    op.create_index("ix_event_patient_id", "event", ["patient_id"])
    op.create_table(
        "finding",
        key(),
        refer("patient_id", "patient.id"),
        line("finding"),
        yes_no("present"),
        day("noted_on", nullable=True),
        number("row_version"),
        sa.UniqueConstraint("patient_id", "finding"),
    )


def _answers() -> None:
    op.create_table(
        "assessment",
        key(),
        refer("patient_id", "patient.id"),
        refer("panel_id", "panel.id", nullable=True),
        day("as_of"),
        instant("made_at"),
        refer("made_by", "app_user.id", nullable=True),
        line("rule_book"),
        line("flag", 32),
        line("severity", 32, nullable=True),
        line("persistence", 32),
        line("urgency", 32, nullable=True),
        yes_no("needs_answer"),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("assessment_by_patient", "assessment", ["patient_id", "id"])
    partial("assessment_to_answer", "assessment", ["patient_id", "id"], "needs_answer")
    op.create_index("ix_assessment_panel_id", "assessment", ["panel_id"])
    op.create_table(
        "decision",
        key(),
        refer("patient_id", "patient.id"),
        refer("assessment_id", "assessment.id"),
        line("kind", 32),
        line("cause"),
        line("reason"),
        refer("signed_by", "app_user.id", nullable=True),
        instant("signed_at", nullable=True),
    )
    op.create_index("decision_by_patient", "decision", ["patient_id", "assessment_id"])
    op.create_index("ix_decision_assessment_id", "decision", ["assessment_id"])
    op.create_table(
        "monitoring_plan",
        key(),
        refer("patient_id", "patient.id"),
        refer("decision_id", "decision.id", nullable=True),
        line("template"),
        day("started"),
        day("stopped", nullable=True),
        line("stop_reason"),
        number("row_version"),
    )
    op.create_index("ix_monitoring_plan_patient_id", "monitoring_plan", ["patient_id"])
    op.create_table(
        "recall",
        key(),
        refer("patient_id", "patient.id"),
        refer("plan_id", "monitoring_plan.id", nullable=True),
        line("title"),
        line("tests"),
        day("not_before", nullable=True),
        day("due"),
        day("closed_on", nullable=True),
        line("closed_reason"),
        refer("panel_id", "panel.id", nullable=True),
        number("row_version"),
    )
    op.create_index("recall_by_patient", "recall", ["patient_id", "due"])
    partial("recall_open", "recall", ["due", "id"], "closed_on IS NULL")


def _papers() -> None:
    op.create_table(
        "letter",
        key(),
        refer("patient_id", "patient.id"),
        line("kind", 32),
        line("language"),
        line("subject"),
        line("state", 32),
        instant("created_at"),
        refer("created_by", "app_user.id", nullable=True),
        instant("printed_at", nullable=True),
        refer("replaces_id", "letter.id", nullable=True),
        sa.Column("quoted", sa.Text(), nullable=False),
        line("sha256"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        number("row_version"),
    )
    op.create_index("letter_by_patient", "letter", ["patient_id", "id"])
    partial("letter_to_print", "letter", ["id"], "printed_at IS NULL")
    op.create_table(
        "audit",
        number("seq", primary_key=True),
        line("at"),
        line("actor"),
        number("actor_id", nullable=True),
        line("station"),
        line("action"),
        line("reason"),
        sa.Column("body", sa.Text(), nullable=False),
        line("prev"),
        line("hash"),
    )
