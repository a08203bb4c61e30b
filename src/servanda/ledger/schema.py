"""The tables of a ledger, and opening its file: new, current, older (migrated forward) or newer (refused).

Rows are only ever added. `records` holds each record as JSON, as it was read, and `statements` tells it value by value;
`facets` are the codes and names that it can be asked by; `words` is the full text, folded (`ledger/search.py`). What
was recorded when stays known: an older version of a document is marked with the moment at which it was superseded, and
a document seen again with the moment at which that was; nothing else changes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from servanda.errors import LedgerBusyError, LedgerError, LedgerVersionError

REVISIONS = ("0001", "0002", "0003")  # oldest first; each has its file in migrations/versions
APPLICATION = 0x53525644  # "SRVD": what tells a ledger from any other SQLite file
BUSY_SECONDS = 4.0

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
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
    Column("key", Integer, primary_key=True),
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

facets = Table(
    "facets",
    metadata,
    Column("code", String, primary_key=True),
    Column("record", ForeignKey("records.key"), primary_key=True),
    sqlite_with_rowid=False,
)

# Follow-up searches that found nothing, by an act of the undertaking that was looked for.
searches = Table(
    "searches",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("act", String, nullable=False),
    Column("searched_on", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Index("searches_act", "act"),
)

# What people judged, in order; nothing is taken out: an undoing is a judgement that names the one that it undoes.
judgements = Table(
    "judgements",
    metadata,
    Column("key", Integer, primary_key=True),
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

# Of the few records that somebody judged: which judgement made the row (none: the reader), and when it held.
judged = Table(
    "judged",
    metadata,
    Column("record", ForeignKey("records.key"), primary_key=True),
    Column("judgement", ForeignKey("judgements.key")),
    Column("held_from", String),
    Column("held_until", String),
)

# A record's JSON is never changed, so it is the statements: one for each value of each slot. The view tells them so.
# What an account corrected is told as that account's.
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

# Contentless: the words lead to the document's key, the text itself is kept once, in `texts`.
WORDS = "CREATE VIRTUAL TABLE words USING fts5(folded, content='', tokenize='unicode61 remove_diacritics 0')"


def connect(path: Path, *, create: bool, read_only: bool) -> Engine:
    """An engine on the ledger's file, whose schema is current when this returns."""
    if not (create and not read_only) and not path.is_file():
        raise LedgerError(f"{path}: no such ledger; `servanda add` makes one")
    engine = _engine(path, read_only=read_only)
    revision = _revision(path, engine)
    if revision == REVISIONS[-1]:
        return engine
    if read_only:
        raise LedgerError(f"{path}: an older or empty ledger; open it once for writing")
    if revision is None:
        _create(engine)
    else:
        _migrate(engine, revision)
    return engine


def _engine(path: Path, *, read_only: bool) -> Engine:
    """SQLite by file. No pool: a forked or killed process must never share a connection.

    WAL with synchronous=NORMAL: a committed document is in the operating system's hands before `add` returns, so that
    kill -9 loses nothing. Only a power cut may lose the last commits, never corrupt; reading again brings them back.
    FULL would wait for the disk at each document.
    """
    uri = f"file:{_quoted(path)}?mode={'ro' if read_only else 'rwc'}"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are ours: see `begin`
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages: copy into the file each 16 MB, not each 4
        connection.execute("PRAGMA cache_size = -32000")  # kB
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _quoted(path: Path) -> str:
    """The path as it is written in an SQLite URI."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _revision(path: Path, engine: Engine) -> str | None:
    """The revision of the ledger's schema; None for an empty file."""
    with engine.connect() as connection:
        application = connection.exec_driver_sql("PRAGMA application_id").scalar()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        if not tables and not application:
            return None
        if application != APPLICATION:
            raise LedgerError(f"{path}: an SQLite file, but not a ledger of Servanda")
        revision = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    if revision not in REVISIONS:
        raise LedgerVersionError(
            f"{path}: written by a newer Servanda (schema {revision}, this one knows {REVISIONS[-1]}); update Servanda"
        )
    return revision


def _create(engine: Engine) -> None:
    """Make the tables of the newest revision at once; a test holds them equal to those that migrations make."""
    with closing(engine.raw_connection()) as file:
        file.cursor().execute("PRAGMA journal_mode = WAL")  # stays with the file; not allowed in a transaction
    with writing(engine) as connection:
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
            return  # another process was faster
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        metadata.create_all(connection)
        connection.exec_driver_sql(STATEMENTS)
        connection.exec_driver_sql(WORDS)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISIONS[-1],))


def count_rows(connection: Connection) -> None:
    """Let SQLite estimate how many rows have which code, so that it finds the short way to an answer; some ms.

    Only an aid: where somebody else is writing, the estimates stay as they were.
    """
    with suppress(DatabaseError), connection.execution_options(writing=True).begin():
        connection.exec_driver_sql("PRAGMA analysis_limit = 400")
        connection.exec_driver_sql("ANALYZE")


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """A connection inside a transaction that holds the write lock from its first moment; use it in `with`."""
    return engine.execution_options(writing=True).begin()


def _migrate(engine: Engine, revision: str) -> None:
    """Bring an older schema forward, in one transaction."""
    # alembic takes a third of a second to load, and most ledgers that are opened are current.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, REVISIONS[-1])


@contextmanager
def told_as_ours(path: Path) -> Iterator[None]:
    """A block in which what SQLite raises is raised as one of our errors, with what to do about it."""
    try:
        yield
    except (DatabaseError, sqlite3.Error) as error:
        raise _error_of(path, error) from error


def _error_of(path: Path, error: Exception) -> LedgerError:
    cause = error.orig if isinstance(error, DatabaseError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LedgerBusyError(f"{path}: another process is writing to this ledger; try again when it has finished")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return LedgerBusyError(
            f"{path}: no room left on the disk, or it fails ({cause}); what was added before is kept"
        )
    if code == sqlite3.SQLITE_NOTADB:
        return LedgerError(f"{path}: not a ledger of Servanda (not an SQLite file)")
    return LedgerError(f"{path}: {cause}")
