"""Numbers without a noun: what they go on counting, or in which currency they are."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.reading.counts import NOUN, Draft, Room, is_further, number_of
from servanda.reading.cues import grammar_of as amounts_of
from servanda.reading.indicators import TRADE, Line, grammar_of
from servanda.reading.percents import is_compared
from servanda.reading.quantities import Quantity
from servanda.reading.reach import NEXT
from servanda.reading.sums import UNPAID


def of_bare(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A number without a noun: it is of what the one before was of, or of what was named before it."""
    if (not quantity.value and quantity.magnitude is None) or _ends_name(line, quantity):
        return None
    number = line.before(quantity.start, "number-of", room[0])
    if number is None:  # "from 24 to 40 the number of seats", "porte à 290 le nombre de bourses"
        number = line.after(quantity.end, "number-of", quantity.end + (2 * NOUN if quantity.moves_to else _BEHIND))
    is_classed = has_classifier(line, quantity)
    is_numbered = is_classed or (number is not None and "anaphora" not in number.value)
    is_large = quantity.scale >= 1e6 or (quantity.scale >= 1e4 and (quantity.value or 0) >= 1e6)  # "4000万"
    is_large = is_large or (quantity.scale > 1 and _is_paid(line, quantity, room, last))
    unit = currency(line, quantity) if is_large else None
    if unit and not is_numbered and not _is_counted(line, quantity, last):
        return of_money(replace(quantity, kind="money", unit=unit), room)
    noun = line.before(quantity.start, "noun", max(room[0], quantity.start - 2 * NOUN))
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    is_named = (
        noun is not None
        or number is not None
        or (is_classed and quantity.noun_start is None)
        or (cue is not None and cue.value["indicator"] in UNPAID)
    )
    if is_named or _goes_on_counting(line, quantity, last):
        return number_of(quantity, room, quantity.end, "<noun> … <count>" if is_named else "… <count>", 0.7)
    return None


def _ends_name(line: Line, quantity: Quantity) -> bool:
    """Whether a number ends a name in quotation marks, as one of its kind: "«Северный поток – 2»"."""
    norm = line.view.norm
    opened = max(norm.rfind(mark, line.sentence.start, quantity.start) for mark in _OPENING)
    is_named = 0 < quantity.start - opened <= _NAME and norm[opened + 1 : opened + 2].isupper()
    return is_named and norm[quantity.end : quantity.end + 1] in _CLOSING


def of_money(quantity: Quantity, room: Room) -> Draft:
    """A sum of money."""
    return Draft(quantity, room, quantity.start, quantity.end, "other", "level", 1, "<amount>", 0.8)


def has_classifier(line: Line, quantity: Quantity) -> bool:
    """Whether a classifier of things stands behind a number: "进口三轮车2.3万辆"."""
    grammar = amounts_of(line.view.lang)
    return grammar.needs_classifier and grammar.classifier.match(line.view.lower, quantity.end) is not None


