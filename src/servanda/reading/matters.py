"""What an undertaking is about, finer than form and sector: words of a language to keys that are the same in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import ahocorasick_rs

from servanda.documents.text import normal_text
from servanda.languages import load_topic
from servanda.reading.engine import longest_first, plain_of
from servanda.reading.verbs import spelled
from servanda.reading.view import lower_of, spelled_alike
from servanda.script import set_apart

KIND = "."  # between a matter and a kind of it


class Phrases:
    """Words and phrases of a language, each under a key, found in one pass."""

    def __init__(self, lang: str, entries: Iterable[tuple[str, str]]) -> None:
        """Compile pairs of a key and a pattern."""
        paradigms = load_topic(lang, "words")["paradigms"]
        codes = {_plain(phrase, lang): code for code, pattern in entries for phrase in spelled(pattern, paradigms)}
        self._lang = lang
        self._codes = list(codes.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(codes))

    def in_text(self, text: str) -> frozenset[str]:
        """The keys of all that a text names; of phrases that overlap the longest counts.

        A kind is its general matter as well: who names "fruit.pomelo" names "fruit".
        """
        found = set(self._find(_plain(normal_text(text).norm, self._lang)))
        return frozenset(found.union(code.partition(KIND)[0] for code in found))

    def _find(self, plain: str) -> Iterator[str]:
        reached = 0
        for index, start, end in longest_first(self._automaton.find_matches_as_indexes(plain, overlapping=True)):
            if start >= reached:
                yield self._codes[index]
                reached = end - 1  # the space between two words belongs to both


def _plain(text: str, lang: str) -> str:
    return f" {plain_of(spelled_alike(lower_of(set_apart(text)), lang)).strip()} "


@cache
def _phrases(lang: str, of: str) -> Phrases:
    """What a language lists under `matters`, `phases` or `recalling`, compiled once."""
    listed = load_topic(lang, "matters")[of]
    return Phrases(lang, ((code, pattern) for code, patterns in listed.items() for pattern in patterns))


class Subject(NamedTuple):
    """What a text is about: its matters, the phases of them, and what it recalls."""

    matters: frozenset[str]
    phases: frozenset[str]
    recalling: frozenset[str]


def kinds_of(matters: frozenset[str]) -> frozenset[str]:
    """Those of the matters that are kinds of others, by their own names.

    >>> sorted(kinds_of(frozenset(("fruit", "fruit.pomelo", "rice"))))
    ['pomelo']
    """
    return frozenset([kind for _, _, kind in (matter.partition(KIND) for matter in matters) if kind])


@lru_cache(maxsize=4096)
def subject_of(text: str, lang: str) -> Subject:
    """The keys of all that a text in this language names, the same whatever the language.

    >>> subject = subject_of("The second phase of the working group's plan awaits an answer to the request.", "en")
    >>> sorted(subject.matters), sorted(subject.phases), sorted(subject.recalling)
    (['working-group'], ['second'], ['asked'])
    """
    return Subject(*(_phrases(lang, of).in_text(text) for of in Subject._fields))
