"""Neighbouring amounts that are one: ranges, "one in five", "5 dollars 50", a sum given again in another currency."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from servanda.reading.cues import TIMES, Grammar
from servanda.reading.fractions import COUNTED
from servanda.reading.numerals import amount_words
from servanda.reading.units import PER_CENT

if TYPE_CHECKING:
    from servanda.reading.quantities import Quantity

_FARTHEST = 24  # characters between two amounts that may be one
_OF_EVERY = 64  # characters between "of every ten" and how many of them
_BEFORE = 14  # characters in which "between" stands before the first
_MOVE = 60  # characters in which a verb of change stands before "from"
_DASHES = frozenset({"-", "–", "—", "~"})
WHOLES = frozenset({*range(2, 11), 12, 15, 20, 50, 100, 1000})
_MARK = re.compile(r"[,;:.()]")
_STOP = re.compile(r"[;:.()。；]")
_LIMITS = ("under", "up-to")  # how exact the higher bound of two is told
_SMALL = (1, 0.1)  # scales of a sum to which hundredths may be added
_FEW = 4  # words of what a part is counted in
_TEN, _HUNDRED, _TWO_DIGITS = 10, 100, 2
_THOUSAND = 1_000
_SEVERAL = "XXX"  # ISO 4217: a name of money that several countries have
_RATES = ("percent", "percentage-point", "times", "rank")
_MEASURED = ("money", "percent", "percentage-point", "physical")  # units that the first of two leaves to the second
# Two units of one thing, with how many of the second make one of the first: "2 hours 30 minutes".
_FINER = {
    ("year", "month"): 12, ("week", "day"): 7, ("day", "hour"): 24, ("hour", "minute"): 60, ("minute", "second"): 60,
    ("hour", "second"): 3600, ("year", "day"): 365, ("day", "minute"): 1440, ("day", "second"): 86400,
    ("yd", "ft"): 3, ("yd", "in"): 36, ("mi", "ft"): 5280, ("lb", "oz"): 16,
    ("km", "m"): 1000, ("m", "cm"): 100, ("t", "kg"): 1000, ("kg", "g"): 1000,
    ("ft", "in"): 12,
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_NEAR = 10  # "de 12 à 9 milliards" shares the scale, "de 800 à 1,2 million" does not


class Joints:
    """The words of a language that join two amounts."""

    def __init__(self, words: dict[str, Any]) -> None:
        self.range_to = _DASHES | frozenset(words["range_to"])
        self.range_or, self.range_and = frozenset(words["range_or"]), frozenset(words["range_and"])
        self.beside = self.range_and | frozenset(words["range_from"])
        self.between, self.range_from = tuple(words["between"]), tuple(words["range_from"])
        self.range_by = tuple(words["range_by"])
        self.of_every, self.then = tuple(words["of_every"]), tuple(words["then"])
        self.unsure_of_every = tuple({*self.of_every} & {*words["out_of"]})  # "sur 10 hectares, quatre serres"
        self.out_of, self.conversions = frozenset(words["out_of"]), frozenset(words["conversions"])
        self.plural_endings = tuple(words["plural_endings"])
        self.participle_endings = tuple(words["participle_endings"])
        self.between_behind = tuple(f" {word}" for word in words["between_behind"])
        self.is_elliptic: bool = words["elliptic"]
        self.whole_and = frozenset(words["whole_and"])
        self.additions = frozenset({"", ",", *words["and"], *words["whole_and"], *words["range_and"]})
        self.range_words = tuple(f"{word} " for word in (*words["range_to"], *words["out_of"]))

    def parted(self, gap: str) -> tuple[str, str]:
        """The words between two amounts, and those that make the first a part of the second, which they end with."""
        joint = max((word for word in self.out_of if f" {gap}".endswith(f" {word}")), key=len, default="")
        return gap[: len(gap) - len(joint)].strip(), joint

    def end_of_move(self, gap: str) -> str:
        """The word of a range that words between two amounts end with: "from 20% at present to 15%"."""
        return next((word for word in self.range_to if gap.endswith(f" {word}") and not _MARK.search(gap)), gap)


class _Text(NamedTuple):
    """A text in lower case with the words that join in its language."""

    lower: str
    joints: Joints
    moves: re.Pattern[str]


@cache
def _joints(lang: str) -> Joints:
    return Joints(amount_words(lang))


def join(found: list[Quantity], lower: str, grammar: Grammar) -> list[Quantity]:
    """The amounts in order, those that belong together made one."""
    joints = _joints(grammar.lang)
    text = _Text(lower, joints, grammar.moves)
    joined: list[Quantity] = []
    for quantity in found:
        while joined and quantity.start - joined[-1].end < _reach(joined[-1], lower, joints):
            pair = _pair(joined[-1], quantity, text, grammar)
            if not pair:
                break
            *earlier, quantity = pair
            joined[-1:] = earlier
            if earlier:
                break
        joined.append(quantity)
    return joined


def _reach(first: Quantity, lower: str, joints: Joints) -> int:
    """How many characters behind an amount another may stand that is one with it."""
    return _OF_EVERY if _stands_before(lower, first.start, joints.of_every) else _FARTHEST


def _pair(last: Quantity, quantity: Quantity, text: _Text, grammar: Grammar) -> list[Quantity] | None:
    """What two neighbours make: one amount, or two ends of a change; None where they have nothing to do."""
    lower, joints = text.lower, text.joints
    end, noun = last.end, last.noun_start
    if noun is not None and (classifier := grammar.classifier.match(lower, end)):
        end, last = classifier.end(), replace(last, noun_start=None)  # "从5万辆增至8万辆"
    if noun is not None and noun >= quantity.start:
        last = replace(last, noun_start=None)  # what was taken for a noun is told of the next: "大于10小于20"
    gap = lower[end : quantity.start].strip()
    if gap == "." and (quantity.approx == "exact" or _range_word(lower, quantity, joints)):
        gap = ""  # of "с 1,3 тыс. до 4 тыс.", not of "159 tỷ. Chừng 460 triệu"
    if noun is not None and last.noun_start is not None and gap in joints.range_to:
        noun, last = None, replace(last, noun_start=None)  # "由两百涨到五百" counts no "涨"
    if not gap and (word := _range_word(lower, quantity, joints)):
        gap, quantity = word, replace(quantity, approx="exact")
    if part := _of_every(last, quantity, lower, joints):
        return part
    if noun is not None and gap in joints.range_and and quantity.kind != "count":
        return None  # "8辆和3亿元"
    pair = _range(last, quantity, gap, text) or _bounded(last, quantity, gap, joints) or _one(last, quantity, gap, text)
    return [replace(pair[0], noun_start=noun), *pair[1:]] if pair and pair[1:] else pair


def _range_word(lower: str, quantity: Quantity, joints: Joints) -> str:
    """The word of a range, or of a part, that an amount begins with, taken for how exact it is: "от 5 до 7"."""
    return next((word.strip() for word in joints.range_words if lower.startswith(word, quantity.start)), "")


def _range(first: Quantity, second: Quantity, gap: str, text: _Text) -> list[Quantity] | None:
    """One amount with two bounds, or the two ends of a change with the unit of the second."""
    if first.value is None or second.value is None or "rank" in (first.kind, second.kind):
        return None
    lower, joints, moves = text
    is_framed = lower.startswith(joints.between_behind, second.end)
    is_between = gap in joints.range_and and (is_framed or _stands_before(lower, first.start, joints.between))
    words, is_from = gap, _stands_before(lower, first.start, joints.range_from)
    gap = joints.end_of_move(words) if is_from else words
    if not is_between and gap not in joints.range_to and gap not in joints.range_or:
        return None
    ends = _alike(first, second)
    is_difference = first.kind == second.kind == "money" and _stands_before(lower, first.start, joints.range_by)
    if not ends or is_difference:  # "rose by 3 million dollars to 20 million dollars"
        return None
    low, high = ends
    is_verb = moves.search(gap) is not None  # "800辆增加到1300辆"
    is_change = gap in joints.range_to and gap not in _DASHES and (is_from or is_verb)
    is_fall = abs(low.value or 0) > abs(high.value or 0) and (low.value or 0) > (high.value or 0)
    is_moved = is_fall or is_verb or words != gap or moves.search(lower, max(0, first.start - _MOVE), first.start)
    if is_change and is_moved:
        return [replace(low, moves_to=True), high]
    if is_fall:
        return None
    approx = low.approx if low.approx != "exact" else high.approx
    return [replace(high, start=low.start, value=low.value, value_max=high.value, approx=approx, form=low.form)]


def _bounded(first: Quantity, second: Quantity, gap: str, joints: Joints) -> list[Quantity] | None:
    """One amount of which each of two tells one bound: "more than 4 and less than 10", "5万元以上10万元以下"."""
    is_low = first.approx == "over" and second.approx in _LIMITS
    is_pair = is_low or (first.approx in _LIMITS and second.approx == "over")
    if not is_pair or gap.strip("、 ") not in joints.additions:
        return None
    ends = _alike(first, second)
    low, high = (ends or (first, second))[:: 1 if is_low else -1]
    if not ends or (low.value or 0) >= (high.value or 0) or low.value_max is not None or high.value_max is not None:
        return None
    return [replace(second, start=first.start, value=low.value, value_max=high.value, approx="exact", form=first.form)]


def _stands_before(lower: str, place: int, words: tuple[str, ...]) -> bool:
    before = lower[max(0, place - _BEFORE) : place].rstrip(" '")
    return before.endswith(words) and any(
        not before[: -len(word)][-1:].isalnum() for word in words if before.endswith(word)
    )


def _alike(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both amounts in the same unit and scale, where one of them leaves it to the other; None where they differ."""
    value, value_max = first.value, second.value
    if value is None or value_max is None:
        return None
    if (first.kind, first.unit) != (second.kind, second.unit):
        if _is_bare(first) and second.kind != "times":
            first = replace(first, kind=second.kind, unit=second.unit)
        elif _is_bare(second) and first.kind in ("money", "percent"):
            second = replace(second, kind=first.kind, unit=first.unit)
        else:
            return None
    elif first.noun_start is not None:
        return None
    if second.scale >= _TEN * max(first.scale, 1) and value * second.scale <= value_max * _NEAR:
        first = replace(first, value=value * second.scale, scale=second.scale)
    return first, second


