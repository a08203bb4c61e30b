"""A note and its parts: nothing of it can be built without the words that prove it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b

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

    @property
    def key(self) -> str:
        """What tells the sentence from others, and stays the same as long as it says and cites the same."""
        told = "\0".join(f"{c.text}\0{[(one.doc, one.start, one.end) for one in c.citations]}" for c in self.clauses)
        return blake2b(told.encode(), digest_size=5).hexdigest()


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


def leave_out(note: Note, keys: Collection[str], told: str) -> Note:
    """The note without the sentences of these keys; `told` says among the remarks that something was left out."""
    sections = tuple(_shortened(section, keys) for section in note.sections)
    kept = msgspec.structs.replace(note, sections=tuple(section for section in sections if section.groups))
    if sum(1 for _ in kept.sentences()) == sum(1 for _ in note.sentences()):
        return note
    return msgspec.structs.replace(kept, summary=_proved(note.summary, kept.footnotes()), about=(*note.about, told))


def reorder(note: Note, sentences: Sequence[str], topics: Sequence[str] = ()) -> Note:
    """The note with its sections, and the sentences of each group, in another order: those named first, in that order.

    The rest follow as they were; a name that the note does not have changes nothing.
    """
    ranks = {key: place for place, key in enumerate(sentences)}
    sections = [
        Section(section.topic, section.heading, tuple(_ordered(group, ranks) for group in section.groups))
        for section in note.sections
    ]
    places = {topic: place for place, topic in enumerate(topics)}
    sections.sort(key=lambda section: places.get(section.topic, len(places)))
    return msgspec.structs.replace(note, sections=tuple(sections))


def _ordered(group: Group, ranks: Mapping[str, int]) -> Group:
    return Group(group.heading, tuple(sorted(group.sentences, key=lambda one: ranks.get(one.key, len(ranks)))))


def _shortened(section: Section, keys: Collection[str]) -> Section:
    groups = [
        Group(group.heading, tuple(sentence for sentence in group.sentences if sentence.key not in keys))
        for group in section.groups
    ]
    return Section(section.topic, section.heading, tuple(group for group in groups if group.sentences))


def _proved(summary: Sentence | None, known: Collection[Citation]) -> Sentence | None:
    """The summary with the citations that are still in the note; None when it would have no proof left."""
    if summary is None:
        return None
    clauses = [(clause.text, tuple(c for c in clause.citations if c in known)) for clause in summary.clauses]
    return Sentence(tuple(Clause(text, cited) for text, cited in clauses)) if all(c for _, c in clauses) else None
