"""Quantities: sums of money, shares, counts, physical amounts and ranks, with how exact the words are."""

from __future__ import annotations

import re
import sys
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from servanda.reading.countable import Countable, Number
from servanda.reading.cues import TIMES, Grammar, Start, grammar_of
from servanda.reading.digits import GLYPHS, fraction, longer
from servanda.reading.joins import WHOLES, join
from servanda.reading.numerals import NUMERAL, Spelled, value_of
from servanda.reading.prefixes import Before, Prefixes
from servanda.reading.scales import Tail, Tails
from servanda.reading.times import Time
from servanda.reading.units import KINDS, PER_CENT, Unit
from servanda.reading.view import View


class Quantity(Struct, frozen=True):
    """A stretch of the normal text that states an amount: approximation, number and unit, without its noun.

    - `kind`: `money`, `percent`, `percentage-point`, `count`, `physical`, `times` (trois fois, doubled, 1.7-fold) or
      `rank` (every ordinal; `form` tells a place in a ranking from a mere ordinal).
    - `value`, `value_max` in units (`value` None where only the `magnitude` is known: "quelques milliards", 1e9).
    - `unit`: ISO 4217, `%`, `percentage-point`, `count`, `times`, `rank`, or a physical unit (`MW`, `ha`, `year` …).
    - `approx`: `exact`, `about`, `nearly`, `over`, `under`, `up-to`, `vague`.
    - `sign`: `+` or `-` where it is written; `value` is then signed.
    - `per`: `hour` … `year` where it follows ("20 %/an", "3 billion USD a year").
    - `noun_start`: where the noun begins that is counted, of a count; None where none follows ("14,9 milliards en
      2024": a scaled count without noun is mostly money whose currency was named before).
    - `converted`: the same sum in another currency ("(environ 200 milliards de dollars)"), with its own place.
    - `form`: `digits`, `words`, `definite` ("the two sides"), `fraction`, `vague`, `ordinal`, `ranking` ("6e rang",
      "third-largest"), `superlative` ("le plus grand": rank 1), `multiple` ("tripled"), or one of the
      standings: `leads`, `follows` ("came next"), `followed` ("followed by"), `behind` ("second only to").
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


_JUNK = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9])|[0-9]+(?:[/:][0-9]+)+|[0-9]+(?:-[0-9]+){2,}")
_PHONE = re.compile(r"[0-9]+(?:[ .-]\(?[0-9]+\)?){2,}")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{2,3})(?:\1[0-9]{2,3})*(?:[.,][0-9]+)?$")
_JOINED = ("/", ":", "-")
_TIMES = Unit("times", "times")
_DIGITS = "digits"  # a number that is written in digits, and what begins one
_NO_TIME = Time(sys.maxsize, sys.maxsize, "", "")
_COUNT = Unit("count", "count")
_BEFORE = 12
_EVERY = 60  # characters in which "of every seven" stands before its part
_MOVED = 16  # characters in which "fell" stands right before "a third"
_SMALL = 10  # up to here a number behind "the" counts what is known
_HUNDRED = 100
_TENTH = 10  # percent
_PARTED = ("physical", "percent", "percentage-point")  # units of which a part is an amount, as "a third of a mile" is


class _Reader:
    """The quantities of one text."""

    def __init__(self, view: View, grammar: Grammar) -> None:
        self.lower, self.norm, self.grammar = view.lower, view.norm, grammar
        self.cues = grammar.find(view.plain)
        self.before = Prefixes(view.lower, view.norm, grammar, self.cues).before
        self.behind = Tails(view.lower, view.norm, grammar).behind
        self.is_countable = Countable(view.lower, view.norm, grammar, self.cues, self.behind).is_countable
        self.reached = 0  # where the last amount, or what is surely none, ends

    def read(self, times: list[Time]) -> list[Quantity]:
        """All quantities outside of the times, those in digits and those in words, in order, without overlap."""
        starts: list[Start] = [(*match.span(), _DIGITS, None) for match in NUMERAL.finditer(self.lower)]
        starts += self.cues.numbers
        starts.sort(key=itemgetter(0))
        found = []
        ahead = iter((*times, _NO_TIME))
        time = next(ahead)
        for start, end, kind, value in starts:
            while time.end <= start:
                time = next(ahead)
            if start < self.reached or time.start <= start:
                continue
            quantity = self._in_digits(start, end) if kind is _DIGITS else self._in_words(start, end, kind, value)
            if quantity and quantity.end <= time.start:
                self.reached = quantity.end
                found.append(quantity)
        return found

    def _in_digits(self, start: int, end: int) -> Quantity | None:
        """The quantity of a number in digits; None where it is a date, a clock time, a telephone number, a name."""
        lower = self.lower
        if lower[end : end + 1] in _JOINED and (junk := _JUNK.match(lower, start)):
            before = self.before(start, self.reached)
            self.reached = junk.end()
            return self._fraction(start, before) if before else None
        if lower[start - 1 : start] == "." and (start == 1 or lower[start - 2] in _FREE):
            start -= 1  # ".5 percent"
        before = self.before(start, self.reached)
        raw = lower[start:end]
        if before and raw in GLYPHS:
            return self._fraction(start, before)
        if before is None or not _is_number(raw):
            return None
        if before.sign == "+" and (phone := _PHONE.match(lower, start)):
            self.reached = phone.end()
            return None
        end, value = longer(lower, end, value_of(raw, self.grammar.decimal_mark))
        if lower[end + 1 : end + 2] in self.grammar.point_initials:
            end, value = self._spoken(end, value)
        number = Number(start, end, value, "digits")
        return self._part(number, before) or self._amount(number, before)

    def _spoken(self, end: int, value: float) -> tuple[int, float]:
        """The end and value of a number with its decimals in digits behind a word: "hai phẩy 25", "2 virgule 5"."""
        match = self.grammar.point_digits.match(self.lower, end)
        return (match.end(), float(f"{value:.0f}.{match[1]}")) if match and value % 1 == 0 else (end, value)

    def _fraction(self, start: int, before: Before) -> Quantity | None:
        """The fraction in digits that begins at a place: of a unit or a scale an amount, else a share."""
        found = fraction(self.lower, start)
        if found is None or before.cue == "label":
            return None
        end, value = found
        tail = self.behind(end, value, before.currency)
        if tail.scale > 1 or before.currency or (tail.unit and tail.unit.kind in ("physical", "money")):
            return self._amount(Number(start, end, value, "digits"), before)
        return self._share(start, end, 100 * value, before)

    def _part(self, number: Number, before: Before) -> Quantity | None:
        """The share of which the number is the denominator, where the language names that first: "三分之二"."""
        joint = self.grammar.parts.match(self.lower, number.end) if number.value > 1 else None
        if joint is None:
            return None
        digits = NUMERAL.match(self.lower, joint.end())
        words = None if digits else self.grammar.numbers.read(self.lower, joint.end())
        if digits:
            end, parts = digits.end(), value_of(digits.group(), self.grammar.decimal_mark)
        elif words:
            end, parts = words.end, words.value
        else:
            return None
        bounds = self.grammar.numbers.read_higher(self.lower, words) if words else None
        if bounds:  # "百分之二三十"
            parts, end = bounds[0], bounds[1].end
        share = self._share(number.start, end, 100 * parts / number.value, before)
        return replace(share, value_max=100 * bounds[1].value / number.value) if bounds else share

    def _share(self, start: int, end: int, percent: float, before: Before) -> Quantity:
        """A part of a whole as percent, with what follows it: "三分之二以上"."""
        share, cue = _share(start, end, percent, before), self.cues.behind.get(end + 1)
        if after := self.grammar.share_after.match(self.lower, end):
            return replace(share, end=after.end(), approx=self.grammar.share_after_words[after[1]])
        if before.approx or cue is None or "after" not in cue.says:
            return share
        return replace(share, end=cue.end, approx=cue.says["after"])

    def _amount(self, number: Number, before: Before) -> Quantity | None:
        """The number with its scale and unit; None where it is no quantity."""
        if number.form == _DIGITS and (ending := self._ending(number)):
            return self._rank(replace(number, end=ending, form="ordinal"), before)
        tail = self.behind(number.end, number.value, before.currency)
        if tail.approx and number.value > tail.scale > 1:
            number = replace(number, value=self._partly(number.value, tail.scale))
        if before.cue == "rank_before":
            end = tail.end if tail.scale > 1 else number.end
            return self._rank(replace(number, end=end, value=number.value * tail.scale, form="ordinal"), before)
        unit = tail.unit
        if before.currency:  # "新台币" before the number says whose "元" stands behind it
            unit = Unit("money", before.currency, unit.factor if unit else 1)
        if unit is None and tail.scale == 1:
            if before.cue == "times":
                return self._made(number, before, tail, _TIMES)
            if not tail.gap and tail.word in self.grammar.endings:
                return self._rank(replace(number, end=number.end + len(tail.word), form="ordinal"), before)
            if before.cue == "share_of" and tail.noun is None:
                return self._made(number, before, tail, Unit("percent", PER_CENT))
            if before.cue == "label" and (ranked := self._numbered(number)):
                return ranked
            if not self.is_countable(number, before, tail):
                return None
        return self._of_coin(self._made(number, before, tail, unit or _COUNT), unit)

    def _numbered(self, number: Number) -> Quantity | None:
        """The place of what a number behind a label says is so placed: "the No. 2 supplier"; None of any other name."""
        label = self.grammar.rank_label.search(self.lower, max(0, number.start - _BEFORE), number.start)
        if label is None or number.value > _HUNDRED or not self.grammar.numbered.match(self.lower, number.end):
            return None
        start = label.start()
        return Quantity(start, number.end, "rank", number.value, None, "rank", "exact", form="ordinal")

    def _of_coin(self, sum_: Quantity, unit: Unit | None) -> Quantity:
        """The sum, or the share that it is where it is some of a larger coin: "39 cents of every dollar"."""
        if unit is None or unit.kind != "money" or unit.factor >= 1 or not 0 < (sum_.value or 0) < 1:
            return sum_
        joint = self.grammar.of_each.match(self.lower, sum_.end)
        coin = joint and self.grammar.units.at(self.lower, self.norm, joint.start(1), joint[1])
        if not coin or (coin[1].code, coin[1].factor) != (unit.code, 1):
            return sum_
        share = _share(sum_.start, coin[0], _HUNDRED * (sum_.value or 0), Before(sum_.start))
        return replace(share, approx=sum_.approx)

    def _partly(self, value: float, scale: float) -> float:
        """What a scale multiplies that stands behind an odd word, and none of the larger ones: "两亿五千多万"."""
        larger = min((one for one in self.grammar.scales.values() if one > scale), default=value + 1)
        return (value - value % larger) / scale + value % larger

    def _ending(self, number: Number) -> int | None:
        """Where the ending of an ordinal ends that a hyphen joins to its number: "27-е"."""
        word = _WORD.match(self.lower, number.end + 1) if self.lower[number.end : number.end + 1] == "-" else None
        return word.end() if word and word.group() in self.grammar.endings else None

    def _made(self, number: Number, before: Before, tail: Tail, unit: Unit) -> Quantity:
        """The quantity, with what follows it: how exact, per what."""
        approx, end, per = before.approx or tail.approx, tail.end, unit.per
        form = "fraction" if unit.factor == _TENTH else number.form
        is_known = number.value <= _SMALL and tail.scale == 1 and tail.word not in self.grammar.numbers.ordinals
        if unit is _COUNT and is_known and self._is_definite(before.start):
            form = "definite"
        if tail.is_collective and number.value == 1 and not approx:
            approx = self.grammar.words["collectives_are"]
        noun, after = tail.noun, self.cues.behind.get(end + 1)
        if unit is _COUNT and (classifier := self.grammar.classifier.match(self.lower, end)):
            after = after or self.cues.behind.get(classifier.end() + 1)  # "100辆以上"
            noun = self._noun_behind(classifier.end()) or noun
        if after:
            if "after" in after.says and not before.approx:
                approx, end = after.says["after"], after.end
            per = after.says.get("per", per)
        elif self.lower[end : end + 1] == "/" and (word := _WORD.match(self.lower, end + 1)):
            per = self.grammar.per_slash.get(word.group())
        scale = tail.scale * unit.factor
        value = number.value if scale == 1 else _times(number.value, scale)
        if before.sign == "-":
            value = -value
        return Quantity(
            before.start, end, unit.kind, value, None, unit.code, approx or "exact", None,
            before.sign, per, noun if unit is _COUNT else None, None, form, scale * number.scale,
        )  # fmt: skip

    def _noun_behind(self, end: int) -> int | None:
        """Where the noun begins behind a classifier that ends at the place, in a language that has them."""
        word = _WORD.match(self.lower, end + 1) if self.grammar.needs_classifier else None
        return word.start() if word and word.group() not in self.grammar.not_nouns else None

    def _is_definite(self, start: int) -> bool:
        """Whether "the" or the like stands before the place."""
        return self.lower[max(0, start - _BEFORE) : start].rstrip().rpartition(" ")[2] in self.grammar.definite

    def _rank(self, number: Number, before: Before) -> Quantity:
        """An ordinal, with the words that make it a place in a ranking."""
        ranking = self.grammar.ranking.match(self.lower, number.end)
        end, form = (ranking.end(), "ranking") if ranking else (number.end, number.form)
        start = before.start if before.cue == "rank_before" else number.start
        return Quantity(start, end, "rank", number.value, None, "rank", before.approx or "exact", form=form)

    def _in_words(self, start: int, end: int, kind: str, value: Any) -> Quantity | None:
        """The quantity that begins with a number word, a share, an ordinal or a multiple."""
        if kind == "silent" or (before := self.before(start, self.reached)) is None:
            self.reached = end
            return None
        if kind == "word":
            quantity = self._number(start, before)
        elif kind == "less":
            quantity = self._less(start, end)
        elif kind == "half":
            quantity = self._scaled_part(start, end, 50, value, before)
        elif kind == "part_unit":
            quantity = self._part_of_unit(start, end, value, before)
        elif kind == "vague":
            told = self._number(start, before) if before.approx else None  # "около тысячи" is a number, "тысячи" none
            quantity = told or self._vague(Number(start, end, value, kind), before)
        elif kind == "about":
            about = replace(before, approx=before.approx or "about")
            quantity = self._amount(Number(start, end, value, "words"), about)
        elif kind == "share":
            before = replace(before, approx=before.approx or self._how_exact(self.lower[start:end]))
            quantity = self._of_whole(start, Spelled(end, value / _HUNDRED), before)
        elif before.cue == "each" and kind == "rank" and value > 1:
            unit = self.behind(end, value, None).unit  # "every second year", "every second Friday"
            is_time = (unit and unit.code in TIMES) or self.grammar.weekday.match(self.lower, end)
            quantity = None if is_time else self._share(start, end, 100 / value, before)
        elif kind == "superlative" and self.lower[end : end + 2].strip(" .,")[:1].isdigit():
            return None  # "the top 10", "số 1.200"
        elif kind == "standing":
            quantity = Quantity(start, end, "rank", 1, None, "rank", "exact", form=value)
        elif kind == "multiple":
            quantity = self._made(Number(start, end, value, kind), before, Tail(end), _TIMES)
        else:
            end, value = self._longer_rank(start, end, value)
            quantity = self._rank(Number(start, end, value, "ordinal" if kind == "rank" else kind), before)
        self.reached = end
        return quantity

    def _how_exact(self, share: str) -> str | None:
        """How exact a share is by the words that it begins with: "quá nửa", "plus du tiers"."""
        words = share.split(" ")
        if words[0] in self.grammar.words["range_from"]:
            words = words[1:]
        firsts = (" ".join(words[:size]) for size in range(len(words) - 1, 0, -1))
        return next((self.grammar.approx[first] for first in firsts if first in self.grammar.approx), None)

    def _of_whole(self, start: int, part: Spelled, before: Before) -> Quantity | None:
        """What a part is of: of a scale or a unit it makes an amount ("a quarter of a billion"), else it is a share."""
        joint = self.grammar.of_one.match(self.lower, part.end)
        tail = self.behind(joint.end(), part.value, before.currency) if joint else None
        if joint and tail and (tail.scale > 1 or (tail.unit and tail.unit.kind in _PARTED and not joint["the"])):
            return self._amount(Number(start, joint.end(), round(part.value, 6), "words"), before)
        return self._share(start, part.end, part.value * _HUNDRED, before)

    def _scaled_part(self, start: int, end: int, percent: float, scale: float, before: Before) -> Quantity | None:
        """The amount that is a part of a scale: "half a million", "a quarter of a billion"."""
        return self._amount(Number(start, end, _times(scale, percent / 100), "words", scale), before)

    def _part_of_unit(self, start: int, end: int, part: str, before: Before) -> Quantity:
        """The amount that a phrase for some of a unit tells: "half an hour", "полгода"."""
        value, code = part.split(" ")
        return self._made(
            Number(start, end, float(value), "words"), before, Tail(end), Unit(KINDS.get(code, "physical"), code)
        )

    def _longer_rank(self, start: int, end: int, value: float) -> tuple[int, float]:
        """The ordinal that begins with a shorter one: "thứ ba mươi tư" is the 34th, not the third."""
        for word in self.grammar.words["rank_before"]:
            if self.lower.startswith(f"{word} ", start):
                longer = self.grammar.numbers.read(self.lower, start + len(word) + 1)
                return (longer.end, longer.value) if longer and longer.end > end else (end, value)
        return end, value

    def _number(self, start: int, before: Before) -> Quantity | None:
        """A number in words: a share ("deux tiers"), an ordinal ("forty-second") or an amount."""
        words = self.grammar.numbers.read(self.lower, start)
        if not words or (not words.value and self.grammar.numbers.read(self.lower, words.end + 1)):
            return None  # "零十五秒" are fifteen
        end, value = words.end, words.value
        if self.lower[end + 1 : end + 2] in self.grammar.point_initials:
            end, value = self._spoken(end, value)
        number = Number(start, end, value, "words", words.scale)
        if bounds := self.grammar.numbers.read_higher(self.lower, words):
            return self._between(start, *bounds, before)
        if part := self._part(number, before):
            return part
        if self.grammar.fractions.goes_on(self.lower, words.end) and (
            quantity := self._share_or_rank(start, words, before)
        ):
            return quantity
        quantity = self._amount(number, before)
        if quantity is None or quantity.kind != "count" or quantity.scale != 1:
            return quantity
        first = self.grammar.fractions.one_before(self.lower, start) if words.value in WHOLES else None
        if first is not None and not self._is_plural(quantity.noun_start) and first >= self.reached:
            return self._share(first, words.end, 100 / words.value, Before(first))
        return quantity if words.value != 1 or before.sign or self._is_one_of(start, words.end) else None

    def _is_plural(self, noun: int | None) -> bool:
        """Whether a noun of several stands at the place; a language whose plurals have no ending tells of none."""
        word = _WORD.match(self.lower, noun) if noun is not None else None
        return word is not None and word.group().endswith(tuple(self.grammar.words["plural_endings"]) or ("",))

    def _less(self, start: int, end: int) -> Quantity | None:
        """The number less than nothing that "minus one" begins; None where it counts: "du moins un accord"."""
        quantity = self._number(self.lower.rfind(" ", start, end) + 1, Before(start, sign="-"))
        return quantity if quantity and quantity.noun_start is None else None

    def _between(self, start: int, low: float, high: Spelled, before: Before) -> Quantity | None:
        """The amount between two numbers in words that stand side by side."""
        quantity = self._amount(Number(start, high.end, high.value, "words", high.scale), before)
        if quantity is None or quantity.value is None:
            return None
        return replace(quantity, value=_times(quantity.value, low / high.value), value_max=quantity.value)

    def _is_one_of(self, start: int, end: int) -> bool:
        """Whether "one" belongs to another number: "un touriste sur cinq", "一到五个", "每七人中就有一名"."""
        if self.grammar.one_of_every.search(self.lower, max(0, start - _EVERY), start):
            return True
        joint = self.grammar.one_of.match(self.lower, end) or self.grammar.joint_behind.match(self.lower, end)
        whole = joint and (NUMERAL.match(self.lower, joint.end()) or self.grammar.numbers.read(self.lower, joint.end()))
        return bool(whole)

    def _share_or_rank(self, start: int, words: Spelled, before: Before) -> Quantity | None:
        """What a number in words makes with the words behind it: a share, a share of a scale, an ordinal."""
        if part := self.grammar.fractions.out_of(self.lower, words):
            return self._share(start, part.end, _HUNDRED * part.value, before)
        is_sure = (
            bool(before.approx) or self.grammar.moved_by.search(self.lower, max(0, start - _MOVED), start) is not None
        )
        if part := self.grammar.fractions.of(self.lower, words, is_about=is_sure):
            is_share = part.value < 1
            number = Number(start, part.end, part.value, "words", part.scale)
            return self._of_whole(start, part, before) if is_share else self._amount(number, before)
        ordinal = self.grammar.numbers.ordinal(self.lower, words)
        return self._rank(Number(start, ordinal.end, ordinal.value, "ordinal"), before) if ordinal else None

    def _vague(self, number: Number, before: Before) -> Quantity:
        """An amount of which only the magnitude is said."""
        end, magnitude = number.end, number.value
        if more := self.grammar.more_vague.match(self.lower, end):
            end, magnitude = more.end(), magnitude * self.grammar.scales[more["scale"]]
        tail = self.behind(end, magnitude, before.currency)
        unit = tail.unit or (Unit("money", before.currency) if before.currency else _COUNT)
        made = self._made(Number(number.start, end, magnitude, "vague"), before, tail, unit)
        return replace(made, value=None, magnitude=made.value, approx="vague", start=number.start)


_WORD = re.compile(r"[^\W\d_]+")
_FREE = " (\n$€£"  # behind these a point begins a number
_LONGEST = 24  # characters of a number; what is longer is a code


def _is_number(raw: str) -> bool:
    """Whether digits with marks are one number: no list, no date, no code that begins with a zero."""
    if len(raw) > _LONGEST:
        return False
    if raw.isdigit():
        return raw[0] != "0" or len(raw) == 1
    return raw.count(".") + raw.count(",") <= 1 or bool(_GROUPS.match(raw.replace(" ", "")))


def _share(start: int, end: int, percent: float, before: Before) -> Quantity:
    """A part of a whole as percent; `start` is where the number begins."""
    first = before.start if before.approx or before.sign else start
    value = round(percent, 2) if percent >= 1 else float(f"{percent:.3g}")
    value = -value if before.sign == "-" else value
    return Quantity(
        first, end, "percent", value, None, PER_CENT, before.approx or "exact", None, before.sign, form="fraction"
    )


def _times(value: float, scale: float) -> float:
    """The product, without the noise of binary fractions."""
    product = value * scale
    return round(product, 6) if scale < 1 else round(product, 3)


def find_quantities(view: View) -> list[Quantity]:
    """Every quantity of the text, in order; none inside a time that was found before."""
    grammar = grammar_of(view.lang)
    found = _Reader(view, grammar).read([time for time in view.times if time.kind != "duration"])
    return join(found, view.lower, grammar)
