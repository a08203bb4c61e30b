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
from servanda.ledger.naming import NO_NAMES, Naming
from servanda.ledger.search import search_form
from servanda.records import Act, Entry, Join

Key = tuple[str, str]
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*")
_GROUPED = re.compile(r"\D")
_YEAR = re.compile(r"(?:19|20)\d\d")
_A_DAY = 10  # letters of a date that names a day
_STEM = 6  # letters: inflected and related words agree in them, within a language and often across


class Told(NamedTuple):
    """An act with what it can be joined by; `before` is the act before it in its document."""

    entry: Entry
    order: int
    act: Act
    day: datetime.date
    forms: frozenset[str]
    sectors: frozenset[str]
    parties: frozenset[str]
    by: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    amount: tuple[float, str] | None
    before: Told | None
    labels: Mapping[str, str]  # how its document calls those who are named
    keys: tuple[Key, ...]  # kinds and values by which threads about the same may be found


class Thread:
    """The acts of one undertaking so far, and all that they name; most have one act, and share its sets."""

    __slots__ = (
        "acts",
        "amounts",
        "by",
        "docs",
        "dues",
        "forms",
        "founder",
        "joins",
        "langs",
        "names",
        "numbers",
        "parties",
        "places",
        "sectors",
        "whens",
        "words",
    )

    def __init__(self, told: Told, join: Join) -> None:
        self.acts = [told]
        self.founder = told.entry.id
        self.joins = [join]
        self.docs = {told.act.doc: [told]}
        self.langs = {told.entry.lang}
        self.forms, self.sectors, self.parties = told.forms, told.sectors, told.parties
        self.by, self.names, self.places, self.words = told.by, told.names, told.places, told.words
        self.numbers = told.numbers
        self.whens = frozenset((told.act.when,)) if told.act.when else frozenset()
        self.amounts: tuple[tuple[float, str], ...] = (told.amount,) if told.amount else ()
        self.dues: tuple[str, ...] = (told.act.due,) if told.act.due else ()

    def add(self, told: Told, join: Join) -> None:
        """Take the act in."""
        self.acts.append(told)
        self.joins.append(join)
        self.docs.setdefault(told.act.doc, []).append(told)
        self.langs.add(told.entry.lang)
        for slot in ("forms", "sectors", "parties", "by", "names", "places", "words", "numbers"):
            setattr(self, slot, getattr(self, slot) | getattr(told, slot))
        if told.act.when:
            self.whens |= {told.act.when}
        if told.amount and told.amount not in self.amounts:
            self.amounts = (*self.amounts, told.amount)
        if told.act.due and told.act.due not in self.dues:
            self.dues = (*self.dues, told.act.due)


def told_of(entries: Iterable[Entry], names: Mapping[str, Naming]) -> Iterator[Told]:
    """The acts among the entries, as they are joined, in the order in which they are given."""
    before: Told | None = None
    for order, entry in enumerate(entries):
        act = entry.record
        if isinstance(act, Act):
            known = names.get(act.doc, NO_NAMES)
            yield (before := _told(entry, order, known, before if before and before.act.doc == act.doc else None))


def _told(entry: Entry, order: int, known: Naming, before: Told | None) -> Told:
    act = entry.record
    assert isinstance(act, Act)
    places = _all(known, act.places)
    by = _all(known, act.by)
    names = (by | _all(known, act.to) | known.within(act.quote)) - places
    words, numbers = words_of(act.what or act.quote), numbers_of(act.quote)
    amount = (act.amount.value, act.amount.unit) if act.amount and act.amount.value else None
    return Told(
        entry=entry,
        order=order,
        act=act,
        day=first_day(act.when) or first_day(entry.published) or datetime.date.fromisoformat(entry.recorded[:10]),
        forms=frozenset(act.forms),
        sectors=frozenset(act.sectors),
        parties=frozenset(act.parties),
        by=by,
        names=names,
        places=places,
        words=words,
        numbers=numbers,
        amount=amount,
        before=before,
        labels=known.labels,
        keys=tuple(_keys(act, names | places, words, numbers)),
    )


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
    return frozenset(search_form(word) for lang in known_languages() for word in load_topic(lang, "words")["frequent"])


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The stems of the text's own words: without the commonest, in pairs where a script has no spaces."""
    tokens = _WORD.findall(search_form(text))
    frequent = _frequent()
    stems = {token[:_STEM] for token in tokens if len(token) > 2 and token not in frequent and not token.isdigit()}
    if _HAN.search(text):
        stems.update(a + b for a, b in pairwise(tokens) if _HAN.match(a) and _HAN.match(b))
    return frozenset(stems)


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of two digits and more that the text writes, years left out: the same in every language."""
    found = (_GROUPED.sub("", number) for number in _NUMBER.findall(text))
    return frozenset(number for number in found if len(number) > 1 and not _YEAR.fullmatch(number))
