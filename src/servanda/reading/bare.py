"""Numbers without a noun: what they go on counting, or in which currency they are."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.reading.counts import NOUN, Draft, Room, is_further, number_of
from servanda.reading.indicators import TRADE, Line, grammar_of
from servanda.reading.quantities import Quantity
from servanda.reading.reach import NEXT
from servanda.reading.sums import UNPAID


def of_bare(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft | None:
    """A number without a noun: it is of what the one before was of, or of what was named before it."""
    is_large = quantity.scale >= 1e6 or (quantity.scale > 1 and _is_paid(line, quantity, room))
    unit = currency(line, quantity) if is_large else None
    if unit and not _is_counted(line, quantity, last):
        return of_money(replace(quantity, kind="money", unit=unit), room)
    noun = line.before(quantity.start, "noun", max(room[0], quantity.start - 2 * NOUN))
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    is_named = noun is not None or (cue is not None and cue.value["indicator"] in UNPAID)
    if is_named or _goes_on_counting(line, quantity, last):
        return number_of(quantity, room, quantity.end, "<noun> … <count>" if is_named else "… <count>", 0.7)
    return None


def of_money(quantity: Quantity, room: Room) -> Draft:
    """A sum of money."""
    return Draft(quantity, room, quantity.start, quantity.end, "other", "level", 1, "<amount>", 0.8)


def _is_paid(line: Line, quantity: Quantity, room: Room) -> bool:
    """Whether the word before a number in thousands, behind the figure before it, is of what is paid."""
    cue = line.before(quantity.start, "indicator", room[0])
    return cue is not None and cue.value["indicator"] in TRADE


def _is_reached(line: Line, quantity: Quantity) -> bool:
    """Whether a word right before a number says that it was reached, from the one before: "800 to 1,300"."""
    cue = line.before(quantity.start, "reached", quantity.start - NOUN)
    return cue is not None and quantity.start - cue.end <= NEXT


def _goes_on_counting(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a number without a noun counts what the figure before it was of, in a sentence or in a text."""
    if last and last.quantity.kind == "count" and _is_reached(line, quantity):
        return True
    if last and last.indicator != "other" and (last.quantity.kind == "count" or last.indicator in UNPAID):
        return True
    is_large = quantity.scale > 1 or (quantity.value or 0) >= _LARGE
    return is_large and line.earlier is not None and line.earlier.indicator in ("visitors", "users")


_LARGE = 1000


def is_sum(line: Line, quantity: Quantity) -> bool:
    """Whether a large number leaves out its currency before exports and the like: "6 billion of exports"."""
    start = quantity.noun_start
    if quantity.scale < 1e6 or start is None:
        return False
    cue = line.at(start, start + 3, "indicator")
    is_verb = line.at(start, start + 3, "share") or line.at(start, start + 3, "up") or line.at(start, start + 3, "down")
    is_named = cue is not None and cue.value["indicator"] not in UNPAID and not line.at(start, start + 3, "noun")
    grammar = grammar_of(line.view.lang)
    gap = line.view.lower[quantity.end : start].strip()
    if not gap and not grammar.is_of_by_case and not grammar.is_head_last and not line.at(start, start + 3, "noun"):
        return currency(line, quantity) is not None  # "107 millions octroyés": what is counted stands behind "of"
    if line.at(start, start + 3, "mark") or any(time.start <= start < time.end for time in line.times):
        return currency(line, quantity) is not None
    has_sums = any(q.kind == "money" for q in line.quantities)
    if has_sums and is_further(line, quantity) and not line.at(start, start + 3, "noun"):
        return currency(line, quantity) is not None  # "another 30 million is to come from the fund"
    return currency(line, quantity) is not None and (is_named or (has_sums and is_verb is not None))


def _is_counted(line: Line, quantity: Quantity, last: Draft | None) -> bool:
    """Whether a large number is of people or pieces rather than of money: they are named nearer than any sum."""
    first = max((q.end for q in line.quantities if q.end <= quantity.start), default=line.sentence.start)
    near = line.before(quantity.start, "indicator", first)
    if near and near.value["indicator"] in UNPAID:
        return True
    if any(q.kind == "money" and q.start < quantity.start for q in line.quantities):
        return False
    cue = line.before(quantity.start, "indicator", line.sentence.start)
    is_named = cue is not None and cue.value["indicator"] in ("visitors", "users", "jobs")
    return is_named or (last is not None and last.indicator in ("visitors", "users"))


def currency(line: Line, quantity: Quantity) -> str | None:
    """The currency of the sum before a bare number."""
    units = [q.unit for q in line.quantities if q.kind == "money" and q.start < quantity.start]
    return units[-1] if units else line.earlier.unit if line.earlier else None
