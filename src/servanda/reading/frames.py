"""The time that the head of a dispatch on statistics names for all that follows, and what it is of."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from servanda.reading.engine import Piece
from servanda.reading.indicators import CAPITAL, TRADE, Line
from servanda.reading.ordered import Ordered
from servanda.reading.periods import is_basis
from servanda.reading.times import Time
from servanda.reading.view import Sentence, View, within

_SPANS = frozenset(("months", "quarter", "half"))
_FRAMES = _SPANS | {"month", "year"}
_STATED = ("money", "percent")  # what a sentence on statistics states beside its time
_HEAD = 3  # sentences (headline, standfirst, first of the text) that may name the time of all that follows
_FIRST = 2


def find_frame(view: View, cues: Ordered[Piece]) -> str | None:
    """The time over that the head of a dispatch names for its statistics; None where it names none, or several.

    A year or a month may be named in passing: it counts only in the headline and the first sentence behind it.
    """
    published = (view.document.published or "9")[:7]
    told = _head_of(view)
    stating = [one for one in told if any(q.kind in _STATED for q in within(view.quantities, one.start, one.end))]
    if not any(one in told[:_FIRST] for one in stating):
        return None  # a dispatch on statistics begins with them
    values: dict[str, None] = {}
    for sentence in stating:
        kinds = _FRAMES if sentence in told[:_FIRST] else _SPANS
        line = Line(view, sentence, cues, [])
        times = [t for t in line.times if t.kind in kinds and t.role is None and not is_basis(line, t)]
        values.update(dict.fromkeys(time.value for time in times or _reached(line)))
    over = [value for value in values if value[:7] <= published and ".." not in value]
    return next((v for v in over if "/" in v or "Q" in v), over[0] if over else None) if len(over) <= _FIRST else None


class Heading(NamedTuple):
    """The times that the head of a dispatch names, each with its marks, and the indicators that it tells of."""

    times: dict[str, set[str]]
    subjects: frozenset[str]


def find_heading(view: View, cues: Ordered[Piece]) -> Heading:
    """What the head of a dispatch names that all that follows may be of."""
    times: dict[str, set[str]] = {}
    published = (view.document.published or "9")[:7]
    paragraphs: list[int] = []
    for sentence in view.head(_TOP):
        line = Line(view, sentence, cues, [])
        if sentence.paragraph not in paragraphs:
            paragraphs.append(sentence.paragraph)
        is_telling = any(within(view.quantities, sentence.start, sentence.end))
        for time in line.times:
            is_over = time.kind in _FRAMES and time.role in (None, "as_of") and time.value[:7] <= published
            if is_over and not is_basis(line, time):
                marks = {time.kind, _PARTS[min(len(paragraphs), len(_PARTS)) - 1], "told" if is_telling else "bare"}
                times.setdefault(time.value, {"first"} if not times else set()).update(marks)
    for value, marks in times.items():
        if sum(time.value == value for time in view.times) > 1:
            marks.add("often")
    if len(times) == 1:
        marks.add("only")
    if span := next((marks for marks in times.values() if not marks.isdisjoint(_SPANS)), None):
        span.add("first span")
    return Heading(times, find_subjects(view, cues))


_TOP = 6  # sentences of a dispatch whose times may be those of all that follows
_PARTS = ("title", "lead", "body")  # where they stand: in the first paragraph, the second, behind that


def _head_of(view: View) -> list[Sentence]:
    """The headline, and the first sentence of each paragraph right behind it."""
    told = [one for one in view.sentences if one.part == "title" or (one.part == "body" and not _is_short(view, one))]
    told = told[:_HEAD]
    return told[:1] + [one for before, one in pairwise(told) if one.paragraph != before.paragraph]


def _is_short(view: View, sentence: Sentence) -> bool:
    """Whether a sentence is no more than a dateline: "MINSK, 9 June. /Belta/."."""
    is_short = sentence.end - sentence.start < _SHORT
    return is_short and not any(q.kind in _STATED for q in within(view.quantities, sentence.start, sentence.end))


_SHORT = 40


def find_subjects(view: View, cues: Ordered[Piece]) -> frozenset[str]:
    """The indicators of which a dispatch on statistics tells: those that its head names, with what goes with them."""
    head = _head_of(view)[:_FIRST]
    named = {c.value.get("indicator") for s in head for c in cues.within(s.start, s.end)}
    return frozenset().union(*(family for leads, family in _FAMILIES if not leads.isdisjoint(named)))


# What a head tells of, and what else is then of its time.
_FAMILIES = (
    (TRADE, TRADE | {"production"}),
    (CAPITAL, CAPITAL),
    (frozenset(("visitors",)), frozenset(("visitors", "revenue"))),
    (frozenset(("production", "revenue")), TRADE | {"production", "revenue"}),
    (frozenset(("gdp",)), TRADE | CAPITAL | {"gdp", "revenue", "production"}),
)


def _reached(line: Line) -> list[Time]:
    """The months of the year up to the day as of which a flow is told; none for a stock."""
    if line.tells("stock"):
        return []
    ends = [t for t in line.times if t.role == "as_of" and t.kind in ("day", "month") and t.value[5:7] > _JANUARY]
    return [replace(t, value=f"{t.value[:4]}-01/{t.value[:7]}") for t in ends]


_JANUARY = "01"
