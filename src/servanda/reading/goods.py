"""Amounts of goods and other physical quantities: made, sold, bought, or what a plant can make."""

from __future__ import annotations

from servanda.reading.counts import Draft, Room
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.quantities import Quantity
from servanda.reading.reach import BEHIND
from servanda.reading.sums import TRADED, UNPAID, find_named

_MASSES = frozenset(("t", "kg", "m3", "l"))  # what a plant makes or a port handles in a year


def of_physical(line: Line, quantity: Quantity, room: Room, last: Draft | None) -> Draft:
    """An amount of goods, of power, of length: of what was named, sold or bought, else what its unit measures."""
    named = find_named(line, quantity, room)
    indicator = named if named in _MADE else _traded(line, quantity)
    is_yearly = quantity.per is not None or line.has("yearly", quantity.end, min(room[1], quantity.end + BEHIND))
    is_yearly = is_yearly or line.has("daily", quantity.end, min(room[1], quantity.end + BEHIND))
    is_rate = is_yearly and quantity.unit in _MASSES
    indicator = indicator or grammar_of(line.view.lang).units.get(quantity.unit, "capacity" if is_rate else "other")
    is_own = indicator is not None and last is not None and _is_named_since(line, quantity, last)
    if (
        last
        and not is_own
        and (quantity.unit == last.quantity.unit or (named is None and quantity.unit in GOODS and _is_flow(last)))
    ):
        indicator = last.indicator
    return Draft(quantity, room, quantity.start, quantity.end, indicator, "level", 1, f"<amount> {indicator}", 0.75)


def _is_named_since(line: Line, quantity: Quantity, last: Draft) -> bool:
    """Whether what an amount is of is named behind the figure before it."""
    cue = line.before(quantity.start, "indicator", last.end)
    traded = any(line.before(quantity.start, verb, last.end) for verb, _ in TRADED)
    return traded or (cue is not None and cue.value["indicator"] not in UNPAID)


def _traded(line: Line, quantity: Quantity) -> str | None:
    """Exports or imports, where a verb before an amount of goods says that it was sold or bought."""
    if quantity.unit not in GOODS or quantity.per is not None:
        return None
    since = line.sentence.start
    found = [(cue.start, name) for verb, name in TRADED if (cue := line.before(quantity.start, verb, since))]
    return max(found)[1] if found else None


def _is_flow(draft: Draft) -> bool:
    return draft.indicator in ("exports", "imports", "production", "trade")


_MADE = ("capacity", "production", "exports", "imports", "trade")  # what an amount of goods can be of


GOODS = frozenset(("t", "kg", "m3", "l", "barrel", "kWh", "MWh", "GWh"))  # what is made, bought and sold
