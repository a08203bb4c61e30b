"""One actor in all documents: the records that share its names, its offices over time, and where it is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from itertools import chain

import msgspec
from sqlalchemy import Connection, Select, func, select

from servanda.errors import NotFoundError
from servanda.ledger.entries import entries, entry_of
from servanda.ledger.filing import FILED
from servanda.ledger.filters import known as known_versions
from servanda.ledger.identity import PREFIX, mention_of
from servanda.ledger.schema import documents, facets, records
from servanda.ledger.search import fold_name
from servanda.ledger.store import Ledger
from servanda.ledger.who import actor_of
from servanda.records import Actor, Entry

BY_NAME = "~"  # before a name that stands for an id
_MOST = 150  # records of one actor that are looked at, the newest
_MOST_NAMING = 10_000  # records that name an actor, the newest: of more it is only told that there are more


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """A role as documents tell it: from the first to the last day on which one does, which is no term of office."""

    role: str
    organisation: str
    first: str | None
    last: str | None
    times: int
    entry: Entry


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A name of an actor: how often it is used, in which languages, where it first stands, and why it is its name."""

    name: str
    times: int
    langs: tuple[str, ...]
    why: str
    entry: Entry


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """An actor: its names in all scripts by how often they are used, its offices, its records, and why they are one."""

    id: str
    name: str
    type: str
    country: str | None
    names: Mapping[str, int]
    forms: frozenset[str]
    offices: tuple[Office, ...]
    entries: tuple[Entry, ...]
    whys: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()


def find_actor(ledger: Ledger, id: str) -> Identity:
    """The actor of that id, that a record of that id names, or that has the name after `~`; else `NotFoundError`."""
    if id.startswith(BY_NAME):
        return ledger.ask(lambda connection: _by_name(connection, id.removeprefix(BY_NAME).strip()))
    first = ledger.get(mention_of(id) if id.startswith(f"{PREFIX}-") else id).proofs[0].entry
    if not isinstance(first.record, Actor):
        raise NotFoundError(f"{id!r} is no actor, it is of kind {first.record.kind}")
    return ledger.ask(lambda connection: _identity(connection, first))


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """The records that name an actor: how many of each kind, whether there are more than were counted, the newest."""

    counts: Mapping[str, int]
    is_more: bool
    newest: Mapping[str, list[Entry]]


def naming(ledger: Ledger, forms: Iterable[str], most: Mapping[str, int]) -> Naming:
    """How many records name one of these forms, and the newest of each kind that is asked for, at most so many."""
    return ledger.ask(lambda connection: _naming(connection, sorted(forms), most))


def _by_name(connection: Connection, name: str) -> Identity:
    """The actor of that name; one that only acts name, and no record of its own, is known by its name alone."""
    if first := _named(connection, name):
        return _identity(connection, first)
    forms = frozenset((fold_name(name),))
    if not any(_naming(connection, sorted(forms), dict.fromkeys(FILED, 0)).counts.values()):
        raise NotFoundError(f"nobody is called {name!r} in this ledger")
    return Identity(
        id=BY_NAME + name, name=name, type="", country=None, names={name: 1}, forms=forms, offices=(), entries=()
    )


def _named(connection: Connection, name: str) -> Entry | None:
    called = _called([fold_name(name)]).subquery("called")
    query = entries().join(called, called.c.record == records.c.key)
    query = query.where(records.c.kind == "actor", *known_versions(None))
    rows = connection.execute(query.order_by(records.c.key.desc()).limit(_MOST))
    found = [entry_of(row) for row in rows]
    own = [entry for entry in found if fold_name(name) in forms_of(entry.record)]
    return next(iter(own), None)


def _identity(connection: Connection, first: Entry) -> Identity:
    """The actor that a mention is; the mention alone where it is not joined yet."""
    known = actor_of(connection, first.id, most=_MOST)
    if known is None:
        return _told([first], full_names(first.record))
    query = entries().where(records.c.id.in_(known.mentions), *known_versions(None)).order_by(records.c.key)
    found = [entry_of(row) for row in connection.execute(query)] or [first]
    forms = frozenset[str]().union(*(full_names(entry.record) for entry in found))
    told = _told(found, forms)
    reasons = {mention: join.why for mention, join in known.reasons()}
    return msgspec.structs.replace(
        told,
        id=known.id,
        name=known.name,
        country=known.country,
        names=known.names,
        whys=tuple(dict.fromkeys(reasons.values())),
        named=tuple(_named_by(known.names, found, reasons)),
    )


