"""Sites: the city or region that a figure is of, where it is narrower than a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from servanda.data import load_table
from servanda.reading.entities import SITES, Entity, Mention
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.view import View, within
from servanda.records import BODY
from servanda.script import put_together

FLOWS = frozenset(
    ("trade", "exports", "imports", "trade-balance", "gdp", "digital-economy", "internet-economy", "e-commerce")
)
_NOWHERE = frozenset(("attendance", "revenue", "trainees"))
_NAMED_ONLY = frozenset(("loan", "grant", "company-count"))  # of a country but for the site that the sentence names
PROJECTS = frozenset(("project-value", "capacity", "jobs", "production", "investment"))  # that have a site
TERRITORIES = frozenset(("HK", "MO", "TW"))  # report for themselves, whatever country stands beside them
_PARTS = (BODY, "title")
_LEAD = 3  # weight of a name in the title or the first sentences
_LEADING = 2  # how many sentences are the lead
_MAIN = 5  # weight from which a place is what the dispatch is about
_DATELINE = 60  # characters before which the dispatch's own place is named, from the first sentence on
_DATE = 14  # characters behind the place of a dateline in which its date begins
_HEAD = 40  # characters of the body in which its place stands
_SOURCE = 24  # characters between a statistics office and its town
_NEAR = 60  # characters between a figure's beginning and the capital in which the thing stands
_TIME = 30  # characters of a time before a place in it
_DIRECTED = 5  # characters between "to" and a place


class Site(Struct, frozen=True):
    """A city or region that the text names outside of the names of bodies and people."""

    start: int
    end: int
    name: str
    country: str
    is_capital: bool = False


class Sites(NamedTuple):
    """The sites of a document in order, and the one that it is about in each country."""

    named: list[Site]
    main: dict[str, str]


@cache
def _capitals() -> frozenset[str]:
    """Names and codes of the capitals, which stand for their governments more often than for themselves."""
    found: set[str] = set()
    for country, line in load_table("cities").items():
        names, _, code = line.partition(";")[0].partition("=")
        found.update(name.strip().casefold() for name in names.split("|"))
        if code.strip():
            found.add(f"{country}-{code.strip()}")
    return frozenset(found)


def _is_capital(entity: Entity) -> bool:
    return entity.code in _capitals() or entity.name.casefold() in _capitals()


def sites_of(view: View) -> Sites:
    """The sites that a document names; its dateline, the towns of offices and capitals as governments are none."""
    lead = view.head_end(_LEADING)
    phrases = sorted((m.first, m.last) for m in view.mentions if m.entity.type not in SITES)
    weights: Counter[tuple[str, str]] = Counter()
    named: list[Site] = []
    place = reached = 0
    for mention in view.mentions:
        entity = mention.entity
        while place < len(phrases) and phrases[place][0] <= mention.start:
            reached = max(reached, phrases[place][1])
            place += 1
        if not _counts(view, mention):
            continue
        is_capital = _is_capital(entity)
        if not is_capital:
            weights[entity.country or "", entity.name] += _LEAD if mention.start < lead else 1
        if mention.start >= reached:
            named.append(Site(mention.start, mention.end, entity.name, entity.country or "", is_capital))
    main: dict[str, str] = {}
    head = {site.country for site in within(named, 0, view.head_end(1))}
    for (country, name), weight in weights.most_common():
        if weight >= _MAIN and len(head) <= 1:  # of what two towns do together, neither is the site
            main.setdefault(country, name)
    return Sites(named, main)


def _counts(view: View, mention: Mention) -> bool:
    """Whether a name is that of a city or region in the dispatch itself."""
    entity = mention.entity
    if entity.type not in SITES or not entity.country or entity.part not in _PARTS or entity.code in TERRITORIES:
        return False
    return not is_dateline(view, mention) and not is_time(view, mention)


def is_dateline(view: View, mention: Mention) -> bool:
    """Whether a place is only where the dispatch was written: in the head of the body, before a mark or a date."""
    name = view.document.dateline
    written = view.norm[mention.start : mention.end]
    if not name or not (mention.start == mention.entity.start or written.isupper()):
        return False
    if put_together(name).casefold() not in (put_together(written).casefold(), mention.entity.name.casefold()):
        return False
    head = next((s.start for s in view.sentences if s.part == BODY and s.end > mention.start), mention.start)
    behind = view.norm[mention.end : mention.end + _DATELINE // 2]
    is_marked = any(mark in behind for mark in ("(", "--", "/", "—", "–")) or any(c.isdigit() for c in behind[:_DATE])
    return is_marked and mention.start - head < _HEAD


def is_time(view: View, mention: Mention) -> bool:
    """Whether a place is part of a time: "January-June"."""
    before = within(view.times, mention.start - _TIME, mention.end)
    return bool(before) and mention.start < before[-1].end


def find_site(
    line: Line,
    sites: Sites,
    indicator: str,
    start: int,
    codes: tuple[str | None, ...],
    countries: Sequence[tuple[int, int, str]] = (),
) -> str | None:
    """The site of a figure that begins at `start`; `codes` are its reporter and its partner.

    `countries` are those that the sentence names by themselves, as start, end and code.

    A flow of goods or the like is of a country unless its sentence names a site, or says "the province"; what stands
    somewhere is where the sentence says, else at the place that the dispatch is about.
    """
    if indicator in _NOWHERE:
        return None
    first, until = line.sentence.start, line.sentence.end
    named = [site for site in within(sites.named, first, until) if site.country in codes and not _is_aside(line, site)]
    if indicator in FLOWS:
        owned = [
            site for site in named if not site.is_capital and _is_owned(line, _with_country(line, site, countries))
        ]
        if owned:
            return owned[-1].name
        return _last(sites, first, codes[0]) if line.has("locality", first, until) else None
    home = [site for site in named if site.country == codes[0] and (not site.is_capital or _is_home(line, site, start))]
    before = [site for site in home if site.start < start]
    if found := before[-1:] or home[:1]:
        return found[0].name
    if indicator in _NAMED_ONLY or any(code == codes[0] for *_, code in countries):
        return None
    spoken_of = site_spoken_of(line, sites) if indicator in PROJECTS else None
    if spoken_of and spoken_of.country in codes:
        return spoken_of.name
    return next((sites.main[code] for code in codes if code and code in sites.main), None)


def site_spoken_of(line: Line, sites: Sites) -> Site | None:
    """The site named last in the sentences before, in the same paragraph."""
    told = within(sites.named, line.view.opened(line.sentence), line.sentence.start)
    found = [site for site in told if not site.is_capital]
    return found[-1] if found else None


def _last(sites: Sites, until: int, code: str | None) -> str | None:
    """The site named last before a place of the text, which "the province" stands for."""
    named = (s for s in reversed(sites.named) if not s.is_capital and s.start < until and s.country == code)
    return next((s.name for s in named), None) or (sites.main.get(code) if code else None)


def _with_country(line: Line, site: Site, countries: Sequence[tuple[int, int, str]]) -> Site:
    """The site together with its country where that stands right before it: "Thailand's Nong Khai", "越南谅山省"."""
    possessives = grammar_of(line.view.lang).possessives
    for start, end, code in countries:
        gap = line.view.norm[end : site.start].strip()
        if code == site.country and end <= site.start and (not gap or gap in possessives):
            return replace(site, start=start)
    return site


def _is_owned(line: Line, site: Site) -> bool:
    """Whether "of" or "between" stands before a site, or it owns or does what follows: "Thai Nguyen's exports"."""
    for name in ("owner", "between"):
        cue = line.before(site.start, name, site.start - 12)
        if cue is not None and site.start - cue.end <= _DIRECTED:
            return True
    if line.has("with", site.end, site.end + 3) or line.has("indicator", site.end, site.end + 2):
        return True
    is_first = site.start - line.sentence.start <= _DIRECTED
    return is_first or line.view.norm.startswith(grammar_of(line.view.lang).possessives or ("\0",), site.end)


def _is_home(line: Line, site: Site, start: int) -> bool:
    """Whether something stands in a capital, told at the head of the sentence or right behind the figure."""
    cue = line.before(site.start, "inside", site.start - 12)
    is_near = site.start - line.sentence.start <= 2 * _DIRECTED or 0 <= site.start - start <= _NEAR
    if any(topic.kind == "instrument" for topic in within(line.view.topics, line.sentence.start, line.sentence.end)):
        return False  # that is where it was signed
    return is_near and cue is not None and site.start - cue.end <= _DIRECTED


def _is_aside(line: Line, site: Site) -> bool:
    """Whether a site is only where an office of statistics stands."""
    cue = line.before(site.start, "statistics", site.start - _SOURCE)
    return cue is not None


def capital_of(view: View, country: str) -> str | None:
    """The capital of a country as the document calls it, else as the world does."""
    named = (m.entity for m in view.mentions if m.entity.type in SITES and m.entity.country == country)
    entity = next((entity for entity in named if _is_capital(entity)), None)
    return entity.name if entity else _capital_names().get(country)


@cache
def _capital_names() -> dict[str, str]:
    listed = load_table("cities")
    return {
        country: line.partition(";")[0].partition("=")[0].partition("|")[0].strip() for country, line in listed.items()
    }
