"""Hosts: who reports what stands somewhere, is invested or lent, and who is the other side."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.reading.cases import PAIR, Case, first_of
from servanda.reading.deals import of_deal
from servanda.reading.entities import Entity
from servanda.reading.indicators import CAPITAL, Line, grammar_of
from servanda.reading.offices import find_statistics
from servanda.reading.roles import (
    NEAR,
    clause_of,
    follows,
    is_beside,
    is_inside,
    is_investor,
    is_plain,
    room_of,
)
from servanda.reading.scenes import Named, Sides
from servanda.reading.sites import PROJECTS, site_spoken_of
from servanda.reading.view import within

LENDERS = ("company", "organisation")
_RECEIVED = frozenset(("loan", "grant"))
_FOREIGN = frozenset(("investment", "trainees"))  # mostly from another country
_STAFFED = PROJECTS - {"project-value"}  # of the firm whose plant it is; a sum may be of works beside it
_GOODS = frozenset(("other", "project-value"))
_OWN = frozenset(("jobs", "company-count", "capacity", "production", "users", "other"))
_OWNED = _OWN - {"company-count"} | {"project-value"}  # what a country that has or wants it reports
_FIRM = 16  # characters between a place and the firm of that place
_BESIDE = 12  # characters behind a count of people in which their country is named: "500 engineers of Vietnam"
_PREPOSITIONS = ("inside", "origin", "towards", "with", "benefit", "owner", "between", "agent", "according")
_SIDE = 8  # characters between a country and the word that it is a side
_TOTAL = 20  # characters before a sum in which it is told to be of the whole world
TOTAL_BEHIND = 30  # the same behind it


def of_host(case: Case) -> Sides:
    """Of an investment, a project, people: the host reports, the other country of its clause or document is partner.

    The host is the country of the place that the clause names, else the document's.
    """
    line, span = case.line, case.span
    first, until = clause_of(line, *span)
    is_total = line.has("total", span[0] - _TOTAL, min(until, span[1] + TOTAL_BEHIND))
    is_anew = is_total and first > line.sentence.start and first >= case.room[0]  # of all, in a clause of its own
    named = of_clause(case, (first, until), is_total=is_total)
    case = replace(case, named=named, is_total=is_total, last=None if is_anew else case.last)
    return first_of(_RULES, case) or _of_site(case)


def _of_same(case: Case) -> Sides | None:
    """Of the sides of the figure before, where no other country stands between."""
    last = case.last
    is_same = last is not None and last.reporter and set(case.codes) <= {last.reporter}
    return last if last and last.reporter and (is_same or _is_of_last(case, last)) else None


def _of_stay(case: Case) -> Sides | None:
    """Of the sides of what stood somewhere, told before in the paragraph, where no country is named."""
    return case.stay_here if not case.codes else None


def _of_traders(case: Case) -> Sides | None:
    """Of the country of whose trade the paragraph tells: what that gives work to."""
    is_own = not case.codes and case.indicator in _OWN
    return Sides(case.flow_here.reporter) if is_own and case.flow_here else None


def _of_investor(case: Case) -> Sides | None:
    """Of an investment by the statistics of one of two countries, or that goes abroad."""
    line, last, codes = case.line, case.last, case.codes
    if case.indicator not in CAPITAL:
        return None
    if len(codes) == PAIR:
        source = find_statistics(case, (line.sentence.start, line.sentence.end))
        if source in codes:
            return Sides(source, next(code for code in codes if code != source))
    if not line.tells("abroad"):
        return None
    owner = last.reporter if last and last.reporter else codes[0] if codes else case.scene.host
    return Sides(owner, _nearest(case, owner) if last else None)


def _of_goods(case: Case) -> Sides | None:
    """Of goods that one country buys of another or sells to it."""
    return of_deal(case) if case.indicator in _GOODS else None


def _of_trainees(case: Case) -> Sides | None:
    """Of people of a country whom another trains: theirs reports; None where their number names no country."""
    line, span = case.line, case.span
    if case.indicator != "trainees":
        return None
    near = [n for n in case.named if span[0] - NEAR <= n.start <= span[1] + _BESIDE]
    own = next((n for n in near if _is_theirs(line, n, span) and is_plain(line, min(span[1], n.start), n.start)), None)
    own = own or next((n for n in case.named if follows(line, n, "benefit") or is_beside(line, n, "trainees")), None)
    if own is None:
        return None
    other = next((n.code for n in case.named if n.code != own.code), None)
    return Sides(own.code, other or case.scene.other(own.code))


def _of_site(case: Case) -> Sides:
    """Of the country where the thing stands, and of the nearest other; else of the dispatch's other country."""
    scene, indicator = case.scene, case.indicator
    host = first_of(_HOSTS, case)
    partner = _nearest(case, host) or next((code for code in case.codes if code != host), None)
    if partner is None and not case.is_total and not _is_of_world(case):
        is_told = scene.is_bilateral or (scene.frame is None and indicator in _FOREIGN)
        is_told = is_told or (scene.is_of_two and indicator in _STAFFED)
        partner = scene.other(host) if is_told else None
    return Sides(host, partner)


