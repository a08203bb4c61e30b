"""Who is who within a document: names, short forms, acronyms and places joined to distinct entities."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter

from msgspec.structs import replace

from servanda.reading.entities import ACTING, BODIES, Entity, Found, Mention
from servanda.reading.name_grammar import Grammar
from servanda.reading.nominative import nominatives
from servanda.reading.owners import Owned, settle_owned, stem_of
from servanda.reading.place_names import Place
from servanda.reading.places import PlaceSpan, gazetteer, plain_name
from servanda.reading.tokens import Tokens
from servanda.reading.view import View
from servanda.records import BODY
from servanda.script import put_together, set_apart

_BRACKET = re.compile(r"\s?\(\s?([^\W\d_][^()\n]{0,29}[^()\s])\s?\)")  # Chinese stands apart: "机 构 ( JETRO )"
_STEM, _ENDING = 3, 3  # letters that a stem has at least and an ending at most
_SIGNED = 60  # characters behind an agency in which the dispatch is dated
_SHORT = 6  # letters up to which a name in capitals is an acronym
_CONFIDENCE = {
    "country": 0.97,
    "bloc": 0.95,
    "region": 0.9,
    "city": 0.9,
    "person": 0.92,
    "public-body": 0.88,
    "organisation": 0.85,
    "company": 0.85,
}
SKIPPED = "debris"
_APPOSED = "<kind of company> «<name>»"  # the rule by which a name in quotation marks stands in the nominative
_ORDER = attrgetter("start", "end")


class Register:
    """The entities of a document, found by name, code or short form."""

    def __init__(self, view: View, rules: Grammar) -> None:
        self.view, self.rules = view, rules
        self.entities: list[Entity] = []
        self._by_key: dict[str, Entity] = {}
        self._starts = [sentence.start for sentence in view.sentences]
        self._nested: set[int] = set()  # entities that are named only within other names
        self._people: list[Entity] = []
        self._owned: list[Owned] = []
        self._nominatives = nominatives(view.lang)

    def part_at(self, place: int) -> str:
        """The kind of part in which a place of the text stands."""
        index = bisect_right(self._starts, place) - 1
        return self.view.sentences[index].part if index >= 0 else BODY

    def add(self, found: Found) -> Entity | None:
        """Join a name to its entity, or to a new one; None where it stands in debris or names nobody."""
        if self.part_at(found.start) == SKIPPED:
            return None
        name = self._clean(found)
        listed = gazetteer(self.view.lang).get(name) if found.type in BODIES else None
        if listed and listed.kind in BODIES:  # what the lists know of it counts: "глава «Роскосмоса»"
            found, name = replace(found, type=listed.kind), put_together(listed.base or name)
        entity = self._known(found, name)
        if entity is None:
            entity = self._new(found.type, name, found.start, found.end, found.rule)
            self._by_key.setdefault(_key(name), entity)
            self._add_short_keys(entity)
        elif found.type == entity.type and found.type in (*BODIES, "person") and self._is_fuller(found, name, entity):
            self._rename(entity, name)
        self._nested.discard(id(entity))
        self._mention(entity, found.start, found.end, found.first, found.last)
        self._read_bracket(entity, found.end)
        if found.type == "person":
            self._give_office(entity, found)
        elif found.home and not entity.country:
            entity.country = found.home.country
        return entity

    def _is_fuller(self, found: Found, name: str, entity: Entity) -> bool:
        """Whether a name says more than the one known so far, or is in the nominative: "компания «Вектор Азия»"."""
        if self._nominatives.is_needed and _differ_by_endings(_key(name).split(), _key(entity.name).split()):
            return found.rule == _APPOSED and entity.rule != _APPOSED
        return len(name) > len(entity.name)

    def _clean(self, found: Found) -> str:
        """The name as it is written, in the nominative."""
        name = self.view.written(found.start, found.end)
        if not self._nominatives.is_needed:
            return name
        if found.type == "person":
            role = self.view.written(*found.role) if found.role else ""
            return self._nominatives.person(name, self._nominatives.office(role) != role)
        return self._nominatives.body(name) if found.type in BODIES else name

    def _known(self, found: Found, name: str) -> Entity | None:
        """The entity that has this name already, in this or another form."""
        entity = self._by_key.get(_key(name))
        if entity and (entity.type == found.type or (found.type != "person" and entity.type in BODIES)):
            return entity
        if found.type == "person":
            one_word = " " not in _key(name)
            return self._by_part(name) if one_word else self._by_end(name) or self._by_initial(name)
        if found.type in BODIES:
            by_first = self._by_first(name) if found.type == "company" else None
            return by_first or self._in_another_case(found.type, name) or self._same_body(found.type, name)
        return None

    def _by_first(self, name: str) -> Entity | None:
        """The firm that was named by the first word of its name alone: "Tamarack" of Tamarack Metals."""
        first, _, rest = name.partition(" ")
        entity = self._by_key.get(_key(first)) if rest and not gazetteer(self.view.lang).get(first) else None
        return entity if entity and entity.type == "company" and entity.name == first else None

    def _by_part(self, name: str) -> Entity | None:
        """The one person whose family or given name a single word is: "ông Lý" of Lý Quang Diệu."""
        ends = (put_together(entity.name).split() for entity in self._people)
        named = [
            e for e, words in zip(self._people, ends, strict=True) if _key(name) in (_key(words[0]), _key(words[-1]))
        ]
        return named[0] if len(named) == 1 else None

    def _by_end(self, name: str) -> Entity | None:
        """The person whose family names several words are: "Soto Luna" of Ana Soto Luna."""
        end = f" {_key(name)}"
        return next((entity for entity in self._people if _key(entity.name).endswith(end)), None)

    def _by_initial(self, name: str) -> Entity | None:
        """The person of whose given name only the first letter is told: "A. Soto" of Ana Soto."""
        first, *_, last = _key(name).split()
        known = ((entity, _key(entity.name).split()) for entity in self._people if len(first) == 1)
        return next((entity for entity, words in known if words[-1] == last and words[0].startswith(first)), None)

    def _in_another_case(self, type_: str, name: str) -> Entity | None:
        """A firm or body of whose name each word differs by its ending alone, in a language whose names change."""
        if not self._nominatives.is_needed:
            return None
        words = _key(name).split()
        alike = (entity for entity in self.entities if entity.type == type_)
        return next((entity for entity in alike if _differ_by_endings(words, _key(entity.name).split())), None)

    def _same_body(self, type_: str, name: str) -> Entity | None:
        """A body whose name differs only by words of place: "municipal People's Committee"."""
        words = set(_key(name).split())
        for entity in reversed(self.entities):
            if entity.type == type_:
                other = set(_key(entity.name).split())
                if words.isdisjoint(other):
                    continue
                if type_ == "public-body" and _is_told_short(name, entity.name, words, other):
                    return entity
                is_one = words <= other or other <= words or self._is_vague(words) or self._is_vague(other)
                if is_one and words & other and all(self._is_local(w, name, entity.name) for w in words ^ other):
                    return entity
        return None

    def _is_local(self, word: str, *names: str) -> bool:
        if word in self.rules.local:
            return True
        place = gazetteer(self.view.lang).any(word)
        return bool(place) or any(f" {word} " in f" {plain_name(p)} " for n in names for p in self._places_in(n))

    def _places_in(self, name: str) -> list[str]:
        apart = set_apart(name)
        return [apart[span.start : span.end] for span in gazetteer(self.view.lang).find(apart)]

    def _is_vague(self, words: set[str]) -> bool:
        return not words.isdisjoint(self.rules.vague)

    def _new(self, type_: str, name: str, start: int, end: int, rule: str) -> Entity:
        entity = Entity(type_, name, start, end, rule, self.part_at(start), _CONFIDENCE[type_])
        self.entities.append(entity)
        if type_ == "person":
            self._people.append(entity)
        return entity

    def _rename(self, entity: Entity, name: str) -> None:
        if entity.name not in entity.aka:
            entity.aka.append(entity.name)
        entity.name = name
        self._by_key.setdefault(_key(name), entity)
        self._add_short_keys(entity)

    def _mention(self, entity: Entity, start: int, end: int, first: int, last: int) -> None:
        part = self.part_at(start)
        if entity.part != BODY and part == BODY:
            entity.part, entity.start, entity.end = part, start, end
        written = self.view.written(start, end)
        if written != entity.name and written not in entity.aka:
            entity.aka.append(written)
        entity.mentions.append(Mention(start, end, entity, first, last))

    def _read_bracket(self, entity: Entity, end: int) -> None:
        """Take the acronym or short name in brackets right after a name; a place there says where it is."""
        match = _BRACKET.match(self.view.norm, end)
        if not match or not match.group(1)[0].isupper() or match.group(1) in self.rules.agencies:
            return
        short = match.group(1).strip()
        place = gazetteer(self.view.lang).get(short)
        if place and place.kind in ("country", "region", "city"):
            if not entity.country and entity.type != "person":
                entity.country = place.country
        elif len(short.split()) <= 3 and entity.type in BODIES and not self.rules.is_word(short.split()[0], "head"):
            self._by_key.setdefault(_key(short), entity)
            if short not in entity.aka:
                entity.aka.append(short)

    def _add_short_keys(self, entity: Entity) -> None:
        """The forms under which a person or firm may be named later."""
        words = entity.name.split()
        if entity.type == "person" and len(words) > 1:
            self._by_key.setdefault(_key(words[-1]), entity)
            has_family_first = self.rules.is_word(words[0], "chinese", "korean")
            if has_family_first and (len(words) == 2 or not self.rules.is_word(words[0], "vietnamese")):
                self._by_key.setdefault(_key(words[0]), entity)
        is_firm = entity.type == "company" and len(words) > 1 and not gazetteer(self.view.lang).get(words[0])
        if is_firm and not self.rules.is_word(words[0], "function", "common", "head", "cohead"):
            self._by_key.setdefault(_key(words[0]), entity)

    def _give_office(self, entity: Entity, found: Found) -> None:
        if found.is_like and not entity.role:
            entity.role = next((p.role for p in reversed(self._people) if p is not entity and p.role), None)
        if found.role and not entity.role:
            entity.role, home = self._role(*found.role)
            entity.country = entity.country or home
            if found.body:
                entity.organisation = self._body(*found.body)
            elif found.owner:
                self._owned.append(Owned(entity, found.first, self._stem(*found.owner)))
            elif not home and not found.home and self.rules.is_word(entity.role, "chief"):
                self._owned.append(Owned(entity, found.first, is_chief=True))
        elif found.body and not (entity.role or entity.organisation):
            entity.organisation = self._body(*found.body)
        if found.home and not entity.country:
            entity.country = found.home.country

    def _role(self, start: int, end: int) -> tuple[str, str | None]:
        """The words of an office without adjectives of nationality at its ends, and the country of these."""
        words = self.view.norm[start:end].split()
        places = [gazetteer(self.view.lang).any(word.strip(",")) for word in words]
        demonyms = [place if place and place.kind == "demonym" else None for place in places]
        home = next((place.country for place in demonyms if place), None)
        while demonyms and demonyms[-1]:
            demonyms.pop()
        first = next((index for index, place in enumerate(demonyms) if not place), 0)
        return self._nominatives.office(put_together(" ".join(words[first : len(demonyms)]))), home

    def _body(self, start: int, end: int) -> str:
        """The body of an office by its name or acronym; a described one ("the region") by the last that fits."""
        name = self._nominatives.body(self.view.written(start, end))
        listed = gazetteer(self.view.lang).get(name)
        if listed and listed.kind in BODIES:
            name = put_together(listed.base or name)
        known = self._by_key.get(_key(name))
        if known and name in known.aka and name.isupper():
            return name
        entity = (
            known
            or self._same_body("public-body", name)
            or next(filter(None, (self._in_another_case(type_, name) for type_ in BODIES)), None)
        )
        if entity and entity.type in BODIES:
            return entity.name
        return name

    def _is_of_state(self, entity: Entity) -> bool:
        """Whether a body is a ministry, a government, a mission: none has a chief executive."""
        return any(self.rules.is_word(word, "strong", "lone", "mission") for word in entity.name.split())

    def _stem(self, start: int, end: int) -> str:
        """How the noun begins that stands for a body; nothing for a pronoun."""
        noun = self.view.norm[start:end]
        return "" if self.rules.is_word(noun, "his", "whose") else stem_of(noun)

    def add_place(self, span: PlaceSpan, is_nested: bool) -> None:
        """Join a place of the lists to its entity; one that is named only within other names is dropped at the end."""
        place = span.place
        if place.kind == "demonym" or self.part_at(span.start) == SKIPPED or self._is_byline(span):
            return
        name = _together(place.base) if place.base else self.view.written(span.start, span.end)
        known = self._by_key.get(_key(name)) or self._by_acronym(span.end) if place.kind in BODIES else None
        key = f"{place.kind}:{place.code or place.name}"
        entity = known or self._by_key.get(key)
        if entity is None:
            entity = self._new(place.kind, name, span.start, span.end, f"<{place.kind} of the lists>")
            entity.country = place.country if place.kind != "country" else None
            entity.code = place.code
            self._by_key[key] = entity
            if place.kind in BODIES:
                self._by_key.setdefault(_key(name), entity)
                self._read_bracket(entity, span.end)
            if is_nested:
                self._nested.add(id(entity))
        elif not is_nested:
            self._nested.discard(id(entity))
            self._prefer(entity, name)
        self._mention(entity, span.start, span.end, span.start, span.end)
        if known and len(name) > len(entity.name):
            self._rename(entity, name)

    def _is_byline(self, span: PlaceSpan) -> bool:
        """Whether an agency only signs the dispatch: "新华社北京10月9日电"."""
        if span.place.kind not in BODIES or span.place.name not in self.rules.agencies:
            return False
        return self.rules.byline.match(put_together(self.view.norm[span.end : span.end + _SIGNED])) is not None

    def _by_acronym(self, end: int) -> Entity | None:
        """The body, named already by an acronym, whose acronym stands in brackets behind a name."""
        match = _BRACKET.match(self.view.norm, end)
        known = self._by_key.get(_key(match.group(1))) if match else None
        return known if known and known.type in BODIES else None

    def _prefer(self, entity: Entity, name: str) -> None:
        """Name a place by a full form rather than by an acronym or in capitals."""
        is_short = entity.name.isupper() or len(entity.name) <= 3
        longer = entity.type == "country" and len(name) > len(entity.name) and len(entity.name) <= _SHORT - 2
        if (is_short and not name.isupper()) or longer:
            if entity.name not in entity.aka:
                entity.aka.append(entity.name)
            entity.name = name

    def add_short_forms(self, tokens: Tokens) -> None:
        """Mentions of persons, firms and bodies by their short forms."""
        for match in self.rules.short_forms.finditer("".join(tokens.letters)):
            index = match.start()
            start, end = tokens.starts[index], tokens.ends[index]
            entity = None if tokens.values[index] else self._called(self.view.norm[start:end])
            if entity and entity.type in ACTING and self.part_at(start) != SKIPPED:
                self._mention(entity, start, end, start, end)

    def _called(self, word: str) -> Entity | None:
        """The entity that has this short name; of a person's family name in any of its cases."""
        forms = (word, *self._nominatives.family_names(word))
        return next((entity for form in forms if (entity := self._by_key.get(_key(form)))), None)

    def add_repeats(self) -> None:
        """Mentions of persons, firms and bodies by names that stand in the text without capitals to know them by."""
        taken = bytearray(len(self.view.norm))
        for entity in self.entities:
            for mention in entity.mentions:
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        named = [entity for entity in self.entities if entity.type in ACTING]
        for entity in sorted(named, key=lambda entity: -len(entity.name)):
            for name in self._repeated(entity):
                for start in _places_of(name, self.view.norm):
                    end = start + len(name)
                    if not any(taken[start:end]) and self.part_at(start) != SKIPPED:
                        taken[start:end] = b"\1" * (end - start)
                        self._mention(entity, start, end, start, end)

    def _repeated(self, entity: Entity) -> list[str]:
        """The forms by which an entity may come again, as the text writes them."""
        names = [set_apart(entity.name)]
        if entity.type == "person" and self.rules.is_word(entity.name[0], "given"):
            names += [part for part in re.split(rf" ?[{self.rules.joint}] ?", names[0])[-1:] if len(part) > 1]
        return names

    def finish(self) -> list[Mention]:
        """All mentions in order, those of dropped entities left out."""
        settle_owned(self._owned, self.entities, self._is_of_state)
        for person in self._people:
            body = self._by_key.get(_key(person.organisation or ""))
            if body and body.type in BODIES and person.organisation in body.aka and not person.organisation.isupper():
                person.organisation = body.name
        self.entities = [entity for entity in self.entities if id(entity) not in self._nested]
        self.entities.sort(key=lambda entity: entity.start)
        for entity in self.entities:
            entity.aka = [form for form in dict.fromkeys(entity.aka) if form != entity.name]
        return sorted((mention for entity in self.entities for mention in entity.mentions), key=_ORDER)


