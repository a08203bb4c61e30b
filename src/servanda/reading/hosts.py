"""Hosts: who reports what stands somewhere, is invested, lent or visited, and who is the other side."""

from __future__ import annotations

from servanda.reading.deals import has_own_figure, of_deal
from servanda.reading.flows import PAIR, distinct
from servanda.reading.indicators import Line, grammar_of
from servanda.reading.offices import find_statistics
from servanda.reading.roles import (
    NEAR,
    clause_of,
    follows,
    is_beside,
    is_guest,
    is_inside,
    is_investor,
    is_plain,
    room_of,
)
from servanda.reading.scenes import Named, Scene, Sides
from servanda.reading.sites import PROJECTS, site_spoken_of
from servanda.reading.view import within

LENDERS = ("company", "organisation")
_RECEIVED = frozenset(("loan", "grant"))
_FOREIGN = frozenset(("investment", "trainees"))  # mostly from another country
_ABROAD = frozenset(("investment", "project-count"))  # that go abroad or come in
_STAFFED = PROJECTS - {"project-value"}  # of the firm whose plant it is; a sum may be of works beside it
_GOODS = frozenset(("other", "project-value"))
_OWN = frozenset(("jobs", "company-count", "capacity", "production", "users", "other"))
_OWNED = _OWN - {"company-count"} | {"project-value"}  # what a country that has or wants it reports
_FIRM = 16  # characters between a place and the firm of that place
_BESIDE = 12  # characters behind a count of people in which their country is named: "500 engineers of Vietnam"
_PREPOSITIONS = ("inside", "origin", "towards", "with", "benefit", "owner", "between", "agent", "according")
_SIDE = 8  # characters between a country and the word that it is a side
_TOTAL = 20  # characters before a sum in which it is told to be of the whole world
_TOTAL_BEHIND = 30  # the same behind it


def of_host(
    line: Line, scene: Scene, indicator: str, named: list[Named], span: tuple[int, int], last: Sides | None
) -> Sides:
    """Of an investment, a project, people: the host reports, the other country of its clause or document is partner.

    The host is the country of the place that the clause names, else the document's.
    """
    first, until = clause_of(line, *span)
    is_total = line.has("total", span[0] - _TOTAL, min(until, span[1] + _TOTAL_BEHIND))
    if is_total and first > line.sentence.start and first >= room_of(line, span)[0]:
        last = None  # what is told of all begins a clause of its own
    named = _of_clause(line, [n for n in named if first <= n.start < until], (span[1], until), is_total)
    codes = distinct(named)
    if last and last.reporter and (set(codes) <= {last.reporter} or _is_of_last(line, named, span, last)):
        return last
    if not codes and scene.stay and scene.stay[0] == line.sentence.paragraph:
        return scene.stay[1]
    if not codes and scene.flow and scene.flow[0] == line.sentence.paragraph and indicator in _OWN:
        return Sides(scene.flow[1].reporter)  # what the trade of a country gives work to
    if indicator in _ABROAD and (sides := _of_investor(line, scene, named, span, last)):
        return sides
    if indicator in _GOODS and (sides := of_deal(line, named, span)):
        return sides
    if indicator == "trainees" and (sides := _of_trainees(line, scene, named, span)):
        return sides
    host = _located(line, named, span) or _given(line, scene, indicator, named, span[0])
    is_own = indicator in _OWNED or (indicator == "investment" and is_total)  # "Egypt received 46 billion of FDI"
    host = host or (_subject(line, named, span) if is_own else None)
    host = host or _site_before(line, scene, indicator, codes)
    host = host or _home(line, scene, indicator, named, span[0], last)
    partner = _nearest(line, named, host, span) or next((code for code in codes if code != host), None)
    if partner is None and not is_total and not _is_of_world(line, indicator, span[0]):
        is_told = scene.is_bilateral or (scene.frame is None and indicator in _FOREIGN)
        is_told = is_told or (scene.is_of_two and indicator in _STAFFED)
        partner = scene.other(host) if is_told else None
    return Sides(host, partner)


