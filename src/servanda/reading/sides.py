"""Whose figure it is: the reporting country and its partner, the place, the firm, and which way money goes."""

from __future__ import annotations

from servanda.reading.indicators import CAPITAL, Line
from servanda.reading.roles import JOINED, NEAR
from servanda.reading.scenes import Named
from servanda.reading.view import within
from servanda.reading.whose import Sides

_OF_FIRMS = frozenset(("revenue", "jobs", "production", "capacity", "users", "investment", "project-value", "loan"))
_LENDERS = ("company", "organisation")


def find_actor(line: Line, indicator: str, start: int) -> str | None:
    """The firm whose figure it is, by name: the one that its sentence names last before it; a loan's is its lender."""
    if indicator not in _OF_FIRMS:
        return None
    kinds = _LENDERS if indicator == "loan" else ("company",)
    first = 0 if indicator == "revenue" else line.sentence.start
    named = (m.entity for m in reversed(within(line.view.mentions, first, start)))
    return next((entity.name for entity in named if entity.type in kinds), None)


def find_direction(line: Line, here: list[Named], indicator: str, sides: Sides) -> str | None:
    """Whether an investment of a whole country comes in or goes out; None where it is of neither."""
    if indicator not in CAPITAL or sides.reporter is None:
        return None
    if sides.partner is None and not line.tells("total"):
        return None
    ways = ((n, line.before(n.start, way, n.start - NEAR)) for n in here for way in ("inside", "towards"))
    hosts = {n.code for n, cue in ways if cue and n.start - cue.end <= JOINED}
    return "outward" if sides.partner in hosts and sides.reporter not in hosts else "inward"
