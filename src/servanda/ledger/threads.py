"""Acts as they are joined, and the threads that they make: all that an undertaking's acts name, in sets."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from servanda.days import first_day
from servanda.languages import known_languages, load_topic
from servanda.ledger.identity import PREFIX
from servanda.ledger.naming import NO_NAMES, Naming
from servanda.ledger.pools import number_of
from servanda.ledger.search import search_form
from servanda.reading.matters import KIND, kinds_of, subject_of
from servanda.records import Act, Entry, Join
from servanda.script import HAN

Key = tuple[str, str]
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*")
_GROUPED = re.compile(r"\D")
_YEAR = re.compile(r"(?:19|20)\d\d")
_A_DAY = 10  # letters of a date that names a day
_FIRM = f"{PREFIX}-"
_STEM = 6  # letters: inflected and related words agree in them, within a language and often across


class Piece(NamedTuple):
    """An act as evidence: with its entry, its place in the order of recording, and its day."""

    entry: Entry
    order: int
    act: Act
    day: datetime.date


class Told(NamedTuple):
    """An act with what it can be joined by."""

    entry: Entry
    act: Act
    forms: frozenset[str]
    sectors: frozenset[str]
    parties: frozenset[str]
    by: frozenset[str]
    names: frozenset[str]
    firms: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    matters: frozenset[str]
    kinds: frozenset[str]  # of what it is about: which fruit, which metal
    phases: frozenset[str]
    recalling: frozenset[str]
    numbers: frozenset[str]
    amount: tuple[float, str] | None
    labels: Mapping[str, str]  # how its document calls those who are named
    keys: tuple[Key, ...]  # kinds and values by which threads about the same may be found
    ways: tuple[int, ...]  # the same as numbers, in their order


class Thread(NamedTuple):
    """The acts of one undertaking in the order in which they were recorded, each with why it is there.

    `founder` is the act that gives it its name.
    """

    founder: str
    acts: tuple[Piece, ...]
    joins: tuple[Join, ...]

    @property
    def parties(self) -> frozenset[str]:
        """The countries that its acts name."""
        return frozenset(party for one in self.acts for party in one.act.parties)

    def whole(self, unit: str, least: float) -> float:
        """The largest sum in this unit that an act names, at least the one given."""
        sums = (one.act.amount for one in self.acts)
        return max((amount.value for amount in sums if amount and amount.value and amount.unit == unit), default=least)


def piece_of(entry: Entry, order: int) -> Piece:
    """An act's entry as evidence."""
    act = entry.record
    assert isinstance(act, Act)
    day = first_day(act.when) or first_day(entry.published) or datetime.date.fromisoformat(entry.recorded[:10])
    return Piece(entry, order, act, day)


def told_in(acts: Iterable[Entry], known: Naming = NO_NAMES) -> Iterator[Told]:
    """The acts of one document as they are joined, in their order; `known` tells what its names stand for."""
    return (_told(entry, known) for entry in acts if isinstance(entry.record, Act))


def _told(entry: Entry, known: Naming) -> Told:
    act = entry.record
    assert isinstance(act, Act)
    places = _all(known, act.places)
    by = _all(known, act.by)
    names = (by | _all(known, act.to) | known.within(act.quote)) - places
    words, numbers = words_of(act.what or act.quote), numbers_of(act.quote)
    subject = subject_of(act.what or act.quote, entry.lang)
    amount = (act.amount.value, act.amount.unit) if act.amount and act.amount.value else None
    keys = tuple(_keys(act, names | places, words, numbers))
    return Told(
        entry=entry,
        act=act,
        forms=frozenset(act.forms),
        sectors=frozenset(act.sectors),
        parties=frozenset(act.parties),
        by=by,
        names=names,
        firms=firms_of(names),
        places=places,
        words=words,
        matters=frozenset([matter for matter in subject.matters if KIND not in matter]),
        kinds=kinds_of(subject_of(act.quote, entry.lang).matters),
        phases=subject.phases,
        recalling=subject.recalling,
        numbers=numbers,
        amount=amount,
        labels=known.labels,
        keys=keys,
        ways=tuple([number_of(f"{kind}:{value}") for kind, value in keys]),
    )


def firms_of(names: frozenset[str]) -> frozenset[str]:
    """Those of the names that are firms, bodies or persons, not countries or places with a code."""
    return frozenset(name for name in names if name.startswith(_FIRM))


def _all(known: Naming, names: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(known.of(name) for name in names))


def _keys(act: Act, names: frozenset[str], words: frozenset[str], numbers: frozenset[str]) -> Iterator[Key]:
    """Kinds and values by which threads about the same may be found."""
    for kind, values in (("n", names), ("w", words), ("#", numbers)):
        yield from ((kind, value) for value in values)
    if act.amount and act.amount.value:
        yield "a", f"{act.amount.value} {act.amount.unit}"
    if act.when and len(act.when) >= _A_DAY:
        yield "t", f"{act.when} {' '.join(sorted(act.parties))}"
    for sector in act.sectors:
        yield from (("f", f"{form} {sector} {' '.join(sorted(act.parties))}") for form in act.forms)


@cache
def _frequent() -> frozenset[str]:
    """The commonest words of all languages, folded."""
    return frozenset(search_form(word) for lang in known_languages() for word in load_topic(lang, "debris")["frequent"])


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The stems of the text's own words: without the commonest, in pairs where a script has no spaces."""
    tokens = _WORD.findall(search_form(text))
    frequent = _frequent()
    stems = {token[:_STEM] for token in tokens if len(token) > 2 and token not in frequent and not token.isdigit()}
    if HAN.search(text):
        stems.update(a + b for a, b in pairwise(tokens) if HAN.match(a) and HAN.match(b))
    return frozenset(stems)


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of two digits and more that the text writes, years left out: the same in every language."""
    found = (_GROUPED.sub("", number) for number in _NUMBER.findall(text))
    return frozenset(number for number in found if len(number) > 1 and not _YEAR.fullmatch(number))
