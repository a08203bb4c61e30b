"""Copies of a ledger: a backup while it is in use, and an export as lines of JSON that another one takes in whole.

An export begins with a line that names the schema and ends with one that counts the rows, so that a file that was cut
short is known. Each table has a line with its columns, then a line for each row. Full-text words are made anew.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import Connection, Table, select

from servanda.errors import LedgerError, LedgerVersionError, UnreadableError, UsageError
from servanda.ledger import groups, schema
from servanda.ledger.address import find_database
from servanda.ledger.database import Database
from servanda.ledger.dialects import insert_words
from servanda.ledger.schema import documents, facets, judged, judgements, proposals, records, searches, settings, texts
from servanda.ledger.search import search_form
from servanda.ledger.sqlite import SqliteFile
from servanda.ledger.store import Ledger, open_ledger

_TABLES = (
    documents,
    texts,
    records,
    facets,
    searches,
    judgements,
    proposals,
    settings,
    judged,
    *groups.tables,
)  # a row stands behind those it names
_FORMAT = "servanda-ledger"
_BATCH = 2_000
_encode = msgspec.json.Encoder().encode


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of an export."""

    format: str
    schema: str


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The line before the rows of a table."""

    table: str
    columns: tuple[str, ...]


class Footer(msgspec.Struct, frozen=True, kw_only=True):
    """The last line: how many rows each table has."""

    rows: dict[str, int]


def back_up(ledger: Ledger, target: Path) -> int:
    """The bytes of a copy of the ledger in that file, which is whole or not there; others may read and write meanwhile.

    Raises `UsageError` where there is such a file already, and for a ledger on a server, which has its own means.
    """
    database = ledger.database
    if not isinstance(database, SqliteFile):
        raise UsageError(f"{database.name}: a server's ledger is backed up by pg_dump, or copied by `servanda export`")
    unfinished = _unfinished(target)
    try:
        with database.told_as_ours(), closing(sqlite3.connect(unfinished)) as copy:
            source = sqlite3.connect(f"{database.path.absolute().as_uri()}?mode=ro", uri=True)
            with closing(source):
                source.backup(copy)
            wrong = [row[0] for row in copy.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
        if wrong:
            raise LedgerError(f"{database.name}: the copy is broken ({wrong[0]}); run `servanda doctor`")
        unfinished.replace(target)
    finally:
        _clean(unfinished)
    return target.stat().st_size


def _unfinished(target: Path) -> Path:
    """The name under which a file is written until it is whole."""
    if target.exists():
        raise UsageError(f"{target}: there already; name a file that is not")
    if not target.parent.is_dir():
        raise UsageError(f"{target}: no such folder to write into")
    return target.with_name(f".{target.name}.part")


def _clean(unfinished: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)


# export


def export_lines(ledger: Ledger) -> Iterator[bytes]:
    """Iterate over the lines of an export; all of one moment, whatever is written meanwhile."""
    with ledger.reading() as connection:
        yield _encode(Header(format=_FORMAT, schema=schema.REVISIONS[-1]))
        counts: dict[str, int] = {}
        for table in _TABLES:
            yield _encode(Part(table=str(table.name), columns=tuple(str(column.name) for column in table.columns)))
            counts[str(table.name)] = 0
            for row in connection.execute(_all(table), execution_options={"yield_per": _BATCH}):
                counts[str(table.name)] += 1
                yield _encode(tuple(row))
        yield _encode(Footer(rows=counts))


def _all(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def write_export(ledger: Ledger, target: Path) -> int:
    """The number of lines written into that file, compressed where its name ends in .gz; whole or not there."""
    unfinished = _unfinished(target)
    try:
        with unfinished.open("wb") as raw, _packed(raw, target) as file:
            count = sum(file.write(line + b"\n") > 0 for line in export_lines(ledger))
        unfinished.replace(target)
    finally:
        _clean(unfinished)
    return count


@contextmanager
def _packed(raw: IO[bytes], target: Path) -> Iterator[IO[bytes]]:
    if target.suffix != ".gz":
        yield raw
        return
    with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as file:
        yield file  # type: ignore[misc]  # it writes and reads bytes as any file does


# import


def import_ledger(source: Path, address: str | Path) -> dict[str, int]:
    """The rows by table of a new ledger that holds all of an export; a file is whole or not there, a database or empty.

    Raises `UnreadableError` for what is no export or was cut short, `LedgerVersionError` for one of a newer Servanda.
    """
    database = find_database(address)
    if isinstance(database, SqliteFile):
        return _import_file(source, database.path)
    with open_ledger(database) as ledger:
        return ledger.tell(lambda connection: _take_into_empty(connection, source, database))


def _take_into_empty(connection: Connection, source: Path, database: Database) -> dict[str, int]:
    if connection.execute(select(documents.c.key).limit(1)).first():
        raise UsageError(f"{database.name}: a ledger that holds documents already; name an empty database")
    return _take(connection, source)


def _import_file(source: Path, target: Path) -> dict[str, int]:
    unfinished = _unfinished(target)
    _clean(unfinished)
    try:
        with open_ledger(unfinished) as ledger:
            counts = ledger.tell(lambda connection: _take(connection, source))
        with closing(sqlite3.connect(unfinished)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        unfinished.replace(target)
    finally:
        _clean(unfinished)
    return counts


def _take(connection: Connection, source: Path) -> dict[str, int]:
    lines = _lines_of(source)
    _check_header(next(lines, b""), source)
    counts: dict[str, int] = {}
    part: Part | None = None
    batch: list[Sequence[Any]] = []
    for line in lines:
        if line.startswith(b"["):
            batch.append(_decoded(line, list, source))
            if part is None or len(batch) < _BATCH:
                continue
        if part is not None:
            counts[part.table] = counts.get(part.table, 0) + _insert(connection, part, batch)
        batch = []
        if line.startswith(b'{"table"'):
            part = _known_part(_decoded(line, Part, source), source)
            counts.setdefault(part.table, 0)
        elif line.startswith(b'{"rows"'):
            return _checked(counts, _decoded(line, Footer, source), source)
    raise UnreadableError(f"{source}: cut short, its last line is missing; nothing was taken in")


def _lines_of(source: Path) -> Iterator[bytes]:
    try:
        with source.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            yield from (gzip.GzipFile(fileobj=raw) if packed else raw)
    except (OSError, EOFError) as error:
        raise UnreadableError(f"{source}: {error}") from error


def _decoded(line: bytes, kind: type[Any], source: Path) -> Any:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.MsgspecError as error:
        raise UnreadableError(f"{source}: a line is broken ({error}); nothing was taken in") from error


def _check_header(line: bytes, source: Path) -> None:
    header = _decoded(line, Header, source)
    if header.format != _FORMAT:
        raise UnreadableError(f"{source}: no export of a ledger of Servanda")
    if header.schema not in schema.REVISIONS:
        raise LedgerVersionError(f"{source}: written by a newer Servanda (schema {header.schema}); update Servanda")


def _known_part(part: Part, source: Path) -> Part:
    table = schema.metadata.tables.get(part.table)
    if table is None or not set(part.columns) <= {column.name for column in table.columns}:
        raise UnreadableError(f"{source}: it has a table or column that no ledger has: {part.table}")
    return part


def _insert(connection: Connection, part: Part, rows: list[Sequence[Any]]) -> int:
    if not rows:
        return 0
    table = schema.metadata.tables[part.table]
    connection.execute(table.insert(), [dict(zip(part.columns, row, strict=True)) for row in rows])
    if table is texts:
        place = part.columns.index("document"), part.columns.index("text")
        words = [(row[place[0]], search_form(row[place[1]])) for row in rows]
        insert_words(connection, words)
    return len(rows)


def _checked(counts: dict[str, int], footer: Footer, source: Path) -> dict[str, int]:
    if counts != footer.rows:
        raise UnreadableError(f"{source}: rows are missing; nothing was taken in")
    return counts
