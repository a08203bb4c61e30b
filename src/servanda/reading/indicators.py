"""The vocabulary of figures: what is measured or counted, growth and decline, shares, ranks, and how sure it is."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct

from servanda.languages import load_topic
from servanda.reading.engine import Alphabet, Lexicon, Piece
from servanda.reading.entities import REALMS, Mention
from servanda.reading.numerals import alternatives
from servanda.reading.ordered import Ordered
from servanda.reading.quantities import Quantity
from servanda.reading.times import Time
from servanda.reading.verbs import FORMS, all_forms, forms_of
from servanda.reading.view import Sentence, View, within

TRADE = frozenset(("trade", "exports", "imports", "trade-balance"))  # flows of goods
CAPITAL = frozenset(("investment", "project-count"))  # what goes abroad or comes in
_LONGEST = 24  # characters of a word beside an amount
_NO_NAME = (sys.maxsize, sys.maxsize)  # behind all others
_LINKING = frozenset(("towards", "origin", "with", "between", "inside", "benefit", "agent", "owner"))  # ahead of a name
_KEPT = frozenset(("statistics", "lenders"))  # words that count within a name as well
_CODED = {"indicators": "indicator", "nouns": "noun", "ranked": "ranked", "status": "status", "whole": "whole"}
_PLAIN = (
    "training", "worth", "up", "down", "minus", "share", "share-of", "rank-words", "year-on-year", "month-on-month",
    "compared", "ratio", "yearly", "monthly", "statistics", "attending", "anaphora", "total", "towards", "origin",
    "inside", "benefit", "owner", "agent", "with", "between", "including", "abroad", "no-figure", "according",
    "locality", "bilateral", "harmed", "reached", "in-addition", "silent", "economy", "stock", "buys", "sells",
    "owns", "in-value", "rate", "daily", "mark", "lenders", "meanwhile", "able", "by", "losses", "side", "ours",
    "now", "begun", "gives", "further", "whole-year", "parted", "earns", "pays", "respectively",
    "difference", "differs", "more-than", "less-than", "number-of", "batch-of", "level-of", "what-was", "average",
    "points",
)  # fmt: skip


class Beside(NamedTuple):
    """Words that count right before or right behind an amount."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    within: re.Pattern[str]  # at the beginning of an amount, where they may be taken for how exact it is

    def is_at(self, lower: str, start: int, end: int) -> bool:
        """Whether one of the words stands beside the amount."""
        return bool(self.behind.match(lower, end) or self.before.search(lower, max(0, start - _LONGEST), start))


class Grammar(Struct, frozen=True):
    """What a language's `figures.yaml` gives, compiled; `units` tells what a physical unit measures."""

    lexicon: Lexicon
    units: dict[str, str]
    classified: dict[str, str]  # what a classifier alone says is counted
    possessives: tuple[str, ...]
    is_head_last: bool  # of "15 company projects" the last noun is what is counted
    is_of_by_case: bool  # "half" stands before its whole without a word between
    is_genitive: bool  # an owner stands right behind what it owns: "экспорт Китая"
    datives: tuple[str, ...]  # how a name ends that stands in the case of the one to whom: "выделит Вьетнаму"
    locatives: tuple[str, ...]  # how a name ends in which something is, not to which it goes: "в Китае"
    uncased: tuple[str, ...]  # how names end that are the same in all cases
    joins: re.Pattern[str]  # what stands between the last two things of a row: "and"
    than: re.Pattern[str]  # what stands before that with which an amount is compared
    more: Beside  # what right beside a percentage, or so many times, makes growth of it: "4% bigger"
    less: Beside
    times_of: Beside  # what makes so many times a multiple of what there was: "three times the", "的三倍"


