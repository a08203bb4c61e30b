"""Who is who: mentions of actors over documents, languages and scripts, resolved to one actor each, with the reason.

Mentions are taken in the order in which they were recorded; each goes to the actor that it fits best, or founds one of
its own. What is added later changes no earlier decision, so that an actor keeps its id: that of the mention that
founded it. A decision of people (`Ruling`) goes before every rule, and can be taken back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

import msgspec

from servanda.ledger.bodies import body_likeness
from servanda.ledger.likeness import Likeness, likeness, rules_of_identity
from servanda.ledger.mentions import Mention, documents_of, keys_of, mentions_in
from servanda.ledger.spelling import spelling_of
from servanda.reading.place_names import Place
from servanda.records import Entry

_CROWDED = 80  # a key that more actors than this have finds none: it is everybody's
_MOST_NAMES = 24  # names of one actor that a new one is compared with
PREFIX = "who"
_COUNTRY = 2  # letters of a country's code, which every body of it has


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


class Identities:
    """All actors of a ledger, and the actor of each mention."""

    def __init__(self, rulings: Rulings = NO_RULINGS) -> None:
        self._clusters: list[_Cluster] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._rulings = rulings
        self._of: dict[str, int] = {}
        self._alike: dict[tuple[object, ...], int] = {}
        self.doubts: list[tuple[str, Candidate]] = []

    def add(self, mention: Mention) -> None:
        """Take the mention to the actor that it fits best, or found a new one."""
        if (place := self._alike.get(mention.sign)) is not None and self._is_free(mention):
            self._clusters[place].repeat(mention)
            self._of[mention.entry.id] = place
            return
        own, looked = keys_of(mention)
        best = self._ruled(mention) or self._best(mention, looked)
        place, found = best if best else (None, Likeness(0.0, ""))
        rules = rules_of_identity()
        if place is None or found.score < rules["join"]:
            if place is not None and found.score >= rules["doubt"]:
                self.doubts.append((mention.entry.id, self._candidate(place, found)))
            place, found = len(self._clusters), Likeness(1.0, rules["says"]["first"])
            self._clusters.append(_Cluster(actor_id(mention.entry.id)))
        self._clusters[place].add(mention, self._candidate(place, found))
        self._of[mention.entry.id] = place
        self._alike.setdefault(mention.sign, place)
        for key in own:
            places = self._by_key[key]
            if place not in places and len(places) <= _CROWDED:
                places.append(place)

    def _is_free(self, mention: Mention) -> bool:
        """Whether nobody ruled anything about the mention."""
        return mention.entry.id not in self._rulings.same and mention.entry.id not in self._rulings.different

    def _candidate(self, place: int, found: Likeness) -> Candidate:
        return Candidate(id=self._clusters[place].id, score=round(min(1.0, found.score), 3), why=found.why)

    def _ruled(self, mention: Mention) -> tuple[int, Likeness] | None:
        """The actor that people said it is."""
        for other in self._rulings.same.get(mention.entry.id, ()):
            if (place := self._of.get(other)) is not None:
                return place, Likeness(1.0, rules_of_identity()["says"]["ruled"])
        return None

    def _best(self, mention: Mention, looked: Iterable[str]) -> tuple[int, Likeness] | None:
        ranked = sorted(self._scored(mention, looked), key=lambda scored: (-scored[1].score, scored[0]))
        return ranked[0] if ranked else None

    def _scored(self, mention: Mention, looked: Iterable[str]) -> Iterator[tuple[int, Likeness]]:
        refused = {self._of.get(other) for other in self._rulings.different.get(mention.entry.id, ())}
        for place in self._near(mention, looked):
            if place not in refused:
                found = fit_actor(mention, self._clusters[place])
                if found.score:
                    yield place, found

    def _near(self, mention: Mention, looked: Iterable[str]) -> set[int]:
        """The actors that share a key."""
        if mention.code and (coded := self._by_key.get(f"{mention.group}:code:{mention.code}")):
            return set(coded)
        found: set[int] = set()
        for key in looked:
            places = self._by_key.get(key, ())
            if len(places) <= _CROWDED:
                found.update(places)
        return found

    def place_key(self, named: Entry | Place) -> str:
        """What names a place in every document: its code, else the id of the actor that it is, else its name."""
        if isinstance(named, Entry):
            return self._clusters[self._of[named.id]].key
        if named.code or (named.country and named.kind in ("country", "demonym")):
            return named.code or named.country or ""
        places = self._by_key.get(f"place:n:{spelling_of(named.name).plain}", ())
        alike = [place for place in places if named.country in (None, *self._clusters[place].countries)]
        return self._clusters[alike[0]].key if alike else spelling_of(named.name).plain

    def key_of(self, mention: str) -> str:
        """What names the mention's actor in every document: its code, else its id."""
        return self._clusters[self._of[mention]].key

    def keys_of(self, mention: str) -> frozenset[str]:
        """What a mention stands for where it acts: the actor, and the places that a body's name holds."""
        cluster = self._clusters[self._of[mention]]
        return cluster.places | {cluster.key}

    def of(self, mention: str) -> str | None:
        """The id of the actor that a mention is; None for what is no mention of this ledger."""
        place = self._of.get(mention)
        return None if place is None else self._clusters[place].id

    def actors(self) -> list[KnownActor]:
        """All actors, in the order in which they were first mentioned."""
        return [cluster.actor() for cluster in self._clusters]


