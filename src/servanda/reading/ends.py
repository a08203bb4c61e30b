"""Ends: whence a flow comes and where it goes, and who reports it where only one of them is named."""

from __future__ import annotations

from msgspec import Struct

from servanda.reading.cases import Case
from servanda.reading.roles import follows
from servanda.reading.scenes import Named, Scene, Sides

_WAYS = ("origin", "towards")
_BEHIND = 200  # what a country behind a figure counts more than one before


class Ends(Struct, frozen=True):
    """Whence a flow comes and where it goes: the nearest to its figure; whether the first of them reports."""

    origin: str | None
    target: str | None
    is_outward: bool
    free: str | None  # the nearest that has no direction in the sentence


def of_ends(case: Case) -> Sides | None:
    """The sides of a flow with a direction: of exports its origin reports, of imports its target."""
    ends = _find_ends(case)
    return _sides_of(case, ends) if ends else None


def _find_ends(case: Case) -> Ends | None:
    """The ends of a flow that a sentence names with "from" and "to"; None where it names none."""
    line, span = case.line, case.span
    going = [n for n in case.named if case.indicator != "trade" or not follows(line, n, "with")]
    ends: dict[str, list[Named]] = {name: [n for n in going if follows(line, n, name)] for name in _WAYS}
    if not any(ends.values()):
        return None
    nearest = {name: min(found, key=lambda n: distance(n, span)).code for name, found in ends.items() if found}
    origin, target = (nearest.get(name) for name in _WAYS)
    directed = [n for found in ends.values() for n in found]
    rest = [n for n in case.named if n not in directed and n.code not in (origin, target)]
    free = min(rest, key=lambda n: distance(n, span)).code if rest else None
    return Ends(origin, target if target != origin else None, case.indicator != "imports", free)


def distance(named: Named, span: tuple[int, int]) -> int:
    """How many characters a country stands from a figure; one behind it is farther than one before."""
    return span[0] - named.end if named.end <= span[0] else _BEHIND + named.start - span[1]


def _sides_of(case: Case, ends: Ends) -> Sides | None:
    """Reporter and partner by the ends of a flow, and where one is missing by what was told before."""
    scene, last = case.scene, case.last
    first, second = (ends.origin, ends.target) if ends.is_outward else (ends.target, ends.origin)
    if first and second:
        return Sides(first, second)
    before = last or case.flow
    if ends.is_outward and before and first == before.reporter:  # "exports from Armenia", of whose trade was told
        return Sides(first, ends.free or before.partner)
    if ends.is_outward and second is None:  # "goods from Kenya": who takes them is the other side
        return Sides(ends.free, first) if ends.free else Sides(reporter_of(scene, first, last), first)
    partner = second or first
    return Sides(ends.free or reporter_of(scene, partner, last), partner)


def reporter_of(scene: Scene, partner: str | None, last: Sides | None) -> str | None:
    """Who reports a flow of which only the partner is named."""
    if last and last.reporter and last.reporter != partner:
        return last.reporter
    told = scene.flow[1].reporter if scene.flow else None
    known = (told, scene.host, *scene.main)
    return (scene.other(partner) if partner else None) or next(
        (code for code in known if code not in (None, partner)), None
    )
