"""A name as it is written, and what it may be read as in Asian languages or letter by letter, whatever its script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from itertools import islice, product, takewhile

from servanda.ledger.japanese import japanese_of_word
from servanda.ledger.korean import korean_families, korean_of_han, korean_of_word
from servanda.ledger.search import fold_name
from servanda.ledger.syllables import (
    Syllables,
    bare,
    bare_readings,
    families_over,
    mandarin_readings,
    pinyin_of_cyrillic,
    pinyin_of_latin,
    readings,
    rules,
    simplified,
    vietnamese_of_cyrillic,
    vietnamese_parts,
    vietnamese_syllables,
)

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_WORD = re.compile(r"[^\W_]+")
_OWN_MARKS = frozenset("\u031b\u0306\u0309\u0323\u0303đ")  # horn, breve, hook, dot below, tilde: French has none
_DOUBLED = re.compile(r"(.)\1")
_MOST = 24  # readings of one name that are looked at
_MOST_KOREAN = 4  # syllables of a name
Slots = tuple[frozenset[str], ...]


class Spelling:
    """A written name: its words, folded and with marks, and what it may be read as, a set of syllables a place.

    `plain` is the name folded, its words parted by one space; Han characters simplified and without spaces. What it is
    read as is found once somebody asks: most names of a large ledger are compared with others only as they are written.
    """

    def __init__(self, name: str) -> None:
        composed = unicodedata.normalize("NFKC", name)
        self.written = name
        self.script = "han" if _HAN.search(composed) else "cyrillic" if _CYRILLIC.search(composed) else "latin"
        if self.script == "han":
            self.marked: Syllables = tuple(_WORD.findall(simplified(composed)))
            self.words: Syllables = self.marked
            self.plain = "".join(self.words)
        else:
            self.marked = tuple(_WORD.findall(composed.lower().replace("'", "").replace("’", "")))
            self.words = tuple(map(fold_name, self.marked))
            self.plain = " ".join(self.words)

    @cached_property
    def is_full(self) -> bool:
        """Whether it has marks that only Vietnamese has, so that it has all of its marks."""
        marks = unicodedata.normalize("NFD", "".join(self.marked))
        return self.script == "latin" and not _OWN_MARKS.isdisjoint(marks)

    @cached_property
    def is_vietnamese(self) -> bool:
        """Whether all words are syllables of Vietnamese, in letters."""
        if self.script == "han":
            return False
        return all(map(vietnamese_of_cyrillic if self.script == "cyrillic" else _is_syllable, self.words))

    @property
    def _is_parted(self) -> bool:
        """谢尔盖·克利莫夫: names in characters that are parted are not Chinese ones."""
        return self.script == "han" and len(self.words) > 1

    @cached_property
    def mandarin(self) -> tuple[Slots, ...]:
        """In pinyin."""
        if self.script != "han":
            return tuple(_mandarin(self.words, self.script))
        return () if self._is_parted else (tuple(map(mandarin_readings, self.plain)),)

    @cached_property
    def vietnamese(self) -> tuple[Slots, ...]:
        """In syllables of Vietnamese without marks."""
        if self.script != "han":
            return tuple(_vietnamese(self.words, self.script))
        read = tuple(map(bare_readings, self.plain))
        return () if self._is_parted or not all(read) else (read,)

    @cached_property
    def korean(self) -> tuple[Slots, ...]:
        """In syllables of Hangul."""
        if self.script != "han":
            return tuple(_korean(self.words, self.script))
        read = tuple(map(korean_of_han, self.plain))
        return (read,) if not self._is_parted and all(read) and 1 < len(read) <= _MOST_KOREAN else ()

    @cached_property
    def japanese(self) -> tuple[Slots, ...]:
        """In Japanese words in Latin letters."""
        return tuple(_japanese(self.words)) if self.script != "han" else ()

    @cached_property
    def heard(self) -> Syllables:
        """What is heard of the words in letters."""
        return tuple(filter(None, map(heard, self.words))) if self.script != "han" else ()

    @cached_property
    def echoes(self) -> Syllables:
        """The consonants of each word, by which Chinese renders foreign ones."""
        return tuple(map(echo_of_han, self.words) if self.script == "han" else map(echo_of, self.heard))


@lru_cache(maxsize=32_768)
def spelling_of(name: str) -> Spelling:
    """The name with its readings."""
    return Spelling(name)


def _mandarin(words: Syllables, script: str) -> Iterator[Slots]:
    """Pinyin of the words in their order, then with a family name at the end put first; nothing for other names."""
    find = pinyin_of_cyrillic if script == "cyrillic" else pinyin_of_latin
    parted = list(takewhile(bool, map(find, words)))
    if not words or len(parted) < len(words):
        return
    for ways in _orders(parted):
        for way in list(product(*ways))[:_MOST]:
            syllables = [syllable for part in way for syllable in part]
            if 1 < len(syllables) <= 5:
                yield tuple(frozenset((syllable,)) for syllable in syllables)


def _orders(parted: list[tuple[Syllables, ...]]) -> Iterator[list[tuple[Syllables, ...]]]:
    yield parted
    if len(parted) > 1 and any(len(way) == 1 and way[0] in families_over() for way in parted[-1]):
        yield [parted[-1], *parted[:-1]]


def _vietnamese(words: Syllables, script: str) -> Iterator[Slots]:
    """The words as Vietnamese syllables, where all can be; a family name at the end is put first as well.

    Russian also writes the syllables of places and firms together.
    """
    if len(words) > 6:
        return
    if script == "cyrillic":
        parted = [vietnamese_parts(word) for word in words]
        ways = [tuple(slot for part in way for slot in part) for way in islice(product(*parted), _MOST)]
    else:
        ways = [tuple(frozenset((bare(word),)) for word in words)]
    for slots in ways:
        if 1 < len(slots) <= 6:
            yield slots
            if not slots[-1].isdisjoint(vietnamese_families()) and slots[0].isdisjoint(vietnamese_families()):
                yield (slots[-1], *slots[:-1])


def _is_syllable(word: str) -> bool:
    return bare(word) in vietnamese_syllables()


def _korean(words: Syllables, script: str) -> Iterator[Slots]:
    """Syllables of Hangul in the order of the words, then with a family name at the end put first."""
    if len(words) > _MOST_KOREAN:
        return
    parted = [korean_of_word(word, is_cyrillic=script == "cyrillic") for word in words]
    for way in islice(product(*parted), _MOST):
        slots = tuple(slot for part in way for slot in part)
        if 1 < len(slots) <= _MOST_KOREAN:
            yield slots
            if len(words) > 1 and len(way[-1]) == 1 and not slots[-1].isdisjoint(korean_families()):
                yield (slots[-1], *slots[:-1])


def _japanese(words: Syllables) -> Iterator[Slots]:
    """The words in their order, then with the family name at the other end."""
    slots = tuple(map(japanese_of_word, words))
    if slots and all(slots):
        yield slots
        if len(slots) > 1:
            yield (*slots[1:], slots[0])


@cache
def vietnamese_families() -> frozenset[str]:
    """The bare Vietnamese family names."""
    return frozenset(family for told in families_over().values() for family in told)


@lru_cache(maxsize=65_536)
def heard(word: str) -> str:
    """What is heard of a folded word, so that Sergueï, Sergey and Сергей are one: "sergei"."""
    table = rules()
    letters = "".join([table["latin"].get(char, char) for char in word])
    letters = (
        f"s{letters[1:]}" if letters.startswith("j") else letters
    )  # Joe, Jean, Jomart: a sibilant at the beginning
    for written, sound in table["sounds"]:
        letters = letters.replace(written, sound)
    letters = _DOUBLED.sub(r"\1", letters)
    return letters[:-1] if len(letters) > 4 and letters[-1] in "eh" else letters


@lru_cache(maxsize=65_536)
def echo_of(sound: str) -> str:
    """The consonants of a heard word as Chinese can render them: "lavrov" → "lflf"."""
    letters = rules()["echo"]["letters"]
    return _DOUBLED.sub(r"\1", "".join([letters.get(char, "") for char in sound]))


@lru_cache(maxsize=65_536)
def echo_of_han(chars: str) -> str:
    """The consonants that a foreign name in Chinese renders: "拉夫罗夫" → "lflf"."""
    table, whole = rules()["echo"]["pinyin"], rules()["echo"]["whole"]
    found = []
    for char in chars:
        sound = next(iter(readings().mandarin.get(char, ())), "")
        begin = sound[:2] if sound[:2] in table else sound[:1]
        found.append(whole.get(sound, table.get(begin, "")))
        if sound.endswith(("n", "ng")):
            found.append("n")
    return _DOUBLED.sub(r"\1", "".join(found))
