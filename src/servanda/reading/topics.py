"""Sectors, forms of cooperation and instruments: words of a language to codes of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import ahocorasick_rs
from msgspec import Struct

from servanda.documents.text import normal_text
from servanda.languages import load_topic
from servanda.reading.engine import longest_first, plain_of
from servanda.reading.verbs import spelled
from servanda.reading.view import View, lower_of
from servanda.script import set_apart


class Topic(Struct, frozen=True):
    """A word or phrase that names a sector, a form or an instrument (`kind`), with its code.

    The kinds `weak-sector` and `weak-form` point to one where none is named outright; `good` names the sector of what
    is sold, bought or made, and nothing elsewhere; `aside` tells what else a text may be about than cooperation.
    """

    start: int
    end: int
    kind: str
    code: str


ASIDE = "aside"
OUTRIGHT = frozenset(("sector", "form", "instrument"))  # kinds of which a word leaves no doubt that it is of the field
KINDS = ("sector", "form", "instrument", "weak-sector", "weak-form", "good", ASIDE)
_BREAKS = frozenset(",;:.!?…\n")  # marks over which no phrase goes; brackets may stand in one: "(R&D) centre"


class Topics:
    """All phrases of a language that name a topic, found in one pass over all three kinds."""

    def __init__(self, lang: str) -> None:
        """Compile the language's sectors, forms and instruments."""
        words = load_topic(lang, "words")
        codes: dict[str, dict[tuple[str, str], None]] = {}
        for phrase, kind, code in _entries(words):
            codes.setdefault(" " + plain_of(phrase.lower()).strip() + " ", {})[kind, code] = None
        self._codes = [tuple(found) for found in codes.values()]
        self._has_gap = [" " in pattern.strip() for pattern in codes]
        self._automaton = ahocorasick_rs.AhoCorasick(list(codes))

    def find(self, lower: str, plain: str) -> Iterator[Topic]:
        """Every phrase in the text, the longest of each kind, in order of their ends."""
        reached = dict.fromkeys(KINDS, -1)
        codes, has_gap = self._codes, self._has_gap
        for index, start, end in longest_first(self._automaton.find_matches_as_indexes(plain, overlapping=True)):
            last = end - 2
            if has_gap[index] and not _BREAKS.isdisjoint(lower[start:last]):
                continue
            named = codes[index]
            if len(named) > 1:  # of one kind it may have several codes
                named = tuple((kind, code) for kind, code in named if start >= reached[kind])
            elif start < reached[named[0][0]]:
                continue
            for kind, code in named:
                yield Topic(start, last, kind, code)
                reached[kind] = last


def _entries(words: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each phrase with the kind and the code that it names."""
    for kind in KINDS:
        for code, patterns in words[f"{kind}s"].items():
            yield from ((phrase, kind, code) for pattern in patterns for phrase in spelled(pattern, words["paradigms"]))


@cache
def topics_of(lang: str) -> Topics:
    """The topics of a language, compiled once."""
    return Topics(lang)


def find_topics(view: View) -> list[Topic]:
    """Every sector, form and instrument that the text names, and what else it is about, in order."""
    return list(topics_of(view.lang).find(view.lower, view.plain))


@lru_cache(maxsize=1024)
def instruments_of(text: str, lang: str) -> frozenset[str]:
    """The codes of all instruments that a text in this language names.

    >>> sorted(instruments_of("A dozen contracts were signed.", "en"))
    ['contract']
    """
    lower = lower_of(set_apart(normal_text(text).norm))
    found = topics_of(lang).find(lower, plain_of(lower))
    return frozenset(topic.code for topic in found if topic.kind == "instrument")
