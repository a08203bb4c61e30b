"""Cities and regions on the map: a place by any of its names in any language, as far as it is known where it lies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

from servanda.languages import known_languages, load_yaml
from servanda.ledger.search import fold_name
from servanda.reading.place_names import keys_of
from servanda.records import Undertaking
from servanda.script import HAN

_LONGEST = 22  # letters of a name that stands on a map


class Site(NamedTuple):
    """A city or region: `key` tells it from others in all languages, `x` and `y` are those of `static/world.svg`."""

    key: str
    kind: str
    country: str
    x: float
    y: float


def find_site(name: str, countries: Iterable[str] = ()) -> Site | None:
    """The place of that name, among those of the countries first; None where it is not known where it lies."""
    found = _gazetteer().get(_plain(name), ())
    wanted = tuple(countries)
    near = [site for site in found if site.country in wanted]
    return next(iter(near or found), None)


def site_name(site: Site, lang: str) -> str:
    """What the place is called in a language, else as the world writes it."""
    return _called(lang).get((site.kind, site.country, site.key), site.key)


def place_called(name: str, countries: Iterable[str], lang: str) -> str:
    """What a language calls the place of that name, where it is known; else the name."""
    site = find_site(name, countries)
    return site_name(site, lang) if site else name


def places_named(undertaking: Undertaking, lang: str) -> list[str]:
    """The places that an undertaking names, each once, as a language calls those that are known."""
    return list(dict.fromkeys(place_called(name, undertaking.parties, lang) for name in undertaking.places))


@cache
def _called(lang: str) -> dict[tuple[str, str, str], str]:
    told = ((kind, country, key, _plain_script(names[0])) for kind, country, key, names in keys_of(lang))
    return {(kind, country, key): name for kind, country, key, name in told if len(name) <= _LONGEST}


def _plain(name: str) -> str:
    return fold_name(_plain_script(name))


def _plain_script(name: str) -> str:
    """The name as it is written: lists of languages whose words are not set apart have a space after each sign."""
    return name if name.isascii() or not HAN.search(name) else name.replace(" ", "")


@cache
def _gazetteer() -> dict[str, tuple[Site, ...]]:
    """The places by their folded names; cities stand before regions of the same name."""
    lying = _lying()
    found: dict[str, dict[Site, None]] = {}  # in the order of the lists, each once
    for lang in known_languages():
        for kind, country, key, names in keys_of(lang):
            if site := lying.get((kind, country, key)):
                for name in names:
                    found.setdefault(_plain(name), {})[site] = None
    return {
        name: tuple(sorted(sites, key=lambda site: (site.kind, site.country, site.key)))
        for name, sites in found.items()
    }


@cache
def _lying() -> dict[tuple[str, str, str], Site]:
    """Where the places lie, by kind, country and key."""
    listed = load_yaml(resources.files("servanda.desk").joinpath("pictures", "places.yaml"))
    found = {}
    for kind, topic in (("city", "cities"), ("region", "regions")):
        for country, line in listed[topic].items():
            for item in line.split(";"):
                key, _, where = item.partition("=")
                x, y = map(float, where.split())
                site = Site(key.strip(), kind, country, x, y)
                found[kind, country, site.key] = site
    return found
