"""The actors of a ledger: those who act most, or those whose name has the words that are looked for."""

from __future__ import annotations

from collections import Counter
from typing import Any

from servanda.desk.addresses import actor_address
from servanda.desk.view import Asked, View
from servanda.ledger.filters import Filter
from servanda.ledger.search import fold_name
from servanda.records import Actor

_MOST = 60
_LOOKED_AT = 1_500


def actors_view(asked: Asked) -> View:
    """Actors by name."""
    name = asked.query.text("q")
    listed = _named(name, asked) if name else asked.snapshot.remember("actors", lambda: _busiest(asked))
    values = {"q": name or "", "actors": listed[: asked.room if asked.suffix else _MOST], "count": len(listed)}
    rows = [{key: str(value) for key, value in actor.items()} for actor in listed]
    title = asked.words.t("actors.title")
    return View(template="actors.html", title=title, values=values, rows=lambda: rows, active="/actors")


def _busiest(asked: Asked) -> list[dict[str, Any]]:
    """Those who do or are asked to do most."""
    spelled: dict[str, Counter[str]] = {}
    for undertaking in asked.snapshot.undertakings:
        for act in undertaking.acts:
            for name in (*act.by, *act.to):
                spelled.setdefault(fold_name(name), Counter())[name] += 1
    busiest = sorted(spelled.values(), key=lambda names: -names.total())[: 4 * _MOST]
    found = []
    for names in busiest:
        name = names.most_common(1)[0][0]
        found.append({"name": name, "href": actor_address(name), "type": "", "country": "", "times": names.total()})
    return found


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
            "href": actor_address(told[key].name),
            "type": told[key].type,
            "country": told[key].country or "",
            "times": times,
        }
        for key, times in found.most_common()
    ]
