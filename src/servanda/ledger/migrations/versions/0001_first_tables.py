"""Documents with their texts, records with their facets, statements, and the full text."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _documents()
    _records()
    op.create_table(
        "statements",
        sa.Column("key", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("subject", "property", "value")),
        sa.Column("document", sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("said_by", sa.String),
        *(sa.Column(name, sa.String, nullable=False) for name in ("source", "reader", "first_seen")),
    )
    op.create_index("statements_document", "statements", ["document"])
    op.execute("CREATE VIRTUAL TABLE words USING fts5(folded, content='', tokenize='unicode61 remove_diacritics 0')")


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("doc", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("lang", sa.String, nullable=False),
        sa.Column("published", sa.String),
        sa.Column("publisher", sa.String),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("state", sa.String),
        *(sa.Column(name, sa.String, nullable=False) for name in ("reader", "recorded_at", "seen_at")),
        sa.Column("superseded_at", sa.String),
        sa.UniqueConstraint("doc", "version"),
    )
    op.create_index("documents_hash", "documents", ["hash"])
    op.create_index("documents_url", "documents", ["url"])
    op.create_table(
        "texts",
        sa.Column("document", sa.ForeignKey("documents.key"), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("parts", sa.String, nullable=False),
        sa.Column("raw", sa.String),
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("document", sa.ForeignKey("documents.key"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("type", sa.String),
        sa.Column("first_day", sa.String),
        sa.Column("last_day", sa.String),
        sa.Column("body", sa.String, nullable=False),
    )
    op.create_index("records_id", "records", ["id"])
    op.create_index("records_document", "records", ["document"])
    op.create_index("records_kind", "records", ["kind", "first_day"])
    op.create_table(
        "facets",
        sa.Column("code", sa.String, primary_key=True),
        sa.Column("record", sa.ForeignKey("records.key"), primary_key=True),
        sqlite_with_rowid=False,
    )
