"""What stands before a number: a sign, a currency, how exact it is, or that it is a name and no amount."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.cues import Cue, Cues, Grammar
from servanda.reading.units import DOLLARS, SIGNS, SYMBOLS

_LONGEST_SIGN = max(map(len, SYMBOLS))
_DASHES, _MINUS = "-−–", "-−"
_BEFORE_DASH = frozenset(("%", *_DASHES))
# Signs of comparison before a number: "<5%", "≥ 30".
_BOUNDS = {"<": "under", ">": "over", "≤": "up-to", "≥": "over", "≈": "about"}
_WITH_EQUAL = {"under": "up-to", "over": "over"}
_ARROWS = "-=<>"  # before such a sign these make it an arrow, or a mark of a page
_OPENING = ' (\n«"/,;:[“' + "".join(_BOUNDS)
_NO_AMOUNT = "#_@=&?%°º"  # behind these a number is part of a name or an address
_NAMING = ("times", "share_of", "each", "label")
_MOVE = 70  # characters in which the verb of a change stands before what it leads to
_LETTERS_BEFORE = 4  # of a country before its dollar
_SHORTEST_APART = 2
_LONGEST_WORD = 24
_LETTERS = re.compile(r"(?:[^\W\d_]\.?)+$")


class Before(Struct, frozen=True):
    """Where an amount begins whose number is known, and what is said before the number."""

    start: int
    approx: str | None = None
    currency: str | None = None
    sign: str = ""
    cue: str | None = None


class Prefixes:
    """What stands before the numbers of one text."""

    def __init__(self, lower: str, norm: str, grammar: Grammar, cues: Cues) -> None:
        self.lower, self.norm, self.grammar, self.cues = lower, norm, grammar, cues
        self._has_bounds = any(sign in lower for sign in _BOUNDS)

    def before(self, start: int, floor: int) -> Before | None:
        """What stands before a number; None where it is part of a word, a date or a longer number.

        What lies before `floor` belongs to the amount before.
        """
        lower = self.lower
        char = lower[start - 1] if start else " "
        if char in " \n(":
            if (
                start > floor + 1
                and lower[start - 2] in SIGNS
                and (sign := self._symbol(start - 1))
                and sign[0] >= floor
            ):
                return self._with_symbol(*sign, floor)
            return self._cues(start, None, floor)
        if char in SIGNS or char.isalnum():
            glued = self._symbol(start) or self._code(start)
            return self._with_symbol(*glued, floor) if glued and glued[0] >= floor else None
        preceding = lower[start - 2] if start > 1 else " "
        if char in _DASHES or char in "+~":
            return self._signed(start, char, preceding, floor)
        if char == "=" and preceding in _BOUNDS:
            approx = _WITH_EQUAL.get(_BOUNDS[preceding])
            return Before(start - 2, approx) if lower[start - 3 : start - 2] not in _ARROWS else None
        if char in _NO_AMOUNT or (char in ".,:/" and preceding.isalnum()):
            return None
        return self._cues(start, None, floor)

    def _with_symbol(self, place: int, code: str, floor: int) -> Before:
        """What stands before the sign of a currency that begins at the place: "-$5m" is less than nothing."""
        before = self.lower[place - 2 : place - 1] if place > 1 else " "
        is_apart = before in _OPENING and not (before == " " and place - 2 == floor > 0)
        if place > floor and self.lower[place - 1] in _MINUS and is_apart:
            return replace(self._cues(place - 1, code, floor), sign="-")
        return self._cues(place, code, floor)

    def _signed(self, start: int, char: str, preceding: str, floor: int) -> Before | None:
        """What stands before a number with a plus or a dash: its sign, or the dash of a range."""
        sign = "+" if char == "+" else "-"
        if preceding in _OPENING and char != "~" and not (preceding == " " and start - 2 == floor > 0):
            return replace(self._cues(start - 1, None, floor), sign=sign)
        if preceding in SIGNS and (symbol := self._symbol(start - 1)) and symbol[0] >= floor:
            return replace(self._cues(*symbol, floor), sign=sign)
        is_range = preceding.isdigit() or preceding in _BEFORE_DASH or char == "–" or start - 2 <= floor
        return self._cues(start, None, floor) if is_range else None

    def _cues(self, place: int, currency: str | None, floor: int) -> Before:
        """What the words say that end before the place: a currency, then how exact, or that the number is a name."""
        lower = self.lower
        if self._has_bounds and (sign := self._bound(place)) is not None and sign >= floor:
            return Before(sign, _BOUNDS[lower[sign]], currency)
        if lower[place - 1 : place] == " ":
            first = lower.rfind(" ", max(0, place - _LONGEST_WORD), place - 1) + 1
            if lower[first : place - 1].rpartition("'")[2] in self.grammar.labels and not self._is_told(place - 1):
                return Before(place, None, currency, "", "label")
            if first >= floor and not currency and self.norm[first].isupper():
                place, currency = self._prefix(first, place)
        cue = self._ending(place, floor)
        if cue and not currency and "currency" in cue.says:
            place, currency = cue.start, cue.says["currency"]
            cue = self._ending(place, floor)
        if cue is None:
            return Before(place, None, currency)
        if "rank_before" in cue.says:
            return Before(cue.start, None, currency, "", "rank_before")
        if approx := cue.says.get("approx"):
            is_moved = lower[cue.start : cue.end] in self.grammar.unless_moved and self._is_moved(cue.start)
            return Before(cue.start, None if is_moved else approx, currency)
        if "minus" in cue.says:
            return Before(cue.start, None, currency, "-")
        if "each" in cue.says and (earlier := self._ending(cue.start, floor)) and "approx" in earlier.says:
            return Before(earlier.start, earlier.says["approx"], currency, "", "each")  # "почти каждый второй"
        return Before(place, None, currency, "", next((kind for kind in _NAMING if kind in cue.says), None))

    def _bound(self, place: int) -> int | None:
        """Where the sign of comparison stands before a place; an arrow, or the mark of a quoted line, is none."""
        sign = place - (2 if self.lower[place - 1 : place] == " " else 1)
        if sign < 0 or self.lower[sign] not in _BOUNDS:
            return None
        before = self.lower[sign - 1 : sign]
        is_mark = before in _ARROWS or (sign == place - 2 and before in "\n")
        return None if is_mark and before else sign

    def _is_told(self, end: int) -> bool:
        """Whether the label that ends at the place is part of words that tell an amount: "tổng số 45 dự án"."""
        return f" {self.lower[max(0, end - _LONGEST_WORD) : end]}".endswith(self.grammar.no_labels)

    def _is_moved(self, place: int) -> bool:
        """Whether a verb of change stands before a place: "вырос до 5 млрд" says what it rose to, and no limit."""
        first = max(self.lower.rfind(". ", 0, place), place - _MOVE, 0)
        return self.grammar.moves.search(self.lower, first, place) is not None

    def _prefix(self, first: int, place: int) -> tuple[int, str | None]:
        """Where the code or short name of a currency begins that is the word before the place, and which it is."""
        code = self.grammar.prefixes.get(self.norm[first : place - 1].rstrip("."))
        return (first, code) if code else (place, None)

    def _ending(self, place: int, floor: int) -> Cue | None:
        """The cue that ends right before the place."""
        before = self.cues.before
        cue = before.get(place - 1)
        if cue is None and place > 1 and self.lower[place - 2] in ".°":
            cue = before.get(place - 2)
        return cue if cue and cue.start >= floor else None

    def _symbol(self, place: int) -> tuple[int, str] | None:
        """Where the sign of a currency begins that ends at the place, and which currency it is."""
        lower = self.lower
        for length in range(min(_LONGEST_SIGN, place), 0, -1):
            start = place - length
            code = self.grammar.symbols.get(lower[start:place])
            if code and not (lower[start].isalpha() and lower[max(start - 1, 0) : start].isalnum()):
                return self._country(start, code) if lower[start] == "$" else self._code(start) or (start, code)
        return None

    def _country(self, start: int, code: str) -> tuple[int, str]:
        """The dollar of the country whose letters stand before the sign: "US $", "CAD$"."""
        is_apart = self.lower[start - 1 : start] == " "
        end = start - is_apart
        word = _LETTERS.search(self.norm[max(0, end - _LETTERS_BEFORE) : end])
        if not word or (is_apart and (len(word[0]) < _SHORTEST_APART or not word[0].isupper())):
            return start, code
        named = DOLLARS.get(word[0].upper())
        return (end - len(word[0]), named) if named else (start, code)

    def _code(self, place: int) -> tuple[int, str] | None:
        """Where the code of a currency begins that is joined to the number, and which currency it is."""
        for length in (3, 2, 1):
            start = max(place - length, 0)
            name = self.norm[start:place]
            code = self.grammar.prefixes.get(name)
            if code and not self.lower[max(start - 1, 0) : start].isalnum():
                return None if name.lower() in self.grammar.labels else (start, code)
        return None
