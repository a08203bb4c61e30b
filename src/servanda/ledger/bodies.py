"""Names of bodies as concepts: kind, matter, places and what is left, the same in all languages.

"ministère vietnamien des Finances", "Bộ Tài chính" and "越南财政部" are all `ministry` + `finance` of Vietnam. The
words stand in `data/bodies.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from servanda.data import load_table
from servanda.ledger.likeness import UNLIKE, Likeness, likeness, rules_of_identity
from servanda.ledger.search import fold_name
from servanda.ledger.spelling import spelling_of
from servanda.ledger.syllables import simplified
from servanda.script import HAN

_BEGINNING = re.compile(r"[\u3400-\u9fff]|\b[^\W_][\w. ]")  # a Han character, or the first two letters
_WORD = re.compile(r"[^\W_]+")
_COUNTRY = 2  # letters of a country's code
_GAP = " ¦ "  # what was recognised leaves it, so that what is left and right stays apart


class Concepts(NamedTuple):
    """What a body's name says: what kind of body, about what, of where; `rest` is its proper name.

    `seat` is the place with which the full Chinese name of a firm begins, and which its short name leaves out.
    """

    kinds: frozenset[str]
    matters: frozenset[str]
    places: frozenset[str]
    rest: tuple[str, ...]
    seat: frozenset[str] = frozenset()

    @property
    def is_telling(self) -> bool:
        """Whether it says what kind of body it is, or about what."""
        return bool(self.kinds or self.matters)

    @property
    def is_specific(self) -> bool:
        """Whether it says more than that the body is about what most are about."""
        return bool(self.kinds) or not self.matters <= _wide()

    @property
    def is_proper(self) -> bool:
        """Whether it has a name of its own beside what it says, which is no word that was only not known."""
        return bool(self.rest) and not (self.kinds & _kinds_that("translated") and self.matters - _wide())

    @property
    def key(self) -> str | None:
        """What names the same body in any language, without its places; None for a name that is only proper."""
        if not self.kinds and not self.matters:
            return None
        return "+".join([*sorted(self.kinds), *sorted(self.matters - _wide())])


NOTHING_SAID = Concepts(frozenset(), frozenset(), frozenset(), ())


@cache
def _table() -> dict[str, Any]:
    return load_table("bodies")


@cache
def _wide() -> frozenset[str]:
    return frozenset(_table()["wide"])


@cache
def _silent() -> frozenset[str]:
    return frozenset(map(folded, _table()["silent"].split()))


@cache
def _silent_marked() -> re.Pattern[str]:
    """The silent words that only their marks tell from those of names."""
    told = sorted(map(str.strip, _table()["silent_marked"].split("|")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, told))})\b")


@cache
def _silent_han() -> tuple[str, ...]:
    """The silent words in Han characters, the longest first."""
    return tuple(sorted(filter(HAN.match, _silent()), key=lambda word: (-len(word), word)))


@cache
def _phrases() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Phrases, folded, with the kinds and matters that they stand for."""
    found: dict[str, list[tuple[str, str]]] = {}
    kinds = frozenset(_table()["kinds"])
    for group in ("kinds", "matters", "whole"):
        for concepts, line in _table()[group].items():
            told = [concepts] if group == "kinds" else concepts.split()
            tagged = [("kind" if concept in kinds and group != "matters" else "matter", concept) for concept in told]
            for phrase in line.split("|"):
                found.setdefault(folded(phrase.strip()), []).extend(tagged)
    return {phrase: tuple(dict.fromkeys(tagged)) for phrase, tagged in found.items()}


@cache
def _by_beginning() -> Mapping[str, tuple[str, ...]]:
    """The phrases by the two letters that they begin with, or by the first Han character, the longest first."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(_phrases(), key=lambda phrase: (-len(phrase), phrase)):
        found.setdefault(phrase[: 1 if HAN.match(phrase) else 2], []).append(phrase)
    return {beginning: tuple(phrases) for beginning, phrases in found.items()}


@cache
def _patterns(beginning: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The phrases that begin so, each with its pattern."""
    return tuple((_pattern(phrase), phrase) for phrase in _by_beginning().get(beginning, ()))


def _pattern(phrase: str) -> re.Pattern[str]:
    body = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return re.compile(body if HAN.match(phrase) else rf"{body}\b")


