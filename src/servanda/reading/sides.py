"""Whose figure it is: the reporting country and its partner, the place, the firm, and which way money goes."""

from __future__ import annotations

from servanda.reading.claims import case_of
from servanda.reading.counts import Draft
from servanda.reading.indicators import CAPITAL, Line
from servanda.reading.roles import JOINED, NEAR
from servanda.reading.scenes import Scene, Sides, Told
from servanda.reading.sites import find_site
from servanda.reading.view import within
from servanda.reading.whose import choose, reasons_of

_OF_FIRMS = frozenset(("revenue", "jobs", "production", "capacity", "users", "investment", "project-value", "loan"))
_LENDERS = ("company", "organisation")


def find_sides(line: Line, scene: Scene, draft: Draft, last: Sides | None) -> tuple[Sides, str]:
    """Reporter, partner and place of a figure, and what spoke for them; `last` are those of the one before."""
    case = case_of(line, scene, draft)
    sides = choose(case)
    scene.told.append(Told(line.sentence.start, line.sentence.paragraph, case.kinds[1], sides))
    return _with_place(line, scene, draft, sides, last), reasons_of(case, sides)


def _with_place(line: Line, scene: Scene, draft: Draft, sides: Sides, last: Sides | None) -> Sides:
    """The sides with the place that is told, else with the one of the figure before."""
    countries = [(n.start, n.end, n.code) for n in scene.here if n.is_itself and not n.is_adjective]
    codes = sides.reporter, sides.partner
    place = find_site(line, scene.sites, draft.indicator, draft.start, codes, countries)
    if place or draft.indicator == "trainees":
        return sides._replace(place=place)
    return sides._replace(place=last.place if last and last.reporter == sides.reporter else None)


def find_actor(line: Line, indicator: str, start: int) -> str | None:
    """The firm whose figure it is, by name: the one that its sentence names last before it; a loan's is its lender."""
    if indicator not in _OF_FIRMS:
        return None
    kinds = _LENDERS if indicator == "loan" else ("company",)
    first = 0 if indicator == "revenue" else line.sentence.start
    named = (m.entity for m in reversed(within(line.view.mentions, first, start)))
    return next((entity.name for entity in named if entity.type in kinds), None)


def find_direction(line: Line, scene: Scene, indicator: str, sides: Sides) -> str | None:
    """Whether an investment of a whole country comes in or goes out; None where it is of neither."""
    if indicator not in CAPITAL or sides.reporter is None:
        return None
    if sides.partner is None and not line.tells("total"):
        return None
    ways = ((n, line.before(n.start, way, n.start - NEAR)) for n in scene.here for way in ("inside", "towards"))
    hosts = {n.code for n, cue in ways if cue and n.start - cue.end <= JOINED}
    return "outward" if sides.partner in hosts and sides.reporter not in hosts else "inward"
