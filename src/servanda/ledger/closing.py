"""The rule of two accounts, where it is set: what closes an undertaking is proposed until another account confirms it.

Whether a judgement closes one is not guessed from its words: it is done, looked at, and taken back if it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from sqlalchemy import Connection, select

from servanda.ledger import groups
from servanda.ledger.binding import Binder
from servanda.ledger.judgements import Judgement, judgement_of, write_judgement
from servanda.ledger.kept_pools import batches
from servanda.ledger.rebinding import follow
from servanda.ledger.rulings import ACTOR_DEEDS, THREAD_DEEDS
from servanda.ledger.schema import records
from servanda.ledger.settings import setting_of
from servanda.status import CLOSED, Status

Deed = Callable[[Connection], Judgement]
_FREE = ("verdict", *ACTOR_DEEDS)  # who is who is no closing, though it may move acts


def ruled(binder: Binder, deed: Deed) -> Judgement:
    """The judgement that a deed wrote, with all that follows from it; a proposal, where it needs another account."""
    connection = binder.connection
    if setting_of(connection, "two-accounts") == "off":
        return _done(binder, deed)
    with connection.begin_nested() as trial:
        written = deed(connection)
        if written.deed == "confirm" or _meant(connection, written).deed in _FREE:
            _follow(binder, written)
            return written
        acts = _members(connection, _about(connection, written))
        _follow(binder, written)
        acts |= _members(connection, acts)
        closed = {act for act, is_closed in _closed(connection, acts).items() if is_closed}
        if not closed:
            return written
        trial.rollback()
        binder.forget()
    before = _closed(connection, closed)
    if all(before.get(act, False) for act in closed):
        return _done(binder, deed)
    return write_judgement(connection, msgspec.structs.replace(written, waits=True))


def _done(binder: Binder, deed: Deed) -> Judgement:
    written = deed(binder.connection)
    _follow(binder, written)
    return written


def _follow(binder: Binder, written: Judgement) -> None:
    binder.begin(written.at)
    follow(binder, written)


def _meant(connection: Connection, judgement: Judgement) -> Judgement:
    """The judgement that an undoing or a confirmation is about in the end; another one itself."""
    while key := judgement.undoes or judgement.confirms:
        judgement = judgement_of(connection, key)
    return judgement


def _about(connection: Connection, judgement: Judgement) -> set[str]:
    """The acts that a judgement is about."""
    meant = _meant(connection, judgement)
    return {meant.about, meant.said} if meant.deed in THREAD_DEEDS else {meant.about}


def _members(connection: Connection, acts: Iterable[str]) -> set[str]:
    """These acts, and all that belong to the same undertakings."""
    given = set(acts)
    numbers = set(_threads(connection, given).values())
    table, found = groups.joined, given
    for some in batches(numbers):
        query = select(records.c.id).join(table, table.c.record == records.c.key).where(table.c.thread.in_(some))
        found = found | set(connection.scalars(query))
    return found


def _threads(connection: Connection, acts: Iterable[str]) -> dict[str, int]:
    """The threads to which these acts belong now."""
    table, found = groups.joined, dict[str, int]()
    for some in batches(acts):
        query = select(records.c.id, table.c.thread).join(table, table.c.record == records.c.key)
        found.update((row[0], row[1]) for row in connection.execute(query.where(records.c.id.in_(some))))
    return found


def _closed(connection: Connection, acts: Iterable[str]) -> dict[str, bool]:
    """Whether the undertaking to which each act belongs is closed, in all its parts; acts of none are left out."""
    table, threads = groups.undertakings, _threads(connection, acts)
    is_closed: dict[int, bool] = {}
    for some in batches(set(threads.values())):
        for thread, status in connection.execute(
            select(table.c.thread, table.c.status).where(table.c.thread.in_(some))
        ):
            is_closed[thread] = is_closed.get(thread, True) and Status(status) in CLOSED
    return {act: is_closed.get(thread, False) for act, thread in threads.items()}
