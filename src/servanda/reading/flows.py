"""Flows between countries: who reports a sum of trade, and with whom it is."""

from __future__ import annotations

from msgspec.structs import replace

from servanda.reading.cases import PAIR, Case, distinct, first_of
from servanda.reading.deals import dealer_of, goods_behind, goods_of, has_own_figure
from servanda.reading.ends import distance, of_ends, reporter_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import TRADE
from servanda.reading.offices import find_statistics
from servanda.reading.roles import clause_of, flow_cue, follows, has_direction, is_with, owner_of
from servanda.reading.scenes import BLOC, Named, Scene, Sides

_ISO = 2  # letters of a country's code; blocs have more
_SIDE = ("with", "towards", "origin", "inside")  # before the other side, not before who publishes a sum of trade
_OF = "的"  # between a whole and its part
_TOTAL = 80  # characters before a flow in which it is told to be of all partners
_TOTAL_BEHIND = 60  # the same behind it


def of_trade(case: Case) -> Sides:
    """Of a flow: its owner or whose statistics it is, else whence or where it goes; else the first named reports."""
    case = case.among(_until_part(case))
    return first_of(_RULES, case) or _of_single(case)


def _of_total(case: Case) -> Sides | None:
    """Of one country with all its partners, of which others are named but to be ranked beside the total."""
    cue = flow_cue(case.line, case.indicator, case.span) if case.is_total else None
    owner = owner_of(case.line, case.named, cue) if cue else None
    return Sides(owner.code) if owner and case.codes == [owner.code] else None


def _of_nobody(case: Case) -> Sides | None:
    """Of the sides of the figure before, where no country is named."""
    return case.last if not case.named and case.last and case.last.reporter else None


def _by_statistics_beside(case: Case) -> Sides | None:
    """By whose statistics it is, told between the figures around it: "by Chinese customs 43 billion"."""
    return _by_statistics(case, case.room)


def _by_statistics_of_sentence(case: Case) -> Sides | None:
    """By whose statistics it is, told anywhere in its sentence."""
    return _by_statistics(case, (case.line.sentence.start, case.line.sentence.end))


def _by_statistics(case: Case, stretch: tuple[int, int]) -> Sides | None:
    """The one by whose statistics it is reports; the other side is another that is named, else the other main one."""
    source = find_statistics(case.among(case.scene.here), stretch)
    if source is None:
        return None
    partner = next((code for code in case.codes if code != source), None)
    return Sides(source, partner or (case.scene.other(source) if case.is_of_both else None))


def _of_flow_beside(case: Case) -> Sides | None:
    """Of the sides of the flow before, where this one is named without a country: "exports rose 5%, imports 3%"."""
    first, until = case.room
    if not (case.last and case.last.partner) or first <= case.line.sentence.start or case.named_in((first, until)):
        return None
    cue = case.line.before(case.span[0], "indicator", first)
    return case.last if cue and cue.value["indicator"] == case.indicator else None


def _of_both_again(case: Case) -> Sides | None:
    """Of the two of the figure before, where nobody else is named."""
    last = case.last
    is_told = last is not None and last.reporter and last.partner
    return last if last and is_told and set(case.codes) <= {last.reporter, last.partner} else None


def _until_part(case: Case) -> list[Named]:
    """The countries of a sentence without those that only a later part of the figure is of: "..., of which"."""
    line, span = case.line, case.span
    first, until = clause_of(line, *span, ";")
    part = line.after(span[1], "including", until)
    found = case.named_in((first, part.start if part else until))
    kept = [n for n in found if not _is_of_next(case, n)]
    return kept if any(n.start < span[1] for n in kept) else found


def _is_of_next(case: Case, named: Named) -> bool:
    """Whether a country stands behind a figure and a comma, before the next figure: it is told of there."""
    line, end = case.line, case.span[1]
    is_apart = named.start >= end and "," in line.view.norm[end : named.start]
    if not is_apart or any(q.start >= named.end for q in line.quantities):
        return is_apart
    between = next((q.start for q in line.quantities if q.start >= end), named.end)
    is_behind = between < named.start and "," in line.view.norm[end:between]
    return is_behind and follows(line, named, "origin", "towards", "with")  # "3 million, 80 percent of it from Oman"


def _of_pair(case: Case) -> Sides | None:
    """Of trade whose sentence names several countries: the nearest with whom it is, else the first two."""
    if len(case.codes) < PAIR:
        return None
    line, scene, last = case.line, case.scene, case.last
    near = case.named_in(case.room)
    joined = [n for n in near if is_with(line, n)]
    partner = next((n for n in joined if n.start < case.span[0]), joined[0] if joined else None)
    if partner is None:
        codes = distinct(near) if len(distinct(near)) >= PAIR else case.codes
        return _by_viewpoint(scene, codes[0], codes[1])
    if distinct(near) == [partner.code] and last and last.reporter not in (None, partner.code):
        return Sides(last.reporter, partner.code)
    others = [n.code for n in case.named if n.code != partner.code and not is_with(line, n)]
    if not others:
        return Sides(reporter_of(scene, partner.code, last or case.flow), partner.code)
    return _by_viewpoint(scene, others[0], partner.code)


