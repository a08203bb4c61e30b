"""The ledger: what was read is kept, and asked for again. One SQLite file that any tool opens."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import msgspec
from sqlalchemy import Connection, Row, Select, func, or_, select, update

from servanda.errors import NotFoundError
from servanda.ledger import schema
from servanda.ledger.filters import EVERYTHING, Filter, conditions, known
from servanda.ledger.rows import Place, hash_of, insertion, rows_of
from servanda.ledger.schema import documents, facets, records, statements, texts
from servanda.records import Document, Entry, Heading, Part, Reading, Statement, from_json

if TYPE_CHECKING:
    AnyRow = Row[*tuple[Any, ...]]
    AnySelect = Select[*tuple[Any, ...]]

Added = Literal["new", "version", "same"]
_ENTRY = (
    records.c.id,
    records.c.body,
    documents.c.published,
    documents.c.lang,
    documents.c.publisher,
    documents.c.source,
    documents.c.version,
    documents.c.recorded_at,
    documents.c.superseded_at,
)


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One record in full: the record, the sentence that its quote stands in, and its document."""

    entry: Entry
    sentence: str
    document: Document


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How a ledger is: its schema, how much it holds, and what is wrong (nothing, when `problems` is empty)."""

    path: str
    schema: str
    size: int
    documents: int
    versions: int
    records: Mapping[str, int]
    statements: int
    problems: tuple[str, ...] = ()


def open_ledger(path: str | Path, *, create: bool = True, read_only: bool = False) -> Ledger:
    """The ledger in that file, which is made where there is none and `create` is true.

    Raises `LedgerVersionError` for a newer one, `LedgerBusyError` for a locked one, else `LedgerError`.
    """
    file = Path(path)
    with schema.told_as_ours(file):
        return Ledger(file, schema.connect(file, create=create, read_only=read_only).connect())


class Ledger:
    """Documents, what was read out of them, and the undertakings that follow from it. Use it in `with`."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with schema.told_as_ours(self.path):
            self._connection.close()
            self._connection.engine.dispose()

    @contextmanager
    def _transaction(self, *, writing: bool = False) -> Iterator[Connection]:
        with schema.told_as_ours(self.path), self._connection.execution_options(writing=writing).begin():
            yield self._connection

    # adding

    def add(self, reading: Reading, *, at: datetime.datetime | None = None) -> Added:
        """What became of the document: `new`, a new `version` of one that changed, or the `same` as before.

        One transaction: once this returns, killing the process loses nothing of it; before, nothing is there.
        """
        moment = (at or datetime.datetime.now(datetime.UTC)).isoformat(timespec="milliseconds")
        with self._transaction(writing=True) as connection:
            current = _current(connection, reading.document)
            if current and current.hash == hash_of(reading.document.text):
                seen = update(documents).where(documents.c.key == current.key).values(seen_at=moment)
                connection.execute(seen)
                return "same"
            if current:
                over = update(documents).where(documents.c.key == current.key).values(superseded_at=moment)
                connection.execute(over)
            _insert(connection, reading, moment, version=current.version + 1 if current else 1)
            return "version" if current else "new"

    # asking

    def documents(self, asked: Filter = EVERYTHING) -> list[Entry]:
        """The documents that fit, newest first; each entry's record is the document's heading."""
        return self._find("document", asked)

    def actors(self, asked: Filter = EVERYTHING) -> list[Entry]:
        """The actors that fit, one for each document that names them, newest first."""
        return self._find("actor", asked)

    def events(self, asked: Filter = EVERYTHING) -> list[Entry]:
        """The events that fit, newest first."""
        return self._find("event", asked)

    def figures(self, asked: Filter = EVERYTHING) -> list[Entry]:
        """The figures that fit, newest period first."""
        return self._find("figure", asked)

    def acts(self, asked: Filter = EVERYTHING) -> list[Entry]:
        """The acts that fit, newest first."""
        return self._find("act", asked)

    def _find(self, kind: str, asked: Filter) -> list[Entry]:
        query = _entries().where(*conditions(asked, kind))
        query = query.order_by(func.coalesce(records.c.last_day, "").desc(), records.c.key).limit(asked.limit)
        with self._transaction() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def get(self, id: str) -> Answer:
        """The record of that id, of an unambiguous beginning of it, or the document of that id or address.

        Raises `NotFoundError`, which names the ids that look like it.
        """
        with self._transaction() as connection:
            entry = _entry(self._one(connection, id.strip()))
            document = _document(connection, entry)
        return Answer(entry=entry, sentence=_sentence(document, entry), document=document)

    def _one(self, connection: Connection, id: str) -> AnyRow:
        named = or_(documents.c.doc == id, documents.c.url == id) & (records.c.kind == "document")
        begins = records.c.id.startswith(id, autoescape=True)
        query = (
            _entries().where(or_(begins, named)).order_by(documents.c.superseded_at.is_not(None), records.c.key.desc())
        )
        found = {row.id: row for row in reversed(connection.execute(query.limit(20)).all())} if id else {}
        if len(found) == 1:
            return next(iter(found.values()))
        if id in found:
            return found[id]
        raise NotFoundError(_not_found(connection, id, list(found)))

    def document(self, doc: str) -> Document:
        """The document of that id as it is now; `NotFoundError` when there is none."""
        return self.get(doc).document

    def statements(self, id: str) -> list[Statement]:
        """All that was ever stated of a record, in the order in which it was recorded."""
        query = select(*statements.c, documents.c.doc, documents.c.seen_at).join(documents)
        query = query.where(statements.c.subject == id).order_by(statements.c.key)
        with self._transaction() as connection:
            return [_statement(row) for row in connection.execute(query)]

    def health(self) -> Health:
        """The ledger's counts, and what is wrong with it, if anything is."""
        with self._transaction() as connection:
            problems = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(5)") if row[0] != "ok"]
            kinds = select(records.c.kind, func.count()).join(documents).where(*known(None)).group_by(records.c.kind)
            return Health(
                path=str(self.path),
                schema=schema.REVISIONS[-1],
                size=self.path.stat().st_size,
                documents=connection.execute(select(func.count()).where(*known(None))).scalar_one(),
                versions=connection.execute(select(func.count(documents.c.key))).scalar_one(),
                records={row[0]: row[1] for row in connection.execute(kinds)},
                statements=connection.execute(select(func.count(statements.c.key))).scalar_one(),
                problems=tuple(problems),
            )


