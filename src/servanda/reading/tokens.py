"""A text as one letter a token: what the patterns of names match.

A token is a word, a mark, or a place with all its words. Its letter stands for the set of its classes, so a pattern
over classes is a regular expression over one string for the whole document.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from msgspec import Struct

from servanda.reading.name_grammar import Grammar, grammar
from servanda.reading.name_rules import STOP
from servanda.reading.places import PlaceSpan
from servanda.reading.view import View

_BLANK = ("", " ")


class Joined(Struct, frozen=True):
    """Tokens from `first` on, up to `last`, that become one: a name, with its letter and what was found of it."""

    first: int
    last: int
    letter: str
    value: Any


class Tokens:
    """The tokens of a text side by side: their letters, where each starts and ends, what some of them are."""

    __slots__ = ("ends", "letters", "starts", "values")

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.values: list[Any] = []

    def add(self, start: int, end: int, letter: str, value: Any = None) -> None:
        """Put one token behind the others."""
        self.values.append(value)
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens from `first` on, up to `last`, stand in the text."""
        return self.starts[first], self.ends[last - 1]

    def joined(self, names: Iterable[Joined]) -> Tokens:
        """The same tokens with each of the names, which come in order, as one."""
        new = Tokens()
        cursor = 0
        for name in names:
            new._copy(self, cursor, name.first)
            new.add(*self.span(name.first, name.last), name.letter, name.value)
            cursor = name.last
        new._copy(self, cursor, len(self.letters))
        return new

    def _copy(self, other: Tokens, first: int, last: int) -> None:
        self.letters += other.letters[first:last]
        self.starts += other.starts[first:last]
        self.ends += other.ends[first:last]
        self.values += other.values[first:last]


def tokenize(view: View, places: list[PlaceSpan]) -> Tokens:
    """The tokens of all sentences, a stop after each."""
    rules, norm = grammar(view.lang), view.norm
    tokens = Tokens()
    following = iter(places)
    place = next(following, None)
    for sentence in view.sentences:
        cursor, is_first = sentence.start, True
        while place and place.start < sentence.start:
            place = next(following, None)
        while place and place.end <= sentence.end:
            is_first = _add_words(tokens, rules, norm[cursor : place.start], cursor, is_first)
            is_first = _add_place(tokens, rules, norm, place, is_first)
            cursor = place.end
            place = next(following, None)
        _add_words(tokens, rules, norm[cursor : sentence.end], cursor, is_first)
        tokens.add(sentence.end, sentence.end, STOP)
    return tokens


def _add_place(tokens: Tokens, rules: Grammar, norm: str, span: PlaceSpan, is_first: bool) -> bool:
    """Add a place or a phrase of the lists; whether the next word would still be the sentence's first: no."""
    if span.place.kind == "word":
        letters = rules.firsts if is_first else rules.others
        tokens.add(span.start, span.end, letters[norm[span.start : span.end]])
        return False
    if tokens.letters and span.start - tokens.ends[-1] <= 1:
        _settle_article(tokens, rules, norm)
    tokens.add(
        span.start, span.end, rules.place_letter(span.place, not is_first and norm[span.start].isupper()), span.place
    )
    return False


def _settle_article(tokens: Tokens, rules: Grammar, norm: str) -> None:
    """Make the word before a place an article where it is spelled as one: "La Chine" is no lady of the La family."""
    word = norm[tokens.starts[-1] : tokens.ends[-1]]
    if word[:1].isupper() and word.lower() == rules.plain(word) and rules.is_word(word, "article"):
        tokens.letters[-1] = rules.letter("article")


def _add_words(tokens: Tokens, rules: Grammar, text: str, start: int, is_first: bool) -> bool:
    """Add the words between two places; whether the next word would still be the sentence's first."""
    if text in _BLANK:
        return is_first
    pieces = rules.split(text)  # what stands between words, and the words, in turn
    if len(pieces) == 1:
        return is_first
    words = pieces[1::2]
    bounds = list(accumulate(map(len, pieces), initial=start))
    tokens.starts += bounds[1:-1:2]
    tokens.ends += bounds[2:-1:2]
    tokens.values += [None] * len(words)
    known = len(tokens.letters)
    tokens.letters += map(rules.others.__getitem__, words)
    for index, word in enumerate(words if is_first else ()):
        tokens.letters[known + index] = rules.firsts[word]
        if word[0].isalnum():
            return False
    return is_first
