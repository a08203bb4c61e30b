"""Whose figure it is: the reporting country and its partner, and the place."""

from __future__ import annotations

from servanda.reading.deals import flow_of
from servanda.reading.entities import Entity
from servanda.reading.flows import (
    PAIR,
    distinct,
    of_one,
    of_shops,
    of_trade,
)
from servanda.reading.hosts import LENDERS, alone, of_guests, of_host
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.offices import BESIDE
from servanda.reading.roles import JOINED, NEAR, flow_cue, follows, owner_of, room_of
from servanda.reading.scenes import Named, Scene, Sides
from servanda.reading.sites import find_site
from servanda.reading.view import View, within

ALONE = frozenset(("gdp", "digital-economy", "internet-economy"))  # of one country, without a partner
_RANKED = 24  # characters between a country and the rank that it has
NOBODY = frozenset(("attendance",))


def find_sides(line: Line, scene: Scene, indicator: str, span: tuple[int, int], last: Sides | None) -> Sides:
    """Reporter, partner and place of a figure that stands in a span; `last` are those of the one before."""
    start, _ = span
    if indicator in NOBODY or (indicator == "company-count" and line.has("attending", *room_of(line, span))):
        return Sides()
    told = [n for n in scene.here if not (_is_source(line, n) or _is_money(line, n))]
    named = [n for n in told if not _is_ranked(line, n, span)]
    flow = flow_of(line, indicator, span)
    if flow and len(named) < len(told) and (owner := _sole_owner(line, flow, named, span)):
        sides = Sides(owner)
    elif flow:
        sides = of_trade(line, scene, flow, named, span, last)
    elif indicator == "e-commerce":
        sides = of_shops(line, scene, named, start, last)
    elif indicator in ALONE:
        sides = of_one(scene, named, start, last)
        scene.stay = line.sentence.paragraph, sides
    elif indicator == "visitors":
        sides = of_guests(line, scene, named, span, last)
        scene.stay = line.sentence.paragraph, sides
    elif indicator == "revenue":
        sides = _of_revenue(line, scene, named, span, last)
    else:
        sides = of_host(line, scene, indicator, named, span, last)
        scene.stay = scene.stay if indicator == "trainees" else (line.sentence.paragraph, sides)
        sides = alone(line, scene, indicator, start, sides, named)
    place = place_of(line, scene, indicator, start, sides)
    is_same = last is not None and not place and last.reporter == sides.reporter and indicator != "trainees"
    inherited = last.place if last and is_same else None
    kept = None if indicator == "trainees" else inherited or sides.place
    sides = sides._replace(place=place or kept)
    if flow:
        scene.flow = line.sentence.paragraph, sides
        scene.lead = scene.lead or sides
        scene.alone = scene.alone if sides.partner else sides.reporter
    return sides


def _of_revenue(line: Line, scene: Scene, named: list[Named], span: tuple[int, int], last: Sides | None) -> Sides:
    """Of the firm named last, else of the goods of which the dispatch told: "sales to Egypt rose to 98 million"."""
    firm = _firm_before(line.view, span[0])
    if firm and firm.country:
        return Sides(firm.country)
    is_near = scene.flow is not None and scene.flow[0] == line.sentence.paragraph
    if scene.flow and (is_near or not named or any(follows(line, n, "towards") for n in named)):
        scene.flow = line.sentence.paragraph, of_trade(line, scene, "exports", named, span, last)
        return scene.flow[1]
    return of_one(scene, named, span[0], last)


def place_of(line: Line, scene: Scene, indicator: str, start: int, sides: Sides) -> str | None:
    """The site of a figure of two sides, where the sentence or the dispatch tells one."""
    countries = [(n.start, n.end, n.code) for n in scene.here if n.is_itself and not n.is_adjective]
    return find_site(line, scene.sites, indicator, start, (sides.reporter, sides.partner), countries)


def _is_source(line: Line, named: Named) -> bool:
    """Whether a country is named only in who says so: "according to Chinese customs"."""
    cue = line.before(named.start, "according", named.start - 20)
    return cue is not None and "," not in line.view.norm[cue.end : named.start]


def _sole_owner(line: Line, flow: str, named: list[Named], span: tuple[int, int]) -> str | None:
    """The country whose flow with all partners it is, where no other is named but as one of these, ranked."""
    cue = flow_cue(line, flow, span)
    owner = owner_of(line, named, cue) if cue else None
    return owner.code if owner and distinct(named) == [owner.code] else None


