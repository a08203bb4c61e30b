"""Stand-ins: the countries and blocs that a sentence means by "the country", "the kingdom", "the bloc"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache

import ahocorasick_rs

from servanda.languages import load_topic
from servanda.reading.indicators import Line
from servanda.reading.scenes import BLOC, ORDER, Named, Scene
from servanda.reading.view import within

KINDS = ("own-country", "other-country", "own-bloc", "own-region")


@cache
def _phrases(lang: str) -> list[tuple[str, str, str]]:
    """The stand-ins of a language, the longest first: the kind of each, what stands before its noun, its noun."""
    words = load_topic(lang, "figures")
    kinds = ((kind.replace("-", "_"), phrase) for kind in KINDS for phrase in words[kind])
    found = [(kind, *phrase.rpartition("|")[::2]) for kind, phrase in kinds]
    return sorted(found, key=lambda one: -len(one[1] + one[2]))


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    """The stand-ins of a language as one pattern: a group a kind, which matches what is behind the sign "|"."""
    found = _phrases(lang)
    parts = [
        f"{re.escape(before)}(?P<{kind}{n}>{re.escape(noun.strip())})" for n, (kind, before, noun) in enumerate(found)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


@cache
def _automaton(lang: str) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick([before + noun.strip() for _, before, noun in _phrases(lang)] or ["\0"])


@lru_cache(maxsize=2)
def _places(lang: str, lower: str) -> list[int]:
    """Where the words of stand-ins begin in a text; kept for the last texts, of which each sentence asks."""
    return sorted(start for _, start, _ in _automaton(lang).find_matches_as_indexes(lower, overlapping=True))


def named_in(line: Line, scene: Scene) -> list[Named]:
    """The countries and blocs of a sentence in order, those that a stand-in means among them."""
    start, end = line.sentence.start, line.sentence.end
    named = list(within(scene.named, start, end))
    places = _places(line.view.lang, line.view.lower)
    if bisect_left(places, start) == bisect_left(places, end):
        return sorted(named, key=ORDER)
    for match in _pattern(line.view.lang).finditer(line.view.lower, start, end):
        kind = (match.lastgroup or "").rstrip("0123456789")
        first, last = match.span(match.lastgroup or 0)
        code = _meant(line, scene, named, first, kind)
        if code and not any(n.start < last and first < n.end for n in named):
            named.append(Named(first, last, code, True))
    return sorted(named, key=ORDER)


def _meant(line: Line, scene: Scene, named: list[Named], place: int, kind: str) -> str | None:
    """The code of what a stand-in of a kind means; None where it is not told."""
    if kind == "own_country":
        return _country(line, scene, named, place)
    if kind == "other_country":
        before = [n.code for n in named if n.end <= place and n.code in scene.main]
        return scene.other(before[-1] if before else scene.host)
    return _bloc(scene, place, kind)


def _country(line: Line, scene: Scene, named: list[Named], place: int) -> str | None:
    """The country, or the speaker's, of a clause before; else the one told of that the sentence does not name."""
    told = [n for n in named if n.end <= place and len(n.code) < BLOC]
    itself = next((n for n in told if n.is_itself and not n.is_adjective), None)
    if itself and _is_apart(line, itself.end, place):
        return itself.code
    speakers = (m for m in within(line.view.mentions, line.sentence.start, place) if m.entity.country)
    if (speaker := next(speakers, None)) and line.has("says", speaker.end, place):
        return speaker.entity.country
    taken = {n.code for n in named}
    known = (*_owners(line, scene), scene.host, *scene.main)
    return next((code for code in known if code and len(code) < BLOC and code not in taken), None)


def _is_apart(line: Line, start: int, end: int) -> bool:
    """Whether a clause ends in the stretch."""
    return "," in line.view.norm[start:end] or line.has("says", start, end)


def _owners(line: Line, scene: Scene) -> Iterator[str]:
    """Who reports the figure before in the paragraph, and whom its earlier sentences name last."""
    paragraph = line.sentence.paragraph
    steps = scene.paths.best.back()
    owned = (step.sides.reporter for step in steps if step.claim.paragraph == paragraph)
    if owner := next(filter(None, owned), None):
        yield owner
    yield from (n.code for n in reversed(scene.told_before(line.sentence)) if n.is_itself and not n.is_adjective)


def _bloc(scene: Scene, place: int, kind: str) -> str | None:
    """The bloc named last; "the region" stands for one only where the dispatch is about it and of no place."""
    if kind == "own_region" and (scene.sites.main or not any(len(code) >= BLOC for code in scene.main)):
        return None
    return next((n.code for n in reversed(within(scene.named, 0, place)) if len(n.code) >= BLOC), None)
