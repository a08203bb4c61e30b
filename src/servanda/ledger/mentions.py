"""An actor as one document names it, with all by which the same actor may be found elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby, product
from typing import NamedTuple

from servanda.data import load_table
from servanda.days import first_day
from servanda.ledger.bodies import NOTHING_SAID, Concepts, concepts_of, parted, places_within
from servanda.ledger.korean import korean_outline
from servanda.ledger.local_bodies import NamedPlace, place_of
from servanda.ledger.places_within import code_of, known_places, world_name
from servanda.ledger.search import fold_name
from servanda.ledger.spelling import Slots, Spelling, spelling_of
from servanda.ledger.syllables import readings_over, rules, simplified
from servanda.reading.entities import REALMS
from servanda.reading.place_names import Place
from servanda.records import Actor, Entry

_MOST_KEYS = 96  # readings of one name by which others are looked for
_MOST_OWN = 48  # and by which it is found
_CODED = ("country", "bloc")
_NOWHERE = "-"  # for a country, in keys of what has none
_ANYWHERE = ("place:", "body:code:")  # how keys begin that are of no country
_EVERYWHERE = (*_ANYWHERE, "body:n:", "person:n:")  # and those that are asked in all as well


class Mention(NamedTuple):
    """One actor of one document; `group` is person, body or place, `code` what names a place or body outright.

    `placed` is the place that its document gives a body which does not say its own; `homes` are the countries that it
    may be of, its own or, where none is known, those of its document.
    """

    entry: Entry
    actor: Actor
    group: str
    code: str | None
    day: datetime.date | None
    concepts: Concepts
    office: Concepts
    names: tuple[str, ...]
    placed: str | None = None
    homes: tuple[str, ...] = ()

    @property
    def sign_text(self) -> str:
        """The sign as a text that is the same in every run."""
        actor = self.actor
        told = (actor.type, *self.names, actor.country or "", self.code or "")
        said = map(_written, (self.concepts, self.office))
        return f"{self.group}:sign:{chr(0).join((*told, *said))}"


def _written(said: Concepts) -> str:
    return "|".join(" ".join(sorted(part)) for part in said[:3]) + "|" + " ".join(said.rest)


Keys = Callable[[Place], str]


def documents_of(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The actors of one document after the other; those of a document stand together."""
    for _, held in groupby(entries, key=lambda entry: entry.record.doc):
        yield [entry for entry in held if isinstance(entry.record, Actor)]


