"""The words around numbers: how exact, which currency, what kind; found in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import ahocorasick_rs
from msgspec import Struct

from servanda.languages import load_topic, phrases_of
from servanda.reading.engine import plain_of
from servanda.reading.fractions import Fractions
from servanda.reading.numerals import LETTER, NumberWords, alternatives, amount_words, number_words, spelled, units_like
from servanda.reading.units import SIGNS, SYMBOLS, Units, currency_codes, units_of

BEFORE = frozenset({"approx", "times", "minus", "share_of", "rank_before", "currency", "each", "label"})
TIMES = frozenset({"times", "year", "month", "week", "day", "hour", "minute", "second"})
LONGEST_PREFIX = 5
_LARGE = 1e6  # scales that an article before them makes one of
_SHORTEST_NAME = 3
_FEW = 10  # below which a number may follow its scale: "тысяч пять"
_WINDOW = 40  # characters in which a phrase that begins inside another one ends
BEHIND = frozenset({"after", "per"})
_NO_LETTER = re.compile(r"[\W_]")


class Cue(Struct, frozen=True):
    """A word or phrase: where it begins and ends, and what it says, by kind (it may be of several)."""

    start: int
    end: int
    says: dict[str, Any]


# Where a number begins and its first word ends, what kind of number it is, and what the word is worth.
Start = tuple[int, int, str, Any]
# Kinds of what begins a number, or keeps one from being read.
KINDS = (
    "silent",
    "word",
    "less",
    "half",
    "part_unit",
    "about",
    "vague",
    "share",
    "rank",
    "multiple",
    "superlative",
    "standing",
)
STANDINGS = ("leads", "follows", "followed", "behind")  # how a place among others is told without an ordinal


class Cues(NamedTuple):
    """The cues of a text: those that may stand before a number by their end, those behind by their start, the rest."""

    before: dict[int, Cue]
    behind: dict[int, Cue]
    numbers: list[Start]


class Grammar:
    """How a language writes amounts, compiled."""

    def __init__(self, lang: str, numbers: NumberWords, units: Units) -> None:
        self.lang, words = lang, amount_words(lang)
        self.words, self.numbers, self.units = words, numbers, units
        self.decimal_mark: str = words["decimal_mark"]
        self.not_nouns = frozenset(words["not_nouns"])
        self.labels = frozenset(f"{label}{mark}" for label in words["labels"] for mark in ("", ".", "°"))
        self.no_labels = tuple(f" {phrase}" for phrase in words["no_labels"])
        self.clock = frozenset(words["clock"])
        self.additional = frozenset(words["additional"])
        self.definite = frozenset(words["definite"])
        self.needs_classifier: bool = words["needs_classifier"]
        self.unless_moved = frozenset(words["unless_moved"])
        self.moves = re.compile(rf"\b(?:{'|'.join(map(re.escape, words['moves'])) or '(?!)'})")
        self.moved_by = re.compile(rf"\b(?:{'|'.join(map(re.escape, words['moves'])) or '(?!)'}){LETTER}* $")
        self.articles = frozenset(words["articles"])
        scales = spelled(words["scales"])
        self.behind_only = frozenset(words["behind_only"])
        self.collectives: dict[str, float] = spelled(words["collectives"])
        hundredths = spelled(words["hundredths"])
        self.scales = {word: scale for word, scale in scales.items() if word not in hundredths} | self.collectives
        self.letters: dict[str, float] = spelled(words["scale_letters"])
        self.kilo = frozenset(letter for letter, scale in self.letters.items() if scale == 1000)
        self.per_slash: dict[str, str] = spelled(words["per_slash"])
        self.endings = frozenset(words["ordinal_endings"])
        self.prefixes = dict(_prefixes(words))
        own = {name: code for name, code in spelled(words["currencies"]).items() if name in SYMBOLS}
        self.symbols = SYMBOLS | own  # "¥" is a yuan in Chinese
        self.fractions = Fractions(words, numbers, self.scales)
        self._compile()
        self._build(dict(_entries(words)))

    def _build(self, entries: dict[str, dict[str, Any]]) -> None:
        """Build the automaton of all cues; each knows the longest that it begins with."""
        self._patterns = [plain_of(phrase)[:-1] for phrase in entries]
        self._says = [
            (
                says,
                not BEFORE.isdisjoint(says),
                not BEHIND.isdisjoint(says),
                next(((kind, says[kind]) for kind in KINDS if kind in says), None),
            )
            for says in entries.values()
        ]
        place = {pattern: index for index, pattern in enumerate(self._patterns)}
        self._shorter = [
            next((place[p[:end]] for end in reversed(_word_ends(p)) if p[:end] in place), -1) for p in self._patterns
        ]
        self._automaton = ahocorasick_rs.AhoCorasick(self._patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def _compile(self) -> None:
        """Compile what is looked for behind a number: scale, half, the next word."""
        words = self.words
        scale, of = alternatives(self.scales), alternatives(words["of"])
        signs = re.escape("".join(SIGNS)) + "%‰°℃℉"
        weekdays = (
            phrase for listed in load_topic(self.lang, "times")["values"]["weekday"].values() for phrase in listed
        )
        self.weekday = re.compile(rf" (?:{alternatives(weekdays)})(?!{LETTER})")
        self.inside: dict[str, str] = spelled(words["approx_inside"])
        odd = rf"[ -](?:{alternatives(self.inside)})(?!{LETTER})"
        # "万" is a scale and "千瓦" a unit: of "3万千瓦" only the first belongs to the number.
        one = rf"(?!(?:{alternatives(units_like(words))})(?!{LETTER}))(?:{scale})(?!{LETTER})"
        self.tail = re.compile(
            rf"(?P<odd>{odd})?(?:[ -]?(?P<scale>{one})(?P<dot>\.(?=[ ]?{LETTER}))?(?P<more>(?: (?:{of})?{one})*)"
            rf"|[ ]?(?P<letter>{alternatives(self.letters)})(?![^\W_])(?!'))?"
            rf"(?P<half> (?:{alternatives(words['half'])})(?!{LETTER}))?(?:(?P<late>{odd})(?P<deep>(?: {one})*))?"
            rf"(?P<gap>[ -](?:{of})?)?(?P<word>{LETTER}+|[{signs}])?"
        )
        self.more = re.compile(rf" (?:{of})?({one})")
        self.classifier = re.compile(rf" (?:{alternatives(words['classifiers'])})(?!{LETTER})")
        self.range_behind = re.compile(rf" ?(?:{alternatives((*words['range_to'], *'-–—~'))}) ?(?=[0-9])")
        self.joint_behind = re.compile(rf" (?:{alternatives((*words['range_to'], *words['whole_and']))}) ")
        self.parts = re.compile(rf" (?:{alternatives(words['parts'])}) (?=[^\W_])")
        self.one_of = re.compile(rf" {LETTER}+ (?:{alternatives(words['out_of'])}) ")
        digits = alternatives(word for word, value in self.numbers.values.items() if 0 < value < 10)
        self.cents = re.compile(rf" ({digits}|[1-9])(?: (?:{alternatives(words['cents'])}))?(?![ ]?[^\W_])")
        counted = (*words["classifiers"], *spelled(words["units"]), *self.scales, *words["parts"])
        other = alternatives(phrase for phrase in words["silent"] if phrase[0] in self.numbers.values)
        self.tenth_rest = re.compile(
            rf" (?!(?:{other})(?!{LETTER}))({digits})(?! (?:{alternatives(counted)})(?!{LETTER}))(?= {LETTER})"
        )
        points = [word for word in words["point"] if word not in self.clock]
        self.point_initials = frozenset(word[0] for word in points)
        pointed = alternatives(points)
        self.point_digits = re.compile(rf" (?:{pointed}) ([0-9]{{1,3}})(?![0-9]|[.,:][0-9])")
        self.share_after_words: dict[str, str] = spelled(words["share_after"])
        self.share_after = re.compile(rf" ({alternatives(self.share_after_words)})(?!{LETTER})")
        self.approx: dict[str, str] = spelled(words["approx"])
        of_every, then = alternatives(words["of_every"]), alternatives(words["then"])
        self.one_of_every = re.compile(rf"(?<![^\W_])(?:{of_every}) [^.;,]+ (?:{then}) $")
        self.of_each = re.compile(rf" (?:{of_every}) ({LETTER}+)")
        self.late_half = re.compile(rf" (?:{alternatives(words['half'])})(?!{LETTER})")
        self.late_scale = re.compile(rf" ({scale})(?!{LETTER})")
        ones = self.articles & spelled(words["numbers"]).keys()
        the = alternatives(self.articles - ones)
        self.of_one = re.compile(rf"[ -](?:{of})?(?:(?:{alternatives(ones)}) |(?P<the>(?:{the}) ))?")
        self.next_word = re.compile(rf" ({LETTER}+)")
        self.ranking = re.compile(rf"[ -](?:{alternatives(words['rank_nouns'])})(?!{LETTER})")
        self.rank_label = re.compile(rf"(?<![^\W_])(?:{alternatives(words['rank_labels'])})\.? $")
        self.numbered = re.compile(rf"[ -](?:{alternatives(words['ranked_nouns'])})(?!{LETTER})")
        self.more_vague = re.compile(rf" (?:{of})?(?P<scale>{scale})(?!{LETTER})")

    def find(self, plain: str) -> Cues:
        """Every cue of a text, whose `plain_of` is given; the longest phrase at each place."""
        cues = Cues({}, {}, [])
        before, behind, numbers = cues
        for index, start, end in self._matches(plain):
            says, is_before, is_behind, number = self._says[index]
            if is_before:
                before[end - 1] = Cue(start, end - 1, says)
            if is_behind:
                behind[start] = Cue(start, end - 1, says)
            if number:
                numbers.append((start, end - 1, *number))
        return cues

    def _matches(self, plain: str) -> Iterator[tuple[int, int, int]]:
        """Every pattern that ends with a word, with its place; where the longest ends inside one, those within it."""
        for index, start, end in self._automaton.find_matches_as_indexes(plain):
            if plain[end].isalnum():
                yield from self._inside(plain, index, start, end)
            else:
                yield index, start, end

    def _inside(self, plain: str, index: int, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The patterns that a too long one begins with or that begin in it."""
        place = start
        while (index := self._shorter[index]) >= 0:
            length = len(self._patterns[index])
            if not plain[start + length].isalnum():
                yield index, start, (place := start + length)
                break
        for inner, first, last in self._automaton.find_matches_as_indexes(plain[max(place, start + 1) : end + _WINDOW]):
            shift = max(place, start + 1)
            if first + shift >= end:
                return
            if not plain[last + shift].isalnum():
                yield inner, first + shift, last + shift
                return


