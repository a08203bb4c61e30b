"""Where a time stands, seen from a figure of its sentence, and what of that says whether the figure is of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from servanda.reading.periods import (
    is_aside,
    is_basis,
    is_earlier,
    is_now,
    is_of_before,
    is_of_next,
    is_of_same_period,
    is_stopped,
    opens,
)
from servanda.reading.times import Time

if TYPE_CHECKING:
    from servanda.reading.counts import Draft
    from servanda.reading.indicators import Line
    from servanda.reading.sites import Site
    from servanda.reading.timing import Case

_COMMA = re.compile(r", |，|、| – | — ")
_SEMICOLON = re.compile(r"[;；]")
_BESIDE, _NEAR = 2, 20  # characters between a figure and the time right beside it, close by
_MONTH = 7  # characters of an ISO month


def is_future(value: str, published: str) -> bool:
    """Whether a period begins behind the month, or where it names none the year, of publication."""
    first = value.partition("/")[0]
    year, quarter, number = first.partition("-Q")
    first = f"{year}-{3 * int(number) - 2:02}" if quarter else first[:_MONTH]
    return first > published[: len(first)]


def signs_of_time(case: Case, time: Time) -> Iterator[str]:
    """What speaks for a time of the sentence, or against it."""
    line, draft = case.line, case.draft
    where, how = _place(case, time)
    yield where
    yield f"{where} {how}"
    yield f"{where} {how} {case.kind}"
    yield f"time {time.kind}"
    yield f"time {time.role}"
    yield from _signs_of_gap(case, time, where, how)
    yield from _signs_of_tense(case, time)
    if is_basis(line, time):
        yield "basis"
    if is_of_same_period(line, time):
        yield "same period"
    if opens(line, time):
        yield f"opens {where}"
    if is_earlier(line, draft.quantity.start, draft.end):
        yield f"earlier {where}"
    yield f"time {time.role} {case.kind}"
    yield f"time {time.kind} {case.kind}"
    if is_of_before(line, draft):
        yield f"of before {where}"
    if draft.quantity.moves_to:
        yield f"moves {where}"
    if is_now(line, draft):
        yield "but now"
    if draft.quantity.kind == "percent" and draft.measure == "level":
        yield "of a rate"


def _place(case: Case, time: Time) -> tuple[str, str]:
    """Whether a time stands inside, behind or before a figure, and what lies between them."""
    line, start, end = case.line, case.draft.start, case.draft.end
    if start <= time.start and time.end <= end + 1:
        return "inside", "it"
    where, first, last = stretch_to(case.draft, time)
    gap = line.view.norm[first:last]
    if is_over_a_figure(line, first, last):
        how = "over a figure"
    elif is_stopped(line, first, last) if where == "behind" else _COMMA.search(gap):
        how = "cut"
    else:
        how = "beside" if len(gap) <= _BESIDE else "near" if len(gap) <= _NEAR else "far"
    return where, how


def stretch_to(draft: Draft, other: Time | Site) -> tuple[str, int, int]:
    """Whether something stands behind or before a figure, and where the stretch between the two begins and ends."""
    is_behind = other.start >= draft.end
    return ("behind", draft.end, other.start) if is_behind else ("before", other.end, draft.start)


def is_over_a_figure(line: Line, first: int, last: int) -> bool:
    """Whether another figure, be it no rank, begins in a stretch."""
    return any(first <= quantity.start < last for quantity in line.quantities if quantity.kind != "rank")


def _signs_of_gap(case: Case, time: Time, where: str, how: str) -> Iterator[str]:
    """What stands between a time and a figure."""
    line, draft = case.line, case.draft
    if where == "behind":
        if how == "over a figure" and is_stopped(line, draft.end, time.start):
            yield "behind over a mark"
        if is_of_next(line, draft, time):
            yield "of next"
    elif where == "before":
        gap = line.view.norm[time.end : draft.start]
        if _SEMICOLON.search(gap):
            yield "before semicolon"
        if line.has("stock", time.end, draft.start):
            yield "before all"
        if is_aside(line, draft, time):
            yield "aside of it"


def _signs_of_tense(case: Case, time: Time) -> Iterator[str]:
    """Whether a time lies ahead or behind, and whether the figure does."""
    if time.kind == "day" and time.role != "as_of":
        yield "bare day"
    if time.kind == "year" and time.value == case.published[:4]:
        yield "this year"
    if is_future(time.value, case.published):
        yield "future"
        yield f"future {case.kind}"
        yield f"future {'ahead' if case.is_ahead else 'plain'}"
    elif case.is_ahead:
        yield "past but ahead"
