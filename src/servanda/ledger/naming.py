"""What the names in a document stand for: the actors that they are, and the bodies and places that speak through them.

An act names its actors as its document writes them. Its undertaking is found by who they are: a person stands for its
body, a committee for its city, so that a chairman in English and a company in Chinese speak of one firm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from servanda.ledger.identity import Identities
from servanda.ledger.search import fold_name
from servanda.records import Actor, Entry

_SHORTEST = 4  # letters of a name that is looked for inside words; of Han characters half as many


class Naming(NamedTuple):
    """The names of one document, folded: what each stands for, which are countries, and how it calls what they are."""

    stands_for: Mapping[str, frozenset[str]]
    countries: frozenset[str]
    labels: Mapping[str, str]

    def of(self, name: str) -> frozenset[str]:
        """What a name stands for; itself where the document has no such actor."""
        folded = fold_name(name)
        return self.stands_for.get(folded, frozenset((folded,)))

    def within(self, words: str) -> frozenset[str]:
        """What the names inside the words stand for, countries left out: all that is between two countries has them."""
        folded = fold_name(words)
        found: set[str] = set()
        for name, keys in self.stands_for.items():
            if name in folded and name not in self.countries and _is_long(name):
                found |= keys
        return frozenset(found)


NO_NAMES = Naming({}, frozenset(), {})


def _is_long(name: str) -> bool:
    return len(name) >= (_SHORTEST if name.isascii() else _SHORTEST // 2)


def namings(entries: Iterable[Entry], identities: Identities) -> Mapping[str, Naming]:
    """The names of each document by its id; the entries are the mentions that were resolved."""
    by_doc: dict[str, list[Entry]] = {}
    for entry in entries:
        by_doc.setdefault(entry.record.doc, []).append(entry)
    return {doc: naming_of(held, identities) for doc, held in by_doc.items()}


def naming_of(held: Iterable[Entry], identities: Identities) -> Naming:
    """The names of one document; its mentions were resolved."""
    named = [(entry, entry.record) for entry in held if isinstance(entry.record, Actor)]
    own = {entry.id: identities.keys_of(entry.id) for entry, _ in named}
    bodies = {fold_name(name): own[entry.id] for entry, actor in named for name in (actor.name, *actor.aka)}
    stands_for: dict[str, frozenset[str]] = {}
    for entry, actor in named:
        keys = own[entry.id]
        if actor.organisation:
            keys |= bodies.get(fold_name(actor.organisation), frozenset())
        for name in (actor.name, *actor.aka):
            stands_for[fold_name(name)] = keys
    countries = {fold_name(n) for _, actor in named if actor.type == "country" for n in (actor.name, *actor.aka)}
    labels = {identities.key_of(entry.id): actor.name for entry, actor in named}
    return Naming(stands_for, frozenset(countries), labels)
