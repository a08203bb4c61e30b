"""Records as the ledger keeps them: the question to its tables, and its rows as entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, select

from servanda.ledger.schema import documents, records
from servanda.records import Entry, from_json

if TYPE_CHECKING:
    AnyRow = Row[*tuple[Any, ...]]
    AnySelect = Select[*tuple[Any, ...]]

_ENTRY = (
    records.c.id,
    records.c.body,
    documents.c.published,
    documents.c.lang,
    documents.c.publisher,
    documents.c.source,
    documents.c.state,
    documents.c.version,
    documents.c.recorded_at,
    documents.c.superseded_at,
)


def entries() -> AnySelect:
    """The question for all records with what is known of their documents, of all versions; to be narrowed."""
    return select(*_ENTRY).select_from(records.join(documents))


def entry_of(row: AnyRow, sides: tuple[str, ...] = ()) -> Entry:
    """A row that answers `entries` as an entry."""
    return Entry(
        sides=sides,
        id=row.id,
        record=from_json(row.body),
        published=row.published,
        lang=row.lang,
        publisher=row.publisher,
        source=row.source,
        state=row.state,
        version=row.version,
        recorded=row.recorded_at,
        superseded=row.superseded_at is not None,
    )
