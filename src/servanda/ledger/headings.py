"""Headings of many documents at once, and how much was read out of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, func, select

from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filters import current, known
from servanda.ledger.schema import documents, records
from servanda.ledger.store import Ledger
from servanda.records import Entry

_MOST = 500  # values in one question: SQLite takes more, but plans them no better


class Extent(msgspec.Struct, frozen=True, kw_only=True):
    """How much a ledger holds: documents, the days of the oldest and the newest, and when it was last added to."""

    documents: int
    first: str | None = None
    last: str | None = None
    recorded: str | None = None


def headings_of(ledger: Ledger, docs: Iterable[str]) -> dict[str, Entry]:
    """The headings of the documents of these names, by name, in the version that holds now."""
    return ledger.ask(lambda connection: _headings(connection, sorted(set(docs))))


def tallies_of(ledger: Ledger, docs: Iterable[str]) -> Mapping[str, Counter[str]]:
    """How many records of each kind were read out of the documents of these names."""
    return ledger.ask(lambda connection: _tallies(connection, sorted(set(docs))))


def extent_of(ledger: Ledger) -> Extent:
    """How much the ledger holds."""
    return ledger.ask(_extent)


def _headings(connection: Connection, docs: list[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for some in _batches(docs):
        # A heading has its document's id: by the document it would be looked for among all its records.
        query = entries().where(records.c.id == documents.c.id, documents.c.doc.in_(some), *known(None))
        for row in connection.execute(query):
            entry = entry_of(row)
            found[entry.record.doc] = entry
    return found


def _tallies(connection: Connection, docs: list[str]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {doc: Counter() for doc in docs}
    for some in _batches(docs):
        query = (
            select(documents.c.doc, records.c.kind, func.count())
            .select_from(records.join(documents))
            .where(documents.c.doc.in_(some), *known(None))
            .group_by(documents.c.doc, records.c.kind)
        )
        for doc, kind, count in connection.execute(query):
            found[doc][kind] = count
    return found


def _extent(connection: Connection) -> Extent:
    published = documents.c.published
    query = select(func.count(), func.min(published), func.max(published), func.max(documents.c.recorded_at)).where(
        *current(None)
    )
    count, first, last, recorded = connection.execute(query).one()
    return Extent(documents=count, first=first, last=last, recorded=recorded)


def _batches(docs: list[str]) -> Iterable[list[str]]:
    return (docs[place : place + _MOST] for place in range(0, len(docs), _MOST))
