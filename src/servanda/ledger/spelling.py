"""A name as it is written, and what it may be read as in Asian languages or letter by letter, whatever its script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from servanda.ledger.japanese import japanese_of_word
from servanda.ledger.korean import korean_families, korean_of_han, korean_of_word
from servanda.ledger.search import fold_name
from servanda.ledger.syllables import (
    Syllables,
    bare,
    bare_readings,
    families_over,
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


class Spelling(NamedTuple):
    """A written name: its words, folded and with marks, and what it may be read as, a set of syllables a place.

    `plain` is the name folded, its words parted by one space; Han characters simplified and without spaces. `is_full`
    names have marks that only Vietnamese has, so that it has all of its marks; of one that `is_vietnamese` all words
    are syllables of Vietnamese. `korean` are syllables of Hangul, `japanese` words in Latin letters. `echoes` are the
    consonants of each word, by which Chinese renders foreign ones.
    """

    written: str
    script: str
    plain: str
    words: Syllables
    marked: Syllables
    is_full: bool
    is_vietnamese: bool
    mandarin: tuple[Slots, ...]
    vietnamese: tuple[Slots, ...]
    korean: tuple[Slots, ...]
    japanese: tuple[Slots, ...]
    heard: Syllables
    echoes: Syllables


@lru_cache(maxsize=32_768)
def spelling_of(name: str) -> Spelling:
    """The name with its readings."""
    composed = unicodedata.normalize("NFKC", name)
    script = "han" if _HAN.search(composed) else "cyrillic" if _CYRILLIC.search(composed) else "latin"
    marked = tuple(_WORD.findall(composed.lower().replace("'", "").replace("’", "")))
    if script == "han":
        return _han(name, composed)
    words = tuple(map(fold_name, marked))
    marks = unicodedata.normalize("NFD", "".join(marked))
    sounds = tuple(filter(None, map(heard, words)))
    return Spelling(
        written=name,
        script=script,
        plain=" ".join(words),
        words=words,
        marked=marked,
        is_full=script == "latin" and not _OWN_MARKS.isdisjoint(marks),
        is_vietnamese=all(map(vietnamese_of_cyrillic if script == "cyrillic" else _is_syllable, words)),
        mandarin=tuple(_mandarin(words, script)),
        vietnamese=tuple(_vietnamese(words, script)),
        korean=tuple(_korean(words, script)),
        japanese=tuple(_japanese(words)),
        heard=sounds,
        echoes=tuple(map(echo_of, sounds)),
    )


def _han(name: str, composed: str) -> Spelling:
    chars = tuple(_WORD.findall(simplified(composed)))
    foreign = len(chars) > 1  # 谢尔盖·克利莫夫: parted names are not Chinese ones
    whole = "".join(chars)
    table = readings()
    mandarin = tuple(frozenset(table.mandarin.get(char, (char,))) for char in whole)
    vietnamese = tuple(map(bare_readings, whole))
    korean = tuple(map(korean_of_han, whole))
    return Spelling(
        written=name,
        script="han",
        plain=whole,
        words=chars,
        marked=chars,
        is_full=False,
        is_vietnamese=False,
        mandarin=() if foreign else (mandarin,),
        vietnamese=() if foreign or not all(vietnamese) else (vietnamese,),
        korean=(korean,) if not foreign and all(korean) and 1 < len(korean) <= _MOST_KOREAN else (),
        japanese=(),
        heard=(),
        echoes=tuple(map(echo_of_han, chars)),
    )


def _mandarin(words: Syllables, script: str) -> Iterator[Slots]:
    """Pinyin of the words in their order, then with a family name at the end put first; nothing for other names."""
    find = pinyin_of_cyrillic if script == "cyrillic" else pinyin_of_latin
    parted = [find(word.replace("lyu", "lu").replace("lv", "lu").replace("nv", "nu")) for word in words]
    if not parted or not all(parted):
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
