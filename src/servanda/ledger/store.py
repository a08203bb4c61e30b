"""The ledger: what was read is kept, and asked for again. In a file of SQLite, or on a server."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TypeVar

import msgspec
from sqlalchemy import Connection, Row, func, insert, select, text

from servanda.days import first_day, last_day
from servanda.errors import NotFoundError
from servanda.ledger.additions import Added, add_reading, document_named, is_known, see_again
from servanda.ledger.address import find_database
from servanda.ledger.binding import Binder, count_due, due_in, unbind
from servanda.ledger.closing import ruled
from servanda.ledger.database import Database
from servanda.ledger.entries import ENTRY, entries, entry_of
from servanda.ledger.filters import EVERYTHING, Filter, begins, conditions, known
from servanda.ledger.fitting import newest_fitting
from servanda.ledger.health import Health, behind, health_of
from servanda.ledger.judgements import Judgement
from servanda.ledger.kept_threads import OF_ACTS, fitting_threads, searched_in, threads_of
from servanda.ledger.listening import KeptListening
from servanda.ledger.parting import is_told
from servanda.ledger.prefixes import UNDERTAKING
from servanda.ledger.proofs import Proof, proof_of
from servanda.ledger.rebinding import refresh
from servanda.ledger.schema import documents, records, searches
from servanda.ledger.seeking import find_undertaking, not_found
from servanda.ledger.then import joined_at
from servanda.ledger.undertakings import Surroundings, thread_until, undertakings_of
from servanda.records import Document, Entry, Reading, Statement, Undertaking

if TYPE_CHECKING:
    AnyRow = Row[*tuple[Any, ...]]

_BATCH = 128  # documents: a page of an index that many of them touch is written once
_BATCH_SECONDS = 1.0
_JOINED_AT_ONCE = 256  # documents that are joined in one transaction: about a second, so that others can write
_LOOKED_EACH = 256  # blocks without a look for cycles
_blocks = count(1)
_Found = TypeVar("_Found")


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing in full: a record with its proof, or an undertaking with the proof of each of its acts."""

    id: str
    proofs: tuple[Proof, ...]
    undertaking: Undertaking | None = None


def open_ledger(address: str | Path | Database, *, create: bool = True, read_only: bool = False) -> Ledger:
    """The ledger of that path or address (postgresql://…), which is made where there is none and `create` is true.

    Raises `LedgerVersionError` for a newer one, `LedgerBusyError` for a locked one, else `LedgerError`.
    """
    database = find_database(address)
    with database.told_as_ours():
        ledger = Ledger(database, database.connect(create=create, read_only=read_only).connect())
    if not read_only:
        for _ in ledger.join_due():
            pass  # of a ledger that an older Servanda made
    return ledger


