"""Parts of a whole in words, alone or behind a number: "two-thirds", "un sur cinq", "five and a quarter"."""

from __future__ import annotations

import re
from typing import Any

from servanda.documents.text import fold
from servanda.reading.numerals import LETTER, NUMERAL, NumberWords, Spelled, alternatives, spelled

COUNTED = frozenset((6, 7, 8, 9))  # wholes of which parts are counted one by one: "two of the seven"
_WHOLES = frozenset((*range(2, 11), 100))  # of which any number may be a part; of others only one
_LARGEST = 1000
_WINDOW = 60  # characters in which "un ménage sur" stands before a number
_FEWEST = 5  # parts of which more than a whole may be told: "twenty fifths", while "ten quarters" last
_TEENS, _ORDINAL = 20, 100
_WORD = re.compile(f"{LETTER}+")


class Fractions:
    """The words by which a language makes a fraction of a number in words."""

    def __init__(self, words: dict[str, Any], numbers: NumberWords, scales: dict[str, float]) -> None:
        """Compile the words of `quantities.yaml`; `scales` are those that may stand behind a part."""
        self._numbers, self._parts = numbers, spelled(words["denominators"])
        unsure = frozenset(map(fold, words["unsure_denominators"]))
        self._unsure = frozenset(word for word in self._parts if fold(word) in unsure)
        self._singular = self._unsure & numbers.ordinals.keys()  # "third", of which there is only one
        of, scale = alternatives(words["of"]), alternatives((*scales, *words["parts_before"]))
        self._part = re.compile(rf"([ -])({alternatives(self._parts)})(?!{LETTER})")
        self._closed = re.compile(rf" (?:{of}|(?:{scale})(?!{LETTER}))|[,.;)]|$")
        out_of, ones = alternatives(words["out_of"]), alternatives(words["ones"])
        behind = (*self._parts, *words["out_of"], *numbers.ordinals, *words["and"], *words["range_and"])
        self._behind = frozenset(match[0] for phrase in behind if (match := _WORD.match(phrase)))
        more = rf"(?:[ '’]{LETTER}+){{0,4}}" if words["plural_endings"] else ""
        self._one_before = re.compile(rf"(?<![^\W_])(?:{ones}) {LETTER}+{more} (?:{out_of}) $")
        self._out_of = re.compile(rf" (?:{out_of}) ")
        one = alternatives(spelled({1: words["articles"]}).keys() & numbers.values.keys() | set(words["ones"]))
        few = alternatives(word for word, value in numbers.values.items() if 1 < value < _TEENS)
        self._rest = re.compile(rf" (?:{alternatives(words['range_and'])}) (?:(?:{one})|(?P<count>{few}))(?=[ -])")

    def goes_on(self, lower: str, end: int) -> bool:
        """Whether the word behind a number in words may make a fraction or an ordinal of it."""
        word = _WORD.match(lower, end + 1)
        return word is not None and word[0] in self._behind

    def one_before(self, lower: str, start: int) -> int | None:
        """Where "un ménage sur" begins that stands before a number."""
        first = max(0, start - _WINDOW)
        match = self._one_before.search(lower[first:start])
        return first + match.start() if match else None

    def of(self, lower: str, number: Spelled, *, is_about: bool = False) -> Spelled | None:
        """The number with the parts that stand behind it; less than one where it counts parts of a whole."""
        match = self._part_behind(lower, number.end, is_about=is_about)
        return self._counted(lower, number, match) if match else self._with_rest(lower, number)

    def _part_behind(self, lower: str, end: int, *, is_about: bool) -> re.Match[str] | None:
        """The denominator behind a place; one that may be an ordinal stands there with a hyphen, or closed."""
        match = self._part.match(lower, end)
        if match is None:
            return None
        if match[2] in self._unsure and match[1] == "-":
            return match
        is_sure = match[2] not in self._unsure or is_about or self._closed.match(lower, match.end()) is not None
        return match if is_sure and lower[match.end() : match.end() + 1] != "-" else None

    def _counted(self, lower: str, number: Spelled, match: re.Match[str]) -> Spelled | None:
        """The fraction whose denominator stands behind: "two thirds", "six million and two thirds", "twenty fifths"."""
        word, end, before = match[2], match.end(), number.before
        parts, count = self._parts[word], number.value - before.value if before else number.value
        if before and 0 < count < parts and (count == 1 or word not in self._singular):
            return self._numbers.with_part(lower, before, end, count / parts)
        if number.value != 1 and word in self._singular and parts >= _ORDINAL:
            return None  # "two hundredth" is an ordinal
        is_ordinal = word in self._singular or self._numbers.ordinal(lower, number) is not None  # "девяносто девятых"
        is_more = _FEWEST <= parts < number.value and self._closed.match(lower, end) is not None and not is_ordinal
        return Spelled(end, number.value / parts) if 0 < number.value < parts or is_more else None

    def out_of(self, lower: str, number: Spelled) -> Spelled | None:
        """The share whose whole stands behind: "un sur cinq", "one in twenty-five"."""
        joint = self._out_of.match(lower, number.end)
        whole = self._whole(lower, joint.end()) if joint else None
        if whole is None or lower[whole.end : whole.end + 1] == "-" or not 0 < number.value < whole.value <= _LARGEST:
            return None
        is_whole = number.value == 1 or (whole.value in _WHOLES and whole.value not in COUNTED)
        return Spelled(whole.end, number.value / whole.value) if is_whole else None

    def _whole(self, lower: str, start: int) -> Spelled | None:
        """The number at a place, in digits or in words."""
        digits = NUMERAL.match(lower, start)
        if digits and digits[0].isdecimal():
            return Spelled(digits.end(), int(digits[0]))
        return self._numbers.read(lower, start)

    def _with_rest(self, lower: str, number: Spelled) -> Spelled | None:
        """The number with a part of its last scale: "five and a quarter", "two million and a third"."""
        rest = self._rest.match(lower, number.end)
        match = self._part.match(lower, rest.end()) if rest else None
        if rest is None or match is None or number.value % 1 or lower[match.end() : match.end() + 1] == "-":
            return None
        word, count = match[2], self._numbers.values.get(rest["count"] or "", 1.0)
        is_unsure = word in self._singular and (count > 1 or not self._closed.match(lower, match.end()))
        if is_unsure or count >= self._parts[word]:
            return None
        return self._numbers.with_part(lower, number, match.end(), count / self._parts[word])
