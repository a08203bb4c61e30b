"""Verifying a ledger: every quote against its document, and all that is derived against what it is derived from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from servanda.ledger.bonds import bond_faults
from servanda.ledger.database import Database
from servanda.ledger.health import problems_of
from servanda.ledger.judgements import applied, log_of
from servanda.ledger.publishers import find_publisher
from servanda.ledger.rows import days_told, facets_of, hash_of, record_ids, short_id, type_of
from servanda.ledger.schema import documents, facets, judged, records, texts
from servanda.ledger.store import Ledger
from servanda.records import LISTS, AnyRecord, Document, Heading, Reading, from_json

_encode = msgspec.json.Encoder().encode


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and every fault that was found."""

    documents: int
    records: int
    judgements: int
    faults: tuple[str, ...]


class _Version(NamedTuple):
    """One version of a document: its row, its text, and the rows of the records that were read of it."""

    row: Any
    text: str
    held: list[Any]


def verify(ledger: Ledger) -> Verified:
    """All faults of a ledger, in one reading of it."""
    return ledger.ask(lambda connection: _verified(connection, ledger.database))


def _verified(connection: Connection, database: Database) -> Verified:
    faults = list(problems_of(connection, database))
    count, found = 0, 0
    for version in _versions(connection):
        count += 1
        found += len(version.held)
        faults += _faults_of(connection, version)
    log = log_of(connection)
    faults += bond_faults(connection)
    faults += _judgement_faults(connection, sorted({judgement.about for judgement in log}))
    return Verified(documents=count, records=found, judgements=len(log), faults=tuple(faults))


def _versions(connection: Connection) -> Iterator[_Version]:
    """All versions of all documents, each with the records as the reader gave them."""
    query = select(records).outerjoin(judged, judged.c.record == records.c.key).where(judged.c.judgement.is_(None))
    rows = connection.execute(query.order_by(records.c.document, records.c.key))
    known = {row.key: row for row in connection.execute(select(documents))}
    words = {row.document: row.text for row in connection.execute(select(texts.c.document, texts.c.text))}
    for key, held in groupby(rows, key=lambda row: row.document):
        if key in known and key in words:
            yield _Version(known[key], words[key], list(held))


def _faults_of(connection: Connection, version: _Version) -> Iterator[str]:
    row = version.row
    try:
        found = [from_json(record.body) for record in version.held]
    except msgspec.MsgspecError as error:
        yield f"{row.doc}: a record breaks the contract ({error})"
        return
    if not found or not isinstance(found[0], Heading):
        return  # told already: a document without its heading
    reading = _reading(row.doc, version.text, found)
    yield from _document_faults(row, reading)
    codes = _codes_of(connection, row.key)
    ids, told = record_ids(reading), facets_of(reading)
    for record, held, id, known in zip(found, version.held, ids, told, strict=True):
        if held.id != id:
            yield f"{held.id}: its words give it the id {id}"
        if (held.kind, held.type) != (record.kind, type_of(record)):
            yield f"{held.id}: its kind or type is not that of its statements"
        if (held.first_day, held.last_day) != days_told(record, row.published):
            yield f"{held.id}: its days are not those of its statements"
        if codes.get(held.key, set()) != known:
            yield f"{held.id}: the codes that it can be asked by are not those of its statements"


def _document_faults(row: Any, reading: Reading) -> Iterator[str]:
    heading = reading.heading
    publisher = find_publisher(heading.publisher, heading.url)
    derived = (short_id("doc", row.doc), hash_of(reading.document.text), heading.lang, publisher.source)
    if (row.id, row.hash, row.lang, row.source) != derived:
        yield f"{row.doc}: version {row.version}: its row is not what its text and heading say"


def _codes_of(connection: Connection, document: int) -> dict[int, set[str]]:
    own = select(records.c.key).where(records.c.document == document)
    found: dict[int, set[str]] = {}
    for code, record in connection.execute(select(facets.c.code, facets.c.record).where(facets.c.record.in_(own))):
        found.setdefault(record, set()).add(code)
    return found


def _reading(doc: str, text: str, found: list[AnyRecord]) -> Reading:
    """The reading that the rows came from."""
    heading = found[0]
    assert isinstance(heading, Heading)
    document = Document(
        id=doc, text=text, lang=heading.lang, published=heading.published, publisher=heading.publisher, url=heading.url
    )
    by_kind: dict[str, list[AnyRecord]] = {slot: [] for slot in LISTS.values()}
    for record in found[1:]:
        by_kind[LISTS[record.kind]].append(record)
    slots: dict[str, Any] = {slot: tuple(held) for slot, held in by_kind.items()}
    return Reading(document=document, heading=heading, **slots)


def _judgement_faults(connection: Connection, ids: list[str]) -> Iterator[str]:
    """Records that are not what their log says."""
    for id in ids:
        query = select(records.c.body, judged.c.judgement, judged.c.held_until).select_from(
            records.join(documents).outerjoin(judged, judged.c.record == records.c.key)
        )
        rows = connection.execute(query.where(records.c.id == id, documents.c.superseded_at.is_(None))).all()
        read = next((row for row in rows if row.judgement is None), None)
        if read is None:
            continue  # of a document that says it no longer
        wanted = applied(from_json(read.body), log_of(connection, about=[id]))
        held = [row.body for row in rows if row.held_until is None]
        if held != ([] if wanted is None else [_encode(wanted).decode()]):
            yield f"{id}: it is not what its judgements say"
