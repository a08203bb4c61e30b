"""Who has been spoken of so far: whom "she", "the group", "the latter" or "both sides" can stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct, field

from servanda.reading.entities import BODIES, PLACES, Entity, Mention
from servanda.reading.places import gazetteer
from servanda.reading.turns import Turn
from servanda.reading.view import View
from servanda.script import has_han

FRESH = 2  # sentences heard until those who acted together are "they" no more
STALE = 3  # sentences heard until "both sides" are no more the bodies that signed
STATES = ("country", "bloc")  # what may be the two sides of one agreement
STEM = 4  # letters that a word shares with its other cases at least


class Discourse(Struct):
    """Who has been spoken of so far, the latest first."""

    people: list[Entity] = field(default_factory=list)
    bodies: list[Entity] = field(default_factory=list)
    places: list[Entity] = field(default_factory=list)
    pair: tuple[Entity, ...] = ()
    countries: tuple[Entity, ...] = ()
    last: tuple[Entity, ...] = ()
    final: tuple[Entity, ...] = ()
    subject: tuple[Entity, ...] = ()
    proposer: tuple[Entity, ...] = ()
    is_asked: bool = False
    has_person: bool = False
    joint: tuple[Entity, ...] = ()
    age: int = 0
    home: tuple[Entity, ...] = ()
    main_company: Entity | None = None
    turn: Turn | None = None  # who speaks, where that is known

    def __post_init__(self) -> None:
        """Keep the two sides of the document, to whom the word comes back."""
        self.home = self.pair

    @property
    def they(self) -> tuple[Entity, ...]:
        """Those who acted together in the sentence before, else its subject, else the two sides."""
        return (self.joint if self.age < FRESH else ()) or self.subject or self.pair

    @property
    def is_of_company(self) -> bool:
        """Whether the last sentence was about a company and named no person."""
        return bool(self.subject) and self.subject[0].type == "company" and not self.has_person

    def two(self, shelf: list[Entity]) -> tuple[Entity, ...]:
        """The two of a sort that were named side by side last, else the two spoken of last."""
        is_joined = bool(self.last) and all(entity in shelf for entity in self.last)
        return self.last if is_joined else tuple(reversed(shelf[:2]))

    def hear(self, named: Sequence[Mention], is_joined: Callable[[int, int], bool]) -> None:
        """Note the persons, bodies and places of a sentence, named inside no other; the first named comes first.

        `is_joined` tells whether only an "and" stands between two places of the text.
        """
        self.age += 1
        if self.age > STALE and self.pair and self.pair[0].type in BODIES:
            self.pair = self.home or self.pair
        for mention in reversed(named):
            self.note(mention.entity)
        for one, other in pairwise(named):
            if is_joined(one.last, other.first):
                self.last = (one.entity, other.entity)
        if named:
            self.has_person = any(mention.entity.type == "person" for mention in named)
            self.final = (named[-1].entity,)
            self.subject = self.last if self.last[:1] == (named[0].entity,) else (named[0].entity,)

    def note(self, entity: Entity) -> None:
        """Put an entity before all others of its sort."""
        shelf = self.people if entity.type == "person" else self.bodies if entity.type in BODIES else self.places
        if entity in shelf:
            shelf.remove(entity)
        shelf.insert(0, entity)

    def remember(self, doers: tuple[Entity, ...], verb: str) -> None:
        """Note who has just acted: two who agreed are "both sides", who proposed is answered."""
        if len(doers) > 1:
            self.last = self.joint = doers
            self.age = 0
            if verb in ("agree", "sign", "start") and doers[0].type != "person":
                self.pair = doers[:2]
        if doers:
            self.note(doers[0])
        if verb in ("propose", "request", "wish"):
            self.proposer, self.is_asked = doers, True

    def nearest(self, kind: str, words: str, lang: str, heard: Sequence[Entity] = ()) -> Entity | None:
        """The entity of a type spoken of last that fits the words: their nationality, for a person their office.

        `heard` are those whom the sentence itself has named so far, the latest first. A word that needs no pointer is
        the company's that the document names most: "公司" beside "该公司".
        """
        if kind == "main-company":
            return next((e for e in heard if e.type == "company"), self.main_company)
        codes = {span.place.country or span.place.code for span in gazetteer(lang).find(words)}
        if kind == "side":
            return next((e for e in self.places if e.type == "country" and e.code in codes), None)
        shelf = self.people if kind == "person" else self.places if kind in PLACES else self.bodies
        fitting = [e for e in (*heard, *shelf) if e.type == kind]
        if kind in PLACES:
            fitting = [e for e in (*self.pair, *self.countries) if e.type == kind] + fitting
        if codes:
            home = [e for e in fitting if (e.country or e.code) in codes]
            fitting = home or [e for e in fitting if kind != "person" or not e.country]
        low = words.lower()
        if kind == "person":
            fitting = [e for e in fitting if e.role and _is_office(low, e.role.lower())] or fitting
        elif kind not in PLACES:
            fitting = [e for e in fitting if _is_called(low, e)] or fitting
        return next(iter(fitting), None)


def _is_office(words: str, role: str) -> bool:
    """Whether the words say the office again, in full or by its last words ("the minister", "vice governor")."""
    return any(len(word) > 3 and word in role for word in words.split())


def _is_called(words: str, entity: Entity) -> bool:
    """Whether a name has a word of the description, whatever its ending: "the agency" of an agency, 该厅 of a 厅."""
    name = entity.name.lower()
    if has_han(words[-1:]):
        return name.endswith(words[-1:])
    return any(word[: max(STEM, len(word) - 2)] in name for word in words.split() if len(word) >= STEM)


def main_company(view: View) -> Entity | None:
    """The company that the document names most; of several the one that it names first."""
    named = [m.entity for m in view.mentions if m.entity.type == "company" and m.entity.part == "body"]
    counts = Counter(map(id, named))
    return max(named, key=lambda entity: counts[id(entity)], default=None)


def main_pair(view: View, kinds: tuple[str, ...]) -> tuple[Entity, ...]:
    """The two places of different countries that the document speaks of most: what "both sides" are at first."""
    named = [m.entity for m in view.mentions if m.entity.type in kinds and m.entity.part == "body"]
    known = {id(entity): entity for entity in named}
    counts = Counter(map(id, named))
    ranked = sorted(known.values(), key=lambda entity: -counts[id(entity)])
    others = [e for e in ranked[1:] if (e.country or e.code) != (ranked[0].country or ranked[0].code)]
    sort = ranked[0].type if ranked else ""
    alike = [e for e in others if e.type in (STATES if sort in STATES else (sort,)) and counts[id(e)] > 1]
    return (ranked[0], (alike or others)[0]) if others else ()