def _is_of_last(line: Line, named: list[Named], span: tuple[int, int], last: Sides) -> bool:
    """Whether no country stands between the figure before and this one, nor right behind it."""
    first, until = _room_of_listed(line, span)
    between = [n for n in named if first <= n.start < span[0]]
    is_other = any(n.code not in last[:PAIR] or (is_inside(line, n) and n.code != last.reporter) for n in between)
    if is_other or first == line.sentence.start:
        return False
    behind = [n for n in named if span[1] <= n.start < min(until, span[1] + NEAR)]
    return not any("," not in line.view.norm[span[1] : n.start] for n in behind)


def _home(line: Line, scene: Scene, indicator: str, named: list[Named], start: int, last: Sides | None) -> str | None:
    """The host where no word names it: the document's, unless that is whence the money or the firms come."""
    codes = distinct(named)
    origins = {n.code for n in named if is_investor(line, n)}
    places = [n for n in named if not n.is_itself and n.end <= start and n.code not in origins]
    sites = (n for n in places if not _is_of_firm(line, n))
    if site := next(sites, None):
        return site.code
    before = last.reporter if last else None
    if before and before not in origins and (before in codes or (last and last.partner)):
        return before
    stay = scene.stay[1].reporter if scene.stay else None
    is_further = len(codes) == 1 and codes[0] not in (stay, *scene.main)  # a further country of a list
    is_further = is_further or (_is_of_same(line, scene) and bool(codes) and stay not in codes)
    if stay and (is_further or (not codes and indicator in PROJECTS and stay in scene.main)):
        return stay
    if scene.host in origins:
        return next((code for code in codes if code not in origins), None) or scene.other(scene.host) or scene.host
    host = scene.host if scene.host in codes or not codes or scene.main else codes[0]
    if len(codes) >= PAIR and host not in codes and scene.frame is None:
        host = next((code for code in codes if code not in origins), codes[0])
    return host


def _is_of_firm(line: Line, named: Named) -> bool:
    """Whether a place is only where a firm is at home: "深圳一家企业"."""
    noun = line.after(named.end, "noun", named.end + _FIRM)
    return noun is not None and noun.value["noun"] == "company-count" and is_plain(line, named.end, noun.start)


def _is_of_same(line: Line, scene: Scene) -> bool:
    """Whether the figure before with a host stands in the same paragraph."""
    return scene.stay is not None and scene.stay[0] == line.sentence.paragraph


def _of_investor(
    line: Line, scene: Scene, named: list[Named], span: tuple[int, int], last: Sides | None
) -> Sides | None:
    """Of an investment by the statistics of one of two countries, or that goes abroad."""
    codes = distinct(named)
    if len(codes) == PAIR:
        source = find_statistics(line, scene, named, span, (line.sentence.start, line.sentence.end))
        if source in codes:
            return Sides(source, next(code for code in codes if code != source))
    if not line.has("abroad", line.sentence.start, line.sentence.end):
        return None
    owner = last.reporter if last and last.reporter else codes[0] if codes else scene.host
    return Sides(owner, _nearest(line, named, owner, span) if last else None)


def _subject(line: Line, named: list[Named], span: tuple[int, int]) -> str | None:
    """The country that has, wants or is asked for something: the last by itself before it, behind no preposition."""
    free = (n for n in reversed(named) if n.end <= span[0] and n.is_itself and not n.is_adjective)
    head = next((n for n in free if not follows(line, n, *_PREPOSITIONS) and not is_inside(line, n)), None)
    if head is None or is_investor(line, head) or line.has("says", head.end, span[0]):
        return None
    firms = within(line.view.mentions, line.sentence.start, head.end + _FIRM)  # "Denmark's Nordvind"
    is_of_firm = any(m.entity.type in LENDERS and head.start < m.end for m in firms) or _owns_name(line, head)
    return None if is_of_firm else head.code


