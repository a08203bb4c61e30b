"""Binding: taking a document's mentions to their actors and its acts to their undertakings, in the ledger's tables.

A document is bound once, in the transaction that adds it, and looks only at what shares a key with it. What it is bound
to is what it would be bound to in memory: the rules (`ledger/identity.py`, `ledger/joining.py`) are the same, and only
what they look at comes from tables. So it makes no difference whether documents are added at once or one by one; their
order does, since a join once made stays as it is when others are added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, func, select

from servanda.data import FOLDER
from servanda.days import first_day
from servanda.ledger import groups
from servanda.ledger.clusters import Cluster
from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filing import FILED, codes_filed
from servanda.ledger.filters import held
from servanda.ledger.gists import Gist, gist_of, written
from servanda.ledger.identity import Identities, rounded
from servanda.ledger.joining import Threads
from servanda.ledger.kept_pools import KeptPool, KeptRarity, Values, add, batches, put
from servanda.ledger.kept_threads import first_version, in_order, searched_in, threads_of
from servanda.ledger.likeness import Likeness
from servanda.ledger.listening import codes_listened
from servanda.ledger.naming import naming_of
from servanda.ledger.parting import next_thread
from servanda.ledger.placing import placed
from servanda.ledger.rows import codes_about, days_told, sides_of, type_of
from servanda.ledger.rulings import actor_rulings, thread_rulings
from servanda.ledger.schema import documents, records
from servanda.ledger.threads import Told, told_in
from servanda.records import Act, Actor, Entry

_FILES = ("bodies", "han_readings", "identity", "joining", "ladder", "register", "syllables")
_ROUND = "5"  # raised when the rules change that stand in code
_ONLY = 1  # the key of the only row
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Cluster).decode
Bound = Mapping[str, int]
NOBODY: Bound = {}


@cache
def rules() -> str:
    """What tells the rules of joining from older ones: a hash of their tables, and the round of the code."""
    found = blake2b(_ROUND.encode(), digest_size=6)
    for file in sorted(FOLDER.iterdir(), key=lambda file: file.name):
        if file.name.partition(".")[0] in _FILES:
            found.update(file.read_bytes())
    return found.hexdigest()


class State(NamedTuple):
    """By which rules the groups were made, up to which document, of how many, and how often they were changed."""

    rules: str
    upto: int
    documents: int
    changes: int
    told_from: str | None


def state_of(connection: Connection) -> State:
    """How far a ledger is joined; one that never was is at the beginning."""
    table = groups.joining
    query = select(*(table.c[name] for name in State._fields))
    row = connection.execute(query).first()
    return State(*row) if row else State(rules(), 0, 0, 0, None)


class Held(NamedTuple):
    """The records of one document that hold: its key, that of its first version, and its entries by record's key."""

    document: int
    first: int
    entries: Mapping[int, Entry]

    def of(self, kind: type[Act] | type[Actor]) -> list[Entry]:
        """The entries of a kind."""
        return [entry for entry in self.entries.values() if isinstance(entry.record, kind)]


class KeptIdentities(Identities):
    """Who is who, with all mentions that the ledger knows."""

    connection: Connection

    def number_of(self, mention: str) -> int | None:
        """The number of the actor that a mention is."""
        table, known = groups.mentioned, super().number_of(mention)
        return known if known is not None else _number(self.connection, table, table.c.actor, mention)


class KeptActs(Threads):
    """What belongs together, with all acts that the ledger knows."""

    connection: Connection

    def number_of(self, act: str) -> int | None:
        """The number of the thread that an act was taken to."""
        table, known = groups.joined, super().number_of(act)
        return known if known is not None else _number(self.connection, table, table.c.thread, act)


def _number(connection: Connection, table: Table, column: Any, id: str) -> int | None:
    query = select(column).join(records, records.c.key == table.c.record).where(records.c.id == id)
    return connection.execute(query.order_by(records.c.key.desc()).limit(1)).scalar()


