"""Flows between countries: who reports a sum of trade, and with whom it is."""

from __future__ import annotations

from servanda.reading.deals import dealer_of, goods_behind, goods_of, has_own_figure
from servanda.reading.ends import distance, find_ends, of_ends, reporter_of
from servanda.reading.engine import Piece
from servanda.reading.indicators import TRADE, Line
from servanda.reading.offices import find_statistics
from servanda.reading.roles import clause_of, flow_cue, follows, has_direction, is_with, owner_of, room_of
from servanda.reading.scenes import BLOC, Named, Scene, Sides

_ISO = 2  # letters of a country's code; blocs have more
PAIR = 2  # countries between which a flow goes
_SIDE = ("with", "towards", "origin", "inside")  # before the other side, not before who publishes a sum of trade
_OF = "的"  # between a whole and its part
_TOTAL = 80  # characters before a flow in which it is told to be of all partners


def distinct(named: list[Named]) -> list[str]:
    """The codes of the countries named, each once, in order."""
    return list(dict.fromkeys(n.code for n in named))


def of_trade(
    line: Line, scene: Scene, indicator: str, named: list[Named], span: tuple[int, int], last: Sides | None
) -> Sides:
    """Of a flow: its owner or whose statistics it is, else whence or where it goes; else the first named reports."""
    named = until_part(line, named, span)
    if not named and last and last.reporter:
        return last
    codes = distinct(named)
    room = room_of(line, span)
    is_owned = indicator != "trade" or _is_whole(line, flow_cue(line, indicator, span), span)
    if is_owned and (sides := _of_owner(line, scene, indicator, named, span, last)):
        return sides
    everyone = scene.here
    if source := find_statistics(line, scene, everyone, span, room):
        return _by_source(line, scene, source, codes)
    if last and last.partner and _is_beside(line, indicator, named, room, span):
        return last
    if (directed := find_ends(line, indicator, named, span)) and (sides := of_ends(scene, directed, last)):
        return sides
    if source := find_statistics(line, scene, everyone, span, (line.sentence.start, line.sentence.end)):
        return _by_source(line, scene, source, codes)
    if last and last.reporter and last.partner and set(codes) <= {last.reporter, last.partner}:
        return last
    if len(codes) >= PAIR:
        return _of_pair(line, scene, named, span, last)
    return _of_single(line, scene, indicator, named, span, last)


def _is_beside(line: Line, indicator: str, named: list[Named], room: tuple[int, int], span: tuple[int, int]) -> bool:
    """Whether a flow is named behind the figure before, without a country: "exports from Oman rose 5%, imports 3%"."""
    cue = line.before(span[0], "indicator", room[0])
    is_own = cue is not None and cue.value["indicator"] == indicator
    return is_own and room[0] > line.sentence.start and not any(room[0] <= n.start < room[1] for n in named)


def until_part(line: Line, named: list[Named], span: tuple[int, int]) -> list[Named]:
    """The countries of a sentence without those that only a later part of the figure is of: "..., of which"."""
    first, until = clause_of(line, *span, ";")
    part = line.after(span[1], "including", until)
    until = part.start if part else until
    found = [n for n in named if first <= n.start < until]
    kept = [n for n in found if not _is_of_next(line, n, span)]
    return kept if any(n.start < span[1] for n in kept) else found


def _is_of_next(line: Line, named: Named, span: tuple[int, int]) -> bool:
    """Whether a country stands behind a figure and a comma, before the next figure: it is told of there."""
    is_apart = named.start >= span[1] and "," in line.view.norm[span[1] : named.start]
    if not is_apart or any(q.start >= named.end for q in line.quantities):
        return is_apart
    between = next((q.start for q in line.quantities if q.start >= span[1]), named.end)
    is_behind = between < named.start and "," in line.view.norm[span[1] : between]
    return is_behind and follows(line, named, "origin", "towards", "with")  # "3 million, 80 percent of it from Oman"


