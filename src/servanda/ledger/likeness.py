"""How alike two written names are, over scripts and languages: a score with the sentence that says why.

The ways in which names of two scripts can be alike are tried from the surest to the least sure; the first that holds
tells the score.
Scores and sentences stand in `data/identity.yaml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from servanda.data import load_table
from servanda.ledger.korean import korean_families
from servanda.ledger.spelling import Slots, Spelling, spelling_of, vietnamese_families
from servanda.ledger.syllables import families_over, readings_over


class Likeness(NamedTuple):
    """How alike, 0 to 1, and a sentence that says in what."""

    score: float
    why: str


UNLIKE = Likeness(0.0, "")


@cache
def rules_of_identity() -> dict[str, Any]:
    """The table of scores and sentences as it comes with the package."""
    return load_table("identity")


@lru_cache(maxsize=16_384)
def likeness(first: str, second: str, least: float = 0.0) -> Likeness:
    """How alike the two names are, the same in either order; `least` is less than what would make a difference."""
    one, other = spelling_of(first), spelling_of(second)
    if one.script != other.script and (other.script == "han" or one.script == "cyrillic"):
        one, other = other, one  # Han first, Cyrillic last
    for way in _ways(one.script, other.script, least):
        if found := way(one, other):
            return _told(one, other, *found)
    return UNLIKE


def _told(one: Spelling, other: Spelling, name: str, share: float, how: str = "") -> Likeness:
    row = rules_of_identity()["names"][name]
    says = row["says"].format(one=one.written, other=other.written, how=how)
    return Likeness(round(row["score"] * share, 3), says)


Found = tuple[str, float] | tuple[str, float, str] | None


def _same(one: Spelling, other: Spelling) -> Found:
    """Written alike, but for case and marks that do not contradict each other."""
    if one.marked == other.marked:
        return ("same", 1.0)
    if one.plain == other.plain:
        return ("marks", 1.0) if _marks_agree(one, other) else ("other_marks", 1.0)
    if one.script != "han" and len(one.words) == len(other.words) > 1 and sorted(one.words) == sorted(other.words):
        # Vietnamese given names are made of family names: only the family name may change its place.
        return ("order", 1.0) if not (one.is_vietnamese and _moved(one) != _moved(other)) else None
    return None


def _moved(spelling: Spelling) -> tuple[str, ...]:
    """The words with the family name first, whichever end it stands at."""
    slots = spelling.vietnamese[-1] if spelling.vietnamese else ()
    return tuple(min(slot) for slot in slots)


def _marks_agree(one: Spelling, other: Spelling) -> bool:
    """Whether the marks can be of one name: equal where both have all of theirs, else none that the fuller lacks."""
    if one.is_full and other.is_full:
        return all(_letters(a) == _letters(b) for a, b in zip(one.marked, other.marked, strict=True))
    fuller, barer = (one, other) if one.is_full else (other, one)
    pairs = zip(_letters(" ".join(fuller.marked)), _letters(" ".join(barer.marked)), strict=False)
    return all(marks <= full or full <= marks for (_, full), (_, marks) in pairs)


def _letters(word: str) -> list[tuple[str, frozenset[str]]]:
    """Each letter with its marks; đ is a d with one."""
    letters: list[tuple[str, frozenset[str]]] = []
    for char in unicodedata.normalize("NFD", word.replace("đ", "d\u0335")):
        if unicodedata.combining(char) and letters:
            letters[-1] = (letters[-1][0], letters[-1][1] | {char})
        else:
            letters.append((char, frozenset()))
    return letters


def _read_alike(one: Spelling, other: Spelling) -> Found:
    """One reading of each is the same: Vietnamese first, since it tells more."""
    for system, ways, others_ways in _systems(one, other):
        for own in ways:
            for others in others_ways:
                if len(own) == len(others) and (shared := _shared(own, others)):
                    row = f"{system}_{one.script}" if one.script != other.script else "read"
                    return (row, _certainty(system, own), shared)
    return None


def _systems(one: Spelling, other: Spelling) -> Iterator[tuple[str, tuple[Slots, ...], tuple[Slots, ...]]]:
    """The languages that both may be of, with how each is read."""
    if not one.script == other.script == "latin":  # its marks tell Vietnamese names apart
        yield "vietnamese", one.vietnamese, other.vietnamese
    yield "mandarin", one.mandarin, other.mandarin
    # Names of the languages above are too often such ones: in letters of one script always, else where they are short.
    chinese = {len(way) for way in one.mandarin} & {len(way) for way in other.mandarin}
    if one.script != other.script or not (chinese or (one.is_vietnamese and other.is_vietnamese)):
        short = 2 in chinese or (one.script == "han" and _is_vietnamese_person(other))
        yield "korean", one.korean, tuple(way for way in other.korean if len(way) > 2 or not short)
        yield "japanese", one.japanese, other.japanese


def _shared(own: Slots, others: Slots) -> str:
    """The reading that both have at each place, or nothing."""
    common: list[str] = []
    for one, other in zip(own, others, strict=True):
        if one.isdisjoint(other):
            return ""
        common.append(min(one & other))
    return " ".join(common)


def _certainty(system: str, read: Slots) -> float:
    """Names of two syllables are shared by many people."""
    return 1.0 if len(read) > 2 or system == "japanese" else float(rules_of_identity()["short"])


def _translated(one: Spelling, other: Spelling) -> Found:
    """One in pinyin, one in Sino-Vietnamese: each syllable can be the other's in characters of names."""
    for own, others in ((one, other), (other, one)):
        for sounds in own.mandarin:
            for told in others.vietnamese if others.script == "latin" else ():
                if len(sounds) == len(told) > 1 and own.words != others.words and _corresponds(sounds, told):
                    is_family = _any(sounds[0], told[0], families_over())  # else it is a place, or hardly anybody
                    return ("pinyin_vietnamese", _certainty("vietnamese", told) * (1.0 if is_family else 0.95))
    return None


