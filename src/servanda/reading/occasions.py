"""The slots of a gathering that are read from the sentence that tells of it: when, where, who, how many, how."""

from __future__ import annotations

from servanda.days import days_of
from servanda.reading.entities import ACTING, BODIES, PLACES, SITES, Entity, Mention
from servanda.reading.gathering import BESIDE, REACH, Gathering
from servanda.reading.indicators import Line
from servanda.reading.places import gazetteer
from servanda.reading.sites import capital_of
from servanda.reading.stage import Site, Stage, named_site, party_of, site_of
from servanda.reading.times import Time
from servanda.reading.titles import DATE, words_of
from servanda.reading.view import View, within

_CALLED = frozenset(("exhibition", "forum", "conference"))  # what may be called after its city
_WIDE = ("country", "region")
_DAYS = frozenset(("day", "days"))
_KINDS = frozenset(("day", "days", "week", "month", "months", "season"))
_SPANS = frozenset(("year", "quarter", "half"))
_BEFORE = 30  # characters in which "in" stands before the place that it introduces
_WRITER = 12  # characters between "reporter" and the name
_SEAT = 24  # … and the word that says that a firm is at home there
_WHICH = 14  # … and between a comma and "which was held"
_COUNTED = 30  # characters between a number and the people whom it counts
_MOST = 5  # parties
_FEWEST = 2  # people that are an attendance


def find_when(found: Gathering, others: list[Gathering], today: str | None) -> Time | None:
    """The date that belongs to a gathering: the next behind it, else the last before it, that no other is nearer to."""
    line = found.line
    if found.moved:
        return found.moved
    first, last = _clause_of(line, found.start, found.end)
    after = min((o.start for o in others if o.start > found.start), default=last)
    before = max((o.end for o in others if o.start < found.start), default=first)
    times = _times_of(found, today)
    beside = next((t for t in times if 0 <= t.start - found.end <= BESIDE), None)
    if beside and found.is_begun:  # "work began in May 2023 and was halted on 4 August"
        return beside
    fitting = [t for t in times if _is_in_clause(found, t) or _is_ahead(t, today) in (None, found.is_ahead)]
    times = fitting or times  # "a forum will be held on 26 May, he said on Tuesday"
    behind = [t for t in times if found.start <= t.start < after]
    if (found.is_at and found.is_known) or found.is_told:  # "at the seminar, he announced for May …"
        behind = [t for t in behind if _is_its_own(found, t)]
    ahead = [t for t in times if before <= t.start < found.start and found.start - t.end < 2 * DATE]
    groups = [(kinds, group) for kinds in (_DAYS, None) for group in (behind, ahead[::-1])]
    if found.is_ahead:  # "on Monday he announced that the next session will be in May"
        groups = [(_DAYS, behind), (None, behind), (None, ahead[::-1])]
    if words_of(line.view.lang).is_time_first:
        sides = ([beside] if beside else [], ahead[::-1], behind)
        own = [[t for t in side if _is_in_clause(found, t)] for side in sides]
        groups = [(None, group) for group in (*own, ahead[::-1], behind)]
    return next((time for kinds, group in groups for time in group if kinds is None or time.kind in kinds), None)


def _times_of(found: Gathering, today: str | None) -> list[Time]:
    """The times of a sentence that can be of a gathering; years and quarters only of one to come."""
    times = found.line.times
    held = [t for t in times if t.kind in _KINDS and (found.is_ahead or t.role in (None, "from", "as_of"))]
    if not found.is_ahead:
        return held
    spans = [t for t in times if t.kind in _SPANS and t.role is None and _is_ahead(t, today) is not False]
    return sorted([*held, *spans], key=lambda time: time.start)


def _is_ahead(time: Time, today: str | None) -> bool | None:
    """Whether a time lies after the day that is reported; None where it holds that day and others."""
    (first, last), day = days_of(time.value), days_of(today)[1]
    if first is None or last is None or day is None or (first <= day <= last and first < last):
        return None
    return first > day


def _is_in_clause(found: Gathering, time: Time) -> bool:
    """Whether no comma parts a time from a gathering."""
    norm = found.line.view.norm
    return "," not in norm[time.end : found.start] + norm[found.end : time.start]


