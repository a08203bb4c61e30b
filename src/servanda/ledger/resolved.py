"""What the ledger resolved: the actor of each mention and the undertaking of each act, as rows for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection

from servanda.ledger.entries import entries, entry_of
from servanda.ledger.groups import actors, mentioned
from servanda.ledger.identity import Candidate, KnownActor
from servanda.ledger.kept_threads import in_order
from servanda.ledger.schema import records
from servanda.ledger.store import Ledger
from servanda.ledger.who import all_actors, reason_of
from servanda.records import Actor, Entry


class ResolvedMention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One mention with the id of what it was resolved to, how sure that is, and why."""

    doc: str
    kind: str
    start: int
    end: int
    id: str
    record: str
    score: float
    why: str
    name: str | None = None


def known_actors(ledger: Ledger) -> list[KnownActor]:
    """All actors of the ledger, in the order in which they were first mentioned."""
    return ledger.ask(lambda connection: list(all_actors(connection)))


def mentions_of(ledger: Ledger, today: datetime.date) -> Iterator[ResolvedMention]:
    """All mentions: actors in the order in which they were recorded, then acts by undertaking."""
    for entry, join in ledger.ask(_joined_actors):
        name = entry.record.name if isinstance(entry.record, Actor) else None
        yield _mention(entry.id, entry.record, join.id, (join.score, join.why), name)
    for undertaking in ledger.undertakings(today=today):
        reasons = {join.act: join for join in undertaking.joins}
        for id, act in zip(undertaking.act_ids, undertaking.acts, strict=True):
            yield _mention(id, act, undertaking.id, (reasons[id].score, reasons[id].why))


def _joined_actors(connection: Connection) -> list[tuple[Entry, Candidate]]:
    """The mentions of actors with why each is its actor."""
    query = entries().add_columns(mentioned.c.score, mentioned.c.why, actors.c.id.label("actor"))
    query = query.join(mentioned, mentioned.c.record == records.c.key).join(actors, actors.c.key == mentioned.c.actor)
    rows = connection.execute(in_order(query))
    return [(entry_of(row), reason_of(row.actor, row.id, row.score, row.why)) for row in rows]


def _mention(
    id: str, record: object, resolved: str, why: tuple[float, str], name: str | None = None
) -> ResolvedMention:
    slots = {slot: getattr(record, slot) for slot in ("doc", "kind", "start", "end")}
    return ResolvedMention(**slots, id=resolved, record=id, score=why[0], why=why[1], name=name)