def _owns_name(line: Line, named: Named) -> bool:
    """Whether a country owns what a name calls, mostly a firm: "Japan's Kashima"."""
    marks = (mark for mark in grammar_of(line.view.lang).possessives if line.view.norm.startswith(mark, named.end))
    return any(line.view.norm[named.end + len(mark) :].lstrip()[:1].isupper() for mark in marks)


def _site_before(line: Line, scene: Scene, indicator: str, codes: list[str]) -> str | None:
    """The country of the place where a project was just said to stand, for what is told of it next."""
    site = site_spoken_of(line, scene.sites) if indicator in PROJECTS else None
    return site.country if site and (not codes or site.country in (*codes, *scene.main)) else None


def _of_trainees(line: Line, scene: Scene, named: list[Named], span: tuple[int, int]) -> Sides | None:
    """Of people of a country whom another trains: theirs reports; None where their number names no country."""
    near = [n for n in named if span[0] - NEAR <= n.start <= span[1] + _BESIDE]
    own = next((n for n in near if _is_theirs(line, n, span) and is_plain(line, min(span[1], n.start), n.start)), None)
    own = own or next((n for n in named if follows(line, n, "benefit") or is_beside(line, n, "trainees")), None)
    if own is None:
        return None
    other = next((n.code for n in named if n.code != own.code), None)
    return Sides(own.code, other or scene.other(own.code))


def _is_theirs(line: Line, named: Named, span: tuple[int, int]) -> bool:
    """Whether a country stands in the noun phrase of a count of people, or behind "for"."""
    if follows(line, named, "inside", "origin"):
        return False
    return named.end > span[0] - 1 if named.is_adjective else span[0] <= named.start <= span[1] + 1


def _is_of_world(line: Line, indicator: str, start: int) -> bool:
    """Whether a loan or grant comes from a body of no country: the World Bank's has no other side."""
    if indicator not in _RECEIVED:
        return False
    givers = [m.entity for m in within(line.view.mentions, line.sentence.start, start) if m.entity.type in LENDERS]
    return bool(givers) and givers[-1].country is None


def alone(line: Line, scene: Scene, indicator: str, start: int, sides: Sides, named: list[Named]) -> Sides:
    """Without the partner that its sentence does not name, where a figure is mostly of one country."""
    codes = {n.code for n in named if n in scene.named or is_inside(line, n) or n.start == line.sentence.start}
    if line.has("bilateral", line.sentence.start, line.sentence.end) or any(_is_side(line, n) for n in named):
        return sides
    if indicator == "company-count" and not codes:
        return sides._replace(partner=None)
    if indicator not in _OWN or codes != {sides.reporter}:
        return sides
    firms = within(line.view.mentions, line.sentence.start, start)
    is_foreign = any(m.entity.type == "company" and m.entity.country != sides.reporter for m in firms)
    is_foreign = is_foreign or any(c.value.get("noun") == "company-count" for c in line.cues)  # "the company's plant"
    return sides if is_foreign and (scene.is_bilateral or scene.is_of_two) else sides._replace(partner=None)


def _is_side(line: Line, named: Named) -> bool:
    """Whether a country is one of two that talk: "the Lao side", "phía Lào"."""
    return line.has("side", max(named.start - _SIDE, line.sentence.start), named.end + _SIDE)


