"""Indexes by which the newest records that fit are found and counted without looking at all that fit."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the indexes; on PostgreSQL, let what has no date come last among the newest, as questions ask for it."""
    day = {"sqlite": "last_day", "postgresql": "last_day NULLS FIRST"}[op.get_bind().dialect.name]
    op.execute("DROP INDEX records_newest")
    op.execute(f'CREATE INDEX records_newest ON records (kind, {day}, "key", first_day)')
    op.execute(f"CREATE INDEX records_type ON records (kind, type, {day})")
    op.execute("CREATE INDEX facets_record ON facets (record, code)")
    op.execute("CREATE INDEX documents_publisher ON documents (publisher)")
    op.execute("CREATE INDEX documents_lang ON documents (lang)")
