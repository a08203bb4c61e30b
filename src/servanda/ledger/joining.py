"""Acts joined to undertakings: those about the same thing between the same parties, by a rule that says why.

Acts are taken in the order in which they were recorded; each goes to the thread that it fits best, or founds one of its
own. How well it fits is a sum over what both name (`ledger/signals.py`). A join looks back only: what is added later
changes no earlier one, so that an undertaking keeps its acts and its id. Names and codes are the same in all languages,
so that a dispatch in French joins what one in English began. Threads are found by what they name, not one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from heapq import nlargest
from itertools import groupby
from typing import NamedTuple

from servanda.ledger.fits import Fit, fit, together
from servanda.ledger.gists import Gist
from servanda.ledger.identity import NO_RULINGS, Rulings
from servanda.ledger.links import Link, Rarities, links_of
from servanda.ledger.naming import NO_NAMES, Naming
from servanda.ledger.pools import Pool, number_of
from servanda.ledger.signals import Rarity, joining, may_join, sentence_of
from servanda.ledger.threads import Piece, Thread, Told, piece_of, told_in
from servanda.records import Act, Entry, Join

NOBODY: Mapping[str, Naming] = {}
NO_ACTS: Mapping[str, int] = {}
_NO_FIT = Fit(0.0, [])


class Threaded(NamedTuple):
    """An act that was taken to a thread, by its number, with why."""

    told: Told
    thread: int
    join: Join


class _Page(NamedTuple):
    """The acts of one document, what their keys tell, and to which act before it each belongs."""

    acts: Sequence[Told]
    rarities: Sequence[Rarities]
    links: Sequence[Link | None]

    def members(self, first: int) -> list[int]:
        """The numbers of an act and of all that go on about it, or about one that does."""
        found = [first]
        for number in range(first + 1, len(self.acts)):
            link = self.links[number]
            if link and link.to in found:
                found.append(number)
        return found


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
        self._here: set[int] = set()  # threads that the document which is being read founded
        self._before: dict[int, Gist] = {}  # those of others that it adds to, as they were before it

    def add_document(
        self, acts: Iterable[Entry], known: Naming, held: Mapping[str, int] = NO_ACTS, *, again: bool = False
    ) -> None:
        """Take the acts of one document into the threads that they fit best, or into new ones.

        `held` are those that were taken to a thread before and stay there; a document that is read `again` makes no
        word more frequent.
        """
        listed = list(told_in(acts, known))
        self._pool.look([way for one in listed for way in one.ways])
        words = {number_of(key) for one in listed for key in one.words | one.names | one.places | one.numbers}
        self._rarity.begin(words, again=again)
        rarities = [self._rarity.of(told) for told in listed]
        self._pool.have(held.values())
        self._here, self._before = set(), {}
        page = _Page(listed, rarities, links_of(listed, rarities, self._rulings.different))
        for number, told in enumerate(listed):
            if told.entry.id in held:
                self._note(told, held[told.entry.id])
            else:
                self._add(page, number, held)

    def _add(self, page: _Page, number: int, held: Mapping[str, int]) -> None:
        """Take an act where people said, to the act that it goes on about, to where it fits, or to a new thread."""
        told, link = page.acts[number], page.links[number]
        place = self._ruled(told)
        if place is not None:
            score, why = 1.0, self._table.says["ruled"]
        elif link and (near := self._of[page.acts[link.to].entry.id]) not in self._parted(told):
            place, score, why = near, link.score, sentence_of(told, link.signals, is_here=True)
        else:
            members = [one for one in page.members(number) if page.acts[one].entry.id not in held]
            place, score, why = self._outside(page, members)
        if place is None:
            place, score, why = self._pool.found(Gist(told)), 1.0, self._table.says["first"]
            self._here.add(place)
        else:
            self._add_to(place, told)
        self.joined.append(Threaded(told, place, Join(act=told.entry.id, score=round(min(1.0, score), 3), why=why)))
        for way in told.ways:
            self._pool.lead(way, place, self._table.crowded)
        self._note(told, place)

    def _add_to(self, place: int, told: Told) -> None:
        """Take the act into a thread; one of other documents is kept in mind as it was before."""
        thread = self._pool.change(place)
        if place not in self._here:
            self._before.setdefault(place, copy(thread))
        thread.add(told)

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

    def _parted(self, told: Told) -> set[int | None]:
        """The threads to which people said that the act does not belong."""
        return {self.number_of(other) for other in self._rulings.different.get(told.entry.id, ())}

    def _outside(self, page: _Page, members: Sequence[int]) -> tuple[int | None, float, str]:
        """The thread of other documents that one of these acts fits best, the first of which is to be taken there."""
        parted = {place for one in members for place in self._parted(page.acts[one])}
        fits: dict[int, dict[int, Fit]] = defaultdict(dict)
        first = page.acts[members[0]]
        for one in members:
            told, rarity = _going_on(page.acts[one], first), page.rarities[one]
            candidates = [place for place in self._candidates(told, rarity) if place not in parted]
            self._pool.have(candidates)
            for place in candidates:
                gist = self._before.get(place) or self._pool.get(place)
                if gist is not None and may_join(told, gist):
                    fits[place][one] = fit(told, gist, rarity)
        found = ((place, *_whole(acts)) for place, acts in fits.items())
        place, one, best = max(found, key=lambda each: each[2].score, default=(0, 0, _NO_FIT))
        if best.score < self._table.threshold:
            return None, 1.0, ""
        why = sentence_of(page.acts[one], best.signals, is_here=False)
        return place, best.score, why if one == members[0] else f"{self._table.says['through']} {why}"

    def _candidates(self, told: Told, rarity: Mapping[str, float]) -> list[int]:
        """The threads of other documents that name most of what the act names."""
        named = [(weight, place) for place, weight in self._named(told, rarity).items() if place not in self._here]
        return [place for _, place in nlargest(self._table.candidates, named)]

    def _named(self, told: Told, rarity: Mapping[str, float]) -> dict[int, float]:
        """The threads that name what the act names, by how much of it; what too many name leads to none."""
        named: dict[int, float] = defaultdict(float)
        for key, way in zip(told.keys, told.ways, strict=True):
            places = self._pool.under(way)
            if len(places) <= self._table.crowded:
                weight = rarity.get(key[1], 1.0)
                for place in places:
                    named[place] += weight
        return named

    def _note(self, told: Told, place: int) -> None:
        self._of[told.entry.id] = place

    def threads(self) -> list[Thread]:
        """All threads in the order in which they were founded."""
        found: dict[int, list[tuple[Piece, Join]]] = defaultdict(list)
        for order, one in enumerate(self.joined):
            found[one.thread].append((piece_of(one.told.entry, order), one.join))
        return [thread_of(self._pool.held[number].founder, pairs) for number, pairs in sorted(found.items())]


def _going_on(told: Told, first: Told) -> Told:
    """An act as one that goes on about another: of its phase, where it names none."""
    return told._replace(phases=told.phases or first.phases)


def _whole(fits: Mapping[int, Fit]) -> tuple[int, Fit]:
    """The act that fits best, by its number, and how well it fits with the others."""
    best = max(fits, key=lambda number: fits[number].score)
    return best, together(fits[best], (fit for number, fit in fits.items() if number != best))


def thread_of(founder: str, pairs: Sequence[tuple[Piece, Join]]) -> Thread:
    """A thread of these acts."""
    return Thread(founder, tuple(piece for piece, _ in pairs), tuple(join for _, join in pairs))


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
