"""Where a figure holds: of all cities and regions that it may be of, and of none, that for which most speaks.

It may be of one that its sentence names, of that of a figure before it, of one named before in the paragraph, of what
the dispatch is about. The signs of each are weighed; what they count for stands in `data/place.yaml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from servanda.reading.counts import Draft
from servanda.reading.indicators import Line
from servanda.reading.placing import is_over_a_figure, stretch_to
from servanda.reading.scenes import LATEST, Scene
from servanda.reading.sites import Site, is_home, is_of_office, is_owned
from servanda.reading.view import within
from servanda.reading.weighing import likeliest, weights_of
from servanda.reading.whose import ROLES, Sides

Found = dict[str, set[str]]  # each place, "" for none, with its signs
_KINDS = {
    **dict.fromkeys(("trade", "exports", "imports", "trade-balance"), "flow"),
    **dict.fromkeys(("gdp", "digital-economy", "internet-economy", "e-commerce"), "economy"),
    **dict.fromkeys(("project-value", "capacity", "production"), "project"),
    **dict.fromkeys(("investment", "project-count", "company-count"), "capital"),
    **dict.fromkeys(("loan", "grant", "revenue"), "money"),
    **dict.fromkeys(("jobs", "trainees", "users", "attendance"), "people"),
    "visitors": "visitors",
}
_SITES = 2  # names of a sentence from which on there are many
_NEAR, _CLOSE = 12, 40  # characters between a figure and a place right beside it, close by
_COMMAS = (", ", "，", "、", "；", "; ", ": ", "：")


class Sited(NamedTuple):
    """A figure that was told: its sentence, its paragraph, of what it is, whose it is, and its place."""

    sentence: int
    paragraph: int
    indicator: str
    reporter: str | None
    place: str | None


class Case(Struct, frozen=True):
    """A figure whose place is asked: its line and draft, whose it is, and those told before it."""

    line: Line
    scene: Scene
    draft: Draft
    sides: Sides

    @property
    def kind(self) -> str:
        """What sort of thing the figure is of."""
        return _KINDS.get(self.draft.indicator, "other")

    @property
    def countries(self) -> list[tuple[int, int, str]]:
        """The countries that the sentence names by themselves: start, end, code."""
        return [(n.start, n.end, n.code) for n in self.scene.here if n.is_itself and not n.is_adjective]


def find_place(case: Case) -> str | None:
    """The city or region that a figure is of, by name; None where it is of a country or of none."""
    return likeliest(weights_of("place"), candidates(case)) or None


def candidates(case: Case) -> Found:
    """Each place that a figure may be of, "" for none, with what speaks for it."""
    found: Found = {}
    sites = _named(case)
    context = list(_context(case, sites))
    for site in sites:
        found.setdefault(site.name, set()).update(_signs_of_site(case, site, sites))
    for name, source in _carried(case):
        signs = found.setdefault(name, set())
        signs.update((source, *(f"{source} & {sign}" for sign in context)))
        if not sites:
            signs.add(f"{source} & {case.kind} nowhere here")
    found.setdefault("", set()).update(("none", *(f"none & {sign}" for sign in context)))
    return found


def _named(case: Case) -> list[Site]:
    """The sites of its countries that a sentence names; where an office of statistics stands is none."""
    line = case.line
    named = within(case.scene.sites.named, line.sentence.start, line.sentence.end)
    own = (site for site in named if not line.hides(site.start))
    return [site for site in own if site.country in case.sides and not is_of_office(line, site)]


def _signs_of_site(case: Case, site: Site, sites: list[Site]) -> Iterator[str]:
    """What speaks for a site of the sentence, or against it."""
    line, start, end = case.line, case.draft.start, case.draft.end
    is_capital = " capital" if site.is_capital else ""
    where, how = _place(case, site)
    before = next((s for s in reversed(sites) if s.end <= start), None)
    behind = next((s for s in sites if s.start >= end), None)
    yield f"{where}{is_capital}"
    yield f"{where} {how}"
    yield f"{where} {case.kind}{is_capital}"
    yield f"{where} {case.draft.measure}"
    if site in (before, behind):
        yield f"nearest {where}"
        yield f"nearest {where} {case.kind}"
        if before is None or behind is None:
            yield f"only {where}"
    if site.start - line.sentence.start < _NEAR:
        yield "opens"
        yield f"opens {case.kind}{is_capital}"
    side = "reporter" if site.country == case.sides.reporter else "partner"
    yield f"of {side}"
    yield f"of {side} {case.kind}{is_capital}"
    if is_owned(line, site, case.countries):
        yield f"owned {case.kind}{is_capital}"
    if site.is_capital and is_home(line, site, start):
        yield "stands in capital"
    cue = line.before(site.start, "inside", site.start - _NEAR)
    if cue and site.start - cue.end <= 1:
        yield f"in{is_capital}"
        yield f"in {where} {case.kind}"
    if site.name in case.scene.sites.main.values():
        yield "is main"
    yield f"with {'others' if len(sites) > 1 else 'no other'} {case.kind}"


def _place(case: Case, site: Site) -> tuple[str, str]:
    """Whether a site stands inside, behind or before a figure, and what lies between them."""
    line, draft = case.line, case.draft
    if site.start < draft.end and site.end > draft.start:
        return "inside", "it"
    where, first, last = stretch_to(draft, site)
    gap = line.view.norm[first:last]
    if is_over_a_figure(line, first, last):
        how = "over a figure"
    elif any(comma in gap for comma in _COMMAS):
        how = "cut"
    else:
        how = "near" if len(gap) <= _NEAR else "close" if len(gap) <= _CLOSE else "far"
    return where, how


def _context(case: Case, sites: list[Site]) -> Iterator[str]:
    """What a figure is and how its sentence tells it: what speaks for or against any place that it does not name."""
    line, draft, sides = case.line, case.draft, case.sides
    first, until = line.sentence.start, line.sentence.end
    yield case.kind
    yield draft.measure
    yield f"{case.kind} {draft.measure}"
    here = {code for _, _, code in case.countries}
    yield "reporter here" if sides.reporter in here else "partner here" if sides.partner in here else "no country here"
    yield f"{'many' if len(sites) > _SITES else len(sites)} sites here"
    if sides.partner:
        yield "with partner"
    if line.has("locality", first, until):
        yield "locality"
        yield f"locality {case.kind}"
    if line.is_statistics:
        yield f"statistics {case.kind}"
    if line.has("total", first, until):
        yield "total"
    if line.has("anaphora", first, first + _CLOSE):
        yield "anaphora"


def _carried(case: Case) -> Iterator[tuple[str, str]]:
    """The places of what was told before, of the paragraph and of the dispatch, with where each comes from."""
    scene, sides, line = case.scene, case.sides, case.line
    told = scene.sited[-LATEST:]
    if told:
        last = told[-1]
        where = _since(last, line)
        yield last.place or "", f"last {where}"
        if last.reporter == sides.reporter:
            yield last.place or "", f"last {where} same reporter"
        if last.indicator == case.draft.indicator:
            yield last.place or "", f"last {where} same indicator"
    alike = next((one for one in reversed(told) if one.indicator == case.draft.indicator), None)
    if alike:
        yield alike.place or "", f"alike {_since(alike, line)}"
    before = within(scene.sites.named, line.view.opened(line.sentence), line.sentence.start)
    spoken = [site for site in before if not site.is_capital and site.country in sides]
    if spoken:
        yield spoken[-1].name, "paragraph"
        if spoken[-1].country == sides.reporter:
            yield spoken[-1].name, "paragraph reporter"
    earlier = (s for s in reversed(within(scene.sites.named, 0, line.sentence.start)) if not s.is_capital)
    of_reporter = next((site.name for site in earlier if site.country == sides.reporter), None)
    if of_reporter:
        yield of_reporter, "named before"
    head = {s.name for s in within(scene.sites.named, 0, line.view.head_end(1)) if s.country in sides}
    for name in sorted(head):
        yield name, "head" if len(head) == 1 else "head of many"
    for role, code in zip(ROLES, sides, strict=True):
        if code in scene.sites.main:
            yield scene.sites.main[code], f"main {role}"
    yield from _most(told)


def _since(one: Sited, line: Line) -> str:
    if one.sentence == line.sentence.start:
        return "here"
    return "in paragraph" if one.paragraph == line.sentence.paragraph else "earlier"


def _most(told: list[Sited]) -> Iterator[tuple[str, str]]:
    """The place that most figures so far are of, where two or more are."""
    (name, times), *_ = Counter(one.place or "" for one in told).most_common(1) or [("", 0)]
    if times > 1:
        yield name, "most"
