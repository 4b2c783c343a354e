"""The first edition: every table, the search index, and a trail that can only grow."""

from alembic import op

from alpdesk.store.migrations import tables_0001

revision = "0001"
down_revision = None

_SQLITE = (
    """CREATE TABLE patient_word (
    word TEXT NOT NULL, sort TEXT NOT NULL, patient_id INTEGER NOT NULL, PRIMARY KEY (word, sort, patient_id)
) WITHOUT ROWID""",
    "CREATE INDEX patient_word_by_patient ON patient_word (patient_id, word)",
    """CREATE VIRTUAL TABLE patient_text USING fts5(
    text, tokenize = 'trigram', content = '', contentless_delete = 1
)""",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail can only grow'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail can only grow'); END""",
)
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE TABLE patient_word (
    word text COLLATE "C" NOT NULL, sort text COLLATE "C" NOT NULL, patient_id integer NOT NULL,
    PRIMARY KEY (word, sort, patient_id)
)""",
    "CREATE INDEX patient_word_by_patient ON patient_word (patient_id, word)",
    'CREATE TABLE patient_text (rowid integer PRIMARY KEY, text text COLLATE "C" NOT NULL)',
    "CREATE INDEX patient_text_trigram ON patient_text USING gin (text gin_trgm_ops)",
    """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail can only grow'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_only_grows()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
)


def upgrade() -> None:
    """Make everything."""
    tables_0001.create()
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
