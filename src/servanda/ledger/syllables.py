"""Syllables over scripts: how Han characters are read in Mandarin and Vietnamese, and how Cyrillic writes both.

The characters come from `data/han_readings.txt` (made from Unihan), the rules of transcription from
`data/syllables.yaml`. Vietnamese syllables are compared without marks; where both sides have them, marks decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain, islice, product
from typing import Any, NamedTuple

from servanda.data import load_table, load_text
from servanda.ledger.search import fold_name

_LONGEST = 6  # letters of the longest pinyin syllable; one of Palladius has as many
_VOWELS = frozenset("aeiou")
_VOWELS_BEFORE_Y = frozenset("aou")  # "ay" and "uy" are no "ai" and "ui"
Syllables = tuple[str, ...]


class Readings(NamedTuple):
    """What the characters are read: Mandarin without tones, Sino-Vietnamese with marks; and each variant's character.

    Korean ones are in Hangul. `named` are the Vietnamese readings of characters that names are made of, `families`
    those of family names.
    """

    mandarin: dict[str, Syllables]
    vietnamese: dict[str, Syllables]
    korean: dict[str, Syllables]
    simple: dict[str, str]
    named: dict[str, Syllables]
    families: dict[str, Syllables]


@cache
def rules() -> dict[str, Any]:
    """The rules of transcription as they come with the package."""
    return load_table("syllables")


@cache
def readings() -> Readings:
    """The table of characters, with the readings of names that we add to it."""
    text = load_text("han_readings.txt")
    found = Readings({}, {}, {}, {}, {}, {})
    named = {item[0] for listed in rules()["readings"].values() for item in listed.split()}
    for line in text.splitlines():
        first, _, rest = line.partition("\t")
        if first.startswith("="):
            found.simple.update(dict.fromkeys(first[1:], rest))
        elif not first.startswith("#"):
            sounds, told, hangul = f"{rest}\t\t".split("\t")[:3]
            found.mandarin[first], found.korean[first] = tuple(sounds.split()), tuple(hangul.split())
            known, _, inferred = told.partition("|")
            found.vietnamese[first] = tuple((known if first in named else f"{known} {inferred}").split())
    for kind, listed in rules()["readings"].items():
        for item in listed.split():
            own = tuple(item[1:].split(","))
            for table in (found.vietnamese, found.named):
                table[item[0]] = tuple(dict.fromkeys((*own, *table.get(item[0], ()))))
            if kind == "family":
                found.families[item[0]] = own
    return found


def simplified(text: str) -> str:
    """The text with each traditional or other variant character as the one that stands for it today."""
    simple = readings().simple
    return "".join([simple.get(char, char) for char in text])


@cache
def pinyin_syllables() -> frozenset[str]:
    """All syllables of Mandarin, without tones, ü as u."""
    listed = {syllable for sounds in readings().mandarin.values() for syllable in sounds}
    return frozenset(syllable for syllable in listed if syllable.isascii() and not _VOWELS.isdisjoint(syllable))


@cache
def vietnamese_syllables() -> frozenset[str]:
    """The syllables that Sino-Vietnamese readings have, and others of places and firms, without marks."""
    told = chain.from_iterable(readings().vietnamese.values())
    return frozenset(map(bare, chain(told, rules()["vietnamese"]["besides"].split())))


@lru_cache(maxsize=65_536)
def bare(syllable: str) -> str:
    """A Vietnamese syllable without marks; i and y, which spell one vowel, are i."""
    folded = fold_name(syllable)
    return f"{folded[:-1]}i" if folded.endswith("y") and folded[-2:-1] not in _VOWELS_BEFORE_Y else folded


@lru_cache(maxsize=65_536)
def mandarin_readings(char: str) -> frozenset[str]:
    """The character's readings in pinyin; itself for one that has none."""
    return frozenset(readings().mandarin.get(char, (char,)))


@lru_cache(maxsize=65_536)
def bare_readings(char: str) -> frozenset[str]:
    """The character's Sino-Vietnamese readings without marks."""
    return frozenset(map(bare, readings().vietnamese.get(char, ())))


@cache
def readings_over() -> Mapping[str, frozenset[str]]:
    """The bare Sino-Vietnamese syllables that stand for a Mandarin one in a character that names are made of."""
    return _over(readings().named)


@cache
def families_over() -> Mapping[str, frozenset[str]]:
    """The bare Vietnamese forms of family names, by what they are in pinyin."""
    return _over(readings().families)


