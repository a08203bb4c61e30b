"""Which country a person, body, firm or unknown place belongs to, from its name, its neighbours or the dispatch."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache

from servanda.data import load_table
from servanda.documents.text import fold
from servanda.languages import load_topic
from servanda.reading.entities import BODIES, SITES, Entity, Mention
from servanda.reading.name_grammar import Grammar
from servanda.reading.place_names import Place
from servanda.reading.places import PlaceSpan, gazetteer
from servanda.reading.view import PLACE, Sentence, View, within
from servanda.reading.viewpoint import Naming, Signs, viewpoint_of
from servanda.records import BODY

_WORD = re.compile(r"\W+")
_OF_RUSSIAN_ENDINGS = frozenset(("RU", "KZ", "UZ", "KG", "TJ", "TM", "AZ", "BG", "BY"))
# A Vietnamese syllable without its marks; a Chinese word of two or three syllables, one of them with letters that few
# other languages have so.
_VIETNAMESE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oe|oi|ua|uay|ue|ui|uo|uoi|uu|uy|uye|ye|yeu)(?:ch|ng|nh|[cmnpt])?"
)
_PINYIN = (
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i?ao|[iu]?ang?|[iu]?eng?|i?ong|[iu]ng?|[ue]i|i?ou|iu|uo|u?ai|i[ae]|u[ae]|[aoeiu])"
)
_CHINESE_WORD = re.compile(rf"(?=.*(?:zh|x[iu]|q[iu]|ang|eng|ong|iao|ian|uan|hua))(?:{_PINYIN}){{2,3}}")
_PAIR = 2
_LANDS = ("country", "region")
_OF_STATE = ("public-body", "organisation")
_SURE = 0.5  # up to which confidence a body says less of its people than the shapes of their names
_SHARE = 0.1  # of the places named: what those of a country have at least on which its agency writes
_CANDIDATES = 3  # countries named most, from whose side the dispatch may be told
_CHINESE = 3  # words that a Chinese name has at most
_NOUN = 24  # characters between a nationality and the noun that it describes, the noun counted
_JOINED = 12  # characters between a firm and the country behind it of which it is
_PART = 30  # characters between a body and the one that it is part of
_BESIDE = 40  # characters between a body and the person whom it speaks of
_NEAR = 160  # characters within which a place says where an unknown one is


class Homes:
    """What a document says about where its actors are at home."""

    def __init__(self, view: View, rules: Grammar, places: list[PlaceSpan]) -> None:
        self.view, self.rules = view, rules
        self._all = places
        self.marks = tuple(load_topic(view.lang, "figures")["possessive"])
        self.firms: list[int] = []  # where firms are named
        self.known = [span for span in places if span.place.country]
        self.places = [span for span in self.known if span.place.kind not in BODIES]
        self._counts = Counter(span.place.country for span in self.known)
        self.agency = self._agency()
        dateline = gazetteer(view.lang).get(view.document.dateline or "")
        self.main = self._side(dateline.country if dateline else None)

    def _side(self, dateline: str | None) -> str | None:
        """The country from whose side the dispatch is told, as its places and its agency let see."""
        told = next((sentence.start for sentence in self.view.sentences if sentence.part == BODY), 0)
        named = [
            Naming(span.place.country, span.start >= told, span.place.kind == "country", span.place.kind in SITES)
            for span in self.places
            if span.place.country
        ]
        often = (country for country, _ in self._counts.most_common(_CANDIDATES) if country)
        candidates = dict.fromkeys((*often, *filter(None, (self.agency,))))
        return viewpoint_of(Signs(dateline, self.agency, named, [], self.rules.home), candidates)

    def _agency(self) -> str | None:
        """The country of the news agency that signs the dispatch or is its publisher."""
        known = self.rules.agencies
        publisher = self.view.document.publisher or ""
        if publisher in known:
            return str(known[publisher])
        head, tail = self.view.norm[:900], self.view.norm[-300:]
        words = self.rules.agency.search(head) or self.rules.agency.search(tail)
        return known.get(words.group()) if words else None

    def of_body(self, entity: Entity) -> str | None:
        """The country of a body: by its name, by what stands before it, by a seat, else the dispatch's own."""
        spans = self._inside(entity)
        named = dict.fromkeys(span.place.country for span in spans if span.place.country)
        if entity.type == "company" and len(named) > 1 and spans[-1].place.country:
            return spans[-1].place.country  # "<firm> Vietnam" is a firm of Vietnam
        if len(named) == 1 and self._is_post(entity, spans[0]):
            return self._other_than(spans[0].place.country)
        if len(named) == 1 or (named and self.rules.is_mission(entity.name)):
            return next(iter(named))
        if named or any(span.place.kind == "bloc" for span in spans):
            return None
        for mention in entity.mentions:
            if home := self._before(mention.start) or self._behind(mention.end, entity.type):
                return home
        return self._seat(entity) or self._described(entity) or self._by_syllables(entity)

    def _is_post(self, entity: Entity, span: PlaceSpan) -> bool:
        """Whether a place is where a mission is posted, not whose it is: "Embassy in Hanoi", "驻越南代表处"."""
        before = self.view.norm[entity.start : span.start].split()
        is_at = bool(before) and self.rules.is_word(before[-1], "inside", "for")
        return is_at and self.rules.is_mission(entity.name)

    def _other_than(self, post: str | None) -> str | None:
        """The country of the dispatch that sends a mission to another."""
        often = (country for country, _ in self._counts.most_common())
        return next((country for country in (self.main, self.agency, *often) if country and country != post), None)

    def _described(self, entity: Entity) -> str | None:
        """The country of a firm that what follows calls by its nationality: "the US firm", "le groupe japonais"."""
        if entity.type != "company":
            return None
        nouns = self.rules.topic["descriptions"]["company"]
        end = entity.mentions[0].end
        own = {mention.start for mention in entity.mentions}
        until = next((start for start in self.firms if start >= end and start not in own), len(self.view.norm))
        for span in within(self.places, end, min(until, end + 2 * _NEAR)):
            before, after = (
                self.view.lower[max(end, span.start - _NOUN) : span.start],
                self.view.lower[span.end :][:_NOUN],
            )
            if _WORD.split(before.strip())[-1] in nouns or _WORD.split(after.strip())[0] in nouns:
                return span.place.country
        return None

    def _by_syllables(self, entity: Entity) -> str | None:
        """The country of a firm whose name is of its syllables, where the document names that country."""
        named = {span.place.country for span in self.known} if entity.type == "company" else set()
        words = [word for word in fold(entity.name).split() if not self.rules.is_word(word, "suffix", "cohead", "head")]
        if "VN" in named and len(words) > 1 and all(map(_VIETNAMESE.fullmatch, words)):
            return "VN"
        is_chinese = "CN" in named and len(words) == 1 and _CHINESE_WORD.fullmatch(words[0])
        return "CN" if is_chinese else None

    def is_of_several(self, entity: Entity) -> bool:
        """Whether a body's name has a bloc or several countries in it."""
        spans = self._inside(entity)
        countries = {span.place.country for span in spans if span.place.country}
        return len(countries) > 1 or any(span.place.kind == "bloc" for span in spans)

    def _inside(self, entity: Entity) -> list[PlaceSpan]:
        """The places that a body has in its name, in its longest form."""
        longest = max(entity.mentions, key=lambda mention: mention.end - mention.start)
        found = within(self._all, longest.start, longest.end)
        return [span for span in found if span.end <= longest.end]

    def _within(self, name: str) -> list[PlaceSpan]:
        return [span for span in gazetteer(self.view.lang).within(name) if span.place.country]

    def _before(self, start: int) -> str | None:
        """The country whose name or adjective stands right before: "Vietnam's", "the Chinese partner, "."""
        for span in within(self.places, start - _NEAR, start):
            if 0 <= start - span.end <= 28 and self.rules.is_bond(self.view.norm[span.end : start]):
                return span.place.country
        return None

    def _behind(self, end: int, type_: str) -> str | None:
        """The country of which a firm is said to be, right behind its name: "SMS Group of Germany"."""
        span = next(iter(within(self.places, end, end + _JOINED)), None) if type_ == "company" else None
        is_joined = span is not None and self.rules.is_bond_behind(self.view.norm[end : span.start])
        return span.place.country if span and is_joined else None

    def of_parent(self, entity: Entity, bodies: dict[str, Entity]) -> str | None:
        """The country of the body that the text says this one is part of."""
        for mention in entity.mentions:
            for other in bodies.values():
                starts = (m.start for m in other.mentions if 0 < m.start - mention.end <= _PART)
                if other.country and any(self.rules.is_part(self.view.norm[mention.end : start]) for start in starts):
                    return other.country
        return None

    def _seat(self, entity: Entity) -> str | None:
        """The country of the place in which the body is said to be based or founded, in a sentence that names it."""
        for mention in entity.mentions:
            sentence = self._sentence(mention.start)
            if sentence is None:
                continue
            seat = self.rules.seat.search(self.view.lower, sentence.start, sentence.end)
            if seat:
                after = [span for span in within(self.places, seat.end(), sentence.end) if span.place.kind != "demonym"]
                if after:
                    return after[0].place.country
        return None

    def _sentence(self, start: int) -> Sentence | None:
        """The sentence in which a place of the text stands."""
        place = bisect_right(self.view.sentences, start, key=PLACE) - 1
        return self.view.sentences[place] if place >= 0 and start < self.view.sentences[place].end else None

    def of_partner(self, entity: Entity, firms: list[Entity]) -> str | None:
        """The other country of the document, where the one firm beside this one in its sentence is of the first."""
        sentence = self._sentence(entity.start)
        if entity.type != "company" or sentence is None:
            return None
        start, end = sentence.start, sentence.end
        beside = [firm for firm in firms if firm is not entity and any(start <= m.start < end for m in firm.mentions)]
        if len(beside) != 1 or not beside[0].country or within(self.places, start, end):
            return None
        pair = [country for country, _ in self._counts.most_common(_PAIR)]
        return next((country for country in pair if country != beside[0].country), None)

    def of_person(self, entity: Entity, bodies: dict[str, Entity]) -> str | None:
        """The country of a person: the body's, that of the office's words, that of the shape of the name."""
        body = bodies.get(entity.organisation or "")
        shape = shape_of(self.rules, entity.name)
        is_branch = body is not None and body.type == "company" and bool(self._inside(body))  # "Daehan Vietnam"
        if body and body.country and not (shape and (is_branch or body.confidence <= _SURE)):
            return body.country
        known = gazetteer(self.view.lang).get(entity.organisation or "")
        if known and known.kind == "bloc":
            return None
        words = " ".join(filter(None, (entity.role, None if is_branch and shape else entity.organisation)))
        if named := self._within(words):
            return named[0].place.country
        if self._may_be_of_former_union(entity.name, shape):
            return self._of_former_union(entity.mentions[0].first) or (shape or self.main if entity.role else None)
        if shape:
            land = self._of_shared() if is_shared(self.rules, entity.name) else shape
            is_guess = land == "RU" and not entity.role and land not in self._counts  # many lands have such endings
            return None if is_guess else land
        for mention in entity.mentions:
            if home := self._before(mention.first):
                return home
        return (self._of_speaker(entity, bodies) or self.main) if entity.role else None

    def _of_shared(self) -> str:
        """The country of a name that is Vietnamese or Chinese: the agency's, else the main one, else the language's."""
        usual = str(self.rules.topic["shared"])
        return self.agency or (self.main if self.main in ("VN", "CN") and usual == "VN" else usual)

    def _may_be_of_former_union(self, name: str, shape: str | None) -> bool:
        """Whether a name has a Russian ending behind a given name that is not Russian by the lists."""
        first, last = name.split()[0], self.rules.plain(name.split()[-1])
        if self.rules.is_word(first, "central_asian"):
            return last.endswith(tuple(self.rules.topic["endings"]["russian"]))
        return shape == "RU" and not self.rules.is_word(first, "given")

    def _of_former_union(self, start: int) -> str | None:
        """The country named last before a place, of those where names have Russian endings."""
        before = (span.place.country for span in reversed(within(self.known, 0, start)))
        return next((country for country in before if country in _OF_RUSSIAN_ENDINGS), None)

    def _of_speaker(self, entity: Entity, bodies: dict[str, Entity]) -> str | None:
        """The country of the public body named right before: "the Kazakh ministry said that Minister …"."""
        first = entity.mentions[0].first
        spoken = ((m.end, e.country) for e in bodies.values() if e.type == "public-body" for m in e.mentions)
        near = [(end, home) for end, home in spoken if home and 0 <= first - end <= _BESIDE]
        return max(near)[1] if near else None

    def of_rest(self, entity: Entity) -> str | None:
        """The country of an actor of which nothing is said: the dispatch's; an agency means its own land's bodies."""
        is_meant = entity.type in _OF_STATE and self._counts[self.agency] > _SHARE * self._counts.total()
        return self.agency if is_meant else self.main

    def of_place(self, entity: Entity) -> str | None:
        """The country that stands beside a place: "Brazil's Piracicaba", "in Mbeya, southwestern Tanzania"."""
        return next(filter(None, map(self._lies_in, entity.mentions)), None)

    def _lies_in(self, mention: Mention) -> str | None:
        norm, start, end = self.view.norm, mention.start, mention.end
        for span in within(self.places, start - _NEAR, start):
            if span.end <= start and norm[span.end : start].strip() in ("", *self.marks):
                return span.place.country
        behind = next(iter(within(self.places, end, end + _BESIDE)), None)
        if behind is None or behind.place.kind not in _LANDS:
            return None
        return behind.place.country if self.rules.lies_in(self.view.lower[end : behind.start]) else None