def _word_ends(pattern: str) -> list[int]:
    """Where the words of a pattern end, all but the last."""
    return [match.start() for match in _NO_LETTER.finditer(pattern, 2)]


def _entries(words: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Phrases with what they say, each once."""
    merged: dict[str, dict[str, Any]] = {}
    for phrase, kind, value in (*_before(words), *_numbers(words), *_made(words), *_ones(words)):
        merged.setdefault(" ".join(plain_of(phrase.lower()).split()), {})[kind] = value
    merged.pop("", None)
    yield from merged.items()


def _before(words: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """What stands before or behind numbers."""
    yield from ((phrase, "approx", code) for phrase, code in spelled(words["approx"]).items())
    yield from ((phrase, "after", code) for phrase, code in spelled(words["approx_after"]).items())
    yield from ((phrase, "per", unit) for phrase, unit in spelled(words["per"]).items())
    yield from ((phrase, "minus", True) for phrase in words["minus"])
    yield from ((phrase, "share_of", True) for phrase in words["share_of"])
    yield from ((phrase, "times", True) for phrase in words["times_before"])
    yield from ((phrase, "rank_before", True) for phrase in words["rank_before"])
    yield from ((phrase, "each", True) for phrase in words["each"])
    yield from ((phrase, "label", True) for phrase in words["labels"] if " " in phrase)
    names = {name: code for name, code in spelled(words["currencies"]).items() if name in words["prefix_currencies"]}
    yield from ((name, "currency", code) for name, code in names.items())


def _prefixes(words: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Codes and short names of currencies that may stand before the number, with their codes."""
    yield from ((code, code) for code in currency_codes())
    for code, names in words["currencies"].items():
        yield from (
            (name, code) for name in names if len(name) < LONGEST_PREFIX and name[0].isupper() and name.isalpha()
        )


def _numbers(words: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """What is a number, or keeps one from being read."""
    no_beginnings = {*words["articles"], *words["never_first"], *words["before_scale"]}
    for word, value in spelled(words["numbers"]).items():
        if word not in no_beginnings:
            yield word, "word", value
    for kind, table in (
        ("rank", "ordinals"),
        ("multiple", "multiples"),
        ("share", "whole_shares"),
        ("half", "half_scales"),
    ):
        yield from ((phrase, kind, value) for phrase, value in spelled(words[table]).items())
    yield from ((phrase, "part_unit", part) for phrase, part in spelled(words["part_units"]).items())
    yield from ((phrase, "superlative", 1) for phrase in words["superlatives"])
    yield from ((phrase, "standing", form) for phrase, form in spelled(words["standings"]).items())
    yield from ((phrase, "silent", True) for phrase in words["silent"])


def _made(words: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Phrases made of a list and another: "quelques milliards", "twenty-one"."""
    numbers, scales = spelled(words["numbers"]), spelled(words["scales"])
    tens = [word for word, value in numbers.items() if 20 <= value < 100]
    ones = [word for word, value in numbers.items() if 0 < value < 20]
    ordinals = spelled(words["ordinals"])
    if any("-" in word for word in ordinals):  # where compounds have a hyphen; some leave it out: "twentyfifth"
        yield from ((f"{ten}-{one}", "word", 0) for ten in tens for one in ones)
        last = {word: value for word, value in ordinals.items() if value < 10 and " " not in word}
        yield from ((f"{ten}{word}", "rank", numbers[ten] + value) for ten in tens for word, value in last.items())
    yield from ((word, "word", scales[word]) for word in words["bare_scales"])
    tables = (
        *map(spelled, (words["scales"], words["dimes"], words["hundredths"], words["currencies"])),
        words["point"],
    )
    named = [name for table in tables for name in table if name[0].isalpha()]
    yield from ((f"{word} {name}", "word", 0) for word in words["before_scale"] for name in named)
    few = {word: value for word, value in numbers.items() if 1 < value < _FEW}
    for word, scale in spelled(words["inverted"]).items():
        yield from ((f"{word} {number}", "about", scale * value) for number, value in few.items())
    yield from ((f"{word} {joint}", "word", scale) for word, scale in scales.items() for joint in words["parts"])
    for word, magnitude in (scales | spelled(words["collectives"])).items():
        yield from ((f"{several} {word}", "vague", magnitude) for several in words["vague"])
    yield from ((phrase, "vague", magnitude) for phrase, magnitude in spelled(words["vague_alone"]).items())


def _ones(words: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """What makes a number of an article: "one dollar", "un million", "a quarter", "one and a half", "un an et demi"."""
    measured = [name for code, names in words["units"].items() if code not in TIMES for name in names]
    named = [*measured, *chain(*words["currencies"].values()), *chain(*words["hundredths"].values())]
    behind = [phrase for name in named for phrase in phrases_of(name)[:1] if _is_name(phrase)]
    times = [phrases_of(name)[0] for code in TIMES for name in words["units"][code]]
    joints = [*words["point"], *words["half"], *words["range_and"]]
    joints += [f"{name} {joint}" for name in times for joint in words["range_and"]]
    yield from ((f"{one} {word}", "word", 1) for one in words["ones"] for word in (*behind, *joints))
    yield from ((f"{minus} {one}", "less", True) for minus in words["minus"] for one in words["ones"])
    tables = ("scales", "collectives", "denominators")
    counted = [*chain(*(spelled(words[table]) for table in tables)), *words["out_of"], *words["classifiers"]]
    counted += [f"{name} {half}" for name in times for half in words["half"]]
    large = [word for word, scale in spelled(words["scales"]).items() if scale >= _LARGE]
    for article in spelled({1: words["articles"]}).keys() & spelled(words["numbers"]).keys():
        behind = large if article in words["definite"] else counted  # "le million", and no number in "le cinquième"
        yield from ((f"{article}{joint}{word}", "word", 1) for word in behind for joint in " -")
    for article in words["articles"]:
        yield from ((f"{article} {word}", "half", scale) for word, scale in spelled(words["half_scales"]).items())


def _is_name(phrase: str) -> bool:
    """Whether a unit is written out: no sign, no symbol of a letter or two."""
    return len(phrase) >= _SHORTEST_NAME and phrase.replace(" ", "").replace("-", "").isalpha()


@cache
def grammar_of(lang: str) -> Grammar:
    """The grammar of amounts of a language, compiled once."""
    return Grammar(lang, number_words(lang), units_of(lang))