def _is_its_own(found: Gathering, time: Time) -> bool:
    """Whether no comma parts a time from a gathering but one that says when it was held: "at the forum, held on …"."""
    norm = found.line.view.norm
    comma = norm.find(",", found.end, time.start)
    is_held = comma >= 0 and found.line.has("hold", comma, comma + _WHICH)
    return comma < 0 or (is_held and norm.find(",", comma + 1, time.start) < 0)


def _clause_of(line: Line, start: int, end: int) -> tuple[int, int]:
    """The stretch between semicolons in which a gathering is told of."""
    norm, first, last = line.view.norm, line.sentence.start, line.sentence.end
    before = max(norm.rfind(mark, first, start) for mark in ";；") + 1
    after = min((place for mark in ";；" if (place := norm.find(mark, end, last)) >= 0), default=last)
    return max(first, before), after


def has_year(found: Gathering) -> bool:
    """Whether only a year is named beside it, so that it is told of as something past."""
    near = [t for t in found.line.times if found.start - DATE < t.start < found.end + DATE]
    return any(time.kind in ("year", "years", "quarter", "half") for time in near)


def is_of_old(stage: Stage, found: Gathering) -> bool:
    """Whether only a year before that of the dispatch is named beside it."""
    published = (stage.view.document.published or "")[:4]
    near = [t for t in found.line.times if found.start - DATE < t.start < found.end + DATE]
    return bool(published) and any(t.kind == "year" and t.role is None and t.value < published for t in near)


def find_site(found: Gathering, others: list[Gathering], stage: Stage) -> Site:
    """Where a gathering is, as its sentence says: the place behind "in", nearest behind its words, else before them."""
    line = found.line
    if found.type == "visit":
        return _destination(found, stage)
    after = min((o.start for o in others if o.start > found.start), default=line.sentence.end)
    stop = line.view.norm.find(";", found.end, after)
    mentions = within(line.view.mentions, line.sentence.start, stop if stop >= 0 else after)
    mentions = [
        m
        for m in mentions
        if m.entity.type in SITES
        and m.entity.country
        and not _is_written_at(line, m, stage)
        and not line.at(m.end, m.end + BESIDE, "remote")  # "在北京通过视频参加": from where one joins
    ]
    placed = [m for m in mentions if is_inside(line, m)]
    behind = [m for m in placed if m.start >= found.start]
    begin = max((o.end for o in others if o.start < found.start), default=line.sentence.start)
    before = [m for m in placed if begin <= m.start < found.start]
    own = [m for m in before if "," not in line.view.norm[m.end : found.start]]
    if words_of(line.view.lang).is_time_first and own:  # so does a place
        behind = []
    chosen = next(iter(behind[:1] or before[-1:]), None)
    beside = next((m for m in mentions if m.start >= found.end and _is_beside(line, found.end, m.start)), None)
    if beside:
        return site_of(stage.view, beside.entity)
    if chosen:
        return _narrowest(stage, chosen, behind or before, mentions)
    if found.type == "launch" and mentions:
        return site_of(stage.view, mentions[0].entity)
    named = next((m for m in mentions if found.name and found.start <= m.start < found.name_end), None)
    named = named or next((m for m in mentions if _is_of(found, m)), None)
    if named:
        return Site(named.entity.name, named.entity.country)
    houses = (_capital(line, stage), _house(line), _venue(found, mentions), _hosts(found, stage))
    return next(filter(None, houses), None) or _country(found, after)


def _house(line: Line) -> Site | None:
    """The city in which the house stands where a state receives: "at the Kremlin"."""
    cue = line.after(line.sentence.start, "house", line.sentence.end)
    place = gazetteer(line.view.lang).get(cue.value["house"]) if cue else None
    return Site(cue.value["house"], place.country if place else None) if cue else None


