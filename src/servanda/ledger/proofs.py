"""Proofs: a record with the sentence that its quote stands in, and its document as it was read then."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from servanda.languages import known_languages
from servanda.ledger.schema import documents, records, texts
from servanda.records import Document, Entry, Heading, Part, from_json

_KNOWN = ("lang", "title", "published", "publisher", "dateline", "url", "related")


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A record with the sentence that its quote stands in, and its document."""

    entry: Entry
    sentence: str
    document: Document


def proof_of(connection: Connection, entry: Entry) -> Proof:
    """The entry with its sentence and its document."""
    document = document_of(connection, entry)
    return Proof(entry=entry, sentence=sentence_in(document, entry), document=document)


def document_of(connection: Connection, entry: Entry) -> Document:
    """The document that an entry was read from, in the version that it was read from."""
    same = (documents.c.doc == entry.record.doc) & (documents.c.version == entry.version)
    row = connection.execute(select(texts).join(documents).where(same)).one()
    query = select(records.c.body).where(records.c.document == row.document, records.c.kind == "document")
    heading = from_json(connection.execute(query).scalar_one())
    known_of_it = {}
    if isinstance(heading, Heading):
        known_of_it = {name: getattr(heading, name) for name in _KNOWN}
    parts = msgspec.json.decode(row.parts, type=tuple[Part, ...])
    return Document(id=entry.record.doc, text=row.text, raw=row.raw, parts=parts, **known_of_it)


def sentence_in(document: Document, entry: Entry) -> str:
    """The sentences that the entry's quote stands in, as the document has them."""
    from servanda.documents.text import sentences
    from servanda.reading.view import abbreviations

    record, words = entry.record, document.text
    first = words.rfind("\n", 0, record.start) + 1
    last = words.find("\n", record.end)
    known = abbreviations(document.lang) if document.lang in known_languages() else frozenset[str]()
    spans = sentences(words, first, len(words) if last < 0 else last, known)
    touched = [span for span in spans if span[0] < record.end and span[1] > record.start]
    return words[touched[0][0] : touched[-1][1]] if touched else record.quote
