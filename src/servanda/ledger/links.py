"""What an act has in common with one told before it in the same document, weighed.

In a document the same people ask for five things in one sector, so that names and forms say little there; what is told
next, answered, pointed back at or spelled out says much. Each act is taken to the one act before it that it goes on
about, so that a long undertaking draws no act by its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from servanda.ledger.signals import Signal, joining, may_join, weigh
from servanda.ledger.threads import Told

_NEAREST = (
    12  # acts before that are looked at, beside the first: a long document must not cost the square of its length
)
Rarities = Mapping[str, float]


class Place(NamedTuple):
    """An act in its document: how manieth it is, and what its keys tell."""

    told: Told
    number: int
    rarity: Rarities


class Link(NamedTuple):
    """To which act of its document an act belongs, by its number, how well, and the signals that say so."""

    to: int
    score: float
    signals: list[Signal]


def links_of(
    acts: Sequence[Told], rarities: Sequence[Rarities], apart: Mapping[str, Sequence[str]]
) -> list[Link | None]:
    """The link of each act, None for one that goes on about nothing; `apart` are those that people parted."""
    places = [Place(told, number, rarity) for number, (told, rarity) in enumerate(zip(acts, rarities, strict=True))]
    return [_link(one, _before(one, places), apart.get(one.told.entry.id, ())) for one in places]


def _before(one: Place, places: Sequence[Place]) -> Sequence[Place]:
    """The acts before it that it may go on about, nearest first."""
    nearest = list(reversed(places[max(0, one.number - _NEAREST) : one.number]))
    return nearest + list(places[: 1 if one.number > _NEAREST else 0])


def _link(one: Place, before: Sequence[Place], apart: Sequence[str]) -> Link | None:
    best: Link | None = None
    for last in before:
        if last.told.entry.id not in apart and may_join(one.told, last.told):
            signals = list(_signals(one, last))
            score = weigh(signals, is_here=True)
            if score >= joining().threshold and (best is None or score > best.score):
                best = Link(last.number, score, signals)
    return best


def _signals(one: Place, last: Place) -> Iterator[Signal]:
    yield Signal("same_document", 1.0)
    yield from _matter(one.told, last.told)
    yield from _words(one, last)
    yield from _terms(one.told, last.told)
    yield from _order(one, last)
    yield from _answer(one, last)


def _matter(one: Told, last: Told) -> Iterator[Signal]:
    """What they are about: form, sector, matters, phases and places."""
    table = joining()
    if one.forms and last.forms:
        if shared := one.forms & last.forms:
            yield Signal("form", 1.0, shared)
        else:
            is_loose = bool((one.forms | last.forms) & table.loose_forms)
            yield Signal("other_form", 0.6 if is_loose else 1.0, one.forms, last.forms)
            if one.forms | last.forms <= table.talks:
                yield Signal("talks", 1.0)
    if one.sectors and last.sectors:
        shared = one.sectors & last.sectors
        yield Signal("sector", 1.0, shared) if shared else Signal("other_sector", 1.0, one.sectors, last.sectors)
    if shared := one.matters & last.matters:
        yield Signal("matter", len(shared) / min(len(one.matters), len(last.matters)), shared)
    elif one.matters - table.aspects and last.matters - table.aspects:
        yield Signal("other_matter", 1.0, one.matters, last.matters)
    if not one.matters:
        yield Signal("no_matter", 1.0)
    elif one.matters <= table.aspects:
        yield Signal("aspect", 1.0, one.matters)
    if one.phases - table.first_phase and not one.phases & last.phases:
        yield Signal("other_phase", 1.0, one.phases)
    if shared := (one.places & (last.places | last.names)) | (one.names & last.places):
        yield Signal("place", 1.0, shared)


def _words(one: Place, last: Place) -> Iterator[Signal]:
    """Which words they share, and how many both have of their own."""
    table = joining()
    own = sum([one.rarity[word] for word in one.told.words])
    others = sum([last.rarity[word] for word in last.told.words])
    if shared := one.told.words & last.told.words:
        told = sum([min(one.rarity[word], last.rarity[word]) for word in shared])
        yield Signal("words", told / max(1.5, min(own, others)), shared)
    yield Signal("own_words", min(1.0, own / table.many_words))
    yield Signal("others_words", min(1.0, others / table.many_words))
    if not last.told.matters:
        yield Signal("vague", 1.0)


def _terms(one: Told, last: Told) -> Iterator[Signal]:
    """Between whom, for how much, until when."""
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
    if "told" in told.pointing:
        yield Signal("points", 1.0)


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
        if "asked" in one.told.pointing:
            yield Signal("points_asked", 1.0)
    elif before in table.settles and verb in table.follows_up:
        yield Signal("detail", 2.0 if is_next else 1.0)
    if verb in table.stops:
        yield Signal("stops", 1.0)
