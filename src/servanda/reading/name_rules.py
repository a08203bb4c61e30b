"""Rules of names over a text's letters, each tried only in sentences that have all that it cannot match without."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import reduce
from operator import attrgetter, or_

from msgspec import Struct

STOP = "\n"  # the letter between two sentences, which no rule crosses
_PART = re.compile(r"\((?:\?(?:P<\w+>|[:=]|<?!|<=))?|\)|\||<\w[^<>]*>|[?*+]|\{\d*,?\d*\}")
_START = attrgetter("start")
_MAY_LACK = re.compile(r"[?*]|\{0?,")


class NameRule(Struct, frozen=True):
    """A rule: its name, its expression over letters, its kind, and classes of each of which a match has a letter."""

    name: str
    pattern: re.Pattern[str]
    kind: str | None
    needs: tuple[str, ...]


class Hit(Struct, frozen=True):
    """A match of a rule: its name and kind, and the tokens of the match."""

    start: int
    end: int
    rule: str
    kind: str | None
    match: re.Match[str]


class NameRules:
    """The rules of one kind of name, in order of preference."""

    def __init__(self, rules: list[NameRule], letters_of: Callable[[str], str]) -> None:
        """Take the rules, and what gives the letters of a class."""
        needs = dict.fromkeys(need for rule in rules for need in rule.needs)
        bits = {need: 1 << place for place, need in enumerate(needs)}
        self._rules = [(rule, sum(bits[need] for need in set(rule.needs))) for rule in rules]
        self._bits: dict[str, int] = defaultdict(int)
        for need, bit in bits.items():
            for letter in letters_of(need):
                self._bits[letter] |= bit

    def find(self, letters: str) -> list[Hit]:
        """Matches of the rules without overlap, in order of place; of two that overlap the rule named first wins."""
        hits: list[Hit] = []
        taken = bytearray(len(letters))
        sentences = list(self._sentences(letters))
        whole = reduce(or_, (has for _, _, has in sentences), 0)
        for rule, needs in self._rules:
            if not needs & ~whole:
                for start, end, has in sentences:
                    if not needs & ~has:
                        _add_matches(rule, letters, (start, end), taken, hits)
        return sorted(hits, key=_START)

    def _sentences(self, letters: str) -> Iterator[tuple[int, int, int]]:
        """Start and end of each sentence, and what it has of all that rules need, as bits."""
        start, bits_of = 0, self._bits.__getitem__
        for sentence in letters.split(STOP):
            end = start + len(sentence)
            yield start, end, reduce(or_, map(bits_of, set(sentence)), 0)
            start = end + 1


def _add_matches(rule: NameRule, letters: str, span: tuple[int, int], taken: bytearray, hits: list[Hit]) -> None:
    for match in rule.pattern.finditer(letters, *span):
        start, end = match.span()
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            hits.append(Hit(start, end, rule.name, rule.kind, match))


def needed(pattern: str) -> list[str]:
    """The classes of a pattern without which it matches nothing: those in no alternative and in no optional part.

    >>> needed("(?P<head><head>)<adjective>*(?:<of><article>?)?(?P<name><cap>|<place>)(?=<says>)")
    ['head', 'says']
    """
    outer: list[tuple[str, list[str], bool]] = []  # the groups around the place: opening, what they need, if a choice
    opening, needs, is_choice = "", list[str](), False
    last: list[str] = []  # what the part just read needs
    for part in _PART.findall(pattern):
        if part[0] == "<":
            last = [part[1:-1]]
            needs += last
        elif part[0] == "(":
            outer.append((opening, needs, is_choice))
            opening, needs, is_choice = part, [], False
        elif part == ")":
            last = [] if is_choice or opening.endswith("!") else needs
            opening, needs, is_choice = outer.pop()
            needs += last
        elif part == "|":
            is_choice = True
        else:
            if _MAY_LACK.match(part) and last:
                del needs[-len(last) :]
            last = []
    return [] if is_choice else needs