@cache
def grammar_of(lang: str) -> Grammar:
    """The compiled vocabulary of figures of a language."""
    topic = load_topic(lang, "figures")
    units, classified = _inverted(topic["units"]), _inverted(topic["classified"])
    paradigms = load_topic(lang, "words")["paradigms"]
    says = [(phrase, "says", True) for phrase in all_forms(load_topic(lang, "acts")["reports"], paradigms)]
    mute = frozenset(all_forms(topic["silent"], paradigms))  # "refined copper" tells of no production
    known = [entry for entry in _entries(topic, paradigms) if entry[1] != "indicator" or entry[0] not in mute]
    lexicon = Lexicon(Alphabet(), [*known, *_endings(known), *says])
    flags = topic["head-last"], topic["of-by-case"], topic["genitive"]
    return Grammar(
        lexicon,
        units,
        classified,
        tuple(topic["possessive"]),
        *flags,
        tuple(topic["dative"]),
        tuple(topic["locative"]),
        tuple(topic["uncased"]),
        _any_of(topic["and"]),
        _any_of(topic["than"]),
        *(_beside(all_forms(topic[key], paradigms)) for key in ("more", "less", "times-of")),
    )


def _beside(phrases: Iterable[str]) -> Beside:
    """What a list says that has the sign | where the amount stands: "|smaller", "的|"."""
    parts = [phrase.partition("|") for phrase in phrases]
    before, behind = [first for first, _, _ in parts if first], [last for _, _, last in parts if last]
    ends = (re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in behind)
    return Beside(
        re.compile(rf"(?<!\w)(?:{alternatives(before)}) ?$"),
        re.compile(rf"[ -]?(?:{'|'.join(ends) or '(?!)'})"),
        re.compile(rf"(?:{alternatives(before)})(?!\w)"),
    )