def _hosts(found: Gathering, stage: Stage) -> Site | None:
    """The city of the host or organiser, where the name of his office has it: "the mayor of Porto received …"."""
    line = found.line
    if agent := _agent(found):
        return site_of(stage.view, agent)
    verb = line.before(found.start, "organise", found.start - DATE)
    if found.rule != "host receives guest" and not verb:
        return None
    before = within(line.view.mentions, line.sentence.start, verb.start if verb else found.noun)
    host = next((m.entity for m in reversed(before) if m.entity.type in SITES and m.entity.country), None)
    if host:
        return site_of(stage.view, host)
    bodies = (m for m in reversed(before) if m.entity.type in BODIES)
    spans = (span.place for m in bodies for span in gazetteer(line.view.lang).find(line.view.norm[m.start : m.end]))
    place = next((place for place in spans if place.kind in SITES and place.country), None)
    return Site(place.name, place.country) if place else None


def _agent(found: Gathering) -> Entity | None:
    """The city that holds it, named behind the verb: "the round will be hosted by Kuala Lumpur"."""
    line = found.line
    verb = line.after(found.end, "organise", found.end + DATE)
    by = line.after(verb.end, "by", verb.end + BESIDE) if verb else None
    behind = within(line.view.mentions, by.end, by.end + BESIDE) if by else []
    return next((m.entity for m in behind if m.entity.type in SITES and m.entity.country), None)


def _is_written_at(line: Line, mention: Mention, stage: Stage) -> bool:
    """Whether a place only heads its paragraph as the dateline does."""
    return (
        mention.entity.name.casefold() == (stage.home.name or "").casefold()
        and mention.start - line.sentence.start < BESIDE
    )


def _is_beside(line: Line, end: int, start: int) -> bool:
    """Whether only a word such as "of" stands between a gathering and a place: "la foire de Hanoï"."""
    return line.view.lower[end:start].strip(" ") in words_of(line.view.lang).complement


def _is_of(found: Gathering, mention: Mention) -> bool:
    """Whether a fair or forum is called after the city: "the Lagos trade fair", "hội chợ sách Leipzig"."""
    if found.type not in _CALLED or mention.entity.type != "city":
        return False
    first, last = min(mention.end, found.end), max(mention.start, found.noun)
    between = found.line.view.norm[first:last]
    return found.start <= mention.start < found.end + _COUNTED and not any(c.isdigit() or c in ",;，" for c in between)


def _narrowest(stage: Stage, chosen: Mention, placed: list[Mention], mentions: list[Mention]) -> Site:
    """A city rather than the region that is named beside it: "in Punjab, in Lahore", "在广西凭祥市"."""
    if chosen.entity.type == "city":
        return site_of(stage.view, chosen.entity)
    near = [m for m in placed if 0 <= m.start - chosen.end < _COUNTED]
    near += [m for m in mentions if 0 <= m.start - chosen.end <= BESIDE and m.entity.country == chosen.entity.country]
    return site_of(stage.view, next((m for m in near if m.entity.type == "city"), chosen).entity)


def is_inside(line: Line, mention: Mention) -> bool:
    """Whether a word such as "in" stands before the place, and no body's name around it."""
    words = (
        line.view.lower[max(line.sentence.start, mention.start - _BEFORE) : mention.start].replace("'", "' ").split()
    )
    known = words_of(line.view.lang)
    begin = mention.start - 1
    while words and words[-1] in known.place_words and words[-1] not in known.inside:
        begin -= len(words.pop()) + 1
    beside = within(line.view.mentions, line.sentence.start, mention.start)
    outer = next((m for m in beside if m.end in (begin, begin + 1) and m.entity.type in _WIDE), None)
    if outer:  # "在老挝首都万象": what stands before the outer place counts
        return is_inside(line, outer)
    if not words or words[-1].strip("(,") not in known.inside:
        return False
    if line.before(mention.start, "seat", mention.start - _SEAT):
        return False
    around = within(line.view.mentions, mention.start - DATE, mention.start)
    return not any(m.end >= mention.end and m.entity.type in ACTING for m in around)


def _capital(line: Line, stage: Stage) -> Site | None:
    """The place of "the Vietnamese capital"."""
    cue = line.after(line.sentence.start, "capital", line.sentence.end)
    if cue is None or line.view.norm[cue.start].isupper():
        return None
    spans = within(stage.demonyms, cue.start - _COUNTED, cue.end + _COUNTED)
    code = next((span.place.country for span in spans if span.place.country), None)
    name = capital_of(stage.view, code) if code else None
    if name and gazetteer(stage.view.lang).get(name) is None and name not in stage.view.norm:
        name = None  # its name in this language is not known
    return named_site(stage.view, name, code) if code else None


