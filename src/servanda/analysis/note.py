"""A note and its parts: nothing of it can be built without the words that prove it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from servanda.errors import DataError
from servanda.records import Document, Heading, Record


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a document that prove a clause, and what a reader needs to find them again."""

    doc: str
    start: int
    end: int
    quote: str
    lang: str = ""
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Refuse a citation that cites nothing."""
        if not (self.quote.strip() and self.doc):
            raise DataError(f"a citation of document {self.doc!r} without a quotation; nothing is printed unproved")


def cite(record: Record, source: Document | Heading | None) -> Citation:
    """The record's own words as a citation, with what is known of its document."""
    known = {} if source is None else {name: getattr(source, name) for name in _KNOWN}
    return Citation(doc=record.doc, start=record.start, end=record.end, quote=record.quote, **known)


_KNOWN = ("lang", "title", "publisher", "published", "url")


class Clause(msgspec.Struct, frozen=True):
    """A piece of a sentence with its sources; raises `DataError` when it has none."""

    text: str
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        """Refuse a clause without a source."""
        if not self.citations:
            raise DataError(f"a note's sentence without a source is not printed: {self.text!r}")


class Sentence(msgspec.Struct, frozen=True):
    """Clauses that are read one after the other; raises `DataError` when there are none."""

    clauses: tuple[Clause, ...]

    def __post_init__(self) -> None:
        """Refuse an empty sentence."""
        if not self.clauses:
            raise DataError("a note's sentence without a source is not printed: it is empty")


class Group(msgspec.Struct, frozen=True):
    """Sentences under one small heading (a step of the ladder); the heading may be empty."""

    heading: str
    sentences: tuple[Sentence, ...]


class Section(msgspec.Struct, frozen=True):
    """One question of the note (`met`, `open`, `figures` …) and its answers."""

    topic: str
    heading: str
    groups: tuple[Group, ...]


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note about a pair of countries, in one language, as of one day.

    `summary` counts what the sections prove and cites all that they cite; `about` tells of the ledger itself (what was
    read, what is left out), so that no reader takes silence for absence.
    """

    lang: str
    kicker: str
    title: str
    subtitle: str
    summary: Sentence | None
    sections: tuple[Section, ...]
    about: tuple[str, ...]
    sources_heading: str

    def sentences(self) -> Iterator[Sentence]:
        """Iterate over the sentences of the sections, in order."""
        for section in self.sections:
            for group in section.groups:
                yield from group.sentences

    def footnotes(self) -> dict[Citation, int]:
        """Every citation with its number, in the order in which a reader meets them; equal words are one footnote."""
        numbers: dict[Citation, int] = {}
        for sentence in self.sentences():
            for clause in sentence.clauses:
                for citation in clause.citations:
                    numbers.setdefault(citation, len(numbers) + 1)
        return numbers