def _is_bare(quantity: Quantity) -> bool:
    return quantity.kind == "count" and quantity.noun_start is None


def _one(first: Quantity, second: Quantity, gap: str, text: _Text) -> list[Quantity] | None:
    """One amount made of two: a share, a sum with its hundredths, a sum with its conversion."""
    joints = text.joints
    if first.value is None or second.value is None:
        return None
    if _is_part(first, second, gap, text):
        share = round(100 * first.value / second.value, 2)
        return [replace(first, end=second.end, kind="percent", unit=PER_CENT, value=share, form="fraction")]
    if total := _added(first, second, gap, joints):
        return [total]
    if gap in joints.beside and _is_bare(first) and second.form != "fraction":
        if second.kind in _MEASURED and (ends := _alike(first, second)):
            return list(ends)  # "3 and 2 billion dollars", "fell to 5 from 7 per cent"
        if second.kind == "count" and second.noun_start is None and second.scale >= _THOUSAND > first.scale:
            return list(_alike(first, second) or ()) or None  # "66.2 and 58.9 billion", in a currency told before
        if second.kind == "count" and second.noun_start is not None:
            return [replace(first, noun_start=second.noun_start), second]  # "300 and 200 workers"
    is_again = first.kind == second.kind == "money" and second.unit != first.unit and first.converted is None
    if is_again and (gap.rstrip() == "(" or gap.strip(" ,(") in joints.conversions):
        return [replace(first, converted=second)]
    return None


