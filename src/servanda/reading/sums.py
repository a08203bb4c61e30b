"""Sums of money: which are less than nothing."""

from __future__ import annotations

from servanda.reading.counts import Draft
from servanda.reading.indicators import Line
from servanda.reading.reach import BEHIND

# What is no sum of money.
UNPAID = frozenset(("jobs", "visitors", "users", "capacity", "project-count", "company-count"))
_DEFICIT = 90  # characters before a sum in which a word for a deficit makes it one


def is_negative(line: Line, draft: Draft, last: Draft | None) -> bool:
    """Whether a sum is a loss or a deficit: by a word beside it, or as the deficit before it was."""
    first, start, end = draft.room[0], draft.quantity.start, draft.quantity.end
    if draft.measure != "level" or draft.quantity.kind != "money" or (draft.quantity.value or 0) < 0:
        return False  # "the balance went into the red (-90 million)" says so itself
    if draft.indicator == "revenue":
        return line.before(start, "losses", first) is not None
    if draft.indicator != "trade-balance":
        return False
    is_told = line.has("minus", max(first, start - _DEFICIT), end + BEHIND)
    if is_told or last is None:
        return is_told
    named = line.after(end, "indicator", end + BEHIND)
    is_named = named is not None and named.value["indicator"] == draft.indicator  # "and one of 3 million a surplus"
    is_again = last.sign < 0 and last.indicator == draft.indicator and not is_named
    return is_again and not line.has("indicator", last.end, start)
