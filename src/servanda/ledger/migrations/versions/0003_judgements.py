"""What people judged, and which records hold since: nothing that was read is changed by it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = """CREATE VIEW statements AS
SELECT records.id AS subject, slot.key AS property, item.value AS value, documents.doc AS doc,
  json_extract(records.body, '$.start') AS start, json_extract(records.body, '$.end') AS "end",
  json_extract(records.body, '$.said_by') AS said_by, documents.source AS source,
  coalesce('account ' || judgements.account, documents.reader) AS reader,
  coalesce(judged.held_from, documents.recorded_at) AS first_seen,
  coalesce(judged.held_until, documents.seen_at) AS last_seen
FROM records JOIN documents ON documents.key = records.document LEFT JOIN judged ON judged.record = records.key
  LEFT JOIN judgements ON judgements.key = judged.judgement, json_each(records.body) AS slot,
  json_each(CASE slot.type WHEN 'array' THEN slot.value ELSE json_array(slot.value) END) AS item
WHERE slot.key NOT IN ('doc', 'start', 'end', 'quote')"""


def upgrade() -> None:
    """Add the judgements and the table of what they changed; tell statements with whose they are."""
    op.create_table(
        "judgements",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("account", sa.String, nullable=False),
        sa.Column("deed", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("slot", sa.String),
        sa.Column("value", sa.String),
        sa.Column("reason", sa.String),
        sa.Column("doc", sa.String),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("judgements.key")),
        sa.Column("carries", sa.Integer, sa.ForeignKey("judgements.key")),
    )
    op.create_index("judgements_about", "judgements", ["about"])
    op.create_index("judgements_doc", "judgements", ["doc"])
    op.create_table(
        "judged",
        sa.Column("record", sa.Integer, sa.ForeignKey("records.key"), primary_key=True),
        sa.Column("judgement", sa.Integer, sa.ForeignKey("judgements.key")),
        sa.Column("held_from", sa.String),
        sa.Column("held_until", sa.String),
    )
    op.execute("DROP VIEW statements")
    op.execute(STATEMENTS)
