"""What stands behind a number: its scale, its unit, or the word that is counted."""

from __future__ import annotations

import re
from math import prod

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.cues import Grammar
from servanda.reading.units import SIGNS, Unit

_LEAST_CAPITAL = 10  # "12K" is a number, "4K" and "5G" are names
_DIME = 0.1
_TENTHS = 10  # percent
_LARGEST_CAPITAL = 1_000_000
_CLOSED = re.compile(r"(?<=[0-9] in)(?=[.,;)]|$)")  # "5 ft 2 in", while "2 in May" are no inches
_NO_OTHER = (None, "in")
INCH = Unit("physical", "in")
_INCHES = re.compile(r"(?<=[0-9½¼¾])(?:\"|'')(?![^\W_']| ?[0-9])")
_SHORTEST_GLUED = 4  # letters that may stand behind a number without a space: "1,150valid" is a slip, "5G" a name


class Tail(Struct, frozen=True):
    """Where scale and unit of a number end, and what they are; without unit the next word, and where a noun begins."""

    end: int
    scale: float = 1
    unit: Unit | None = None
    word: str = ""
    gap: str = ""  # what stands between the number and the word
    noun: int | None = None
    is_collective: bool = False
    approx: str | None = None  # said between the number and what is counted: "860多个"


class Tails:
    """What stands behind the numbers of one text."""

    def __init__(self, lower: str, norm: str, grammar: Grammar) -> None:
        self.lower, self.norm, self.grammar = lower, norm, grammar
        self._tail, self._first_words = grammar.tail.match, grammar.units.first_words

    def behind(self, place: int, value: float, currency: str | None) -> Tail:
        """Scale and unit of a number that ends at the place; behind a currency only its name again is a unit."""
        grammar = self.grammar
        match = self._tail(self.lower, place)
        assert match is not None  # every part of it may be absent
        odd, scale_word, dot, more, letter, half, late, deep, gap, word = match.groups()
        scale, end, at = 1.0, match.end("odd") if odd else place, match.start("word")
        approx = grammar.inside[(odd or late).strip(" -")] if odd or late else None
        unit = (self._unit(at, word) if word in self._first_words else None) or self._other_unit(word, match.end())
        if dot and unit is None and self.norm[at].isupper():
            return Tail(match.end("scale"), grammar.scales[scale_word], approx=approx)  # the end of a sentence
        if scale_word:
            scale, end = grammar.scales[scale_word], match.end("scale")
            if more:
                scale, end = scale * self._product(more), match.end("more")
        elif letter:
            if self._is_scale(match, value, currency is not None or unit is not None):
                scale, end = grammar.letters[letter], match.end("letter")
            else:
                gap, word, at = self.lower[end : match.start("letter")], letter, match.start("letter")
                unit = self._unit(at, letter)
        if half:
            scale, end = scale * (1 + 0.5 / (value or 1)), match.end("half")
        if late:  # "1千多万"
            scale, end = scale * self._product(deep), match.end("deep")
        is_collective = scale_word in grammar.collectives
        if unit and (not currency or unit[1].kind == "money") and value * scale >= unit[1].least:
            return replace(self._with_unit(value, scale, unit, is_collective), approx=approx)
        if not word:
            return Tail(end, scale, is_collective=is_collective, approx=approx)
        if gap and word in grammar.additional and (farther := grammar.next_word.match(self.lower, match.end())):
            is_further = farther[1] not in grammar.not_nouns  # "300 more wells"
            return Tail(end, scale, None, word, gap, farther.start(1) if is_further else None, is_collective, approx)
        is_noun = (len(word) >= _SHORTEST_GLUED) if not gap else word not in grammar.not_nouns and word not in SIGNS
        return Tail(end, scale, None, word, gap or "", at if is_noun else None, is_collective, approx)

    def _other_unit(self, word: str | None, end: int) -> tuple[int, Unit] | None:
        """The unit that stands behind one more word ("300 more megawatts"), or is told by a mark."""
        if word in _NO_OTHER:
            mark = self._inches(end)
            return (mark, INCH) if mark else None
        farther = self.grammar.next_word.match(self.lower, end) if word in self.grammar.additional else None
        unit = self._unit(farther.start(1), farther[1]) if farther else None
        return unit if unit and unit[1].kind != "times" else None  # "two more times" are counted

    def _with_unit(self, value: float, scale: float, unit: tuple[int, Unit], is_collective: bool) -> Tail:
        """The tail that ends in a unit, or in the scale behind it: "75 USD million"."""
        end = unit[0]
        if scale == 1 and unit[1].kind == "money" and (late := self.grammar.late_scale.match(self.lower, end)):
            scale, end = self.grammar.scales[late[1]], late.end()
        elif unit[1].factor == _DIME and (rest := self.grammar.cents.match(self.lower, end)):
            scale, end = scale * (1 + _DIME * self._digit(rest[1]) / (value or 1)), rest.end()
        elif unit[1].factor == _TENTHS and (rest := self._tenth_rest(end)):
            scale, end = scale * (1 + self._digit(rest[1]) / _TENTHS / (value or 1)), rest.end()
        elif unit[1].more:
            scale *= 1 + unit[1].more / (value or 1)
        elif unit[1].kind != "times" and (half := self.grammar.late_half.match(self.lower, end)):
            scale, end = scale * (1 + 0.5 / (value or 1)), half.end()
        is_whole = unit[1].factor == _TENTHS < value  # "72折" is 72 %, "7折" 70 %
        return Tail(end, scale, replace(unit[1], factor=1) if is_whole else unit[1], is_collective=is_collective)

    def _tenth_rest(self, end: int) -> re.Match[str] | None:
        """The digit of percent behind tenths, closed or before another word: "四成一", "九成二挤在港口"."""
        return self.grammar.cents.match(self.lower, end) or self.grammar.tenth_rest.match(self.lower, end)

    def _product(self, scales: str) -> float:
        """What scales in a row multiply by."""
        return prod((self.grammar.scales[scale] for scale in self.grammar.more.findall(scales)), start=1.0)

    def _digit(self, written: str) -> float:
        """The value of one digit, be it a word."""
        return float(written) if written.isdigit() else self.grammar.numbers.values[written]

    def _inches(self, end: int) -> int | None:
        """Where the mark of inches at a place ends, or the word before it: '55" wide'; none where a quotation ends."""
        mark = _INCHES.match(self.lower, end) or _CLOSED.match(self.lower, end)
        opened = self.lower.rfind('"', self.lower.rfind("\n", 0, end) + 1, end) if mark else -1
        is_quoted = opened >= 0 and not self.lower[max(opened - 1, 0)].isalnum() and self.lower[opened + 1] != " "
        return mark.end() if mark and not is_quoted else None

    def _unit(self, at: int, word: str) -> tuple[int, Unit] | None:
        """The unit that begins with the word; a sign before a number belongs to that number."""
        unit = self.grammar.units.at(self.lower, self.norm, at, word)
        if (
            unit
            and word in SIGNS
            and word not in self.grammar.behind_only
            and self.lower[unit[0] : unit[0] + 2].strip()[:1].isdigit()
        ):
            return None
        return unit

    def _is_scale(self, match: re.Match[str], value: float, is_measured: bool) -> bool:
        """Whether a letter behind a number is a scale: beside a currency or a unit, or joined to it ("10k", "1.2M")."""
        if is_measured:
            return True
        place, letter = match.start("letter"), match["letter"]
        if place != match.start():
            return self.norm[place] == "k"  # "2.5 k", while "10 к" in Russian is "by 10"
        scale = self.grammar.letters[letter]
        is_capital = self.norm[place].isupper() and (value >= _LEAST_CAPITAL or value % 1 != 0)
        return self.norm[place] in self.grammar.kilo or (is_capital and scale <= _LARGEST_CAPITAL)
