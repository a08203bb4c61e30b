"""What an act and a thread have in common, weighed, and said in a sentence. The weights are in `data/joining.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from math import log
from typing import NamedTuple

import msgspec

from servanda.data import load_table
from servanda.ledger.gists import Gist
from servanda.ledger.identity import PREFIX
from servanda.ledger.pools import number_of
from servanda.ledger.threads import Told

_MOST_TOLD = 1.5
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
    asks: frozenset[str]
    answers: frozenset[str]
    settles: frozenset[str]
    follows_up: frozenset[str]
    pays: frozenset[str]
    pays_by: frozenset[str]
    framework: frozenset[str]
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


class Rarity:
    """How much a word, name or place tells: 1 for one that a single document has, towards 0 for one that all have.

    Only documents read before count, so that a join once made stays as it is when others are added.
    """

    def __init__(self) -> None:
        self.met: dict[int, int] = {}
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


def fit(one: Told, thread: Gist, rarity: Mapping[str, float]) -> tuple[float, list[Signal]]:
    """How well an act fits a thread, and the signals that say so."""
    weights = weights_of(bool(thread.here))
    signals = [signal for group in _GROUPS for signal in group(one, thread, rarity)]
    return sum([weights[signal.name] * signal.value for signal in signals]), signals


@cache
def weights_of(is_here: bool) -> dict[str, float]:
    """What each signal counts for, in the same document or in another."""
    signals = joining().signals.items()
    return {name: weight.here if is_here else weight.elsewhere for name, weight in signals}


def may_join(one: Told, thread: Gist) -> bool:
    """Whether both can be between the same parties: one names all that the other names, or nothing is known."""
    own, others = one.parties, thread.parties
    return not own or not others or own <= others or others <= own


def _matter(one: Told, thread: Gist, rarity: Mapping[str, float]) -> Iterator[Signal]:
    """What it is about: form, sector, place, words, and matters where it is not the same project told in its parts."""
    if one.forms and thread.forms:
        if shared := one.forms & thread.forms:
            yield Signal("form", 1.0, shared)
        elif not (one.forms | thread.forms) & joining().loose_forms:
            yield Signal("other_form", 1.0, one.forms, thread.forms)
    if one.sectors and thread.sectors:
        if shared := one.sectors & thread.sectors:
            yield Signal("sector", 1.0, shared)
        else:
            yield Signal("other_sector", 1.0, one.sectors, thread.sectors)
    if one.matters and thread.matters and not thread.here:
        if shared := one.matters & thread.matters:
            yield Signal("matter", len(shared) / len(one.matters), shared)
        else:
            yield Signal("other_matter", 1.0, one.matters, thread.matters)
    if shared := (one.places & (thread.places | thread.names)) | (one.names & thread.places):
        yield Signal("place", _told_by(shared, rarity), shared)
    if shared := one.words & thread.words:
        own = sum([rarity[word] for word in one.words])
        yield Signal("words", sum([rarity[word] for word in shared]) / max(own, 1.5), shared)


def _told_by(shared: Collection[str], rarity: Mapping[str, float]) -> float:
    """How much the shared names tell together; several tell more than one."""
    return min(_MOST_TOLD, sum([rarity[name] for name in shared]))


def _people(one: Told, thread: Gist, rarity: Mapping[str, float]) -> Iterator[Signal]:
    """Between whom: the countries, those who do it, those who are named."""
    if one.parties and thread.parties:
        same = one.parties == thread.parties
        yield Signal("parties" if same else "fewer", 1.0, one.parties, thread.parties)
    debtors = one.by & thread.by
    if debtors:
        yield Signal("debtor", _told_by(debtors, rarity), debtors)
    elif (own := _firms(one.by)) and (others := _firms(thread.by)):
        yield Signal("other_debtor", 1.0, own, others)
    if shared := (one.names & thread.names) - debtors:
        yield Signal("name", _told_by(shared, rarity), shared)


def _firms(names: frozenset[str]) -> frozenset[str]:
    """Those of the names that are firms, bodies or persons, not countries or places with a code."""
    return frozenset(name for name in names if name.startswith(f"{PREFIX}-"))


def _terms(one: Told, thread: Gist, rarity: Mapping[str, float]) -> Iterator[Signal]:
    """On what terms: the sum, the numbers and the days."""
    if shared := one.numbers & thread.numbers:
        yield Signal("number", max([rarity[number] for number in shared]), shared)
    if one.act.when and len(one.act.when) >= len("2025-03-18") and one.act.when in thread.whens:
        yield Signal("when", 1.0, [one.act.when])
    if one.amount and one.amount in thread.amounts:
        yield Signal("amount", 1.0, ["{:,.0f} {}".format(*one.amount)])
    if one.act.due and thread.dues:
        same = one.act.due in thread.dues
        yield Signal("due" if same else "other_due", 1.0, [one.act.due], thread.dues)


def _document(one: Told, thread: Gist, _rarity: Mapping[str, float]) -> Iterator[Signal]:
    """Where it stands in its document."""
    here = thread.here
    if not here:
        yield Signal("apart", 1.0)
        if one.entry.lang not in thread.langs:
            yield Signal("translated", 1.0)
        return
    table, last = joining(), here[-1]
    is_next = last is one.before
    near = max(0.0, 1 - max(0, one.act.start - last.act.end) / table.near)
    if near:
        yield Signal("follows", near)
    if here[0].before is None:
        yield Signal("main", 1.0)
    if one.forms <= table.loose_forms and not one.sectors and is_next:
        yield Signal("bare", 0.5 if one.forms else 1.0)
    if is_next:
        yield from _goes_on(one, last)
    if last.act.verb in table.asks:
        if one.act.verb in table.answers and is_next:
            yield Signal("answer", 1.0, last.act.by)
        elif one.act.verb in table.asks and is_next and one.by == last.by:
            yield Signal("asked_apart", 1.0)


def _goes_on(one: Told, last: Told) -> Iterator[Signal]:
    """How an act goes on about the matter of the one just before it: who pays for it, what was agreed in it."""
    table = joining()
    if one.forms == table.pays_by and one.act.verb in table.pays:
        yield Signal("share", 1.0)
    if last.act.verb in table.settles and last.forms <= table.framework and one.act.verb in table.follows_up:
        yield Signal("detail", 1.0)


_GROUPS: tuple[Callable[[Told, Gist, Mapping[str, float]], Iterator[Signal]], ...] = (
    _matter,
    _people,
    _terms,
    _document,
)


def sentence_of(one: Told, thread: Gist, signals: Collection[Signal]) -> str:
    """The sentence that says why the act was joined: what speaks for it, strongest first, then what against it."""
    table = joining()
    weights = weights_of(bool(thread.here))
    weighed = [(weights[signal.name] * signal.value, signal) for signal in signals]
    said = []
    for way, sign in (("joined", 1), ("against", -1)):
        reasons = sorted((entry for entry in weighed if entry[0] * sign > 0.01), key=lambda entry: -abs(entry[0]))
        if reasons:
            said.append(table.says[way].format(reasons="; ".join(_reason(signal, one.labels) for _, signal in reasons)))
    return " ".join(said)


def _reason(signal: Signal, labels: Mapping[str, str]) -> str:
    own, others = _listed(signal.shared, labels), _listed(signal.others, labels)
    return joining().signals[signal.name].says.format(shared=own, own=own, others=others)


def _listed(values: Collection[object], labels: Mapping[str, str]) -> str:
    listed = sorted(labels.get(value, value) for value in map(str, values))
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")
