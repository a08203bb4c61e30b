"""Whether a number without scale and unit counts something, or is a year, a name or part of a word."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from servanda.reading.cues import Cues, Grammar
from servanda.reading.numerals import NUMERAL, value_of
from servanda.reading.places import gazetteer
from servanda.reading.prefixes import Before
from servanda.reading.scales import Tail

_YEARS, _OLD_YEARS = range(1900, 2100), range(1500, 2100)
_YEAR_DIGITS, _ROUND_YEAR = 4, 2000
_HUNDRED, _THOUSAND = 100, 1000


class Number(Struct, frozen=True):
    """A number before its unit is known."""

    start: int
    end: int
    value: float
    form: str
    scale: float = 1  # of a number in words: what its last word multiplies by


class Countable:
    """The numbers of one text that count something."""

    def __init__(
        self, lower: str, norm: str, grammar: Grammar, cues: Cues, behind: Callable[[int, float, str | None], Tail]
    ) -> None:
        """`behind` tells what stands behind a number that ends at a place."""
        self.lower, self.norm, self.grammar, self.cues, self.behind = lower, norm, grammar, cues, behind

    def is_countable(self, number: Number, before: Before, tail: Tail) -> bool:
        """Whether a number without scale and unit counts something, and is no year, name or part of a word."""
        if before.cue == "label" or tail.word in self.grammar.clock or self._is_hyphened(before):
            return False
        if number.form != "digits":
            return self.lower[number.end : number.end + 1] != "-" and self._has_classifier(number, before, tail)
        has_noun = tail.noun is not None
        if tail.word and not tail.gap and (not has_noun or number.value in _YEARS):
            return False
        if number.end - number.start == _YEAR_DIGITS and number.value in _OLD_YEARS:
            is_round = number.value == _ROUND_YEAR or number.value not in _YEARS
            is_limit = before.approx in ("over", "under") or self._is_limited(number.end)
            is_counted = has_noun and (before.approx is not None or is_round or self._is_classified(tail))
            return (is_limit and number.value not in _YEARS) or is_counted or self._leads_to_more(number)
        is_grouped = number.value >= _THOUSAND and not self.lower[number.start : number.end].isdigit()
        is_grouped = is_grouped or number.value % 1 > 0  # "Singapore 4,100", "Singapore 4.1"
        is_told = has_noun or before.approx is not None or is_grouped
        return is_told or not (self._is_named(before.start) or self._is_set_apart(number))

    def _is_limited(self, end: int) -> bool:
        """Whether a word behind the place says how exact a number is: "三十以上"."""
        cue = self.cues.behind.get(end + 1)
        return cue is not None and "after" in cue.says

    def _leads_to_more(self, number: Number) -> bool:
        """Whether a number that may be a year is the first of a range that counts something: "2000-3000 jobs"."""
        joint = self.grammar.range_behind.match(self.lower, number.end)
        digits = NUMERAL.match(self.lower, joint.end()) if joint else None
        high = value_of(digits.group(), self.grammar.decimal_mark) if digits else 0
        if digits is None or high <= number.value or high in _YEARS:
            return False
        tail = self.behind(digits.end(), high, None)
        return tail.noun is not None or tail.unit is not None or tail.scale > 1

    def _is_hyphened(self, before: Before) -> bool:
        """Whether a dash before a number joins it to a name in a script without spaces: "图-154"."""
        is_dash = before.sign == "-" and self.grammar.needs_classifier and before.start > 1
        return is_dash and self.lower[before.start] == "-" and self.lower[before.start - 2].isalpha()

    def _has_classifier(self, number: Number, before: Before, tail: Tail) -> bool:
        """Whether what a number in words counts stands behind a classifier, in a language where it must."""
        is_long = number.value >= _HUNDRED and " " in self.lower[number.start : number.end]
        is_told = (
            is_long
            or before.approx
            or self._is_limited(number.end)
            or tail.approx
            or (not tail.word and number.value < _HUNDRED)
        )
        if not self.grammar.needs_classifier or is_told:
            return True
        lower, end = self.lower, tail.end
        return bool(self.grammar.classifier.match(lower, end) or self.grammar.joint_behind.match(lower, end))

    def _is_classified(self, tail: Tail) -> bool:
        """Whether a classifier stands behind a number, as it does behind no year: "员工1950人"."""
        return self.grammar.needs_classifier and self.grammar.classifier.match(self.lower, tail.end) is not None

    def _is_set_apart(self, number: Number) -> bool:
        """Whether commas stand around a number: an age, or part of a list."""
        return self.lower[number.start - 2 : number.start] == ", " and self.lower[number.end : number.end + 1] == ","

    def _is_named(self, start: int) -> bool:
        """Whether a word with a capital stands right before: "Hall 3", not "Brazil 300"."""
        if start < 2 or self.norm[start - 1] != " " or not self.norm[start - 2].isalnum():
            return False
        word = self.norm[self.norm.rfind(" ", 0, start - 1) + 1 : start - 1]
        if not word[0].isupper() or word.endswith("'s") or word.lower() in self.grammar.not_nouns:
            return False
        return not any(span.place.kind == "country" for span in gazetteer(self.grammar.lang).find(word))
