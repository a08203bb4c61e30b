"""What an act has in common with one told before it in the same document, weighed.

In a document the same people ask for five things in one sector, so that names and forms say little there; what is told
next, answered, pointed back at or spelled out says much. Each act is taken to the one act before it that it goes on
about, so that a long undertaking draws no act by its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from servanda.ledger.signals import Signal, joining, may_join, of_kinds, weigh
from servanda.ledger.threads import Told

# Acts before that are looked at, beside the first: a long document must not cost the square of its length.
_NEAREST = 10
Rarities = Mapping[str, float]


class Place(NamedTuple):
    """An act in its document: how manieth it is, what its keys tell, all its words together, and its own matters.

    Its kinds are those of what it goes on about, where it names none itself.
    """

    told: Told
    number: int
    rarity: Rarities
    mass: float
    things: frozenset[str]
    kinds: frozenset[str]


class Link(NamedTuple):
    """To which act of its document an act belongs, by its number, how well, and the signals that say so."""

    to: int
    score: float
    signals: list[Signal]


def links_of(
    acts: Sequence[Told], rarities: Sequence[Rarities], apart: Mapping[str, Sequence[str]]
) -> list[Link | None]:
    """The link of each act, None for one that goes on about nothing; `apart` are those that people parted."""
    aspects = joining().aspects
    places: list[Place] = []
    links: list[Link | None] = []
    for number, (told, rarity) in enumerate(zip(acts, rarities, strict=True)):
        mass = sum([rarity[word] for word in told.words])
        one = Place(told, number, rarity, mass, told.matters - aspects, told.kinds)
        link = _link(one, _before(one, places), apart.get(told.entry.id, ()))
        places.append(one._replace(kinds=places[link.to].kinds) if link and not one.kinds else one)
        links.append(link)
    return links


def _before(one: Place, places: Sequence[Place]) -> Sequence[Place]:
    """The acts before it that it may go on about, nearest first."""
    nearest = list(reversed(places[-_NEAREST:]))
    return nearest + list(places[: 1 if one.number > _NEAREST else 0])


def _link(one: Place, before: Sequence[Place], apart: Sequence[str]) -> Link | None:
    best: Link | None = None
    for last in before:
        if last.told.entry.id not in apart and may_join(one.told, last.told):
            signals = [signal for group in _GROUPS for signal in group(one, last)]
            score = weigh(signals, is_here=True)
            if score >= joining().threshold and (best is None or score > best.score):
                best = Link(last.number, score, signals)
    return best


def _kind(place: Place, other: Place) -> Iterator[Signal]:
    """What kind of thing they are about: form, sector and place."""
    yield _TOGETHER
    table, one, last = joining(), place.told, other.told
    if one.forms and last.forms:
        if shared := one.forms & last.forms:
            yield Signal("form", 1.0, shared)
        else:
            forms = one.forms | last.forms
            yield Signal("other_form", 0.6 if forms & table.loose_forms else 1.0, one.forms, last.forms)
            if forms <= table.talks:
                yield Signal("talks", 1.0)
    if one.sectors and last.sectors:
        if shared := one.sectors & last.sectors:
            yield Signal("sector", 1.0, shared)
        else:
            yield Signal("other_sector", 1.0, one.sectors, last.sectors)
    if shared := (one.places & (last.places | last.names)) | (one.names & last.places):
        yield Signal("place", 1.0, shared)
    elif one.places and last.places:
        yield Signal("other_place", 1.0, one.places, last.places)


def _matter(place: Place, other: Place) -> Iterator[Signal]:
    """Which thing they are about: matters and phases."""
    table, one, last = joining(), place.told, other.told
    if shared := one.matters & last.matters:
        yield Signal("matter", len(shared) / min(len(one.matters), len(last.matters)), shared)
    elif place.things and other.things and not place.kinds & other.kinds:
        yield Signal("other_matter", 1.0, one.matters, last.matters)
    yield from of_kinds(place.kinds, other.kinds)
    if not one.matters:
        yield Signal("no_matter", 1.0)
    elif not place.things:
        yield Signal("aspect", 1.0, one.matters)
    if one.phases - table.first_phase and not one.phases & last.phases:
        yield Signal("other_phase", 1.0, one.phases)
    if not last.matters:
        yield Signal("vague", 1.0)


def _words(one: Place, last: Place) -> Iterator[Signal]:
    """Which words they share, and how many both have of their own."""
    table = joining()
    if shared := one.told.words & last.told.words:
        told = sum([min(one.rarity[word], last.rarity[word]) for word in shared])
        yield Signal("words", told / max(1.5, min(one.mass, last.mass)), shared)
    yield Signal("own_words", min(1.0, one.mass / table.many_words))
    yield Signal("others_words", min(1.0, last.mass / table.many_words))


def _terms(place: Place, other: Place) -> Iterator[Signal]:
    """Between whom, for how much, until when."""
    one, last = place.told, other.told
    if one.parties and last.parties and one.parties != last.parties:
        yield Signal("fewer", 1.0, one.parties, last.parties)
    if one.firms and last.firms and not one.firms & last.firms:
        yield Signal("other_name", 1.0, one.firms, last.firms)
    if one.amount and last.amount and one.amount != last.amount:
        yield Signal("other_amount", 1.0, [_sum(one.amount)], [_sum(last.amount)])
    if one.act.due and last.act.due and one.act.due != last.act.due:
        yield Signal("other_due", 1.0, [one.act.due], [last.act.due])


def _sum(amount: tuple[float, str]) -> str:
    return "{:,.0f} {}".format(*amount)


def _order(one: Place, last: Place) -> Iterator[Signal]:
    """Where they stand in their document."""
    table, told, before = joining(), one.told, last.told
    if near := max(0.0, 1 - max(0, told.act.start - before.act.end) / table.near):
        yield Signal("follows", near)
    if last.number == one.number - 1:
        yield Signal("next", 1.0)
        if not told.forms and not told.sectors:
            yield Signal("bare", 1.0)
    if last.number == 0:
        yield Signal("main", 1.0)
    if before.act.start < told.act.end and told.act.start < before.act.end:
        yield Signal("inside", 1.0)
    if "told" in told.recalling:
        yield Signal("recalls", 1.0)


def _answer(one: Place, last: Place) -> Iterator[Signal]:
    """What the one says to the other: an answer, what was agreed in it, or another wish."""
    table, verb, before = joining(), one.told.act.verb, last.told.act.verb
    is_next = last.number == one.number - 1
    if before in table.asks:
        if verb in table.answers:
            yield Signal("answer", 1.0, last.told.act.by)
        elif verb in table.grants and is_next:
            yield Signal("granted", 1.0, last.told.act.by)
        elif verb in table.asks and one.told.by == last.told.by:
            yield Signal("asked_apart", 1.0)
        if "asked" in one.told.recalling:
            yield Signal("recalls_asked", 1.0)
    elif before in table.settles and verb in table.follows_up:
        yield Signal("detail", 2.0 if is_next else 1.0)
    if verb in table.stops:
        yield Signal("stops", 1.0)


_TOGETHER = Signal("same_document", 1.0)
_GROUPS: tuple[Callable[[Place, Place], Iterator[Signal]], ...] = (_kind, _matter, _words, _terms, _order, _answer)
