"""Signals that an act belongs to what was told before: their weights, what each tells, and how a join is said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from math import log
from typing import NamedTuple, Protocol

import msgspec

from servanda.data import load_table
from servanda.ledger.pools import number_of
from servanda.ledger.recent import Recent
from servanda.ledger.threads import Told

_TOLD = 0.03  # what counts for less is not told
_SHOWN = 3  # names or words in one reason


class Weight(msgspec.Struct, frozen=True):
    """What a signal counts for in the same document and in another, and how it is said."""

    here: float
    elsewhere: float
    says: str


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """The table of the rule: see the remarks in the file."""

    threshold: float
    says: Mapping[str, str]
    signals: Mapping[str, Weight]
    loose_forms: frozenset[str]
    talks: frozenset[str]
    aspects: frozenset[str]
    first_phase: frozenset[str]
    told_of_all: frozenset[str]
    asks: frozenset[str]
    answers: frozenset[str]
    grants: frozenset[str]
    settles: frozenset[str]
    follows_up: frozenset[str]
    stops: frozenset[str]
    many_words: float
    near: int
    documents_before: int
    crowded: int
    candidates: int


class Signal(NamedTuple):
    """One thing that speaks for a join or against it: how much of it there is, 0 to 1, and what it is."""

    name: str
    value: float
    shared: Collection[object] = ()
    others: Collection[object] = ()


def of_kinds(own: frozenset[str], others: frozenset[str]) -> Iterator[Signal]:
    """Whether both are about the same kinds of goods; nothing where one names none."""
    if own and others:
        same = own & others
        yield Signal("kind", 1.0, same) if same else Signal("other_kind", 1.0, own, others)


class Rarity:
    """How much a word, name or place tells: 1 for one that a single document has, towards 0 for one that all have.

    Only documents read before count, so that a join once made stays as it is when others are added.
    """

    def __init__(self) -> None:
        self.met: Recent[int, int] = Recent()
        self.documents = 0
        self.changed: set[int] = set()
        self._here: set[str] = set()
        self._is_again = False
        self._scale = 1.0

    def begin(self, keys: Iterable[int], *, again: bool = False) -> None:
        """Begin a document; `keys` are all that it will ask for. One that is read `again` counts no second time."""
        self.have(keys)
        self._here = set()
        self._is_again = again
        self.documents += not again
        self._scale = log(joining().documents_before + self.documents)

    def have(self, keys: Iterable[int]) -> None:
        """Have at hand how often these were met: all are, in memory."""

    def of(self, told: Told) -> dict[str, float]:
        """What each key of the act tells, counted once for each document; acts are given in order."""
        met, scale, found = self.met, self._scale, {}
        for key in told.words | told.names | told.places | told.numbers:
            number = number_of(key)
            if key not in self._here and not (self._is_again and met.get(number)):
                met[number] = met.get(number, 0) + 1
                self.changed.add(number)
            found[key] = 1 - log(met[number]) / scale
        self._here |= found.keys()
        return found


@cache
def joining() -> Joining:
    """The table as it comes with the package."""
    return msgspec.convert(load_table("joining"), Joining)


def weigh(signals: Iterable[Signal], *, is_here: bool) -> float:
    """What the signals count for together, in the same document or in another."""
    weights = weights_of(is_here)
    return sum([weights[signal.name] * signal.value for signal in signals])


@cache
def weights_of(is_here: bool) -> dict[str, float]:
    """What each signal counts for, in the same document or in another."""
    signals = joining().signals.items()
    return {name: weight.here if is_here else weight.elsewhere for name, weight in signals}


class Between(Protocol):
    """What names the parties between which it is."""

    @property
    def parties(self) -> frozenset[str]:
        """Countries and blocs by code."""


def may_join(one: Between, other: Between) -> bool:
    """Whether both can be between the same parties: one names all that the other names, or nothing is known."""
    own, others = one.parties, other.parties
    return not own or not others or own <= others or others <= own


def sentence_of(one: Told, signals: Collection[Signal], *, is_here: bool) -> str:
    """The sentence that says why the act was joined: what speaks for it, strongest first, then what against it."""
    table = joining()
    weights = weights_of(is_here)
    weighed = [(weights[signal.name] * signal.value, signal) for signal in signals]
    said = []
    for way, sign in (("joined", 1), ("against", -1)):
        reasons = sorted((entry for entry in weighed if entry[0] * sign > _TOLD), key=lambda entry: -abs(entry[0]))
        if reasons:
            said.append(table.says[way].format(reasons="; ".join(_reason(signal, one.labels) for _, signal in reasons)))
    return " ".join(said)


def _reason(signal: Signal, labels: Mapping[str, str]) -> str:
    own, others = _listed(signal.shared, labels), _listed(signal.others, labels)
    return joining().signals[signal.name].says.format(shared=own, own=own, others=others)


def _listed(values: Collection[object], labels: Mapping[str, str]) -> str:
    listed = sorted(labels.get(value, value) for value in map(str, values))
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")
