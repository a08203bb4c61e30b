"""Marks: what the words beside a country say of its part in a sentence, whichever figure is asked of."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from servanda.reading.indicators import TRADE, Line, grammar_of
from servanda.reading.roles import (
    NEAR,
    follows,
    is_beside,
    is_given,
    is_guest,
    is_inside,
    is_investor,
    is_plain,
    owner_of,
    way_of,
)
from servanda.reading.scenes import Named

_BEFORE = ("towards", "origin", "with", "owner", "between", "benefit", "agent")  # words before a country
_BEHIND = ("buys", "sells", "says")  # verbs behind it
# With one of these what a country does is told, wherever it stands.
_TELLING = frozenset((*_BEFORE[:4], *_BEHIND, "source", "investor", "guest", "possessive", "inside"))
_RANKED = 24  # characters between a country and the rank that it has
_OWN = 4  # characters between a country and the number that is its own
_SOURCE = 20  # characters between "according to" and a country
_OFFICE = 14  # characters between an office of statistics and the country whose it is
_SIDE = 8  # characters between a country and the word that it is a side


class Mark(Struct, frozen=True):
    """A country where a sentence names it, what the words beside it say, and what flows it owns."""

    start: int
    end: int
    code: str
    signs: tuple[str, ...]
    flows: tuple[str, ...]
    number: int  # where the number begins that stands right behind it; -1 where none does

    @property
    def is_told(self) -> bool:
        """Whether the words beside it say what it does."""
        return bool(self.flows) or not _TELLING.isdisjoint(self.signs)


def marks_of(line: Line, named: list[Named]) -> list[Mark]:
    """The countries of a sentence in order, without those that are only part of a currency's name."""
    kept = [n for n in named if not _is_money(line, n)]
    flows: dict[int, tuple[str, ...]] = {}
    for cue in line.cues:
        flow = cue.value.get("indicator")
        if flow in TRADE and (owner := owner_of(line, kept, cue)):
            flows[owner.start] = (*flows.get(owner.start, ()), str(flow))
    return [
        Mark(n.start, n.end, n.code, tuple(_signs(line, n, n is kept[0])), flows.get(n.start, ()), _number(line, n))
        for n in kept
    ]


def _signs(line: Line, named: Named, is_first: bool) -> Iterator[str]:
    """What the words beside a country say."""
    before = [name for name in _BEFORE if follows(line, named, name)]
    before += ["inside"] if is_inside(line, named) else []
    if {"towards", "inside"}.issubset(before) and (way := way_of(line, named)):
        before = [name for name in before if name not in ("towards", "inside") or name == way]
    before += ["towards"] if not before and is_given(line, named) else []
    yield from before
    if named.is_adjective:
        yield "adjective"
    elif not named.is_itself:
        yield "place"
    elif not before:
        yield "free"
    if is_first and not before and not named.is_adjective:
        yield "first"
    yield from (name for name, holds in _NOUNS.items() if holds(line, named))
    for name in _BEHIND:
        cue = line.after(named.end, name, named.end + NEAR)
        if cue and is_plain(line, named.end, cue.start):
            yield name


def _has_possessive(line: Line, named: Named) -> bool:
    return line.view.norm.startswith(grammar_of(line.view.lang).possessives or ("\0",), named.end)


def _is_trained(line: Line, named: Named) -> bool:
    return is_beside(line, named, "trainees")


def _is_side(line: Line, named: Named) -> bool:
    """Whether a country is one of two that talk: "the Lao side", "phía Lào"."""
    return line.has("side", max(named.start - _SIDE, line.sentence.start), named.end + _SIDE)


def _is_source(line: Line, named: Named) -> bool:
    """Whether a country is named in who says so: "according to Chinese customs"."""
    cue = line.before(named.start, "according", named.start - _SOURCE)
    if cue is not None and "," not in line.view.norm[cue.end : named.start]:
        return True
    office = line.after(named.end, "statistics", named.end + _OFFICE)
    office = office or line.before(named.start, "statistics", named.start - _OFFICE)
    if office is None:
        return False
    return "," not in line.view.norm[min(named.end, office.end) : max(named.start, office.start)]


def _is_ranked(line: Line, named: Named) -> bool:
    ranks = (q for q in line.quantities if q.kind == "rank")
    return any(min(abs(q.start - named.end), abs(named.start - q.end)) <= _RANKED for q in ranks)


def _is_money(line: Line, named: Named) -> bool:
    """Whether a country is only part of a currency's name: "долларов США"."""
    sums = (q for q in line.quantities if q.kind == "money")
    return any(q.start <= named.start < (q.converted or q).end for q in sums)


def _number(line: Line, named: Named) -> int:
    behind = next((q.start for q in line.quantities if q.start >= named.end), -1)
    return behind if 0 <= behind - named.end <= _OWN else -1


_NOUNS = {
    "possessive": _has_possessive,
    "investor": is_investor,
    "guest": is_guest,
    "trainees": _is_trained,
    "side": _is_side,
    "source": _is_source,
    "ranked": _is_ranked,
}