def _named_by(names: Mapping[str, int], found: list[Entry], reasons: Mapping[str, str]) -> Iterator[Named]:
    """Each name with the reason why its first mention is the actor."""
    telling: dict[str, list[Entry]] = {}
    for entry in found:
        if isinstance(entry.record, Actor):
            for name in (entry.record.name, *entry.record.aka):
                telling.setdefault(name, []).append(entry)
    for name, times in names.items():
        if entries_of_name := telling.get(name):
            first = entries_of_name[0]
            langs = tuple(dict.fromkeys(entry.lang for entry in entries_of_name))
            yield Named(name=name, times=times, langs=langs, why=reasons.get(first.id, ""), entry=first)


def _told(found: list[Entry], forms: frozenset[str]) -> Identity:
    actors = [entry.record for entry in found if isinstance(entry.record, Actor)]
    names = Counter(name for actor in actors for name in (actor.name, *actor.aka))
    countries = Counter(actor.country for actor in actors if actor.country)
    return Identity(
        id=found[0].id,
        name=Counter(actor.name for actor in actors).most_common(1)[0][0],
        type=actors[0].type,
        country=countries.most_common(1)[0][0] if countries else None,
        names=dict(names.most_common()),
        forms=forms,
        offices=tuple(_offices(found)),
        entries=tuple(sorted(found, key=lambda entry: entry.published or "", reverse=True)),
    )


def _offices(found: Iterable[Entry]) -> list[Office]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in found:
        actor = entry.record
        if isinstance(actor, Actor) and (actor.role or actor.organisation):
            key = fold_name(actor.role or ""), fold_name(actor.organisation or "")
            groups.setdefault(key, []).append(entry)
    offices = [_office(group) for group in groups.values()]
    return sorted(offices, key=lambda office: (office.last or "", office.times), reverse=True)


def _office(group: list[Entry]) -> Office:
    days = sorted(entry.published for entry in group if entry.published)
    actor = group[0].record
    assert isinstance(actor, Actor)
    return Office(
        role=actor.role or "",
        organisation=actor.organisation or "",
        first=days[0] if days else None,
        last=days[-1] if days else None,
        times=len(group),
        entry=group[-1],
    )


def _naming(connection: Connection, forms: list[str], most: Mapping[str, int]) -> Naming:
    """All kinds in one pass over what was recorded last, so that it costs no more in a ledger that grows."""
    so = _called(forms).order_by(facets.c.record.desc()).limit(_MOST_NAMING + 1).subquery("called")
    told = select(records.c.kind, func.coalesce(records.c.last_day, ""), records.c.key)
    told = told.join(so, so.c.record == records.c.key).join(documents, documents.c.key == records.c.document)
    rows = connection.execute(told.where(records.c.kind.in_(most), *known_versions(None))).all()
    days: dict[str, list[tuple[str, int]]] = {kind: [] for kind in most}
    for kind, day, key in rows:
        days[kind].append((day, -key))
    keys = {kind: [-key for _, key in nlargest(most[kind], found)] for kind, found in days.items()}
    wanted = entries().add_columns(records.c.key).where(records.c.key.in_(chain.from_iterable(keys.values())))
    held = {row.key: entry_of(row) for row in connection.execute(wanted)}
    called = connection.execute(select(func.count()).select_from(so)).scalar_one()
    return Naming(
        counts={kind: len(found) for kind, found in days.items()},
        is_more=called > _MOST_NAMING,
        newest={kind: [held[key] for key in some] for kind, some in keys.items()},
    )


def _called(forms: list[str]) -> Select[tuple[int]]:
    """The records that name one of these forms: few, where those of a kind are many."""
    codes = [f"name:{form}" for form in forms]
    return select(facets.c.record).where(facets.c.code.in_(codes)).distinct()


def forms_of(record: object) -> frozenset[str]:
    """All names of an actor's record, folded."""
    return frozenset(map(fold_name, (record.name, *record.aka))) if isinstance(record, Actor) else frozenset()


def full_names(record: object) -> frozenset[str]:
    """The names by which an actor can be told from others: of a person, those of more than one word."""
    forms = forms_of(record)
    if isinstance(record, Actor) and record.type == "person":
        return frozenset(form for form in forms if " " in form or not form.isascii()) or forms
    return forms
