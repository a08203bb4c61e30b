"""Deals: what a word of buying or selling, or of goods, says of whose a flow is."""

from __future__ import annotations

from servanda.reading.cases import Case
from servanda.reading.engine import Piece
from servanda.reading.indicators import TRADE, Line, grammar_of
from servanda.reading.roles import JOINED, NEAR, follows, is_plain, owner_of
from servanda.reading.scenes import Named, Sides


def flow_of(case: Case) -> str | None:
    """The flow that a figure is of, by its name or by a word in front of it: "对越南出口汽车8.2万辆"."""
    if case.indicator in TRADE:
        return case.indicator
    line, start = case.line, case.span[0]
    cue = line.before(start, "indicator", case.room[0]) if case.indicator == "other" else None
    flow = str(cue.value["indicator"]) if cue else None
    return flow if cue and flow in ("exports", "imports") and is_plain(line, cue.end, start) else None


def of_deal(case: Case) -> Sides | None:
    """Of goods that one country is said to buy of another or to sell to it: the one that does reports."""
    doer, cue = dealer_of(case, "buys", "sells")
    if doer is None or cue is None:
        return None
    other = next((n.code for n in case.named if n.start > cue.start and n.code != doer.code), None)
    return Sides(doer.code, other) if other else None


def dealer_of(case: Case, *names: str) -> tuple[Named | None, Piece | None]:
    """The country that stands before a word of buying or selling in front of a figure, and the word."""
    since = case.room[0]
    cues = [cue for name in names if (cue := case.line.before(case.span[0], name, since))]
    cue = max(cues, key=lambda found: found.start, default=None)
    doer = owner_of(case.line, case.named, cue) if cue else None
    return (doer, cue) if doer and cue and doer.start < cue.start else (None, None)


def has_own_figure(line: Line, named: Named, span: tuple[int, int]) -> bool:
    """Whether a country behind a figure has another right behind it: "2.6 billion, mainly from India (420 million)"."""
    behind = (q.start for q in line.quantities if q.start >= named.end)
    return named.start >= span[1] and next(behind, named.end + JOINED) - named.end < JOINED


def goods_behind(case: Case) -> Named | None:
    """The country whose goods a part is of: "Pakistan takes 36 percent of all Kenyan tea"."""
    end = case.span[1]
    behind = next((n for n in case.named if end <= n.start < end + NEAR and n.is_adjective), None)
    return behind if behind and is_plain(case.line, end, behind.start) else None


def goods_of(case: Case, cue: Piece | None) -> Named | None:
    """The country whose goods are bought: "imports of Norwegian salmon", "nhập khẩu cá hồi Na Uy"."""
    line = case.line
    if cue is None or case.indicator != "imports":
        return None
    behind = next((n for n in case.named if n.start >= cue.end), None)
    if behind is None or not behind.is_itself or not is_plain(line, cue.end, behind.start):
        return None
    if follows(line, behind, "towards", "origin", "inside", "with"):
        return None
    is_name = not behind.is_adjective and (grammar_of(line.view.lang).is_genitive or follows(line, behind, "owner"))
    return None if is_name else behind
