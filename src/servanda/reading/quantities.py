"""Quantities: sums of money, shares, counts, physical amounts and ranks, with how exact the words are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from servanda.reading.cues import Cue, Cues, Grammar, grammar_of
from servanda.reading.joins import join
from servanda.reading.numerals import NUMERAL, value_of
from servanda.reading.units import PER_CENT, SIGNS, SYMBOLS, Unit
from servanda.reading.times import Time
from servanda.reading.view import View


class Quantity(NamedTuple):
    """A stretch of the normal text that states an amount: approximation, number and unit, without its noun.

    - `kind`: `money`, `percent`, `percentage-point`, `count`, `physical`, `times` (trois fois, doubled, 1.7-fold) or
      `rank` (every ordinal; `form` tells a place in a ranking from a mere ordinal).
    - `value`, `value_max` in units (`value` None where only the `magnitude` is known: "quelques milliards", 1e9).
    - `unit`: ISO 4217, `%`, `percentage-point`, `count`, `times`, `rank`, or a physical unit (`MW`, `ha`, `year` …).
    - `approx`: `exact`, `about`, `nearly`, `over`, `under`, `up-to`, `vague`.
    - `sign`: `+` or `-` where it is written; `value` is then signed.
    - `per`: `hour` … `year` where it follows ("20 %/an", "3 billion USD a year").
    - `noun_start`: where the noun begins that is counted, of a count; None where none follows ("14,9 milliards en 2024":
      a scaled count without noun is mostly money whose currency was named before).
    - `converted`: the same sum in another currency ("(environ 200 milliards de dollars)"), with its own place.
    - `form`: `digits`, `words`, `definite` ("the two sides"), `fraction`, `vague`, `ordinal`, `ranking` ("6e rang",
      "third-largest"), `superlative` ("le plus grand": rank 1), `multiple` ("tripled").
    - `scale`: of the number as written (1e9 of "5 milliards").
    - `moves_to`: this is the first of two that a verb joins ("rose from 5 to 7 billion"); the second is the next one.
    """

    start: int
    end: int
    kind: str
    value: float | None
    value_max: float | None
    unit: str
    approx: str
    magnitude: float | None = None
    sign: str = ""
    per: str | None = None
    noun_start: int | None = None
    converted: Quantity | None = None
    form: str = "digits"
    scale: float = 1
    moves_to: bool = False


class _Number(NamedTuple):
    """A number before its unit is known."""

    start: int
    end: int
    value: float
    form: str


class _Before(NamedTuple):
    """What stands before a number: where it begins, and what it says."""

    start: int
    approx: str | None = None
    currency: str | None = None
    sign: str = ""
    cue: str | None = None


class _Tail(NamedTuple):
    """What stands behind a number: where scale and unit end, the scale, the unit, and the next word with its place."""

    end: int
    scale: float
    unit: Unit | None
    word: str
    at: int
    gap: str
    collective: bool


_JUNK = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])|[0-9]+(?:[/:][0-9]+)+|[0-9]+(?:-[0-9]+){2,}")
_PHONE = re.compile(r"[0-9]+(?:[ .-]\(?[0-9]+\)?){2,}")
_GROUPS = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{2,3})(?:\1[0-9]{2,3})*(?:[.,][0-9]+)?$")
_SHARE_DIGITS = re.compile(r"([1-9])/([2-9]|10)(?![0-9/])")
_YEARS = range(1900, 2100)
_COUNT = Unit("count", "count")
_SHORTEST_GLUED = 4  # letters that may stand behind a number without a space: "1,150valid" is a slip, "5G" a name
_SMALL = 10  # up to here a number behind "the" counts what is known
_LONGEST_SIGN = max(map(len, SYMBOLS))
_DASHES = "-−–"


class _Reader:
    """The quantities of one text."""

    def __init__(self, view: View, grammar: Grammar) -> None:
        self.lower, self.norm, self.grammar = view.lower, view.norm, grammar
        self.cues: Cues = grammar.find(view.plain)

    def read(self) -> list[Quantity]:
        """All quantities, those in digits and those in words, in order, without overlap."""
        found = [*self._in_digits(), *self._in_words()]
        found.sort(key=lambda quantity: (quantity.start, -quantity.end))
        kept: list[Quantity] = []
        for quantity in found:
            if not kept or quantity.start >= kept[-1].end:
                kept.append(quantity)
        return kept

    def _in_digits(self) -> Iterator[Quantity]:
        """Every number in digits that is a quantity."""
        lower, skipped = self.lower, 0
        for match in NUMERAL.finditer(lower):
            start, end = match.span()
            if start < skipped:
                continue
            if lower[end : end + 1] in ("/", ":", "-") and (junk := _JUNK.match(lower, start)):
                skipped = junk.end()
                yield from self._slashed(start)
                continue
            before = self._before(start)
            if before is None or not _is_number(raw := match.group()):
                continue
            if before.sign == "+" and (phone := _PHONE.match(lower, start)):
                skipped = phone.end()
                continue
            number = _Number(start, end, value_of(raw, self.grammar.decimal_mark), "digits")
            if quantity := self._amount(number, before):
                yield quantity

    def _slashed(self, start: int) -> Iterator[Quantity]:
        """A share written as "2/3"; other numbers with slashes, dashes and colons are dates, times and the like."""
        share = _SHARE_DIGITS.match(self.lower, start)
        if share and int(share[1]) < int(share[2]) and (before := self._before(start)):
            yield self._share(_Number(start, share.end(), 100 * int(share[1]) / int(share[2]), "fraction"), before)

    def _before(self, start: int) -> _Before | None:
        """What stands before a number; None where it is part of a word, a date or a longer number."""
        lower = self.lower
        char = lower[start - 1] if start else " "
        if char in " \n(":
            if start > 1 and lower[start - 2] in SIGNS and (sign := self._glued(start - 1)):
                return self._cues_before(*sign)
            return self._cues_before(start, None)
        if char in SIGNS or char.isalnum():
            glued = self._glued(start)
            return self._cues_before(*glued) if glued else None
        preceding = lower[start - 2] if start > 1 else " "
        if char in _DASHES or char == "+":
            if preceding in ' (\n«"/,;:':
                return self._cues_before(start - 1, None, "+" if char == "+" else "-")
            return self._cues_before(start, None) if preceding.isdigit() or preceding in "%" or char == "–" else None
        if char in "#_°@" or (char in ".,:/" and preceding.isdigit()):
            return None
        return self._cues_before(start, None)

    def _cues_before(self, place: int, currency: str | None, sign: str = "") -> _Before:
        """What the words say that end before the place: a currency, then how exact, or that the number is a name."""
        cue = self._ending(place)
        if cue and "currency" in cue.says and not currency:
            name, code = self.grammar.prefixes[self.lower[cue.start : cue.end]]
            if self.norm[cue.start : cue.end] == name:
                place, currency, cue = cue.start, code, self._ending(cue.start)
        if not cue:
            return _Before(place, None, currency, sign)
        if approx := cue.says.get("approx"):
            return _Before(cue.start, approx, currency, sign)
        return _Before(place, None, currency, sign, next((kind for kind in _NAMING if kind in cue.says), None))

    def _ending(self, place: int) -> Cue | None:
        """The cue that ends right before the place."""
        before = self.cues.before
        return before.get(place - 1) or (
            before.get(place - 2) if self.lower[place - 2 : place] in (". ", "° ") else None
        )

    def _glued(self, place: int) -> tuple[int, str] | None:
        """Where a sign or code of a currency begins that ends at the place, and which currency it is."""
        for length in range(min(_LONGEST_SIGN, place), 0, -1):
            start = place - length
            code = SYMBOLS.get(self.lower[start:place])
            if code and not (self.lower[start].isalpha() and self.lower[max(start - 1, 0) : start].isalnum()):
                return start, code
        for length in (3, 2):
            start = max(place - length, 0)
            name, code = self.grammar.prefixes.get(self.lower[start:place], ("", ""))
            if name and self.norm[start:place] == name and not self.lower[max(start - 1, 0) : start].isalnum():
                return start, code
        return None

    def _tail(self, number: _Number, currency: str | None) -> _Tail:
        """Scale and unit behind a number; behind a currency only another name of one is a unit."""
        match = self.grammar.tail.match(self.lower, number.end)
        assert match  # every part of it may be absent
        scale_word, more, letter, half, gap, word = match.groups()
        scale, end, at = 1.0, number.end, match.start("word")
        unit = self._unit(at, word)
        if scale_word:
            scale, end = self.grammar.scales[scale_word], match.end("scale")
            if more:
                scale, end = scale * self.grammar.scales[more], match.end("more")
        elif letter and self._is_scale(match, bool(currency), unit):
            scale, end = self.grammar.letters[letter], match.end("letter")
        elif letter:
            gap, word, at = self.lower[end : match.start("letter")], letter, match.start("letter")
            unit = self._unit(at, letter)
        if half:
            scale, end = scale * (1 + 0.5 / (number.value or 1)), match.end("half")
        collective = scale_word in self.grammar.collectives
        if unit and (not currency or unit[1].kind == "money"):
            return _Tail(unit[0], scale, unit[1], "", at, "", collective)
        return _Tail(end, scale, None, word or "", at, gap or "", collective)

    def _unit(self, at: int, word: str | None) -> tuple[int, Unit] | None:
        return self.grammar.units.at(self.lower, self.norm, at, word) if word else None

    def _is_scale(self, match: re.Match[str], has_currency: bool, unit: tuple[int, Unit] | None) -> bool:
        """Whether a letter behind a number is a scale: beside a currency, or a small k without a space."""
        if has_currency or (unit is not None and unit[1].kind == "money"):
            return True
        place = match.start("letter")
        return place == match.start() and self.norm[place] in self.grammar.kilo

    def _amount(self, number: _Number, before: _Before) -> Quantity | None:
        """The number with its scale and unit; None where it is no quantity."""
        tail = self._tail(number, before.currency)
        unit = tail.unit or (Unit("money", before.currency) if before.currency else None)
        if unit is None and tail.scale == 1:
            if before.cue == "times":
                return self._made(number, before, tail, Unit("times", "times"))
            if tail.word and not tail.gap and tail.word in self.grammar.endings:
                return self._rank(number._replace(end=tail.at + len(tail.word), form="ordinal"), before)
            if not self._is_counted(number, before, tail):
                return None
        return self._made(number, before, tail, unit or _COUNT)

    def _is_counted(self, number: _Number, before: _Before, tail: _Tail) -> bool:
        """Whether a number without scale and unit counts something, and is no year, name or part of a word."""
        if before.cue == "label":
            return False
        if number.form != "digits":
            return tail.gap != "-"
        has_noun = self._noun(tail) is not None
        if tail.word and not tail.gap and (len(tail.word) < _SHORTEST_GLUED or number.value in _YEARS):
            return False
        if number.end - number.start == _YEAR_DIGITS and number.value in _YEARS:
            return has_noun and (before.approx is not None or number.value == _ROUND_YEAR)
        return has_noun or not self._is_named(before.start)

    def _is_named(self, start: int) -> bool:
        """Whether a word with a capital stands right before: "Hall 3", "Vision 2045"."""
        if start < 2 or self.norm[start - 1] != " " or not self.norm[start - 2].isalnum():
            return False
        return self.norm[self.norm.rfind(" ", 0, start - 1) + 1].isupper()

    def _noun(self, tail: _Tail) -> int | None:
        """Where the noun begins that is counted."""
        if tail.word and tail.gap and tail.word not in self.grammar.not_nouns and tail.word not in SIGNS:
            return tail.at
        if tail.word and not tail.gap and len(tail.word) >= _SHORTEST_GLUED:
            return tail.at
        return None

    def _made(self, number: _Number, before: _Before, tail: _Tail, unit: Unit) -> Quantity:
        """The quantity, with what follows it: how exact, per what."""
        approx, end, per = before.approx, tail.end, None
        form = "definite" if before.cue == "definite" and number.value <= _SMALL and tail.scale == 1 else number.form
        if tail.collective and number.value == 1 and not approx:
            approx = self.grammar.words["collectives_are"]
        if after := self.cues.behind.get(end + 1):
            if "after" in after.says and not before.approx:
                approx, end = after.says["after"], after.end
            per = after.says.get("per")
        elif self.lower[end : end + 1] == "/" and (word := _WORD.match(self.lower, end + 1)):
            per = self.grammar.per_slash.get(word.group())
        scale = tail.scale * unit.factor
        value = _times(-number.value if before.sign == "-" else number.value, scale)
        noun = self._noun(tail) if unit.kind == "count" else None
        return Quantity(
            before.start, end, unit.kind, value, None, unit.code, approx or "exact", None,
            before.sign, per, noun, None, form, scale,
        )  # fmt: skip

    def _share(self, number: _Number, before: _Before) -> Quantity:
        """A part of a whole as percent."""
        value = round(number.value, 2)
        return Quantity(
            before.start, number.end, "percent", value, None, PER_CENT, before.approx or "exact", form="fraction"
        )

    def _rank(self, number: _Number, before: _Before) -> Quantity:
        """An ordinal, with the words that make it a place in a ranking."""
        ranking = self.grammar.ranking.match(self.lower, number.end)
        end, form = (ranking.end(), "ranking") if ranking else (number.end, number.form)
        return Quantity(number.start, end, "rank", number.value, None, "rank", before.approx or "exact", form=form)

    def _in_words(self) -> Iterator[Quantity]:
        """Every number in words that is a quantity."""
        reached = 0
        for cue in self.cues.numbers:
            if cue.start < reached:
                continue
            reached = cue.end
            if "silent" in cue.says:
                continue
            before = self._before(cue.start)
            quantity = self._spelled(cue, before) if before else None
            if quantity:
                reached = quantity.end
                yield quantity

    def _spelled(self, cue: Cue, before: _Before) -> Quantity | None:
        """The quantity that begins with a number word, a share, an ordinal or a multiple."""
        kind, value = next((kind, cue.says[kind]) for kind in _KINDS if kind in cue.says)
        number = _Number(cue.start, cue.end, value, "words")
        if kind == "word":
            return self._number(cue, before)
        if kind == "half":
            return self._amount(number._replace(value=value / 2), before)
        if kind == "vague":
            return self._vague(number, before)
        if kind == "share":
            return self._share(number._replace(value=value), before)
        if kind == "multiple":
            return self._made(
                number._replace(form="multiple"), before, _NO_TAIL._replace(end=cue.end), Unit("times", "times")
            )
        return self._rank(number._replace(form="ordinal" if kind == "rank" else kind), before)

    def _number(self, cue: Cue, before: _Before) -> Quantity | None:
        """A number in words: a share ("deux tiers"), or an amount."""
        words = self.grammar.numbers.read(self.lower, cue.start)
        if not words:
            return None
        if share := self.grammar.share.match(self.lower, words.end):
            parts = self.grammar.denominators[share["sure"] or share["joined"] or share["unsure"]]
            if words.value < parts:
                return self._share(_Number(cue.start, share.end(), 100 * words.value / parts, "fraction"), before)
        if whole := self.grammar.whole.match(self.lower, words.end):
            parts = self.grammar.numbers.values[whole[1]]
            if 0 < words.value < parts:
                return self._share(_Number(cue.start, whole.end(), 100 * words.value / parts, "fraction"), before)
        quantity = self._amount(_Number(cue.start, words.end, words.value, "words"), before)
        is_article = words.value == 1 and quantity is not None and quantity.scale == 1
        return None if is_article else quantity

    def _vague(self, number: _Number, before: _Before) -> Quantity:
        """An amount of which only the magnitude is said."""
        end, magnitude = number.end, number.value
        if more := self.grammar.more_vague.match(self.lower, end):
            end, magnitude = more.end(), magnitude * self.grammar.scales[more["scale"]]
        tail = self._tail(_Number(number.start, end, 1, "vague"), before.currency)
        unit = tail.unit or (Unit("money", before.currency) if before.currency else _COUNT)
        made = self._made(_Number(number.start, end, magnitude, "vague"), before, tail, unit)
        return made._replace(value=None, magnitude=made.value, approx="vague", start=number.start)


_NO_TAIL = _Tail(0, 1, None, "", 0, "", False)
_KINDS = ("word", "half", "vague", "share", "rank", "multiple", "superlative")
_NAMING = ("times", "label", "definite")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR_DIGITS, _ROUND_YEAR = 4, 2000


def _is_number(raw: str) -> bool:
    """Whether digits with marks are one number: no list, no date, no code that begins with a zero."""
    if raw.isdigit():
        return raw[0] != "0" or len(raw) == 1
    return raw.count(".") + raw.count(",") <= 1 or bool(_GROUPS.match(raw.replace(" ", "")))


def _times(value: float, scale: float) -> float:
    """The product, without the noise of binary fractions."""
    product = value * scale
    return product if scale == 1 else round(product, 6) if scale < 1 else round(product, 3)


def find_quantities(view: View) -> list[Quantity]:
    """Every quantity of the text, in order; none inside a time that was found before."""
    grammar = grammar_of(view.lang)
    found = _Reader(view, grammar).read()
    times = [time for time in view.times if time.kind != "duration"]
    if times:
        starts = [time.start for time in times]
        found = [q for q in found if not _is_inside(q, times, bisect_right(starts, q.start) - 1)]
    return join(found, view.lower, grammar)


def _is_inside(quantity: Quantity, times: list[Time], index: int) -> bool:
    """Whether a quantity begins inside a time or holds the beginning of the next one."""
    if index >= 0 and quantity.start < times[index].end:
        return True
    return index + 1 < len(times) and times[index + 1].start < quantity.end
