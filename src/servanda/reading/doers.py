"""Who does it: the doer of a verb, and whom "she", "the group" or "both sides" stand for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from servanda.reading.clauses import Group, Line, clause_start, outermost
from servanda.reading.names import Entity, Mention
from servanda.reading.view import View

BODIES = ("company", "public-body", "organisation")
PLACES = ("city", "region", "country")


class Doer(NamedTuple):
    """Who does something: entities of the document, or words that name nobody; where the words begin."""

    entities: tuple[Entity, ...]
    words: str
    start: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names, as the record gives them."""
        return tuple(dict.fromkeys(entity.name for entity in self.entities)) or ((self.words,) if self.words else ())


NOBODY = Doer((), "", -1)


@dataclass(slots=True)
class Discourse:
    """Who has been spoken of so far, the latest first."""

    people: list[Entity] = field(default_factory=list)
    bodies: list[Entity] = field(default_factory=list)
    places: list[Entity] = field(default_factory=list)
    pair: tuple[Entity, ...] = ()
    countries: tuple[Entity, ...] = ()
    last: tuple[Entity, ...] = ()
    subject: tuple[Entity, ...] = ()
    proposer: tuple[Entity, ...] = ()

    def hear(self, mentions: list[Mention], is_joined: Callable[[int, int], bool]) -> None:
        """Note the persons, bodies and places of a sentence; the first named comes first.

        `is_joined` tells whether only an "and" stands between two places of the text.
        """
        named = outermost(mentions)
        for mention in reversed(named):
            self.note(mention.entity)
        for one, other in pairwise(named):
            if is_joined(one.last, other.first):
                self.last = (one.entity, other.entity)
        if named:
            self.subject = self.last if self.last[:1] == (named[0].entity,) else (named[0].entity,)

    def note(self, entity: Entity) -> None:
        """Put an entity before all others of its sort."""
        shelf = self.people if entity.type == "person" else self.bodies if entity.type in BODIES else self.places
        if entity in shelf:
            shelf.remove(entity)
        shelf.insert(0, entity)


def find_doer(line: Line, group: Group, discourse: Discourse, heirs: Doer) -> Doer:
    """The doer of a verb group; `heirs` is the doer of the clause before, whom a coordinated verb shares."""
    begin = clause_start(line, group.first)
    if line.has(group.first - 1, "relative"):
        return _antecedent(line, group.first - 1, begin)
    if heirs is not NOBODY and line.has(group.first - 1, "and"):
        return heirs
    for first, last in _constituents(line, begin, group.first):
        doer = _read_constituent(line, first, last, discourse)
        if doer is not NOBODY:
            return _with_coordinates(line, first, begin, doer)
    return heirs if _shares_doer(line, group.first) else NOBODY


def _shares_doer(line: Line, first: int) -> bool:
    return line.has(first - 1, "and", "adverb") or line.is_mark(first - 1, ",;") or first == 0


def _antecedent(line: Line, place: int, begin: int) -> Doer:
    """Whom a relative pronoun stands for: the nearest name to its left."""
    for left in range(place - 1, max(begin - 3, -1), -1):
        if mention := line.get(left, "np"):
            return Doer((mention.entity,), "", mention.first)
    return NOBODY


def _constituents(line: Line, begin: int, end: int) -> list[tuple[int, int]]:
    """The stretches between commas, the nearest to the verb first; an aside closed by a comma comes after what it follows."""
    cuts = [begin, *(i + 1 for i in range(begin, end) if line.is_mark(i, ",()")), end + 1]
    spans = [(a, b - 1) for a, b in zip(cuts, cuts[1:], strict=False) if b - 1 > a]
    spans.reverse()
    if len(spans) > 1 and line.is_mark(end - 1, ",") and not _is_named(line, *spans[0]) and _is_named(line, *spans[1]):
        spans[0], spans[1] = spans[1], spans[0]
    return spans


def _is_named(line: Line, first: int, last: int) -> bool:
    """Whether the stretch begins with a name, a determiner apart."""
    while first < last - 1 and line.has(first, "determiner", "and") and not line.has(first, "np"):
        first += 1
    return line.has(first, "np")


_SKIPPED = ("adverb", "time", "and", "relative", "negation")


def _read_constituent(line: Line, first: int, last: int, discourse: Discourse) -> Doer:
    """The doer that a stretch names; NOBODY for a phrase of time or place."""
    while first < last and line.has(first, *_SKIPPED) and not line.has(first, "np", "determiner", "pair"):
        first += 1
    if first >= last or (line.has(first, "preposition", "source", "purpose") and not line.has(first, "determiner")):
        return NOBODY
    for place in range(last - 1, first - 1, -1):
        is_last = all(line.has(i, "adverb", "time") for i in range(place + 1, last))
        doer = _pronoun(line, place, discourse) if is_last or line.has(place, "pair", "country-pair") else NOBODY
        if doer is not NOBODY:
            return doer
    named = [i for i in range(first, last) if line.has(i, "np") and _is_free(line, i, first)]
    if named and not _is_head(line, last):
        mentions = [line.get(i, "np") for i in named]
        if len(mentions) > 1 and not any(line.has(i, "and") for i in range(named[0], named[-1])):
            mentions = mentions[:1]
        return Doer(tuple(m.entity for m in mentions), "", mentions[0].first)
    return _described(line, first, last, discourse)


