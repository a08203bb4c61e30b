"""Who is who: mentions of actors over documents, languages and scripts, resolved to one actor each, with the reason.

Mentions are taken in the order in which they were recorded; each goes to the actor that it fits best, or founds one of
its own. What is added later changes no earlier decision, so that an actor keeps its id: that of the mention that
founded it. A decision of people (`Ruling`) goes before every rule, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

import msgspec

from servanda.ledger.bodies import body_likeness, is_of_other_matters
from servanda.ledger.clusters import Cluster, Saying, most_common
from servanda.ledger.likeness import UNLIKE, Likeness, likeness, rules_of_identity
from servanda.ledger.local_bodies import NamedPlace
from servanda.ledger.mentions import (
    Mention,
    documents_of,
    keys_of,
    others_in,
    parted_by_place,
    places_in,
    places_named,
)
from servanda.ledger.pools import Pool, number_of
from servanda.ledger.spelling import spelling_of
from servanda.reading.place_names import Place
from servanda.records import Actor, Entry

_CROWDED = 24  # a key that more actors of a country than this have finds none: it is everybody's
_NEAREST = 12  # actors that a mention is compared with, so that it costs the same in a ledger of any size
_MOST_NAMES = 24  # names of one actor that a new one is compared with
_SCORE = itemgetter(0)
PREFIX = "who"
ACTOR = "actor"  # before the id of a mention


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An actor that a mention may be, how likely (0 to 1), and the sentences that say why."""

    id: str
    score: float
    why: str


class KnownActor(msgspec.Struct, frozen=True, kw_only=True):
    """One actor over all documents: its names by how often they are used, and its mentions with why each is it."""

    id: str
    type: str
    name: str
    names: Mapping[str, int]
    country: str | None
    code: str | None
    mentions: tuple[str, ...]
    joins: tuple[Candidate, ...]

    def reasons(self) -> Iterator[tuple[str, Candidate]]:
        """Iterate over the mentions, each with why it is this actor."""
        return zip(self.mentions, self.joins, strict=True)


class Rulings(NamedTuple):
    """What people decided: pairs of mentions or actors that are the same, and those that are not."""

    same: Mapping[str, tuple[str, ...]] = {}
    different: Mapping[str, tuple[str, ...]] = {}


NO_RULINGS = Rulings()
NOBODY: Mapping[str, int] = {}


class Joined(NamedTuple):
    """A mention that was taken to an actor, by its number, with why; `why` None: it is named as it was before."""

    mention: Mention
    actor: int
    found: Likeness | None


class _Keys(NamedTuple):
    """The keys of a mention as numbers: by which it is found, by which it looks for others, and that of its code."""

    own: tuple[int, ...]
    looked: tuple[int, ...]
    coded: int | None

    @staticmethod
    def of(mention: Mention) -> _Keys:
        """Those of the mention."""
        own, looked = (tuple(sorted(map(number_of, keys))) for keys in keys_of(mention))
        return _Keys(own, looked, number_of(f"{mention.group}:code:{mention.code}") if mention.code else None)

    def all(self) -> Iterator[int]:
        """All of them, some twice."""
        return chain(self.own, self.looked)


