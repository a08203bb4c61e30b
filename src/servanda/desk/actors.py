"""The actors of a ledger: those who act most, or those whose name has the words that are looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from servanda.desk.addresses import actor_address
from servanda.desk.view import Asked, View
from servanda.exchange.rows import value_text
from servanda.ledger.filters import Filter
from servanda.ledger.identity import KnownActor
from servanda.ledger.search import fold_name
from servanda.ledger.who import WhoIsWho
from servanda.records import Actor

_MOST = 60
_LOOKED_AT = 1_500
_MOST_OTHERS = 3  # names beside the first


def actors_view(asked: Asked) -> View:
    """Actors by name."""
    name = asked.query.text("q")
    listed = _named(name, asked) if name else asked.snapshot.remember("actors", lambda: _busiest(asked))
    values = {"q": name or "", "actors": listed[: asked.room if asked.suffix else _MOST], "count": len(listed)}
    rows = [{key: value_text(value) for key, value in actor.items()} for actor in listed]
    title = asked.words.t("actors.title")
    return View(template="actors.html", title=title, values=values, rows=lambda: rows, active="/actors")


def _busiest(asked: Asked) -> list[dict[str, Any]]:
    """Those who do or are asked to do most, each once, by whatever names."""
    who = asked.who()
    acts = (act for undertaking in asked.snapshot.undertakings for act in undertaking.acts)
    groups = grouped((name for act in acts for name in (*act.by, *act.to)), who)
    busiest = sorted(groups.values(), key=lambda names: -names.total())[: 4 * _MOST]
    return [_told(names, who.named(next(iter(names))) if who else None) for names in busiest]


def grouped(names: Iterable[str], who: WhoIsWho | None) -> dict[str, Counter[str]]:
    """Names by the actor that they are of, as far as it is known who is who, else by their folded form."""
    groups: dict[str, Counter[str]] = {}
    for name in names:
        actor = who.named(name) if who else None
        groups.setdefault(actor.id if actor else fold_name(name), Counter())[name] += 1
    return groups


def _told(names: Counter[str], actor: KnownActor | None) -> dict[str, Any]:
    """An actor of the list, by the name that is used most for it."""
    name = names.most_common(1)[0][0]
    return {
        "name": name,
        "others": [other for other, _ in names.most_common(_MOST_OTHERS + 1) if other != name],
        "href": f"/actors/{actor.id}" if actor else actor_address(name),
        "type": actor.type if actor else "",
        "country": (actor.country if actor else None) or "",
        "times": names.total(),
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
            "times": times,
        }
        for key, times in found.most_common()
    ]
