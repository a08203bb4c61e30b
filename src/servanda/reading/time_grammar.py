"""The vocabulary and the rules of time of a language, compiled from its `times.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress, product
from typing import Any

from msgspec import Struct

from servanda.languages import load_topic, phrases_of
from servanda.reading.engine import Alphabet, Lexicon, Rule
from servanda.reading.time_matches import Ends, Parsed, apart, ends_of

# Words that are of a time in themselves; what else the rules name only goes with them.
_CORES = (
    "month",
    "mon",
    "weekday",
    "dayword",
    "today",
    "unit",
    "quarter",
    "half",
    "year",
    "decade",
    "theyear",
    "so-far",
    "due-year",
    "decade-end",
    "sameday",
    "sideday",
    "season",
    "feast",
    "decade-name",
    "years",
    "yearword",
    "lone",
    "nth",
    "named",
)
_MOST_PARSED = 20_000  # segments whose parse is remembered: few are new after the first documents
_MONTHS = frozenset(("month", "mon"))
_YEAR_OF_MONTH = r"20(?:1[2-9]|[2-9]\d)"  # a year that two figures of up to twelve behind it cannot follow: "2009-10"
_MONTH = "(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
DECADE = 40  # the first decade that two figures name; "10-е" may be an ordinal
WEEKS = 53  # the largest number of a day or a week that stands alone
_MOST = 999  # the largest count of days, months or years that is written in figures
YEARS = range(1900, 2101)
DAYS = range(1, 32)
MONTH_NUMBERS = range(1, 13)


class Grammar(Struct, frozen=True):
    """What a language's `times.yaml` gives, compiled."""

    lexicon: Lexicon
    core_words: Lexicon
    rules: list[Rule]
    number: re.Pattern[str]
    letters: dict[tuple[str, ...], str]  # of numbers in figures, by their classes
    count: str
    marks: dict[str, str]
    ties: dict[str, str]  # marks that join two words without a space
    written: str
    daymonth: str
    padded: str
    month: str
    dayword: str
    watched: frozenset[str]  # letters of words that are others where a stop or nothing follows them
    small: dict[str, str]  # letters with a month in their set, with `low` in its place: what a word in small letters is
    cores: frozenset[str]
    ends: Ends
    ahead: re.Pattern[str]
    behind: re.Pattern[str]
    before_that: re.Pattern[str]
    will: re.Pattern[str]
    alone: re.Pattern[str]
    dateline: re.Pattern[str]
    is_day_first: bool
    capitals: frozenset[str]  # months that are other words where they begin with a small letter
    parsed: dict[str, list[Parsed]]

    def parse(self, letters: str) -> list[Parsed]:
        """What the rules find in a segment, in order of place; of two that overlap the rule named first wins."""
        if letters not in self.parsed:
            if len(self.parsed) >= _MOST_PARSED:
                self.parsed.clear()
            self.parsed[letters] = self._parse(letters)
        return self.parsed[letters]

    def _parse(self, letters: str) -> list[Parsed]:
        taken = bytearray(len(letters))
        kept: list[Parsed] = []
        for rule in self.rules:
            for start, end, slots in rule.spans(letters):
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    kept += apart(rule, start, end, {name: first for name, (first, _) in slots.items()})
        kept.sort(key=lambda parsed: parsed.first)
        return self.ends.joined(letters, kept)


@cache
def grammar_of(lang: str) -> Grammar:
    """The compiled grammar of times of a language."""
    topic = load_topic(lang, "times")
    alphabet = Alphabet()
    lexicon = Lexicon(alphabet, _entries(topic))
    counts = {phrase for phrase, name, _ in _entries(topic) if name == "count"}  # these stand in any sentence
    own = (entry for entry in _entries(topic) if entry[1] in _CORES and (entry[1] == "unit" or entry[0] not in counts))
    core_words = Lexicon(Alphabet(), own)
    letters = {classes: alphabet.letter(*classes) for classes in _classes_of_numbers()}
    marks = {sign: alphabet.letter("dash") for sign in "-–—/~"} | {
        "(": alphabet.letter("open"),
        ",": ",",
        "、": alphabet.letter("plus"),
    }
    ties = dict.fromkeys("-/", alphabet.letter("dash", "tie"))
    number = re.compile(_number_of(topic))
    written = alphabet.letter("written")
    daymonth, padded = alphabet.letter("daymonth"), alphabet.letter("daymonth", "padded")
    month = alphabet.letter("month")
    small = alphabet.letters_instead(_MONTHS, "low")
    short_months = alphabet.letters("mon") if any(topic["values"]["month"].values()) else ""  # else they are the names
    cores = frozenset((written, daymonth, padded, month)).union(*(alphabet.letters(name) for name in _CORES))
    rules = [Rule(rule | {"pattern": rule["pattern"].format_map(topic["parts"])}, alphabet) for rule in topic["rules"]]
    return Grammar(
        lexicon=lexicon,
        core_words=core_words,
        rules=rules,
        number=number,
        letters=letters,
        count=alphabet.letter("count"),
        marks=marks,
        ties=ties,
        written=written,
        daymonth=daymonth,
        padded=padded,
        month=month,
        dayword=alphabet.letter("dayword"),
        watched=frozenset(short_months + alphabet.letters("today")),
        small=small,
        cores=cores,
        ends=ends_of(alphabet),
        ahead=re.compile(topic["ahead"]),
        behind=re.compile(topic["behind"]),
        before_that=re.compile(topic["before-that"]),
        will=re.compile(topic["will"]),
        alone=re.compile(topic["alone"]),
        dateline=re.compile(topic["dateline"]),
        is_day_first=topic["day-first"],
        capitals=frozenset(topic["capitals"]),
        parsed={},
    )