class Identities:
    """All actors of a ledger, and the actor of each mention that was added."""

    def __init__(self, rulings: Rulings = NO_RULINGS, pool: Pool[Cluster] | None = None) -> None:
        self._pool = pool or Pool()
        self._rulings = rulings
        self._of: dict[str, int] = {}
        self.joined: list[Joined] = []
        self.doubted: list[Joined] = []

    def add_document(self, held: Iterable[Entry], kept: Mapping[str, int] = NOBODY) -> None:
        """Take the mentions of one document to the actors that they fit best, or found new ones.

        `kept` are those that were taken to an actor before and stay there, by the actor's number.
        """
        self._of.update(kept)
        places, others = parted_by_place(held)
        self._add_all(places_in(entry for entry in places if entry.id not in kept))
        known = [NamedPlace(entry.record, self.key_of(entry.id)) for entry in places if isinstance(entry.record, Actor)]
        others = [entry for entry in others if entry.id not in kept]
        self._pool.look(number_of(name) for entry in others for name in self._named_places(entry))
        self._add_all(others_in(others, known, self.place_key))

    def _named_places(self, entry: Entry) -> Iterator[str]:
        return (_place_key(place.name) for place in places_named(entry))

    def _add_all(self, mentions: Iterable[Mention]) -> None:
        """Add mentions that say nothing of each other, so that what they may be is looked up at once."""
        listed = [(mention, number_of(mention.sign_text)) for mention in mentions]
        self._pool.look([sign for _, sign in listed])
        self._pool.have([number for _, sign in listed for number in self._pool.under(sign)])
        # A sign may lead to an actor that was dissolved: such a mention is compared like any that is new.
        fresh = {
            mention.entry.id: _Keys.of(mention)
            for mention, sign in listed
            if not (self._is_free(mention) and self._alike(sign) is not None)
        }
        self._pool.look([key for keys in fresh.values() for key in keys.all()])
        self._pool.have({number for keys in fresh.values() for number in self._near(keys)})
        for mention, sign in listed:
            self._add(mention, sign, fresh.get(mention.entry.id))

    def _add(self, mention: Mention, sign: int, keys: _Keys | None) -> None:
        """Take the mention to the actor that it fits best, or found a new one."""
        alike = self._alike(sign)
        if alike is not None and self._is_free(mention):
            self._pool.change(alike).repeat(mention)
            self._note(mention, alike, None)
            return
        keys = keys or _Keys.of(mention)
        best = self._ruled(mention) or self._best(mention, keys)
        number, found = best if best else (None, UNLIKE)
        rules = rules_of_identity()
        if number is None or found.score < rules["join"]:
            if number is not None and found.score >= rules["doubt"]:
                self.doubted.append(Joined(mention, number, found))
            number, found = self._pool.found(new_cluster(mention)), Likeness(1.0, rules["says"]["first"])
        self._pool.change(number).add(mention)
        self._note(mention, number, found)
        if alike is None:
            self._pool.redirect(sign, number)
        for key in keys.own:
            self._pool.lead(key, number, _CROWDED)

    def _alike(self, sign: int) -> int | None:
        """The actor of a mention that said the same."""
        return next((number for number in self._pool.under(sign) if self._pool.get(number)), None)

    def _note(self, mention: Mention, number: int, found: Likeness | None) -> None:
        self._of[mention.entry.id] = number
        self.joined.append(Joined(mention, number, found))

    def _is_free(self, mention: Mention) -> bool:
        """Whether nobody ruled anything about the mention."""
        return mention.entry.id not in self._rulings.same and mention.entry.id not in self._rulings.different

    def _ruled(self, mention: Mention) -> tuple[int, Likeness] | None:
        """The actor that people said it is."""
        for other in self._rulings.same.get(mention.entry.id, ()):
            if (number := self.number_of(other)) is not None and self._read(number):
                return number, Likeness(1.0, rules_of_identity()["says"]["ruled"])
        return None

    def _best(self, mention: Mention, keys: _Keys) -> tuple[int, Likeness] | None:
        return min(self._scored(mention, keys), key=lambda scored: (-scored[1].score, scored[0]), default=None)

    def _scored(self, mention: Mention, keys: _Keys) -> Iterator[tuple[int, Likeness]]:
        refused = {self.number_of(other) for other in self._rulings.different.get(mention.entry.id, ())}
        for number in self._near(keys):
            cluster = self._pool.get(number)
            if cluster is not None and number not in refused:
                found = fit_actor(mention, cluster)
                if found.score:
                    yield number, found

    def _near(self, keys: _Keys) -> Iterable[int]:
        """The actors that share a key; of many those that share the most and the rarest."""
        if keys.coded is not None and (numbers := self._pool.under(keys.coded)):
            return numbers
        shared: dict[int, float] = {}
        for key in keys.looked:
            numbers = self._pool.under(key)
            if len(numbers) <= _CROWDED:
                for number in numbers:
                    shared[number] = shared.get(number, 0.0) + 1 / len(numbers)
        if len(shared) <= _NEAREST:
            return shared
        return nsmallest(_NEAREST, shared, key=lambda number: (-shared[number], number))

    def place_key(self, named: Place) -> str:
        """What names a place in every document: its code, else the id of the actor that it is, else its name."""
        if named.code or (named.country and named.kind in ("country", "demonym")):
            return named.code or named.country or ""
        numbers = self._pool.under(number_of(_place_key(named.name)))
        self._pool.have(numbers)
        found = (self._pool.get(number) for number in numbers)
        alike = [cluster for cluster in found if cluster and named.country in (None, *cluster.countries)]
        return alike[0].key if alike else spelling_of(named.name).plain

    def forget(self) -> None:
        """Let go of the mentions that were added, once somebody has taken note of them."""
        self._of, self.joined, self.doubted = {}, [], []

    def number_of(self, mention: str) -> int | None:
        """The number of the actor that a mention is; None for one that is not known here."""
        return self._of.get(mention)

    def cluster_of(self, mention: str) -> Cluster | None:
        """The actor that a mention is."""
        number = self.number_of(mention)
        return self._read(number) if number is not None else None

    def _read(self, number: int) -> Cluster | None:
        self._pool.have((number,))
        return self._pool.get(number)

    def key_of(self, mention: str) -> str:
        """What names the mention's actor in every document: its code, else its id."""
        cluster = self.cluster_of(mention)
        return cluster.key if cluster else mention

    def keys_of(self, mention: str) -> frozenset[str]:
        """What a mention stands for where it acts: the actor, and the places that a body's name holds."""
        cluster = self.cluster_of(mention)
        return frozenset((*cluster.places, cluster.key)) if cluster else frozenset((mention,))

    def of(self, mention: str) -> str | None:
        """The id of the actor that a mention is; None for what is no mention of this ledger."""
        cluster = self.cluster_of(mention)
        return cluster.id if cluster else None

    @property
    def doubts(self) -> list[tuple[str, Candidate]]:
        """The mentions that nearly were joined to another actor, each with that one."""
        return [(one.mention.entry.id, self.candidate(one)) for one in self.doubted]

    def candidate(self, one: Joined) -> Candidate:
        """Why a mention is the actor to which it was taken."""
        cluster = self._pool.held[one.actor]
        if one.found is None:
            return Candidate(id=cluster.id, score=1.0, why=rules_of_identity()["says"]["alike"])
        return Candidate(id=cluster.id, score=rounded(one.found.score), why=one.found.why)

    def actors(self) -> list[KnownActor]:
        """All actors, in the order in which they were first mentioned."""
        told: dict[int, list[Joined]] = {}
        for one in self.joined:
            told.setdefault(one.actor, []).append(one)
        return [self._actor(number, joined) for number, joined in sorted(told.items())]

    def _actor(self, number: int, joined: list[Joined]) -> KnownActor:
        mentions = tuple(one.mention.entry.id for one in joined)
        return known_actor(self._pool.held[number], mentions, tuple(map(self.candidate, joined)))