@cache
def _shapes() -> dict[str, dict[str, str]]:
    """Given and family names with the country that they point to."""
    people = load_table("people")
    homes = {"japanese": "JP", "indian": "IN", "thai": "TH", "russian": "RU"}
    shared = {fold(word) for word in people["western"].split()}  # "Maria" and "Victor" are at home in many countries
    named = {kind: [fold(word) for word in people[kind].split()] for kind in homes}
    return {kind: {word: homes[kind] for word in words if word not in shared} for kind, words in named.items()}


def shape_of(rules: Grammar, name: str) -> str | None:
    """The country that the shape of a person's name points to, if any."""
    if rules.is_word(name[1:2], "infix"):
        return "VN"
    words = name.split()
    if len(words) < 2:
        return None
    first, last = words[0], rules.plain(words[-1])
    if rules.is_word(first, "vietnamese") and (len(words) >= 3 or not rules.is_word(first, "chinese")):
        return "VN"
    is_korean = rules.is_word(first, "korean") and not rules.is_word(first, "vietnamese", "chinese")
    if rules.is_word(first, "korean") and (
        (len(words) == _PAIR and "-" in words[-1]) or (is_korean and len(words) > _PAIR)
    ):
        return "KR"
    if rules.is_word(first, "chinese") and len(words) == 2 and not rules.is_word(first, "given"):
        return "CN"
    if last.endswith(tuple(rules.topic["endings"]["russian"])):
        return None if rules.is_word(first, "central_asian") else "RU"
    shapes = _shapes()
    for kind in ("japanese", "indian", "thai", "russian"):
        if home := shapes[kind].get(fold(first)) or shapes[kind].get(last):
            return home
    return "CN" if rules.is_word(first, "chinese") and len(words) <= _CHINESE else None


