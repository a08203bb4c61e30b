"""Whose figure it is: the reporting country and its partner, and the place."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from servanda.reading.cases import Case
from servanda.reading.counts import Draft
from servanda.reading.deals import flow_of
from servanda.reading.entities import Entity
from servanda.reading.flows import of_trade
from servanda.reading.guests import of_guests
from servanda.reading.hosts import LENDERS, alone, of_host
from servanda.reading.indicators import CAPITAL, Line
from servanda.reading.ranks import is_ranked, of_rank
from servanda.reading.roles import JOINED, NEAR, follows, has_direction
from servanda.reading.scenes import Named, Scene, Sides
from servanda.reading.sites import FLOWS, find_site
from servanda.reading.view import View, within

_ALONE = ("gdp", "digital-economy", "internet-economy")  # of one country, without a partner
_PASSING = frozenset(("e-commerce", "revenue", "trainees"))  # what tells nothing of where the next thing stands


def find_sides(line: Line, scene: Scene, draft: Draft, last: Sides | None) -> Sides:
    """Reporter, partner and place of a figure; `last` are those of the one before."""
    case = Case(line, scene, draft.indicator, (draft.start, draft.end), scene.here, last)
    if draft.measure == "rank":
        sides = of_rank(replace(case, span=(draft.quantity.start, draft.end)))
        return sides if case.indicator in FLOWS else sides._replace(place=sides.place or _place_of(case, sides))
    if case.indicator == "attendance" or (case.indicator == "company-count" and line.has("attending", *case.room)):
        return Sides()
    told = [n for n in scene.here if not (_is_source(line, n) or _is_money(line, n))]
    case = case.among([n for n in told if not is_ranked(line, n, case.span)])
    flow = flow_of(case)
    if flow:
        sides = of_trade(replace(case, indicator=flow, is_total=len(case.named) < len(told)))
    else:
        sides = _of_one_thing(case)
    sides = _with_place(case, sides)
    if flow:
        scene.flow = line.sentence.paragraph, sides
        scene.lead = scene.lead or sides
        scene.alone = scene.alone if sides.partner else sides.reporter
    return sides


def _of_one_thing(case: Case) -> Sides:
    """Of what is no flow of goods, by what it is."""
    read = _READERS.get(case.indicator, of_host)
    sides = read(case)
    if case.indicator not in _PASSING:
        case.scene.stay = case.line.sentence.paragraph, sides
    return alone(case, sides) if read is of_host else sides


def _with_place(case: Case, sides: Sides) -> Sides:
    """The sides with the place that is told, else with the one of the figure before, or their own."""
    place, last = _place_of(case, sides), case.last
    if place or case.indicator == "trainees":
        return sides._replace(place=place)
    return sides._replace(place=(last.place if last and last.reporter == sides.reporter else None) or sides.place)


def _of_one(case: Case) -> Sides:
    """Of one country: the one named last before the figure, else the next, else the one spoken of before."""
    start = case.span[0]
    before = [n.code for n in case.named if n.start < start]
    after = [n.code for n in case.named if n.start >= start]
    told = case.last.reporter if case.last else case.scene.host
    return Sides(before[-1] if before else after[0] if after else told)


def _of_shops(case: Case) -> Sides:
    """Of trade over the net: of one country, or of its buyers from another."""
    origin = next((n for n in case.named if has_direction(case.line, n)), None)
    buyers = _of_one(case.among([n for n in case.named if n is not origin]))
    if origin is None:
        return case.last if case.last and case.last.reporter and not case.named else buyers
    return buyers._replace(partner=origin.code if origin.code != buyers.reporter else None)


def _of_revenue(case: Case) -> Sides:
    """Of the firm named last, else of the goods of which the dispatch told: "sales to Egypt rose to 98 million"."""
    line, scene = case.line, case.scene
    firm = _firm_before(line.view, case.span[0])
    if firm and firm.country:
        return Sides(firm.country)
    is_near = case.flow_here is not None or not case.named or any(follows(line, n, "towards") for n in case.named)
    if not (case.flow and is_near):
        return _of_one(case)
    sides = of_trade(replace(case, indicator="exports"))
    scene.flow = line.sentence.paragraph, sides
    return sides


def _place_of(case: Case, sides: Sides) -> str | None:
    """The site of a figure of two sides, where the sentence or the dispatch tells one."""
    scene, codes = case.scene, (sides.reporter, sides.partner)
    countries = [(n.start, n.end, n.code) for n in scene.here if n.is_itself and not n.is_adjective]
    return find_site(case.line, scene.sites, case.indicator, case.span[0], codes, countries)


def _is_source(line: Line, named: Named) -> bool:
    """Whether a country is named only in who says so: "according to Chinese customs"."""
    cue = line.before(named.start, "according", named.start - 20)
    return cue is not None and "," not in line.view.norm[cue.end : named.start]


def _is_money(line: Line, named: Named) -> bool:
    """Whether a country is only part of a currency's name: "долларов США"."""
    sums = (q for q in line.quantities if q.kind == "money")
    return any(q.start <= named.start < (q.converted or q).end for q in sums)


_OF_FIRMS = frozenset(("revenue", "jobs", "production", "capacity", "users", "investment", "project-value", "loan"))


def find_actor(line: Line, indicator: str, start: int) -> str | None:
    """The firm whose figure it is, by name: the one that its sentence names last before it; a loan's is its lender."""
    if indicator not in _OF_FIRMS:
        return None
    kinds = LENDERS if indicator == "loan" else ("company",)
    found = [m.entity for m in within(line.view.mentions, line.sentence.start, start) if m.entity.type in kinds]
    if found:
        return found[-1].name
    firm = _firm_before(line.view, start) if indicator == "revenue" else None
    return firm.name if firm else None


def find_direction(line: Line, scene: Scene, indicator: str, sides: Sides) -> str | None:
    """Whether an investment of a whole country comes in or goes out; None where it is of neither."""
    if indicator not in CAPITAL or sides.reporter is None:
        return None
    if sides.partner is None and not line.tells("total"):
        return None
    ways = ((n, line.before(n.start, way, n.start - NEAR)) for n in scene.here for way in ("inside", "towards"))
    hosts = {n.code for n, cue in ways if cue and n.start - cue.end <= JOINED}
    return "outward" if sides.partner in hosts and sides.reporter not in hosts else "inward"


def _firm_before(view: View, start: int) -> Entity | None:
    """The firm named last before a place of the text."""
    firms = (m.entity for m in reversed(within(view.mentions, 0, start)) if m.entity.type == "company")
    return next(firms, None)


_READERS: dict[str, Callable[[Case], Sides]] = {
    **dict.fromkeys(_ALONE, _of_one),
    "e-commerce": _of_shops,
    "visitors": of_guests,
    "revenue": _of_revenue,
}