def known_actor(cluster: Cluster, mentions: tuple[str, ...], joins: tuple[Candidate, ...]) -> KnownActor:
    """The actor as it is known so far, with its mentions and why each is it."""
    return KnownActor(
        id=cluster.id,
        type=cluster.type or "",
        name=cluster.name,
        names={name: cluster.names[name] for name in most_common(cluster.names)},
        country=cluster.country,
        code=min(cluster.codes, default=None),
        mentions=mentions,
        joins=joins,
    )


def rounded(score: float) -> float:
    """A score as it is told: at most 1, to three places."""
    return round(min(1.0, score), 3)


def _place_key(name: str) -> str:
    return f"place:n:{spelling_of(name).plain}"


def new_cluster(mention: Mention) -> Cluster:
    """The actor that a mention founds."""
    return Cluster(actor_id(mention.entry.id))


def actor_id(mention: str) -> str:
    """The id of the actor that a mention founds: actor-3f09c2d17a5e founds who-3f09c2d17a5e."""
    return f"{PREFIX}-{mention.partition('-')[2]}"


def mention_of(actor: str) -> str:
    """The id of the mention that founded an actor."""
    return f"{ACTOR}-{actor.partition('-')[2]}"


def resolve(entries: Iterable[Entry], rulings: Rulings = NO_RULINGS) -> Identities:
    """Who is who among the entries, which are in the order in which they were recorded, document by document."""
    identities = Identities(rulings)
    for held in documents_of(entries):
        identities.add_document(held)
    return identities


def fit_actor(mention: Mention, cluster: Cluster) -> Likeness:
    """How likely the mention is the actor, and why."""
    if mention.group != cluster.group:
        return UNLIKE
    if mention.code and cluster.codes:
        same = mention.code in cluster.codes
        return Likeness(1.0, rules_of_identity()["says"]["code"].format(code=mention.code)) if same else UNLIKE
    rules, country = rules_of_identity(), _of_country(mention, cluster)
    # What is less than this makes not even a doubt, once the countries are weighed.
    found = _FITS[mention.group](mention, cluster, rules["doubt"] - rules["weighs"][country]["weight"])
    if not found.score:
        return found
    told = {"own": mention.actor.country or "", "other": ", ".join(sorted(cluster.countries))}
    return _weighed(found, country, rules["weighs"], **told)


def _of_country(mention: Mention, cluster: Cluster) -> str:
    """Whether the countries speak for it or against it; unknown ones make it less sure."""
    own = mention.actor.country
    if own and cluster.countries:
        return "country" if own in cluster.countries else "other_country"
    return "no_country"


def _weighed(found: Likeness, name: str, rules: Mapping[str, Mapping[str, object]], **told: str) -> Likeness:
    row = rules[name]
    says = str(row["says"]).format(**told)
    weight = float(str(row["weight"]))
    return Likeness(found.score + weight, f"{found.why} {says}".strip()) if weight else found


