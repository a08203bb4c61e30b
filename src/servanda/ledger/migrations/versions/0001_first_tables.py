"""Documents with their texts, records with their facets, statements, and the full text."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_STATEMENTS = """CREATE VIEW statements AS
SELECT records.id AS subject, slot.key AS property, item.value AS value, documents.doc AS doc,
  json_extract(records.body, '$.start') AS start, json_extract(records.body, '$.end') AS "end",
  json_extract(records.body, '$.said_by') AS said_by, documents.source AS source, documents.reader AS reader,
  documents.recorded_at AS first_seen, documents.seen_at AS last_seen
FROM records JOIN documents ON documents.key = records.document, json_each(records.body) AS slot,
  json_each(CASE slot.type WHEN 'array' THEN slot.value ELSE json_array(slot.value) END) AS item
WHERE slot.key NOT IN ('doc', 'start', 'end', 'quote')"""


def upgrade() -> None:
    """Make the first tables."""
    _documents()
    _records()
    op.execute(_STATEMENTS)
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
