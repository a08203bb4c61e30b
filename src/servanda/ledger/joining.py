"""Acts joined to undertakings: those about the same thing between the same parties, by a rule that says why.

Acts are taken in the order in which they were recorded; each goes to the thread that it fits best, or founds one of its
own. How well it fits is a sum over what both name (`ledger/signals.py`). A join looks back only: what is added later
changes no earlier one, so that an undertaking keeps its acts and its id. Names and codes are the same in all languages,
so that a dispatch in French joins what one in English began. Threads are found by what they name, not one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest

from servanda.ledger.identity import NO_RULINGS, Rulings
from servanda.ledger.naming import Naming
from servanda.ledger.signals import Rarity, Signal, fit, joining, may_join, sentence_of
from servanda.ledger.threads import Key, Thread, Told, told_of
from servanda.records import Entry, Join

NOBODY: Mapping[str, Naming] = {}
_NEAREST = 12  # threads of a document that are looked at: a long one must not cost the square of its length


def join_acts(
    entries: Iterable[Entry], names: Mapping[str, Naming] = NOBODY, rulings: Rulings = NO_RULINGS
) -> list[Thread]:
    """The threads that the acts make, each act in one; the entries are in the order in which they were recorded.

    `names` tells what the names of each document stand for, so that one actor is one in all languages; `rulings` say
    which acts people joined or parted.
    """
    index = _Index(rulings)
    for told in told_of(entries, names):
        index.add(told)
    return index.threads


class _Index:
    """The threads so far, and the ways to those that an act may belong to."""

    def __init__(self, rulings: Rulings) -> None:
        self.threads: list[Thread] = []
        self._rulings = rulings
        self._of: dict[str, int] = {}
        self._table = joining()
        self._rarity = Rarity()
        self._by_key: dict[Key, list[int]] = defaultdict(list)
        self._here: list[int] = []  # threads of the document that is being read, by their first act in it
        self._last = 0

    def add(self, told: Told) -> None:
        """Take the act into the thread that it fits best, or into a new one."""
        if told.before is None:
            self._here = []
        rarity = self._rarity.of(told)
        ruled = self._ruled(told)
        place, score, signals = (ruled, 1.0, []) if ruled is not None else self._best(told, rarity)
        if place is None or score < self._table.threshold:
            place = len(self.threads)
            join = Join(act=told.entry.id, score=1.0, why=self._table.says["first"])
            self.threads.append(Thread(told, join))
        else:
            why = self._table.says["ruled"] if ruled is not None else sentence_of(told, self.threads[place], signals)
            join = Join(act=told.entry.id, score=round(min(1.0, score), 3), why=why)
            self.threads[place].add(told, join)
        self._note(told, place)

    def _ruled(self, told: Told) -> int | None:
        """The thread to which people said that the act belongs."""
        places = (self._of.get(other) for other in self._rulings.same.get(told.entry.id, ()))
        return next((place for place in places if place is not None), None)

    def _best(self, told: Told, rarity: Mapping[str, float]) -> tuple[int | None, float, list[Signal]]:
        best: tuple[int | None, float, list[Signal]] = (None, 0.0, [])
        parted = {self._of.get(other) for other in self._rulings.different.get(told.entry.id, ())}
        for place in self._candidates(told, rarity):
            thread = self.threads[place]
            if place not in parted and may_join(told, thread):
                score, signals = fit(told, thread, rarity)
                if score > best[1]:
                    best = (place, score, signals)
        return best

    def _candidates(self, told: Told, rarity: Mapping[str, float]) -> Iterator[int]:
        """The threads to look at: those of its document, nearest first, then those of others that name most of it."""
        named = self._named(told, rarity)
        here = self._here
        main = here[:1] if len(here) > _NEAREST else []
        for place in (*reversed(here[-_NEAREST:]), *main):
            if place in (here[0], self._last) or place in named or self.threads[place].forms & told.forms:
                yield place
        others = [(weight, place) for place, weight in named.items() if place not in here]
        for _, place in nlargest(self._table.candidates, others):
            yield place

    def _named(self, told: Told, rarity: Mapping[str, float]) -> dict[int, float]:
        """The threads that name what the act names, by how much of it; what too many name leads to none."""
        named: dict[int, float] = defaultdict(float)
        for key in told.keys:
            places = self._by_key[key]
            if len(places) <= self._table.crowded:
                weight = rarity.get(key[1], 1.0)
                for place in places:
                    named[place] += weight
        return named

    def _note(self, told: Told, place: int) -> None:
        self._last = place
        self._of[told.entry.id] = place
        if place not in self._here:
            self._here.append(place)
        for key in told.keys:
            places = self._by_key[key]
            if len(places) <= self._table.crowded and place not in places:
                places.append(place)
