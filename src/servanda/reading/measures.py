"""Drafts of figures: which quantities are figures, of what, and whether level, change, share or rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from servanda.reading.bare import currency, has_classifier, is_sum, of_bare, of_money
from servanda.reading.counts import Draft, Room, is_bare, of_counted
from servanda.reading.cues import STANDINGS
from servanda.reading.differences import sign_of_difference
from servanda.reading.goods import GOODS
from servanda.reading.indication import indicated
from servanda.reading.indicators import Line
from servanda.reading.parts import ITSELF
from servanda.reading.percents import is_compared, of_percent
from servanda.reading.quantities import Quantity
from servanda.reading.ranks import of_rank
from servanda.reading.reach import CUE, NEXT
from servanda.reading.respective import Share
from servanda.reading.sums import UNPAID, is_negative
from servanda.reading.tolls import is_beside

_COMPARED = ("physical", "money", "percent")
_MILLION = 1e6
_SHORT = 10  # the least that leaves out its scale
_COUNTING = ("number-of", "noun")
_PARTS = ("percent", "percentage-point", "times", "rank")  # amounts that say something of another
_FARTHEST = 30  # times by which two amounts differ that are compared
_PAID = ("investment", "loan", "grant", "project-value", "revenue", "gdp")  # of which no goods are told
_TIMES = frozenset(("year", "month", "week", "day", "hour", "minute", "second", "quarter", "decade", "century"))


_MARKS = frozenset(",;:.()，；：。（）")


# "the second", "the two", "came next": these part no figure from its words.
_PASSING = ("ordinal", "definite", *STANDINGS)


def drafts_of(line: Line, last: Draft | None, shares: Mapping[int, Share]) -> Iterator[Draft]:
    """The quantities of a sentence that are figures; `shares` tells what those of a row have of their own."""
    drafts: dict[int, Draft] = {}
    starts = [*(q.start for q in line.quantities if q.form not in _PASSING), line.sentence.end]
    before, place = line.sentence.start, 0
    earlier: Quantity | None = None
    for quantity in line.quantities:
        is_stating = quantity.form not in _PASSING
        place += is_stating
        room, own = (before, starts[place]), line
        if share := shares.get(quantity.start):
            room, own, last = (share.room, room[1]), line.without(share.hidden), drafts.get(share.before or 0)
        is_first = quantity.form == "ordinal" and earlier is not None and earlier.kind == "count"
        is_of_number = is_first and earlier is not None and earlier.end + 1 == quantity.start  # "les vingt premiers"
        draft = None if is_of_number else _READERS.get(quantity.kind, _of_count)(own, quantity, room, last)
        before = quantity.end if is_stating else before
        if draft and not is_beside(own, draft, earlier):
            draft = _told(own, _different(own, draft, last), last)
            is_part = draft.quantity.kind == "percent" and draft.measure in ("change", "share")
            told = (draft.measure, draft.sign, draft.of) if is_part else last.told if last else None
            last = drafts[quantity.start] = replace(draft, told=told)
            yield last
        earlier = quantity


def _different(line: Line, draft: Draft, last: Draft | None) -> Draft:
    """The draft, as a change where its amount is one: "rose by 3 million"."""
    sign = sign_of_difference(line, draft.quantity, last) if draft.measure == "level" else 0
    if not sign:
        return draft
    quantity = draft.quantity
    if line.at(quantity.start, quantity.start + 1, "differs"):  # "fewer by 40" is no "under 40"
        quantity = replace(quantity, approx="exact")
    return replace(draft, quantity=quantity, measure="change", sign=sign, rule="<difference>")


def _told(line: Line, draft: Draft, last: Draft | None) -> Draft:
    """The draft with what it is of, which tells whether it is less than nothing."""
    code, sign, _ = indicated(line, draft, last)
    whole = code if draft.of == ITSELF else draft.of
    draft = replace(draft, indicator=code, of=whole, rule=f"{draft.rule} {draft.measure} of {code}, {sign}")
    return replace(draft, sign=-1) if is_negative(line, draft, last) else draft


def _of_count(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A number of things, people or physical units."""
    if quantity.form in _PASSING or (quantity.unit in _TIMES and not _is_measured(line, quantity, last)):
        return None
    if last and (points := _in_points(line, last, quantity)):
        return of_percent(line, points, room, last)
    if (
        last and last.quantity.moves_to and quantity.kind == "count" and is_bare(line, quantity)
    ):  # "from 14 flights to 21"
        return replace(last, quantity=quantity, room=room, start=quantity.start, end=quantity.end)
    if last and _is_against(line, last, quantity):  # "fell to 34,000 tonnes from 41,000"
        quantity = replace(quantity, kind=last.quantity.kind, unit=last.quantity.unit)
        if quantity.kind != "physical":
            return _READERS[quantity.kind](line, quantity, room, last)
    elif goods := _goods_before(line, quantity):
        quantity = replace(quantity, kind=goods.kind, unit=goods.unit)
    if last and _is_short(line, last, quantity):  # "the first put up 45 million euros, the second 30"
        scale = last.quantity.scale
        quantity = replace(quantity, value=(quantity.value or 0) * scale, scale=scale)
        return of_money(replace(quantity, kind="money", unit=last.quantity.unit), room)
    if quantity.kind == "physical":
        return Draft(quantity, room, quantity.start, quantity.end, "other", "level", 1, "<quantity>", 0.8)
    if is_sum(line, quantity):
        return of_money(replace(quantity, kind="money", unit=currency(line, quantity) or ""), room)
    if is_bare(line, quantity) and (draft := of_bare(line, quantity, room, last)):
        return draft
    return of_counted(line, quantity, room, last) if quantity.noun_start is not None else None


