"""Dates, periods and durations that a text names, counted from the day of publication where they are relative.

The vocabulary of time is found in one pass and becomes a string of letters for the whole document, with a break
wherever other words stand between; the rules of `times.yaml` are expressions over it. What a rule gives is worked out
in `calendar.py`; a time that cannot be known is left out, a year that cannot be known is `XXXX`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import compress, product
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from servanda.languages import load_topic, phrases_of
from servanda.reading.calendar import value_of
from servanda.reading.clock import Clock, Slots, role_of
from servanda.reading.engine import Alphabet, Lexicon, Piece, Rule
from servanda.reading.view import PLACE, View
from servanda.records import BODY

_ROLES = ("due", "from", "until", "as_of", "till")
_TENSES = {"due": "ahead", "as_of": "behind"}
_NUMBERS = ("dayno", "monthno", "year", "count", "ordinal", "decade")  # classes that a number in figures may have
# Words that are of a time in themselves; what else the rules name only goes with them.
_CORES = (
    "month",
    "mon",
    "weekday",
    "dayword",
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
    "named",
)
_MOST_PARSED = 20_000  # segments whose parse is remembered: few are new after the first documents
_AUXILIARY = 20  # characters that a participle may stand behind the word that puts it into the future
_AROUND = 40  # characters around the own words of a time in which its small words stand
_WEEKDAY_REACH = 70  # characters before a weekday in which a verb says that it is still to come
_CUE_REACH = 90  # characters before a time, or behind it, in which its verb says whether it lies ahead
_OPENING = 12  # characters before a time that opens its sentence
_MONTHS = frozenset(("month", "mon"))
_DATELINE = 60  # characters that a dateline has at most
_SIGNED = 20  # characters behind its day in which its mark stands
_LATE = 3  # days after which a dispatch is published at most
_YEARS = range(1900, 2101)
_DAYS = range(1, 32)
_MONTH_NUMBERS = range(1, 13)
_DIGITS = re.compile(r"\d+")
_ORDER = attrgetter("start", "end", "letter")
_MOST = 99  # the largest count of months or years that is written in figures


class Time(Struct, frozen=True):
    """A stretch of the normal text that names a time.

    `kind` is `day`, `days`, `month`, `months`, `quarter`, `half`, `year`, `years`, `week`, `span` (counted from now) or
    `duration`; `value` is ISO 8601 (a duration: `P2Y`). `role` is `due`, `from`, `until`, `as_of` or None; the words
    that say so belong to the stretch.
    """

    start: int
    end: int
    kind: str
    value: str
    role: str | None = None


class Parsed(Struct, frozen=True):
    """A rule's match in a segment: its first piece, the one behind its last, and the piece of each slot."""

    rule: Rule
    first: int
    last: int
    places: dict[str, int]


class Grammar(Struct, frozen=True):
    """What a language's `times.yaml` gives, compiled."""

    lexicon: Lexicon
    core_words: Lexicon
    rules: list[Rule]
    number: re.Pattern[str]
    letters: dict[tuple[bool, ...], str]
    marks: dict[str, str]
    written: str
    daymonth: str
    month: str
    small: dict[str, str]  # letters with a month in their set, without it: what a word in small letters is
    cores: frozenset[str]
    ahead: re.Pattern[str]
    behind: re.Pattern[str]
    before_that: re.Pattern[str]
    will: re.Pattern[str]
    dateline: re.Pattern[str]
    is_day_first: bool
    has_capitals: bool  # months begin with a capital: "march" is none
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
                    kept.append(Parsed(rule, start, end, {name: first for name, (first, _) in slots.items()}))
        return sorted(kept, key=lambda parsed: parsed.first)


