"""Acts as they are joined, and the threads that they make: all that an undertaking's acts name, in sets."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from servanda.days import first_day
from servanda.languages import known_languages, load_topic
from servanda.ledger.search import fold_name, search_form
from servanda.records import Act, Entry, Join

Key = tuple[str, str]
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
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
    amount: tuple[float, str] | None
    before: Told | None
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
        "joins",
        "names",
        "parties",
        "places",
        "sectors",
        "words",
    )

    def __init__(self, told: Told, join: Join) -> None:
        self.acts = [told]
        self.joins = [join]
        self.docs = {told.act.doc: [told]}
        self.forms, self.sectors, self.parties = told.forms, told.sectors, told.parties
        self.by, self.names, self.places, self.words = told.by, told.names, told.places, told.words
        self.amounts: tuple[tuple[float, str], ...] = (told.amount,) if told.amount else ()
        self.dues: tuple[str, ...] = (told.act.due,) if told.act.due else ()

    def add(self, told: Told, join: Join) -> None:
        """Take the act in."""
        self.acts.append(told)
        self.joins.append(join)
        self.docs.setdefault(told.act.doc, []).append(told)
        for slot in ("forms", "sectors", "parties", "by", "names", "places", "words"):
            setattr(self, slot, getattr(self, slot) | getattr(told, slot))
        if told.amount and told.amount not in self.amounts:
            self.amounts = (*self.amounts, told.amount)
        if told.act.due and told.act.due not in self.dues:
            self.dues = (*self.dues, told.act.due)


def told_of(entries: Iterable[Entry]) -> Iterator[Told]:
    """The acts among the entries, as they are joined, in the order in which they are given."""
    before: Told | None = None
    for order, entry in enumerate(entries):
        act = entry.record
        if isinstance(act, Act):
            yield (before := _told(entry, order, act, before if before and before.act.doc == act.doc else None))


def _told(entry: Entry, order: int, act: Act, before: Told | None) -> Told:
    day = first_day(act.when) or first_day(entry.published) or datetime.date.fromisoformat(entry.recorded[:10])
    places = frozenset(map(fold_name, act.places))
    by = frozenset(map(fold_name, act.by))
    names = by.union(map(fold_name, act.to)) - places
    words = words_of(act.what or act.quote)
    amount = (act.amount.value, act.amount.unit) if act.amount and act.amount.value else None
    keys = [(kind, name) for kind, found in (("n", names), ("p", places), ("w", words)) for name in found]
    return Told(
        entry=entry,
        order=order,
        act=act,
        day=day,
        forms=frozenset(act.forms),
        sectors=frozenset(act.sectors),
        parties=frozenset(act.parties),
        by=by,
        names=names,
        places=places,
        words=words,
        amount=amount,
        before=before,
        keys=(*keys, ("a", "{} {}".format(*amount))) if amount else tuple(keys),
    )


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
