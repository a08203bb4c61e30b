"""A document as the ledger keeps it: its text, all that was read out of it, and the versions that it had."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, or_, select

from servanda.errors import NotFoundError
from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filters import held, known
from servanda.ledger.proofs import Proof, document_of, sentence_in
from servanda.ledger.schema import documents, records
from servanda.ledger.store import Ledger
from servanda.records import Document, Entry


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One state of a document's text: since when it is known, until when it held, and what read it."""

    version: int
    recorded: str
    superseded: str | None
    reader: str


class KeptDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document with the entries of its records, heading first, and its versions, oldest first."""

    heading: Entry
    document: Document
    entries: tuple[Entry, ...]
    versions: tuple[Version, ...]


def kept_document(ledger: Ledger, id: str, version: int | None = None) -> KeptDocument:
    """The document of that id, name or address, in the version that holds or in an older one.

    Raises `NotFoundError`, which names the ids that look like it.
    """
    kept = ledger.ask(lambda connection: _kept(connection, id, version))
    if kept is None and version is not None:
        raise NotFoundError(f"{id!r} has no version {version}")
    if kept is None:
        whole = ledger.get(id).proofs[0].entry.record.doc  # a beginning of an id, or an error that names those near
        kept = ledger.ask(lambda connection: _kept(connection, whole, None))
    if kept is None:
        raise NotFoundError(f"nothing has the id {id!r}")
    return kept


def proofs_of(ledger: Ledger, ids: Iterable[str]) -> list[Proof]:
    """The records of these ids with their sentences, in the order of the ids; what is gone is left out."""
    return ledger.ask(lambda connection: _proofs(connection, list(ids)))


def _kept(connection: Connection, id: str, version: int | None) -> KeptDocument | None:
    named = or_(documents.c.id == id, documents.c.doc == id, documents.c.url == id)
    columns = (documents.c.key, documents.c.version, documents.c.recorded_at, documents.c.superseded_at)
    rows = connection.execute(select(*columns, documents.c.reader).where(named).order_by(documents.c.version)).all()
    key = next((row.key for row in reversed(rows) if version in (None, row.version)), None)
    if key is None:
        return None
    query = entries().where(records.c.document == key, held(None)).order_by(records.c.key)
    found = tuple(entry_of(row) for row in connection.execute(query))
    heading = next(entry for entry in found if entry.record.kind == "document")
    versions = tuple(
        Version(version=row.version, recorded=row.recorded_at, superseded=row.superseded_at, reader=row.reader)
        for row in rows
    )
    return KeptDocument(heading=heading, document=document_of(connection, heading), entries=found, versions=versions)


def _proofs(connection: Connection, ids: list[str]) -> list[Proof]:
    query = entries().where(records.c.id.in_(ids), *known(None))
    found = {row.id: entry_of(row) for row in connection.execute(query)}
    opened: dict[str, Document] = {}
    proofs = []
    for entry in (found[id] for id in ids if id in found):
        document = opened.get(entry.record.doc) or document_of(connection, entry)
        opened[entry.record.doc] = document
        proofs.append(Proof(entry=entry, sentence=sentence_in(document, entry), document=document))
    return proofs
