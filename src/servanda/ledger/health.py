"""How a ledger is: what it holds, and whether all of it is whole and proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice

import msgspec
from sqlalchemy import Connection, func, select

from servanda.ledger import schema
from servanda.ledger.binding import count_due, rules, state_of
from servanda.ledger.database import Database
from servanda.ledger.dialects import keys_with_words
from servanda.ledger.filters import current, known
from servanda.ledger.rows import hash_of
from servanda.ledger.schema import documents, records, texts

_TOLD = 20  # problems that are named; more of them say no more


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How a ledger is: its schema, how much it holds, and what is wrong (nothing, when `problems` is empty)."""

    path: str
    schema: str
    size: int
    documents: int
    versions: int
    records: Mapping[str, int]
    joining: str = "joined"
    problems: tuple[str, ...] = ()


class _Span(msgspec.Struct):
    """What is looked at in a record: where its quote stands."""

    start: int
    end: int
    quote: str


def health_of(connection: Connection, database: Database) -> Health:
    """The counts of the ledger that is kept there, and its first problems."""
    kinds = select(records.c.kind, func.count()).join(documents).where(*known(None)).group_by(records.c.kind)
    return Health(
        path=database.name,
        schema=schema.REVISIONS[-1],
        size=database.size(connection),
        documents=connection.execute(select(func.count()).where(*current(None))).scalar_one(),
        versions=connection.execute(select(func.count(documents.c.key))).scalar_one(),
        records={row[0]: row[1] for row in connection.execute(kinds)},
        joining=behind(connection) or "joined",
        problems=tuple(islice(problems_of(connection, database), _TOLD)),
    )


def behind(connection: Connection) -> str | None:
    """What of the ledger is not joined yet, or not by the rules of today, and what to do; None where nothing is."""
    if due := count_due(connection):
        return f"{due} documents wait to be joined; run `servanda doctor --join`"
    if state_of(connection).rules != rules():
        return "joined by older rules; `servanda doctor --join` joins anew by those of today"
    return None


def problems_of(connection: Connection, database: Database) -> Iterator[str]:
    """Everything that is wrong with a ledger's database, its texts and its quotes."""
    return chain(database.faults(connection), *(check(connection) for check in _CHECKS))


def _half_documents(connection: Connection) -> Iterator[str]:
    """Documents without their text, their heading or their words."""
    searched = keys_with_words(connection)
    query = f"""SELECT doc, version FROM documents WHERE key NOT IN (SELECT document FROM texts)
      OR key NOT IN (SELECT document FROM records WHERE kind = 'document') OR key NOT IN ({searched})"""  # noqa: S608
    for row in connection.exec_driver_sql(query):
        yield f"{row.doc}: version {row.version} has no text, no heading or no words to search for"


def _changed_texts(connection: Connection) -> Iterator[str]:
    """Texts that are no longer those that were recorded."""
    query = select(documents.c.doc, documents.c.hash, texts.c.text).join(texts)
    for doc, known_hash, text in connection.execute(query):
        if hash_of(text) != known_hash:
            yield f"{doc}: its text is not the one that was recorded"


def _wrong_quotes(connection: Connection) -> Iterator[str]:
    """Records whose quote is not what the text has there."""
    decode = msgspec.json.Decoder(_Span).decode
    query = select(records.c.id, records.c.body, texts.c.text).join(texts, texts.c.document == records.c.document)
    for id, body, text in connection.execute(query.order_by(records.c.document)):
        span = decode(body)
        if text[span.start : span.end] != span.quote:
            yield f"{id}: its quote is not what its document has at {span.start} to {span.end}"


_CHECKS = (_half_documents, _changed_texts, _wrong_quotes)
