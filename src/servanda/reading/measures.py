"""Drafts of figures: which quantities are figures, of what, and whether level, change, share or rank."""

from __future__ import annotations

from collections.abc import Iterator

from servanda.reading.counts import NOUN, PEOPLE, Draft, Room, is_bare, of_counted, of_people
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.quantities import Quantity

_TIMES = frozenset(("year", "month", "week", "day", "hour", "minute", "second", "quarter", "decade", "century"))
_MASSES = frozenset(("t", "kg", "m3", "l"))  # what a plant makes or a port handles in a year
_BESIDE = 8  # the same where a noun's modifiers stand before it, and verbs before their objects
_ATTACHED = 34  # characters behind a sum in which what it is of stands: "of foreign direct investment"
_CUE = 46  # characters before a percentage in which a word of growth or share belongs to it
_BEHIND = 30  # the same behind it
_NEXT = 3  # characters between a word and the number that it governs


def drafts_of(line: Line, last: Draft | None) -> Iterator[Draft]:
    """The quantities of a sentence that are figures."""
    starts = [*(q.start for q in line.quantities if q.form != "ordinal"), line.sentence.end]
    before, place = line.sentence.start, 0
    for quantity in line.quantities:
        is_stating = quantity.form != "ordinal"  # a mere ordinal parts no figure from its words
        place += is_stating
        draft = _READERS.get(quantity.kind, _of_count)(line, quantity, (before, starts[place]), last)
        before = quantity.end if is_stating else before
        if draft:
            is_part = draft.quantity.kind == "percent" and draft.measure in ("change", "share")
            told = (draft.measure, draft.sign, draft.of) if is_part else last.told if last else None
            last = draft._replace(told=told)
            yield last