def _of_listed(case: Case) -> Sides | None:
    """Of a list of the partners of one country, which the paragraph named before: the nearest before the figure."""
    if len(case.codes) < PAIR:
        return None
    line, last, flow = case.line, case.last, case.flow_here
    is_named = any(cue.value.get("indicator") in TRADE for cue in line.cues)
    is_list = not is_named and not any(n.is_adjective or has_direction(line, n) for n in case.named)
    is_told = flow is not None and (flow.partner is None or len(flow.partner) >= BLOC or is_list)
    owner = last.reporter if last else flow.reporter if flow and is_told else None
    near = (case.named_in(case.room) if last else []) or case.named
    if owner is None or any(n.code == owner and not n.is_adjective for n in near[-1:]):
        return None
    others = [n for n in near if n.code != owner]
    before = [n for n in others if n.end <= case.span[0]]
    other = (before[-1:] or others)[0].code if others else None
    if flow and flow.partner and len(owner) >= BLOC and other:  # a member of the bloc that reports
        return Sides(other, flow.partner)
    return Sides(owner, other) if other else None


def _of_single(case: Case) -> Sides:
    """Of a flow whose sentence names one country, or none."""
    line, scene, last, flow, first = case.line, case.scene, case.last, case.flow, next(iter(case.named), None)
    if last and last.reporter and (first is None or first.code in (last.reporter, last.partner)):
        return last
    if first is None:
        return _of_flow_before(case)
    code = first.code
    is_same = flow is not None and code in flow[:PAIR]
    if flow and is_same and first.start > case.span[1]:  # "rice exports fell to 62,500 tonnes, as Indonesia had enough"
        return flow
    if case.flow_here and case.flow_here.reporter and not _is_owned(case):
        return _of_same_flow(case, first, case.flow_here)
    if sides := _of_one_more(case, first):
        return sides
    if len(code) > _ISO and case.indicator == "trade":  # of a bloc: among its members
        return Sides(code)
    alone = line.has("total", case.span[0] - _TOTAL, case.span[1] + _TOTAL_BEHIND) or code not in scene.main
    alone = alone or not case.is_of_both or first not in scene.named  # "the country's exports"
    alone = alone or (case.indicator in ("exports", "imports") and flow is None and not scene.subjects & TRADE)
    return Sides(code, None if alone else scene.other(code))


def _is_owned(case: Case) -> bool:
    """Whether a country that is named owns the flow."""
    cue = flow_cue(case.line, case.indicator, case.span)
    return cue is not None and owner_of(case.line, case.named, cue) is not None


def _of_same_flow(case: Case, named: Named, flow: Sides) -> Sides:
    """Of the flow that the paragraph tells of: with one of its sides, seen from there, or with a further country."""
    if case.indicator == "trade" and named.code == flow.partner and not follows(case.line, named, *_SIDE):
        return Sides(named.code, flow.reporter)
    return flow if named.code in flow[:PAIR] else Sides(flow.reporter, named.code)


def _of_one_more(case: Case, named: Named) -> Sides | None:
    """Of a flow with a further country, whose owner was told before: "trade with Brunei", "the UAE has 9 billion"."""
    last = case.last
    if is_with(case.line, named):
        return Sides(reporter_of(case.scene, named.code, last or case.flow), named.code)
    if last is None or last.reporter is None or named.code == last.reporter:
        return None
    return None if _is_owned(case.among([named])) else Sides(last.reporter, named.code)


def _of_owner(case: Case) -> Sides | None:
    """Of a flow that a country owns; the other side is where or whence it goes, else the nearest other country."""
    cue = flow_cue(case.line, case.indicator, case.span)
    if case.indicator == "trade" and not _is_whole(case, cue):
        return None
    seller, _ = dealer_of(case, "sells") if case.indicator == "imports" else (None, None)
    if seller:  # "Russia supplied 95 percent of its fuel imports"
        return Sides(reporter_of(case.scene, seller.code, case.last or case.flow), seller.code)
    owner = owner_of(case.line, case.named, cue) if cue else None
    if cue is None or owner is None:
        return _of_goods(case, cue)
    if partner := _partner_of(case, owner, cue):
        return Sides(owner.code, partner)
    if owner.is_itself and _is_of_all(case, owner, cue):
        return Sides(owner.code)
    last, flow = case.last, case.flow_here
    if last and last.reporter and (other := _other_of(last, owner.code)):
        return Sides(owner.code, other)
    if flow and owner.is_itself and owner.code in flow[:PAIR]:
        return Sides(owner.code, _other_of(flow, owner.code))
    return _of_single(replace(case, named=[owner], last=None))


