"""Bodies that each province or city has, named without their place: it is taken from their dispatch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from servanda.data import load_table
from servanda.ledger.bodies import Concepts, folded
from servanda.records import Actor

_LEVELS = ("region", "city")


class NamedPlace(NamedTuple):
    """A region or city of a dispatch, as it is written there, with what names it everywhere."""

    actor: Actor
    key: str


def place_of(actor: Actor, said: Concepts, places: Iterable[NamedPlace]) -> NamedPlace | None:
    """The place of a body that does not say its own: the last named before it, else the first; None for others."""
    levels = _levels(actor, said)
    fitting = [place for place in places if _fits(place.actor, actor, levels)]
    before = [place for place in fitting if place.actor.start <= actor.start]
    nearest = max(before, key=_start, default=None) or min(fitting, key=_start, default=None)
    return nearest if levels else None


def _start(place: NamedPlace) -> int:
    return place.actor.start


@cache
def _table() -> Mapping[str, Any]:
    local = load_table("bodies")["local"]
    listed = {country: frozenset(map(_matters, found)) for country, found in local["departments"].items()}
    levels = {level: re.compile(pattern) for level, pattern in local["levels"].items()}
    return {"kinds": frozenset(local["kinds"]), "levels": levels, "departments": listed}


def _matters(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _levels(actor: Actor, said: Concepts) -> tuple[str, ...]:
    """The levels of which the body may be; none where it is of the whole country, or says where it is."""
    if not said.kinds or said.rest or said.places:
        return ()
    name, table = folded(actor.name), _table()
    told = tuple(level for level, pattern in table["levels"].items() if pattern.search(name))
    is_local = bool(said.kinds & table["kinds"])
    is_local |= "department" in said.kinds and said.matters in table["departments"].get(actor.country or "", ())
    return told or (_LEVELS if is_local else ())


def _fits(place: Actor, body: Actor, levels: tuple[str, ...]) -> bool:
    """Whether the place is of a level of the body, in its country; one of either level has a code of its own."""
    is_known = len(levels) == 1 or bool(place.code)
    return place.type in levels and is_known and body.country in (None, place.country)
