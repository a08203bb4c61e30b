"""Acts as they are joined, and the threads that they make: all that an undertaking's acts name, in sets."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
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

    @property
    def keys(self) -> Iterator[Key]:
        """The kinds and values by which threads about the same may be found."""
        for kind in ("names", "places", "words"):
            for value in getattr(self, kind):
                yield kind, value
        if self.amount:
            yield "amount", "{} {}".format(*self.amount)


class Thread:
    """The acts of one undertaking so far, and all that they name."""

    __slots__ = ("acts", "amounts", "by", "docs", "dues", "forms", "joins", "names", "parties", "places", "sectors", "words")

    def __init__(self) -> None:
        self.acts: list[Told] = []
        self.joins: list[Join] = []
        self.docs: dict[str, list[Told]] = {}
        self.forms: set[str] = set()
        self.sectors: set[str] = set()
        self.parties: set[str] = set()
        self.by: set[str] = set()
        self.names: set[str] = set()
        self.places: set[str] = set()
        self.words: set[str] = set()
        self.amounts: set[tuple[float, str]] = set()
        self.dues: set[str] = set()

    def add(self, told: Told, join: Join) -> None:
        """Take the act in."""
        self.acts.append(told)
        self.joins.append(join)
        self.docs.setdefault(told.act.doc, []).append(told)
        self.forms |= told.forms
        self.sectors |= told.sectors
        self.parties |= told.parties
        self.by |= told.by
        self.names |= told.names
        self.places |= told.places
        self.words |= told.words
        if told.amount:
            self.amounts.add(told.amount)
        if told.act.due:
            self.dues.add(told.act.due)


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
    return Told(
        entry=entry,
        order=order,
        act=act,
        day=day,
        forms=frozenset(act.forms),
        sectors=frozenset(act.sectors),
        parties=frozenset(act.parties),
        by=by,
        names=by.union(map(fold_name, act.to)) - places,
        places=places,
        words=words_of(act.what or act.quote),
        amount=(act.amount.value, act.amount.unit) if act.amount and act.amount.value else None,
        before=before,
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
        stems.update(a + b for a, b in zip(tokens, tokens[1:], strict=False) if _HAN.match(a) and _HAN.match(b))
    return frozenset(stems)
