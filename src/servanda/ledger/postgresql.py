"""A ledger in a database of PostgreSQL: for those who share one, chosen by its address.

Its password is never told: neither in messages, which name the database, nor in what a driver's error repeats.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from servanda.errors import LedgerBusyError, LedgerError, UsageError
from servanda.ledger.database import Database, writing
from servanda.ledger.schema import APPLICATION, BUSY_SECONDS, documents, judgements, metadata, searches

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_MARK = "a ledger of Servanda"
_WORDS = "words"
_CONNECT_SECONDS = 10
_KEPT = 4  # connections that nobody uses at the moment
_engines: list[Engine] = []
_BUSY = ("55P03", "40P01", "40001")  # lock not available, deadlock, serialization failure
_FULL = ("53100", "58030")  # disk full, input or output failed
_READ_ONLY = "25006"
_LOCK = f"SELECT pg_advisory_xact_lock({APPLICATION}, hashtext(current_schema()))"

# As on SQLite, where `json_each` gives 1 and 0 for true and false.
STATEMENTS = """CREATE VIEW statements AS
SELECT records.id AS subject, slot.key AS property,
  CASE json_typeof(item.value) WHEN 'boolean' THEN ((item.value #>> '{}')::boolean::int)::text
    ELSE item.value #>> '{}' END AS value,
  documents.doc AS doc, (records.body::json ->> 'start')::int AS start, (records.body::json ->> 'end')::int AS "end",
  records.body::json ->> 'said_by' AS said_by, documents.source AS source,
  coalesce('account ' || judgements.account, documents.reader) AS reader,
  coalesce(judged.held_from, documents.recorded_at) AS first_seen,
  coalesce(judged.held_until, documents.seen_at) AS last_seen
FROM records JOIN documents ON documents.key = records.document LEFT JOIN judged ON judged.record = records.key
  LEFT JOIN judgements ON judgements.key = judged.judgement
  CROSS JOIN LATERAL json_each(records.body::json) AS slot
  CROSS JOIN LATERAL json_array_elements(
    CASE json_typeof(slot.value) WHEN 'array' THEN slot.value ELSE json_build_array(slot.value) END) AS item
WHERE slot.key NOT IN ('doc', 'start', 'end', 'quote')"""

# The words as FTS5 tells them apart, by our own hand: PostgreSQL's parsers would make others of "re-open" or
# "example.org". Without places, which it keeps of the first 256 only; `folded` tells whether a phrase is there.
WORDS = """CREATE TABLE words (document INTEGER PRIMARY KEY REFERENCES documents (key),
  folded TEXT COLLATE "C" NOT NULL, tokens TSVECTOR NOT NULL)"""
WORDS_INDEX = "CREATE INDEX words_tokens ON words USING gin (tokens)"


def is_address(address: str) -> bool:
    """Whether somebody wrote the address of a database, not the path of a file."""
    return address.partition("://")[0].lower() in SCHEMES and "://" in address


class PostgresqlDatabase(Database):
    """A ledger in a database of its own, or in a schema of one (`?options=-csearch_path%3Dledger`)."""

    def __init__(self, address: str) -> None:
        self._url = _url_of(address)
        self.name = _name_of(self._url)

    @property
    def accounts(self) -> str:
        """A name for the file of the accounts that belong to this ledger: of the same database, the same."""
        whole = _without_secrets(self._url).render_as_string()
        plain = "".join(char if char.isalnum() else "-" for char in f"{self._url.host or 'local'}-{self._url.database}")
        return f"{plain}-{blake2b(whole.encode(), digest_size=4).hexdigest()}"

    def exists(self) -> bool:
        """True: whether there is one, the server says."""
        return True

    def engine(self, *, read_only: bool) -> Engine:
        """PostgreSQL by psycopg; connections are kept and used again, since making one costs more than most questions.

        A forked process makes its own: it must never share one.
        """
        if find_spec("psycopg") is None:
            raise LedgerError(f"{self.name}: PostgreSQL needs its driver: pip install 'servanda[postgresql]'")
        settings = f"-c lock_timeout={int(BUSY_SECONDS * 1000)} -c client_encoding=utf8"
        if read_only:
            settings += " -c default_transaction_read_only=on"
        given = self._url.query.get("options", "")
        options = " ".join((given if isinstance(given, str) else " ".join(given), settings)).strip()
        return _engine(self._url.difference_update_query(["options"]), options, os.getpid())

    @contextmanager
    def alone(self, engine: Engine) -> Iterator[Connection]:
        """A transaction that holds the right to write; what it makes is there at once or not at all."""
        with writing(engine) as connection:
            yield connection

    def revision(self, connection: Connection) -> str | None:
        """The revision of the ledger's schema; None where there are no tables."""
        found = connection.exec_driver_sql(
            "SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c "
            "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')"
        )
        tables = {row[0]: row[1] for row in found}
        if not tables:
            return None
        if tables.get("alembic_version") != _MARK:
            raise LedgerError(
                f"{self.name}: it holds tables of another program; give the ledger a database of its own (createdb)"
            )
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())

    def made_by_hand(self) -> tuple[str, ...]:
        """The view of statements and the full text, as PostgreSQL says them."""
        return STATEMENTS, WORDS, WORDS_INDEX

    def mark(self, connection: Connection) -> None:
        """Mark the tables as a ledger's, by a comment on the one that other programs have as well."""
        connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{_MARK}'")

    @contextmanager
    def told_as_ours(self) -> Iterator[None]:
        """A block in which what PostgreSQL or its driver raises is raised as one of our errors."""
        driver = sys.modules.get("psycopg")  # not loaded: it raises nothing
        errors: tuple[type[Exception], ...] = (driver.Error,) if driver else ()
        with super().told_as_ours():
            try:
                yield
            except errors as error:
                raise self.error_of(error) from error

    def error_of(self, cause: BaseException) -> LedgerError:
        """What PostgreSQL or its driver raised, as one of our errors."""
        state = getattr(cause, "sqlstate", None)
        told = self._told(cause)
        if state in _BUSY:
            return LedgerBusyError(
                f"{self.name}: another process is writing to this ledger; try again when it has finished"
            )
        if state in _FULL:
            return LedgerBusyError(
                f"{self.name}: no room left on the disk, or it fails ({told}); what was added is kept"
            )
        if state == _READ_ONLY:
            return LedgerError(f"{self.name}: opened readonly: {told}")
        return LedgerError(f"{self.name}: {told}")

    def _told(self, cause: BaseException) -> str:
        """The first line of an error, without the password."""
        told = next(iter(str(cause).strip().splitlines()), type(cause).__name__)
        for secret in _secrets(self._url):
            told = told.replace(secret, "***")
        return told

    def estimate(self, connection: Connection) -> None:
        """Let PostgreSQL count what a server that has just been filled has not counted yet."""
        connection.exec_driver_sql(f"ANALYZE {', '.join((*metadata.tables, _WORDS))}")

    def size(self, connection: Connection) -> int:
        """The bytes of the tables with their indexes."""
        listed = ", ".join(f"'{table}'" for table in (*metadata.tables, _WORDS))
        query = f"SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(ARRAY[{listed}]) AS name"  # noqa: S608
        return int(connection.exec_driver_sql(query).scalar_one())

    def faults(self, connection: Connection) -> Iterator[str]:
        """Nothing: the server itself holds rows to those that they belong to, and pages to their checksums."""
        yield from ()

    def stamp(self) -> Hashable:
        """What changes whenever something was added or judged."""
        newest = (documents.c.key, judgements.c.key, searches.c.key)
        with self.told_as_ours():
            engine = self.engine(read_only=True)
            with engine.begin() as connection:
                found = tuple(connection.execute(select(func.max(key))).scalar() for key in newest)
        return found


@cache
def _engine(url: URL, options: str, _process: int) -> Engine:
    told = {"options": options, "connect_timeout": _CONNECT_SECONDS, "application_name": "servanda"}
    engine = create_engine(
        url, connect_args=told, pool_size=_KEPT, max_overflow=-1, pool_pre_ping=True, use_native_hstore=False
    )
    event.listen(engine, "begin", _begin)
    _engines.append(engine)
    return engine


def let_go() -> None:
    """Close the connections that this process keeps for addresses at which no ledger is open now."""
    for engine in _engines:
        if isinstance(engine.pool, QueuePool) and not engine.pool.checkedout():
            engine.dispose()


def _begin(connection: Connection) -> None:
    """One writer at a time, as with a file; readers see one moment and wait for nobody."""
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql(_LOCK)
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _url_of(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # Neither the address nor the cause is told: there may be a password in them.
        raise UsageError("--ledger: no address of a database; write postgresql://name@host/database") from None
    return url.set(drivername="postgresql+psycopg")


def _secrets(url: URL) -> Iterator[str]:
    """The passwords that an address holds."""
    values = (url.query[key] for key in url.query if "password" in key)
    for value in (url.password, *values):
        if value:
            yield str(value)


def _without_secrets(url: URL) -> URL:
    kept = {key: value for key, value in url.query.items() if "password" not in key}
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database, kept)


def _name_of(url: URL) -> str:
    """The address as people are told it: without the password, and without settings."""
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database).render_as_string()
