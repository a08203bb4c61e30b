"""Where a ledger is kept: a database, opened new, current, older (migrated forward) or newer (refused)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from servanda.errors import LedgerError, LedgerVersionError
from servanda.ledger.schema import REVISIONS, metadata


class Database(ABC):
    """A place for one ledger: a file of SQLite or a database of PostgreSQL. `name` is how people are told of it."""

    name: str

    def connect(self, *, create: bool, read_only: bool) -> Engine:
        """An engine on the ledger, whose schema is current when this returns."""
        may_create = create and not read_only
        if not may_create and not self.exists():
            raise self.missing()
        engine = self.engine(read_only=read_only)
        revision = self._known_revision(engine)
        if revision == REVISIONS[-1]:
            return engine
        if revision is None and not may_create:
            raise self.missing()
        if read_only:
            raise LedgerError(f"{self.name}: an older ledger; open it once for writing")
        with self.alone(engine) as connection:
            self.bring_forward(connection)
        return engine

    def bring_forward(self, connection: Connection) -> None:
        """Make the tables where there are none, or bring older ones forward, in a transaction that nobody else has."""
        revision = self._known(self.revision(connection))  # again: another process may have been faster
        if revision is None:
            self.make_tables(connection)
        elif revision != REVISIONS[-1]:
            _migrate(connection)
            self.estimate(connection)  # an index that is not counted yet would be taken for the best of all

    def missing(self) -> LedgerError:
        """What is told where there is no ledger."""
        return LedgerError(f"{self.name}: no such ledger; `servanda add` makes one")

    def _known_revision(self, engine: Engine) -> str | None:
        with engine.connect() as connection:
            return self._known(self.revision(connection))

    def _known(self, revision: str | None) -> str | None:
        if revision in (None, *REVISIONS):
            return revision
        raise LedgerVersionError(
            f"{self.name}: written by a newer Servanda (schema {revision}, this one knows {REVISIONS[-1]}); "
            "update Servanda"
        )

    def make_tables(self, connection: Connection) -> None:
        """Make the tables of the newest revision at once; a test holds them equal to those that migrations make."""
        metadata.create_all(connection)
        for statement in self.made_by_hand():
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{REVISIONS[-1]}')")  # noqa: S608
        self.mark(connection)

    @contextmanager
    def told_as_ours(self) -> Iterator[None]:
        """A block in which what the database raises is raised as one of our errors, with what to do about it."""
        try:
            yield
        except DBAPIError as error:
            raise self.error_of(error.orig or error) from error

    def count_rows(self, connection: Connection) -> None:
        """Let the database estimate how many rows have which code, so that it finds the short way to an answer.

        Only an aid: where somebody else is writing, the estimates stay as they were.
        """
        with suppress(DBAPIError), connection.execution_options(writing=True).begin():
            self.estimate(connection)

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is anything that may be a ledger."""

    @abstractmethod
    def engine(self, *, read_only: bool) -> Engine:
        """An engine whose transactions are of one moment, and hold the only right to write when they are `writing`."""

    @abstractmethod
    def alone(self, engine: Engine) -> AbstractContextManager[Connection]:
        """A transaction in which no other process makes or changes tables."""

    @abstractmethod
    def revision(self, connection: Connection) -> str | None:
        """The revision of the ledger's schema; None where there are no tables yet; `LedgerError` for others' tables."""

    @abstractmethod
    def made_by_hand(self) -> tuple[str, ...]:
        """What is made beside the tables: the view of statements and the full text."""

    @abstractmethod
    def mark(self, connection: Connection) -> None:
        """Mark the tables as a ledger's."""

    @abstractmethod
    def error_of(self, cause: BaseException) -> LedgerError:
        """What the database raised, as one of our errors."""

    @abstractmethod
    def estimate(self, connection: Connection) -> None:
        """Let the database count."""

    @abstractmethod
    def size(self, connection: Connection) -> int:
        """The bytes that the ledger takes."""

    @abstractmethod
    def faults(self, connection: Connection) -> Iterator[str]:
        """What the database itself finds wrong."""

    @abstractmethod
    def stamp(self) -> Hashable:
        """What changes whenever somebody has written; `LedgerError` where the ledger is gone."""


def writing(engine: Engine) -> AbstractContextManager[Connection]:
    """A connection inside a transaction that holds the right to write from its first moment; use it in `with`."""
    return engine.execution_options(writing=True).begin()


def _migrate(connection: Connection) -> None:
    """Bring an older schema forward, in the connection's transaction."""
    # alembic takes a third of a second to load, and most ledgers that are opened are current.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[-1])
