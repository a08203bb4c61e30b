"""Ruling who is who and what belongs together: two actors that are one, acts that leave an undertaking.

A ruling is a judgement in the ledger's log: signed, with its reason, and undone by `review.undo`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from servanda.errors import NotFoundError, UsageError
from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filters import known
from servanda.ledger.groups import actors, doubted, joined
from servanda.ledger.identity import PREFIX, mention_of
from servanda.ledger.judgements import Judgement, write_judgement
from servanda.ledger.prefixes import UNDERTAKING
from servanda.ledger.rulings import ACTOR_DEEDS, judged_actors
from servanda.ledger.schema import records
from servanda.ledger.signals import joining
from servanda.ledger.store import Ledger, moment_of
from servanda.records import Act, Actor, Entry

_WEAK = 0.1  # above the threshold: what hardly joined


class Between(NamedTuple):
    """A ruling about two things: what is ruled, and the records that stand for them."""

    deed: str
    about: str
    value: str


def rule_actors(ledger: Ledger, deed: str, pair: tuple[str, str], *, account: str, reason: str = "") -> Judgement:
    """Say that two actors (or mentions of them) are the `same`, `different`, or that one cannot know (`unsure`)."""
    if deed not in ACTOR_DEEDS:
        raise UsageError(f"{deed!r}: of two actors say {', '.join(ACTOR_DEEDS)}")
    first, second = (_held(ledger, _mention_id(id), Actor) for id in pair)
    return _write(ledger, Between(deed, second.id, first.id), second, (account, reason))


def merge_undertakings(ledger: Ledger, pair: tuple[str, str], *, account: str, reason: str = "") -> Judgement:
    """Say that two undertakings are one: from now on they have one thread, and both ids lead to it."""
    first, second = (_held(ledger, act_id(id), Act) for id in pair)
    return _write(ledger, Between("merge", second.id, first.id), second, (account, reason))


def split_undertaking(
    ledger: Ledger, undertaking: str, acts: Iterable[str], *, account: str, reason: str = ""
) -> list[Judgement]:
    """Say that these acts are another undertaking than the one that they were joined to; together they found it."""
    founder = _held(ledger, act_id(undertaking), Act)
    leaving = [_held(ledger, id, Act) for id in acts]
    if not leaving or any(act.id == founder.id for act in leaving):
        raise UsageError(f"{undertaking}: name the acts that leave it; the one that founded it stays")
    deeds = [(Between("split", act.id, founder.id), act) for act in leaving]
    deeds += [(Between("merge", act.id, leaving[0].id), act) for act in leaving[1:]]
    return [_write(ledger, between, act, (account, reason)) for between, act in deeds]


def _mention_id(id: str) -> str:
    """The mention that founded an actor: who-3f09c2d17a5e was founded by actor-3f09c2d17a5e."""
    return mention_of(id) if id.startswith(f"{PREFIX}-") else id


def act_id(id: str) -> str:
    """The act that founded an undertaking: und-3f09c2d17a5e was founded by act-3f09c2d17a5e."""
    return f"act-{id.partition('-')[2].partition('.')[0]}" if id.startswith(f"{UNDERTAKING}-") else id


def _held(ledger: Ledger, id: str, kind: type[Act] | type[Actor]) -> Entry:
    entry = ledger.get(id).proofs[0].entry
    if not isinstance(entry.record, kind):
        raise NotFoundError(f"{id!r} is no {kind.__name__.lower()}, it is of kind {entry.record.kind}")
    return entry


def _write(ledger: Ledger, between: Between, entry: Entry, signed: tuple[str, str]) -> Judgement:
    if between.about == between.value:
        raise UsageError(f"{between.about}: both are one record; name two")
    judgement = Judgement(
        key=0,
        at=moment_of(None),
        account=signed[0],
        deed=between.deed,
        about=between.about,
        value=msgspec.json.encode(between.value).decode(),
        reason=signed[1],
        doc=entry.record.doc,
    )
    return ledger.rule(lambda connection: write_judgement(connection, judgement))


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A mention that may be an actor which it was not joined to: what waits for a ruling, and why it may be."""

    mention: Entry
    actor: str
    score: float
    why: str


def find_doubts(ledger: Ledger, *, limit: int = 50) -> list[Doubt]:
    """The mentions that nearly were joined to an actor and that nobody ruled about, the likeliest first."""

    return ledger.ask(lambda connection: _doubts(connection, limit))


def _doubts(connection: Connection, limit: int) -> list[Doubt]:
    ruled = judged_actors(connection)
    query = entries().add_columns(doubted.c.score, doubted.c.why, actors.c.id.label("actor"))
    query = query.join(doubted, doubted.c.record == records.c.key).join(actors, actors.c.key == doubted.c.actor)
    rows = connection.execute(query.where(*known(None)).order_by(doubted.c.score.desc(), doubted.c.record))
    waiting = (row for row in rows if frozenset((row.id, mention_of(row.actor))) not in ruled)
    return [
        Doubt(mention=entry_of(row), actor=row.actor, score=row.score, why=row.why) for row in islice(waiting, limit)
    ]


class WeakJoin(msgspec.Struct, frozen=True, kw_only=True):
    """An act that was joined to its undertaking on little evidence, how well it fits, and why it was."""

    act: Entry
    score: float
    why: str


def find_weak_joins(ledger: Ledger, *, limit: int = 50) -> list[WeakJoin]:
    """The acts whose fit is hardly more than what it takes to join, the newest first; a ruling makes them sure."""
    bound = joining().threshold + _WEAK
    query = entries().add_columns(joined.c.score, joined.c.why).join(joined, joined.c.record == records.c.key)
    query = query.where(joined.c.score < bound, *known(None)).order_by(joined.c.record.desc()).limit(limit)

    def ask(connection: Connection) -> list[WeakJoin]:
        rows = connection.execute(query)
        return [WeakJoin(act=entry_of(row), score=row.score, why=row.why or "") for row in rows]

    return ledger.ask(ask)