def of_guests(line: Line, scene: Scene, named: list[Named], span: tuple[int, int], last: Sides | None) -> Sides:
    """Of visitors: who receives them reports, whence they come is the other side."""
    start, end = clause_of(line, *span)
    named = _of_clause(line, [n for n in named if start <= n.start < end], (span[1], end), is_total=False)
    before = last or (scene.stay[1] if scene.stay else None)
    head = _subject(line, named, span) if last is None and len(distinct(named)) < PAIR else None
    host = head or (before.reporter if before and before.reporter else scene.host)
    first, until = room_of(line, span)
    near = [n for n in named if first <= n.start < until]
    target = next((n.code for n in near if follows(line, n, "towards", "inside")), None)
    guest = next((n for n in near if n.code != target and is_guest(line, n)), None)
    guest = guest or next((n for n in named if n.is_adjective and span[0] <= n.start < span[1]), None)
    others = [n.code for n in named if n.start < span[0] and n is not guest and not is_guest(line, n)]
    if guest and not others:  # "Chinese visitors entered Kazakhstan", but not "from Russia grew 139%, India 41%"
        behind = (n for n in near if n.start > span[1] and n.code != guest.code)
        others = [n.code for n in behind if not has_own_figure(line, n, span)]
    if guest and host == guest.code:
        host = scene.other(guest.code) or scene.host
    if target or guest:
        return Sides(target or (others[0] if others else host), guest.code if guest else None)
    if last and not near:
        return last
    home = next((n for n in named if n.start < span[0] and not n.is_itself), None)
    origin = next((n.code for n in near if home and n.code != home.code), None)
    if home and origin:
        return Sides(home.code, origin)
    if home is not None or line.has("total", span[0], span[1] + _TOTAL_BEHIND):  # "Hue welcomed foreign visitors"
        return Sides(home.code if home else others[-1] if others else host)
    codes = distinct([*near, *named])
    if len(codes) >= PAIR and host is None:
        return Sides(codes[0], codes[1])
    return Sides(host, next((code for code in codes if code != host), None))


def _of_clause(line: Line, named: list[Named], behind: tuple[int, int], is_total: bool) -> list[Named]:
    """The countries of a figure's clause without those behind "of which", which tells of the next figure."""
    asides = [cue for name in ("anaphora", "including") if (cue := line.after(behind[0], name, behind[1]))]
    aside = min(asides, key=lambda cue: cue.start, default=None)
    before = [n for n in named if aside is None or n.start < aside.start]
    is_part = aside is not None and "including" in aside.value
    return before if before or is_total or is_part else named


def _room_of_listed(line: Line, span: tuple[int, int]) -> tuple[int, int]:
    """The stretch between the quantities around a figure, of which a rank is none: "Austria third with 600 million"."""
    first, until = room_of(line, span)
    rank = next((q for q in line.quantities if q.kind == "rank" and q.end == first), None)
    return (room_of(line, (rank.start, span[1]))[0], until) if rank else (first, until)


def _nearest(line: Line, named: list[Named], host: str | None, span: tuple[int, int]) -> str | None:
    """The country other than the host that stands between a figure and its neighbours, as in a list of countries."""
    first, until = _room_of_listed(line, span)
    before = [n.code for n in named if first <= n.start < span[0] and n.code != host]
    after = [n.code for n in named if span[1] <= n.start < until and n.code != host]
    return before[-1] if before else after[0] if after else None


def _located(line: Line, named: list[Named], span: tuple[int, int]) -> str | None:
    """The country in which the thing is said to stand: behind the figure, else nearest before it."""
    inside = [n for n in named if is_inside(line, n) and not is_investor(line, n)]
    near = [n for n in inside if n.start >= span[1] and "," not in line.view.norm[span[1] : n.start]]
    behind = [n.code for n in near if not _is_said(line, n)]
    before = [n.code for n in inside if n.start < span[0]]
    return behind[0] if behind else before[-1] if before else None


def _is_said(line: Line, named: Named) -> bool:
    """Whether that is only where somebody spoke: "he said in Shenzhen"."""
    cue = line.before(named.start, "says", named.start - NEAR)
    return cue is not None and len(line.view.norm[cue.end : named.start].split()) == 1


def _given(line: Line, scene: Scene, indicator: str, named: list[Named], start: int) -> str | None:
    """The country to which a loan or grant goes."""
    if indicator not in _RECEIVED:
        return None
    if target := next((n.code for n in named if follows(line, n, "towards", "benefit")), None):
        return target
    givers = (m.entity for m in within(line.view.mentions, line.sentence.start, start) if m.entity.type in LENDERS)
    giver = next((entity.country for entity in givers if entity.country), None)
    return scene.other(giver) if giver and not named else None