def _is_measured(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a length of time is an average, or goes on from one: "wait 28 months on average, and 16 abroad"."""
    start, end = quantity.start, quantity.end
    cue = line.before(start, "average", max(start - CUE // 2, line.sentence.start)) or line.after(
        end, "average", end + CUE // 2
    )
    is_apart = cue is None or any(q is not quantity and cue.start < q.start < end for q in line.quantities)
    gap = line.view.norm[min(end, cue.start) : max(start, cue.end)] if cue else ""
    is_average = not is_apart and _MARKS.isdisjoint(gap)
    is_next = last is not None and last.start >= line.sentence.start and last.quantity.unit == quantity.unit
    return is_average or is_next


def _is_against(line: Line, last: Draft, quantity: Quantity) -> bool:
    """Whether a number without a unit is what an amount before it is compared with: "3,150 dollars against 3,900"."""
    is_end = last.quantity.kind in _COMPARED and last.start >= line.sentence.start and not quantity.moves_to
    if not is_end or quantity.kind != "count" or not is_bare(line, quantity):
        return False
    is_rate = quantity.per is not None and last.quantity.kind == "physical"  # "1.1 million TEU, or 4,000 a day"
    return is_rate or (_is_near(last.quantity, quantity) and is_compared(line, quantity))


def _goods_before(line: Line, quantity: Quantity) -> Quantity | None:
    """The goods in whose unit a number without a noun is: "sold 71,000 tonnes, bought 44,000"."""
    if quantity.kind != "count" or not is_bare(line, quantity):
        return None
    start = quantity.start
    told_before = (q for q in line.quantities if q.end <= start and q.kind not in _PARTS)
    before = [
        q for q in told_before if q.kind != "count" or not is_bare(line, q)
    ]  # "Peru 400 tonnes, Mali 300, Chad 9"
    goods = before[-1] if before else None
    if goods is None or goods.unit not in GOODS or goods.scale != quantity.scale:
        return None
    told = line.before(start, "indicator", goods.end)
    number = line.after(goods.end, "number-of", start)  # "214,000 tonnes; it hopes for 290,000 of them"
    is_of_others = told is not None and told.value["indicator"] in (*UNPAID, *_PAID)
    is_of_others = is_of_others or (number is not None and "anaphora" not in number.value)
    is_named = any(last == start - 1 for _, last in line.named)  # "400 tonnes of tea, Mali 300"
    is_of_others = is_of_others or (line.has("noun", goods.end, start) and not is_named)
    return None if is_of_others or not _is_near(goods, quantity) else goods


def _is_near(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts differ by no more than those do that are compared."""
    first, second = abs(one.value or 0), abs(other.value or 0)
    return second <= _FARTHEST * first and first <= _FARTHEST * second


def _in_points(line: Line, last: Draft, quantity: Quantity) -> Quantity | None:
    """A number of points behind a percentage in its sentence, in percentage points: "54%, seven points more"."""
    noun = quantity.noun_start
    is_behind = last.quantity.kind in ("percent", "percentage-point") and last.start >= line.sentence.start
    cue = line.at(noun, noun + 1, "points") if noun is not None and is_behind else None
    if cue is None or cue.start != noun:
        return None
    return replace(quantity, end=cue.end, kind="percentage-point", unit="percentage-point", noun_start=None)


def _is_short(line: Line, last: Draft, quantity: Quantity) -> bool:
    """Whether a number leaves out the scale and the currency of the sum before it in the sentence."""
    is_sum = last.quantity.kind == "money" and last.quantity.scale >= _MILLION and last.start >= line.sentence.start
    is_plain = quantity.kind == "count" and quantity.form == "digits" and quantity.scale == 1
    is_large = (quantity.value or 0) >= _SHORT or (quantity.value or 0) % 1 > 0
    if not is_sum or not is_plain or not is_large or quantity.noun_start is not None:
        return False
    is_dated = any(0 < time.start - quantity.end <= 2 * NEXT for time in line.times)  # "3,1 в 2023"
    if line.has("share-of", quantity.end, quantity.end + NEXT - 1) and not is_dated:
        return False  # "train 45 of our people"
    if has_classifier(line, quantity) or any(line.has(name, last.end, quantity.start) for name in _COUNTING):
        return False
    return _is_near(last.quantity, replace(quantity, value=(quantity.value or 0) * last.quantity.scale))


def _of_money(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A sum of money; none where it tells a rate of exchange: "($1 = 26,000 dong)"."""
    return None if quantity.value == 1 and quantity.converted else of_money(quantity, room)


_READERS = {
    "money": _of_money,
    "percent": of_percent,
    "percentage-point": of_percent,
    "times": of_percent,
    "rank": of_rank,
}
