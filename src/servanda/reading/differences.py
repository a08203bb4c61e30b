"""Differences: amounts by which something grew or fell, or by which it is more or less than something else."""

from __future__ import annotations

import re

from servanda.reading.counts import Draft
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.percents import is_compared, sign_of_excess
from servanda.reading.quantities import Quantity
from servanda.reading.reach import CUE, NEXT

_KINDS = ("money", "physical", "count")
_SIGNS = (("up", 1), ("down", -1))
_NOUN = 24  # characters of what is counted, between a number and "more than"
_MARKS = frozenset(",;:()")
_CLOSED = re.compile(r"[,;.)]|$")
_THAN = 14  # characters behind "more" in which "than" stands


def sign_of_difference(line: Line, quantity: Quantity, last: Draft | None) -> int:
    """Whether an amount is a growth (1), a decline (-1) or none (0): "rose by 3 million", "40 fewer than in 2023"."""
    is_end = last is not None and last.quantity.moves_to  # of a change that is told by both of its ends
    if quantity.kind not in _KINDS or quantity.moves_to or is_end or quantity.form == "ordinal":
        return 0
    return (
        _behind(line, quantity) or _before(line, quantity) or _within(line, quantity) or sign_of_excess(line, quantity)
    )


def _behind(line: Line, quantity: Quantity) -> int:
    """The sign that a word behind the amount gives it, which is compared with something: "7 million less than"."""
    end = (quantity.converted or quantity).end
    is_told = _joint(line, quantity, "by") is not None
    until = end + (_NOUN if quantity.kind == "count" else NEXT + 1)
    found = [(cue.start, cue.end, sign) for name, sign in _SIGNS if (cue := line.after(end, name, until))]
    if not found:
        return 0
    start, behind, sign = min(found)
    is_apart = not _MARKS.isdisjoint(line.view.norm[end:start])
    is_closing = line.at(start, behind, "differs") is not None and _CLOSED.match(line.view.norm, behind) is not None
    is_told = is_told or (is_closing and start - end <= 1)  # "exports were 3 million dollars down."
    is_of_next = any(end < q.start <= behind + NEXT for q in line.quantities)
    if is_apart or is_of_next:
        return 0
    return sign if is_told or grammar_of(line.view.lang).than.search(line.view.lower, start, behind + _THAN) else 0


def _before(line: Line, quantity: Quantity) -> int:
    """The sign that a word before the amount gives it: right before, or with a preposition of differences between."""
    start, text = quantity.start, line.view
    if is_compared(line, quantity) or line.before(start, "reached", start - 2 * NEXT):
        return 0
    by, of = _joint(line, quantity, "by"), _joint(line, quantity, "difference")
    joint = by if by is not None else of
    until, reach = (_time_before(line, start), NEXT) if joint is None else (joint, CUE if joint == by else NEXT)
    found = [
        (cue.start, cue.end, sign) for name, sign in _SIGNS if (cue := line.before(until, name, max(0, until - CUE)))
    ]
    if not found:
        return 0
    begin, end, sign = max(found)
    if (
        until - end > reach
        or line.at(begin, end, "indicator")
        or any(begin <= q.start < start for q in line.quantities)
    ):
        return 0
    if joint is not None:
        return sign if _MARKS.isdisjoint(text.norm[end:joint]) else 0
    is_told = quantity.kind != "count" or grammar_of(text.lang).than.search(text.lower, line.sentence.start, start)
    return sign if line.at(begin, end, "differs") and is_told else 0


def _time_before(line: Line, start: int) -> int:
    """Where the time begins that stands right before an amount, or else this: "nhiều hơn năm ngoái 400 triệu USD"."""
    return next((time.start for time in line.times if 0 <= start - time.end <= 1), start)


def _within(line: Line, quantity: Quantity) -> int:
    """The sign of a word that the amount begins with, what it is compared with behind it: "ít hơn 40 người so với"."""
    start, end = quantity.start, quantity.end
    than = grammar_of(line.view.lang).than
    if quantity.approx == "exact" or not than.search(line.view.lower, end, end + _NOUN):
        return 0
    cue = line.at(start, start + 1, "differs")
    return next((sign for name, sign in _SIGNS if cue is not None and name in cue.value), 0)


def _joint(line: Line, quantity: Quantity, name: str) -> int | None:
    """Where a preposition begins that stands right before the amount: "by 3 million", "на 3 млн"."""
    cue = line.before(quantity.start, name, quantity.start - CUE // 2)
    return cue.start if cue is not None and quantity.start - cue.end <= 1 else None