def _added(first: Quantity, second: Quantity, gap: str, joints: Joints) -> Quantity | None:
    """The sum of an amount and what goes on with it: "3 hundred and 21", "5万4千6百", "七成五", "3 h 20 min"."""
    if gap not in joints.additions:
        return None
    value, rest = first.value or 0, second.value or 0
    if _is_bare(first):
        if gap in joints.range_and and first.scale == _HUNDRED and _is_rest(first, second):
            return replace(second, start=first.start, value=value + rest, approx=first.approx)
        if gap == "" and joints.is_elliptic and first.scale >= _THOUSAND and _is_digit(second):
            return replace(second, start=first.start, value=value + rest * first.scale / _TEN, approx=first.approx)
        if gap == "" and joints.is_elliptic and _is_multiplied(first, second):  # "7 nghìn 500 tỷ đồng"
            return replace(second, start=first.start, value=value * second.scale + rest, approx=first.approx)
        if gap == "" and first.scale > second.scale >= _HUNDRED:
            return replace(second, start=first.start, value=value + rest, approx=first.approx)
        if gap in joints.whole_and and second.form == "fraction":
            return replace(first, end=second.end, value=value + rest / _HUNDRED)
    if first.kind == "percent" and gap == "" and first.scale == _TEN and _is_digit(second):
        return replace(first, end=second.end, value=value + rest)
    if first.unit == "m" and gap == "" and joints.is_elliptic and _is_bare(second) and second.end - second.start <= 2:
        digits = 1 if second.form == "words" else second.end - second.start
        return replace(second, start=first.start, kind="physical", unit="m", value=value + rest / _TEN**digits)
    if gap == "," and value % 1:
        return None
    if (gap != "," or first.unit in TIMES) and (total := _with_finer(first, second)):
        return total
    is_sum = first.kind == "money" and (first.scale in _SMALL or second.scale < 1)
    if is_sum and (cents := _cents(second, gap, joints)) is not None:
        return replace(first, end=second.end, value=round(value + cents, 2))
    return None


def _is_multiplied(first: Quantity, second: Quantity) -> bool:
    """Whether a scale behind the second number is of the thousands before it as well."""
    value, rest = first.value or 0, second.value or 0
    is_thousands = first.scale == _THOUSAND < second.scale and value % _THOUSAND == 0
    return is_thousands and rest < _THOUSAND * second.scale


