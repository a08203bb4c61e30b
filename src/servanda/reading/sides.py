"""Whose figure it is: the reporting country and its partner, the place, and who says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from servanda.reading.entities import Entity, Mention
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.name_grammar import grammar
from servanda.reading.names import find_demonyms
from servanda.reading.periods import find_frame
from servanda.reading.sites import Sites, find_site, sites_of
from servanda.reading.view import View, within
from servanda.records import BODY

TRADE = frozenset(("trade", "exports", "imports", "trade-balance"))
ALONE = frozenset(("gdp", "digital-economy", "internet-economy"))  # of one country, without a partner
_OWN = frozenset(("jobs", "company-count", "capacity", "production", "users", "visitors", "other"))
NOBODY = frozenset(("attendance",))
_PLACES = ("city", "region")
_LEAD = 3  # weight of a name in the title or the first sentence
_BESIDE = 14  # characters between a statistics office and the country whose it is
_SOURCE = 90  # characters behind "according to" in which its source is named
_JOINED = 5  # characters between a preposition and the country
_NEAR = 30  # characters between a direction or an owner and the country


class Sides(NamedTuple):
    """Reporter and partner as ISO codes, and the city or region where it is narrower than the country."""

    reporter: str | None = None
    partner: str | None = None
    place: str | None = None


class Named(NamedTuple):
    """A country that the text names, by itself, by an adjective or by one of its places."""

    start: int
    end: int
    code: str
    is_itself: bool


@dataclass(slots=True)
class Scene:
    """What a document says of where it plays: its two main countries, the host of most places, and who spoke last."""

    view: View
    main: tuple[str, ...] = ()
    host: str | None = None
    named: list[Named] = field(default_factory=list)
    speaker: Entity | None = None
    frame: str | None = None  # the time that the head of a dispatch on statistics names for all that follows
    sites: Sites = field(default_factory=lambda: Sites([], {}))
    flow: tuple[int, Sides] | None = None  # the sides of the last flow of goods, and its paragraph

    def other(self, code: str | None) -> str | None:
        """The main country that is not this one; None where there is none."""
        return next((main for main in self.main if main != code), None) if code in (None, *self.main) else None


def set_scene(view: View) -> Scene:
    """The scene of a document."""
    named = sorted([*_named_by(view.mentions), *_named_by_adjective(view)])
    lead = view.sentences[min(1, len(view.sentences) - 1)].end if view.sentences else 0
    counts: Counter[str] = Counter()
    hosts: Counter[str] = Counter()
    for mention in view.mentions:
        entity = mention.entity
        code = _code_of(entity)
        if code and entity.part in (BODY, "title"):
            counts[code] += _LEAD if mention.start < lead else 1
            if entity.type in _PLACES:
                hosts[code] += _LEAD if mention.start < lead else 1
    main = tuple(code for code, _ in counts.most_common(2))
    homes = {_dateline_country(view), grammar(view.lang).agencies.get(view.document.publisher or "")}.intersection(main)
    host = max(sorted(filter(None, homes)), key=_voices(view).__getitem__, default=None)
    host = host or next((code for code, _ in hosts.most_common() if code in main), main[0] if main else None)
    return Scene(view, main, host, named, frame=find_frame(view), sites=sites_of(view))


def _code_of(entity: Entity) -> str | None:
    """The country that an actor is or belongs to, or the bloc that it is."""
    if entity.type == "bloc":
        return entity.code or entity.name
    code = entity.code if entity.type == "country" else entity.country
    return code[:2] if code else None


def _voices(view: View) -> Counter[str]:
    """How often people, bodies and firms of each country are named."""
    speaking = (m.entity for m in view.mentions if m.entity.type in ("person", "public-body", "company"))
    return Counter(entity.country for entity in speaking if entity.country)


def _dateline_country(view: View) -> str | None:
    """The country of the place where the dispatch was written."""
    name = (view.document.dateline or "").casefold()
    places = (m.entity for m in view.mentions if m.entity.type in _PLACES) if name else ()
    return next((place.country for place in places if place.name.casefold() == name), None)


def _named_by(mentions: list[Mention]) -> list[Named]:
    found = []
    for mention in mentions:
        entity = mention.entity
        code = _code_of(entity)
        if entity.type in ("country", "bloc") and code:
            found.append(Named(mention.start, mention.end, code, True))
        elif entity.type in _PLACES and entity.country:
            found.append(Named(mention.start, mention.end, entity.country, False))
    return found


def _named_by_adjective(view: View) -> list[Named]:
    """The countries of adjectives, but for those that are part of a person's name."""
    people = {place for m in view.mentions if m.entity.type == "person" for place in range(m.start, m.end)}
    spans = [span for span in find_demonyms(view) if span.place.country and span.start not in people]
    return [Named(span.start, span.end, span.place.country or "", True) for span in spans]


