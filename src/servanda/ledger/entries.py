"""Records as the ledger keeps them: the question to its tables, and its rows as entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, func, select

from servanda.ledger.filters import Filter, conditions
from servanda.ledger.schema import documents, records
from servanda.records import Entry, from_json

if TYPE_CHECKING:
    AnyRow = Row[*tuple[Any, ...]]
    AnySelect = Select[*tuple[Any, ...]]

ENTRY = (
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


_TOLD = len(ENTRY)


def entries() -> AnySelect:
    """The question for all records with what is known of their documents, of all versions; to be narrowed."""
    return select(*ENTRY).select_from(records.join(documents))


def entry_of(row: AnyRow, sides: tuple[str, ...] = ()) -> Entry:
    """A row that answers `entries` as an entry."""
    # By place, not by name: names of a row cost more than all the rest, and a page may have thousands.
    id, body, published, lang, publisher, source, state, version, recorded, superseded = row[:_TOLD]
    return Entry(
        sides=sides,
        id=id,
        record=from_json(body),
        published=published,
        lang=lang,
        publisher=publisher,
        source=source,
        state=state,
        version=version,
        recorded=recorded,
        superseded=superseded is not None,
    )


def entries_in_order(
    connection: Connection, kind: str, known_at: str | None, sides: Mapping[int, tuple[str, ...]] | None = None
) -> list[Entry]:
    """All records of a kind, in the order in which their documents were first recorded; `sides` are by records' keys.

    What is resolved or joined in this order stays as it was when more is recorded.
    """
    first = select(documents.c.doc, func.min(documents.c.key)).group_by(documents.c.doc)
    order = {row[0]: row[1] for row in connection.execute(first)}
    query = entries().where(*conditions(Filter(known_at=known_at), kind)).add_columns(records.c.key)
    found = [(entry_of(row, (sides or {}).get(row.key, ())), row.key) for row in connection.execute(query)]
    found.sort(key=lambda each: (order[each[0].record.doc], each[1]))
    return [entry for entry, _ in found]