@cache
def classes_of(value: int, *, is_ordinal: bool, is_decade: bool, is_lone: bool) -> tuple[str, ...]:
    """The classes of a number in figures: what it may be of a time."""
    is_short = is_decade and value < DECADE
    is_decade, is_ordinal = is_decade and not is_short, is_ordinal or is_short
    is_plain, is_day = not (is_ordinal or is_decade), value in DAYS and not is_decade
    given = {
        "dayno": is_day,
        "monthno": value in MONTH_NUMBERS and is_plain,
        "year": value in YEARS and not is_decade,
        "count": value <= _MOST and is_plain,
        "ordinal": is_ordinal,
        "decade": value in YEARS and is_decade,
        "short-decade": is_short and value % 10 == 0,
        "nth": is_ordinal and is_day,
        "lone": is_lone and value <= WEEKS,
        "lone-nth": is_lone and is_ordinal and is_day,
    }
    return tuple(compress(given, given.values()))


def _classes_of_numbers() -> set[tuple[str, ...]]:
    """Every set of classes that a number may have: each value here is the like of all up to the next."""
    values = (
        0,
        MONTH_NUMBERS[0],
        MONTH_NUMBERS[-1] + 1,
        10,
        20,
        30,
        DAYS[-1] + 1,
        DECADE,
        WEEKS + 1,
        _MOST + 1,
        YEARS[0],
    )
    flags = list(product((False, True), repeat=3))
    return {
        classes_of(value, is_ordinal=is_ordinal, is_decade=is_decade, is_lone=is_lone)
        for value in values
        for is_ordinal, is_decade, is_lone in flags
    }


def _number_of(topic: dict[str, Any]) -> str:
    """The expression of a number that may be of a time, and of the dates that are written in figures."""
    day_month = f"{_DAY}(?:{topic['short-date']}){_MONTH}"
    month_day = "" if topic["day-first"] else f"|{_MONTH}(?:{topic['short-date']}){_DAY}"
    return (
        r"(?<![\w.,])(?:(?=\d+[-/., ]\d)(?:"  # most numbers are no dates: looked at once, not by each form
        r"(?P<iso>\d{4}([-/.])\d\d?\2\d\d?)|(?P<slashed>\d{1,2}([-/. ])\d{1,2}\4\d{4})"
        r"|(?P<short_year>\d{1,2}([-/])\d{1,2}\6\d\d|\d\d\.\d\d\.\d\d)"
        rf"|(?P<month>\d\d?/\d{{4}}|{_MONTH}-\d{{4}})|(?P<year_month>{_YEAR_OF_MONTH}[-/]{_MONTH}|\d{{4}}\.(?:0[1-9]|1[0-2]))(?![-/]\d)"
        rf"|(?P<short>{day_month}{month_day})(?!/\d|-\d(?!\d?/\d))"
        r"|(?P<halves>\d{1,2}[.,]5))"
        rf"|(?P<digits>\d{{1,4}})(?:(?P<decade>(?:{topic['decade-ending']})\b)|(?P<ordinal>(?:{topic['ordinal-endings']})\b))?)"
        r"(?!\d|[.,]\d(?!\d{3}\b)|[%\w])"  # "08/12,2015" is no decimal
    )


def _entries(topic: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Words and phrases with their classes; those of a listed value (`month: {1: …}`) carry it."""
    for name, listed in topic["values"].items():
        for value, patterns in listed.items():
            for phrase in _phrases(patterns):
                yield phrase, name, value
                if name == "unit":
                    yield phrase, f"unit-{value}", value
    for name, patterns in topic["classes"].items():
        yield from ((phrase, name, True) for phrase in _phrases(patterns))
    for day, words in enumerate(topic["ordinals"], 1):
        for phrase in _phrases(words):
            yield phrase, "dayname", day
            if " " in phrase:
                yield phrase, "long-dayname", day  # which nothing else is: "twenty-first"
    yield from _written_numbers(topic["numerals"])


def _written_numbers(numerals: list[list[str]]) -> Iterator[tuple[str, str, Any]]:
    """Days, months and years in the numerals of a language that writes dates with them; the first are of zero."""
    for number, words in enumerate(numerals):
        names = ["count"] * (number > 0) + ["dayno"] * (number in DAYS) + ["monthno"] * (number in MONTH_NUMBERS)
        yield from ((word, name, number) for word in words for name in names)
    for year in YEARS if numerals else ():
        for digits in product(*(numerals[int(digit)] for digit in str(year))):
            yield " ".join(digits), "year", year


def _phrases(patterns: list[str]) -> Iterator[str]:
    """The phrases that patterns stand for, with a space for each hyphen, as in the text that is searched."""
    yield from (phrase.replace("-", " ") for pattern in patterns for phrase in phrases_of(pattern))
