"""A reading as rows of the ledger's tables: ids, days and facets. Pure: no file, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from sqlalchemy import Table

from servanda.days import days_of
from servanda.ledger.prefixes import PREFIXES
from servanda.ledger.publishers import find_publisher
from servanda.ledger.search import fold_name, search_form
from servanda.records import Act, Actor, AnyRecord, Document, Event, Figure, Heading, Reading

_ID_BYTES = 6  # of a hash: two of ten million records share an id about once in six ledgers; `get` then names both

Row = tuple[object, ...]
_encode = msgspec.json.Encoder().encode


class Rows(NamedTuple):
    """What is inserted for one version of a document, in the order of the tables' columns."""

    documents: list[Row]
    texts: list[Row]
    records: list[Row]
    facets: list[Row]
    folded: str


class Place(NamedTuple):
    """Where and when the rows go: the first free keys, the document's version, the moment and the reader's version."""

    document: int
    record: int
    version: int
    moment: str
    reader: str


def hash_of(text: str) -> str:
    """The text's hash (BLAKE2b, 128 bits), by which the same text is known again."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def short_id(prefix: str, *named: str) -> str:
    """A short id that is the same whenever the same thing is named: "act-3f09c2d17a5e"."""
    return f"{prefix}-{blake2b(chr(0).join(named).encode(), digest_size=_ID_BYTES).hexdigest()}"


@cache
def insertion(table: Table) -> str:
    """The statement that inserts a row into the table, all columns in order."""
    columns = [f'"{column.name}"' for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608


def rows_of(reading: Reading, place: Place) -> Rows:
    """All rows of one reading."""
    document = reading.document
    publisher = find_publisher(document.publisher, document.url)
    bodies = [(record, _encode(record).decode()) for record in reading]
    ids = record_ids(reading)
    facets = facets_of(reading)
    keys = range(place.record, place.record + len(bodies))
    return Rows(
        documents=[_document_row(document, place, publisher.source, publisher.state)],
        texts=[(place.document, document.text, _encode(document.parts).decode(), document.raw)],
        records=[
            (
                key,
                id,
                place.document,
                record.kind,
                type_of(record),
                *days_told(record, document.published),
                body,
            )
            for key, id, (record, body) in zip(keys, ids, bodies, strict=True)
        ],
        facets=[(code, key) for key, codes in zip(keys, facets, strict=True) for code in codes],
        folded=search_form(document.text),
    )


def record_ids(reading: Reading) -> list[str]:
    """The ids of the reading's records, in order. A sentence that only moved keeps the ids of its records."""
    seen: Counter[tuple[str, str]] = Counter()
    ids = []
    for record in reading:
        kind = record.kind
        if kind == "document":
            ids.append(short_id("doc", record.doc))
            continue
        words = (kind, record.quote)
        seen[words] += 1
        ids.append(short_id(PREFIXES[kind], record.doc, kind, record.quote, str(seen[words])))
    return ids


def _document_row(document: Document, place: Place, source: str, state: str | None) -> Row:
    return (
        place.document,
        short_id("doc", document.id),
        document.id,
        place.version,
        hash_of(document.text),
        document.url,
        document.lang,
        document.published,
        document.publisher,
        source,
        state,
        place.reader,
        place.moment,
        place.moment,
        None,
    )


def type_of(record: AnyRecord) -> str | None:
    """A record's own type: an act's verb, a figure's indicator, the type of an event or actor."""
    match record:
        case Act():
            return record.verb
        case Figure():
            return record.indicator
        case Actor() | Event():
            return record.type
        case _:
            return None


def days_told(record: AnyRecord, published: str | None) -> tuple[str | None, str | None]:
    """First and last day of what the record tells, else of its document."""
    own = record.period if isinstance(record, Figure) else getattr(record, "when", None)
    first, last = days_of(own)
    if not (first or last):
        first, last = days_of(published)
    return (first.isoformat() if first else None, last.isoformat() if last else None)


def facets_among(record: AnyRecord, actors: Iterable[Actor]) -> set[str]:
    """The codes and names that one record can be asked by, among the actors of its document."""
    named = tuple(actors)
    found = _own_facets(record, _spellings(named))
    if isinstance(record, Act):
        found.update(_sides(record, named))
    return found


def _sides(act: Act, actors: Iterable[Actor]) -> list[str]:
    return _coded("side", sides_of(act, actors))


def sides_of(act: Act, actors: Iterable[Actor]) -> list[str]:
    """The countries of those who act, among the actors of their document."""
    countries = {fold_name(name): actor.country for actor in actors for name in (actor.name, *actor.aka)}
    found = (countries.get(fold_name(name)) for name in act.by)
    return list(dict.fromkeys(country for country in found if country))


def codes_about(found: Iterable[AnyRecord]) -> tuple[set[str], set[str]]:
    """The countries and the sectors that the records of a document are about."""
    parties: set[str | None] = set()
    sectors: set[str | None] = set()
    for record in found:
        own = _about(record)
        parties.update(own[0])
        sectors.update(own[1])
    return {code for code in parties if code}, {code for code in sectors if code}


def _about(record: AnyRecord) -> tuple[Iterable[str | None], Iterable[str | None]]:
    """The countries and the sectors that a record names; what it does not tell is none of them."""
    match record:
        case Act():
            return record.parties, record.sectors
        case Event():
            return record.parties, ()
        case Figure():
            return (record.reporter, record.partner), (record.sector,)
        case Actor():
            return (record.country,), ()
        case _:
            return (), ()


def facets_of(reading: Reading) -> list[set[str]]:
    """The codes and names that each record can be asked by; the heading has the codes of all."""
    names = _spellings(reading.actors)
    facets = [_own_facets(record, names) for record in reading]
    for own, record in zip(facets, reading, strict=True):
        if isinstance(record, Act):
            own.update(_sides(record, reading.actors))
    sectors = {code for own, record in zip(facets, reading, strict=True) if isinstance(record, Act) for code in own}
    sectors = {code for code in sectors if code.startswith("sector:")}
    for own, record in zip(facets, reading, strict=True):
        if isinstance(record, Event):
            own |= sectors  # a gathering has no sector of its own: it is about what was said there
        if not isinstance(record, Heading):
            facets[0].update(code for code in own if not code.startswith("name:"))
    return facets


def _spellings(actors: Iterable[Actor]) -> dict[str, set[str]]:
    """All folded forms of an actor's name in this document, by each of them."""
    spellings: dict[str, set[str]] = {}
    for actor in actors:
        forms = {fold_name(name) for name in (actor.name, *actor.aka)}
        for form in forms:
            spellings.setdefault(form, set()).update(forms)
    return spellings


def _own_facets(record: AnyRecord, spellings: Mapping[str, set[str]]) -> set[str]:
    parties, sectors = _about(record)
    coded = [*_coded("party", parties), *_coded("sector", sectors)]
    names: tuple[str, ...] = ()
    match record:
        case Act():
            names = (*record.by, *record.to, *record.places)
            coded += [*_coded("form", record.forms), *_coded("instrument", [record.instrument])]
        case Event():
            names = (*record.organisers, *record.participants, record.place or "")
        case Figure():
            names = (record.actor or "", record.said_by or "", record.place or "")
        case Actor():
            names = (record.name, *record.aka, record.organisation or "")
    return {
        *coded,
        *(f"name:{form}" for name in names if name for form in spellings.get(fold_name(name), (fold_name(name),))),
    }


def _coded(facet: str, codes: Iterable[str | None]) -> list[str]:
    return [f"{facet}:{code}" for code in codes if code]