def find_sides(line: Line, scene: Scene, indicator: str, span: tuple[int, int], last: Sides | None) -> Sides:
    """Reporter, partner and place of a figure that stands in a span; `last` are those of the one before."""
    start, _ = span
    first, until = line.sentence.start, line.sentence.end
    if indicator in NOBODY or (indicator == "company-count" and line.has("attending", first, until)):
        return Sides()
    named = [n for n in within(scene.named, first, until) if not (_is_source(line, n) or _is_money(line, n))]
    if indicator in TRADE:
        sides = _of_trade(line, scene, named, span, last)
        scene.flow = line.sentence.paragraph, sides
    elif indicator == "e-commerce":
        sides = _of_shops(line, scene, named, start, last)
    elif indicator in ALONE:
        sides = _of_one(scene, named, start, last)
    elif indicator == "revenue":
        firm = _firm_before(line.view, start)
        sides = Sides(firm.country) if firm and firm.country else _of_one(scene, named, start, last)
    else:
        sides = _of_host(line, scene, indicator, named, span, last)
        sides = _alone(line, indicator, named, sides)
    place = find_site(line, scene.sites, indicator, start, (sides.reporter, sides.partner))
    inherited = last.place if last and not place and last.reporter == sides.reporter else None
    return sides._replace(place=place or inherited)


def _alone(line: Line, indicator: str, named: list[Named], sides: Sides) -> Sides:
    """Without the partner that its sentence does not name, where a figure is mostly of one country."""
    codes = {n.code for n in named}
    if line.has("bilateral", line.sentence.start, line.sentence.end):
        return sides
    if (indicator in _OWN and codes == {sides.reporter}) or (indicator == "company-count" and not codes):
        return sides._replace(partner=None)
    return sides


def _is_source(line: Line, named: Named) -> bool:
    """Whether a country is named only in who says so: "according to Chinese customs"."""
    cue = line.before(named.start, "according", named.start - 20)
    return cue is not None


def _is_money(line: Line, named: Named) -> bool:
    """Whether a country is only part of a currency's name: "долларов США"."""
    return any(q.start <= named.start < (q.converted or q).end for q in line.quantities)


def _firm_before(view: View, start: int) -> Entity | None:
    """The firm named last before a place of the text."""
    firms = (m.entity for m in reversed(within(view.mentions, 0, start)) if m.entity.type == "company")
    return next(firms, None)


def _clause(line: Line, start: int, end: int) -> tuple[int, int]:
    """The stretch around a figure between semicolons and colons."""
    norm, first, until = line.view.norm, line.sentence.start, line.sentence.end
    before = max(norm.rfind(mark, first, start) for mark in ";:")
    after = min((place for mark in ";" if (place := norm.find(mark, end, until)) >= 0), default=until)
    return max(first, before), after


def _distinct(named: list[Named]) -> list[str]:
    return list(dict.fromkeys(n.code for n in named))


def _of_trade(line: Line, scene: Scene, named: list[Named], span: tuple[int, int], last: Sides | None) -> Sides:
    """Of a flow: whose statistics it is, else whence or where it goes; else the first named reports."""
    codes = _distinct(named)
    room = _room(line, span)
    if source := _statistics(line, named, span, room):
        return Sides(source, next((code for code in codes if code != source), None) or scene.other(source))
    directed = [n for n in named if _has_direction(line, n)]
    if directed:
        partner = next((n for n in directed if room[0] <= n.start < room[1]), directed[0])
        others = (code for code in codes if code != partner.code)
        if reporter := next(others, None) or _reporter(scene, partner, last):
            return Sides(reporter, partner.code)
    if source := _statistics(line, named, span, (line.sentence.start, line.sentence.end)):
        return Sides(source, next((code for code in codes if code != source), None) or scene.other(source))
    if last and last.reporter and last.partner and set(codes) <= {last.reporter, last.partner}:
        return last
    if len(codes) >= 2:
        return _by_viewpoint(scene, codes[0], codes[1])
    if last and last.reporter and (not codes or codes[0] in (last.reporter, last.partner)):
        return last
    if not codes:
        return _of_flow_before(line, scene)
    alone = line.has("total", span[0] - 80, span[1] + 60) or codes[0] not in scene.main
    return Sides(codes[0], None if alone else scene.other(codes[0]))