def _is_head(line: Line, last: int) -> bool:
    """Whether a stretch ends in a noun that stands for an actor: "the Wuxi-based firm"."""
    while line.has(last - 1, "adverb", "time"):
        last -= 1
    return line.has(last - 1, "description")


def _is_free(line: Line, place: int, first: int) -> bool:
    """Whether a name is no complement of another: no preposition before it, unless one opens a list."""
    before = place - 1
    while before > first and line.has(before, "determiner") and not line.has(before, "preposition"):
        before -= 1
    return before < first or not line.has(before, "preposition")


def _with_coordinates(line: Line, first: int, begin: int, doer: Doer) -> Doer:
    """The doer with the names listed before it: "A, B and C agreed"."""
    entities, start, place = list(doer.entities), doer.start, first
    while entities and line.is_mark(place - 1, ",") and line.has(place - 2, "np") and place - 2 >= begin:
        mention = line.get(place - 2, "np")
        is_list = line.is_mark(place - 3, ",") or place - 3 < begin or line.has(place - 3, "and", "determiner")
        if (
            not is_list
            or mention.entity in entities
            or (mention.entity.type == "person") != (entities[0].type == "person")
        ):
            break
        entities.insert(0, mention.entity)
        start, place = mention.first, place - 2
    return doer._replace(entities=tuple(entities), start=start)


def _pronoun(line: Line, place: int, discourse: Discourse) -> Doer:
    """Whom a pronoun or a phrase such as "both sides" stands for; NOBODY where it is neither."""
    start = line.pieces[place].start
    if line.has(place, "np"):
        return NOBODY
    if line.has(place, "country-pair"):
        return Doer(discourse.countries, line.words(place, place + 1), start)
    if line.has(place, "pair"):
        return Doer(discourse.pair, line.words(place, place + 1), start)
    if line.has(place, "former"):
        return Doer(discourse.last[:1], line.words(place, place + 1), start)
    if line.has(place, "latter"):
        return Doer(discourse.last[-1:] or tuple(discourse.bodies[:1]), line.words(place, place + 1), start)
    if line.has(place, "counterpart"):
        return Doer(_other_person(discourse), line.words(place, place + 1), start)
    if line.has(place, "person-pronoun"):
        return Doer(tuple((discourse.people or discourse.bodies)[:1]), "", start)
    if line.has(place, "plural-pronoun"):
        return Doer(discourse.subject or discourse.pair, "", start)
    if line.has(place, "thing-pronoun"):
        return Doer(tuple((discourse.bodies or discourse.places)[:1]), "", start)
    return NOBODY


def _other_person(discourse: Discourse) -> tuple[Entity, ...]:
    return tuple(discourse.people[1:2] or discourse.people[:1])


def _described(line: Line, first: int, last: int, discourse: Discourse) -> Doer:
    """The one whom "the group" or "the deputy minister" means; the words alone where nobody fits."""
    start = line.pieces[first].start
    words = line.words(first, last)
    for place in range(first, last):
        if kind := line.get(place, "description"):
            entity = nearest(kind, words, discourse)
            return Doer((entity,) if entity else (), words, start)
    return Doer((), words if len(words.split()) <= 8 else "", start)


def nearest(kind: str, words: str, discourse: Discourse) -> Entity | None:
    """The entity of a type spoken of last; for a person, the one whose office the words name, if any."""
    if kind == "person":
        low = words.lower()
        fitting = [p for p in discourse.people if p.role and _is_office(low, p.role.lower())]
        return next(iter(fitting or discourse.people), None)
    shelf = discourse.places if kind in PLACES else discourse.bodies
    return next((entity for entity in shelf if entity.type == kind), None)


def _is_office(words: str, role: str) -> bool:
    """Whether the words say the office again, in full or by its last words ("the minister", "vice governor")."""
    content = [word for word in words.split() if len(word) > 3]
    return any(word in role for word in content)


def main_pair(view: View, kinds: tuple[str, ...]) -> tuple[Entity, ...]:
    """The two places of different countries that the document speaks of most: what "both sides" are at first."""
    counts: dict[int, int] = {}
    known: dict[int, Entity] = {}
    for mention in view.mentions:
        entity = mention.entity
        if entity.type in kinds and entity.part == "body":
            known[id(entity)] = entity
            counts[id(entity)] = counts.get(id(entity), 0) + 1
    ranked = sorted(known.values(), key=lambda entity: -counts[id(entity)])
    for entity in ranked[1:]:
        if (entity.country or entity.code) != (ranked[0].country or ranked[0].code):
            return ranked[0], entity
    return ()
