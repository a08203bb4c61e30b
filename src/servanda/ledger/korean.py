"""Korean names over scripts: the syllables of Hangul that a character, a Latin or a Cyrillic word may stand for.

The rules of transcription stand in `data/syllables.yaml`; what characters are read comes from Unihan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product

from servanda.ledger.search import fold_name
from servanda.ledger.syllables import Syllables, readings, rules, segments

_FIRST = ord("가")
_BEGINNINGS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_ENDINGS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_MOST = 4  # ways to part one word
_LONGEST = 16  # letters of a word of three syllables
# Consonants that some transcription writes alike, or that are not spoken at the beginning.
_CLASSES = str.maketrans("ㄲㅋㄸㅌㅃㅍㅆㅉㅊㄴㄹ", "ㄱㄱㄷㄷㅂㅂㅅㅈㅈㅇㅇ")
_SOFT = frozenset("ㅑㅒㅕㅖㅛㅠㅣ")  # before these, a beginning ㄹ or ㄴ is not spoken in the South


def korean_of_han(char: str) -> frozenset[str]:
    """The syllables that the character is read as, at the beginning of a name as well."""
    return frozenset(way for told in readings().korean.get(char, ()) for way in (told, _softened(told)))


def _softened(syllable: str) -> str:
    """The syllable as it is spoken at the beginning of a word: 리 as 이, 로 as 노."""
    begin, vowel, ending = _letters(syllable)
    if begin in "ㄹㄴ" and vowel in _SOFT:
        begin = "ㅇ"
    return _syllable("ㄴ" if begin == "ㄹ" else begin, vowel, ending)


def _letters(syllable: str) -> tuple[str, str, str]:
    rest, ending = divmod(ord(syllable) - _FIRST, len(_ENDINGS))
    begin, vowel = divmod(rest, len(_VOWELS))
    return _BEGINNINGS[begin], _VOWELS[vowel], _ENDINGS[ending]


def _syllable(begin: str, vowel: str, ending: str) -> str:
    place = _BEGINNINGS.index(begin) * len(_VOWELS) + _VOWELS.index(vowel)
    return chr(_FIRST + place * len(_ENDINGS) + _ENDINGS.index(ending))


@lru_cache(maxsize=65_536)
def korean_of_word(word: str, *, is_cyrillic: bool) -> tuple[tuple[frozenset[str], ...], ...]:
    """The ways in which a folded word is made of the fewest syllables, each a set of what it may be in Hangul."""
    if len(word) > _LONGEST:
        return ()
    table, chunks = _written(is_cyrillic)
    ways = list(segments(word.replace("ъ", ""), chunks))
    fewest = min(map(len, ways), default=0)
    return tuple(tuple(table[chunk] for chunk in way) for way in ways if len(way) == fewest)[:_MOST]


@cache
def _written(is_cyrillic: bool) -> tuple[Mapping[str, frozenset[str]], Mapping[str, Syllables]]:
    """The syllables by how they are written, and what is written by itself, for parting words."""
    table = rules()["korean"]
    found: dict[str, set[str]] = {}
    every = {way for char in readings().korean for way in korean_of_han(char)}
    told = {item[0]: item[1:].split(",") for item in (*table["besides"].split(), *table["families"].split())}
    for syllable in sorted(every.union(told)):
        besides = (fold_name(way) for way in told.get(syllable, ()) if way and way.isascii() is not is_cyrillic)
        for written in (*_transcribed(syllable, is_cyrillic), *besides):
            found.setdefault(written, set()).update((syllable, _softened(syllable)))
    syllables = {written: frozenset(told) for written, told in found.items()}
    return syllables, {written: (written,) for written in syllables}


def _transcribed(syllable: str, is_cyrillic: bool) -> Iterator[str]:
    table = rules()["korean"]
    parts = zip(("initials", "vowels", "endings"), _letters(syllable), strict=True)
    ways = [table[part].get(letter, ("", ""))[is_cyrillic].split() or [""] for part, letter in parts]
    return map(fold_name, map("".join, product(*ways)))


@cache
def korean_families() -> frozenset[str]:
    """The family names, in Hangul."""
    return frozenset(item[0] for item in rules()["korean"]["families"].split())


@lru_cache(maxsize=16_384)
def korean_outline(syllable: str) -> str:
    """What every transcription of the syllable keeps: the kind of its first and of its last consonant."""
    begin, _, ending = _letters(syllable)
    return f"{begin}{ending}".translate(_CLASSES)