def actor_id(mention: str) -> str:
    """The id of the actor that a mention founds: actor-3f09c2d17a5e founds who-3f09c2d17a5e."""
    return f"{PREFIX}-{mention.partition('-')[2]}"


def resolve(entries: Iterable[Entry], rulings: Rulings = NO_RULINGS) -> Identities:
    """Who is who among the entries, which are in the order in which they were recorded, document by document."""
    identities = Identities(rulings)
    for held in documents_of(entries):
        for mention in mentions_in(held, identities.place_key):
            identities.add(mention)
    return identities


class _Cluster:
    """One actor so far; of mentions that say the same, one is kept whole."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.group = ""
        self.mentions: list[str] = []
        self.joins: list[Candidate] = []
        self.names: Counter[str] = Counter()
        self.full: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.countries: Counter[str] = Counter()
        self.docs: set[str] = set()
        self.codes: set[str] = set()
        self.places: frozenset[str] = frozenset()
        self.told: dict[tuple[object, ...], Mention] = {}  # by what they say: others are like them
        self._again = Candidate(id=id, score=1.0, why=rules_of_identity()["says"]["alike"])

    def add(self, mention: Mention, join: Candidate) -> None:
        """Take in a mention that says something of its own."""
        self.group = mention.group
        self.told.setdefault(mention.sign, mention)
        if mention.code:
            self.codes.add(mention.code)
        self.places |= {place for place in mention.concepts.places if len(place) > _COUNTRY}
        self._count(mention, join)

    def repeat(self, mention: Mention) -> None:
        """Take in a mention that says what another said."""
        self._count(mention, self._again)

    def _count(self, mention: Mention, join: Candidate) -> None:
        actor = mention.actor
        self.mentions.append(mention.entry.id)
        self.joins.append(join)
        self.names.update(mention.names)
        self.full[actor.name] += 1
        self.types[actor.type] += 1
        self.docs.add(actor.doc)
        if actor.country:
            self.countries[actor.country] += 1

    @property
    def key(self) -> str:
        """What names the actor in every document: its code, else its id."""
        return min(self.codes, default=self.id)

    def actor(self) -> KnownActor:
        """The actor as it is known so far."""
        return KnownActor(
            id=self.id,
            type=self.types.most_common(1)[0][0],
            name=self.full.most_common(1)[0][0],
            names=dict(self.names.most_common()),
            country=self.countries.most_common(1)[0][0] if self.countries else None,
            code=min(self.codes, default=None),
            mentions=tuple(self.mentions),
            joins=tuple(self.joins),
        )


def fit_actor(mention: Mention, cluster: _Cluster) -> Likeness:
    """How likely the mention is the actor, and why."""
    if mention.group != cluster.group:
        return Likeness(0.0, "")
    if mention.code and cluster.codes:
        same = mention.code in cluster.codes
        return Likeness(1.0, rules_of_identity()["says"]["code"].format(code=mention.code)) if same else _NOT
    found = _FITS[mention.group](mention, cluster)
    return _with_country(mention, cluster, found) if found.score else found


_NOT = Likeness(0.0, "")


def _with_country(mention: Mention, cluster: _Cluster, found: Likeness) -> Likeness:
    """Whether the countries speak against it; unknown ones make it less sure."""
    rules, own = rules_of_identity()["weighs"], mention.actor.country
    if own and cluster.countries and own not in cluster.countries:
        return _weighed(found, "other_country", rules, own=own, other=", ".join(sorted(cluster.countries)))
    if own and own in cluster.countries:
        return _weighed(found, "country", rules, own=own)
    return _weighed(found, "no_country", rules)


def _weighed(found: Likeness, name: str, rules: Mapping[str, Mapping[str, object]], **told: str) -> Likeness:
    row = rules[name]
    says = str(row["says"]).format(**told)
    weight = float(str(row["weight"]))
    return Likeness(found.score + weight, f"{found.why} {says}".strip()) if weight else found


def _fit_place(mention: Mention, cluster: _Cluster) -> Likeness:
    if bool(mention.code) != bool(cluster.codes) and mention.actor.type in ("country", "bloc"):
        return _NOT
    return _best_name(mention, cluster)


def _best_name(mention: Mention, cluster: _Cluster) -> Likeness:
    others = [name for name, _ in cluster.names.most_common(_MOST_NAMES)]
    return max((likeness(name, other) for name in mention.names for other in others), key=lambda found: found.score)


def _fit_body(mention: Mention, cluster: _Cluster) -> Likeness:
    """By name where it is proper, else by what the name says; a name that says only the kind is nobody's own."""
    home = mention.actor.country
    homes = (home, *cluster.countries)
    best = _NOT
    for other in islice(cluster.told.values(), _MOST_NAMES):
        found = body_likeness(mention.concepts, other.concepts, homes)
        best = max(best, found, key=lambda each: each.score)
    known = bool(home and home in cluster.countries)
    if mention.concepts.rest or mention.concepts.places - {home} or known:
        named = _best_name(mention, cluster)
        if named.score >= rules_of_identity()["named"] and not _elsewhere(mention, cluster, homes):
            best = max(best, named, key=lambda each: each.score)
    if best.score and not known and not (mention.concepts.rest or mention.concepts.places):
        return _weighed(best, "generic", rules_of_identity()["weighs"])
    return best


