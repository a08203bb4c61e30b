"""Respective readings: each of several amounts told in a row has its own of what was told in a row beside them.

"Exports and imports rose 5% and 7%." "Trade with Peru and Chile came to 3 and 2 billion dollars, respectively."
"Exports reached 3 billion and imports 2 billion, up 5% and 7%." What is the others' is hidden from an amount: the
stretches of text where flows, names and times stand that are not its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from servanda.reading.indicators import Line, grammar_of
from servanda.reading.periods import is_period
from servanda.reading.quantities import Quantity
from servanda.reading.roles import JOINED, NEAR
from servanda.reading.scenes import Named
from servanda.reading.sites import Site

Stretch = tuple[int, int]
_FEWEST = 2  # amounts of a row
_BETWEEN = 22  # characters between two amounts of a row
_APART = 44  # characters between two things of a row
_BEHIND = 40  # characters behind a row in which "respectively", or what it is of, stands
_PASSING = ("ordinal", "definite")
_PARTS = ("percent", "percentage-point", "times")
_COMMAS = frozenset((",", "，", "、"))
_STOPS = frozenset(".;:；：。()（）")
_TOLD = ("indicator", "noun", "up", "down", "status", "compared")  # words that part two amounts


class Share(NamedTuple):
    """What an amount of a row looks at: not at some stretches, from where on, and at which countries of the sentence.

    `barred` are the countries that are the others' alone; `before` is where an amount begins that it goes on about.
    """

    hidden: tuple[Stretch, ...]
    room: int
    named: list[Named]
    barred: frozenset[str]
    before: int | None = None


class _Thing(NamedTuple):
    """A flow, a name or a time: where it stands, and what it is."""

    start: int
    end: int
    value: str


class _Row(NamedTuple):
    """Amounts in a row, the stretch of the sentence about them, and whether "respectively" is said of them."""

    amounts: list[Quantity]
    since: int
    until: int
    is_marked: bool

    @property
    def start(self) -> int:
        """Where the first amount begins."""
        return self.amounts[0].start

    @property
    def end(self) -> int:
        """Where the last amount ends."""
        return _end(self.amounts[-1])


def shares_of(line: Line, named: Sequence[Named], sites: Sequence[Site]) -> dict[int, Share]:
    """The amounts of a sentence that are one of a row, by place, each with what is its own."""
    found: dict[int, Share] = {}
    amounts = [q for q in line.quantities if q.form not in _PASSING and q.kind != "rank"]
    if len(amounts) < _FEWEST:
        return found
    places = {n.start: _Thing(n.start, n.end, n.code) for n in named}
    places |= {site.start: _Thing(site.start, site.end, site.name) for site in sites}
    for row in _rows(line, amounts):
        groups = _groups(line, row, places.values())
        before = [] if groups else _antecedents(row, amounts)
        for place, amount in enumerate(row.amounts):
            if groups:
                moved = {group[place].start: group[0] for group in groups}
                found[amount.start] = _share(row, tuple(_of_others(groups, place)), named, moved)
            elif before:
                hidden = (*_amounts_of_others(line, before, places.values(), place), *_kept(found, before[place]))
                found[amount.start] = _share(row, hidden, named, {}, before[place].start)
    return found


def _share(
    row: _Row,
    hidden: tuple[Stretch, ...],
    named: Sequence[Named],
    moved: Mapping[int, _Thing],
    before: int | None = None,
) -> Share:
    """What an amount looks at; a country that is its own stands where the first of the row stood."""
    own = [n for n in named if not any(start <= n.start < end for start, end in hidden)]
    barred = frozenset(n.code for n in named) - {n.code for n in own}
    places = ((n, moved.get(n.start, n)) for n in own)
    return Share(hidden, row.since, [replace(n, start=at.start, end=at.end) for n, at in places], barred, before)


def _rows(line: Line, amounts: Sequence[Quantity]) -> Iterator[_Row]:
    """Two or more amounts of a kind with nothing but "and" or a comma between them."""
    place = 0
    while place < len(amounts):
        last = place
        while last + 1 < len(amounts) and _is_joined(line, amounts[last], amounts[last + 1]):
            last += 1
        if last > place:
            since = _end(amounts[place - 1]) if place else line.sentence.start
            until = amounts[last + 1].start if last + 1 < len(amounts) else line.sentence.end
            end = _end(amounts[last])
            is_marked = line.has("respectively", since, min(until, end + _BEHIND))
            if is_marked or _has_and(line, _end(amounts[last - 1]), amounts[last].start):
                yield _Row(list(amounts[place : last + 1]), since, until, is_marked)
        place = last + 1


def _has_and(line: Line, start: int, end: int) -> bool:
    return grammar_of(line.view.lang).joins.search(line.view.lower, start, end) is not None


def _end(amount: Quantity) -> int:
    return (amount.converted or amount).end


def _is_joined(line: Line, first: Quantity, second: Quantity) -> bool:
    start, end = _end(first), second.start
    if first.kind != second.kind or first.moves_to or not 0 < end - start <= _BETWEEN:
        return False
    gap = line.view.norm[start:end]
    if not _STOPS.isdisjoint(gap) or any(line.has(name, start, end) for name in _TOLD):
        return False
    return _has_and(line, start, end) or not _COMMAS.isdisjoint(gap)


def _groups(line: Line, row: _Row, places: Iterable[_Thing]) -> list[list[_Thing]]:
    """The things in a row beside the amounts, as many as these: those that stand nearest, and those told with them."""
    flows = [_Thing(c.start, c.end, c.value["indicator"]) for c in line.cues if "indicator" in c.value]
    times = [_Thing(t.start, t.end, t.value) for t in line.times if is_period(t)]
    apart = [place for place in places if not _is_of_two(line, place)]
    sorts = [flows, times, *([apart] if row.is_marked else [])]
    found = [group for things in sorts if (group := _last_before(line, row, things))]
    if not found:
        return [group for things in sorts if (group := _first_behind(line, row, things))][:1]
    nearest = max(found, key=lambda group: group[-1].end)
    return [group for group in found if group is nearest or _is_told_with(group, nearest)]


def _is_of_two(line: Line, place: _Thing) -> bool:
    """Whether a place is the first of two between which something is: "trade between Peru and Chile"."""
    cue = line.before(place.start, "between", place.start - NEAR)
    return cue is not None and place.start - cue.end <= JOINED


def _last_before(line: Line, row: _Row, things: Iterable[_Thing]) -> list[_Thing]:
    """The last things in a row before the amounts, if they are as many; else none."""
    return _fitting(line, row, sorted(t for t in things if row.since <= t.start and t.end <= row.start)[::-1])[::-1]


def _first_behind(line: Line, row: _Row, things: Iterable[_Thing]) -> list[_Thing]:
    """The first things in a row behind the amounts, if they are as many; else none."""
    group = _fitting(line, row, sorted(t for t in things if row.end <= t.start and t.end <= row.until))
    return group if group and group[0].start - row.end <= _BEHIND else []


def _fitting(line: Line, row: _Row, things: Sequence[_Thing]) -> list[_Thing]:
    """The first of these that are told in a row, if they are as many as the amounts, and not all alike."""
    group: list[_Thing] = list(things[:1])
    for one, other in pairwise(things):
        if not _is_beside(line, *sorted((one, other))):
            break
        group.append(other)
    return group if len(group) == len(row.amounts) == len({thing.value for thing in group}) else []


def _is_beside(line: Line, first: _Thing, second: _Thing) -> bool:
    gap = line.view.norm[first.end : second.start]
    if len(gap) > _APART or not _STOPS.isdisjoint(gap):
        return False
    return _has_and(line, first.end, second.start) or not _COMMAS.isdisjoint(gap)


def _is_told_with(group: Sequence[_Thing], other: Sequence[_Thing]) -> bool:
    """Whether the things of two rows take turns: "exports to Peru and imports from Chile"."""
    first, second = (group, other) if group[0] < other[0] else (other, group)
    return all(one.start < two.start for one, two in zip(first, second, strict=True)) and all(
        two.end <= one.start for two, one in zip(second, first[1:], strict=False)
    )


def _of_others(groups: Iterable[Sequence[_Thing]], place: int) -> Iterator[Stretch]:
    """Where the things of the other amounts stand."""
    return ((t.start, t.end) for group in groups for other, t in enumerate(group) if other != place)


def _antecedents(row: _Row, amounts: Sequence[Quantity]) -> list[Quantity]:
    """The amounts before a row of percentages that each of these is the change of: as many, right before them."""
    if row.amounts[0].kind not in _PARTS:
        return []
    place, count = amounts.index(row.amounts[0]), len(row.amounts)
    before = [q for q in amounts[:place] if q.kind not in _PARTS]
    is_right_before = list(amounts[max(0, place - count) : place]) == before[-count:]
    is_all = row.is_marked or len(before) == count
    return before[-count:] if len(before) >= count and is_right_before and is_all else []


def _amounts_of_others(line: Line, before: Sequence[Quantity], names: Iterable[_Thing], own: int) -> Iterator[Stretch]:
    """Where the other amounts are told: the first one from its flow on, as what stands before that is of all."""
    since = line.sentence.start
    for place, amount in enumerate(before):
        if place != own:
            cue = None if place else line.before(amount.start, "indicator", since)
            is_named = any(_end(before[0]) <= n.start < before[-1].start for n in names)
            yield (cue.start if cue and not is_named else since, _end(amount))
        since = _end(amount)


def _kept(found: dict[int, Share], amount: Quantity) -> tuple[Stretch, ...]:
    """What is hidden from an amount already."""
    return found[amount.start].hidden if amount.start in found else ()
