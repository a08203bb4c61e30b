"""Persons with their role and body, organisations, companies and places that a document names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter

from servanda.reading.entities import Entity, Found, Mention
from servanda.reading.homes import settle_countries
from servanda.reading.name_grammar import grammar
from servanda.reading.patterns import find_bodies, find_people, find_places, mark_acronyms
from servanda.reading.places import PlaceSpan, gazetteer
from servanda.reading.register import Register
from servanda.reading.tokens import tokenize
from servanda.reading.view import View
from servanda.records import Actor

_ORDER = attrgetter("start", "end", "type")


@lru_cache(maxsize=2)
def _places_in(lang: str, norm: str, plain: str) -> list[PlaceSpan]:
    """Every place that a text names and every phrase of the lists; kept for the last texts: several readers ask."""
    return gazetteer(lang).find_all(norm, plain)


def find_mentions(view: View) -> list[Mention]:
    """Every place where an actor is named, in order of place; each entity knows all its own."""
    rules = grammar(view.lang)
    spans = _places_in(view.lang, view.norm, view.plain)
    tokens = tokenize(view, spans)
    places = [span for span in _without_money(view, spans) if span.place.kind != "word"]
    bodies, tokens = find_bodies(view, rules, tokens)
    mark_acronyms(view, rules, bodies, tokens)
    people, tokens = find_people(view, rules, tokens)
    located = find_places(view, rules, tokens)
    register = Register(view, rules)
    for found in bodies:
        if found.type != "other":
            register.add(found)
    for found in located:
        register.add(found)
    for found in sorted(people, key=lambda f: (" " not in view.norm[f.start : f.end], f.start)):
        register.add(found)
    _add_places(register, places, bodies, people)
    if rules.has_capitals:
        register.add_short_forms(tokens)
    else:
        register.add_repeats()
    mentions = register.finish()
    settle_countries(view, rules, register.entities, places)
    return mentions


def _add_places(register: Register, places: list[PlaceSpan], bodies: list[Found], people: list[Found]) -> None:
    """Add the places of the lists; those within a person's name are part of it."""
    around = sorted([*bodies, *people], key=_ORDER)
    index = 0
    for span in places:
        while index < len(around) and around[index].end <= span.start:
            index += 1
        outer = around[index] if index < len(around) and around[index].start < span.end else None
        if outer is None or (outer.type != "person" and (outer.start, outer.end) != (span.start, span.end)):
            register.add_place(span, outer is not None)


def _without_money(view: View, spans: list[PlaceSpan]) -> Iterator[PlaceSpan]:
    """The places but for letters of a country that are those of its currency: "US$", "U.S. dollars"."""
    quantities = iter(view.quantities)
    quantity = next(quantities, None)
    for span in spans:
        while quantity and quantity.end < span.end:
            quantity = next(quantities, None)
        if not (quantity and quantity.start <= span.start) and not view.norm.startswith("$", span.end):
            yield span


def find_demonyms(view: View) -> list[PlaceSpan]:
    """Adjectives and names of people that point to a country ("vietnamien", "Chinese"), in order."""
    return [span for span in _places_in(view.lang, view.norm, view.plain) if span.place.kind == "demonym"]


def actors_of(view: View) -> tuple[Actor, ...]:
    """The distinct actors of a document as records, in order of place."""
    entities = {id(mention.entity): mention.entity for mention in view.mentions}
    return tuple(_actor(view, entity) for entity in sorted(entities.values(), key=lambda e: e.start))


def _actor(view: View, entity: Entity) -> Actor:
    start, end, quote = view.quote(entity.start, entity.end)
    return Actor(
        doc=view.document.id,
        start=start,
        end=end,
        quote=quote,
        confidence=entity.confidence,
        rule=entity.rule,
        part=entity.part,
        type=entity.type,
        name=entity.name,
        aka=tuple(entity.aka),
        country=entity.country,
        role=entity.role,
        organisation=entity.organisation,
        code=entity.code if entity.type != "bloc" else None,  # ISO 3166 knows no blocs
    )
