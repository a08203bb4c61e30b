"""A ledger in a file of SQLite: the default, one file that any tool opens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from servanda.errors import LedgerBusyError, LedgerError
from servanda.ledger.database import Database, writing
from servanda.ledger.schema import APPLICATION, BUSY_SECONDS

Stamp = tuple[tuple[int, int, int], ...]

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


class SqliteFile(Database):
    """A ledger in one file, with its log beside it while it is open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def exists(self) -> bool:
        """Whether there is such a file."""
        return self.path.is_file()

    def engine(self, *, read_only: bool) -> Engine:
        """SQLite by file. No pool: a forked or killed process must never share a connection.

        WAL with synchronous=FULL: what was committed is on the disk before `add` returns, so that neither kill -9 nor
        a power cut loses it. That waits for the disk once a batch.
        """
        uri = f"file:{_quoted(self.path)}?mode={'ro' if read_only else 'rwc'}"
        engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def alone(self, engine: Engine) -> Iterator[Connection]:
        """A transaction that holds the file's write lock."""
        with closing(engine.raw_connection()) as file:
            file.cursor().execute("PRAGMA journal_mode = WAL")  # stays with the file; not allowed in a transaction
        with writing(engine) as connection:
            yield connection

    def revision(self, connection: Connection) -> str | None:
        """The revision of the ledger's schema; None for an empty file."""
        application = connection.exec_driver_sql("PRAGMA application_id").scalar()
        tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
        if not tables and not application:
            return None
        if application != APPLICATION:
            raise LedgerError(f"{self.path}: an SQLite file, but not a ledger of Servanda")
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())

    def made_by_hand(self) -> tuple[str, ...]:
        """The view of statements and the full text, as SQLite says them."""
        return STATEMENTS, WORDS

    def mark(self, connection: Connection) -> None:
        """Mark the file as a ledger, for `file` and for us."""
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")

    @contextmanager
    def told_as_ours(self) -> Iterator[None]:
        """A block in which what SQLite raises is raised as one of our errors, with what to do about it."""
        with super().told_as_ours():
            try:
                yield
            except sqlite3.Error as error:
                raise self.error_of(error) from error

    def error_of(self, cause: BaseException) -> LedgerError:
        """What SQLite raised, as one of our errors."""
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return LedgerBusyError(
                f"{self.path}: another process is writing to this ledger; try again when it has finished"
            )
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return LedgerBusyError(
                f"{self.path}: no room left on the disk, or it fails ({cause}); what was added before is kept"
            )
        if code == sqlite3.SQLITE_NOTADB:
            return LedgerError(f"{self.path}: not a ledger of Servanda (not an SQLite file)")
        return LedgerError(f"{self.path}: {cause}")

    def estimate(self, connection: Connection) -> None:
        """Let SQLite count; some ms."""
        connection.exec_driver_sql("PRAGMA analysis_limit = 400")
        connection.exec_driver_sql("ANALYZE")

    def size(self, connection: Connection) -> int:
        """The bytes of the file."""
        return self.path.stat().st_size

    def faults(self, connection: Connection) -> Iterator[str]:
        """What SQLite itself finds wrong."""
        found = connection.exec_driver_sql("PRAGMA quick_check(5)")
        yield from (f"the file: {row[0]}" for row in found if row[0] != "ok")
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"the file: a row of {row[0]} belongs to a row of {row[2]} that is not there"

    def stamp(self) -> Stamp:
        """What changes whenever somebody has written: identity, time and size of the file and of its log."""
        found = []
        for path in (self.path, self.path.with_name(f"{self.path.name}-wal")):
            try:
                told = path.stat()
            except OSError as error:
                if path == self.path:
                    raise LedgerError(f"{path}: {error.strerror}; the ledger was moved or removed") from error
                continue
            if told.st_size:
                found.append((told.st_ino, told.st_mtime_ns, told.st_size))
        return tuple(found)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are ours: see `_begin`
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 16000")  # pages: copy into the file each 64 MB, not each 4
    connection.execute("PRAGMA cache_size = -64000")  # kB
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _quoted(path: Path) -> str:
    """The path as it is written in an SQLite URI."""
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
