"""Japanese names over scripts: a Latin or Cyrillic word as Hepburn writes it, without long vowels.

The rules of transcription stand in `data/syllables.yaml`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from servanda.ledger.syllables import rules


@lru_cache(maxsize=65_536)
def japanese_of_word(word: str) -> frozenset[str]:
    """What the folded word may be in Latin letters of one system; nothing for what is no Japanese word."""
    # Russian writes "е" for "ё" and, where it does not keep to the rules, for "э".
    written = {word} if word.isascii() else {_in_latin(word), _in_latin(word.replace("е", "э"))}
    return frozenset(alike for each in written if _looks()[0].fullmatch(alike := _made_one(each)))


def _in_latin(word: str) -> str:
    for cyrillic, latin in rules()["japanese"]["cyrillic"]:
        word = word.replace(cyrillic, latin)
    return word


def _made_one(word: str) -> str:
    for pattern, told in _looks()[1]:
        word = pattern.sub(told, word)
    return word


@cache
def _looks() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """What a word looks like, and the spellings that are made one."""
    table = rules()["japanese"]
    made_one = tuple((re.compile(pattern), told) for pattern, told in table["latin"])
    return re.compile(f"(?:{table['syllable']})+"), made_one
