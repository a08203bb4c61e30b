"""Binding anew just what must be: a document that was read again, a record that was judged, a group that was ruled.

What a document says as it did before stays where it is, with its reason; what it says no longer is taken out, and what
is new in it is bound as if it were added now. A ruling dissolves the group that it is about, and binds its members
again, in the order in which they were recorded, under the rulings that hold: so that undoing it brings back what was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Table, delete, select, update

from servanda.ledger import groups
from servanda.ledger.binding import Binder, Held, bound_in, held_in, unplace
from servanda.ledger.gists import Gist
from servanda.ledger.identity import actor_id, mention_of
from servanda.ledger.judgements import Judgement, judgement_of
from servanda.ledger.kept_threads import first_version, threads_of
from servanda.ledger.parting import keep, part
from servanda.ledger.rulings import ACTOR_DEEDS, THREAD_DEEDS
from servanda.ledger.schema import documents, records
from servanda.ledger.threads import Told
from servanda.records import AnyRecord, from_json

_MOST_GISTS = 200  # acts of a thread whose gist is made anew when one leaves; of a longer one it stays
_UNSAID: Mapping[str, Any] = {"start": 0, "end": 0, "confidence": 0.0, "rule": ""}


class _Row(NamedTuple):
    """Where a record is bound: its key and id, what it says, and its group."""

    key: int
    id: str
    record: AnyRecord
    group: int


def refresh(binder: Binder, doc: str) -> None:
    """Bind a document as it is now: what it said before and says still stays where it is."""
    same = documents.c.doc == doc, documents.c.superseded_at.is_(None)
    key = binder.connection.execute(select(documents.c.key).where(*same)).scalar()
    now = next(held_in(binder.connection, [key]), None) if key is not None else None
    if now is None or now.first > binder.upto:
        return  # it was not bound yet, and will be
    binder.file_anew(now)
    left = [_settle(binder, table, doc, now) for table in (groups.mentioned, groups.joined)]
    _complete(binder, [now.document])
    _mend(binder, *left)


def follow(binder: Binder, judgement: Judgement) -> None:
    """Do what follows from a judgement that was just written: for its record, and for the groups that it rules."""
    if judgement.doc:
        refresh(binder, judgement.doc)
    undone = judgement
    while key := undone.undoes or undone.confirms:
        undone = judgement_of(binder.connection, key)
    table = _RULED.get(undone.deed)
    if table is not None:
        regroup(binder, table, (undone.about, undone.said))


_RULED = {
    **dict.fromkeys(ACTOR_DEEDS, groups.mentioned),
    **dict.fromkeys(THREAD_DEEDS, groups.joined),
}


def regroup(binder: Binder, table: Table, ids: Iterable[str]) -> None:
    """Bind the members of the later of these records' groups again, under the rulings that hold now."""
    numbers = {number for id in ids if (number := binder.group_of(table, id)) is not None}
    if not numbers:
        return
    number = max(numbers)
    before = _documents_of(binder.connection, table, number)
    keys = {document: binder.names_in(document) for document in before}
    _dissolve(binder, table, number)
    _complete(binder, before)
    if table is groups.mentioned:
        others = [document for document in before if binder.names_in(document) != keys[document]]
        _rejoin_acts(binder, others)


def _documents_of(connection: Connection, table: Table, number: int) -> list[int]:
    """The documents with members of a group, in the order of recording."""
    group = list(table.columns)[1]
    query = select(documents.c.key, first_version.c.key).join(records, records.c.document == documents.c.key)
    query = query.join(table, table.c.record == records.c.key).where(group == number)
    same = (first_version.c.doc == documents.c.doc) & (first_version.c.version == 1)
    query = query.join(first_version, same).distinct().order_by(first_version.c.key)
    return [row[0] for row in connection.execute(query)]


def _dissolve(binder: Binder, table: Table, number: int) -> None:
    group = list(table.columns)[1]
    members = select(table.c.record).where(group == number)
    binder.connection.execute(delete(groups.doubted).where(groups.doubted.c.record.in_(members)))
    if table is groups.joined:
        part(binder.connection, table.c.thread == number, binder.moment)
        unplace(binder.connection, (number,))
        binder.threads.dissolve(number)
    else:
        binder.connection.execute(delete(table).where(group == number))
        binder.actors.dissolve(number)


def _complete(binder: Binder, keys: Iterable[int]) -> None:
    """Bind whatever of these documents is not bound."""
    for one in held_in(binder.connection, keys):
        mentions, acts = (bound_in(binder.connection, table, one.document) for table in _BOUND)
        binder.bind_one(one, mentions, acts, again=True)
        binder.write()


