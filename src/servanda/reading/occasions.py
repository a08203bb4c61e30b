"""The slots of a gathering that are read from the sentence that tells of it: when, where, who, how many, how."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from servanda.days import days_of
from servanda.reading.entities import Entity, Mention
from servanda.reading.gatherings import BESIDE, REACH, Gathering
from servanda.reading.indicators import Line
from servanda.reading.names import find_demonyms
from servanda.reading.places import PlaceSpan, gazetteer
from servanda.reading.sites import capital_of
from servanda.reading.times import Time, is_dateline
from servanda.reading.titles import DATE, words_of
from servanda.reading.view import View, within
from servanda.records import BODY, TITLE

_DAYS = frozenset(("day", "days"))
_KINDS = frozenset(("day", "days", "week", "month", "months"))
_SITES = ("city", "region")
_ORGANISERS = ("public-body", "organisation", "company")
_LEAD = 3  # weight of a name in the lead; also how many sentences it has
_RECENT = 21  # days before publication within which a day of the lead is the day of what is reported
_BEFORE = 30  # characters in which "in" stands before the place that it introduces
_WRITER = 12  # characters between "reporter" and the name
_SEAT = 24  # … and the word that says that a firm is at home there
_COUNTED = 30  # characters between a number and the people whom it counts
_MOST = 5  # parties
_FEWEST = 2  # people that are an attendance


class Site(NamedTuple):
    """A place with its country; without a name where only the country is known."""

    name: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Stage:
    """What a document says of where and when it plays: its day, its dateline, its countries."""

    view: View
    day: str | None = None
    home: Site = field(default_factory=Site)
    main: tuple[str, ...] = ()
    voices: frozenset[str] = frozenset()
    demonyms: list[PlaceSpan] = field(default_factory=list)


def set_stage(view: View) -> Stage:
    """The stage of a document."""
    demonyms = find_demonyms(view)
    return Stage(
        view=view,
        day=_day_of(view),
        home=_home_of(view),
        main=_main_of(view, demonyms),
        voices=_voices_of(view, demonyms),
        demonyms=demonyms,
    )


def day_after(value: str | None) -> str | None:
    """The day after a day."""
    day = days_of(value)[1]
    return (day + datetime.timedelta(days=1)).isoformat() if day else None


def _day_of(view: View) -> str | None:
    """The day of what the dispatch reports: the first recent one of its lead, else that of the dateline."""
    lead = [s for s in view.sentences if s.part == BODY][:_LEAD]
    if not lead:
        return None
    days = [t for t in within(view.times, lead[0].start, lead[-1].end) if t.kind == "day" and t.role in (None, "from")]
    recent = [t for t in days if _is_recent(t, view.document.published)]
    own = [t for t in recent if not is_dateline(view, t)]
    return next((time.value for time in own), None) or next((time.value for time in recent), None)


def _is_recent(time: Time, published: str | None) -> bool:
    first, day = days_of(time.value)[0], days_of(published)[1]
    return first is None or day is None or 0 <= (day - first).days <= _RECENT


def _home_of(view: View) -> Site:
    """The place where the dispatch was written, with its country."""
    name = view.document.dateline
    if not name:
        return Site()
    low = name.casefold()
    found = (m.entity for m in view.mentions if m.entity.type in _SITES)
    entity = next((e for e in found if low in (e.name.casefold(), *(a.casefold() for a in e.aka))), None)
    if entity:
        return _site(view, entity)
    place = gazetteer(view.lang).get(name)
    return Site(name, place.country if place else None)


def _site(view: View, entity: Entity) -> Site:
    """The site of an entity; a name that is only written in the capitals of a dateline is given as it is usual."""
    return _named(view, entity.name, entity.country)


def _named(view: View, name: str | None, country: str | None) -> Site:
    place = gazetteer(view.lang).get(name) if name and name.isupper() else None
    return Site(place.name if place else name, country)


def party_of(entity: Entity, lang: str) -> str | None:
    """The country or bloc that an entity is or belongs to, as a party."""
    if entity.type == "bloc":
        place = gazetteer(lang).get(entity.name)
        return entity.code or (place and place.code) or entity.name
    return (entity.code if entity.type == "country" else entity.country) or None


def _main_of(view: View, demonyms: list[PlaceSpan]) -> tuple[str, ...]:
    """The two countries of which the document speaks most."""
    lead = [s for s in view.sentences if s.part in (BODY, TITLE)][:_LEAD]
    end = lead[-1].end if lead else 0
    counts: Counter[str] = Counter()
    for mention in view.mentions:
        if (
            mention.entity.part in (BODY, TITLE)
            and mention.entity.type != "bloc"
            and (code := party_of(mention.entity, view.lang))
        ):
            counts[code[:2]] += _LEAD if mention.start < end else 1
    for span in demonyms:
        if span.place.country and span.start < end:
            counts[span.place.country] += 1
    return tuple(code for code, _ in counts.most_common(2))


def _voices_of(view: View, demonyms: list[PlaceSpan]) -> frozenset[str]:
    """The countries that are named other than by one of their places."""
    found = {party_of(mention.entity, view.lang) for mention in view.mentions if mention.entity.type not in _SITES}
    found |= {span.place.country for span in demonyms}
    return frozenset(code for code in found if code)


def find_when(found: Gathering, others: list[Gathering]) -> Time | None:
    """The date that belongs to a gathering: the next behind it, else the last before it, that no other is nearer to."""
    line = found.line
    after = min((o.start for o in others if o.start > found.start), default=line.sentence.end)
    before = max((o.end for o in others if o.start < found.start), default=line.sentence.start)
    times = [t for t in line.times if t.kind in _KINDS or (found.is_ahead and t.kind in ("year", "quarter", "half"))]
    times = [t for t in times if t.role in (None, "from", "as_of") or found.is_ahead]
    behind = [t for t in times if found.start <= t.start < after]
    if (found.is_at and found.is_known) or found.is_told:  # "at the seminar, he announced for May …"
        behind = [t for t in behind if "," not in line.view.norm[found.end : t.start]]
    ahead = [t for t in times if before <= t.start < found.start and found.start - t.end < 2 * DATE]
    for kinds in (_DAYS, None):
        for group in (behind, ahead[::-1]):
            for time in group:
                if kinds is None or time.kind in kinds:
                    return time
    return None


def has_year(found: Gathering) -> bool:
    """Whether only a year is named beside it, so that it is told of as something past."""
    near = [t for t in found.line.times if found.start - DATE < t.start < found.end + DATE]
    return any(time.kind in ("year", "years", "quarter", "half") for time in near)


def find_site(found: Gathering, others: list[Gathering], stage: Stage) -> Site:
    """Where a gathering is, as its sentence says: the place behind "in", nearest behind its words, else before them."""
    line = found.line
    if found.type == "visit":
        return _destination(found, stage)
    after = min((o.start for o in others if o.start > found.start), default=line.sentence.end)
    stop = line.view.norm.find(";", found.end, after)
    mentions = within(line.view.mentions, line.sentence.start, stop if stop >= 0 else after)
    mentions = [
        m for m in mentions if m.entity.type in _SITES and m.entity.country and not _is_written_at(line, m, stage)
    ]
    placed = [m for m in mentions if _is_inside(line, m)]
    behind = [m for m in placed if m.start >= found.start]
    begin = max((o.end for o in others if o.start < found.start), default=line.sentence.start)
    before = [m for m in placed if begin <= m.start < found.start]
    chosen = next(iter(behind[:1] or before[-1:]), None)
    beside = next((m for m in mentions if m.start >= found.end and _is_beside(line, found.end, m.start)), None)
    if beside:
        return _site(stage.view, beside.entity)
    if chosen:
        return _narrowest(stage, chosen, behind or before, mentions)
    if found.type == "launch" and mentions:
        return _site(stage.view, mentions[0].entity)
    named = next((m for m in mentions if found.name and found.start <= m.start < found.name_end), None)
    if named:
        return Site(named.entity.name, named.entity.country)
    return _capital(line, stage) or _venue(found, mentions) or _hosts(found, stage) or _country(found, after)


def _hosts(found: Gathering, stage: Stage) -> Site | None:
    """The city of the host or organiser, where the name of his office has it: "the mayor of Porto received …"."""
    line = found.line
    verb = line.before(found.start, "organise", found.start - DATE)
    if found.rule != "host receives guest" and not verb:
        return None
    before = within(line.view.mentions, line.sentence.start, verb.start if verb else found.noun)
    host = next((m.entity for m in reversed(before) if m.entity.type in _SITES and m.entity.country), None)
    if host:
        return _site(stage.view, host)
    bodies = (m for m in reversed(before) if m.entity.type in _ORGANISERS)
    spans = (span.place for m in bodies for span in gazetteer(line.view.lang).find(line.view.norm[m.start : m.end]))
    place = next((place for place in spans if place.kind in _SITES and place.country), None)
    return Site(place.name, place.country) if place else None


def _is_written_at(line: Line, mention: Mention, stage: Stage) -> bool:
    """Whether a place only heads its paragraph as the dateline does."""
    return (
        mention.entity.name.casefold() == (stage.home.name or "").casefold()
        and mention.start - line.sentence.start < BESIDE
    )


def _is_beside(line: Line, end: int, start: int) -> bool:
    """Whether only a word such as "of" stands between a gathering and a place: "la foire de Hanoï"."""
    return line.view.lower[end:start].strip(" ") in words_of(line.view.lang).complement


def _narrowest(stage: Stage, chosen: Mention, placed: list[Mention], mentions: list[Mention]) -> Site:
    """A city rather than the region that is named beside it: "in Punjab, in Lahore", "在广西凭祥市"."""
    if chosen.entity.type == "city":
        return _site(stage.view, chosen.entity)
    near = [m for m in placed if 0 <= m.start - chosen.end < _COUNTED]
    near += [m for m in mentions if 0 <= m.start - chosen.end <= BESIDE and m.entity.country == chosen.entity.country]
    return _site(stage.view, next((m for m in near if m.entity.type == "city"), chosen).entity)


def _is_inside(line: Line, mention: Mention) -> bool:
    """Whether a word such as "in" stands before the place, and no body's name around it."""
    words = (
        line.view.lower[max(line.sentence.start, mention.start - _BEFORE) : mention.start].replace("'", "' ").split()
    )
    known = words_of(line.view.lang)
    while words and words[-1] in known.place_words and words[-1] not in known.inside:
        words.pop()
    if not words or words[-1].strip("(,") not in known.inside:
        return False
    if line.before(mention.start, "seat", mention.start - _SEAT):
        return False
    around = within(line.view.mentions, mention.start - DATE, mention.start)
    return not any(m.end >= mention.end and m.entity.type in (*_ORGANISERS, "person") for m in around)