def _is_of_last(case: Case, last: Sides) -> bool:
    """Whether no country stands between the figure before and this one, nor right behind it."""
    line, span = case.line, case.span
    first, until = _room_of_listed(case)
    between = case.named_in((first, span[0]))
    is_other = any(n.code not in last[:PAIR] or (is_inside(line, n) and n.code != last.reporter) for n in between)
    if is_other or first == line.sentence.start:
        return False
    behind = case.named_in((span[1], min(until, span[1] + NEAR)))
    return not any("," not in line.view.norm[span[1] : n.start] for n in behind)


def _home(case: Case) -> str | None:
    """The host where no word names it: the document's, unless that is whence the money or the firms come."""
    line, last, codes = case.line, case.last, case.codes
    origins = {n.code for n in case.named if is_investor(line, n)}
    places = (n for n in case.named if not n.is_itself and n.end <= case.span[0] and n.code not in origins)
    if site := next((n for n in places if not _is_of_firm(line, n)), None):
        return site.code
    before = last.reporter if last else None
    if before and before not in origins and (before in codes or (last and last.partner)):
        return before
    return _stay_of(case) or _host_of(case, origins)


def _stay_of(case: Case) -> str | None:
    """The host of the figures before, where this one names nobody of the dispatch, or one more country of a list."""
    scene, codes = case.scene, case.codes
    stay = scene.stay[1].reporter if scene.stay else None
    is_further = len(codes) == 1 and codes[0] not in (stay, *scene.main)
    is_further = is_further or (case.stay_here is not None and bool(codes) and stay not in codes)
    is_meant = is_further or (not codes and case.indicator in PROJECTS and stay in scene.main)
    return stay if is_meant else None


def _host_of(case: Case, origins: set[str]) -> str | None:
    """The document's host, else the first that is named; never one whence the money comes, where there is another."""
    scene, codes = case.scene, case.codes
    if scene.host in origins:
        return next((code for code in codes if code not in origins), None) or scene.other(scene.host) or scene.host
    host = scene.host if scene.host in codes or not codes or scene.main else codes[0]
    if len(codes) >= PAIR and host not in codes and scene.frame is None:
        return next((code for code in codes if code not in origins), codes[0])
    return host


def _is_of_firm(line: Line, named: Named) -> bool:
    """Whether a place is only where a firm is at home: "深圳一家企业"."""
    noun = line.after(named.end, "noun", named.end + _FIRM)
    return noun is not None and noun.value["noun"] == "company-count" and is_plain(line, named.end, noun.start)


def subject_of(case: Case) -> str | None:
    """The country that has, wants or is asked for something: the last by itself before it, behind no preposition."""
    line, start = case.line, case.span[0]
    free = (n for n in reversed(case.named) if n.end <= start and n.is_itself and not n.is_adjective)
    head = next((n for n in free if not follows(line, n, *_PREPOSITIONS) and not is_inside(line, n)), None)
    if head is None or is_investor(line, head) or line.has("says", head.end, start):
        return None
    firms = within(line.view.mentions, line.sentence.start, head.end + _FIRM)  # "Denmark's Nordvind"
    is_of_firm = any(m.entity.type in LENDERS and head.start < m.end for m in firms) or _owns_name(line, head)
    return None if is_of_firm else head.code


def _owner(case: Case) -> str | None:
    """The country that has or wants what is counted: "Egypt received 46 billion of FDI"."""
    is_own = case.indicator in _OWNED or (case.indicator == "investment" and case.is_total)
    return subject_of(case) if is_own else None


def _owns_name(line: Line, named: Named) -> bool:
    """Whether a country owns what a name calls, mostly a firm: "Japan's Kashima"."""
    marks = (mark for mark in grammar_of(line.view.lang).possessives if line.view.norm.startswith(mark, named.end))
    return any(line.view.norm[named.end + len(mark) :].lstrip()[:1].isupper() for mark in marks)


def _site_before(case: Case) -> str | None:
    """The country of the place where a project was just said to stand, for what is told of it next."""
    site = site_spoken_of(case.line, case.scene.sites) if case.indicator in PROJECTS else None
    return site.country if site and (not case.codes or site.country in (*case.codes, *case.scene.main)) else None