def _partner_of(case: Case, owner: Named, cue: Piece) -> str | None:
    """The other side of a flow: beside the figure, else where or whence the flow goes, else the nearest country."""
    line, span, first = case.line, case.span, case.room[0]
    others = [n for n in case.named if n.code != owner.code and not has_own_figure(line, n, span)]
    way = "origin" if case.indicator == "imports" else "towards"
    beside = [n for n in others if first <= n.start < span[0] and first > line.sentence.start]
    if ahead := beside[-1:] or [n for n in others if follows(line, n, way)]:
        return min(ahead, key=lambda n: (n.start < cue.start, abs(n.start - cue.end))).code
    return min(others, key=lambda n: distance(n, span)).code if others else None


def _other_of(sides: Sides, code: str) -> str | None:
    """The side that is not this one; None where it is neither."""
    return {sides.partner: sides.reporter, sides.reporter: sides.partner}.get(code)


def _of_goods(case: Case, cue: Piece | None) -> Sides | None:
    """Of goods that are called by the country that makes them; who buys them reports, or is the partner of exports."""
    if case.indicator == "exports" and (maker := goods_behind(case)):
        buyers = [n.code for n in case.named if n.end <= case.span[0] and n.code != maker.code]
        return Sides(maker.code, buyers[-1]) if buyers else None
    goods = goods_of(case, cue)
    if goods is None:
        return None
    before = next((n.code for n in case.named if n.start < goods.start and n.code != goods.code), None)
    return Sides(before or reporter_of(case.scene, goods.code, case.last), goods.code)


def _is_of_all(case: Case, owner: Named, cue: Piece) -> bool:
    """Whether a flow goes to whomsoever: "8 percent of the country's exports", "in all, the country sold 2 tonnes"."""
    if _is_whole(case, cue) and not owner.is_adjective:
        return True
    line, start = case.line, case.span[0]
    return owner not in case.scene.named and line.has("total", max(line.sentence.start, start - _TOTAL), start)


def _is_whole(case: Case, cue: Piece | None) -> bool:
    """Whether a figure is a part of the flow that a word names: "90 percent of its foreign trade"."""
    start = case.span[0]
    return cue is not None and (cue.start > start or case.line.view.norm[cue.end : start].rstrip().endswith(_OF))


def _of_flow_before(case: Case) -> Sides:
    """The sides of a flow whose sentence names no country: those of the one before in its paragraph, else the main."""
    line, scene, flow = case.line, case.scene, case.flow_here
    lead = scene.lead if scene.lead and scene.lead.place and scene.is_bilateral else None
    is_of_main = lead is not None and set(lead[:PAIR]) == set(scene.main)
    if line.tells("locality") and scene.host and not is_of_main:  # "turnover through the province"
        return Sides(scene.host)
    if scene.pair and scene.pair[0] == line.sentence.paragraph and line.tells("bilateral"):
        return scene.pair[1]._replace(place=None)
    if flow and flow.reporter:
        return Sides(scene.alone) if _is_of_all_again(case, flow) else flow
    if lead and is_of_main:
        return lead
    if scene.frame and scene.alone:  # the trade of one country with all
        return Sides(scene.alone)
    if len(scene.main) < PAIR or not case.is_of_both:
        return Sides(case.flow.reporter if case.flow else scene.host)
    if scene.voice in scene.main and not (scene.speaker and scene.speaker.country):
        return Sides(scene.voice, scene.other(scene.voice))
    order = scene.opening or distinct(n for n in scene.named if n.code in scene.main)
    return _by_viewpoint(scene, *(order if len(order) == PAIR else scene.main))


def _is_of_all_again(case: Case, flow: Sides) -> bool:
    """Whether statistics of one country's trade come back to all its partners: a flow is named anew, without one."""
    line, scene = case.line, case.scene
    is_of_all = scene.frame is not None and scene.lead is not None and scene.lead.partner is None
    goes_on = line.tells("anaphora") or line.tells("bilateral")
    return is_of_all and flow.partner is not None and scene.alone == flow.reporter and not goes_on


def _by_viewpoint(scene: Scene, first: str, second: str) -> Sides:
    """The side whose voice it is reports; else the one of whose trade was told before, or that is named first."""
    flow = scene.flow[1].reporter if scene.flow else None
    speaker = scene.speaker if scene.speaker and scene.speaker.type != "company" else None
    voice = (speaker.country if speaker else None) or flow
    return Sides(second, first) if voice == second else Sides(first, second)


_RULES = (
    _of_total,
    _of_nobody,
    _of_owner,
    _by_statistics_beside,
    _of_flow_beside,
    of_ends,
    _by_statistics_of_sentence,
    _of_both_again,
    _of_listed,
    _of_pair,
)