def _elsewhere(mention: Mention, cluster: _Cluster, homes: Iterable[str | None]) -> bool:
    """Whether the names hold places, and different ones."""
    own = mention.concepts.places - set(homes)
    return bool(own) and all(
        (other.concepts.places - set(homes)) not in (own, set()) for other in cluster.told.values()
    )


def _fit_person(mention: Mention, cluster: _Cluster) -> Likeness:
    rules = rules_of_identity()["weighs"]
    found = _best_name(mention, cluster)
    if found.score < rules_of_identity()["named"]:
        return found if found.score >= rules_of_identity()["doubt"] else _NOT
    offices = [(_office(mention, other), other) for other in cluster.told.values()]
    if any(same for same, _ in offices):
        found = _weighed(found, "office", rules)
    elif any(same is False and _is_near(mention, other) for same, other in offices):
        found = _weighed(found, "other_office", rules)
    elif any(same is False for same, _ in offices):
        found = _weighed(found, "later_office", rules)
    if mention.actor.doc in cluster.docs:
        found = _weighed(found, "same_document", rules)
    return found


def _office(one: Mention, other: Mention) -> bool | None:
    """Whether two persons hold the same office; None where one's is not known."""
    own, others = one.office, other.office
    if not own.matters or not others.matters:
        if own.kinds & others.kinds and own.places and own.places == others.places:
            return True
        return None
    if own.matters & others.matters:
        return True
    return False if own.kinds & others.kinds else None


def _is_near(one: Mention, other: Mention) -> bool:
    """Whether the two are told within so few days that one person can hardly have held both offices."""
    if one.day is None or other.day is None:
        return False
    return abs((one.day - other.day).days) < int(rules_of_identity()["office_days"])


_FITS = {"place": _fit_place, "body": _fit_body, "person": _fit_person}
