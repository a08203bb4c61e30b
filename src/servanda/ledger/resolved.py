"""What the ledger resolved: the actor of each mention and the undertaking of each act, as rows for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec

from servanda.ledger.entries import entries_in_order
from servanda.ledger.identity import Identities, resolve
from servanda.ledger.rulings import actor_rulings
from servanda.ledger.store import Ledger
from servanda.records import Actor


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


def identities_of(ledger: Ledger, known_at: str | None = None) -> Identities:
    """Who is who in the ledger, or in what it held at a moment."""
    return ledger.ask(
        lambda connection: resolve(entries_in_order(connection, "actor", known_at), actor_rulings(connection, known_at))
    )


def mentions_of(ledger: Ledger, today: datetime.date) -> Iterator[ResolvedMention]:
    """All mentions: actors in the order in which they were recorded, then acts by undertaking."""
    identities = identities_of(ledger)
    joins = {mention: join for actor in identities.actors() for mention, join in actor.reasons()}
    for entry in ledger.ask(lambda connection: entries_in_order(connection, "actor", None)):
        join = joins[entry.id]
        name = entry.record.name if isinstance(entry.record, Actor) else None
        yield _mention(entry.id, entry.record, join.id, (join.score, join.why), name)
    for undertaking in ledger.undertakings(today=today):
        reasons = {join.act: join for join in undertaking.joins}
        for id, act in zip(undertaking.act_ids, undertaking.acts, strict=True):
            yield _mention(id, act, undertaking.id, (reasons[id].score, reasons[id].why))


def _mention(
    id: str, record: object, resolved: str, why: tuple[float, str], name: str | None = None
) -> ResolvedMention:
    slots = {slot: getattr(record, slot) for slot in ("doc", "kind", "start", "end")}
    return ResolvedMention(**slots, id=resolved, record=id, score=why[0], why=why[1], name=name)