class Binder:
    """Binds documents of one ledger; what it read stays at hand from one batch to the next."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.actors: KeptPool[Cluster] = KeptPool(connection, groups.actors, groups.actor_keys, _decode)
        self.threads: KeptPool[Gist] = KeptPool(connection, groups.threads, groups.thread_keys, gist_of)
        self.rarity = KeptRarity(connection)
        self.moved: set[int] = set()  # threads whose acts are others than before
        self.upto = 0
        self.moment = ""  # at which it binds
        self._changes = -1
        self._rules = rules()
        self._told_from: str | None = None
        self._rows: dict[Table, list[Values]] = {}

    def begin(self, moment: str) -> None:
        """Begin in a transaction that writes: what others wrote meanwhile is read anew, rulings always."""
        self.moment = moment
        state = state_of(self.connection)
        if state.changes != self._changes:
            self.actors.forget()
            self.threads.forget()
            self.threads.free = max(self.threads.free, next_thread(self.connection))
            self.rarity.forget(state.documents)
            self._changes, self.upto = state.changes, state.upto
            self._rules, self._told_from = state.rules, state.told_from
            if not state.changes and self._has_documents():
                self._told_from = moment  # what was joined, read and ruled before is not told
        self._identities = KeptIdentities(actor_rulings(self.connection), self.actors)
        self._acts = KeptActs(thread_rulings(self.connection), self.threads, self.rarity)
        self._identities.connection = self._acts.connection = self.connection

    def _has_documents(self) -> bool:
        return self.connection.execute(select(documents.c.key).limit(1)).first() is not None

    def forget(self) -> None:
        """Read everything anew when it begins next: what was bound last was taken back."""
        self._changes, self.moved, self._rows = -1, set(), {}

    def bind(self, keys: Sequence[int]) -> None:
        """Bind documents that are in the ledger for the first time, in the order of their keys."""
        for one in held_in(self.connection, keys):
            self._listen(one)
            self._file(one)
            self.bind_one(one)
            self.upto = max(self.upto, one.first)

    def bind_one(self, one: Held, mentions: Bound = NOBODY, acts: Bound = NOBODY, *, again: bool = False) -> None:
        """Bind the mentions and acts of a document but those that are bound already, whose groups are given.

        Bound `again`, it is counted no second time.
        """
        numbers = {entry.id: key for key, entry in one.entries.items()}
        named, done = one.of(Actor), one.of(Act)
        self._identities.add_document(named, mentions)
        self._take_mentions(numbers)
        if done:
            known = naming_of(named, self._identities)
            self._acts.add_document(done, known, acts, again=again)
            actors = [entry.record for entry in named if isinstance(entry.record, Actor)]
            self._take_acts(numbers, actors, self.moment if again else None)

    def told_in(self, one: Held) -> list[Told]:
        """The acts of a document that is bound, as they are joined."""
        self._identities.add_document(one.of(Actor), bound_in(self.connection, groups.mentioned, one.document))
        return list(told_in(one.of(Act), naming_of(one.of(Actor), self._identities)))

    def names_in(self, document: int) -> dict[str, str]:
        """What each mention of a document that is bound stands for."""
        bound = bound_in(self.connection, groups.mentioned, document)
        self.actors.have(bound.values())
        return {id: cluster.key for id, number in bound.items() if (cluster := self.actors.get(number))}

    def group_of(self, table: Table, id: str) -> int | None:
        """The number of the group in which a record is bound."""
        return (self._identities if table is groups.mentioned else self._acts).number_of(id)

    def file_anew(self, one: Held) -> None:
        """Take note of what a document is about since it was read or judged again, and of its records that hold."""
        doc = select(documents.c.doc).where(documents.c.key == one.document).scalar_subquery()
        keys = self.connection.scalars(select(documents.c.key).where(documents.c.doc == doc)).all()
        versions = list(told_in_versions(self.connection, keys))
        self._unlisten({row for told in versions for row in _listened(told)})
        for told in versions:
            for row in _filed(told):
                same = [column == value for column, value in zip(groups.filed.primary_key, row, strict=False)]
                self.connection.execute(delete(groups.filed).where(*same))
        self._listen(one)
        self._file(one)

    def _file(self, one: Held) -> None:
        """Take note of the records that are found by pair or sector."""
        self._add(groups.filed, _filed(one))

    def _unlisten(self, rows: Iterable[tuple[str, str, int]]) -> None:
        """Take out what was noted of a document."""
        table = groups.listened
        of = table.c.code == bindparam("of"), table.c.day == bindparam("on"), table.c.document == bindparam("in")
        params = [{"of": code, "on": day, "in": document} for code, day, document in rows]
        if params:
            self.connection.execute(delete(table).where(*of), params)

    def _take_mentions(self, numbers: Mapping[str, int]) -> None:
        who = self._identities
        for table, taken in ((groups.mentioned, who.joined), (groups.doubted, who.doubted)):
            self._add(table, ((numbers[one.mention.entry.id], one.actor, *_why(one.found)) for one in taken))
        who.joined, who.doubted = [], []

    def _take_acts(self, numbers: Mapping[str, int], actors: Sequence[Actor], since: str | None) -> None:
        for one in self._acts.joined:
            self.moved.add(one.thread)
            told = one.told
            why = one.join.why if told.entry.id != self.threads.held[one.thread].founder else None
            sides = " ".join(sides_of(told.act, actors)) or None
            self._add(groups.joined, [(numbers[told.entry.id], one.thread, one.join.score, why, sides, since)])
        self._acts.joined = []

    def _listen(self, one: Held) -> None:
        """Take note that we listened to what the document is about."""
        self._add(groups.listened, _listened(one))

    def _add(self, table: Table, rows: Iterable[Values]) -> None:
        self._rows.setdefault(table, []).extend(rows)

    def write(self) -> None:
        """Write down all that was bound, in the same transaction."""
        self.actors.write(actor_row)
        self.threads.write(lambda number, gist: (number, gist.founder, written(gist)))
        self.rarity.write()
        for table, rows in self._rows.items():
            add(self.connection, table, sorted(rows))  # by their keys: neighbours stand on one page
        self._rows = {}
        self.place(self.moved)
        self.moved = set()
        self._identities.forget()
        self._acts.forget()
        self._changes += 1
        state = State(self._rules, self.upto, self.rarity.documents, self._changes, self._told_from)
        put(self.connection, groups.joining, [(_ONLY, *state)])

    def searched(self, act: str) -> None:
        """Place the undertaking anew for which somebody searched, by its act."""
        number = self._acts.number_of(act)
        if number is not None:
            self.moved.add(number)
        self.write()

    def place(self, numbers: Iterable[int]) -> None:
        """Make the rows of these threads' undertakings anew."""
        connection, asked = self.connection, sorted(numbers)
        for some in batches(asked):
            unplace(connection, some)
            found = placed(threads_of(connection, some), searched_in(connection))
            for table, rows in zip(groups.placings, found, strict=True):
                values = itemgetter(*(column.name for column in table.columns))
                add(connection, table, list(map(values, rows)))


