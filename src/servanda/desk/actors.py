"""The actors of a ledger: those who are named most, or those whose name has the words that are looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from servanda.analysis.calling import called as called_so
from servanda.desk.places import place_called
from servanda.desk.view import Asked, View
from servanda.errors import UsageError
from servanda.exchange.rows import value_text
from servanda.ledger.actors import BY_NAME
from servanda.ledger.filters import Filter
from servanda.ledger.search import fold_name
from servanda.ledger.who import NamedActor, actors_named, busiest_actors
from servanda.records import Actor

ACTOR_TYPES = ("person", "company", "public-body", "organisation", "country", "region", "city", "bloc")
_MOST = 60
_LOOKED_AT = 1_500
_MOST_OTHERS = 3  # names beside the first


def actors_view(asked: Asked) -> View:
    """Actors by name."""
    name, type = asked.query.text("q"), asked.query.text("type")
    if type and type not in ACTOR_TYPES:
        raise UsageError(f"type: {type!r}: one of {', '.join(ACTOR_TYPES)}")
    known = _named(name, asked) if name else asked.snapshot.remember(f"actors {type}", lambda: _busiest(asked, type))
    listed = [_told(actor, asked) for actor in known]
    page, room = asked.query.number("page", 0, 10_000), asked.room_of(_MOST)
    values = {
        "q": name or "",
        "type": type or "",
        "types": list(ACTOR_TYPES),
        "actors": listed[page * room : (page + 1) * room],
        "count": len(listed),
        "page": page,
        "pages": -(-len(listed) // room),
    }
    rows = [{key: value_text(value) for key, value in actor.items()} for actor in listed]
    title = asked.words.t("actors.title")
    return View(template="actors.html", title=title, values=values, rows=lambda: rows, active="/actors")


def called(actor: NamedActor, asked: Asked, name: str = "") -> str:
    """What a reader calls an actor: a country or place as the reader's language does, others in the reader's script.

    A `name` that is used for it here goes before those that are used elsewhere.
    """
    if actor.type in ("city", "region"):
        return place_called(actor.name, filter(None, (actor.country,)), asked.words.lang)
    return called_so(name or actor.name, actor, asked.words.wording)


def who_is_who(names: Iterable[str], asked: Asked) -> dict[str, NamedActor]:
    """The actors that are called so, by name, as far as it is known who is who."""
    listed = list(names)
    return asked.ledger.ask(lambda connection: actors_named(connection, listed))


def each_once(names: Iterable[str], known: Mapping[str, NamedActor], asked: Asked) -> list[str]:
    """Who is named, each once, as a reader calls them."""
    return [told_of(group, known, asked) for group in grouped(names, known).values()]


def told_of(names: Counter[str], known: Mapping[str, NamedActor], asked: Asked) -> str:
    """What a reader calls an actor of these names."""
    name = names.most_common(1)[0][0]
    return called(known[name], asked, name) if name in known else name


def grouped(names: Iterable[str], known: Mapping[str, NamedActor]) -> dict[str, Counter[str]]:
    """Names by the actor that they are of, as far as it is known who is who, else by their folded form."""
    groups: dict[str, Counter[str]] = {}
    for name in names:
        groups.setdefault(known[name].id if name in known else fold_name(name), Counter())[name] += 1
    return groups


def _busiest(asked: Asked, type: str | None) -> list[NamedActor]:
    """The actors that most documents name, of one type or all."""
    return asked.ledger.ask(lambda connection: busiest_actors(connection, 4 * _MOST, type))


def _named(name: str, asked: Asked) -> list[NamedActor]:
    """Those whose name has these words, each once, with how many documents name them."""
    found: Counter[tuple[str, str]] = Counter()
    told: dict[tuple[str, str], Actor] = {}
    for entry in asked.ledger.actors(Filter(actor=name, limit=_LOOKED_AT)):
        actor = entry.record
        if isinstance(actor, Actor):
            key = fold_name(actor.name), actor.type
            found[key] += 1
            told.setdefault(key, actor)
    return [_of_name(told[key], times) for key, times in found.most_common()]


def _of_name(actor: Actor, times: int) -> NamedActor:
    """An actor that is found by its name alone."""
    return NamedActor(
        id=BY_NAME + actor.name,
        name=actor.name,
        names=(actor.name,),
        type=actor.type,
        country=actor.country,
        code=actor.code,
        times=times,
    )


def _told(actor: NamedActor, asked: Asked) -> dict[str, Any]:
    """An actor of the list, with the names beside the one that it is told by."""
    name = called(actor, asked)
    return {
        "name": name,
        "others": [other for other in actor.names if other != name][:_MOST_OTHERS],
        "href": "/actors/" + quote(actor.id, safe=""),
        "type": actor.type or "",
        "country": actor.country or "",
        "code": actor.code or "",
        "times": actor.times,
    }
