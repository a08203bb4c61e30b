"""Acts joined to undertakings: those about the same thing between the same parties, by a rule that says why.

Acts are taken in the order in which they were recorded; each goes to the thread that it fits best, or founds one of its
own. How well it fits is a sum over what both name (`ledger/signals.py`). A join looks back only: what is added later
changes no earlier one, so that an undertaking keeps its acts and its id. Names and codes are the same in all languages,
so that a dispatch in French joins what one in English began. Threads are found by what they name, not one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import groupby
from typing import NamedTuple

from servanda.ledger.gists import Gist
from servanda.ledger.identity import NO_RULINGS, Rulings
from servanda.ledger.naming import NO_NAMES, Naming
from servanda.ledger.pools import Pool, number_of
from servanda.ledger.signals import Rarity, Signal, fit, joining, may_join, sentence_of
from servanda.ledger.threads import Piece, Thread, Told, piece_of, told_in
from servanda.records import Act, Entry, Join

NOBODY: Mapping[str, Naming] = {}
NO_ACTS: Mapping[str, int] = {}
_NEAREST = 12  # threads of a document that are looked at: a long one must not cost the square of its length


class Threaded(NamedTuple):
    """An act that was taken to a thread, by its number, with why."""

    told: Told
    thread: int
    join: Join


class Threads:
    """The threads so far, and the ways to those that an act may belong to."""

    def __init__(
        self, rulings: Rulings = NO_RULINGS, pool: Pool[Gist] | None = None, rarity: Rarity | None = None
    ) -> None:
        self.joined: list[Threaded] = []
        self._pool = pool or Pool()
        self._rulings = rulings
        self._of: dict[str, int] = {}
        self._table = joining()
        self._rarity = rarity or Rarity()
        self._here: list[int] = []  # threads of the document that is being read, by their first act in it
        self._last = 0

    def add_document(
        self, acts: Iterable[Entry], known: Naming, held: Mapping[str, int] = NO_ACTS, *, again: bool = False
    ) -> None:
        """Take the acts of one document into the threads that they fit best, or into new ones.

        `held` are those that were taken to a thread before and stay there; a document that is read `again` makes no
        word more frequent.
        """
        listed = list(told_in(acts, known))
        self._pool.look(number for one in listed for number in _numbers(one))
        words = {number_of(key) for one in listed for key in one.words | one.names | one.places | one.numbers}
        self._rarity.begin(words, again=again)
        for told in listed:
            rarity = self._rarity.of(told)
            if told.entry.id in held:
                self._pool.have((held[told.entry.id],))
                self._note(told, held[told.entry.id])
            else:
                self._add(told, rarity)
        for place in self._here:
            if gist := self._pool.get(place):
                gist.here = []
        self._here = []

    def _add(self, told: Told, rarity: Mapping[str, float]) -> None:
        """Take the act into the thread that it fits best, or into a new one."""
        ruled = self._ruled(told)
        place, score, signals = (ruled, 1.0, []) if ruled is not None else self._best(told, rarity)
        if place is None or score < self._table.threshold:
            place = self._pool.found(Gist(told))
            join = Join(act=told.entry.id, score=1.0, why=self._table.says["first"])
        else:
            gist = self._pool.change(place)
            why = self._table.says["ruled"] if ruled is not None else sentence_of(told, gist, signals)
            join = Join(act=told.entry.id, score=round(min(1.0, score), 3), why=why)
            gist.add(told)
        self.joined.append(Threaded(told, place, join))
        for number in _numbers(told):
            self._pool.lead(number, place, self._table.crowded)
        self._note(told, place)

    def forget(self) -> None:
        """Let go of the acts that were added, once somebody has taken note of them."""
        self._of, self.joined = {}, []

    def number_of(self, act: str) -> int | None:
        """The number of the thread that an act was taken to; None for one that is not known here."""
        return self._of.get(act)

    def _ruled(self, told: Told) -> int | None:
        """The thread to which people said that the act belongs."""
        places = [self.number_of(other) for other in self._rulings.same.get(told.entry.id, ())]
        known = [place for place in places if place is not None]
        self._pool.have(known)
        return next((place for place in known if self._pool.get(place)), None)

    def _best(self, told: Told, rarity: Mapping[str, float]) -> tuple[int | None, float, list[Signal]]:
        best: tuple[int | None, float, list[Signal]] = (None, 0.0, [])
        parted = {self.number_of(other) for other in self._rulings.different.get(told.entry.id, ())}
        candidates = [place for place in self._candidates(told, rarity) if place not in parted]
        self._pool.have(candidates)
        for place in candidates:
            gist = self._pool.get(place)
            if gist is not None and may_join(told, gist):
                score, signals = fit(told, gist, rarity)
                if score > best[1]:
                    best = (place, score, signals)
        return best

    def _candidates(self, told: Told, rarity: Mapping[str, float]) -> Iterator[int]:
        """The threads to look at: those of its document, nearest first, then those of others that name most of it."""
        named = self._named(told, rarity)
        here = self._here
        main = here[:1] if len(here) > _NEAREST else []
        for place in (*reversed(here[-_NEAREST:]), *main):
            gist = self._pool.get(place)
            if gist and (place in (here[0], self._last) or place in named or gist.forms & told.forms):
                yield place
        others = [(weight, place) for place, weight in named.items() if place not in here]
        for _, place in nlargest(self._table.candidates, others):
            yield place

    def _named(self, told: Told, rarity: Mapping[str, float]) -> dict[int, float]:
        """The threads that name what the act names, by how much of it; what too many name leads to none."""
        named: dict[int, float] = defaultdict(float)
        for key, number in zip(told.keys, _numbers(told), strict=True):
            places = self._pool.under(number)
            if len(places) <= self._table.crowded:
                weight = rarity.get(key[1], 1.0)
                for place in places:
                    named[place] += weight
        return named

    def _note(self, told: Told, place: int) -> None:
        self._last = place
        self._of[told.entry.id] = place
        if gist := self._pool.get(place):
            gist.here.append(told)
        if place not in self._here:
            self._here.append(place)

    def threads(self) -> list[Thread]:
        """All threads in the order in which they were founded."""
        found: dict[int, list[tuple[Piece, Join]]] = defaultdict(list)
        for order, one in enumerate(self.joined):
            found[one.thread].append((piece_of(one.told.entry, order), one.join))
        return [thread_of(self._pool.held[number].founder, pairs) for number, pairs in sorted(found.items())]


def thread_of(founder: str, pairs: Sequence[tuple[Piece, Join]]) -> Thread:
    """A thread of these acts."""
    return Thread(founder, tuple(piece for piece, _ in pairs), tuple(join for _, join in pairs))


def _numbers(told: Told) -> list[int]:
    """The keys of the act as numbers, in the same order."""
    return [number_of(f"{kind}:{value}") for kind, value in told.keys]


def join_acts(
    entries: Iterable[Entry], names: Mapping[str, Naming] = NOBODY, rulings: Rulings = NO_RULINGS
) -> list[Thread]:
    """The threads that the acts make, each act in one; the entries are in the order in which they were recorded.

    `names` tells what the names of each document stand for, so that one actor is one in all languages; `rulings` say
    which acts people joined or parted.
    """
    threads = Threads(rulings)
    acts = (entry for entry in entries if isinstance(entry.record, Act))
    for doc, held in groupby(acts, key=lambda entry: entry.record.doc):
        threads.add_document(held, names.get(doc, NO_NAMES))
    return threads.threads()
