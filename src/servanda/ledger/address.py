"""The address of a ledger, as people write it: the path of a file, or a database on a server."""

from __future__ import annotations

import os
from pathlib import Path

from servanda.ledger.database import Database
from servanda.ledger.postgresql import PostgresqlDatabase, is_address
from servanda.ledger.sqlite import SqliteFile


def find_database(address: str | Path | Database) -> Database:
    """Where the ledger of that address is kept: SQLite for a path, PostgreSQL for postgresql://…."""
    if isinstance(address, Database):
        return address
    if isinstance(address, str) and is_address(address):
        return PostgresqlDatabase(address)
    return SqliteFile(Path(address))


def ledger_name(address: str | Path | Database) -> str:
    """The address as people are told it, without a password."""
    return find_database(address).name


def accounts_path(address: str | Path | Database) -> Path:
    """The file of the accounts that belong to a ledger: beside a file; of one on a server, in the user's own folder."""
    database = find_database(address)
    if isinstance(database, SqliteFile):
        return database.path.with_name(f"{database.path.name}.accounts")
    assert isinstance(database, PostgresqlDatabase)
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "servanda"
    return folder / f"{database.accounts}.accounts"
