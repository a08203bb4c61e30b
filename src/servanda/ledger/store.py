"""The ledger: what was read is kept, and asked for again. One SQLite file that any tool opens."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, Self

import msgspec
from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select, text

from servanda.days import first_day, last_day
from servanda.errors import NotFoundError
from servanda.ledger import schema
from servanda.ledger.filters import EVERYTHING, Filter, conditions, known
from servanda.ledger.rows import UNDERTAKING, Place, hash_of, insertion, rows_of
from servanda.ledger.schema import documents, facets, records, searches, texts
from servanda.ledger.joining import join_acts
from servanda.ledger.undertakings import Listening, Surroundings, undertakings_of
from servanda.records import Document, Entry, Heading, Part, Reading, Statement, Undertaking, from_json

if TYPE_CHECKING:
    AnyRow = Row[*tuple[Any, ...]]
    AnySelect = Select[*tuple[Any, ...]]

Added = Literal["new", "version", "same"]
_BATCH = 32
_BATCH_SECONDS = 0.5
_ENTRY = (
    records.c.id,
    records.c.body,
    documents.c.published,
    documents.c.lang,
    documents.c.publisher,
    documents.c.source,
    documents.c.state,
    documents.c.version,
    documents.c.recorded_at,
    documents.c.superseded_at,
)


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A record with the sentence that its quote stands in, and its document."""

    entry: Entry
    sentence: str
    document: Document


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing in full: a record with its proof, or an undertaking with the proof of each of its acts."""

    id: str
    proofs: tuple[Proof, ...]
    undertaking: Undertaking | None = None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How a ledger is: its schema, how much it holds, and what is wrong (nothing, when `problems` is empty)."""

    path: str
    schema: str
    size: int
    documents: int
    versions: int
    records: Mapping[str, int]
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
        with self._transaction(writing=True) as connection:
            return _add(connection, reading, _moment(at))

    def add_all(
        self, readings: Iterable[Reading], *, at: datetime.datetime | None = None
    ) -> Iterator[tuple[str, Added]]:
        """Iterate over what became of each document, by its id, as soon as it is safe: cheaper than one by one.

        Documents go in by small batches, each a transaction of at most `_BATCH` documents or half a second of reading.
        """
        batch: list[Reading] = []
        begin = monotonic()
        for reading in readings:
            batch.append(reading)
            if len(batch) >= _BATCH or monotonic() - begin > _BATCH_SECONDS:
                yield from self._add_batch(batch, at)
                batch, begin = [], monotonic()
        yield from self._add_batch(batch, at)

    def _add_batch(self, batch: Sequence[Reading], at: datetime.datetime | None) -> list[tuple[str, Added]]:
        with self._transaction(writing=True) as connection:
            return [(reading.document.id, _add(connection, reading, _moment(at))) for reading in batch]

    def log_search(self, id: str, day: datetime.date) -> None:
        """Keep that a follow-up search for an undertaking found nothing on that day; `NotFoundError` for no such id."""
        undertaking = self.get(id, today=day).undertaking
        if undertaking is None:
            raise NotFoundError(f"{id!r} is no undertaking; only undertakings are searched for")
        with self._transaction(writing=True) as connection:
            # By an act, not by the undertaking: its id may change when threads are joined, its acts stay.
            row = {"act": undertaking.act_ids[0], "searched_on": day.isoformat(), "recorded_at": _moment(None)}
            connection.execute(insert(searches).values(row))

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

    def undertakings(self, asked: Filter = EVERYTHING, *, today: datetime.date) -> list[Undertaking]:
        """The undertakings that fit, those with the newest evidence first, their attention computed for `today`.

        Threads are made of all acts, whatever is asked: each criterion must hold of one of a thread's acts.
        """
        wanted = [self._fitting(asked, name) for name in _OF_ACTS if getattr(asked, name)]
        found = [u for u in self._undertakings(asked.known_at, today) if _fits(u, asked, wanted)]
        found.sort(key=lambda u: (u.last or "", u.id), reverse=True)
        return found[: asked.limit]

    def _fitting(self, asked: Filter, name: str) -> set[str]:
        return {entry.id for entry in self.acts(Filter(known_at=asked.known_at, **{name: getattr(asked, name)}))}

    def _undertakings(self, known_at: str | None, today: datetime.date) -> Iterator[Undertaking]:
        query = _entries().where(*conditions(Filter(known_at=known_at), "act")).add_columns(records.c.key)
        sides_of = select(facets.c.record, facets.c.code).where(facets.c.code.between("side:", "side;"))
        with self._transaction() as connection:
            sides: dict[int, tuple[str, ...]] = {}
            for record, code in connection.execute(sides_of):
                sides[record] = (*sides.get(record, ()), code.partition(":")[2])
            rows = connection.execute(query.order_by(records.c.key))
            acts = [msgspec.structs.replace(_entry(row), sides=sides.get(row.key, ())) for row in rows]
            listening = _listening(connection, known_at)
            looked = connection.execute(
                select(searches.c.act, func.max(searches.c.searched_on)).group_by(searches.c.act)
            )
            searched = {act: datetime.date.fromisoformat(day) for act, day in looked}
        for thread in join_acts(acts):
            yield from undertakings_of(thread, Surroundings(listening, searched, today))

    def get(self, id: str, *, today: datetime.date | None = None) -> Answer:
        """The record or undertaking of that id or of a beginning that only it has; a document by its own name as well.

        Raises `NotFoundError`, which names the ids that look like it.
        """
        id = id.strip()
        if id.startswith(f"{UNDERTAKING}-"):
            return self._get_undertaking(id, today or datetime.datetime.now(datetime.UTC).date())
        with self._transaction() as connection:
            entry = _entry(_one(connection, id))
            return Answer(id=entry.id, proofs=(_proof(connection, entry),))

    def _get_undertaking(self, id: str, today: datetime.date) -> Answer:
        every = {undertaking.id: undertaking for undertaking in self._undertakings(None, today)}
        found = [every[id]] if id in every else [u for name, u in every.items() if name.startswith(id)]
        if len(found) != 1:
            raise NotFoundError(_not_found(id, [u.id for u in found], every))
        with self._transaction() as connection:
            query = _entries().where(records.c.id.in_(found[0].act_ids), *known(None))
            entries = {row.id: _entry(row) for row in connection.execute(query)}
            proofs = tuple(_proof(connection, entries[act]) for act in found[0].act_ids)
        return Answer(id=found[0].id, proofs=proofs, undertaking=found[0])

    def document(self, doc: str) -> Document:
        """The document of that id as it is now; `NotFoundError` when there is none."""
        return self.get(doc).proofs[0].document

    def statements(self, id: str) -> list[Statement]:
        """All that was ever stated of a record, in the order in which it was recorded."""
        query = text("SELECT * FROM statements WHERE subject = :id")
        with self._transaction() as connection:
            return [_statement(row) for row in connection.execute(query, {"id": id})]

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
                problems=tuple(problems),
            )