def _current(connection: Connection, document: Document) -> AnyRow | None:
    """The version that holds of the same document: the same id or address, else the same text under another name."""
    query = select(documents.c.key, documents.c.hash, documents.c.version).where(*known(None))
    same = documents.c.doc == document.id
    if document.url:
        same = or_(same, documents.c.url == document.url)
    found = connection.execute(query.where(same).order_by((documents.c.doc == document.id).desc())).first()
    return found or connection.execute(query.where(documents.c.hash == hash_of(document.text))).first()


def _insert(connection: Connection, reading: Reading, moment: str, version: int) -> None:
    top = select(
        func.coalesce(func.max(documents.c.key), 0), select(func.coalesce(func.max(records.c.key), 0)).scalar_subquery()
    )
    document, record = connection.execute(top).one()
    rows = rows_of(reading, Place(document + 1, record + 1, version, moment, _reader()))
    for table, new in (
        (documents, rows.documents),
        (texts, rows.texts),
        (records, rows.records),
        (facets, rows.facets),
        (statements, rows.statements),
    ):
        if new:
            connection.exec_driver_sql(insertion(table), new)
    connection.exec_driver_sql("INSERT INTO words (rowid, folded) VALUES (?, ?)", (document + 1, rows.folded))


@cache
def _reader() -> str:
    return f"servanda {version('servanda')}"


def _entries() -> AnySelect:
    return select(*_ENTRY).select_from(records.join(documents))


def _entry(row: AnyRow) -> Entry:
    return Entry(
        id=row.id,
        record=from_json(row.body),
        published=row.published,
        lang=row.lang,
        publisher=row.publisher,
        source=row.source,
        version=row.version,
        recorded=row.recorded_at,
        superseded=row.superseded_at is not None,
    )


def _document(connection: Connection, entry: Entry) -> Document:
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


_KNOWN = ("lang", "title", "published", "publisher", "dateline", "url", "related")


def _sentence(document: Document, entry: Entry) -> str:
    """The sentences that the entry's quote stands in, as the document has them."""
    from servanda.documents.text import sentences
    from servanda.reading.view import abbreviations

    record, text = entry.record, document.text
    first = text.rfind("\n", 0, record.start) + 1
    last = text.find("\n", record.end)
    spans = sentences(text, first, len(text) if last < 0 else last, abbreviations(document.lang))
    touched = [span for span in spans if span[0] < record.end and span[1] > record.start]
    return text[touched[0][0] : touched[-1][1]] if touched else record.quote


def _not_found(connection: Connection, id: str, found: list[str]) -> str:
    if found:
        return f"{id!r} begins several ids: {', '.join(sorted(found)[:5])}; write more of the one that is meant"
    begin = id.partition("-")[0] + "-"
    query = select(records.c.id).where(records.c.id.startswith(begin, autoescape=True)).limit(20_000)
    near = get_close_matches(id, [row.id for row in connection.execute(query)], n=3, cutoff=0.6)
    return f"nothing has the id {id!r}" + (f"; near: {', '.join(near)}" if near else "")


def _statement(row: AnyRow) -> Statement:
    return Statement(
        subject=row.subject,
        property=row.property,
        value=row.value,
        doc=row.doc,
        start=row.start,
        end=row.end,
        said_by=row.said_by,
        source=row.source,
        reader=row.reader,
        first_seen=row.first_seen,
        last_seen=row.seen_at,
    )