def _of_pair(line: Line, scene: Scene, named: list[Named], span: tuple[int, int], last: Sides | None) -> Sides:
    """Of trade whose sentence names several countries: the nearest with whom it is, else the first two."""
    first, until = room_of(line, span)
    near = [n for n in named if first <= n.start < until]
    joined = [n for n in near if is_with(line, n)]
    partner = next((n for n in joined if n.start < span[0]), joined[0] if joined else None)
    codes = distinct(near) if len(distinct(near)) >= PAIR else distinct(named)
    if sides := _of_listed(line, scene, named, span, last):
        return sides
    if partner is None:
        return _by_viewpoint(scene, codes[0], codes[1])
    if distinct(near) == [partner.code] and last and last.reporter not in (None, partner.code):
        return Sides(last.reporter, partner.code)
    others = [n.code for n in named if n.code != partner.code and not is_with(line, n)]
    if not others:
        return Sides(reporter_of(scene, partner.code, last or (scene.flow[1] if scene.flow else None)), partner.code)
    return _by_viewpoint(scene, others[0], partner.code)


def _of_listed(line: Line, scene: Scene, named: list[Named], span: tuple[int, int], last: Sides | None) -> Sides | None:
    """Of a list of the partners of one country, which the paragraph named before: the nearest before the figure."""
    flow = scene.flow[1] if scene.flow and scene.flow[0] == line.sentence.paragraph else None
    is_named = any(cue.value.get("indicator") in TRADE for cue in line.cues)
    is_list = not is_named and not any(n.is_adjective or has_direction(line, n) for n in named)
    is_told = flow is not None and (flow.partner is None or len(flow.partner) >= BLOC or is_list)
    owner = last.reporter if last else flow.reporter if flow and is_told else None
    first, until = room_of(line, span)
    near = ([n for n in named if first <= n.start < until] if last else []) or named
    if owner is None or any(n.code == owner and not n.is_adjective for n in near[-1:]):
        return None
    others = [n for n in near if n.code != owner]
    before = [n for n in others if n.end <= span[0]]
    other = (before[-1:] or others)[0].code if others else None
    if flow and flow.partner and len(owner) >= BLOC and other:  # a member of the bloc that reports
        return Sides(other, flow.partner)
    return Sides(owner, other) if other else None


def _of_single(
    line: Line, scene: Scene, indicator: str, named: list[Named], span: tuple[int, int], last: Sides | None
) -> Sides:
    """Of a flow whose sentence names one country, or none."""
    code = named[0].code if named else None
    if last and last.reporter and code in (None, last.reporter, last.partner):
        return last
    if code is None:
        return _of_flow_before(line, scene)
    flow = scene.flow[1] if scene.flow else None
    is_same = flow is not None and code in flow[:PAIR]
    if flow and is_same and named[0].start > span[1]:  # "rice exports fell to 62,500 tonnes, as Indonesia had enough"
        return flow
    is_near = scene.flow is not None and scene.flow[0] == line.sentence.paragraph
    cue = flow_cue(line, indicator, span)
    if flow and flow.reporter and is_near and not (cue and owner_of(line, named, cue)):
        is_source = indicator == "trade" and code == flow.partner and not follows(line, named[0], *_SIDE)
        return Sides(code, flow.reporter) if is_source else flow if is_same else Sides(flow.reporter, code)
    if sides := _of_one_more(line, scene, indicator, named[0], span, last):
        return sides
    if len(code) > _ISO and indicator == "trade":  # of a bloc: among its members
        return Sides(code)
    alone = line.has("total", span[0] - _TOTAL, span[1] + 60) or code not in scene.main
    is_of_both = scene.is_bilateral or line.has("bilateral", line.sentence.start, line.sentence.end)
    alone = alone or not is_of_both or named[0] not in scene.named  # "the country's exports"
    alone = alone or (indicator in ("exports", "imports") and scene.flow is None and not scene.subjects & TRADE)
    return Sides(code, None if alone else scene.other(code))