def is_shared(rules: Grammar, name: str) -> bool:
    """Whether a name can be a Vietnamese or a Chinese one: a family name of both and one word."""
    words = name.split()
    return len(words) == _PAIR and rules.is_word(words[0], "vietnamese") and rules.is_word(words[0], "chinese")


def settle_countries(view: View, rules: Grammar, entities: list[Entity], places: list[PlaceSpan]) -> None:
    """Fill the countries of persons, bodies, firms and unlisted places."""
    homes = Homes(view, rules, places)
    homes.firms = sorted(m.start for e in entities if e.type == "company" for m in e.mentions)
    for entity in entities:
        if entity.type in BODIES and not entity.country:
            entity.country = homes.of_body(entity)
    bodies = {name: entity for entity in entities if entity.type in BODIES for name in (entity.name, *entity.aka)}
    for entity in entities:
        if entity.type in BODIES and not entity.country and not _is_shared(homes, entity):
            entity.country = homes.of_parent(entity, bodies)
    for entity in entities:
        if entity.type == "person" and not entity.country:
            entity.country = homes.of_person(entity, bodies)
    _settle_rest(homes, entities)


def _settle_rest(homes: Homes, entities: list[Entity]) -> None:
    """Bodies and places of which nothing is said: the country of people or neighbours, else the dispatch's own."""
    firms = [entity for entity in entities if entity.type == "company"]
    staff = {person.organisation: person.country for person in entities if person.type == "person" and person.country}
    for entity in entities:
        if entity.type in BODIES and not entity.country and not _is_shared(homes, entity):
            own = (home for name in (entity.name, *entity.aka) if (home := staff.get(name)))
            entity.country = next(own, None) or homes.of_partner(entity, firms) or homes.of_rest(entity)
        elif entity.type in SITES and not entity.country and not _is_of_world(homes, entity):
            entity.country = homes.of_place(entity) or homes.main


def _is_of_world(homes: Homes, entity: Entity) -> bool:
    """Whether a region is known to be of several countries: a continent or a part of one."""
    known: Place | None = gazetteer(homes.view.lang).get(entity.name)
    return known is not None and known.kind == "region" and known.country is None


def _is_shared(homes: Homes, entity: Entity) -> bool:
    """Whether a body belongs to several countries or to none: a bloc's, or one of the world's."""
    known: Place | None = gazetteer(homes.view.lang).get(entity.name)
    if known and known.kind in BODIES:
        return known.country is None
    return homes.is_of_several(entity)
