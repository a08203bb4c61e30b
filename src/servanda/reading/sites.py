"""Sites: the city or region that a figure is of, where it is narrower than a country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from servanda.data import load_table
from servanda.reading.entities import SITES, Entity, Mention
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.view import View, within
from servanda.records import BODY
from servanda.script import put_together

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
_BEFORE = 12  # characters before a site in which a preposition stands
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


def is_owned(line: Line, site: Site, countries: Sequence[tuple[int, int, str]]) -> bool:
    """Whether "of" or "between" stands before a site, or it owns or does what follows: "Thai Nguyen's exports".

    `countries` are those that the sentence names by themselves, as start, end and code: "Thailand's Nong Khai" is one.
    """
    possessives = grammar_of(line.view.lang).possessives
    start = site.start
    for first, end, code in countries:
        gap = line.view.norm[end : site.start].strip()
        if code == site.country and end <= site.start and (not gap or gap in possessives):
            start = first
    for name in ("owner", "between"):
        cue = line.before(start, name, start - _BEFORE)
        if cue is not None and start - cue.end <= _DIRECTED:
            return True
    if line.has("with", site.end, site.end + 3) or line.has("indicator", site.end, site.end + 2):
        return True
    is_first = start - line.sentence.start <= _DIRECTED
    return is_first or line.view.norm.startswith(possessives or ("\0",), site.end)


def is_home(line: Line, site: Site, start: int) -> bool:
    """Whether something stands in a capital, told at the head of the sentence or right behind the figure."""
    cue = line.before(site.start, "inside", site.start - _BEFORE)
    is_near = site.start - line.sentence.start <= 2 * _DIRECTED or 0 <= site.start - start <= _NEAR
    if any(topic.kind == "instrument" for topic in within(line.view.topics, line.sentence.start, line.sentence.end)):
        return False  # that is where it was signed
    return is_near and cue is not None and site.start - cue.end <= _DIRECTED


def is_of_office(line: Line, site: Site) -> bool:
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
