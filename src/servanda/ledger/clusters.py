"""One actor so far: what its mentions say, each thing once, by which the next mention is compared with it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import msgspec

from servanda.ledger.bodies import Concepts
from servanda.ledger.mentions import Mention

_MOST_TOLD = 48  # things said of one actor that others are compared with
_MOST_NAMES = 400  # spellings of one actor that are kept
_COUNTRY = 2  # letters of a country's code, which every body of it has


class Saying(msgspec.Struct, frozen=True, array_like=True):
    """What one mention says beside its names: of a body what it is, of a person the office, and when it was held."""

    concepts: Concepts
    office: Concepts
    day: datetime.date | None


class Called(msgspec.Struct, array_like=True):
    """What an actor is called, by how often: its names, types and countries; the beginning of what is kept of it.

    `doc` is the document that named it last; documents come one after the other.
    """

    id: str
    group: str = ""
    doc: str = ""
    times: int = 0
    names: dict[str, int] = {}
    full: dict[str, int] = {}
    types: dict[str, int] = {}
    countries: dict[str, int] = {}
    codes: set[str] = set()

    @property
    def key(self) -> str:
        """What names the actor in every document: its code, else its id."""
        return min(self.codes, default=self.id)

    @property
    def name(self) -> str:
        """The name by which it is called most."""
        return first_of(self.full) or ""

    @property
    def type(self) -> str | None:
        """The type that most mentions give it."""
        return first_of(self.types)

    @property
    def country(self) -> str | None:
        """The country that most mentions give it."""
        return first_of(self.countries)


class Cluster(Called, array_like=True):
    """An actor: what it is called, and what was said of it."""

    places: set[str] = set()
    told: list[Saying] = []

    def add(self, mention: Mention) -> None:
        """Take in a mention that says something of its own."""
        self.group = mention.group
        saying = Saying(mention.concepts, mention.office, mention.day if mention.office.is_telling else None)
        if len(self.told) < _MOST_TOLD and saying not in self.told:
            self.told.append(saying)
        if mention.code:
            self.codes.add(mention.code)
        self.places.update(place for place in mention.concepts.places if len(place) > _COUNTRY)
        self.repeat(mention)

    def repeat(self, mention: Mention) -> None:
        """Take in a mention that says what another said."""
        actor = mention.actor
        self.times += 1
        self.doc = actor.doc
        for name in mention.names:
            _count(self.names, name)
        _count(self.full, actor.name)
        _count(self.types, actor.type)
        if actor.country:
            _count(self.countries, actor.country)


def _count(counts: dict[str, int], value: str) -> None:
    if value in counts or len(counts) < _MOST_NAMES:
        counts[value] = counts.get(value, 0) + 1


def first_of(counts: Mapping[str, int]) -> str | None:
    """The most frequent of the values, the first by its letters of those that are as frequent."""
    return most_common(counts, 1)[0] if counts else None


def most_common(counts: Mapping[str, int], most: int | None = None) -> list[str]:
    """The values, the most frequent first; by their letters where that is equal, however they came."""
    return sorted(counts, key=lambda value: (-counts[value], value))[:most] if len(counts) > 1 else list(counts)