def parted_by_place(held: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The places among the actors of a document, and the others: bodies, then persons."""
    by_group: dict[str, list[Entry]] = {"place": [], "body": [], "person": []}
    for entry in held:
        if isinstance(entry.record, Actor):
            by_group[group_of(entry.record)].append(entry)
    return by_group["place"], by_group["body"] + by_group["person"]


def names_of(entry: Entry) -> tuple[str, ...]:
    """All names of an actor in its document."""
    actor = entry.record
    return (actor.name, *actor.aka) if isinstance(actor, Actor) else ()


def places_in(held: Iterable[Entry]) -> Iterator[Mention]:
    """The mentions of places, which stand for themselves."""
    where = _Where((), "", _no_key)
    return (_mention(entry, entry.record, where) for entry in held if isinstance(entry.record, Actor))


def _no_key(_place: Place) -> str:
    return ""


def others_in(held: Iterable[Entry], places: Iterable[NamedPlace], key_of: Keys) -> Iterator[Mention]:
    """The mentions of bodies and persons; `places` are those of their document, each with its key.

    `key_of` tells what names a place everywhere that only the names of others hold.
    """
    there, listed = tuple(places), list(held)
    own = tuple((name, place.key) for place in there for name in (place.actor.name, *place.actor.aka))
    actors = (*(place.actor for place in there), *(entry.record for entry in listed if isinstance(entry.record, Actor)))
    homes = tuple(sorted({actor.country for actor in actors if actor.country}))
    for entry in listed:
        if isinstance(entry.record, Actor):
            mention = _placed(_mention(entry, entry.record, _Where(own, entry.lang, key_of)), there)
            yield mention._replace(homes=(entry.record.country,) if entry.record.country else homes)


def _placed(mention: Mention, there: Iterable[NamedPlace]) -> Mention:
    """A local body that says no place with that of its document."""
    place = place_of(mention.actor, mention.concepts, there) if mention.group == "body" else None
    if place is None:
        return mention
    concepts = mention.concepts._replace(places=frozenset((place.key,)))
    return mention._replace(concepts=concepts, placed=place.actor.name)


def places_named(entry: Entry) -> Iterator[Place]:
    """The places that the actor's names and office may hold, as far as its language knows them."""
    actor = entry.record
    if isinstance(actor, Actor):
        for name in (actor.name, *actor.aka, f"{actor.role or ''} ¦ {actor.organisation or ''}"):
            yield from (place for _, place in known_places(parted(name), entry.lang))


class _Where(NamedTuple):
    """The places that names of a document may hold: its own, and those that its language knows."""

    own: tuple[tuple[str, str], ...]
    lang: str
    key_of: Keys

    def concepts(self, name: str) -> Concepts:
        """What the name says."""
        apart = parted(name)
        known = tuple((written, self.key_of(place)) for written, place in known_places(apart, self.lang))
        return concepts_of(apart, (*places_within(apart, self.own), *known))


def group_of(actor: Actor) -> str:
    """Whether the actor is a person, a body or a place: those of different groups are never one."""
    return "person" if actor.type == "person" else "place" if actor.type in REALMS else "body"


def _mention(entry: Entry, actor: Actor, where: _Where) -> Mention:
    group = group_of(actor)
    concepts = office = NOTHING_SAID
    if group == "body":
        concepts = _fullest(where.concepts(actor.name), (where.concepts(name) for name in actor.aka))
    if group == "person":
        office = where.concepts(f"{actor.role or ''} ¦ {actor.organisation or ''}")
    names = _PROPER[group](actor, concepts, where)
    code = _code(actor, entry.lang)
    return Mention(entry, actor, group, code, _day(entry), concepts, office, names)


def _fullest(said: Concepts, others: Iterable[Concepts]) -> Concepts:
    """What the name says, with the places that another name of the same kind says."""
    alike = (other for other in others if other.places and other.kinds == said.kinds and not other.rest)
    return said if said.places or said.rest else next(alike, said)


def _day(entry: Entry) -> datetime.date | None:
    """The day of the document, else that on which it was recorded."""
    return first_day(entry.published) or first_day(entry.recorded[:10] or None)


def _of_place(actor: Actor, _concepts: Concepts, _where: _Where) -> tuple[str, ...]:
    return (actor.name, *actor.aka)


def _of_person(actor: Actor, _concepts: Concepts, _where: _Where) -> tuple[str, ...]:
    """The full names: a family name alone is many people's."""
    least = 0.6 * len(spelling_of(actor.name).plain)
    whole = [name for name in actor.aka if len(name.split()) > 1 or not name.isascii()]
    return (actor.name, *(name for name in whole if len(spelling_of(name).plain) >= least))


def _of_body(actor: Actor, concepts: Concepts, where: _Where) -> tuple[str, ...]:
    """The names that tell it from others of its kind: not "the municipal committee"."""
    told = [(name, where.concepts(name)) for name in actor.aka]
    proper = [n for n, c in told if c.places >= concepts.places and (c.rest or c.places or c.matters)]
    return (actor.name, *proper)


_PROPER = {"place": _of_place, "body": _of_body, "person": _of_person}


# keys


@cache
def register() -> Mapping[str, str]:
    """The keys of institutions that every language names otherwise, by their folded names."""
    listed = load_table("register")
    return {
        fold_name(simplified(name.strip())): key
        for group in listed.values()
        for key, line in group.items()
        for name in line["names"].split("|")
    }


def _code(actor: Actor, lang: str) -> str | None:
    """What names the place or institution outright: its code of ISO 3166, or its key in the register."""
    if actor.code:
        return actor.code
    if actor.type == "country" and actor.country:
        return actor.country
    if actor.type in REALMS and actor.type not in _CODED:
        return code_of(actor.name, lang, actor.type, actor.country)
    if actor.type == "person":
        return None
    return next((key for name in (actor.name, *actor.aka) if (key := _registered(name, actor.country))), None)


@cache
def _homes() -> Mapping[str, str | None]:
    listed = load_table("register")
    return {key: line.get("country") for group in listed.values() for key, line in group.items()}


def _registered(name: str, country: str | None) -> str | None:
    key = register().get(fold_name(simplified(name)))
    home = _homes().get(key) if key else None
    return key if not (home and country and home != country) else None


def keys_of(mention: Mention) -> tuple[frozenset[str], frozenset[str]]:
    """The keys by which the actor is found, and those by which it looks for others."""
    actor, concepts, code, group = mention.actor, mention.concepts, mention.code, mention.group
    own: set[str] = set()
    looked: set[str] = set()
    if group == "place" and (world := world_name(actor.name, mention.entry.lang)):
        both = f"place:n:{spelling_of(world).plain}"
        own.add(both)
        looked.add(both)
    rest = (" ".join(concepts.rest),) if group == "body" and concepts.rest else ()
    for name in (*mention.names, *rest):
        found, crossing = _keys_of_name(name, group, actor.country)
        own |= found
        looked |= crossing
    about: set[str] = {f"{group}:code:{code}"} if code else set()
    if group == "body" and concepts.key and not concepts.is_proper:  # a proper name is found by itself
        where = "+".join(sorted(concepts.places - {actor.country}))
        about.update(f"body:about:{matter}:{where}" for matter in (concepts.matters or {"-"}))
        about.add(f"body:{concepts.key}:{where}")
        if len(concepts.places) > 1:  # of two countries, whatever it is about
            about.add(f"body:about:-:{where}")
    homes = mention.homes or (_NOWHERE,)
    return _at_home(own | about, homes), _at_home(looked | about, homes)


def _at_home(keys: Iterable[str], homes: Iterable[str]) -> frozenset[str]:
    """The keys in each of the countries, since bodies and persons of different ones are never the same.

    So a key leads to few, however large a ledger is. A place and a code are the same everywhere, and of the very same
    name one asks whose it is.
    """
    told = {key for key in keys if key.startswith(_EVERYWHERE)}
    return frozenset((*told, *(f"{key}@{home}" for key in keys if not key.startswith(_ANYWHERE) for home in homes)))


@lru_cache(maxsize=16_384)
def _keys_of_name(name: str, group: str, country: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """The keys by which one of that name is found, and those by which it looks for others."""
    spelling = spelling_of(name)
    both = [f"{group}:{key}" for key in (*_read_keys(spelling), *_home_keys(spelling, country))]
    own = frozenset([*both, *(f"{group}:{key}" for key in _echo_keys(spelling))])
    return own, frozenset([*both, *(f"{group}:{key}" for key in _crossing_keys(spelling))])


def name_keys(name: str) -> Iterator[str]:
    """The keys by which actors of any group are found that are called so."""
    return (f"{group}:n:{spelling_of(name).plain}" for group in ("place", "body", "person"))


def _read_keys(spelling: Spelling) -> Iterator[str]:
    """What it is written and read as."""
    yield f"n:{spelling.plain}"
    for system, ways in (("p", spelling.mandarin), ("v", spelling.vietnamese)):
        for slots in ways:
            yield from (f"{system}:{'.'.join(way)}" for way in _ways(slots, _MOST_OWN))


def _home_keys(spelling: Spelling, country: str | None) -> Iterator[str]:
    """What it is read as in Korean or Japanese, for actors of those countries and those of which none is known."""
    if country in (None, *rules()["korean"]["countries"]):
        for slots in spelling.korean:
            outlines = tuple(frozenset(map(korean_outline, slot)) for slot in slots)
            yield from (f"k:{'.'.join(way)}" for way in _ways(outlines, _MOST_OWN))
    if country in (None, *rules()["japanese"]["countries"]):
        for slots in spelling.japanese:
            yield from (f"j:{'.'.join(way)}" for way in _ways(slots, _MOST_OWN))


def _echo_keys(spelling: Spelling) -> Iterator[str]:
    """What it sounds like; of characters and of letters apart, since no two names in characters are alike by sound."""
    way = "h" if spelling.script == "han" else "e"
    return (f"{way}:{echo}" for echo in spelling.echoes[-2:] if len(echo) > 2)


def _crossing_keys(spelling: Spelling) -> Iterator[str]:
    """Names in letters that sound alike; of one in letters also characters that do, and readings in the other language.

    "Wang Yi" looks for "Vuong Nghi", which is read otherwise in Mandarin and in Vietnamese.
    """
    echoes = [echo for echo in spelling.echoes[-2:] if len(echo) > 2]
    yield from (f"e:{echo}" for echo in echoes)
    if spelling.script == "han":
        return
    yield from (f"h:{echo}" for echo in echoes)
    for slots in spelling.mandarin:
        over = tuple(_crossed(slot, readings_over()) for slot in slots)
        yield from (f"v:{'.'.join(way)}" for way in _ways(over, _MOST_KEYS))
    for slots in spelling.vietnamese:
        under = tuple(_crossed(slot, _readings_under()) for slot in slots)
        yield from (f"p:{'.'.join(way)}" for way in _ways(under, _MOST_KEYS))


def _crossed(slot: frozenset[str], over: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(told for sound in slot for told in over.get(sound, ()))


@cache
def _readings_under() -> Mapping[str, frozenset[str]]:
    """The Mandarin syllables by the Vietnamese ones that stand for them."""
    found: dict[str, set[str]] = {}
    for sound, told in readings_over().items():
        for syllable in told:
            found.setdefault(syllable, set()).add(sound)
    return {syllable: frozenset(sounds) for syllable, sounds in found.items()}


def _ways(slots: Slots, most: int) -> Iterator[tuple[str, ...]]:
    """The first readings that choosing one syllable a place gives."""
    if all(slots):
        for number, way in enumerate(product(*(sorted(slot) for slot in slots))):
            if number >= most:
                return
            yield way
