"""The tables of a ledger, the same on SQLite and on PostgreSQL but for the view of statements and the full text.

Rows are only ever added. `records` holds each record as JSON, as it was read, and `statements` tells it value by value;
`facets` are the codes and names that it can be asked by; `words` is the full text, folded (`ledger/search.py`). What
was recorded when stays known: an older version of a document is marked with the moment at which it was superseded, and
a document seen again with the moment at which that was; nothing else changes.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, UniqueConstraint, text
from sqlalchemy import String as AnyString
from sqlalchemy.ext.compiler import compiles

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
)  # oldest first; each has its file in migrations/versions
APPLICATION = 0x53525644  # "SRVD": what tells a ledger from any other database
BUSY_SECONDS = 4.0


class String(AnyString):
    """Text whose letters are compared by their numbers on both, whatever language a server was made for."""


@compiles(String, "postgresql")
def _column_type(_type: String, _compiler: object, **_options: object) -> str:
    return 'TEXT COLLATE "C"'


metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("doc", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("hash", String, nullable=False),
    Column("url", String),
    Column("lang", String, nullable=False),
    Column("published", String),
    Column("publisher", String),
    Column("source", String, nullable=False),
    Column("state", String),
    Column("reader", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("superseded_at", String),
    UniqueConstraint("doc", "version"),
    Index("documents_hash", "hash"),
    Index("documents_url", "url"),
    Index("documents_publisher", "publisher"),
    Index("documents_lang", "lang"),
)

texts = Table(
    "texts",
    metadata,
    Column("document", ForeignKey("documents.key"), primary_key=True),
    Column("text", String, nullable=False),
    Column("parts", String, nullable=False),
    Column("raw", String),
)

records = Table(
    "records",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("document", ForeignKey("documents.key"), nullable=False),
    Column("kind", String, nullable=False),
    Column("type", String),
    Column("first_day", String),
    Column("last_day", String),
    Column("body", String, nullable=False),
    Index("records_id", "id"),
    Index("records_document", "document"),
    Index("records_kind", "kind", "first_day"),
)

# What has no date comes last where the newest comes first. SQLite takes no date for the least, PostgreSQL for the most.
for _dialect, _day in (("sqlite", records.c.last_day), ("postgresql", records.c.last_day.nulls_first())):
    Index("records_newest", records.c.kind, _day, records.c.key, records.c.first_day).ddl_if(dialect=_dialect)
    Index("records_type", records.c.kind, records.c.type, _day).ddl_if(dialect=_dialect)

# By how sure the reader was, as each database says it (`dialects.is_less_sure` asks in the same words).
SURE = {
    "sqlite": "json_extract(body, '$.confidence')",
    "postgresql": "CAST(json_extract_path_text(CAST(body AS JSON), 'confidence') AS FLOAT)",
}
for _dialect, _sure in SURE.items():
    Index("records_unsure", records.c.kind, text(f"({_sure})")).ddl_if(dialect=_dialect)

facets = Table(
    "facets",
    metadata,
    Column("code", String, primary_key=True),
    Column("record", ForeignKey("records.key"), primary_key=True),
    Index("facets_record", "record", "code"),
    sqlite_with_rowid=False,
)

# Follow-up searches that found nothing, by an act of the undertaking that was looked for.
searches = Table(
    "searches",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("act", String, nullable=False),
    Column("searched_on", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Index("searches_act", "act"),
)

# What people judged, in order; nothing is taken out: an undoing is a judgement that names the one that it undoes.
judgements = Table(
    "judgements",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("account", String, nullable=False),
    Column("deed", String, nullable=False),
    Column("about", String, nullable=False),
    Column("slot", String),
    Column("value", String),
    Column("reason", String),
    Column("doc", String),
    Column("undoes", ForeignKey("judgements.key")),
    Column("carries", ForeignKey("judgements.key")),
    Index("judgements_about", "about"),
    Index("judgements_doc", "doc"),
)

# Judgements that would close an undertaking: without effect until another account confirms them, where that is set.
proposals = Table("proposals", metadata, Column("judgement", ForeignKey("judgements.key"), primary_key=True))

# How a ledger is to be kept, in order: the newest value of a name holds.
settings = Table(
    "settings",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("account", String, nullable=False),
    Column("name", String, nullable=False),
    Column("value", String, nullable=False),
)

# Of the few records that somebody judged: which judgement made the row (none: the reader), and when it held.
judged = Table(
    "judged",
    metadata,
    Column("record", ForeignKey("records.key"), primary_key=True),
    Column("judgement", ForeignKey("judgements.key")),
    Column("held_from", String),
    Column("held_until", String),
)
