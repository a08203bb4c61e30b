"""Acts joined to undertakings: those about the same thing between the same parties, by a rule that says why.

Acts are taken in the order in which they were recorded; each goes to the thread that it fits best, or founds one of its
own. How well it fits is a sum over what both name (`ledger/signals.py`). A join looks back only: what is added later
changes no earlier one, so that an undertaking keeps its acts and its id. Names and codes are the same in all languages,
so that a dispatch in French joins what one in English began. Threads are found by what they name, not one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import nlargest

from servanda.ledger.signals import Rarity, Signal, fit, joining, may_join, sentence_of
from servanda.ledger.threads import Key, Thread, Told, told_of
from servanda.records import Entry, Join


def join_acts(entries: Iterable[Entry]) -> list[Thread]:
    """The threads that the acts make, each act in one; the entries are in the order in which they were recorded."""
    index = _Index()
    for told in told_of(entries):
        index.add(told)
    return index.threads


class _Index:
    """The threads so far, and the ways to those that an act may belong to."""

    def __init__(self) -> None:
        self.threads: list[Thread] = []
        self._rarity = Rarity()
        self._by_key: dict[Key, list[int]] = defaultdict(list)
        self._doc = ""
        self._here: list[int] = []

    def add(self, told: Told) -> None:
        """Take the act into the thread that it fits best, or into a new one."""
        if told.before is None:
            self._here = []
        self._rarity.read(told)
        place, score, signals = self._best(told)
        if place is None or score < joining().threshold:
            place = len(self.threads)
            self.threads.append(Thread())
            join = Join(act=told.entry.id, score=1.0, why=joining().says["first"])
        else:
            why = sentence_of(told, self.threads[place], signals)
            join = Join(act=told.entry.id, score=round(min(1.0, score), 3), why=why)
        self.threads[place].add(told, join)
        self._note(told, place)

    def _best(self, told: Told) -> tuple[int | None, float, list[Signal]]:
        best: tuple[int | None, float, list[Signal]] = (None, 0.0, [])
        for place in (*reversed(self._here), *self._elsewhere(told)):
            thread = self.threads[place]
            if may_join(told, thread):
                score, signals = fit(told, thread, self._rarity)
                if score > best[1]:
                    best = (place, score, signals)
        return best

    def _elsewhere(self, told: Told) -> list[int]:
        """Threads of other documents that name most of what the act names; those of its own are looked at anyway."""
        told_by: dict[int, float] = defaultdict(float)
        crowded = joining().crowded
        for key in told.keys:
            places = self._by_key.get(key, ())
            if places and len(places) <= crowded:
                weight = self._rarity.of(key[1])
                for place in places:
                    told_by[place] += weight
        for place in self._here:
            told_by.pop(place, None)
        return nlargest(joining().candidates, told_by, key=lambda place: (told_by[place], -place))

    def _note(self, told: Told, place: int) -> None:
        if place not in self._here:
            self._here.append(place)
        for key in told.keys:
            places = self._by_key[key]
            if len(places) <= joining().crowded and place not in places:
                places.append(place)
