"""How alike two written names are, over scripts and languages: a score with the sentence that says why.

The ways in which names of two scripts can be alike are tried from the surest to the least sure; the first that holds
tells the score.
Scores and sentences stand in `data/identity.yaml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from servanda.data import load_table
from servanda.ledger.spelling import Slots, Spelling, spelling_of
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
    """Of different scripts, and one reading of each is the same: Vietnamese first, since it tells more."""
    systems = ("vietnamese", one.vietnamese, other.vietnamese), ("mandarin", one.mandarin, other.mandarin)
    for system, ways, others_ways in systems:
        for own in ways:
            for others in others_ways:
                if len(own) == len(others) > 1 and (shared := _shared(own, others)):
                    return (f"{system}_{one.script}", _certainty(len(own)), shared)
    return None


def _shared(own: Slots, others: Slots) -> str:
    """The reading that both have at each place, or nothing."""
    common: list[str] = []
    for one, other in zip(own, others, strict=True):
        if one.isdisjoint(other):
            return ""
        common.append(min(one & other))
    return " ".join(common)


def _certainty(syllables: int) -> float:
    """Names of two syllables are shared by many people."""
    return 1.0 if syllables > 2 else float(rules_of_identity()["short"])


def _translated(one: Spelling, other: Spelling) -> Found:
    """One in pinyin, one in Sino-Vietnamese: each syllable can be the other's in characters of names."""
    for own, others in ((one, other), (other, one)):
        for sounds in own.mandarin:
            for told in others.vietnamese if others.script == "latin" else ():
                if len(sounds) == len(told) > 1 and own.words != others.words and _corresponds(sounds, told):
                    is_family = _any(sounds[0], told[0], families_over())  # else it is a place, or hardly anybody
                    return ("pinyin_vietnamese", _certainty(len(told)) * (1.0 if is_family else 0.95))
    return None


def _corresponds(sounds: Slots, told: Slots) -> bool:
    return all(_any(own, others, readings_over()) for own, others in zip(sounds, told, strict=True))


def _any(sounds: frozenset[str], told: frozenset[str], over: Any) -> bool:
    return any(not told.isdisjoint(over.get(sound, ())) for sound in sounds)


def _heard_alike(one: Spelling, other: Spelling) -> Found:
    """Names of other languages in Latin or Cyrillic letters: word by word, by what is heard."""
    if one.script == other.script == "latin" and one.is_vietnamese and other.is_vietnamese:
        return None  # its syllables differ by one letter: Thang and Thanh are two
    if one.script == other.script and one.mandarin and other.mandarin:
        return None
    if one.script != other.script and (one.vietnamese or one.mandarin) and (other.vietnamese or other.mandarin):
        return None  # both are syllables of a language whose rules are known, and they did not agree
    share = _words_alike(one.heard, other.heard)
    return ("heard", share) if share else None


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
    if other.mandarin or (other.vietnamese and (other.script == "cyrillic" or other.is_vietnamese)):
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
    _read_alike: ("vietnamese_", "mandarin_"),
    _translated: ("pinyin_vietnamese",),
    _heard_alike: ("heard",),
    _echoes: ("echo",),
}
_WAYS: Mapping[tuple[str, str], tuple[Callable[[Spelling, Spelling], Found], ...]] = {
    ("han", "han"): (_same,),
    ("latin", "latin"): (_same, _translated, _heard_alike),
    ("cyrillic", "cyrillic"): (_same, _heard_alike),
    ("han", "latin"): (_read_alike, _echoes),
    ("han", "cyrillic"): (_read_alike, _echoes),
    ("latin", "cyrillic"): (_read_alike, _translated, _heard_alike),
}