@cache
def grammar_of(lang: str) -> Grammar:
    """The compiled grammar of times of a language."""
    topic = load_topic(lang, "times")
    alphabet = Alphabet()
    lexicon = Lexicon(alphabet, _entries(topic))
    counts = {phrase for phrase, name, _ in _entries(topic) if name == "count"}  # these stand in any sentence
    own = (entry for entry in _entries(topic) if entry[1] in _CORES and (entry[1] == "unit" or entry[0] not in counts))
    core_words = Lexicon(Alphabet(), own)
    letters = {
        bits: alphabet.letter(*compress(_NUMBERS, bits)) for bits in product((False, True), repeat=len(_NUMBERS))
    }
    marks = {sign: alphabet.letter("dash") for sign in "-–—/~"} | {"(": alphabet.letter("open"), ",": ","}
    number = re.compile(
        r"(?<![\w.,])(?:(?P<iso>\d{4}([-/.])\d\d?\2\d\d?)|(?P<slashed>\d{1,2}([-/.])\d{1,2}\4\d{4})|(?P<month>\d\d?/\d{4})"
        rf"|(?P<short>(?:0?[1-9]|[12]\d|3[01])(?:{topic['short-date']})(?:0?[1-9]|1[0-2]))(?!/\d|-\d)"
        rf"|(?P<digits>\d{{1,4}})(?:(?P<ordinal>(?:{topic['ordinal-endings']})\b)|(?P<decade>{topic['decade-ending']}\b))?)"
        r"(?!\d|[.,]\d|[%\w])"
    )
    written = alphabet.letter("written")
    daymonth = alphabet.letter("daymonth")
    month = alphabet.letter("month")
    small = alphabet.letters_without(_MONTHS)
    cores = frozenset((written, daymonth, month)).union(*(alphabet.letters(name) for name in _CORES))
    rules = [Rule(rule, alphabet) for rule in topic["rules"]]
    return Grammar(
        lexicon=lexicon,
        core_words=core_words,
        rules=rules,
        number=number,
        letters=letters,
        marks=marks,
        written=written,
        daymonth=daymonth,
        month=month,
        small=small,
        cores=cores,
        ahead=re.compile(topic["ahead"]),
        behind=re.compile(topic["behind"]),
        before_that=re.compile(topic["before-that"]),
        will=re.compile(topic["will"]),
        dateline=re.compile(topic["dateline"]),
        is_day_first=topic["day-first"],
        has_capitals=topic["capitals"],
        parsed={},
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
    yield from _written_numbers(topic["numerals"])


def _written_numbers(numerals: list[list[str]]) -> Iterator[tuple[str, str, Any]]:
    """Days, months and years in the numerals of a language that writes dates with them; the first are of zero."""
    for number, words in enumerate(numerals):
        names = ["count"] * (number > 0) + ["dayno"] * (number in _DAYS) + ["monthno"] * (number in _MONTH_NUMBERS)
        yield from ((word, name, number) for word in words for name in names)
    for year in _YEARS if numerals else ():
        for digits in product(*(numerals[int(digit)] for digit in str(year))):
            yield " ".join(digits), "year", year


def _phrases(patterns: list[str]) -> Iterator[str]:
    """The phrases that patterns stand for, with a space for each hyphen, as in the text that is searched."""
    yield from (phrase.replace("-", " ") for pattern in patterns for phrase in phrases_of(pattern))


def find_times(view: View) -> list[Time]:
    """Every time that the text names, in order, without overlap."""
    grammar = grammar_of(view.lang)
    clock = Clock(view.document.published)
    found: list[Time] = []
    is_written = False
    for pieces in _segments(view, grammar):
        for parsed in grammar.parse("".join([piece.letter for piece in pieces])):
            rule, first, last, places = parsed.rule, parsed.first, parsed.last, parsed.places
            values = {name: _value(name, pieces[place]) for name, place in places.items()}
            cue = values.pop("cue", None) and places["cue"]  # a word that only shows that a time stands beside it
            start, end = pieces[first + (cue == first)].start, pieces[last - 1 - (cue == last - 1)].end
            slots = _slots(view, (start, end), values, found)
            if told := value_of(rule.gives["gives"], slots, clock):
                role = role_of(told.value, rule.gives.get("role") or slots.role, clock)
                found.append(Time(start, end, told.kind, told.value, role))
                if told.kind == "day" and not is_written and is_dateline(view, found[-1]):
                    clock, is_written = _written_on(told.value, clock), True
    return found


def is_dateline(view: View, time: Time) -> bool:
    """Whether a day is that of the dateline: "NANNING, 18 mars (Xinhua) --"."""
    place = bisect_right(view.sentences, time.start, key=PLACE) - 1
    if place < 0 or time.end - view.sentences[place].start > _DATELINE or view.sentences[place].part != BODY:
        return False
    behind = view.norm[time.end : time.end + _SIGNED].lstrip(" .,")
    return behind[:1] in ("(", "/", "-", "–", "—") or bool(grammar_of(view.lang).dateline.match(" " + behind))


def _written_on(value: str, clock: Clock) -> Clock:
    """The clock of the day of the dateline, where that is the one of publication or shortly before."""
    written = Clock(value)
    is_near = clock.day and written.day and 0 <= (clock.day - written.day).days <= _LATE
    return written if is_near else clock


def _segments(view: View, grammar: Grammar) -> Iterator[list[Piece]]:
    """The vocabulary of time in stretches that no other word interrupts; those without a time's own word are left."""
    # "mid-March", "nine-month": a hyphen joins words that are found one by one.
    lower, plain = view.lower.replace("-", " "), view.plain.replace("-", " ")
    pieces = list(_numbers(view, grammar))
    cores = [piece for piece in pieces if piece.letter in grammar.cores] + grammar.core_words.find(lower, plain)
    for start, end in _surroundings(plain, sorted(cores, key=_ORDER)):
        found = grammar.lexicon.find(lower[start:end], plain[start : end + 2])
        pieces += [_with_stop(piece, start, view.norm, grammar.month) for piece in found]
    pieces.sort(key=_ORDER)
    norm, marks, own = view.norm, grammar.marks, grammar.cores
    segment: list[Piece] = []
    last, has_core = 0, False
    for piece in pieces:
        start = piece.start
        if start < last:
            continue
        if grammar.has_capitals and norm[start].islower() and piece.letter in grammar.small:
            # In small letters it is no month, but it may be another word.
            if not (letter := grammar.small[piece.letter]):
                continue
            piece = replace(piece, letter=letter)
        if not (start - last == 1 and norm[last] == " ") and (gap := norm[last:start].strip(" '")):
            mark = marks.get(gap)
            if mark is None:
                if has_core:
                    yield segment
                segment, has_core = [], False
            elif segment:
                segment.append(Piece(last, start, mark, None))
        segment.append(piece)
        has_core = has_core or piece.letter in own
        last = piece.end
    if has_core:
        yield segment


def _surroundings(plain: str, cores: list[Piece]) -> Iterator[tuple[int, int]]:
    """Where the small words of a time may stand: what lies around its own words, from space to space."""
    first = last = -1
    for core in cores:
        # A word longer than that is cut, and then matches nothing.
        start = max(
            0,
            core.start - 2 * _AROUND,
            plain.rfind(" ", max(0, core.start - 2 * _AROUND), max(1, core.start - _AROUND)),
        )
        space = plain.find(" ", core.end + _AROUND, core.end + 2 * _AROUND)
        end = min(len(plain) - 2, space - 1 if space > 0 else core.end + 2 * _AROUND)
        if start <= last:
            last = max(last, end)
            continue
        if last >= 0:
            yield first, last
        first, last = start, end
    if last >= 0:
        yield first, last


def _with_stop(piece: Piece, start: int, norm: str, letter: str) -> Piece:
    """The piece in its place behind `start`; a short month that has its stop is a month like others."""
    first, last, value = piece.start, piece.end, piece.value
    if "mon" in value and "unit" not in value and norm.startswith(".", start + last):
        return Piece(start + first, start + last + 1, letter, {"month": value["mon"]})
    return Piece(start + first, start + last, piece.letter, value)


def _numbers(view: View, grammar: Grammar) -> Iterator[Piece]:
    reached = 0
    # Looked for at digits alone: the expression by itself would be tried at each letter.
    for digit in _DIGITS.finditer(view.lower):
        match = grammar.number.match(view.lower, digit.start()) if digit.start() >= reached else None
        if match is None:
            continue
        start, reached = start, end = match.span()
        digits = match["digits"]
        if match["short"]:
            yield Piece(start, end, grammar.daymonth, tuple(map(int, re.split(r"\D", match["short"]))))
            continue
        if digits is None:
            yield Piece(start, end, grammar.written, _written_date(match, grammar))
            continue
        value, is_ordinal, is_decade = int(digits), bool(match["ordinal"]), bool(match["decade"])
        if is_decade and len(digits) == 2:
            value += 1900
        is_year = value in _YEARS
        is_count = value <= _MOST and not (is_ordinal or is_decade)
        bits = (
            value in _DAYS and not is_decade,
            value in _MONTH_NUMBERS and not (is_ordinal or is_decade),
            is_year and not is_decade,
            is_count,
            is_ordinal,
            is_year and is_decade,
        )
        yield Piece(start, end, grammar.letters[bits], value)


def _written_date(match: re.Match[str], grammar: Grammar) -> str:
    """The date of `2025-11-27` or `27/11/2025` in the order of ISO 8601; it may be no day."""
    if match["iso"]:
        return "-".join(f"{int(part):02}" for part in re.split(r"[-/.]", match["iso"]))
    if match["month"]:
        month, _, year_alone = match["month"].partition("/")
        return f"{year_alone}-{int(month):02}"
    first, second, year = (int(part) for part in re.split(r"[-/.]", match["slashed"]))
    day, month = (first, second) if grammar.is_day_first or first > 12 else (second, first)
    return f"{year}-{month:02}-{day:02}"


def _slots(view: View, span: tuple[int, int], values: dict[str, Any], found: list[Time]) -> Slots:
    """The values of a match's slots, and what its sentence says of its year and its tense."""
    role = next((name for name in _ROLES if name in values), None)
    if role is None and ("year" in values or "date" in values):
        return Slots(values, tense=None, role=None, before=None, sentence="")
    grammar, start = grammar_of(view.lang), span[0]
    place = bisect_right(view.sentences, start, key=PLACE) - 1
    begin, end = (view.sentences[place].start, view.sentences[place].end) if place >= 0 else (0, len(view.norm))
    before = next((time.value for time in reversed(found) if time.value[:4].isdigit()), None)
    day_before = next((time.value for time in reversed(found) if time.kind == "day"), None)
    tense = _TENSES.get(role or "") or _tense(view, grammar, begin, start, is_weekday="weekday" in values)
    if tense is None and start - begin <= _OPENING:
        tense = _tense_behind(view, grammar, span[1], end)
    return Slots(
        values,
        tense=tense,
        role=role,
        before=day_before if "sameday" in values else before,
        sentence=view.norm[begin:end],
    )


def _tense(view: View, grammar: Grammar, begin: int, start: int, *, is_weekday: bool) -> str | None:
    """Whether the words before a time say that it lies `ahead` or `behind`."""
    lower, first = view.lower, max(begin, start - _CUE_REACH)
    behind = _last(grammar.behind, lower, first, start)
    if is_weekday:  # nearer: who will come may have said so on Tuesday
        is_ahead = _last(grammar.will, lower, max(begin, start - _WEEKDAY_REACH), start) > behind
    else:
        cues = grammar.ahead.finditer(lower, first, start)
        ahead = max((cue.start() for cue in cues if not _is_towards(view, cue)), default=-1)
        # "will be held", "is scheduled": the participle after an auxiliary goes with it.
        is_ahead = ahead >= 0 and ahead + _AUXILIARY > behind
        is_ahead = is_ahead and not grammar.before_that.search(lower, first, start)
    return "ahead" if is_ahead else "behind" if behind >= 0 else None


def _is_towards(view: View, cue: re.Match[str]) -> bool:
    """Whether the last word of a cue is a name: "sold to Italy" is no plan."""
    word = view.norm[cue.start() : cue.end()].rpartition(" ")[2]
    return word != cue[0] and word[:1].isupper()


def _tense_behind(view: View, grammar: Grammar, start: int, end: int) -> str | None:
    """The same of the words behind a time that opens its sentence: the nearer of both cues."""
    last = min(end, start + _CUE_REACH)
    lower = view.lower
    ahead = next((cue for cue in grammar.ahead.finditer(lower, start, last) if not _is_towards(view, cue)), None)
    behind = grammar.behind.search(lower, start, last)
    if ahead and (not behind or ahead.start() <= behind.start()):
        return "ahead"
    return "behind" if behind else None


def _last(cue: re.Pattern[str], lower: str, start: int, end: int) -> int:
    """Where the cue nearest to the end of the stretch begins; -1 where there is none."""
    return max((match.start() for match in cue.finditer(lower, start, end)), default=-1)


def _classes(piece: Piece) -> Any:
    return piece.value if isinstance(piece.value, dict) else ()


def _value(name: str, piece: Piece) -> Any:
    """What a piece is in a slot: a word has a value for each of its classes."""
    if not isinstance(piece.value, dict):
        return piece.value
    value = piece.value.get(name.removeprefix("last_"))
    return value if value is not None else next((v for v in piece.value.values() if v is not True), True)