def _is_theirs(line: Line, named: Named, span: tuple[int, int]) -> bool:
    """Whether a country stands in the noun phrase of a count of people, or behind "for"."""
    if follows(line, named, "inside", "origin"):
        return False
    return named.end > span[0] - 1 if named.is_adjective else span[0] <= named.start <= span[1] + 1


def _is_of_world(case: Case) -> bool:
    """Whether a loan or grant comes from a body of no country: the World Bank's has no other side."""
    if case.indicator not in _RECEIVED:
        return False
    givers = _givers(case)
    return bool(givers) and givers[-1].country is None


def _givers(case: Case) -> list[Entity]:
    """The firms and organisations that the sentence names before a loan or grant."""
    before = within(case.line.view.mentions, case.line.sentence.start, case.span[0])
    return [m.entity for m in before if m.entity.type in LENDERS]


def alone(case: Case, sides: Sides) -> Sides:
    """Without the partner that its sentence does not name, where a figure is mostly of one country."""
    line, scene = case.line, case.scene
    codes = {n.code for n in case.named if n in scene.named or is_inside(line, n) or n.start == line.sentence.start}
    if line.tells("bilateral") or any(_is_side(line, n) for n in case.named):
        return sides
    if case.indicator == "company-count" and not codes:
        return sides._replace(partner=None)
    if case.indicator not in _OWN or codes != {sides.reporter}:
        return sides
    firms = within(line.view.mentions, line.sentence.start, case.span[0])
    is_foreign = any(m.entity.type == "company" and m.entity.country != sides.reporter for m in firms)
    is_foreign = is_foreign or any(c.value.get("noun") == "company-count" for c in line.cues)  # "the company's plant"
    return sides if is_foreign and (scene.is_bilateral or scene.is_of_two) else sides._replace(partner=None)


def _is_side(line: Line, named: Named) -> bool:
    """Whether a country is one of two that talk: "the Lao side", "phía Lào"."""
    return line.has("side", max(named.start - _SIDE, line.sentence.start), named.end + _SIDE)


def of_clause(case: Case, clause: tuple[int, int], *, is_total: bool = False) -> list[Named]:
    """The countries of a figure's clause without those behind "of which", which tells of the next figure."""
    line, named, behind = case.line, case.named_in(clause), (case.span[1], clause[1])
    asides = [cue for name in ("anaphora", "including") if (cue := line.after(behind[0], name, behind[1]))]
    aside = min(asides, key=lambda cue: cue.start, default=None)
    before = [n for n in named if aside is None or n.start < aside.start]
    is_part = aside is not None and "including" in aside.value
    return before if before or is_total or is_part else named


def _room_of_listed(case: Case) -> tuple[int, int]:
    """The stretch between the quantities around a figure, of which a rank is none: "Austria third with 600 million"."""
    first, until = case.room
    rank = next((q for q in case.line.quantities if q.kind == "rank" and q.end == first), None)
    return (room_of(case.line, (rank.start, case.span[1]))[0], until) if rank else (first, until)


def _nearest(case: Case, host: str | None) -> str | None:
    """The country other than the host that stands between a figure and its neighbours, as in a list of countries."""
    first, until = _room_of_listed(case)
    before = [n.code for n in case.named_in((first, case.span[0])) if n.code != host]
    after = [n.code for n in case.named_in((case.span[1], until)) if n.code != host]
    return before[-1] if before else after[0] if after else None


def _located(case: Case) -> str | None:
    """The country in which the thing is said to stand: behind the figure, else nearest before it."""
    line, (start, end) = case.line, case.span
    inside = [n for n in case.named if is_inside(line, n) and not is_investor(line, n)]
    near = [n for n in inside if n.start >= end and "," not in line.view.norm[end : n.start]]
    behind = [n.code for n in near if not _is_said(line, n)]
    before = [n.code for n in inside if n.start < start]
    return behind[0] if behind else before[-1] if before else None


def _is_said(line: Line, named: Named) -> bool:
    """Whether that is only where somebody spoke: "he said in Shenzhen"."""
    cue = line.before(named.start, "says", named.start - NEAR)
    return cue is not None and len(line.view.norm[cue.end : named.start].split()) == 1


def _given(case: Case) -> str | None:
    """The country to which a loan or grant goes."""
    if case.indicator not in _RECEIVED:
        return None
    if target := next((n.code for n in case.named if follows(case.line, n, "towards", "benefit")), None):
        return target
    giver = next((entity.country for entity in _givers(case) if entity.country), None)
    return case.scene.other(giver) if giver and not case.named else None


_RULES = (_of_same, _of_stay, _of_traders, _of_investor, _of_goods, _of_trainees)
_HOSTS = (_located, _given, _owner, _site_before, _home)
