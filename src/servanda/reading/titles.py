"""The vocabulary of gatherings, the phrase that a noun of it stands in, and the name that a gathering has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from servanda.languages import load_topic
from servanda.reading.engine import Alphabet, Lexicon, Piece
from servanda.reading.entities import REALMS
from servanda.reading.indicators import Line
from servanda.reading.verbs import all_forms
from servanda.reading.view import within
from servanda.script import put_together

_PLAIN = (
    "session", "series", "numbered", "any", "generic", "at", "at-behind", "sidelines", "framework",
    "hold", "organise", "attend", "receive", "meet", "guest",
    "again", "go", "arrive", "lead", "stay", "here", "ground", "sign", "paper", "open", "begun", "commence", "works",
    "launch", "launched", "built", "under", "ago", "ongoing",
    "wish", "agreed", "denied", "cancelled", "moved",
    "future", "earlier", "pronoun", "occasion", "same-day", "next-day", "day-before",
    "bare", "capital", "by", "online", "remote",
    "partly", "hybrid", "in-person", "people", "audience", "gather", "venue", "seat", "reporter", "silent", "several",
)  # fmt: skip
WORD = re.compile(r"[^\s'’\"“”«»(),;:]+'?")
_QUOTED = re.compile(r"[\"“«]\s?([^\"“”«»]{3,80}?)\s?[\"”»]")
_APPOSED = re.compile(r" ([A-Z][\w&'-]*(?: [A-Z0-9][\w&'-]*)*)")
DATE = 90  # characters between a noun and its date
_OWNING = ("'s ", "’s ")
_ADJECTIVES = 6  # words between a determiner and its noun


class Words(Struct, frozen=True):
    """What a language's `events.yaml` gives, compiled."""

    lexicon: Lexicon
    determiners: dict[str, str]
    within_name: frozenset[str]
    inside: frozenset[str]
    place_words: frozenset[str]
    has_articles: bool
    is_time_first: bool  # a time stands before its verb
    complement: frozenset[str]
    merged: tuple[str, ...]


@cache
def words_of(lang: str) -> Words:
    """The compiled vocabulary of events of a language."""
    topic = load_topic(lang, "events")
    paradigms = load_topic(lang, "words")["paradigms"]
    determiners = {word: name for name in ("definite", "indefinite") for word in topic[name]}
    return Words(
        lexicon=Lexicon(Alphabet(), _entries(topic, paradigms)),
        determiners=determiners,
        within_name=frozenset(topic["within-name"]),
        inside=frozenset(topic["inside"]),
        place_words=frozenset(topic["place-words"]),
        has_articles=topic["articles"],
        is_time_first=topic["time-first"],
        complement=frozenset(topic["complement"]),
        merged=tuple(f" {word}" for word in topic["merged"]),
    )


def _entries(topic: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name in ("nouns", "named"):
        for code, patterns in topic[name].items():
            yield from ((phrase, name, code) for phrase in all_forms(patterns, paradigms))
    for city, patterns in topic["houses"].items():
        yield from ((phrase, "house", put_together(city)) for phrase in all_forms(patterns, paradigms))
    for name in _PLAIN:
        yield from ((phrase, name, True) for phrase in all_forms(topic[name], paradigms))


class Phrase(Struct, frozen=True):
    """A noun with what stands before it: where its phrase begins, whether it is `definite` or `indefinite`.

    `is_complement`: it only says more of the noun before: "two years of negotiations".
    """

    start: int
    determiner: str | None
    is_complement: bool = False


def phrase_of(line: Line, start: int) -> Phrase:
    """The noun phrase whose noun begins at a place."""
    owner = next((t for t in line.times if line.view.lower[t.end : start] in _OWNING), None)
    if owner:  # "Monday's meeting"
        return Phrase(owner.start, "definite")
    first = max(line.sentence.start, start - 60)
    known = words_of(line.view.lang)
    words = list(WORD.finditer(line.view.lower, first, start))[-_ADJECTIVES:]
    reached = start
    for word in reversed(words):
        if "," in (gap := line.view.lower[word.end() : reached]) or ";" in gap:
            break
        if found := known.determiners.get(word.group()):
            return Phrase(word.start(), found)
        if word.group() in known.complement:
            return Phrase(start, None, is_complement=reached == start)
        reached = word.start()
    return Phrase(start, None)


def name_of(line: Line, cue: Piece, phrase: Phrase) -> str | None:
    """The gathering's own name, where it is written with capitals or stands in quotation marks."""
    norm = line.view.norm
    for quoted in _QUOTED.finditer(
        norm, max(line.sentence.start, cue.start - DATE), min(line.sentence.end, cue.end + 90)
    ):
        if quoted.start() <= cue.start and cue.end <= quoted.end():
            return quoted.group(1)
    if not norm[cue.start].isupper() or cue.start == line.sentence.start:
        return _apposed(line, cue)
    start, end = _capitals_before(line, cue.start, phrase), _capitals_after(line, cue.end)
    if start == cue.start and end == cue.end:
        end = _until_verb(line, cue)
    return norm[start:end] if end > cue.end or start < cue.start else None


def _until_verb(line: Line, cue: Piece) -> int:
    """Where a name ends of which only the noun has a capital: "la Semaine des produits turcs s'est ouverte"."""
    verb = line.after(cue.end, "hold", cue.end + DATE)
    words = line.view.norm[cue.end : verb.start].strip() if verb else ""
    is_name = bool(words) and words.replace(" ", "").replace("-", "").isalpha()
    is_name = is_name and not any(verb and cue.end <= time.start < verb.start for time in line.times)
    return cue.end + len(line.view.norm[cue.end : verb.start].rstrip()) if verb and is_name else cue.end


def _apposed(line: Line, cue: Piece) -> str | None:
    """The name right behind the noun: "le salon TexGuj"."""
    match = _APPOSED.match(line.view.norm, cue.end)
    if match is None or cue.value.get("nouns") not in ("exhibition", "forum", "conference"):
        return None
    inside = within(line.view.mentions, match.start(1), match.end(1))
    is_actor = any(m.entity.type not in REALMS or m.start == match.start(1) for m in inside)
    return None if is_actor else match.group(1)


def _capitals_before(line: Line, start: int, phrase: Phrase) -> int:
    """Where a name begins that goes on to the noun: words with capitals, ordinals."""
    words = list(WORD.finditer(line.view.norm, max(line.sentence.start, start - 60), start))
    reached = start
    for word in reversed(words):
        is_part = word.group()[0].isupper() or word.group()[0].isdigit()
        is_part = is_part and word.group().lower() not in words_of(line.view.lang).determiners
        is_apart = line.view.norm[word.end() : reached].strip(" -")
        if is_apart or not is_part or word.start() <= line.sentence.start or word.start() < phrase.start:
            break
        reached = word.start()
    return reached


def _capitals_after(line: Line, end: int) -> int:
    """Where a name ends that the noun is part of: the last word with a capital or number that goes on from it."""
    small = words_of(line.view.lang).within_name
    norm, reached, last = line.view.norm, end, end
    time_starts = {time.start for time in line.times if not time.value[:4].isdigit() or time.kind != "year"}
    for word in WORD.finditer(norm, end, line.sentence.end):
        gap = norm[last : word.start()].strip(" ")
        if (gap and gap not in ("-", "–")) or word.start() in time_starts:
            break
        last = word.end()
        if word.group()[0].isupper() or word.group()[0].isdigit():
            reached = word.end()
        elif word.group().lower() not in small:
            break
    return reached