def _of_flow_before(line: Line, scene: Scene) -> Sides:
    """The sides of a flow whose sentence names no country: those of the one before in its paragraph, else the main."""
    if scene.flow and scene.flow[0] == line.sentence.paragraph and scene.flow[1].reporter:
        return scene.flow[1]
    return _by_viewpoint(scene, *scene.main) if len(scene.main) == 2 else Sides(scene.host)


def _room(line: Line, span: tuple[int, int]) -> tuple[int, int]:
    """The stretch between the quantities before and behind a figure."""
    first = max((q.end for q in line.quantities if q.end <= span[0]), default=line.sentence.start)
    until = min((q.start for q in line.quantities if q.start >= span[1]), default=line.sentence.end)
    return first, until


def _statistics(line: Line, named: list[Named], span: tuple[int, int], room: tuple[int, int]) -> str | None:
    """The country whose statistics a figure is from, told within a stretch: "43 billion by Chinese customs"."""
    start, end = span
    behind = line.after(end, "statistics", min(room[1], end + _SOURCE))
    if behind and any(mark in line.view.norm[end : behind.start] for mark in ",;"):
        behind = None
    cues = (line.before(start, "statistics", max(room[0], start - 2 * _SOURCE)), behind)
    nearest: list[tuple[int, str]] = []
    for cue in filter(None, cues):
        gap = (cue.end, start) if cue.end <= start else (end, cue.start)
        distance = gap[1] - gap[0] + (_SOURCE if "," in line.view.norm[gap[0] : gap[1]] else 0)
        near = [n.code for n in named if min(abs(n.end - cue.start), abs(n.start - cue.end)) <= _BESIDE]
        bodies = within(line.view.mentions, line.sentence.start, cue.end)
        near += [m.entity.country for m in bodies if m.end > cue.start and m.entity.country] if not near else []
        nearest += [(distance, code) for code in near]
    if nearest:
        return min(nearest)[1]
    # "4.4 billion by Kazakh data, by Uzbek 4.2 billion": the second source is an adjective alone.
    told_before = line.before(room[0], "statistics", line.sentence.start) and room[0] > line.sentence.start
    beside = [n.code for n in named if room[0] <= n.start < start] if told_before else []
    return beside[0] if len(beside) == 1 else None


def _reporter(scene: Scene, directed: Named, last: Sides | None) -> str | None:
    if last and last.reporter and last.reporter != directed.code:
        return last.reporter
    return scene.other(directed.code) or next((code for code in scene.main if code != directed.code), None)


def _has_direction(line: Line, named: Named) -> bool:
    """Whether "to", "towards" or "from" stands right before a country."""
    for name in ("towards", "origin"):
        cue = line.before(named.start, name, named.start - _NEAR)
        if cue and named.start - cue.end <= 5:
            return True
    return False


def _by_viewpoint(scene: Scene, first: str, second: str) -> Sides:
    """The side whose voice it is reports; else the one named first."""
    speaker = scene.speaker.country if scene.speaker else None
    return Sides(second, first) if speaker == second else Sides(first, second)


def _of_one(scene: Scene, named: list[Named], start: int, last: Sides | None) -> Sides:
    """Of one country: the one named last before the figure, else the next, else the one spoken of before."""
    before = [n.code for n in named if n.start < start]
    after = [n.code for n in named if n.start >= start]
    code = before[-1] if before else after[0] if after else last.reporter if last else scene.host
    return Sides(code)


def _of_shops(line: Line, scene: Scene, named: list[Named], start: int, last: Sides | None) -> Sides:
    """Of trade over the net: of one country, or of its buyers from another."""
    origin = next((n for n in named if _has_direction(line, n)), None)
    buyers = _of_one(scene, [n for n in named if n is not origin], start, last)
    if origin is None:
        return last if last and last.reporter and not named else buyers
    return buyers._replace(partner=origin.code if origin.code != buyers.reporter else None)