def _endings(known: Sequence[tuple[str, str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """What phrases say of the name behind them by their last word: of "trade with" the "with"."""
    links: dict[str, list[str]] = {}
    for phrase, name, _ in known:
        if name in _LINKING:
            links.setdefault(phrase, []).append(name)
    for phrase in {phrase for phrase, _, _ in known} - links.keys():
        yield from ((phrase, name, True) for name in links.get(phrase.rpartition(" ")[2], ()))


def _inverted(listed: dict[str, list[str]]) -> dict[str, str]:
    """The indicator of each word that is listed under one."""
    return {word: indicator for indicator, words in listed.items() for word in words}


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """One of some words, or parts of words that end with a mark: "qu'"."""
    ends = (re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ends)})")


def _entries(topic: dict[str, Any], paradigms: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for key, name in _CODED.items():
        for code, patterns in topic[key].items():
            yield from ((phrase, name, code) for phrase in all_forms(patterns, paradigms))
    for patterns in topic["indicators"].values():
        verbs = [pattern for pattern in patterns if _is_verb(pattern, paradigms)]
        yield from ((phrase, "verb", True) for phrase in all_forms(verbs, paradigms))
    for key in _PLAIN:
        yield from ((phrase, key, True) for phrase in all_forms(topic[key], paradigms))


def _is_verb(pattern: str, paradigms: dict[str, Any]) -> bool:
    """Whether a pattern is a verb, told from a noun by its paradigm."""
    return pattern.count("~") == 1 and any(form == FORMS[0] for form, _, _ in forms_of(pattern, paradigms))


def find_cues(view: View) -> Ordered[Piece]:
    """Every word of the vocabulary in the text, but for those that are part of a name or of a person's office."""
    names = sorted(_span_of(mention) for mention in view.mentions if mention.entity.type not in REALMS)
    ahead = iter((*names, _NO_NAME))
    first, last = next(ahead)
    kept: list[Piece] = []
    closed = [(time.start, time.end) for time in view.times] if view.is_apart else []
    for cue in grammar_of(view.lang).lexicon.find(view.lower, view.plain, closed):
        while last <= cue.start:
            first, last = next(ahead)
        if cue.end <= first or not _KEPT.isdisjoint(cue.value):
            kept.append(cue)
    return Ordered(kept)


def _span_of(mention: Mention) -> tuple[int, int]:
    """Where a name stands; of a person with the office: "the Minister of Trade" says nothing of trade."""
    is_person = mention.entity.type == "person"
    return (mention.first, mention.last) if is_person else (mention.start, mention.end)


class Earlier(Struct, frozen=True):
    """The last statistic before a sentence: what it was of, in which unit, and in which paragraph."""

    indicator: str
    unit: str
    paragraph: int
    is_stock: bool  # of all that there is by now


class Line:
    """A sentence as figures see it: its cues, quantities and times, each in order of place."""

    __slots__ = (
        "_known",
        "cues",
        "currency",
        "earlier",
        "hidden",
        "is_statistics",
        "money",
        "named",
        "paid",
        "people",
        "quantities",
        "sentence",
        "starts",
        "subjects",
        "times",
        "view",
    )

    def __init__(self, view: View, sentence: Sentence, cues: Ordered[Piece], quantities: list[Quantity]) -> None:
        """Take the cues of the whole document; those of the sentence are kept."""
        self.view = view
        self.sentence = sentence
        first, last = cues.bounds(sentence.start, sentence.end)
        self.cues, self.starts = cues[first:last], cues.starts[first:last]
        self._known: frozenset[str] = frozenset().union(*[cue.value for cue in self.cues])
        self.quantities = quantities
        self.earlier: Earlier | None = None
        self.paid: Earlier | None = None  # the same of the last sum of money
        self.money: str | None = None  # the currency of the last sum before the sentence
        self.currency: str | None = None  # of the last sum in it, where only a country tells it from others of its name
        self.is_statistics = False  # whether the head of the dispatch names a time for its statistics
        self.subjects: frozenset[str] = frozenset()  # what that time is of
        self.people: str | None = None  # what people were last counted for
        self.named: tuple[tuple[int, int], ...] = ()  # where countries and places are named
        self.hidden: tuple[tuple[int, int], ...] = ()
        self.times: list[Time] = list(within(view.times, sentence.start, sentence.end))

    def without(self, hidden: Sequence[tuple[int, int]]) -> Line:
        """The same sentence without the cues and times that begin in some stretches of it."""
        other = copy(self)
        other.hidden = tuple(hidden)
        other.cues = [cue for cue in self.cues if not other.hides(cue.start)]
        other.starts = [cue.start for cue in other.cues]
        other._known = frozenset().union(*[cue.value for cue in other.cues])
        other.times = [time for time in self.times if not other.hides(time.start)]
        return other

    def hides(self, place: int) -> bool:
        """Whether a place stands in a stretch that is hidden."""
        return any(start <= place < end for start, end in self.hidden)

    def before(self, place: int, name: str, since: int = 0) -> Piece | None:
        """The last cue of a class that ends at or before a place, not earlier than `since`."""
        if name not in self._known:
            return None
        for index in range(bisect_left(self.starts, place) - 1, -1, -1):
            cue = self.cues[index]
            if cue.start < since:
                return None
            if name in cue.value and cue.end <= place:
                return cue
        return None

    def after(self, place: int, name: str, until: int) -> Piece | None:
        """The first cue of a class that begins at or behind a place and before `until`."""
        if name not in self._known:
            return None
        for index in range(bisect_left(self.starts, place), bisect_left(self.starts, until)):
            if name in self.cues[index].value:
                return self.cues[index]
        return None

    def at(self, start: int, end: int, name: str) -> Piece | None:
        """The first cue of a class that overlaps the stretch."""
        if name not in self._known:
            return None
        for index in range(max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)):
            cue = self.cues[index]
            if name in cue.value and cue.end > start:
                return cue
        return None

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether a cue of a class begins in the stretch."""
        return name in self._known and self.after(start, name, end) is not None

    def tells(self, name: str) -> bool:
        """Whether a cue of a class stands anywhere in the sentence."""
        return name in self._known