def _is_paid(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> bool:
    """Whether a number in thousands is of what is paid: by the word before it, or by the sum that it is part of."""
    cue = line.before(quantity.start, "indicator", room[0])
    if cue is None and last and last.quantity.kind == "money" and last.start >= line.sentence.start:
        return True  # "4500万美元，其中2000万用于修路"
    return cue is not None and cue.value["indicator"] in TRADE


def _is_reached(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a number says that it was reached, from the one before: "800 to 1,300"."""
    cue = line.before(quantity.start, "reached", quantity.start - NOUN)
    return cue is not None and quantity.start - cue.end <= NEXT


def _goes_on_counting(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a number without a noun counts what the figure before it was of, in a sentence or in a text."""
    if quantity.per is not None or _is_of_batch(line, quantity) or _is_of_some(line, quantity):
        return True
    if quantity.start == line.sentence.start and quantity.approx != "exact" and (quantity.value or 0) >= _MANY:
        return True  # "More than 900 have been helped"
    if last and last.quantity.kind == "count" and (_is_reached(line, quantity) or _is_of_those(line, quantity, last)):
        return True
    if last and last.indicator != "other" and (last.quantity.kind == "count" or last.indicator in UNPAID):
        return True
    is_large = quantity.scale > 1 or (quantity.value or 0) >= _LARGE
    return is_large and line.earlier is not None and line.earlier.indicator in ("visitors", "users")


def _is_of_batch(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a number says that it counts: "a first batch of 30"."""
    cue = line.before(quantity.start, "batch-of", quantity.start - NOUN)
    return cue is not None and quantity.start - cue.end <= 1


def _is_of_some(line: Line, quantity: Quantity) -> bool:
    """Whether a number says itself that it is of some: "twelve of them", "45 of our engineers", "the first 24"."""
    start, end = quantity.start, quantity.end
    if line.has("including", end, end + NEXT - 1):
        return True
    if line.has("share-of", end, end + NEXT - 1) and line.has("noun", end, end + NOUN):
        return True
    of = line.at(end + 1, end + 2, "share-of")
    if of and any(0 <= q.start - of.end <= NEXT + 1 and q.noun_start is not None for q in line.quantities):
        return True  # "nine of the 17 sheds"
    return any(q.form == "ordinal" and (q.end == start - 1 or q.start == end + 1) for q in line.quantities)


def _is_of_those(line: Line, quantity: Quantity, last: Draft) -> bool:
    """Whether a number is of those that the one before counted: "30 wells, ten in Togo", "70 firms against 40"."""
    cue = line.before(quantity.start, "including", quantity.start - NOUN)
    if is_compared(line, quantity) or (cue is not None and quantity.start - cue.end <= NEXT):
        return True
    is_here = last.start >= line.sentence.start
    return is_here and any(0 < first - quantity.end <= _NAMED for first, _ in line.named)


_OPENING, _CLOSING = ("«", "“", '"', "《", "「"), ("»", "”", '"', "》", "」")  # of a name
_NAME = 40  # characters that a name in quotation marks has at most before its number
_LENT = frozenset(("loan", "trade-balance", "investment", "gdp"))  # of which nothing is counted but money
_OF = 4  # characters of "loan of 40"
_BEHIND = 6  # characters behind a number in which "the number of" begins that it is
_NAMED = 9  # characters between a number and the name of where those are that it counts
_MANY, _LARGE, _MILLION, _BILLION = 100, 1000, 1e6, 1e9


def is_sum(line: Line, quantity: Quantity) -> bool:
    """Whether a large number leaves out its currency before exports and the like: "6 billion of exports"."""
    start = quantity.noun_start
    if quantity.scale < 1e6 or start is None:
        return False
    has_sums = any(q.kind == "money" for q in line.quantities)
    cue = line.at(start, start + 3, "indicator")
    is_verb = line.at(start, start + 3, "share") or line.at(start, start + 3, "up") or line.at(start, start + 3, "down")
    is_named = cue is not None and cue.value["indicator"] not in UNPAID and not line.at(start, start + 3, "noun")
    grammar = grammar_of(line.view.lang)
    near = line.before(quantity.start, "indicator", quantity.start - NOUN)
    gap = line.view.lower[quantity.end : start].strip()
    is_lent = not gap and near is not None and near.value["indicator"] in _LENT and quantity.start - near.end <= _OF
    if is_lent and not line.at(start, start + 3, "noun"):
        return currency(line, quantity) is not None  # "a loan of 40 million helps"
    if not gap and not grammar.is_of_by_case and not grammar.is_head_last and not line.at(start, start + 3, "noun"):
        return currency(line, quantity) is not None  # "107 millions octroyés": what is counted stands behind "of"
    if has_sums and quantity.scale >= _BILLION and not line.at(start, start + 3, "noun"):
        return currency(line, quantity) is not None
    if line.at(start, start + 3, "mark") or any(time.start <= start < time.end for time in line.times):
        return currency(line, quantity) is not None
    if has_sums and is_further(line, quantity) and not line.at(start, start + 3, "noun"):
        return currency(line, quantity) is not None  # "another 30 million is to come from the fund"
    return currency(line, quantity) is not None and (is_named or (has_sums and is_verb is not None))


def _is_counted(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a large number is of people or pieces rather than of money: they are named nearer than any sum."""
    is_told = last is not None and last.start >= line.sentence.start and last.quantity.scale >= _MILLION
    if is_told and last is not None and last.quantity.kind == "count":
        return True
    has_sum = any(q.kind == "money" and q.start < quantity.start for q in line.quantities)
    if has_sum and quantity.scale >= _BILLION:
        return False  # nobody counts people by billions beside a sum
    first = max((q.end for q in line.quantities if q.end <= quantity.start), default=line.sentence.start)
    near = line.before(quantity.start, "indicator", first)
    if near and near.value["indicator"] in UNPAID:
        return True
    if has_sum:
        return False
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    is_named = cue is not None and cue.value["indicator"] in ("visitors", "users", "jobs")
    return is_named or (last is not None and last.indicator in ("visitors", "users"))


def currency(line: Line, quantity: Quantity) -> str | None:
    """The currency of the sum before a bare number; of the first one behind it, where a text has none before."""
    sums = [q for q in line.quantities if q.kind == "money"]
    before = [q.unit for q in sums if q.start < quantity.start]
    behind = [q.unit for q in sums if q.start > quantity.start]
    return before[-1] if before else line.money or next(iter(behind), None)
