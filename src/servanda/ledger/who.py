"""Who is who, as the ledger keeps it: an actor by its id or by that of one of its mentions, and all in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, Row, Select, select

from servanda.ledger.clusters import Called, Cluster, most_common
from servanda.ledger.groups import actor_keys, actors, mentioned
from servanda.ledger.identity import ACTOR, PREFIX, Candidate, KnownActor, actor_id, known_actor
from servanda.ledger.kept_pools import batches
from servanda.ledger.kept_threads import in_order
from servanda.ledger.likeness import rules_of_identity
from servanda.ledger.mentions import name_keys
from servanda.ledger.pools import number_of
from servanda.ledger.schema import documents, records
from servanda.ledger.search import fold_name

_decode = msgspec.json.Decoder(Cluster).decode
_decode_called = msgspec.json.Decoder(Called).decode
_REASONS = (records.c.id, mentioned.c.score, mentioned.c.why)
if TYPE_CHECKING:
    Reason = Row[*tuple[Any, ...]]


def actor_of(connection: Connection, id: str, *, most: int | None = None) -> KnownActor | None:
    """The actor of that id, or that a mention of that id is, with its newest mentions; None where there is none."""
    mention = f"{ACTOR}-{id.partition('-')[2]}" if id.startswith(f"{PREFIX}-") else id
    number = connection.execute(select(actors.c.key).where(actors.c.id == id)).scalar()
    if number is None:
        query = select(mentioned.c.actor).join(records, records.c.key == mentioned.c.record)
        number = connection.execute(query.where(records.c.id == mention).order_by(records.c.key.desc())).scalar()
    if number is None:
        return None
    state = connection.execute(select(actors.c.state).where(actors.c.key == number)).scalar_one()
    newest = _reasons().where(mentioned.c.actor == number).order_by(mentioned.c.record.desc()).limit(most)
    rows = connection.execute(newest).all()[::-1]
    return _known(_decode(state), rows)


def all_actors(connection: Connection) -> Iterator[KnownActor]:
    """All actors in the order in which they were founded, each with all of its mentions."""
    for number, state in connection.execute(select(actors.c.key, actors.c.state).order_by(actors.c.key)):
        rows = connection.execute(in_order(_reasons().join(documents).where(mentioned.c.actor == number))).all()
        yield _known(_decode(state), rows)


class NamedActor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor as a list has it: its names, those used most first, and how many mentions it has."""

    id: str
    name: str
    names: tuple[str, ...]
    type: str | None
    country: str | None
    code: str | None = None
    times: int


def busiest_actors(connection: Connection, most: int, type: str | None = None) -> list[NamedActor]:
    """The actors with most mentions, of one type or all, the first of them first."""
    query = select(actors.c.state).order_by(actors.c.times.desc(), actors.c.key).limit(most)
    query = query.where(actors.c.type == type) if type else query
    return [_listed(_decode_called(state)) for state in connection.scalars(query)]


def actors_named(connection: Connection, names: Iterable[str]) -> dict[str, NamedActor]:
    """The actors that are called so, by name; of a name that several have, the one that is called so most."""
    asked = {name: {number_of(key) for key in name_keys(name)} for name in names}
    under: dict[int, list[Called]] = {}
    for some in batches({key for keys in asked.values() for key in keys}):
        query = select(actor_keys.c.key, actors.c.state).join(actors, actors.c.key == actor_keys.c.actor)
        for key, state in connection.execute(query.where(actor_keys.c.key.in_(some)).order_by(actors.c.key)):
            under.setdefault(key, []).append(_decode_called(state))
    found: dict[str, NamedActor] = {}
    for name, keys in asked.items():
        called = [(_times(cluster, name), cluster) for key in keys for cluster in under.get(key, ())]
        times, most = max(called, key=lambda pair: pair[0], default=(0, None))
        if most is not None and times:
            found[name] = _listed(most)
    return found


def named_once(connection: Connection, groups: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Each group of names with every actor once, by the name that comes first; a name that nobody has stays."""
    known = actors_named(connection, {name for group in groups for name in group})
    return [_once(group, known) for group in groups]


def _once(group: Sequence[str], known: Mapping[str, NamedActor]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in group:
        found.setdefault(known[name].id if name in known else name, name)
    return tuple(found.values())


def _times(cluster: Called, name: str) -> int:
    """How often the actor is called so."""
    folded = fold_name(name)
    return sum(times for known, times in cluster.names.items() if fold_name(known) == folded)


def _listed(cluster: Called) -> NamedActor:
    return NamedActor(
        id=cluster.id,
        name=cluster.name,
        names=tuple(most_common(cluster.names)),
        type=cluster.type,
        country=cluster.country,
        code=min(cluster.codes, default=None),
        times=cluster.times,
    )


def _reasons() -> Select[*tuple[Any, ...]]:
    return select(*_REASONS).join(mentioned, mentioned.c.record == records.c.key)


def _known(cluster: Cluster, rows: Sequence[Reason]) -> KnownActor:
    joins = tuple(reason_of(cluster.id, *row[:3]) for row in rows)
    return known_actor(cluster, tuple(row[0] for row in rows), joins)


def reason_of(actor: str, mention: str, score: float, why: str | None) -> Candidate:
    """Why a mention is an actor; the usual reasons are not written down."""
    says = rules_of_identity()["says"]
    usual = says["first"] if actor_id(mention) == actor else says["alike"]
    return Candidate(id=actor, score=score, why=why or usual)