def _venue(found: Gathering, mentions: list[Mention]) -> Site | None:
    """The city in the name of the body at which it is held: "at the Moscow State University"."""
    line = found.line
    for mention in mentions:
        around = within(line.view.mentions, mention.start - DATE, mention.start + 1)
        body = next((m for m in around if m.end >= mention.end and m.entity.type in BODIES), None)
        is_behind = body is not None and 0 <= body.start - found.end < DATE
        if is_behind and body and line.before(body.first, "venue", body.first - BESIDE - DATE // 9):
            return Site(mention.entity.name, mention.entity.country)
    return None


def _country(found: Gathering, after: int) -> Site:
    """The country in which it is, where no town is named."""
    line = found.line
    countries = [m for m in within(line.view.mentions, found.start, after) if m.entity.type == "country"]
    country = next((m.entity for m in countries if is_inside(line, m)), None)
    if country is None:
        return Site()
    is_city = country.code and capital_of(line.view, country.code) == country.name  # as Singapore is
    return Site(country.name if is_city else None, country.code)


def _destination(found: Gathering, stage: Stage) -> Site:
    """Where a visit goes: the first place behind it."""
    line = found.line
    places = [m for m in within(line.view.mentions, found.start, line.sentence.end) if m.entity.type in PLACES]
    near = (m for m in places if m.end <= found.end or (m.start - found.end < DATE and is_inside(line, m)))
    entity = next((m.entity for m in (*near, *places)), None)
    if entity is None:
        before = within(line.view.mentions, max(line.sentence.start, found.start - DATE), found.start)
        entity = next((m.entity for m in before if m.entity.type in PLACES and is_inside(line, m)), None)
    if entity is None or (entity.type == "country" and not entity.code):
        return Site()
    if entity.type == "country":
        cities = (m.entity for m in places if m.entity.type in SITES and m.entity.country == entity.code)
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
        shelf = cities if mention.entity.type in SITES else named
        if code := party_of(mention.entity, line.view.lang):
            shelf.setdefault(code)
    for span in within(stage.demonyms, first, end):
        if span.place.country:
            named.setdefault(span.place.country)
    named |= dict.fromkeys(_in_names(line))
    if host and host in stage.voices and len(named) < _FEWEST:
        named.setdefault(host)
    for code in (*(code for code in cities if code != host), *stage.main, host):
        if len(named) < 2 and code:
            named.setdefault(code)
    return tuple(named)[:_MOST]


def _in_names(line: Line) -> list[str]:
    """The countries that a body of several has in its name: "the Chile-India joint commission"."""
    found: list[str] = []
    for mention in within(line.view.mentions, line.sentence.start, line.sentence.end):
        if mention.entity.type in BODIES:
            spans = gazetteer(line.view.lang).find(line.view.norm[mention.start : mention.end])
            codes = dict.fromkeys(span.place.country for span in spans if span.place.country)
            found += codes if len(codes) > 1 else ()
    return found


def find_attendance(line: Line) -> int | None:
    """How many people came, where the sentence counts them and says that they came."""
    first, end = line.sentence.start, line.sentence.end
    if not any(line.has(name, first, end) for name in ("attend", "audience", "lead")):
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
    """Whether the sentence says that some join the others from afar: "joined by video link", "partly online"."""
    cue = line.after(line.sentence.start, "online", line.sentence.end)
    return cue is not None and any(line.before(cue.start, name, cue.start - DATE) for name in ("remote", "partly"))


def _is_head(view: View, end: int) -> bool:
    """Whether a word ends what stands before the text: "Nhân Dân en ligne - …"."""
    return view.norm[end : end + 3].strip(" ")[:1] in ("-", "–", "—", "(")


def find_organisers(found: Gathering) -> tuple[str, ...]:
    """The bodies that organise it: before an active verb of holding, or behind "by" after a passive one."""
    line = found.line
    verb = line.before(found.start, "organise", found.start - DATE)
    bodies = [m for m in within(line.view.mentions, line.sentence.start, line.sentence.end) if m.entity.type in BODIES]
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