def _over(table: Mapping[str, Syllables]) -> Mapping[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for char, told in table.items():
        for sound in readings().mandarin.get(char, ()):
            pairs.setdefault(sound, set()).update(map(bare, told))
    return {sound: frozenset(bare) for sound, bare in pairs.items()}


# what is glued


@lru_cache(maxsize=65_536)
def pinyin_of_latin(word: str) -> tuple[Syllables, ...]:
    """The ways in which a word of plain letters is made of pinyin syllables; most words have none."""
    plain = word.replace("lyu", "lu").replace("lv", "lu").replace("nv", "nu")
    return tuple(segments(plain, _pinyin_chunks()))[:4]


@cache
def _pinyin_chunks() -> Mapping[str, Syllables]:
    return {syllable: (syllable,) for syllable in pinyin_syllables()}


@lru_cache(maxsize=65_536)
def pinyin_of_cyrillic(word: str) -> tuple[Syllables, ...]:
    """The pinyin that a Cyrillic word stands for, where it is made of Palladius's syllables."""
    return tuple(segments(word.replace("ъ", ""), _palladius()))[:6]


def segments(word: str, table: Mapping[str, Syllables]) -> Iterator[Syllables]:
    """All ways to part the word into syllables of the table, the longest first."""
    if not word:
        yield ()
        return
    for length in range(min(_LONGEST, len(word)), 0, -1):
        for syllable in table.get(word[:length], ()):
            for rest in segments(word[length:], table):
                yield (syllable, *rest)


@cache
def _palladius() -> Mapping[str, Syllables]:
    """Pinyin syllables by how Palladius writes them."""
    found: dict[str, list[str]] = {}
    for syllable in sorted(pinyin_syllables()):
        for written in map(fold_name, _in_cyrillic(syllable)):
            found.setdefault(written, []).append(syllable)
    return {written: tuple(syllables) for written, syllables in found.items()}


def _in_cyrillic(syllable: str) -> Iterable[str]:
    table = rules()["palladius"]
    if whole := table["whole"].get(syllable):
        return list(whole.split())
    length = 2 if syllable[:2] in table["initials"] else 1 if syllable[:1] in table["initials"] else 0
    final = table["finals"].get(syllable[length:])
    return [table["initials"].get(syllable[:length], "") + final] if final else []


@cache
def _vietnamese_by_cyrillic() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    table = rules()["vietnamese"]
    every = product(("", *table["initials"]), table["vowels"], ("", *table["endings"]))
    for syllable in dict.fromkeys("".join(parts) for parts in every):
        for written in cyrillic_of_vietnamese(syllable):
            found.setdefault(written, set()).add(bare(syllable))
    return {written: frozenset(syllables) for written, syllables in found.items()}


def vietnamese_of_cyrillic(word: str) -> frozenset[str]:
    """The bare Vietnamese syllables that the Cyrillic word may stand for: those of names, where there are any."""
    found = _vietnamese_by_cyrillic().get(word, frozenset())
    return found & vietnamese_syllables() or found


@lru_cache(maxsize=65_536)
def vietnamese_parts(word: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """The ways in which a Cyrillic word is made of Vietnamese syllables, each a set of what it may be."""
    if whole := vietnamese_of_cyrillic(word):
        return ((whole,),)
    return tuple(tuple(map(vietnamese_of_cyrillic, way)) for way in islice(segments(word, _vietnamese_chunks()), 4))


@cache
def _vietnamese_chunks() -> Mapping[str, Syllables]:
    known = vietnamese_syllables()
    return {written: (written,) for written, told in _vietnamese_by_cyrillic().items() if not known.isdisjoint(told)}


@lru_cache(maxsize=65_536)
def cyrillic_of_vietnamese(syllable: str) -> frozenset[str]:
    """The ways in which Russian writes a bare Vietnamese syllable; none for what is no such syllable."""
    table = rules()["vietnamese"]
    found: set[str] = set()
    for begin in _beginnings(syllable, table["initials"]):
        ending = next((e for e in table["endings"] if syllable.endswith(e) and len(e) < len(syllable) - len(begin)), "")
        middle = syllable[len(begin) : len(syllable) - len(ending)]
        vowels = table["vowels"].get(middle)
        if vowels:
            parts = (table["initials"].get(begin, ""), vowels, table["endings"].get(ending, ""))
            found.update(fold_name("".join(each)) for each in product(*(part.split() or [""] for part in parts)))
    return frozenset(found)


def _beginnings(syllable: str, initials: Mapping[str, str]) -> Iterator[str]:
    """The longest beginning, and a shorter one where both may be meant ("gi" and "g")."""
    known = [initial for initial in initials if syllable.startswith(initial)]
    yield from sorted(known, key=len, reverse=True)[:2] or [""]