def _corresponds(sounds: Slots, told: Slots) -> bool:
    return all(_any(own, others, readings_over()) for own, others in zip(sounds, told, strict=True))


def _any(sounds: frozenset[str], told: frozenset[str], over: Any) -> bool:
    return any(not told.isdisjoint(over.get(sound, ())) for sound in sounds)


def _heard_alike(one: Spelling, other: Spelling) -> Found:
    """Names of other languages in Latin or Cyrillic letters: word by word, by what is heard."""
    if _is_told_apart(one, other):
        return None
    share = _words_alike(one.heard, other.heard)
    return ("heard", share) if share else None


def _is_told_apart(one: Spelling, other: Spelling) -> bool:
    """Whether both can be of one language whose rules are known, which did not agree: Thang and Thanh are two."""
    if one.script == other.script:
        is_told = bool(one.is_vietnamese and other.is_vietnamese) or bool(one.mandarin and other.mandarin)
    else:
        is_told = bool(one.vietnamese or one.mandarin) and bool(other.is_vietnamese or other.mandarin)
    if is_told or min(len(one.words), len(other.words)) < 2:
        return is_told
    return (_is_korean(one) and _is_korean(other)) or bool(one.japanese and other.japanese)


def _is_vietnamese_person(spelling: Spelling) -> bool:
    """Whether it begins with a Vietnamese family name, and goes on in syllables of Vietnamese."""
    return spelling.is_vietnamese and any(
        not way[0].isdisjoint(vietnamese_families()) for way in spelling.vietnamese[:1]
    )


def _is_korean(spelling: Spelling) -> bool:
    """Whether it has the family name and the two syllables of a Korean person."""
    return any(len(way) == 3 and not way[0].isdisjoint(korean_families()) for way in spelling.korean)


def _words_alike(own: tuple[str, ...], others: tuple[str, ...]) -> float:
    """How alike the words are, the best partner of each; all of the shorter name must have one, and the last words."""
    shorter, longer = sorted((own, others), key=len)
    if not shorter or len(longer) > len(shorter) + 1 or (len(shorter) == 1 < len(longer)):
        return 0.0
    floor = rules_of_identity()["heard_floor"]
    if len(longer) > len(shorter) and _sound_alike(shorter[-1], longer[-1]) < floor:
        return 0.0  # a patronymic stands in the middle; what stands behind is another family name
    total = 0.0
    free = list(longer)
    for word in shorter:
        alikes = [_sound_alike(word, each) for each in free]
        alike = max(alikes)
        if alike < floor:
            return 0.0
        del free[alikes.index(alike)]
        total += alike
    return total / len(shorter) - 0.05 * len(free)


def _sound_alike(one: str, other: str) -> float:
    if min(len(one), len(other)) <= 2:
        return float(one == other)
    return Levenshtein.normalized_similarity(one, other)


def _echoes(one: Spelling, other: Spelling) -> Found:
    """A foreign name in Chinese characters, by the consonants that they render."""
    if other.mandarin or other.is_vietnamese or (_is_korean(one) and _is_korean(other)):
        return None  # a name of these languages is read, not echoed
    parts, sounds = list(one.echoes), list(other.echoes)
    if not parts or not sounds or not (parts[-1] and sounds[-1]):
        return None
    share = _echo_alike(parts, sounds)
    return ("echo", share) if share >= rules_of_identity()["echo_floor"] else None


def _echo_alike(parts: list[str], sounds: list[str]) -> float:
    """How alike the consonants are; a family name alone is compared with the last words."""
    if len(parts) == 1:
        return max(_consonants("".join(sounds[-n:]), parts[0]) for n in range(1, len(sounds) + 1))
    if len(parts) < len(sounds):
        sounds = [*sounds[: len(parts) - 1], "".join(sounds[len(parts) - 1 :])]
    pairs = zip(reversed(parts), reversed(sounds), strict=False)
    found = [_consonants(a, b) for a, b in pairs]
    return min(found[0], sum(found) / len(found))


def _consonants(one: str, other: str) -> float:
    return Levenshtein.normalized_similarity(one, other) if one and other else 0.0


@cache
def _ways(script: str, others_script: str, least: float) -> tuple[Callable[[Spelling, Spelling], Found], ...]:
    """The ways between two scripts but the last ones of which none can be as sure as that."""
    names, ways = rules_of_identity()["names"], _WAYS[script, others_script]
    sure = [max(names[name]["score"] for name in names if name.startswith(_SAYS[way])) >= least for way in ways]
    return ways[: max((place for place, is_sure in enumerate(sure, 1) if is_sure), default=0)]


_SAYS: Mapping[Callable[[Spelling, Spelling], Found], tuple[str, ...]] = {
    _same: ("same", "marks", "other_marks", "order"),
    _read_alike: ("vietnamese_", "mandarin_", "korean_", "japanese_", "read"),
    _translated: ("pinyin_vietnamese",),
    _heard_alike: ("heard",),
    _echoes: ("echo",),
}
_WAYS: Mapping[tuple[str, str], tuple[Callable[[Spelling, Spelling], Found], ...]] = {
    ("han", "han"): (_same,),
    ("latin", "latin"): (_same, _read_alike, _translated, _heard_alike),
    ("cyrillic", "cyrillic"): (_same, _read_alike, _heard_alike),
    ("han", "latin"): (_read_alike, _echoes),
    ("han", "cyrillic"): (_read_alike, _echoes),
    ("latin", "cyrillic"): (_read_alike, _translated, _heard_alike),
}
