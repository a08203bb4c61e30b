"""Putting a reading into the ledger's tables: a new document, a new version of one, or the same again."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Literal

from sqlalchemy import Connection, select

from servanda.ledger.dialects import insert_words, run
from servanda.ledger.rows import Place, hash_of, insertion, rows_of
from servanda.ledger.schema import documents, facets, judged, records, texts
from servanda.ledger.settling import carry
from servanda.records import Document, Reading, from_json

Added = Literal["new", "version", "same"]


def add_reading(connection: Connection, reading: Reading, moment: str, *, reader: str = "") -> Added:
    """What became of the document: `new`, a new `version` of one that changed, or the `same` as before.

    A text that another reader reads otherwise is a version too. What people judged of the older one holds on.
    """
    reader = reader or _reader()
    current = _current(connection, reading.document)
    if current is None:
        _insert(connection, reading, moment, version=1, reader=reader)
        return "new"
    key, hash, number, doc, read_by = current
    is_same = hash == hash_of(reading.document.text)
    if is_same and (reader == read_by or not _reads_otherwise(connection, key, reading)):
        run(connection, _SEEN, (moment, key))
        return "same"
    run(connection, "UPDATE documents SET superseded_at = ? WHERE key = ?", (moment, key))
    _insert(connection, reading, moment, version=number + 1, reader=reader)
    carry(connection, doc, moment)
    return "version"


def is_known(connection: Connection, document: Document) -> bool:
    """Whether this very text is in the ledger as the reader of today read it, so that reading it again adds nothing."""
    current = _current(connection, document)
    return current is not None and (current[1], current[4]) == (hash_of(document.text), _reader())


def see_again(connection: Connection, document: Document, moment: str) -> Added:
    """Keep that a known document was seen once more."""
    if current := _current(connection, document):
        run(connection, _SEEN, (moment, current[0]))
    return "same"


def document_named(connection: Connection, document: Document) -> str:
    """The name under which the ledger keeps a document that it has."""
    found = _current(connection, document)
    return found[3] if found else document.id


# Plain SQL where it runs for each document: building a `select` costs more than running it.
_CURRENT = "SELECT key, hash, version, doc, reader FROM documents WHERE {} = ? AND superseded_at IS NULL"
_SEEN = "UPDATE documents SET seen_at = ? WHERE key = ?"
_FREE = "SELECT (SELECT coalesce(max(key), 0) FROM documents), (SELECT coalesce(max(key), 0) FROM records)"


def _current(connection: Connection, document: Document) -> tuple[int, str, int, str, str] | None:
    """The version that holds of the same document: the same id or address, else the same text under another name."""
    for column, value in (("doc", document.id), ("url", document.url), ("hash", hash_of(document.text))):
        if value and (row := run(connection, _CURRENT.format(column), (value,)).first()):
            return row[0], row[1], row[2], row[3], row[4]
    return None


def _reads_otherwise(connection: Connection, key: int, reading: Reading) -> bool:
    """Whether the records that were read of the document before are others than these."""
    query = select(records.c.body).outerjoin(judged, judged.c.record == records.c.key)
    before = connection.scalars(query.where(records.c.document == key, judged.c.judgement.is_(None)))
    return [from_json(body) for body in before] != list(reading)


def _insert(connection: Connection, reading: Reading, moment: str, *, version: int, reader: str) -> None:
    document, record = connection.exec_driver_sql(_FREE).one()
    rows = rows_of(reading, Place(document + 1, record + 1, version, moment, reader))
    for table, new in (
        (documents, rows.documents),
        (texts, rows.texts),
        (records, rows.records),
        (facets, rows.facets),
    ):
        if new:
            run(connection, insertion(table), new)
    insert_words(connection, [(document + 1, rows.folded)])


@cache
def _reader() -> str:
    """The reader of today as the ledger writes it."""
    return f"servanda {version('servanda')}"
