"""Putting a reading into the ledger's tables: a new document, a new version of one, or the same again."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Literal

from sqlalchemy import Connection

from servanda.ledger.rows import Place, hash_of, insertion, rows_of
from servanda.ledger.schema import documents, facets, records, texts
from servanda.records import Document, Reading

Added = Literal["new", "version", "same"]


def add_reading(connection: Connection, reading: Reading, moment: str) -> Added:
    """What became of the document: `new`, a new `version` of one that changed, or the `same` as before."""
    current = _current(connection, reading.document)
    if current is None:
        _insert(connection, reading, moment, version=1)
        return "new"
    key, hash, number = current
    if hash == hash_of(reading.document.text):
        connection.exec_driver_sql("UPDATE documents SET seen_at = ? WHERE key = ?", (moment, key))
        return "same"
    connection.exec_driver_sql("UPDATE documents SET superseded_at = ? WHERE key = ?", (moment, key))
    _insert(connection, reading, moment, version=number + 1)
    return "version"


# Plain SQL where it runs for each document: building a `select` costs more than running it.
_CURRENT = "SELECT key, hash, version FROM documents WHERE {} = ? AND superseded_at IS NULL"
_FREE = "SELECT (SELECT coalesce(max(key), 0) FROM documents), (SELECT coalesce(max(key), 0) FROM records)"


def _current(connection: Connection, document: Document) -> tuple[int, str, int] | None:
    """The version that holds of the same document: the same id or address, else the same text under another name."""
    for column, value in (("doc", document.id), ("url", document.url), ("hash", hash_of(document.text))):
        if value and (row := connection.exec_driver_sql(_CURRENT.format(column), (value,)).first()):
            return row[0], row[1], row[2]
    return None


def _insert(connection: Connection, reading: Reading, moment: str, version: int) -> None:
    document, record = connection.exec_driver_sql(_FREE).one()
    rows = rows_of(reading, Place(document + 1, record + 1, version, moment, _reader()))
    for table, new in (
        (documents, rows.documents),
        (texts, rows.texts),
        (records, rows.records),
        (facets, rows.facets),
    ):
        if new:
            connection.exec_driver_sql(insertion(table), new)
    connection.exec_driver_sql("INSERT INTO words (rowid, folded) VALUES (?, ?)", (document + 1, rows.folded))


@cache
def _reader() -> str:
    return f"servanda {version('servanda')}"