def _with_finer(first: Quantity, second: Quantity) -> Quantity | None:
    """The sum of two amounts of which the second is in a finer unit of the same thing, in that unit."""
    if first.unit == "hour" and _is_bare(second):  # "one hour thirty"
        second = replace(second, kind=first.kind, unit="minute")
    finer = _FINER.get((first.unit, second.unit), 0)
    value, rest = first.value or 0, second.value or 0
    if not 0 < rest < finer or second.value_max is not None or second.approx != "exact":
        return None
    return replace(second, start=first.start, value=value * finer + rest, approx=first.approx)


def _is_rest(first: Quantity, second: Quantity) -> bool:
    """Whether the second number ends the hundreds of the first: "3 hundred and 21"."""
    is_small = second.value is not None and 0 < second.value < _HUNDRED and second.scale == 1
    return _is_bare(first) and second.kind == "count" and is_small and second.approx == "exact"


def _of_every(whole: Quantity, part: Quantity, lower: str, joints: Joints) -> list[Quantity] | None:
    """The share that two amounts tell, the whole first: "of every 100 dollars 42", "每十名工人中有四名"."""
    is_sure = whole.kind != "physical" or not _stands_before(lower, whole.start, joints.unsure_of_every)
    is_bare = part.kind == "count" and (is_sure or part.noun_start is None)
    is_money = whole.kind == part.kind == "money" and part.unit == _SEVERAL  # "of 100 Moroccan dirhams 23 dirhams"
    is_alike = whole.unit == part.unit or is_money or (is_bare and whole.unit not in TIMES)
    all_of, some = whole.value or 0, part.value or 0
    is_coin = all_of == 1 and whole.kind == part.kind == "money"  # "of every dollar 39 cents"
    if not is_alike or not (all_of in WHOLES or is_coin) or not 0 < some < all_of:
        return None
    gap = lower[whole.end : part.start].strip()
    is_told = not joints.then or gap.endswith(joints.then)
    if not is_told or _STOP.search(gap) or not _stands_before(lower, whole.start, joints.of_every):
        return None
    return [
        replace(
            part,
            start=whole.start,
            kind="percent",
            unit=PER_CENT,
            form="fraction",
            noun_start=None,
            value=round(100 * some / all_of, 2),
        )
    ]


def _is_part(first: Quantity, second: Quantity, gap: str, text: _Text) -> bool:
    """Whether the first number may be a part of the second: "4 out of 5", "neuf élèves sur dix"."""
    kinds, whole, joints = {first.kind, second.kind}, second.value or 0, text.joints
    if whole not in WHOLES or not kinds.isdisjoint(_RATES) or "count" not in kinds:
        return False
    is_counting = second.noun_start is not None and second.noun_start <= second.end + 1  # "ten of our workers" does not
    if is_counting and joints.plural_endings:  # "neuf caisses sur dix partent"
        word = _WORD.match(text.lower, second.noun_start or 0)
        is_several = word is not None and word.group().endswith(joints.plural_endings)
        is_done = word is not None and word.group().endswith(joints.participle_endings)
        is_counting = is_several and not (is_done and first.noun_start is not None)
    if first.noun_start is not None and is_counting:
        return False
    noun, joint = joints.parted(gap) if first.noun_start is not None or kinds != {"count"} else ("", gap)
    if kinds != {"count"} and first.kind == "count":  # "9 trên 10 tấn"
        is_rate = _is_bare(first) and second.unit not in TIMES and first.value_max is None
    elif kinds != {"count"}:  # "six dollars in every ten", "huit tonnes de riz sur dix"
        is_rate = second.kind == "count" and first.value_max is None and (joint in joints.of_every or not is_counting)
    else:
        is_rate = first.value == 1 or whole not in COUNTED  # "two of the seven" are counted
    is_short = not _MARK.search(noun) and noun.count(" ") < _FEW
    return is_rate and is_short and joint in joints.out_of and 0 < (first.value or 0) < whole


def _is_digit(quantity: Quantity) -> bool:
    """Whether an amount is one digit that counts nothing."""
    return _is_bare(quantity) and quantity.end - quantity.start == 1 and quantity.approx == "exact"


def _cents(quantity: Quantity, gap: str, joints: Joints) -> float | None:
    """What the second amount adds to the first as its hundredths."""
    value = quantity.value or 0
    if quantity.kind == "money" and quantity.scale < 1:
        return value
    is_bare = _is_bare(quantity) and quantity.scale == 1 and quantity.approx == "exact"
    is_exact = quantity.form == "words" or quantity.end - quantity.start == _TWO_DIGITS
    if joints.is_elliptic and not gap and is_bare and 0 < value < _TEN:
        return value / _TEN  # "三块五"
    return value / _HUNDRED if is_bare and is_exact and value < _HUNDRED and gap != "," else None