def _of_host(
    line: Line, scene: Scene, indicator: str, named: list[Named], span: tuple[int, int], last: Sides | None
) -> Sides:
    """Of an investment, a project, people: the host reports, the other country of its clause or document is partner.

    The host is the country of the place that the clause names, else the document's.
    """
    first, until = _clause(line, *span)
    aside = line.after(span[1], "anaphora", until)  # "of which China is the fifth" tells of the next figure
    until = min(until, aside.start) if aside else until
    named = [n for n in named if first <= n.start < until]
    codes = _distinct(named)
    if last and last.reporter and set(codes) <= {last.reporter}:
        return last
    host = (
        _located(line, named, span)
        or _given(line, indicator, named)
        or (scene.host if scene.host in codes or not codes or scene.main else codes[0])
    )
    if len(codes) >= 2 and host not in codes and scene.frame is None:
        host = codes[0]
    partner = _nearest(line, named, host, span) or next((code for code in codes if code != host), None)
    if partner is None and scene.frame is None and not line.has("total", span[0] - 20, min(until, span[1] + 30)):
        partner = scene.other(host)
    return Sides(host, partner)


def _nearest(line: Line, named: list[Named], host: str | None, span: tuple[int, int]) -> str | None:
    """The country other than the host that stands between a figure and its neighbours, as in a list of countries."""
    first, until = _room(line, span)
    before = [n.code for n in named if first <= n.start < span[0] and n.code != host]
    after = [n.code for n in named if span[1] <= n.start < until and n.code != host]
    return before[-1] if before else after[0] if after else None


def _located(line: Line, named: list[Named], span: tuple[int, int]) -> str | None:
    """The country in which the thing is said to stand: behind the figure, else nearest before it."""
    inside = [n for n in named if (cue := line.before(n.start, "inside", n.start - _NEAR)) and n.start - cue.end <= 5]
    behind = [n.code for n in inside if n.start >= span[1]]
    before = [n.code for n in inside if n.start < span[0]]
    return behind[0] if behind else before[-1] if before else None


def of_rank(line: Line, scene: Scene, start: int, end: int) -> Sides:
    """Of a rank: "the first partner of Vietnam" is Vietnam's figure, its partner the one who ranks."""
    named = list(within(scene.named, line.sentence.start, line.sentence.end))
    owner = next((n for n in reversed(named) if 0 <= start - n.end <= _BESIDE and _has_s(line, n)), None)
    owner = owner or next((n for n in named if end <= n.start and _is_owner(line, n, end)), None)
    place = _place_of(line, owner)
    if owner is None:
        return Sides(scene.host, scene.other(scene.host))
    subject = next((n.code for n in reversed(named) if n.code != owner.code and n.start < start), None)
    subject = subject or next((n.code for n in named if n.code != owner.code), None) or scene.other(owner.code)
    return Sides(owner.code, subject, place)


def _given(line: Line, indicator: str, named: list[Named]) -> str | None:
    """The country to which a loan or grant goes."""
    if indicator not in ("loan", "grant"):
        return None
    cues = ((n, line.before(n.start, "towards", n.start - _NEAR)) for n in named)
    return next((n.code for n, cue in cues if cue and n.start - cue.end <= _JOINED), None)


def _is_owner(line: Line, named: Named, end: int) -> bool:
    """Whether a country behind a rank is the one whose partners are ranked."""
    if grammar_of(line.view.lang).is_of_by_case and 0 < named.start - end <= _JOINED // 2:
        return True
    cue = line.before(named.start, "owner", end - 4) or line.before(named.start, "inside", end - 4)
    return cue is not None and named.start - cue.end <= 4 and named.start - end <= 60


def _has_s(line: Line, named: Named) -> bool:
    """Whether the name stands as an owner before the rank: "Vietnam's eighth partner"."""
    return line.view.norm.startswith(grammar_of(line.view.lang).possessives, named.end)


def _place_of(line: Line, owner: Named | None) -> str | None:
    if owner is None or owner.is_itself:
        return None
    return next((m.entity.name for m in within(line.view.mentions, owner.start, owner.end)), None)


def find_speaker(line: Line, scene: Scene) -> str | None:
    """Who says what the sentence states, by name; None where it is the dispatch itself."""
    sentence = line.sentence
    mentions = list(within(line.view.mentions, sentence.start, sentence.end))
    cue = line.after(sentence.start, "according", sentence.end)
    if cue:
        sources = [m for m in mentions if cue.end <= m.start < cue.end + _SOURCE and m.entity.type not in _PLACES]
        people = [m for m in sources if m.entity.type == "person"]
        found = next(iter(people or sources), None)
        scene.speaker = found.entity if found else None
        return found.entity.name if found else None
    if not line.has("says", sentence.start, sentence.end):
        return None
    speakers = [m for m in mentions if m.entity.type in ("person", "public-body", "organisation", "company")]
    people = [m for m in speakers if m.entity.type == "person"]
    if speakers:
        scene.speaker = (people or speakers)[0].entity
    return scene.speaker.name if scene.speaker else None