def _fit_place(mention: Mention, cluster: Cluster, least: float) -> Likeness:
    if bool(mention.code) != bool(cluster.codes) and mention.actor.type in ("country", "bloc"):
        return UNLIKE
    return _best_name(mention, cluster, least)


def _best_name(mention: Mention, cluster: Cluster, least: float) -> Likeness:
    if least >= rules_of_identity()["names"]["same"]["score"] and not _share_name(mention, cluster):
        return UNLIKE
    others = most_common(cluster.names, _MOST_NAMES)
    return _best_of(likeness(name, other, least) for name in mention.names for other in others)


def _share_name(mention: Mention, cluster: Cluster) -> bool:
    """Whether both have a name that is written alike: most candidates are of other countries, and have none."""
    return not set(map(str.lower, mention.names)).isdisjoint(map(str.lower, cluster.names))


def _best_of(found: Iterable[Likeness]) -> Likeness:
    """The first of those that are as likely as any."""
    return max(found, key=_SCORE, default=UNLIKE)


def _fit_body(mention: Mention, cluster: Cluster, least: float) -> Likeness:
    """By name where it is proper, else by what the name says; a name that says only the kind is nobody's own."""
    said, home = mention.concepts, mention.actor.country
    is_proper = bool(said.rest or said.places - {home})
    known = bool(home and home in cluster.countries)
    if home and cluster.countries and not known and not is_proper:
        return UNLIKE  # what another country calls its ministry says nothing: not even a doubt
    homes = frozenset(code for code in (home, *cluster.countries) if code)
    told = cluster.told if rules_of_identity()["bodies"]["equal"]["score"] >= least else ()
    alike = [body_likeness(said, other.concepts, homes) for other in islice(told, _MOST_NAMES)]
    best = _best_of(alike)
    if best.score < rules_of_identity()["bodies"]["equal"]["score"] and any(
        is_of_other_matters(said, other.concepts) for other in told
    ):
        best = min((one for one in alike if one.score), key=_SCORE, default=UNLIKE)
    if is_proper or known:
        named = _best_name(mention, cluster, least)
        if named.score >= rules_of_identity()["named"] and not _elsewhere(mention, cluster, homes):
            best = _best_of((best, named))
    weighs = rules_of_identity()["weighs"]
    if best.score and not known and not (said.rest or _share_places(mention, cluster)):
        best = _weighed(best, "generic", weighs)
    return _weighed(best, "placed", weighs, own=mention.placed) if best.score and mention.placed else best


def _share_places(mention: Mention, cluster: Cluster) -> bool:
    """Whether the names hold a place that is the same."""
    return any(mention.concepts.places & other.concepts.places for other in cluster.told)


def _elsewhere(mention: Mention, cluster: Cluster, homes: frozenset[str]) -> bool:
    """Whether the names hold places, and different ones."""
    own = mention.concepts.places - homes
    return bool(own) and all((other.concepts.places - homes) not in (own, set()) for other in cluster.told)


def _fit_person(mention: Mention, cluster: Cluster, least: float) -> Likeness:
    rules = rules_of_identity()["weighs"]
    offices = [(_office(mention, other), other) for other in cluster.told]
    hold_same = any(same for same, _ in offices)
    found = _best_name(mention, cluster, least - rules["office"]["weight"] if hold_same else least)
    if found.score < rules_of_identity()["named"]:
        return found if found.score >= rules_of_identity()["doubt"] else UNLIKE
    if hold_same:
        found = _weighed(found, "office", rules)
    elif any(same is False and _is_near(mention, other) for same, other in offices):
        found = _weighed(found, "other_office", rules)
    elif any(same is False for same, _ in offices):
        found = _weighed(found, "later_office", rules)
    if mention.actor.doc == cluster.doc:
        found = _weighed(found, "same_document", rules)
    return found


def _office(one: Mention, other: Saying) -> bool | None:
    """Whether two persons hold the same office; None where one's is not known."""
    own, others = one.office, other.office
    if not own.matters or not others.matters:
        if own.kinds & others.kinds and own.places and own.places == others.places:
            return True
        return None
    if own.matters & others.matters:
        return True
    return False if own.kinds & others.kinds else None


def _is_near(one: Mention, other: Saying) -> bool:
    """Whether the two are told within so few days that one person can hardly have held both offices."""
    if one.day is None or other.day is None:
        return False
    return abs((one.day - other.day).days) < int(rules_of_identity()["office_days"])


_FITS = {"place": _fit_place, "body": _fit_body, "person": _fit_person}
