"""The beginnings of documents' texts, for those who show a few words of many."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from servanda.ledger.filters import current
from servanda.ledger.schema import documents, texts
from servanda.ledger.store import Ledger

_MOST = 500


def texts_of(ledger: Ledger, docs: Iterable[str], length: int) -> dict[str, str]:
    """The first `length` characters of the documents of these names (the first 500 of them), by name."""
    listed = sorted(set(docs))[:_MOST]
    return ledger.ask(lambda connection: _texts(connection, listed, length))


def _texts(connection: Connection, docs: list[str], length: int) -> dict[str, str]:
    query = select(documents.c.doc, func.substr(texts.c.text, 1, length)).join(texts)
    return {row[0]: row[1] for row in connection.execute(query.where(documents.c.doc.in_(docs), *current(None)))}