def _is_ranked(line: Line, named: Named, span: tuple[int, int]) -> bool:
    """Whether a country behind a figure is only ranked there: "reached 2 billion, with Peru as the largest buyer"."""
    if named.start < span[1] or "," not in line.view.norm[span[1] : named.start]:
        return False
    behind = (q for q in line.quantities if q.start >= span[1])
    following = next(behind, None)
    if following is None or following.kind != "rank":
        return False
    return abs(following.start - named.end) <= _RANKED or abs(named.start - following.end) <= _RANKED


def _is_money(line: Line, named: Named) -> bool:
    """Whether a country is only part of a currency's name: "долларов США"."""
    sums = (q for q in line.quantities if q.kind == "money")
    return any(q.start <= named.start < (q.converted or q).end for q in sums)


_FOREIGN = frozenset(("investment", "project-count"))
_OF_FIRMS = frozenset(("revenue", "jobs", "production", "capacity", "users", "investment", "project-value", "loan"))


def _of_ranked(line: Line, scene: Scene, ahead: list[str], last: Sides | None, *, is_near: bool) -> Sides:
    """Of a rank without an owner beside it, from the countries before it, the nearest first."""
    if last and last.reporter and set(ahead) <= {last.reporter, last.partner}:
        return last
    if last and last.partner is None and last.reporter in ahead and ahead[0] != last.reporter:  # of the whole just told
        return Sides(last.reporter, ahead[0])
    if scene.frame and not scene.is_bilateral and scene.host and len(ahead) >= PAIR and scene.host not in ahead:
        return Sides(scene.host, ahead[-1])  # "Germany replaced Britain as the biggest source"
    if is_near and len(ahead) >= PAIR and grammar_of(line.view.lang).is_head_last:
        return Sides(ahead[0], ahead[1])
    subject = next((code for code in ahead if code != scene.host), ahead[0] if ahead else None)
    reporter = scene.host if subject != scene.host else scene.other(subject) or scene.host
    return Sides(reporter, subject or scene.other(reporter))


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
    first, until = line.sentence.start, line.sentence.end
    if indicator not in _FOREIGN or sides.reporter is None:
        return None
    if sides.partner is None and not line.has("total", first, until):
        return None
    ways = ((n, line.before(n.start, way, n.start - NEAR)) for n in scene.here for way in ("inside", "towards"))
    hosts = {n.code for n, cue in ways if cue and n.start - cue.end <= JOINED}
    return "outward" if sides.partner in hosts and sides.reporter not in hosts else "inward"


def _firm_before(view: View, start: int) -> Entity | None:
    """The firm named last before a place of the text."""
    firms = (m.entity for m in reversed(within(view.mentions, 0, start)) if m.entity.type == "company")
    return next(firms, None)


def of_rank(line: Line, scene: Scene, span: tuple[int, int], last: Sides | None) -> Sides:
    """Of a rank: "the first partner of Vietnam" is Vietnam's figure, its partner the one who ranks."""
    start, end = span
    named = scene.here
    owner = next((n for n in reversed(named) if 0 <= start - n.end <= BESIDE and _has_s(line, n)), None)
    owner = owner or next((n for n in named if end <= n.start and _is_owner(line, n, end)), None)
    place = _place_of(line, owner)
    if owner is None:
        first = max(line.sentence.start, *(line.view.norm.rfind(mark, 0, start) for mark in ";"))
        ahead = [n for n in reversed(named) if first <= n.start < start]
        is_near = bool(ahead) and ahead[0].start >= room_of(line, span)[0]
        return _of_ranked(line, scene, distinct(ahead), last, is_near=is_near)
    subject = next((n.code for n in reversed(named) if n.code != owner.code and n.start < start), None)
    subject = subject or next((n.code for n in named if n.code != owner.code), None) or scene.other(owner.code)
    return Sides(owner.code, subject, place)


def _is_owner(line: Line, named: Named, end: int) -> bool:
    """Whether a country behind a rank is the one whose partners are ranked."""
    if grammar_of(line.view.lang).is_of_by_case and 0 < named.start - end <= JOINED // 2:
        return True
    cue = line.before(named.start, "owner", end - 4) or line.before(named.start, "inside", end - 4)
    is_near = cue is not None and named.start - cue.end <= 4 and named.start - end <= 60
    return is_near and "," not in line.view.norm[end : named.start]


def _has_s(line: Line, named: Named) -> bool:
    """Whether the name stands as an owner before the rank: "Vietnam's eighth partner"."""
    return line.view.norm.startswith(grammar_of(line.view.lang).possessives, named.end)


def _place_of(line: Line, owner: Named | None) -> str | None:
    if owner is None or owner.is_itself:
        return None
    return next((m.entity.name for m in within(line.view.mentions, owner.start, owner.end)), None)