def _recognised(text: str) -> Iterator[tuple[int, int, str]]:
    """The phrases in the text, from left to right, the longest at each place: where each stands, and which it is."""
    end = 0
    for match in _BEGINNING.finditer(text):
        begin = match.start()
        if begin < end:
            continue
        for pattern, phrase in _patterns(match.group()):
            if found := pattern.match(text, begin):
                end = found.end()
                yield begin, end, phrase
                break


@lru_cache(maxsize=8_192)
def folded(text: str) -> str:
    """The text as phrases are compared: without case, accents and hyphens, characters simplified."""
    return " ".join(fold_name(simplified(text).replace("’", "'").replace("-", " ")).split())


@lru_cache(maxsize=8_192)
def parted(name: str) -> str:
    """The name with adjectives that are written together set apart, so that each is found."""
    for written, apart in _table()["compounds"].items():
        name = name.replace(written, apart)
    return name


def places_within(name: str, places: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those of the written places whose letters the name holds."""
    text = folded(name)
    barer = text.replace("'", " ")
    return (place for place in places if (plain := folded(place[0])) in text or plain in barer)


@lru_cache(maxsize=4_096)
def concepts_of(name: str, places: tuple[tuple[str, str], ...] = ()) -> Concepts:
    """What the name says; `places` are the written places that it may hold, each with its key."""
    text = f" {folded(name)} "
    where, first = set(), ""
    for written, key in sorted(places, key=lambda place: -len(place[0])):
        plain = folded(written)
        bounded = plain if HAN.search(plain) else f" {plain} "
        padded = text.replace("'", " ") if not HAN.search(plain) else text
        if plain and (at := padded.find(bounded)) >= 0:
            where.add(key)
            first = key if at == 1 and HAN.search(plain) else first
            text = text[:at] + _GAP + text[at + len(bounded) :]
    kinds: set[str] = set()
    matters: set[str] = set()
    left, end = [], 0
    text = _without_honour(text, where)
    for begin, after, phrase in _recognised(text):
        left.append(text[end:begin])
        end = after
        for tag, concept in _phrases()[phrase]:
            (kinds if tag == "kind" else matters).add(concept)
    text = _GAP.join((*left, text[end:]))
    silent = {word for phrase in _silent_marked().findall(name.lower()) for word in folded(phrase).split()}
    rest = tuple(word for word in _WORD.findall(_without_silent(text)) if word not in silent | _silent())
    is_seat = bool(rest and "company" in kinds and len(first) > _COUNTRY)
    seat = frozenset((first,)) if is_seat else frozenset()
    return Concepts(_telling(frozenset(kinds)), frozenset(matters), frozenset(where), rest, seat)


def _telling(kinds: frozenset[str]) -> frozenset[str]:
    """The kinds without those that say nothing beside another: a customs department is the customs."""
    return kinds - _family_of("department") if kinds & _kinds_that("telling") else kinds


def _without_silent(text: str) -> str:
    """The text without the Chinese words that tell nothing, which no spaces part."""
    for word in _silent_han():
        text = text.replace(word, _GAP)
    return text


def _without_honour(text: str, where: Iterable[str]) -> str:
    """The text without the person in whose honour it is named, whom others leave out, where it says its town."""
    return _honours().sub(_GAP, text) if any(len(place) > _COUNTRY for place in where) else text


@cache
def _honours() -> re.Pattern[str]:
    return re.compile(_table()["honours"])


def body_likeness(one: Concepts, other: Concepts, homes: frozenset[str] = frozenset()) -> Likeness:
    """How alike two bodies are by what their names say; `homes` are the countries that they are of."""
    kinds = _kinds(one, homes), _kinds(other, homes)
    if not (_agree(*kinds) or _are_akin(*kinds)) or not (one.is_specific and other.is_specific):
        return UNLIKE
    if one.places != other.places and _apart(one, other) - homes:
        return UNLIKE
    rest = _rest_alike(one.rest, other.rest)
    if homes and one.matters == other.matters and not (one.is_proper or other.is_proper):
        rest = _rest_translated(one.rest, other.rest, rest)
    return UNLIKE if rest == 0.0 else _by_what_is_said(one, other, kinds, homes, rest)


def _apart(one: Concepts, other: Concepts) -> frozenset[str]:
    """The places that only one names, but for the seat of a firm where the other names no place."""
    seats = one.seat | other.seat if not (one.places and other.places) and one.rest and other.rest else frozenset()
    return (one.places ^ other.places) - seats


def _by_what_is_said(
    one: Concepts,
    other: Concepts,
    kinds: tuple[frozenset[str], frozenset[str]],
    homes: frozenset[str],
    rest: float | None,
) -> Likeness:
    """How alike bodies are whose kinds agree, in the same places, and whose proper names are so alike."""
    table = rules_of_identity()["bodies"]
    matters = one.matters - _wide(), other.matters - _wide()
    told = ", ".join(sorted((kinds[0] & kinds[1]) | (one.matters & other.matters) | (one.places & other.places)))
    name = "equal" if matters[0] == matters[1] and kinds[0] == kinds[1] else "near"
    if not _agree(*kinds) and (matters[0] != matters[1] or not (matters[0] or kinds[0] & kinds[1])):
        return UNLIKE  # bodies of kinds that languages mix up, about other things
    is_joint = len(one.places & other.places) > 1  # of two countries: there is hardly another of this kind
    if name == "near" and not (matters[0] & matters[1] or is_joint or (rest and rest > 0.8)):
        return UNLIKE
    says_more = matters[0] <= matters[1] or matters[1] <= matters[0]
    if name == "near" and (not says_more or (matters[0] != matters[1] and _name_all(*kinds))):
        name = "overlap"
    if name == "equal" and not (matters[0] or one.places & other.places or homes or rest):
        name = "vague"
    return Likeness(table[name]["score"] * (1.0 if rest is None else rest), table[name]["says"].format(shared=told))


def is_of_other_matters(one: Concepts, other: Concepts) -> bool:
    """Whether both names tell at length, and of other matters: a ministry of before a reform and one of after it."""
    own, others = one.matters - _wide(), other.matters - _wide()
    return bool(own & others and own - others and others - own and "ministry" in one.kinds & other.kinds)


def _kinds(said: Concepts, homes: frozenset[str]) -> frozenset[str]:
    """The kinds by what others call them: a ministry, and the administration of a province that it calls government."""
    kinds = said.kinds
    if "department" in kinds and not homes.isdisjoint(_table()["departments"]):
        kinds = kinds - {"department"} | {"ministry"}
    if "government" in kinds and any(len(place) > _COUNTRY for place in said.places):
        kinds = kinds - {"government"} | {"local-government"}
    return kinds


def _agree(own: frozenset[str], others: frozenset[str]) -> bool:
    """Whether the kinds are the same, or one name says more of what the other says.

    A ministry's department is not the ministry; that it is a university, no name leaves out.
    """
    if own == others:
        return True
    if not (own and others):
        return own | others <= _kinds_that("left_out")
    return (own <= others or others <= own) and not own & others & _kinds_that("have_parts")


def _are_akin(own: frozenset[str], others: frozenset[str]) -> bool:
    """Whether languages call bodies of the one kind by the other: an agency is another's department."""
    return bool(own and others) and frozenset(map(_family, own)) == frozenset(map(_family, others))


def _name_all(own: frozenset[str], others: frozenset[str]) -> bool:
    """Whether names of such bodies leave nothing out: one of two departments does a part of the other's."""
    return bool(own | others) and own | others <= _family_of("department")


@cache
def _kinds_that(rule: str) -> frozenset[str]:
    return frozenset(_table()[rule])


@cache
def _family_of(kind: str) -> frozenset[str]:
    """The kinds that languages take for it, and it."""
    return frozenset(next(group for group in _table()["akin"] if kind in group))


@cache
def _family(kind: str) -> str:
    return next((group[0] for group in _table()["akin"] if kind in group), kind)


def _rest_translated(own: tuple[str, ...], others: tuple[str, ...], rest: float | None) -> float | None:
    """How alike the words are that nothing is known of, where they are hardly a name: they may be translations."""
    table = rules_of_identity()["bodies"]
    if rest == 0.0 and not _same_script(own, others):
        return float(table["rest_translated"])
    return max(rest, float(table["rest_untold"])) if rest else rest


def _same_script(own: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return spelling_of(" ".join(own)).script == spelling_of(" ".join(others)).script


def _rest_alike(own: tuple[str, ...], others: tuple[str, ...]) -> float | None:
    """How alike the proper names are: None where neither has one, a lesser score where one has none."""
    if not own and not others:
        return None
    if not own or not others:
        return float(rules_of_identity()["bodies"]["rest_missing"])
    if own == others:
        return 1.0
    score = likeness(" ".join(own), " ".join(others)).score
    return score if score >= rules_of_identity()["bodies"]["rest_floor"] else 0.0