def _of_one_more(
    line: Line, scene: Scene, indicator: str, named: Named, span: tuple[int, int], last: Sides | None
) -> Sides | None:
    """Of a flow with a further country, whose owner was told before: "trade with Brunei", "the UAE has 9 billion"."""
    if is_with(line, named):
        before = last or (scene.flow[1] if scene.flow else None)
        return Sides(reporter_of(scene, named.code, before), named.code)
    if last is None or last.reporter is None or named.code == last.reporter:
        return None
    cue = flow_cue(line, indicator, span)
    return None if cue and owner_of(line, [named], cue) else Sides(last.reporter, named.code)


def _of_owner(
    line: Line, scene: Scene, indicator: str, named: list[Named], span: tuple[int, int], last: Sides | None
) -> Sides | None:
    """Of a flow that a country owns; the other side is where or whence it goes, else the nearest other country."""
    seller, _ = dealer_of(line, named, span, "sells") if indicator == "imports" else (None, None)
    if seller:  # "Russia supplied 95 percent of its fuel imports"
        return Sides(reporter_of(scene, seller.code, last or (scene.flow[1] if scene.flow else None)), seller.code)
    cue = flow_cue(line, indicator, span)
    owner = owner_of(line, named, cue) if cue else None
    if owner is None and indicator == "exports" and (maker := goods_behind(line, named, span)):
        buyers = [n.code for n in named if n.end <= span[0] and n.code != maker.code]
        return Sides(maker.code, buyers[-1]) if buyers else None
    if cue is None or owner is None:
        goods = goods_of(line, indicator, named, cue)
        return Sides(_buyer(scene, named, goods, last), goods.code) if goods else None
    others = [n for n in named if n.code != owner.code]
    way = "origin" if indicator == "imports" else "towards"
    first, _ = room_of(line, span)
    others = [n for n in others if not has_own_figure(line, n, span)]
    beside = [n for n in others if first <= n.start < span[0] and first > line.sentence.start]
    ahead = beside[-1:] or [n for n in others if follows(line, n, way)]
    partner = min(ahead, key=lambda n: (n.start < cue.start, abs(n.start - cue.end))).code if ahead else None
    partner = partner or (min(others, key=lambda n: distance(n, span)).code if others else None)
    if partner is None and owner.is_itself and _is_of_all(line, scene, owner, cue, span):
        return Sides(owner.code)
    if partner is None and last and last.reporter and owner.code in (last.reporter, last.partner):
        partner = last.partner if owner.code == last.reporter else last.reporter
    if partner:
        return Sides(owner.code, partner)
    flow = scene.flow[1] if scene.flow and scene.flow[0] == line.sentence.paragraph else None
    if flow and owner.is_itself and owner.code in flow[:PAIR]:
        return Sides(owner.code, flow.partner if owner.code == flow.reporter else flow.reporter)
    return _of_single(line, scene, indicator, [owner], span, None)


def _is_of_all(line: Line, scene: Scene, owner: Named, cue: Piece, span: tuple[int, int]) -> bool:
    """Whether a flow goes to whomsoever: "8 percent of the country's exports", "in all, the country sold 2 tonnes"."""
    if _is_whole(line, cue, span) and not owner.is_adjective:
        return True
    return owner not in scene.named and line.has("total", max(line.sentence.start, span[0] - _TOTAL), span[0])


def _is_whole(line: Line, cue: Piece | None, span: tuple[int, int]) -> bool:
    """Whether a figure is a part of the flow that a word names: "90 percent of its foreign trade"."""
    return cue is not None and (cue.start > span[0] or line.view.norm[cue.end : span[0]].rstrip().endswith(_OF))


