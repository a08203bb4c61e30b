"""Countries, regions, cities and blocs by their names, and the adjectives that point to a country."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import ahocorasick_rs

from servanda.documents.text import fold
from servanda.languages import load_topic, load_yaml, phrases_of

_CODE = re.compile(r"[A-Z0-9]{1,3}")
_ACRONYM = 5  # letters up to which a name in capitals is matched as it is written: "US", not "us"
CHINESE_REGIONS = frozenset({"HK", "MO", "TW"})  # have a country's code, are listed as regions


class Place(NamedTuple):
    """What a name stands for: kind `country`, `region`, `city`, `bloc`, a known body's type, or `demonym`."""

    kind: str
    name: str
    country: str | None = None
    code: str | None = None


class PlaceSpan(NamedTuple):
    """A stretch of the normal text that names a place."""

    start: int
    end: int
    place: Place


_SHORT = 64  # characters up to which a plain form is remembered
_SIGN = re.compile(r"[\W_]")


def plain_name(text: str) -> str:
    """The text folded, every sign that is no letter or digit a space, character for character."""
    return _plain_word(text) if len(text) <= _SHORT else _SIGN.sub(" ", fold(text))


@lru_cache(maxsize=65_536)
def _plain_word(text: str) -> str:
    """The same, remembered: names come again and again."""
    return _SIGN.sub(" ", fold(text))


class Gazetteer:
    """All names of places that a language's press uses, found in one pass."""

    def __init__(self, lang: str) -> None:
        self._entries: dict[str, list[tuple[str, Place]]] = {}
        for written, place in (*_countries(lang), *_blocs(lang), *_known(lang), *_divisions(lang)):
            key = " " + " ".join(plain_name(written).split())
            self._entries.setdefault(key, []).append((written, place))
        patterns = sorted(self._entries)
        self._found = [(len(p), self._entries[p]) for p in patterns]
        rank = {p: i for i, p in enumerate(patterns)}
        self._shorter = [[rank[p[:n]] for n in range(len(p) - 1, 1, -1) if p[:n] in rank] for p in patterns]
        self._automaton = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, norm: str) -> list[PlaceSpan]:
        """Every place named in the text, in order, the longest name first, without overlap."""
        plain = f" {plain_name(norm)} "
        spans = []
        for index, start, _ in self._automaton.find_matches_as_indexes(plain):
            for candidate in (index, *self._shorter[index]):
                length, entries = self._found[candidate]
                if plain[start + length] == " " and (place := _written_so(norm, start, length, entries)):
                    spans.append(PlaceSpan(start, start + length - 1, place))
                    break
        return spans

    def get(self, name: str) -> Place | None:
        """The place of exactly this name, or None."""
        entries = self._entries.get(" " + " ".join(plain_name(name).split()), ())
        return next((place for _, place in entries if place.kind != "demonym"), None)

    def any(self, name: str) -> Place | None:
        """The place or nationality of exactly this name, or None."""
        entries = self._entries.get(" " + " ".join(plain_name(name).split()))
        return entries[0][1] if entries else None

    def is_demonym(self, word: str) -> bool:
        """Whether the word is an adjective of nationality."""
        entries = self._entries.get(" " + " ".join(plain_name(word).split()), ())
        return any(place.kind == "demonym" for _, place in entries)


def _written_so(norm: str, start: int, length: int, entries: list[tuple[str, Place]]) -> Place | None:
    """The first entry whose capitals the text respects."""
    first = norm[start]
    for written, place in entries:
        if written[0].islower() or first.isupper():
            acronym = written.isupper() and len(written) <= _ACRONYM
            if not acronym or norm.startswith(written, start):
                return place
    return None


@cache
def gazetteer(lang: str) -> Gazetteer:
    """The places of a language, loaded once."""
    return Gazetteer(lang)


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split("|") if name.strip()]


def _countries(lang: str) -> Iterator[tuple[str, Place]]:
    for code, line in load_topic(lang, "places")["countries"].items():
        names, _, adjectives = line.partition(";")
        usual = _names(names)
        kind, country = ("region", "TW" if code == "TW" else "CN") if code in CHINESE_REGIONS else ("country", code)
        for name in usual:
            yield name, Place(kind, usual[0], country, code)
        for pattern in _names(adjectives):
            for adjective in phrases_of(pattern):
                yield adjective, Place("demonym", usual[0], country, code)


def _blocs(lang: str) -> Iterator[tuple[str, Place]]:
    for code, line in load_topic(lang, "places")["blocs"].items():
        for name in _names(line):
            yield name, Place("bloc", name, None, code)


def _known(lang: str) -> Iterator[tuple[str, Place]]:
    """Bodies that everybody knows by a name, with their country where they have one."""
    for kind, lines in load_topic(lang, "names")["known"].items():
        for line in lines:
            name, _, country = line.partition("=")
            yield name.strip(), Place(kind, name.strip(), country.strip() or None)


def _divisions(lang: str) -> Iterator[tuple[str, Place]]:
    """Cities, then regions: first as the world writes them, then as this language does."""
    for kind, topic in (("city", "cities"), ("region", "regions")):
        listed = load_yaml(resources.files("servanda").joinpath("data", f"{topic}.yaml"))
        codes: dict[str, str | None] = {}
        for country, line in (*listed.items(), *load_topic(lang, "places")[topic].items()):
            for item in line.split(";"):
                names, code = _item(item, codes)
                for name in names:
                    codes[name] = code
                    iso = f"{country}-{code}" if country and code else None
                    yield name, Place(kind, name, country or None, iso)


def _item(item: str, codes: dict[str, str | None]) -> tuple[list[str], str | None]:
    """Names and code of "code = names", "names = code" or "names = name known already"."""
    left, equals, right = (part.strip() for part in item.partition("="))
    if not equals:
        return _names(left), None
    if not left or _CODE.fullmatch(left):
        return _names(right), left or None
    return _names(left), right if _CODE.fullmatch(right) else codes.get(right)