def _places_of(name: str, norm: str) -> Iterator[int]:
    """Where a name stands between spaces in a text."""
    size, start = len(name), norm.find(name)
    while start >= 0:
        is_whole = not norm[max(0, start - 1) : start].strip() and not norm[start + size : start + size + 1].strip()
        if is_whole:
            yield start
        start = norm.find(name, start + (size if is_whole else 1))


def _differ_by_endings(words: list[str], others: list[str]) -> bool:
    """Whether two names have the same words but for endings."""
    return len(words) == len(others) and all(
        one[:stem] == other[:stem]
        for one, other in zip(words, others, strict=True)
        for stem in (max(_STEM, min(len(one), len(other)) - _ENDING),)
    )


def _is_told_short(name: str, other: str, words: set[str], others: set[str]) -> bool:
    """Whether one of two names is the other told short: "trade ministry" of the Ministry of Trade and Industry."""
    return (name[:1].islower() and words < others) or (other[:1].islower() and others < words)


_POSSESSIVE = re.compile(r"'s\b|'")


_together = lru_cache(maxsize=4096)(put_together)  # the names of countries come again and again


@lru_cache(maxsize=65_536)
def _key(name: str) -> str:
    """A name without case, accents, marks and articles, to compare names by."""
    return " ".join(plain_name(_POSSESSIVE.sub(" ", name)).split())


def home_of(place: Place) -> str | None:
    """The country of a place or nationality."""
    return place.code if place.kind == "country" else place.country
