"""Numbers as they are written: local formats of digits, and number words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from msgspec import Struct

from servanda.documents.text import fold
from servanda.languages import load_topic, phrases_of
from servanda.reading.digits import GLYPHS
from servanda.reading.verbs import forms_of

# Digits with their marks: grouped by spaces or apostrophes, else with points and commas. What follows tells dates,
# clock times, telephone numbers and versions apart.
NUMERAL = re.compile(rf"[0-9{GLYPHS}](?:[0-9]{{0,2}}(?:[ '][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]*(?:[.,][0-9]+)*)")
_ALL_BUT_DIGITS = re.compile(r"[^0-9]")
_ROUND = "00"  # the last digits of round thousands
_LONGEST_HEAD = 3  # digits before the first mark of a grouped number
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_HYPHENS = ("-", "–")
_THREE_FIVE = (3, 5)  # "三五家": the only two digits apart that are said so
LETTER = r"[^\W\d_]"
_LETTERS = re.compile(rf"{LETTER}+")


def value_of(raw: str, decimal_mark: str) -> float:
    """The value of a numeral: a lone mark before three digits groups them unless it is the language's decimal mark.

    Round thousands are grouped by either mark: nobody writes four as "4,000".

    >>> value_of("16.400", ","), value_of("16,5", ","), value_of("1.234,5", "."), value_of("1 056", ".")
    (16400, 16.5, 1234.5, 1056)
    >>> value_of("4,000", ","), value_of("4,125", ",")
    (4000, 4.125)
    """
    if raw.isdigit():
        return int(raw)
    place = max(raw.rfind("."), raw.rfind(","))
    if place < 0 or raw.count(raw[place]) > 1 or not _is_decimal(raw, place, decimal_mark):
        return int(_ALL_BUT_DIGITS.sub("", raw))
    return float(f"{_ALL_BUT_DIGITS.sub('', raw[:place])}.{raw[place + 1 :]}")


def _is_decimal(raw: str, place: int, decimal_mark: str) -> bool:
    head, tail = raw[:place], raw[place + 1 :]
    is_mark = raw[place] == decimal_mark and not tail.endswith(_ROUND)
    if len(tail) != _LONGEST_HEAD or is_mark or raw[0] == "0":
        return True
    return not head.isdigit() or len(head) > _LONGEST_HEAD


def alternatives(words: Iterable[str]) -> str:
    """Words as a regular expression that matches the longest; one that never matches where there is none.

    Common beginnings are written once, so a word that is none of them is told at its first letters.

    >>> alternatives(["million", "mille", "un"])
    '(?:mill(?:e|ion)|un)'
    """
    listed = sorted(set(words))
    return _branches(listed) if listed else r"(?!)"


def _branches(words: list[str]) -> str:
    """The pattern of words in alphabetical order."""
    if len(words) == 1:
        return re.escape(words[0])
    first, last = words[0], words[-1]
    shared = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    head, rests = re.escape(first[:shared]), [word[shared:] for word in words]
    grouped = [_branches(list(group)) for letter, group in groupby(rests, key=lambda rest: rest[:1]) if letter]
    return f"{head}(?:{'|'.join(grouped)}){'' if rests[0] else '?'}"


def spelled(table: dict[Any, list[str]]) -> dict[str, Any]:
    """A table of phrases by what they stand for, turned round: phrase in lower case."""
    return {phrase.lower(): key for key, listed in table.items() for entry in listed for phrase in phrases_of(entry)}


@cache
def amount_words(lang: str) -> dict[str, Any]:
    """What `quantities.yaml` of a language gives, with all forms of what is inflected, and without its accents."""
    words, paradigms = load_topic(lang, "quantities"), load_topic(lang, "words")["paradigms"]
    is_folded = words["accents"] == "optional"
    return {name: _all_forms(value, paradigms, is_folded) for name, value in words.items()}


def _all_forms(value: Any, paradigms: dict[str, Any], is_folded: bool) -> Any:
    """The forms of all phrases of a list, or of each list of a table; those without accents only where they are new."""
    if isinstance(value, list):
        return list(dict.fromkeys(words for phrase in value for _, words, _ in forms_of(phrase, paradigms)))
    if not isinstance(value, dict):
        return value
    table = {key: _all_forms(listed, paradigms, is_folded) for key, listed in value.items()}
    known = {phrase for listed in table.values() for phrase in listed}
    if not is_folded:
        return table
    folded = {key: [new for phrase in listed if (new := fold(phrase)) not in known] for key, listed in table.items()}
    return {key: [*listed, *folded[key]] for key, listed in table.items()}


def units_like(words: dict[str, Any]) -> list[str]:
    """The units that begin with a scale: "千瓦" is no thousand."""
    scales = spelled(words["scales"])
    names = spelled(words["units"]) | spelled(words["hundredths"])
    return [name for name in names if " " in name and name.partition(" ")[0] in scales]


class Spelled(Struct, frozen=True):
    """A number in words: where it ends, what it is worth, and the scale that it ends with ("three million": 1e6)."""

    end: int
    value: float
    scale: float = 1
    before: Spelled | None = None  # what it is up to its last "and": "six million" of "six million and two"


class NumberWords:
    """The number words of a language."""

    def __init__(self, words: dict[str, Any]) -> None:
        """Compile the words of `quantities.yaml`."""
        self.values: dict[str, float] = spelled(words["numbers"]) | spelled(words["scales"])
        self._tens = frozenset(word for word in spelled({_TEN: words["scales"][_TEN]}))
        joined = rf"(?:(?: {{1,3}}|-)(?:(?:{alternatives(words['and'])})[ -])?)"
        no_unit = rf"(?!(?:{alternatives(units_like(words))})(?!{LETTER}))"
        self._word = re.compile(rf"({joined})?{no_unit}({alternatives(self.values)})(?!{LETTER})")
        digits = alternatives(word for word, value in self.values.items() if 0 < value < _TEN)
        self._tenth = re.compile(rf" ({digits})(?= (?:{alternatives(words['tenths'])})(?!{LETTER}))")
        self._point = re.compile(
            rf" (?:{alternatives(words['point'])})(?= (?:{alternatives(self.values)})(?!{LETTER}))"
        )
        small = alternatives(word for word, value in self.values.items() if value < _THOUSAND)
        self._small_word = re.compile(rf"[ -]({small})(?!{LETTER})")
        scales = alternatives(spelled(words["scales"]))
        self._scale_behind = re.compile(rf"[ -]({scales})(?!{LETTER})")
        self._half = re.compile(rf" (?:{alternatives(words['half'])})(?!{LETTER})")
        self.ordinals: dict[str, int] = spelled(words["ordinals"]) | spelled({1: words["compound_first"]})
        self._ordinal = re.compile(
            rf"(?:[ -](?:(?:{alternatives(words['and'])})[ -])?)?({alternatives(self.ordinals)})(?!{LETTER})"
        )
        self._first = frozenset(words["compound_first"])
        self._and, self._only_first = frozenset(words["and"]), frozenset(words["only_first"])
        self._never_first = frozenset(words["never_first"])
        self._is_elliptic: bool = words["elliptic"]
        self._drops_tens: bool = words["tens_left_out"]
        self._parts: dict[str, int] = spelled(words["denominators"])
        self._part = re.compile(rf" ({alternatives(self._parts)})(?!{LETTER})")

    def read(self, lower: str, start: int) -> Spelled | None:
        """The number whose first word begins at `start`: "two hundred and five thousand", "三千五百万"."""
        parts: list[tuple[float, float]] = []  # what is known, each with its scale, the largest first
        group, end, last = 0.0, start, 1.0
        before: Spelled | None = None
        while match := self._word.match(lower, end):
            joint, word = match.groups()
            if bool(joint) != (end > start):
                break
            value, has_and = self.values[word], joint is not None and joint.strip(" -") in self._and
            if joint and word in self._only_first and not self._may_go_on(lower, match.end(), has_and):
                break
            if has_and:
                before = Spelled(end, group + sum(amount for amount, _ in parts), _last_scale(parts, group))
            if value < _THOUSAND:
                grown = self._grown(group, word, bool(parts) or end == start, has_and, is_zero=last == 0)
                if grown < 0:
                    break
                is_short = self._is_elliptic and last >= _HUNDRED and 0 < value < _TEN and not has_and
                group, last = grown, (-last if is_short else value)
            elif end == start:
                parts, last = [(value, value)], value
            elif scaled := _scaled(parts, group, value):
                parts, group, last = scaled, 0.0, value
            else:
                break
            end = match.end()
        if end == start:
            return None
        if last < 0:  # "两千三" is 2300, though "两千零三" is 2003
            group += (group % _TEN) * (-last / _TEN - 1)
        whole = sum(amount for amount, _ in parts) + group
        scale = _HUNDRED if group and last == _HUNDRED and self._is_elliptic else _last_scale(parts, group)
        return self._with_rest(lower, Spelled(end, whole, scale, before))

    def read_higher(self, lower: str, number: Spelled) -> tuple[float, Spelled] | None:
        """The bounds of which a number in words is the first: "пять-шесть тысяч", "三四十" (30 to 40)."""
        if lower[number.end : number.end + 1] not in _HYPHENS:
            return self._read_next(lower, number) if self._is_elliptic else None
        higher = self.read(lower, number.end + 1)
        low = number.value * max(higher.scale / number.scale, 1) if higher else 0
        return (low, higher) if higher and 0 < low < higher.value else None

    def _read_next(self, lower: str, number: Spelled) -> tuple[float, Spelled] | None:
        """The bounds that are told by one digit and the next: "三四十", "十七八" (17 or 18), "ba bốn trăm"."""
        start, ones = number.end + 1, number.value % _TEN
        word = _LETTERS.match(lower, start)
        first = word.group() if word else ""
        digit = self.values.get(first, 0)
        is_next = digit == ones + 1 or (ones, digit) == _THREE_FIVE
        if not is_next or not 1 < digit < _TEN or first in self._only_first:
            return None
        higher = self.read(lower, start)
        size = higher.value / digit if higher else 0
        is_round = number.value < _HUNDRED and size >= 1 and str(int(size)).strip("0") == "1"
        low = number.value * size
        return (low, Spelled(higher.end, low + size * (digit - ones), higher.scale)) if higher and is_round else None

    def _may_go_on(self, lower: str, end: int, has_and: bool) -> bool:
        """Whether a word that is an article or noun too is part of a number: "linh năm", "ba trăm năm mươi"."""
        return (has_and and bool(self._tens)) or self._scale_behind.match(lower, end) is not None

    def _grown(self, group: float, word: str, may_begin: bool, has_and: bool, *, is_zero: bool = False) -> float:
        """The group of less than a thousand with one more word; -1 where the word begins another number."""
        if word in self._tens and group:
            ones = group % _TEN
            return group + ones * (_TEN - 1) if group % _HUNDRED == ones else -1
        value = self.values[word]
        if is_zero and value == _HUNDRED:
            return 0  # "không trăm"
        ones = group % _TEN
        is_ones = word in self._never_first or (self._drops_tens and self._is_left_out(group, word))
        if is_ones and ones > 1 and group % _HUNDRED == ones:
            return group + ones * (_TEN - 1) + value  # "hai lăm" is 25
        if self._tens and value == _HUNDRED and group >= _TEN:
            return -1
        if self._tens and group % _HUNDRED == _TEN and 0 < value < _TEN:
            return group + value
        return _grown(group, value, may_begin, has_and)

    def _is_left_out(self, group: float, word: str) -> bool:
        """Whether the tens are left out before a word: "bảy hai" is 72, while "bảy tám" is seven or eight."""
        value = self.values[word]
        return 0 < value < _TEN and word not in self._only_first and (group > _TEN or value != group + 1)

    def _with_rest(self, lower: str, whole: Spelled) -> Spelled:
        """The number with what follows "virgule" or "point", or with half of its last scale."""
        tenth = self._tenth.match(lower, whole.end) if whole.value < _TEN else None
        if tenth and self.values[tenth[1]] != whole.value + 1:  # "八五折" is 85 %, "七八成" 70 to 80 %
            return Spelled(tenth.end(), whole.value * _TEN + self.values[tenth[1]])
        if half := self._half.match(lower, whole.end):
            return self.with_part(lower, whole, half.end(), 0.5)
        match = self._point.match(lower, whole.end)
        if not match:
            return whole
        if of_ten := self._decimal(lower, whole, match.end()):
            return of_ten
        end, digits = match.end(), ""
        while more := self._small(lower, end):
            digits += f"{more.value:g}"
            end = more.end
        return Spelled(end, float(f"{int(whole.value)}.{digits}"))

    def with_part(self, lower: str, whole: Spelled, end: int, part: float) -> Spelled:
        """The number with a part of its last scale, or of the scale that stands behind the part at a place.

        "Two million and a half" is 2,500,000, "two million and a half thousand" 2,000,500.
        """
        scale = self._scale_behind.match(lower, end) if whole.scale > 1 else None
        if scale and self.values[scale[1]] < whole.scale:
            return Spelled(scale.end(), whole.value + part * self.values[scale[1]], self.values[scale[1]])
        return Spelled(end, whole.value + part * whole.scale, whole.scale)

    def _decimal(self, lower: str, whole: Spelled, start: int) -> Spelled | None:
        """A number whose decimals are told as parts: "две целых три десятых"."""
        number = self._small(lower, start)
        part = self._part.match(lower, number.end) if number else None
        if number is None or part is None or self._parts[part[1]] % _TEN:
            return None
        return Spelled(part.end(), round(whole.value + number.value / self._parts[part[1]], 6))

    def _small(self, lower: str, start: int) -> Spelled | None:
        """A number of less than a thousand behind a space."""
        group, end = -1.0, start
        while match := self._small_word.match(lower, end):
            value = self.values[match[1]]
            grown = value if group < 0 else self._grown(group, match[1], False, False)
            if grown < 0:
                break
            group, end = grown, match.end()
        return Spelled(end, group) if group >= 0 else None

    def ordinal(self, lower: str, number: Spelled) -> Spelled | None:
        """The ordinal that the number begins: "forty-second", "one hundredth", "vingt et unième"."""
        match = self._ordinal.match(lower, number.end)
        if not match or number.value % 1 != 0:
            return None
        last = self.ordinals[match[1]]
        if _HUNDRED < last < _THOUSAND:  # "две тысячи восьмисотый"
            return Spelled(match.end(), number.value + last) if number.value % _THOUSAND == 0 else None
        if last >= 100:
            return Spelled(match.end(), number.value * last)
        tens = number.value % 100
        if number.value < 20 or tens % 10 != 0 or (last == 1 and match[1] not in self._first):
            return None
        is_joined = last < 10 or tens == 0 or (last < 20 and tens in (60, 80))
        return Spelled(match.end(), number.value + last) if is_joined else None


def _last_scale(parts: list[tuple[float, float]], group: float) -> float:
    """The scale that a number ends with; 1 where it goes on behind it."""
    return parts[-1][1] if parts and not group else 1


def _scaled(parts: list[tuple[float, float]], group: float, scale: float) -> list[tuple[float, float]] | None:
    """The parts of a number with one more scale, which multiplies all that is smaller; None where it is none of it."""
    place = next((i for i, (_, known) in enumerate(parts) if known < scale), len(parts))
    amount = group + sum(known for known, _ in parts[place:])
    if not amount or any(known == scale for _, known in parts):
        return None
    return [*parts[:place], (amount * scale, scale)]


def _grown(group: float, value: float, may_begin: bool, has_and: bool) -> float:
    """The group of less than a thousand with one more word; -1 where the word begins another number."""
    tens = group % 100
    if group == 0:
        return value if may_begin else -1
    if value == 100:
        return group * 100 if group < 100 else -1
    if group >= 100 and tens == 0 and value < 100:
        return group + value
    if has_and and value % 10 != 1:
        return -1
    if group == 10 and 7 <= value <= 9:
        return group + value
    if tens >= 20 and tens % 10 == 0 and (value < 10 or (value < 20 and tens in (60, 80))):
        return group + value
    return -1


@cache
def number_words(lang: str) -> NumberWords:
    """The number words of a language, compiled once."""
    return NumberWords(amount_words(lang))