def unplace(connection: Connection, numbers: Sequence[int]) -> None:
    """Take out the rows of these threads' undertakings."""
    for table in groups.placings:
        connection.execute(delete(table).where(table.c.thread.in_(numbers)))


def actor_row(number: int, cluster: Cluster) -> Values:
    """An actor as its row."""
    told = cluster.type, cluster.name, cluster.country, cluster.times
    return number, cluster.id, cluster.group, *told, _encode(cluster).decode()


def _why(found: Likeness | None) -> tuple[float, str | None]:
    """How well a mention fits its actor, and why; none is told of one that is named as it was before."""
    return (rounded(found.score), found.why) if found else (1.0, None)


def held_in(connection: Connection, keys: Iterable[int]) -> Iterator[Held]:
    """The records of these versions of documents that hold, document by document, in the order of recording."""
    for asked in batches(keys):
        query = entries().add_columns(records.c.document).where(records.c.document.in_(asked), held(None))
        found: dict[tuple[int, int], dict[int, Entry]] = {}
        for row in connection.execute(in_order(query)):
            document, first, key = row[-3:]
            found.setdefault((first, document), {})[key] = entry_of(row)
        yield from (Held(document, first, told) for (first, document), told in found.items())


def told_in_versions(connection: Connection, keys: Iterable[int]) -> Iterator[Held]:
    """Each version of a document, with all that was ever told of it."""
    for key in keys:
        rows = connection.execute(in_order(entries().where(records.c.document == key))).all()
        if rows:
            yield Held(key, rows[0].first, {row.key: entry_of(row) for row in rows})


def _listened(one: Held) -> Iterator[tuple[str, str, int]]:
    """The rows that tell what a document is about, on its day."""
    entry = next(iter(one.entries.values()), None)
    if entry and (day := first_day(entry.published)):
        parties, sectors = codes_about(entry.record for entry in one.entries.values())
        yield from ((code, day.isoformat(), one.first) for code in codes_listened(parties, sectors))


def _filed(one: Held) -> Iterator[Values]:
    """The rows by which a document's acts, figures and gatherings are found; a gathering is about what acts tell."""
    acts = {sector for entry in one.of(Act) for sector in getattr(entry.record, "sectors", ())}
    for key, entry in one.entries.items():
        record = entry.record
        if record.kind in FILED:
            parties, sectors = codes_about((record,))
            sectors |= acts if record.kind == "event" else set()
            last_day = days_told(record, entry.published)[1] or ""
            told = record.kind, last_day, key, type_of(record)
            yield from ((code, *told) for code in codes_filed(parties, sectors))


def bound_in(connection: Connection, table: Table, document: int) -> dict[str, int]:
    """The groups of a document's records that are bound, by their ids."""
    query = select(records.c.id, list(table.columns)[1]).join(table, table.c.record == records.c.key)
    return {row[0]: row[1] for row in connection.execute(query.where(records.c.document == document))}


def due_in(connection: Connection, upto: int, limit: int) -> list[int]:
    """The keys of the next documents that are not bound yet, in the versions that hold, in the order of recording."""
    same = (documents.c.doc == first_version.c.doc) & documents.c.superseded_at.is_(None)
    query = select(documents.c.key).select_from(first_version.join(documents, same))
    query = query.where(first_version.c.version == 1, first_version.c.key > upto)
    return list(connection.scalars(query.order_by(first_version.c.key).limit(limit)))


def count_due(connection: Connection) -> int:
    """How many documents are not bound yet."""
    later = documents.c.version == 1, documents.c.key > state_of(connection).upto
    return connection.execute(select(func.count()).select_from(documents).where(*later)).scalar_one()


def unbind(connection: Connection, moment: str) -> None:
    """Take out all that was bound, so that it is bound anew; what was joined before that moment is told no longer."""
    for table in groups.tables:
        connection.execute(delete(table))
    put(connection, groups.joining, [(_ONLY, *State(rules(), 0, 0, 0, moment))])
