"""Numbers as they are written: local formats of digits, and number words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from servanda.languages import load_topic, phrases_of

# Digits with their marks: grouped by spaces or apostrophes, else with points and commas. What follows tells dates,
# clock times, telephone numbers and versions apart.
NUMERAL = re.compile(r"[0-9](?:[0-9]{0,2}(?:[ '][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]*(?:[.,][0-9]+)*)")
_ALL_BUT_DIGITS = re.compile(r"[^0-9]")
_LONGEST_HEAD = 3  # digits before the first mark of a grouped number
LETTER = r"[^\W\d_]"


def value_of(raw: str, decimal_mark: str) -> float:
    """The value of a numeral: a lone mark before three digits groups them unless it is the language's decimal mark.

    >>> value_of("16.400", ","), value_of("16,5", ","), value_of("1.234,5", "."), value_of("1 056", ".")
    (16400, 16.5, 1234.5, 1056)
    """
    if raw.isdigit():
        return int(raw)
    place = max(raw.rfind("."), raw.rfind(","))
    if place < 0 or raw.count(raw[place]) > 1 or not _is_decimal(raw, place, decimal_mark):
        return int(_ALL_BUT_DIGITS.sub("", raw))
    return float(f"{_ALL_BUT_DIGITS.sub('', raw[:place])}.{raw[place + 1 :]}")


def _is_decimal(raw: str, place: int, decimal_mark: str) -> bool:
    head, tail = raw[:place], raw[place + 1 :]
    if len(tail) != _LONGEST_HEAD or raw[place] == decimal_mark or raw[0] == "0":
        return True
    return not head.isdigit() or len(head) > _LONGEST_HEAD


def alternatives(words: Iterable[str]) -> str:
    """Words as a regular expression, longest first; one that never matches where there is none."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)) or r"(?!)"


def spelled(table: dict[Any, list[str]]) -> dict[str, Any]:
    """A table of phrases by what they stand for, turned round: phrase in lower case → what it stands for."""
    return {phrase.lower(): key for key, listed in table.items() for entry in listed for phrase in phrases_of(entry)}


class Spelled(NamedTuple):
    """A number in words: where it ends and what it is worth."""

    end: int
    value: float


class NumberWords:
    """The number words of a language."""

    def __init__(self, words: dict[str, Any]) -> None:
        """Compile the words of `quantities.yaml`."""
        scales = {word: scale for word, scale in spelled(words["scales"]).items()}
        self.values: dict[str, int] = spelled(words["numbers"]) | scales
        joined = rf"(?:[ -](?:(?:{alternatives(words['and'])})[ -])?)"
        self._word = re.compile(rf"({joined})?({alternatives(self.values)})(?!{LETTER})")
        self._point = re.compile(
            rf" (?:{alternatives(words['point'])})(?= (?:{alternatives(self.values)})(?!{LETTER}))"
        )
        self.ordinals: dict[str, int] = spelled(words["ordinals"]) | spelled({1: words["compound_first"]})
        self._ordinal = re.compile(
            rf"(?:[ -](?:(?:{alternatives(words['and'])})[ -])?)?({alternatives(self.ordinals)})(?!{LETTER})"
        )
        self._first = frozenset(words["compound_first"])
        self._and = frozenset(words["and"])

    def read(self, lower: str, start: int) -> Spelled | None:
        """The number whose first word begins at `start`: "two hundred and five thousand", "vingt et un"."""
        whole = self._whole(lower, start)
        return self._with_point(lower, whole.end, whole.value) if whole else None

    def _whole(self, lower: str, start: int) -> Spelled | None:
        """The whole number whose first word begins at `start`."""
        total, group, limit, end = 0, 0, 0, start
        while match := self._word.match(lower, end):
            joint, word = match.groups()
            if bool(joint) != (end > start):
                break
            value = self.values[word]
            has_and = joint is not None and joint.strip(" -") in self._and
            if value < 1000:
                grown = _grown(group, value, end == start or (limit > 0 and group == 0), has_and)
                if grown < 0 or (has_and and group == 0 and limit == 0):
                    break
                group = grown
            elif (group and (not limit or value < limit)) or end == start:
                total, group, limit = total + (group or 1) * value, 0, value
            elif not group and value > limit:
                total, limit = total * value, value
            else:
                break
            end = match.end()
        return Spelled(end, total + group) if end > start else None

    def _with_point(self, lower: str, end: int, value: float) -> Spelled:
        """The number with what is read behind a point: "deux virgule cinq", "two point zero four"."""
        match = self._point.match(lower, end)
        if not match:
            return Spelled(end, value)
        end, digits = match.end(), ""
        while lower[end : end + 1] == " " and (more := self._whole(lower, end + 1)):
            digits += str(int(more.value))
            end = more.end
        return Spelled(end, float(f"{int(value)}.{digits}"))

    def ordinal(self, lower: str, number: Spelled) -> Spelled | None:
        """The ordinal that the number begins: "forty-second", "one hundredth", "vingt et unième"."""
        match = self._ordinal.match(lower, number.end)
        if not match or number.value % 1 != 0:
            return None
        last = self.ordinals[match[1]]
        if last >= 100:
            return Spelled(match.end(), number.value * last)
        if number.value < 20 or number.value % 10 != 0 or (last == 1 and match[1] not in self._first):
            return None
        is_joined = last < 10 or (last < 20 and number.value % 100 in (0, 60, 80))
        return Spelled(match.end(), number.value + last) if is_joined else None


def _grown(group: int, value: int, is_first: bool, has_and: bool) -> int:
    """The group of less than a thousand with one more word; -1 where the word begins another number."""
    if is_first:
        return value
    if value == 100:
        return group * 100 if 0 < group < 100 else -1
    tens, ones = group % 100, group % 10
    if group >= 100 and tens == 0 and group:
        return group + value
    if has_and and value % 10 != 1 and tens:
        return -1
    if group == 10 and 7 <= value <= 9:
        return group + value
    if ones == 0 and tens >= 20 and (value < 10 or (value < 20 and tens in (60, 80))):
        return group + value
    return -1


@cache
def number_words(lang: str) -> NumberWords:
    """The number words of a language, compiled once."""
    return NumberWords(load_topic(lang, "quantities"))
