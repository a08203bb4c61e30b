"""The actors of a ledger: those who are named most, or those whose name has the words that are looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from servanda.desk.addresses import actor_address
from servanda.desk.view import Asked, View
from servanda.errors import UsageError
from servanda.exchange.rows import value_text
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
    listed = [{**actor, "name": called(actor, asked)} for actor in known]
    values = {
        "q": name or "",
        "type": type or "",
        "types": list(ACTOR_TYPES),
        "actors": listed[: asked.room_of(_MOST)],
        "count": len(listed),
    }
    rows = [{key: value_text(value) for key, value in actor.items()} for actor in listed]
    title = asked.words.t("actors.title")
    return View(template="actors.html", title=title, values=values, rows=lambda: rows, active="/actors")


def called(actor: Mapping[str, Any], asked: Asked) -> str:
    """What a reader calls an actor: a country by its name in the reader's language, others as they are called most."""
    is_country = actor["type"] == "country" and actor["code"]
    return asked.words.wording.country(actor["code"]) if is_country else str(actor["name"])


def _busiest(asked: Asked, type: str | None) -> list[dict[str, Any]]:
    """The actors that most documents name, of one type or all."""
    found = asked.ledger.ask(lambda connection: busiest_actors(connection, 4 * _MOST, type))
    return [_told(actor) for actor in found]


def grouped(names: Iterable[str], asked: Asked) -> dict[str, Counter[str]]:
    """Names by the actor that they are of, as far as it is known who is who, else by their folded form."""
    listed = list(names)
    known = asked.ledger.ask(lambda connection: actors_named(connection, listed))
    groups: dict[str, Counter[str]] = {}
    for name in listed:
        groups.setdefault(known[name].id if name in known else fold_name(name), Counter())[name] += 1
    return groups


def _told(actor: NamedActor) -> dict[str, Any]:
    """An actor of the list, by the name that is used most for it."""
    return {
        "name": actor.name,
        "others": [other for other in actor.names[: _MOST_OTHERS + 1] if other != actor.name],
        "href": f"/actors/{actor.id}",
        "type": actor.type or "",
        "country": actor.country or "",
        "code": actor.code or "",
        "times": actor.times,
    }


def _named(name: str, asked: Asked) -> list[dict[str, Any]]:
    """Those whose name has these words, each once, with how many documents name them."""
    found: Counter[tuple[str, str]] = Counter()
    told: dict[tuple[str, str], Actor] = {}
    for entry in asked.ledger.actors(Filter(actor=name, limit=_LOOKED_AT)):
        actor = entry.record
        if isinstance(actor, Actor):
            key = fold_name(actor.name), actor.type
            found[key] += 1
            told.setdefault(key, actor)
    return [
        {
            "name": told[key].name,
            "others": [],
            "href": actor_address(told[key].name),
            "type": told[key].type,
            "country": told[key].country or "",
            "code": told[key].code or "",
            "times": times,
        }
        for key, times in found.most_common()
    ]