def _capital(line: Line, stage: Stage) -> Site | None:
    """The place of "the Vietnamese capital"."""
    cue = line.after(line.sentence.start, "capital", line.sentence.end)
    if cue is None or line.view.norm[cue.start].isupper():
        return None
    spans = within(stage.demonyms, cue.start - _COUNTED, cue.end + _COUNTED)
    code = next((span.place.country for span in spans if span.place.country), None)
    return _named(stage.view, capital_of(stage.view, code), code) if code else None


def _venue(found: Gathering, mentions: list[Mention]) -> Site | None:
    """The city in the name of the body at which it is held: "at the Moscow State University"."""
    line = found.line
    for mention in mentions:
        around = within(line.view.mentions, mention.start - DATE, mention.start + 1)
        body = next((m for m in around if m.end >= mention.end and m.entity.type in _ORGANISERS), None)
        is_behind = body is not None and 0 <= body.start - found.end < DATE
        if is_behind and body and line.before(body.first, "venue", body.first - BESIDE - DATE // 9):
            return Site(mention.entity.name, mention.entity.country)
    return None


def _country(found: Gathering, after: int) -> Site:
    """The country in which it is, where no town is named."""
    line = found.line
    countries = [m for m in within(line.view.mentions, found.start, after) if m.entity.type == "country"]
    country = next((m.entity for m in countries if _is_inside(line, m)), None)
    if country is None:
        return Site()
    is_city = country.code and capital_of(line.view, country.code) == country.name  # as Singapore is
    return Site(country.name if is_city else None, country.code)


def _destination(found: Gathering, stage: Stage) -> Site:
    """Where a visit goes: the first place behind it."""
    line = found.line
    places = within(line.view.mentions, found.start, line.sentence.end)
    entity = next((m.entity for m in places if m.entity.type in ("country", *_SITES)), None)
    if entity is None or (entity.type == "country" and not entity.code):
        return Site()
    if entity.type == "country":
        cities = (m.entity for m in places if m.entity.type in _SITES and m.entity.country == entity.code)
        return Site(next((city.name for city in cities), None), entity.code)
    return Site(entity.name, entity.country)


def find_parties(found: Gathering, stage: Stage, host: str | None) -> tuple[str, ...]:
    """The countries whose cooperation it serves: those its sentence names; the document's for want of two."""
    line, first, end = found.line, found.line.sentence.start, found.line.sentence.end
    named: dict[str, None] = {}
    cities: dict[str, None] = {}
    for mention in within(line.view.mentions, first, end):
        if mention.start <= found.noun < mention.end and mention.entity.type in ("person", "country"):
            continue  # its own words, taken for a name
        shelf = cities if mention.entity.type in _SITES else named
        if code := party_of(mention.entity, line.view.lang):
            shelf.setdefault(code)
    for span in within(stage.demonyms, first, end):
        if span.place.country:
            named.setdefault(span.place.country)
    if host and host in stage.voices:
        named.setdefault(host)
    for code in (*cities, *stage.main, host):
        if len(named) < 2 and code:
            named.setdefault(code)
    return tuple(named)[:_MOST]


def find_attendance(line: Line) -> int | None:
    """How many people came, where the sentence counts them and says that they came."""
    first, end = line.sentence.start, line.sentence.end
    if not (line.has("attend", first, end) or line.has("audience", first, end)):
        return None
    for quantity in within(line.view.quantities, first, end):
        people = line.at(quantity.start, quantity.end + 1, "people") or line.after(
            quantity.end, "people", quantity.end + _COUNTED
        )
        until = max(people.start, quantity.end) if people else quantity.end
        is_beside = people and "," not in line.view.norm[quantity.end : until]
        is_beside = is_beside and not within(line.view.quantities, quantity.end, until)
        is_number = quantity.kind == "count" and quantity.value is not None and quantity.value >= _FEWEST
        if people and is_beside and is_number:
            return int(quantity.value or 0)
    return None


def find_mode(line: Line, found: Gathering | None) -> str | None:
    """How people took part, where the sentence says so of the gathering."""
    first, end = line.sentence.start, line.sentence.end
    if found:
        first, end = max(first, found.start - DATE), min(end, found.end + REACH)
    if line.has("hybrid", first, end):
        return "hybrid"
    cue = line.after(first, "online", end)
    if cue is not None and not _is_head(line.view, cue.end):
        is_both = line.has("in-person", first, end) or joins_from_afar(line)
        return "hybrid" if is_both else "online"
    return "in-person" if line.has("in-person", first, end) else None


def joins_from_afar(line: Line) -> bool:
    """Whether the sentence says that one joins the others from afar: "joined by video link"."""
    cue = line.after(line.sentence.start, "online", line.sentence.end)
    return cue is not None and line.before(cue.start, "remote", cue.start - DATE) is not None


def _is_head(view: View, end: int) -> bool:
    """Whether a word ends what stands before the text: "Nhân Dân en ligne - …"."""
    return view.norm[end : end + 3].strip(" ")[:1] in ("-", "–", "—", "(")


def find_organisers(found: Gathering) -> tuple[str, ...]:
    """The bodies that organise it: before an active verb of holding, or behind "by" after a passive one."""
    line = found.line
    verb = line.before(found.start, "organise", found.start - DATE)
    bodies = [
        m for m in within(line.view.mentions, line.sentence.start, line.sentence.end) if m.entity.type in _ORGANISERS
    ]
    if verb and (before := [m for m in bodies if m.end <= verb.start]):
        return tuple(dict.fromkeys(m.entity.name for m in before))
    told = line.after(found.end, "organise", line.sentence.end)
    agent = line.before(told.start, "by", found.end) if told else None
    if told and agent and (between := [m for m in bodies if agent.end <= m.start and m.end <= told.start]):
        return tuple(dict.fromkeys(m.entity.name for m in between))
    passive = line.after(found.end, "organise", line.sentence.end)
    by = line.after(passive.end, "by", passive.end + DATE) if passive else None
    return tuple(dict.fromkeys(m.entity.name for m in bodies if by and m.start >= by.end))


def find_people(found: Gathering) -> tuple[str, ...]:
    """The persons whom the sentence of a gathering names; who speaks of one to come need not be there."""
    is_spoken_of = found.is_ahead and found.rule.startswith("noun")
    return () if is_spoken_of else people_of(found.line, found.noun)


def people_of(line: Line, noun: int = -1) -> tuple[str, ...]:
    """The persons whom a sentence names, but for who wrote it and for the words of the gathering taken for a name."""
    named = (m for m in within(line.view.mentions, line.sentence.start, line.sentence.end) if m.entity.type == "person")
    known = (
        m for m in named if not m.start <= noun < m.end and not line.before(m.start, "reporter", m.start - _WRITER)
    )
    return tuple(dict.fromkeys(m.entity.name for m in known))