def _of_count(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A number of things, people or physical units."""
    if quantity.unit in _TIMES or quantity.form in ("definite", "ordinal"):
        return None
    if quantity.kind == "physical":
        return _of_physical(line, quantity, room, last)
    if is_bare(line, quantity) and (draft := _of_bare(line, quantity, room, last)):
        return draft
    return of_counted(line, quantity, room, last) if quantity.noun_start is not None else None


def _of_physical(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft:
    named = _named(line, quantity, room) or _traded(line, quantity)
    indicator = named if named in ("capacity", "production", "exports", "imports", "trade") else None
    is_rate = quantity.per is not None and quantity.unit in _MASSES
    indicator = indicator or grammar_of(line.view.lang).units.get(quantity.unit, "capacity" if is_rate else "other")
    if last and (quantity.unit == last.quantity.unit or (named is None and quantity.unit in GOODS and _is_flow(last))):
        indicator = last.indicator
    return Draft(quantity, room, quantity.start, quantity.end, indicator, "level", 1, f"<amount> {indicator}", 0.75)


def _traded(line: Line, quantity: Quantity) -> str | None:
    """Exports or imports, where a verb before an amount of goods says that it was sold or bought."""
    if quantity.unit not in GOODS or quantity.per is not None:
        return None
    since = line.sentence.start
    found = [(cue.start, name) for verb, name in _TRADED if (cue := line.before(quantity.start, verb, since))]
    return max(found)[1] if found else None


def _is_flow(draft: Draft) -> bool:
    return draft.indicator in ("exports", "imports", "production", "trade")


_TRADED = (("sells", "exports"), ("buys", "imports"))


def _of_bare(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A number without a noun: it is of what the one before was of, or of what was named before it."""
    unit = _currency(line, quantity) if quantity.scale >= 1e6 else None
    if unit and not _is_counted(line, quantity, last):
        return _of_money(line, quantity._replace(kind="money", unit=unit), room, last)
    noun = line.before(quantity.start, "noun", max(room[0], quantity.start - 2 * NOUN))
    if noun:
        return Draft(
            quantity,
            room,
            quantity.start,
            quantity.end,
            of_people(line, noun.value["noun"], room, last),
            "level",
            1,
            "<noun> … <count>",
            0.7,
        )
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    if cue and cue.value["indicator"] in UNPAID:
        indicator = cue.value["indicator"]
        return Draft(quantity, room, quantity.start, quantity.end, indicator, "level", 1, f"{indicator} … <count>", 0.7)
    if indicator := _counted_before(line, quantity, last):
        return Draft(quantity, room, quantity.start, quantity.end, indicator, "level", 1, "… <count>, as before", 0.7)
    return None


def _counted_before(line: Line, quantity: Quantity, last: Draft | None) -> str | None:
    """What a number without a noun goes on counting: what the figure before it was of, in a sentence or in a text."""
    if last and last.indicator != "other" and (last.quantity.kind == "count" or last.indicator in UNPAID):
        return last.indicator
    is_large = quantity.scale > 1 or (quantity.value or 0) >= _LARGE
    earlier = line.earlier.indicator if line.earlier and is_large else None
    return earlier if earlier in ("visitors", "users") else None


_LARGE = 1000


def _is_counted(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a large number is of people rather than of money: they are named nearer than any sum."""
    if any(q.kind == "money" and q.start < quantity.start for q in line.quantities):
        return False
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    is_named = cue is not None and cue.value["indicator"] in ("visitors", "users", "jobs")
    return is_named or (last is not None and last.indicator in ("visitors", "users"))


def _currency(line: Line, quantity: Quantity) -> str | None:
    """The currency of the sum before a bare number."""
    units = [q.unit for q in line.quantities if q.kind == "money" and q.start < quantity.start]
    return units[-1] if units else line.earlier.unit if line.earlier else None


def _of_money(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft:
    """A sum of money."""
    indicator, rule, sure = _indicator(line, quantity, room, last)
    is_told = line.has("minus", max(room[0], quantity.start - 90), quantity.end + _BEHIND)
    is_carried = last is not None and last.sign < 0 and last.measure == "level" and "as before" in rule
    is_minus = indicator == "trade-balance" and (is_told or is_carried)
    return Draft(quantity, room, quantity.start, quantity.end, indicator, "level", -1 if is_minus else 1, rule, sure)


def _indicator(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> tuple[str, str, float]:
    """What an amount is of: named right behind it, else before it, else that of the one before, else behind it."""
    if named := _named_behind(line, quantity, room):
        return named, f"<amount> of {named}", 0.9
    start = quantity.start
    cue = _money_cue(line, start, room[0])
    if cue:
        return cue.value["indicator"], f"{cue.value['indicator']} … <amount>", 0.9
    if last and (passed := _PASSED_ON.get(last.indicator, last.indicator if last.quantity.kind != "count" else None)):
        return passed, "… <amount>, as before", 0.75
    cue = _money_cue(line, start, line.sentence.start)
    if cue is None and line.before(start, "worth", line.sentence.start):
        return "project-value", "worth <amount>", 0.7
    if cue:
        return cue.value["indicator"], f"{cue.value['indicator']} … <amount>", 0.7
    cue = line.after(quantity.end, "indicator", line.sentence.end)
    is_about_before = _is_about_before(line)
    if cue and cue.value["indicator"] not in UNPAID and not (is_about_before and _is_apart(line, quantity, cue)):
        return cue.value["indicator"], f"<amount> … {cue.value['indicator']}", 0.7
    if line.after(quantity.end, "worth", line.sentence.end):
        return "project-value", "<amount> … project", 0.6
    if is_about_before:
        return line.earlier.indicator if line.earlier else "other", "… <amount>, as in the sentence before", 0.6
    return "other", "<amount>", 0.5


def _is_apart(line: Line, quantity: Quantity, cue: Piece) -> bool:
    """Whether a mark or the next figure stands between a sum and a word behind it."""
    gap = line.view.norm[quantity.end : cue.start]
    return any(mark in gap for mark in ",;:()，；、") or any(
        quantity.end <= q.start < cue.start for q in line.quantities
    )


def _is_about_before(line: Line) -> bool:
    """Whether a sum that nothing names is of what the one before was: in its paragraph, or as its target."""
    if line.earlier is None:
        return False
    same = line.earlier.paragraph == line.sentence.paragraph
    return same or line.has("status", line.sentence.start, line.sentence.end)


def _money_cue(line: Line, start: int, since: int) -> Piece | None:
    """The last indicator before a sum that can be a sum."""
    cue = line.before(start, "indicator", since)
    while cue and cue.value["indicator"] in UNPAID:
        cue = line.before(cue.start, "indicator", since)
    return cue


UNPAID = frozenset(("jobs", "visitors", "users", "capacity"))  # what is no sum of money
GOODS = frozenset(("t", "kg", "m3", "l", "barrel", "kWh", "MWh", "GWh"))  # what is made, bought and sold


# What a sum is of that follows a count: "800 projects worth 3 billion".
_PASSED_ON = {"project-count": "investment", "company-count": "investment"}


def _named(line: Line, quantity: Quantity, room: Room) -> str | None:
    named = _named_behind(line, quantity, room)
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    return named or (cue.value["indicator"] if cue else None)


def _named_behind(line: Line, quantity: Quantity, room: Room) -> str | None:
    """What stands behind an amount, joined to it: "4 billion USD of foreign direct investment"."""
    end = quantity.end
    cue = line.after(end, "indicator", min(room[1], end + _ATTACHED))
    joint = (
        line.after(end, "share-of", end + 6)
        or line.after(end, "owner", end + 6)
        or (line.view.lower[end : end + 4] == " in " and cue is not None and line.view.norm[end : cue.start].islower())
    )
    joint = joint or (cue is not None and cue.start - end <= 1 and cue.value["indicator"] not in UNPAID)
    if cue and joint and not any(mark in line.view.norm[end : cue.start] for mark in ",;:.()"):
        return str(cue.value["indicator"])
    return None


def _of_percent(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A percentage: a change where a word of growth or decline belongs to it, a share where it is of something."""
    if quantity.kind == "times" and quantity.per:
        return None
    if ratio := _of_ratio(line, quantity, room, last):
        return ratio
    if last and last.measure in ("change", "share") and _is_paired(line, last, quantity):
        return last._replace(quantity=quantity, room=room, start=quantity.start, end=quantity.end)
    if told := _like_before(line, quantity, room, last):
        return told
    sign, cue = (0, None) if quantity.moves_to or _is_reached(line, quantity) else _direction(line, quantity, room)
    if sign and cue is not None:
        quantity = _on_top(line, quantity, cue)
    if quantity.kind == "times" and (quantity.per or cue is None or quantity.start - cue > NOUN // 2):
        sign = 0
    if sign and not (quantity.sign and quantity.value and quantity.value < 0):
        start = cue if cue is not None and quantity.start - cue <= _CUE else quantity.start
        indicator, rule, sure = _subject(line, quantity, (min(start, room[0]), room[1]), last)
        sign = 1 if quantity.sign else sign
        return Draft(quantity, room, start, quantity.end, indicator, "change", sign, f"{rule}, change", sure)
    if quantity.kind == "times" and not quantity.sign and quantity.form != "multiple":
        return None
    if quantity.sign or quantity.kind in ("percentage-point", "times"):
        indicator, rule, sure = _subject(line, quantity, room, last)
        return Draft(quantity, room, quantity.start, quantity.end, indicator, "change", 1, f"{rule}, change", sure)
    return _of_share(line, quantity, room, last)


def _of_ratio(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A percentage of what there was a year before, as the change that it is: "bằng 93% so với cùng kỳ" is -7."""
    if quantity.kind != "percent" or quantity.value is None or quantity.form == "fraction":
        return None
    start, end = quantity.start, quantity.end
    cue = line.before(start, "ratio", max(room[0], start - _CUE))
    if cue is None or line.has("up", room[0], start) or line.has("down", room[0], start):
        return None
    is_near = start - cue.end <= _NEXT and line.has("year-on-year", end, min(room[1], end + _BEHIND // 2))
    if not (is_near or line.has("year-on-year", cue.end, start)):
        return None
    indicator, rule, sure = _subject(line, quantity, (cue.start, room[1]), last)
    changed = quantity._replace(value=round(quantity.value - 100, 4))
    return Draft(changed, room, cue.start, end, indicator, "change", 1, f"{rule}, of a year earlier", sure)


def _is_paired(line: Line, last: Draft, quantity: Quantity) -> bool:
    """Whether only "and" stands between two percentages, which then are alike: "by 5% and 8%", "20%, 12% and 7%"."""
    first = last.quantity
    gap = line.view.lower[first.end : quantity.start].strip()
    is_listed = (gap == "," and last.measure == "share") or gap in amounts_of(line.view.lang).words["range_and"]
    return first.kind == quantity.kind == "percent" and is_listed


def _like_before(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A percentage with no word of its own, as the one before it in its sentence is: "Egypt takes 18%, Turkey 14%"."""
    is_plain = quantity.kind == "percent" and not quantity.sign and quantity.form != "fraction"
    if last is None or last.told is None or not is_plain or line.sentence.end < room[1]:
        return None
    first, until = room[0], min(room[1], quantity.end + _BEHIND)
    if any(line.has(name, first, until) for name in ("up", "down", "share", "ratio", "reached", "year-on-year")):
        return None
    joint, _ = _whole_behind(line, quantity, room)
    if joint:
        return None
    measure, sign, of = last.told
    indicator, rule, sure = _subject(line, quantity, room, last)
    return Draft(
        quantity, room, quantity.start, quantity.end, indicator, measure, sign, f"{rule}, {measure} as before", sure, of
    )


def _is_reached(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a percentage says what was reached: "rose to 5%" is no growth by so much."""
    start = quantity.start
    cue = line.before(start, "reached", start - 2 * _CUE) or line.at(start, start + 1, "reached")
    return quantity.kind == "percent" and cue is not None and start - cue.end < _NEXT and not quantity.sign


def _on_top(line: Line, quantity: Quantity, cue: int) -> Quantity:
    """The times of a growth that come on top of what there was: "增长两倍" is three times as much."""
    is_more = quantity.kind == "times" and quantity.form != "multiple" and quantity.value is not None
    if is_more and line.has("in-addition", cue, quantity.start):
        return quantity._replace(value=round((quantity.value or 0) + 1, 4))
    return quantity


def _direction(line: Line, quantity: Quantity, room: Room) -> tuple[int, int | None]:
    """The sign of the word of growth or decline that belongs to a percentage, and where the word begins."""
    since = max(room[0] - 4, quantity.start - 2 * _CUE, line.sentence.start)
    before = [
        (cue.start, 1 if name == "up" else -1)
        for name in ("up", "down")
        if (cue := line.before(quantity.start, name, since))
    ]
    share = line.before(quantity.start, "share", since)
    if before and not (share and share.start > max(before)[0]):
        place, sign = max(before)
        return sign, place
    until = min(room[1], quantity.end + _BEHIND)
    behind = [
        (cue.start, 1 if name == "up" else -1)
        for name in ("up", "down")
        if (cue := line.after(quantity.end, name, until))
    ]
    if behind and "," not in line.view.norm[quantity.end : min(behind)[0]] and not share:
        return min(behind)[1], None
    told = line.after(quantity.end, "year-on-year", until)
    is_change = told is not None and share is None and "," not in line.view.norm[quantity.end : told.start]
    return (1 if is_change else 0), None


def _subject(
    line: Line, quantity: Quantity, room: Room, last: Draft | None, place: int | None = None
) -> tuple[str, str, float]:
    """What a percentage is of: the indicator before it, unless the figure before it is nearer and goes on."""
    cue = line.before(place or quantity.start, "indicator", line.sentence.start)
    if cue and "whole" in cue.value:  # "the digital economy's share of GDP": the whole is not what is measured
        cue = line.before(cue.start, "indicator", max(room[0], cue.start - 2 * _CUE)) or cue
    if last and (cue is None or cue.start < last.quantity.start):
        return last.indicator, "… <percent>, as before", 0.8
    if cue:
        return cue.value["indicator"], f"{cue.value['indicator']} … <percent>", 0.85
    cue = line.after(quantity.end, "indicator", line.sentence.end)
    if cue:
        return cue.value["indicator"], f"<percent> … {cue.value['indicator']}", 0.7
    if line.has("economy", line.sentence.start, quantity.start):
        return "gdp", "economy … <percent>", 0.7
    noun = line.before(quantity.start, "noun", line.sentence.start)
    return (noun.value["noun"], "<noun> … <percent>", 0.6) if noun else ("other", "<percent>", 0.5)


def _of_share(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft:
    """A part of something; a bare rate is a level."""
    start, end = quantity.start, quantity.end
    share = line.before(start, "share", max(room[0], start - 2 * _CUE))
    inner = line.before(start, "whole", line.sentence.start)
    joint, of_cue = _whole_behind(line, quantity, room)
    between = _whole_between(line, share, start)
    place = share.start if share and between else start
    indicator, rule, sure = _subject(line, quantity, room, last, place)
    if not (joint or share or inner or quantity.form == "fraction"):
        indicator = "other" if sure < 0.8 else indicator
        return Draft(quantity, room, start, end, indicator, "level", 1, "<percent>", 0.5)
    of = _of(between, of_cue if joint else None, inner)
    since = max(room[0], last.end if last else 0)
    if joint and of_cue and "whole" not in of_cue.value and not line.before(start, "indicator", since):
        indicator = of_cue.value.get("indicator") or of_cue.value["noun"]
    elif joint and of_cue is None and indicator not in PEOPLE and not _is_again(line, end):  # "9% of the market"
        indicator = "other"
    indicator = of_people(line, indicator, room, last)
    return Draft(quantity, room, start, end, indicator, "share", 1, f"{rule}, share", min(sure, 0.8), of)


def _is_again(line: Line, end: int) -> bool:
    """Whether a part is of what was told before: "of which", "of the total"."""
    last = end + _ATTACHED // 2
    return any(line.at(max(end - _NEXT, 0), last, name) for name in ("anaphora", "total"))


def _whole_behind(line: Line, quantity: Quantity, room: Room) -> tuple[bool, Piece | None]:
    """Whether a part is joined to what stands behind it, and what that is: "half of the firms"."""
    end = quantity.end
    # "half of the firms": the preposition may belong to the quantity
    is_joined = bool(line.at(end - 3, end + 6, "share-of") or line.at(end - 3, end + 6, "owner"))
    is_again = is_joined and room[1] - end <= _ATTACHED // 2  # "three quarters of the 2,100 employees"
    near = end + 2 * _ATTACHED if is_again else min(room[1], end + _ATTACHED)
    cues = (line.after(end, name, min(near, line.sentence.end)) for name in ("whole", "indicator", "noun"))
    found = min(filter(None, cues), key=lambda cue: cue.start, default=None)
    grammar = grammar_of(line.view.lang)
    nearest = _BESIDE if grammar.is_head_last else _ATTACHED
    if found and not is_joined and grammar.is_of_by_case and found.start - end <= nearest:
        is_joined = not any(mark in line.view.norm[end : found.start] for mark in ",;:.()、—")
    return is_joined, found


def _whole_between(line: Line, share: Piece | None, start: int) -> Piece | None:
    """What a part is of that stands between the word for a share and the number: "占出口总值的八成"."""
    if share is None:
        return None
    return line.before(start, "whole", share.end) or line.before(start, "indicator", share.end)


def _of(*cues: object) -> str | None:
    """What a share is of, as a code."""
    for cue in cues:
        value = getattr(cue, "value", None)
        if value:
            return str(value.get("whole") or value.get("indicator") or value.get("noun"))
    return None


def _of_rank(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A place in an order of partners, investors, markets."""
    noun = line.after(quantity.end, "ranked", min(room[1], quantity.end + _ATTACHED))
    noun = noun or line.before(quantity.start, "ranked", max(room[0], quantity.start - _ATTACHED))
    if noun is None and quantity.form not in ("ranking", "superlative"):
        word = line.before(quantity.start, "rank-words", quantity.start - 24)
        if word is None:
            return None
    noun = noun or line.at(line.sentence.start, line.sentence.end, "ranked")
    if quantity.form == "superlative" and (noun is None or _is_of_several(line, noun, last)):
        return None
    end = noun.end if noun and quantity.end <= noun.start < quantity.end + _ATTACHED else quantity.end
    indicator = noun.value["ranked"] if noun else last.indicator if last else "other"
    return Draft(
        quantity, room, quantity.start, end, indicator, "rank", 1, f"<rank> in {indicator}", 0.85 if noun else 0.6
    )


def _is_of_several(line: Line, noun: Piece, last: Draft | None) -> bool:
    """Whether a superlative is of several, "the three largest markets", or again of the rank before it."""
    if last is not None and last.measure == "rank" and noun.start < last.end:
        return True
    counted = (q.noun_start for q in line.quantities if q.kind == "count" and q.noun_start is not None)
    return any(place == noun.start for place in counted)


_READERS = {
    "money": _of_money,
    "percent": _of_percent,
    "percentage-point": _of_percent,
    "times": _of_percent,
    "rank": _of_rank,
}