_OF_ACTS = ("pair", "actor", "sector", "form", "lang", "text", "kind")


def _fits(undertaking: Undertaking, asked: Filter, wanted: list[set[str]]) -> bool:
    ids = set(undertaking.act_ids)
    if (asked.status and undertaking.status != asked.status) or not all(ids & some for some in wanted):
        return False
    since, until = first_day(asked.since), last_day(asked.until)
    begin, end = first_day(undertaking.since), last_day(undertaking.last)
    return not (since and end and end < since) and not (until and begin and begin > until)


def _listening(connection: Connection, known_at: str | None) -> Listening:
    """What was read about which countries and sectors, and when."""
    heading = and_(records.c.kind == "document", *known(known_at))
    days = select(records.c.key, documents.c.published).join(documents).where(heading)
    codes = select(facets.c.record, facets.c.code).where(
        or_(facets.c.code.between("party:", "party;"), facets.c.code.between("sector:", "sector;")),
        facets.c.record.in_(select(records.c.key).where(records.c.kind == "document")),
    )
    return Listening(
        [(row[0], row[1]) for row in connection.execute(days)], [(row[0], row[1]) for row in connection.execute(codes)]
    )


def _moment(at: datetime.datetime | None) -> str:
    return (at or datetime.datetime.now(datetime.UTC)).isoformat(timespec="milliseconds")


