"""The places that names of bodies hold, as far as a language knows them, each by what the world calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice

from msgspec.structs import replace

from servanda.data import load_table
from servanda.languages import known_languages
from servanda.reading.entities import REALMS
from servanda.reading.place_names import Place, keys_of
from servanda.reading.places import gazetteer
from servanda.script import HAN, set_apart

_KINDS = (*REALMS, "demonym")
_FRONT = range(6, 1, -1)  # characters of a country's name


@lru_cache(maxsize=8_192)
def known_places(name: str, lang: str) -> tuple[tuple[str, Place], ...]:
    """The places in the name that its language knows, as they are written in it."""
    if lang not in known_languages():
        return ()
    apart = set_apart(name)
    cities = list(_by_adjectives(name, lang))  # "Казанский" is of Kazan, and of Russia by that
    taken = {written for written, _ in cities}
    spans = (span for span in gazetteer(lang).within(name) if span.place.kind in _KINDS)
    found = [(_joined(apart[span.start : span.end]), span.place) for span in spans] or list(_at_the_front(name, lang))
    own = [(written, place) for written, place in found if written not in taken]
    return tuple((written, _of_all(place, lang)) for written, place in (*own, *cities))


def _at_the_front(name: str, lang: str) -> Iterator[tuple[str, Place]]:
    """The place with which a Chinese name of a known body begins, which is found as a whole."""
    if HAN.match(name):
        parts = (name[:length] for length in _FRONT)
        yield from islice(
            ((part, place) for part in parts if (place := gazetteer(lang).get(part)) and place.kind in _KINDS), 1
        )


def world_name(name: str, lang: str) -> str | None:
    """What the world calls the city or region of exactly this name; None for one that the language does not know."""
    place = gazetteer(lang).get(name) if lang in known_languages() else None
    return _of_all(place, lang).name if place else None


def code_of(name: str, lang: str, kind: str, country: str | None) -> str | None:
    """The code of the place of exactly this name, of that kind in that country; None for one without a code."""
    place = gazetteer(lang).get(name) if lang in known_languages() else None
    return place.code if place and (place.kind, place.country) == (kind, country) else None


def _joined(written: str) -> str:
    """The name without spaces between Chinese characters."""
    return written.replace(" ", "") if HAN.search(written) else written


def _of_all(place: Place, lang: str) -> Place:
    """The place by the name that it has in every language."""
    named = _world_names(lang).get((place.kind, place.country, place.name)) if place.country else None
    return replace(place, name=named) if named else place


@cache
def _world_names(lang: str) -> Mapping[tuple[str, str, str], str]:
    return {(kind, country, name): key for kind, country, key, names in keys_of(lang) for name in names}


@cache
def _adjectives(lang: str) -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]] | None:
    """How a language makes adjectives of cities: the words, and the endings of cities by those of the stem."""
    rules = load_table("bodies")["city_adjectives"].get(lang)
    if not rules:
        return None
    endings = {stem: tuple(line.split("|")) for stem, line in rules["cities"].items()}
    return re.compile(rules["words"]), endings


def _by_adjectives(name: str, lang: str) -> Iterator[tuple[str, Place]]:
    """The places whose adjectives the name has: "Казанский" is of Kazan."""
    if rules := _adjectives(lang):
        pattern, endings = rules
        for word in pattern.finditer(name):
            if place := _city_of(word["stem"], endings, lang):
                yield word.group(), place


def _city_of(stem: str, endings: Mapping[str, tuple[str, ...]], lang: str) -> Place | None:
    known = gazetteer(lang)
    cut = ((stem.removesuffix(ending), told) for ending, told in endings.items() if stem.endswith(ending))
    return next((place for bare, told in cut for ending in told if (place := known.get(bare + ending))), None)
