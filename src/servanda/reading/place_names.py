"""What the lists of a language call places: each name, in all its forms, with the place that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

from msgspec import Struct

from servanda.data import load_table
from servanda.languages import load_topic, phrases_of
from servanda.reading.verbs import forms_of

_CODE = re.compile(r"[A-Z0-9]{1,3}")
_CHINESE_REGIONS = {"HK": "CN", "MO": "CN", "TW": "TW"}  # have a country's code, are listed as regions


class Place(Struct, frozen=True):
    """What a name stands for: kind `country`, `region`, `city`, `bloc`, a known body's type, or `demonym`.

    `base` is what the place is called where the text has another form: the nominative, the name of "our country".
    """

    kind: str
    name: str
    country: str | None = None
    code: str | None = None
    base: str | None = None


_WORDS = Place("word", "")


class Part(Struct, frozen=True):
    """The letters of an entry that name a place."""

    start: int
    end: int
    place: Place


class Entry(Struct, frozen=True):
    """Words of the lists with the places that they name: mostly one, of a pair two, of a silent word none."""

    written: str
    parts: tuple[Part, ...]
    short: str = ""  # the last part, where it is a short name, which may begin a longer one


def entries_of(lang: str) -> Iterator[Entry]:
    """Every name of the lists, those first that win over others of the same letters."""
    for written, place in (*_countries(lang), *_blocs(lang), *_known(lang), *_divisions(lang)):
        yield Entry(written, (Part(0, len(written), place),))
    topic = load_topic(lang, "places")
    yield from _short_names(topic)
    yield from _phrases(lang)
    yield from (Entry(word, ()) for pattern in topic["silent"] for word in phrases_of(pattern))


def _phrases(lang: str) -> Iterator[Entry]:
    """The phrases of several words that the patterns of names know, each as a "place" of the kind `word`."""
    paradigms = load_topic(lang, "words")["paradigms"]
    lists = load_topic(lang, "names")["words"].values()
    for pattern in (pattern for words in lists for pattern in words if " " in pattern):
        for phrase in phrases_of(pattern):
            for _, words, _ in forms_of(phrase, paradigms):
                yield Entry(words.lower(), (Part(0, len(words), _WORDS),))


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split("|") if name.strip()]


def _forms(pattern: str, lang: str) -> Iterator[tuple[str, str]]:
    """All forms of a place's name, each with the form to call it by; a place's name stands in the singular."""
    if "~" not in pattern and "(" not in pattern:
        yield pattern, pattern
        return
    paradigms = load_topic(lang, "words")["paradigms"]
    for phrase in phrases_of(pattern):
        forms = [words for form, words, _ in forms_of(phrase, paradigms) if not form.startswith("pl-")]
        yield from ((words, forms[0]) for words in dict.fromkeys(forms))


def _adjectives(pattern: str, lang: str) -> Iterator[str]:
    paradigms = load_topic(lang, "words")["paradigms"]
    for phrase in phrases_of(pattern):
        yield from dict.fromkeys(words for _, words, _ in forms_of(phrase, paradigms))


def _countries(lang: str) -> Iterator[tuple[str, Place]]:
    for code, line in load_topic(lang, "places")["countries"].items():
        names, adjectives, others = (_names(part) for part in (*line.split(";"), "", "")[:3])
        usual = next(_forms(names[0], lang))[1]
        kind, country = ("region", _CHINESE_REGIONS[code]) if code in _CHINESE_REGIONS else ("country", code)
        for name in names:
            for written, base in _forms(name, lang):
                yield written, Place(kind, usual, country, code, base if base != written else None)
        for name in others:
            for written, _ in _forms(name, lang):
                yield written, Place(kind, usual, country, code, usual)
        for pattern in adjectives:
            for adjective in _adjectives(pattern, lang):
                yield adjective, Place("demonym", usual, country, code)


def _blocs(lang: str) -> Iterator[tuple[str, Place]]:
    for code, line in load_topic(lang, "places")["blocs"].items():
        for name in _names(line):
            for written, base in _forms(name, lang):
                yield written, Place("bloc", base, None, code, base if base != written else None)


def _known(lang: str) -> Iterator[tuple[str, Place]]:
    """Bodies that everybody knows by a name, with their country where they have one: in all languages, then in this."""
    for kind, lines in (*load_table("known").items(), *load_topic(lang, "names")["known"].items()):
        for line in lines:
            name, _, country = line.partition("=")
            for written, base in _forms(name.strip(), lang):
                yield written, Place(kind, base, country.strip() or None, None, base if base != written else None)


def _divisions(lang: str) -> Iterator[tuple[str, Place]]:
    """Cities, then regions: first as the world writes them, then as this language does."""
    for kind, topic in (("city", "cities"), ("region", "regions")):
        listed = load_table(topic)
        codes: dict[str, str | None] = {}
        for country, line in (*listed.items(), *load_topic(lang, "places")[topic].items()):
            for item in line.split(";"):
                names, code = _item(item, codes)
                iso = f"{country}-{code}" if country and code else None
                codes |= dict.fromkeys(names, code)
                forms = [form for name in names for form in _forms(name, lang)]
                usual = forms[0][1]
                for written, base in forms:
                    yield written, Place(kind, usual, country or None, iso, base if base != written else None)


def keys_of(lang: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """The cities and regions of the lists as (kind, country, key, names): as the world names them, then as `lang` does.

    The key tells a place from the others of its country in all languages: a region's code, the name of a city in data/.
    """
    for kind, topic in (("city", "cities"), ("region", "regions")):
        listed = load_table(topic)
        keys: dict[tuple[str, str], str] = {}
        for country, line in (*listed.items(), *load_topic(lang, "places")[topic].items()):
            for item in line.split(";"):
                key, names, code = _keyed(item, country, keys)
                keys |= {(country, name): key for name in (*names, code) if name}
                yield kind, country, key, list(dict.fromkeys(form for name in names for form, _ in _forms(name, lang)))


def _keyed(item: str, country: str, keys: dict[tuple[str, str], str]) -> tuple[str, list[str], str]:
    """What an item is called in all languages, its names, and its code where it tells one."""
    names, code = _item(item, {})
    right = item.partition("=")[2].strip()
    first = code or names[0]
    known = keys.get((country, code or "")) or keys.get((country, right)) or keys.get((country, names[0]))
    left_is_code = item.partition("=")[0].strip() == code
    return known or (first if left_is_code else names[0]), names, code or ""


def _item(item: str, codes: dict[str, str | None]) -> tuple[list[str], str | None]:
    """Names and code of "code = names", "names = code" or "names = name known already"."""
    left, equals, right = (part.strip() for part in item.partition("="))
    if not equals:
        return _names(left), None
    if not left or _CODE.fullmatch(left):
        return _names(right), left or None
    return _names(left), right if _CODE.fullmatch(right) else codes.get(right)


def _short_names(topic: dict[str, Any]) -> Iterator[Entry]:
    """Short names where they stand beside another or behind a word of direction: "Nga - Việt", "对华"."""
    listed = ((code, name) for code, names in topic["short"].items() for name in _names(names))
    short = {name: Place("demonym", name, code, code) for code, name in listed}
    for rule in topic["pairs"]:
        for first, joint, second in product(rule["first"], topic["joints"], rule["second"]):
            if first != second:
                yield _pair(first, joint, second, short)
    for rule in topic["toward"]:
        for before, name in product(rule["before"], rule["short"]):
            start = len(before) + 1
            yield Entry(f"{before} {name}", (Part(start, start + len(name), short[name]),), name)


def _pair(first: str, joint: str, second: str, short: dict[str, Place]) -> Entry:
    start = len(first) + len(joint)
    parts = Part(0, len(first), short[first]), Part(start, start + len(second), short[second])
    return Entry(f"{first}{joint}{second}", parts, second)