class Ledger:
    """Documents, what was read out of them, and the undertakings that follow from it. Use it in `with`."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self.database = database
        self._connection = connection
        self._is_written = False
        self._binder = Binder(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        with self.database.told_as_ours():
            if self._is_written:
                self.database.count_rows(self._connection)
            self._connection.close()

    @contextmanager
    def _transaction(self, *, writing: bool = False) -> Iterator[Connection]:
        self._is_written |= writing
        try:
            with self.database.told_as_ours(), self._connection.execution_options(writing=writing).begin():
                yield self._connection
        except BaseException:
            self._binder.forget()  # what it had bound was taken back
            raise

    # adding

    def add(self, reading: Reading, *, at: datetime.datetime | None = None) -> Added:
        """What became of the document: `new`, a new `version` of one that changed, or the `same` as before.

        One transaction: once this returns, killing the process loses nothing of it; before, nothing is there.
        """
        return self._add_batch([reading], at)[0][1]

    def knows(self, document: Document) -> bool:
        """Whether this very text was read by the reader of today and is kept: `add_all` takes it without a reading."""
        with self._transaction() as connection:
            return is_known(connection, document)

    def add_all(
        self, readings: Iterable[Reading | Document], *, at: datetime.datetime | None = None
    ) -> Iterator[tuple[str, Added]]:
        """Iterate over what became of each document, by its id, as soon as it is safe: cheaper than one by one.

        Documents go in by small batches, each a transaction of at most `_BATCH` documents or a second of reading.
        One that the ledger `knows` may come as it is, without being read again.
        """
        batch: list[Reading | Document] = []
        begin = monotonic()
        for reading in readings:
            batch.append(reading)
            if len(batch) >= _BATCH or monotonic() - begin > _BATCH_SECONDS:
                yield from self._add_batch(batch, at)
                batch, begin = [], monotonic()
        yield from self._add_batch(batch, at)

    def _add_batch(self, batch: Sequence[Reading | Document], at: datetime.datetime | None) -> list[tuple[str, Added]]:
        if not batch:
            return []
        for _ in self.join_due():
            pass
        with self._transaction(writing=True) as connection, _without_collector():
            self._binder.begin(moment := moment_of(at))
            became = [self._add_one(connection, one, moment) for one in batch]
            self._bind_due()
            self._binder.write()
        return became

    def _add_one(self, connection: Connection, one: Reading | Document, moment: str) -> tuple[str, Added]:
        """The id of a document that is added, or known, and what became of it."""
        if isinstance(one, Document):
            return one.id, see_again(connection, one, moment)
        added = add_reading(connection, one, moment)
        if added == "version":
            self._bind_due()
            refresh(self._binder, document_named(connection, one.document))
        return one.document.id, added

    def _bind_due(self) -> None:
        self._binder.bind(due_in(self._connection, self._binder.upto, _JOINED_AT_ONCE))

    def due(self) -> int:
        """How many documents were added but not joined yet, as by an older Servanda: `join_due` does it."""
        with self._transaction() as connection:
            return count_due(connection)

    def behind(self) -> str | None:
        """What of the ledger is not joined yet, and what to do; None where it is joined by the rules of today."""
        return self.ask(behind)

    def join_due(self) -> Iterator[int]:
        """Join what is due, and iterate over how many documents are done so far; each batch is safe when it is told."""
        done = 0
        while self.due():
            with self._transaction(writing=True) as connection, _without_collector():
                self._binder.begin(moment_of(None))
                keys = due_in(connection, self._binder.upto, _JOINED_AT_ONCE)
                self._binder.bind(keys)
                self._binder.write()
            done += len(keys)
            yield done

    def join_anew(self) -> Iterator[int]:
        """Forget what was joined and join all anew, by the rules of today; iterate as `join_due` does."""
        with self._transaction(writing=True) as connection:
            unbind(connection, moment_of(None))
        yield from self.join_due()

    def log_search(self, id: str, day: datetime.date) -> None:
        """Keep that a follow-up search for an undertaking found nothing on that day; `NotFoundError` for no such id."""
        undertaking = self.get(id, today=day).undertaking
        if undertaking is None:
            raise NotFoundError(f"{id!r} is no undertaking; only undertakings are searched for")
        with self._transaction(writing=True) as connection:
            # By an act, not by the undertaking: its id may change when threads are joined, its acts stay.
            key = connection.execute(select(func.coalesce(func.max(searches.c.key), 0))).scalar_one() + 1
            row = {
                "key": key,
                "act": undertaking.act_ids[0],
                "searched_on": day.isoformat(),
                "recorded_at": moment_of(None),
            }
            connection.execute(insert(searches).values(row))
            self._binder.begin(row["recorded_at"])
            self._binder.searched(undertaking.act_ids[0])

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
        with self._transaction() as connection:
            return [entry_of(row) for row in connection.execute(newest_fitting(connection, asked, kind, *ENTRY))]

    def undertakings(self, asked: Filter = EVERYTHING, *, today: datetime.date) -> list[Undertaking]:
        """The undertakings that fit, those with the newest evidence first, their attention computed for `today`.

        Threads are made of all acts, whatever is asked: each criterion must hold of one of a thread's acts. Of a thread
        `as_of` a day only the acts until then count, and lateness is judged for that day.
        """
        until = last_day(asked.as_of)
        with self._transaction() as connection, _without_collector():
            if asked.known_at and not is_told(connection, asked.known_at):
                joined = joined_at(connection, asked.known_at)
                wanted = [self._fitting(connection, asked, name) for name in OF_ACTS if getattr(asked, name)]
                threads = [t for t in joined.threads if all(any(j.act in some for j in t.joins) for some in wanted)]
                around = Surroundings(joined.listening, joined.searched, until or today)
            else:
                numbers = fitting_threads(connection, asked)
                threads = list(threads_of(connection, numbers, asked.known_at).values())
                listening = KeptListening(connection, asked.known_at)
                around = Surroundings(listening, searched_in(connection), until or today)
            if until:
                threads = [then for thread in threads if (then := thread_until(thread, until))]
            found = [u for thread in threads for u in undertakings_of(thread, around) if _fits(u, asked)]
        found.sort(key=lambda u: (u.last or "", u.id), reverse=True)
        return found[: asked.limit]

    def _fitting(self, connection: Connection, asked: Filter, name: str) -> set[str]:
        """The acts that meet one criterion."""
        fits = conditions(Filter(known_at=asked.known_at, **{name: getattr(asked, name)}), "act")
        return set(connection.scalars(select(records.c.id).select_from(records.join(documents)).where(*fits)))

    def get(self, id: str, *, today: datetime.date | None = None) -> Answer:
        """The record or undertaking of that id or of a beginning that only it has; a document by its own name as well.

        Raises `NotFoundError`, which names the ids that look like it.
        """
        id = id.strip()
        if id.startswith(f"{UNDERTAKING}-"):
            return self._get_undertaking(id, today or datetime.datetime.now(datetime.UTC).date())
        with self._transaction() as connection:
            entry = entry_of(_one(connection, id))
            return Answer(id=entry.id, proofs=(proof_of(connection, entry),))

    def _get_undertaking(self, id: str, today: datetime.date) -> Answer:
        with self._transaction() as connection:
            around = Surroundings(KeptListening(connection), searched_in(connection), today)
            found = find_undertaking(connection, id, around)
            query = entries().where(records.c.id.in_(found.act_ids), *known(None))
            found_acts = {row.id: entry_of(row) for row in connection.execute(query)}
            proofs = tuple(proof_of(connection, found_acts[act]) for act in found.act_ids)
        return Answer(id=found.id, proofs=proofs, undertaking=found)

    def document(self, doc: str) -> Document:
        """The document of that id as it is now; `NotFoundError` when there is none."""
        return self.get(doc).proofs[0].document

    def statements(self, id: str) -> list[Statement]:
        """All that was ever stated of a record, in the order in which it was recorded; nothing for an unknown id."""
        query = text("SELECT * FROM statements WHERE subject = :id")
        with self._transaction() as connection:
            return [_statement(row) for row in connection.execute(query, {"id": id})]

    def ask(self, question: Callable[[Connection], _Found]) -> _Found:
        """What a question of another module finds on the ledger's connection, in one transaction."""
        with self._transaction() as connection:
            return question(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The ledger's connection in one transaction: all that is asked of it is of one moment. Use it in `with`."""
        with self._transaction() as connection:
            yield connection

    def tell(self, deed: Callable[[Connection], _Found]) -> _Found:
        """What a deed of another module gives, done on the ledger's connection in one transaction that writes."""
        with self._transaction(writing=True) as connection:
            return deed(connection)

    def rule(self, deed: Callable[[Connection], Judgement]) -> Judgement:
        """The judgement that a deed wrote, once all that follows from it is done: in one transaction that writes.

        It is but proposed where it closes an undertaking and the ledger asks for two accounts.
        """
        with self._transaction(writing=True):
            return ruled(self._binder, deed)

    def health(self) -> Health:
        """The ledger's counts, and what is wrong with it, if anything is."""
        with self._transaction() as connection:
            return health_of(connection, self.database)


def _fits(undertaking: Undertaking, asked: Filter) -> bool:
    if asked.status and undertaking.status != asked.status:
        return False
    since, until = first_day(asked.since), last_day(asked.until)
    begin, end = first_day(undertaking.since), last_day(undertaking.last)
    return not (since and end and end < since) and not (until and begin and begin > until)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A block in which Python does not look for cycles: acts have none, and looking costs a third of the time.

    What was made in it is taken for old without a look, but once in a while: statements to the database have cycles.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if next(_blocks) % _LOOKED_EACH:
                gc.freeze()
                gc.unfreeze()
            else:
                gc.collect()
            gc.enable()


def moment_of(at: datetime.datetime | None) -> str:
    """A moment, or now, as the ledger writes it: ISO 8601 with milliseconds, in UTC where it is now."""
    return (at or datetime.datetime.now(datetime.UTC)).isoformat(timespec="milliseconds")


def _one(connection: Connection, id: str) -> AnyRow:
    """The row of the record of that id, or of the document of that name; the version that holds before older ones."""
    newest = (documents.c.superseded_at.is_not(None), records.c.key.desc())
    # One after the other, each by its index: "or" over two tables would look at every record.
    named = ((column == id) & (records.c.kind == "document") for column in (documents.c.doc, documents.c.url))
    for same in (records.c.id == id, *named):
        if row := connection.execute(entries().where(same).order_by(*newest).limit(1)).first():
            return row
    beginning = entries().where(*begins(records.c.id, id.lower())).order_by(*newest)
    found = {row.id: row for row in reversed(connection.execute(beginning.limit(20)).all())} if id else {}
    if len(found) == 1:
        return next(iter(found.values()))
    alike = select(records.c.id).where(*begins(records.c.id, f"{id.partition('-')[0]}-"))
    raise NotFoundError(not_found(id, list(found), [row.id for row in connection.execute(alike.limit(20_000))]))


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