def _add(connection: Connection, reading: Reading, moment: str) -> Added:
    current = _current(connection, reading.document)
    if current is None:
        _insert(connection, reading, moment, version=1)
        return "new"
    key, hash, number = current
    if hash == hash_of(reading.document.text):
        connection.exec_driver_sql("UPDATE documents SET seen_at = ? WHERE key = ?", (moment, key))
        return "same"
    connection.exec_driver_sql("UPDATE documents SET superseded_at = ? WHERE key = ?", (moment, key))
    _insert(connection, reading, moment, version=number + 1)
    return "version"


# Plain SQL where it runs for each document: building a `select` costs more than running it.
_CURRENT = "SELECT key, hash, version FROM documents WHERE {} = ? AND superseded_at IS NULL"
_FREE = "SELECT (SELECT coalesce(max(key), 0) FROM documents), (SELECT coalesce(max(key), 0) FROM records)"


def _current(connection: Connection, document: Document) -> tuple[int, str, int] | None:
    """The version that holds of the same document: the same id or address, else the same text under another name."""
    for column, value in (("doc", document.id), ("url", document.url), ("hash", hash_of(document.text))):
        if value and (row := connection.exec_driver_sql(_CURRENT.format(column), (value,)).first()):
            return row[0], row[1], row[2]
    return None


def _insert(connection: Connection, reading: Reading, moment: str, version: int) -> None:
    document, record = connection.exec_driver_sql(_FREE).one()
    rows = rows_of(reading, Place(document + 1, record + 1, version, moment, _reader()))
    for table, new in (
        (documents, rows.documents),
        (texts, rows.texts),
        (records, rows.records),
        (facets, rows.facets),
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
        state=row.state,
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

    record, words = entry.record, document.text
    first = words.rfind("\n", 0, record.start) + 1
    last = words.find("\n", record.end)
    spans = sentences(words, first, len(words) if last < 0 else last, abbreviations(document.lang))
    touched = [span for span in spans if span[0] < record.end and span[1] > record.start]
    return words[touched[0][0] : touched[-1][1]] if touched else record.quote


def _one(connection: Connection, id: str) -> AnyRow:
    """The row of the record of that id, or of the document of that name; the version that holds before older ones."""
    newest = (documents.c.superseded_at.is_not(None), records.c.key.desc())
    exact = or_(documents.c.doc == id, documents.c.url == id) & (records.c.kind == "document") | (records.c.id == id)
    if row := connection.execute(_entries().where(exact).order_by(*newest).limit(1)).first():
        return row
    begins = _entries().where(records.c.id.startswith(id, autoescape=True)).order_by(*newest)
    found = {row.id: row for row in reversed(connection.execute(begins.limit(20)).all())} if id else {}
    if len(found) == 1:
        return next(iter(found.values()))
    alike = select(records.c.id).where(records.c.id.startswith(id.partition("-")[0] + "-", autoescape=True))
    raise NotFoundError(_not_found(id, list(found), [row.id for row in connection.execute(alike.limit(20_000))]))


def _not_found(id: str, found: list[str], known_ids: Iterable[str]) -> str:
    if found:
        return f"{id!r} begins several ids: {', '.join(sorted(found)[:5])}; write more of the one that is meant"
    near = get_close_matches(id, known_ids, n=3, cutoff=0.5)
    return f"nothing has the id {id!r}" + (f"; near: {', '.join(near)}" if near else "")


def _proof(connection: Connection, entry: Entry) -> Proof:
    document = _document(connection, entry)
    return Proof(entry=entry, sentence=_sentence(document, entry), document=document)


def _statement(row: AnyRow) -> Statement:
    return Statement(
        subject=row.subject,
        property=row.property,
        value=str(row.value),
        doc=row.doc,
        start=row.start,
        end=row.end,
        said_by=row.said_by,
        source=row.source,
        reader=row.reader,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
    )
