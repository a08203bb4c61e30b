"""The addresses of what the desk shows."""

from __future__ import annotations

from urllib.parse import quote

from servanda.ledger.actors import BY_NAME
from servanda.ledger.rows import short_id


def document_address(doc: str, record: str | None = None) -> str:
    """The page of the document of that name; with a record, at the record's words and with its card open."""
    address = f"/documents/{short_id('doc', doc)}"
    return f"{address}?record={quote(record)}#{quote(record)}" if record else address


def words_address(doc: str, start: int, end: int) -> str:
    """The page of a document at the words from `start` to `end`, which a record quotes."""
    return f"/documents/{short_id('doc', doc)}?at={start}-{end}#at"


def undertaking_address(id: str) -> str:
    """The page of the undertaking of that id."""
    return f"/undertakings/{quote(id)}"


def pair_address(first: str, second: str) -> str:
    """The page of two countries."""
    return f"/pairs/{quote(first)}-{quote(second)}"


def actor_address(name: str) -> str:
    """The page of the actor of that name."""
    return f"/actors/{quote(BY_NAME + name, safe='')}"
