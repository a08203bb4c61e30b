"""Threads as a ledger keeps them, with their acts: read by their numbers, in the order in which they were recorded."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filters import Filter, conditions
from servanda.ledger.groups import joined, threads, undertakings
from servanda.ledger.joining import thread_of
from servanda.ledger.kept_pools import batches
from servanda.ledger.parting import joins_at
from servanda.ledger.schema import documents, records, searches
from servanda.ledger.signals import joining
from servanda.ledger.threads import Piece, Thread, piece_of
from servanda.records import Join

if TYPE_CHECKING:
    from servanda.ledger.entries import AnySelect

first_version = documents.alias("first_versions")


def in_order(query: AnySelect) -> AnySelect:
    """The question for records, in the order in which their documents were first recorded; it tells that place."""
    same = (first_version.c.doc == documents.c.doc) & (first_version.c.version == 1)
    told = query.add_columns(first_version.c.key.label("first"), records.c.key)
    return told.join(first_version, same).order_by(first_version.c.key, records.c.key)


def threads_of(connection: Connection, numbers: Iterable[int], at: str | None = None) -> dict[int, Thread]:
    """The threads of these numbers that have acts, by number; as they were `at` a moment, where one is given."""
    found: dict[int, Thread] = {}
    joins = joined if at is None else joins_at(at)
    for asked in batches(dict.fromkeys(numbers)):
        founders = _founders(connection, asked, at)
        pairs: dict[int, list[tuple[Piece, Join]]] = {}
        query = entries().add_columns(joins.c.thread, joins.c.score, joins.c.why, joins.c.sides)
        query = in_order(query.join(joins, joins.c.record == records.c.key)).where(joins.c.thread.in_(asked))
        for order, row in enumerate(connection.execute(query)):
            thread, score, why, sides, *_ = row[-6:]
            entry = entry_of(row, tuple((sides or "").split()))
            join = Join(act=entry.id, score=score, why=why or joining().says["first"])
            pairs.setdefault(thread, []).append((piece_of(entry, order), join))
        found.update((number, thread_of(founders[number], pairs[number])) for number in asked if number in pairs)
    return found


def _founders(connection: Connection, numbers: list[int], at: str | None) -> dict[int, str]:
    """The acts that give the threads their names; at a moment, what was told when the first of its acts left since."""
    named = select(threads.c.key, threads.c.founder).where(threads.c.key.in_(numbers))
    if at is not None:
        joins = joins_at(at)
        named = select(joins.c.thread, joins.c.founder).where(joins.c.thread.in_(numbers))
        named = named.order_by(joins.c.until.desc())  # the last one holds
    return {row[0]: row[1] for row in connection.execute(named)}


OF_ACTS = ("pair", "actor", "sector", "form", "lang", "text", "kind")  # criteria that one of a thread's acts must meet


def fitting_threads(connection: Connection, asked: Filter) -> list[int]:
    """The numbers of the threads of which each criterion holds of one act, and that had begun or not ended in time."""
    joins = joined if asked.known_at is None else joins_at(asked.known_at)
    listed = undertakings if asked.known_at is None else joins
    query = select(listed.c.thread).distinct()
    for name in OF_ACTS:
        if getattr(asked, name):
            fits = conditions(Filter(known_at=asked.known_at, **{name: getattr(asked, name)}), "act")
            acts = select(records.c.key).select_from(records.join(documents)).where(*fits)
            query = query.where(listed.c.thread.in_(select(joins.c.thread).where(joins.c.record.in_(acts))))
    if asked.status and not (asked.as_of or asked.known_at):
        query = query.where(undertakings.c.status == asked.status)
    return list(connection.scalars(query.order_by(listed.c.thread)))


def searched_in(connection: Connection) -> Mapping[str, datetime.date]:
    """The last day of a follow-up search that found nothing, by the act that was looked for."""
    looked = select(searches.c.act, func.max(searches.c.searched_on)).group_by(searches.c.act)
    return {act: datetime.date.fromisoformat(day) for act, day in connection.execute(looked)}
