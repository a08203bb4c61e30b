"""Joins over recorded time: an act that leaves its thread is told to have been there, so that a past day can be asked.

`joined` says where acts belong now, each since a moment; `parted` where they belonged until one. Both together say it
for any moment, as it was told then: by the rules and rulings that held.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Subquery, delete, func, insert, literal, or_, select, union_all

from servanda.ledger.groups import joined, joining, parted, threads
from servanda.ledger.schema import documents, records

_TOLD = ("record", "thread", "score", "why", "sides")
_STILL = "9999"  # the moment at which what holds now will end


def part(connection: Connection, which: ColumnElement[bool], moment: str) -> None:
    """Let these acts leave their threads."""
    keep(connection, which, moment)
    connection.execute(delete(joined).where(which))


def keep(connection: Connection, which: ColumnElement[bool], moment: str) -> None:
    """Take note where these acts belonged until this moment; where they came to at the same moment, they never were."""
    names = (*_TOLD, "since", "founder", "until")
    columns = [*(joined.c[name] for name in (*_TOLD, "since")), threads.c.founder, literal(moment)]
    were = select(*columns).join(threads, threads.c.key == joined.c.thread)
    were = were.where(which, or_(joined.c.since.is_(None), joined.c.since < moment))
    connection.execute(insert(parted).from_select(names, were))


def joins_at(moment: str) -> Subquery:
    """Where acts belonged at a moment, until when, and the act that gave the thread its name when they left it."""
    now = select(*(joined.c[name] for name in _TOLD), literal(_STILL).label("until"), threads.c.founder)
    now = now.join(threads, threads.c.key == joined.c.thread).join(records, records.c.key == joined.c.record)
    were = select(*(parted.c[name] for name in _TOLD), parted.c.until, parted.c.founder)
    were = were.join(records, records.c.key == parted.c.record).where(parted.c.until > moment)
    halves = (
        query.join(documents, documents.c.key == records.c.document).where(
            func.coalesce(table.c.since, documents.c.recorded_at) <= moment
        )
        for query, table in ((now, joined), (were, parted))
    )
    return union_all(*halves).subquery("joins")


def is_told(connection: Connection, moment: str) -> bool:
    """Whether the tables tell what was joined at that moment; not of what was before all was joined anew."""
    told_from = connection.execute(select(joining.c.told_from)).scalar()
    return told_from is None or told_from <= moment


def next_thread(connection: Connection) -> int:
    """The first number that no thread has or had."""
    last = (select(func.coalesce(func.max(table.c.thread), 0)).scalar_subquery() for table in (joined, parted))
    return int(max(connection.execute(select(*last)).one())) + 1
