"""Places in a text: countries, regions, cities and blocs by their names, and the adjectives that point to a country."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import takewhile

import ahocorasick_rs
from msgspec import Struct
from msgspec.structs import replace

from servanda.documents.text import fold
from servanda.languages import load_topic
from servanda.reading.place_names import Entry, Place, entries_of
from servanda.reading.view import lower_of, spelled_alike
from servanda.script import set_apart

_ACRONYM = 5  # letters up to which a name in capitals is matched as it is written: "US", not "us"
_SHORT = 64  # characters up to which a plain form is remembered
_NOWHERE = Place("", "")
_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"[\W_]")


class PlaceSpan(Struct, frozen=True):
    """A stretch of the normal text that names a place."""

    start: int
    end: int
    place: Place


def plain_name(text: str) -> str:
    """The text folded, every sign that is no letter or digit a space, character for character."""
    return _plain_word(text) if len(text) <= _SHORT else _SIGN.sub(" ", fold(text))


@lru_cache(maxsize=65_536)
def _plain_word(text: str) -> str:
    """The same, remembered: names come again and again."""
    return _SIGN.sub(" ", fold(text))


def _plain_spelling(text: str, lang: str) -> str:
    """The same in a language whose accents tell names apart: of two spellings the usual one."""
    return _SIGN.sub(" ", spelled_alike(lower_of(text), lang))


_spelled = lru_cache(maxsize=65_536)(_plain_spelling)


# A name's length, its entries, and of these the capitals that they ask for; None where they ask for none.
Link = tuple[int, list[Entry], list[int | None] | None]


class _Chains(dict[int, list[Link]]):
    """By the number of a name: it and the names that it begins with, the longest first; made when it is first met."""

    def __init__(self, patterns: list[str], entries: dict[str, list[Entry]]) -> None:
        self._patterns, self._entries = patterns, entries

    def __missing__(self, index: int) -> list[Link]:
        name = self._patterns[index]
        parts = (name[:length] for length in range(len(name), 1, -1))
        chain = self[index] = [self._link(part) for part in parts if part in self._entries]
        return chain

    def _link(self, name: str) -> Link:
        entries = self._entries[name]
        capitals = [_capital(entry.written) for entry in entries]
        return len(name), entries, None if set(capitals) == {None} else capitals


def _fitting(chain: list[Link], plain: str, norm: str, start: int) -> tuple[int, list[Entry]]:
    """The longest name of a chain that stands at a place and ends with a word."""
    for length, entries, capitals in chain:
        if plain[start + length] != " ":
            continue
        if capitals is None:
            return length, entries
        asked = zip(entries, capitals, strict=True)
        fitting = [e for e, capital in asked if capital is None or _is_written_so(norm, start, e.written, capital)]
        if fitting:
            return length, fitting
    return 0, []


class Gazetteer:
    """All names of places that a language's press uses, found in one pass."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._is_folded = load_topic(lang, "places")["accents"] == "folded"
        self._entries: dict[str, list[Entry]] = {}
        entries = list(entries_of(lang))
        for entry, plain in zip(entries, self._all_plain([entry.written for entry in entries]), strict=True):
            self._entries.setdefault(" " + plain, []).append(entry)
        patterns = sorted(self._entries)
        self._chains = _Chains(patterns, self._entries)
        # A name that ends in a mark, as "U.S.", takes the space at the end of the text, and is looked at beyond it.
        self._margin = " " * max(len(p) - len(p.rstrip()) for p in patterns)
        self._automaton = ahocorasick_rs.AhoCorasick(patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        self._longer = self._longer_names({entry.short for found in self._entries.values() for entry in found})

    def _longer_names(self, short: set[str]) -> dict[str, tuple[str, ...]]:
        """For each short name the names that it begins, the longest first: "美" and "美国"."""
        names = sorted(p for p, found in self._entries.items() if not found[0].short)
        return {word: _beginning_with(f" {self.plain(word)} ", names) for word in short - {""}}

    def plain(self, text: str) -> str:
        """The text as names are compared: one case, one spelling, marks a space, character for character."""
        if self._is_folded:
            return plain_name(text)
        return _spelled(text, self._lang) if len(text) <= _SHORT else _plain_spelling(text, self._lang)

    def _all_plain(self, names: list[str]) -> Iterator[str]:
        """The plain forms of names, all made at once."""
        plain, start = self.plain("\n".join(names)), 0
        for name in names:
            yield plain[start : start + len(name)]
            start += len(name) + 1

    def find(self, norm: str) -> list[PlaceSpan]:
        """Every place named in the text, in order, without overlap."""
        return [span for span in self._find(norm, f" {self.plain(norm)} ") if span.place.kind != "word"]

    def find_all(self, norm: str, plain: str) -> list[PlaceSpan]:
        """Every place and every phrase of the lists in a text, of which `plain` is the plain form (`View.plain`)."""
        bare = plain.replace("-", " ").replace("&", " ")
        return self._find(norm, fold(bare) if self._is_folded else bare)

    def _find(self, norm: str, plain: str) -> list[PlaceSpan]:
        spans: list[PlaceSpan] = []
        unsure: list[tuple[int, list[Entry]]] = []
        reached = 0
        plain += self._margin
        for index, start, _ in self._automaton.find_matches_as_indexes(plain):
            chain = self._chains[index]
            if start < reached or (len(chain) == 1 and plain[start + chain[0][0]] != " "):
                continue
            length, fitting = _fitting(chain, plain, norm, start)
            if fitting and fitting[0].short:
                first = start
                start, length, fitting = self._longer_at(plain, start, length, fitting)
                reached = start + length - 1
                if start > first:
                    before = self._find(norm[first:start], plain[first : start + 1])
                    spans += [PlaceSpan(first + s.start, first + s.end, s.place) for s in before]
            if len(fitting) > 1:
                unsure.append((len(spans), fitting))
            for part in fitting[0].parts if fitting else ():
                spans.append(PlaceSpan(start + part.start, start + part.end, part.place))
        return _settle(spans, unsure) if unsure else spans

    def _longer_at(self, plain: str, start: int, length: int, found: list[Entry]) -> tuple[int, int, list[Entry]]:
        """The longer name that the last part of a pair begins, if any, in the pair's stead: "其中|美国"."""
        last = start + length - 1 - len(found[0].short)
        for name in self._longer[found[0].short]:
            if plain.startswith(name, last) and plain[last + len(name)] == " ":
                return last, len(name), self._entries[name]
        return start, length, found

    def within(self, name: str) -> list[PlaceSpan]:
        """The places that a name has in it, the name as it is written."""
        return self.find(set_apart(name))

    def get(self, name: str) -> Place | None:
        """The place of exactly this name, or None."""
        return next((place for place in self._all(name) if place.kind != "demonym"), None)

    def any(self, name: str) -> Place | None:
        """The place or nationality of exactly this name, or None."""
        return next(self._all(name), None)

    def is_demonym(self, word: str) -> bool:
        """Whether the word is an adjective of nationality."""
        return any(place.kind == "demonym" for place in self._all(word))

    def _all(self, name: str) -> Iterator[Place]:
        entries = self._entries.get(" " + " ".join(self.plain(set_apart(name)).split()), ())
        return (entry.parts[0].place for entry in entries if _is_place(entry))


def _beginning_with(words: str, names: list[str]) -> tuple[str, ...]:
    """Those of the sorted names that begin with the words, the longest first."""
    first = bisect_left(names, words)
    return tuple(sorted(takewhile(lambda name: name.startswith(words), names[first:]), key=len, reverse=True))


def _is_place(entry: Entry) -> bool:
    return len(entry.parts) == 1 and not entry.short and entry.parts[0].place.kind != "word"


def _capital(written: str) -> int | None:
    """Where the last word with a capital begins, counted from the name's start; None where the first has none."""
    if not written[0].isupper():
        return None
    return max(match.start() for match in _WORD.finditer(written) if match.group()[0].isupper())


def _is_written_so(norm: str, start: int, written: str, capital: int) -> bool:
    """Whether the text has the capitals that a name asks for: "La Réunion" is written so, "La réunion" is none."""
    if len(written) <= _ACRONYM and written.isupper():
        return norm.startswith(written, start)
    last = start + len(written) - 1
    has_mark = written[-1].isalnum() or norm.startswith(written[-1], last)
    return has_mark and norm[start].isupper() and norm[start + capital].isupper()


def _settle(spans: list[PlaceSpan], unsure: list[tuple[int, list[Entry]]]) -> list[PlaceSpan]:
    """The spans, those of names that several places share with the place whose country the text names elsewhere.

    A word that stands for one of several countries, none of which is named, stands for none.
    """
    doubtful = {index for index, _ in unsure}
    named = {span.place.country for index, span in enumerate(spans) if index not in doubtful} - {None}
    for index, entries in unsure:
        places = [entry.parts[0].place for entry in entries if entry.parts]
        fitting = next((place for place in places if place.country in named), None)
        is_shared = len({place.country for place in places}) > 1
        if fitting is None and is_shared and all(place.base for place in places):
            fitting = _NOWHERE
        if fitting:
            spans[index] = replace(spans[index], place=fitting)
    return [span for span in spans if span.place is not _NOWHERE]


@cache
def gazetteer(lang: str) -> Gazetteer:
    """The places of a language, loaded once."""
    return Gazetteer(lang)