_BOUND = (groups.mentioned, groups.joined)


def _rejoin_acts(binder: Binder, keys: Iterable[int]) -> None:
    """Join the acts of documents anew whose names stand for others than before."""
    left: set[int] = set()
    for key in keys:
        left.update(bound_in(binder.connection, groups.joined, key).values())
        own = select(records.c.key).where(records.c.document == key)
        part(binder.connection, groups.joined.c.record.in_(own), binder.moment)
        _complete(binder, [key])
    _mend(binder, set(), left)


def _settle(binder: Binder, table: Table, doc: str, now: Held) -> set[int]:
    """Leave the document's records where they are that say what they said; the groups that others have left."""
    connection = binder.connection
    fresh = {entry.id: (key, entry.record) for key, entry in now.entries.items()}
    stay: set[str] = set()
    left: set[int] = set()
    for row in _bound(connection, table, doc):
        key, record = fresh.get(row.id, (row.key, None))
        if record is not None and row.id not in stay and _same(row.record, record):
            stay.add(row.id)
            _take_over(binder, table, row.key, key)
            if table is groups.joined:
                binder.moved.add(row.group)
        else:
            if table is groups.joined:
                keep(connection, table.c.record == row.key, binder.moment)
            for one in (table, groups.doubted):
                connection.execute(delete(one).where(one.c.record == row.key))
            left.add(row.group)
    return left


def _take_over(binder: Binder, table: Table, old: int, new: int) -> None:
    """Let a record stand where another stood that said the same."""
    if old == new:
        return
    values: dict[str, Any] = {"record": new}
    if table is groups.joined:
        keep(binder.connection, table.c.record == old, binder.moment)
        values["since"] = binder.moment
    binder.connection.execute(update(table).where(table.c.record == old).values(values))
    doubted = groups.doubted
    binder.connection.execute(update(doubted).where(doubted.c.record == old).values(record=new))


def _bound(connection: Connection, table: Table, doc: str) -> list[_Row]:
    """The records of all versions of the document that are bound."""
    group = list(table.columns)[1]
    query = select(records.c.key, records.c.id, records.c.body, group).join(table, table.c.record == records.c.key)
    query = query.join(documents, documents.c.key == records.c.document).where(documents.c.doc == doc)
    rows = connection.execute(query.order_by(records.c.key)).all()
    return [_Row(row[0], row[1], from_json(row[2]), row[3]) for row in rows]


def _same(one: AnyRecord, other: AnyRecord) -> bool:
    """Whether both say the same, wherever it stands and however sure it is."""
    return msgspec.structs.replace(one, **_UNSAID) == msgspec.structs.replace(other, **_UNSAID)


def _mend(binder: Binder, actors: Iterable[int], threads: Iterable[int]) -> None:
    """Give groups that members have left another founder where theirs is gone; end those that have none left."""
    for number in sorted(actors):
        _mend_actor(binder, number)
    for number in sorted(threads):
        _mend_thread(binder, number)
        binder.moved.add(number)
    binder.write()


def _mend_actor(binder: Binder, number: int) -> None:
    query = select(records.c.id).join(groups.mentioned, groups.mentioned.c.record == records.c.key)
    ids = list(binder.connection.scalars(query.where(groups.mentioned.c.actor == number).order_by(records.c.key)))
    binder.actors.have((number,))
    if not ids:
        _dissolve(binder, groups.mentioned, number)
        return
    cluster = binder.actors.change(number)
    cluster.times = len(ids)
    if mention_of(cluster.id) not in ids:
        cluster.id = actor_id(ids[0])


def _mend_thread(binder: Binder, number: int) -> None:
    found = threads_of(binder.connection, (number,)).get(number)
    if found is None:
        _dissolve(binder, groups.joined, number)
        return
    binder.threads.have((number,))
    gist = binder.threads.change(number)
    ids = [piece.entry.id for piece in found.acts]
    if gist.founder not in ids:
        gist.founder = ids[0]
    if len(ids) <= _MOST_GISTS:
        told = _told(binder, number, set(ids))
        made = Gist(told[0])
        for one in told[1:]:
            made.add(one)
        made.founder = gist.founder
        binder.threads.held[number] = made


def _told(binder: Binder, number: int, ids: set[str]) -> list[Told]:
    """A thread's acts as they are joined."""
    held = held_in(binder.connection, _documents_of(binder.connection, groups.joined, number))
    return [told for one in held for told in binder.told_in(one) if told.entry.id in ids]