def _buyer(scene: Scene, named: list[Named], goods: Named, last: Sides | None) -> str | None:
    """Who buys the goods of a country: one named before it, else the one who reports."""
    before = next((n.code for n in named if n.start < goods.start and n.code != goods.code), None)
    return before or reporter_of(scene, goods.code, last)


def _by_source(line: Line, scene: Scene, source: str, codes: list[str]) -> Sides:
    """The sides of a flow by whose statistics it is."""
    partner = next((code for code in codes if code != source), None)
    is_of_both = scene.is_bilateral or line.has("bilateral", line.sentence.start, line.sentence.end)
    return Sides(source, partner or (scene.other(source) if is_of_both else None))


def _of_flow_before(line: Line, scene: Scene) -> Sides:
    """The sides of a flow whose sentence names no country: those of the one before in its paragraph, else the main."""
    first, until = line.sentence.start, line.sentence.end
    lead = scene.lead if scene.lead and scene.lead.place and scene.is_bilateral else None
    is_of_main = lead is not None and set(lead[:PAIR]) == set(scene.main)
    if line.has("locality", first, until) and scene.host and not is_of_main:  # "turnover through the province"
        return Sides(scene.host)
    if scene.pair and scene.pair[0] == line.sentence.paragraph and line.has("bilateral", first, until):
        return scene.pair[1]._replace(place=None)
    if scene.flow and scene.flow[0] == line.sentence.paragraph and scene.flow[1].reporter:
        return Sides(scene.alone) if _is_of_all_again(line, scene, scene.flow[1]) else scene.flow[1]
    if lead and is_of_main:
        return lead
    if scene.frame and scene.alone:  # the trade of one country with all
        return Sides(scene.alone)
    is_of_both = scene.is_bilateral or line.has("bilateral", first, until)
    if len(scene.main) < PAIR or not is_of_both:
        return Sides(scene.flow[1].reporter if scene.flow else scene.host)
    if scene.voice in scene.main and not (scene.speaker and scene.speaker.country):
        return Sides(scene.voice, scene.other(scene.voice))
    order = scene.opening or distinct([n for n in scene.named if n.code in scene.main])
    return _by_viewpoint(scene, order[0], order[1]) if len(order) == PAIR else _by_viewpoint(scene, *scene.main)


def _is_of_all_again(line: Line, scene: Scene, flow: Sides) -> bool:
    """Whether statistics of one country's trade come back to all its partners: a flow is named anew, without one."""
    is_of_all = scene.frame is not None and scene.lead is not None and scene.lead.partner is None
    first, until = line.sentence.start, line.sentence.end
    goes_on = line.has("anaphora", first, until) or line.has("bilateral", first, until)
    return is_of_all and flow.partner is not None and scene.alone == flow.reporter and not goes_on


def _by_viewpoint(scene: Scene, first: str, second: str) -> Sides:
    """The side whose voice it is reports; else the one of whose trade was told before, or that is named first."""
    flow = scene.flow[1].reporter if scene.flow else None
    speaker = scene.speaker if scene.speaker and scene.speaker.type != "company" else None
    voice = (speaker.country if speaker else None) or flow
    return Sides(second, first) if voice == second else Sides(first, second)


def of_one(scene: Scene, named: list[Named], start: int, last: Sides | None) -> Sides:
    """Of one country: the one named last before the figure, else the next, else the one spoken of before."""
    before = [n.code for n in named if n.start < start]
    after = [n.code for n in named if n.start >= start]
    code = before[-1] if before else after[0] if after else last.reporter if last else scene.host
    return Sides(code)


def of_shops(line: Line, scene: Scene, named: list[Named], start: int, last: Sides | None) -> Sides:
    """Of trade over the net: of one country, or of its buyers from another."""
    origin = next((n for n in named if has_direction(line, n)), None)
    buyers = of_one(scene, [n for n in named if n is not origin], start, last)
    if origin is None:
        return last if last and last.reporter and not named else buyers
    return buyers._replace(partner=origin.code if origin.code != buyers.reporter else None)
