"""Initials: pairs of countries by the first characters of their names, in Chinese: "中肯贸易" where Kenya is named."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from servanda.languages import load_topic, phrases_of
from servanda.reading.view import View
from servanda.script import has_han

_ISO = 2  # letters of a country's code; blocs have more
_WORD = 12  # characters, set apart, around a pair in which a word with one of them stands
Naming = tuple[int, int, str]  # the start and end of a name, and the code of its country


def find_initials(view: View, named: list[Naming], taken: set[int]) -> list[Naming]:
    """Both countries of each pair whose second is the first character of a country that the text names in full.

    `taken` are the places where names begin: a character there stands for no other. A character with which the names
    of two countries begin stands for neither.

    >>> from servanda.documents.dispatch import open_text
    >>> from servanda.reading.view import open_view
    >>> view = open_view(open_text("a", "肯尼亚：中肯贸易，其中肯尼亚占一成。", lang="zh"))
    >>> find_initials(view, [(0, 5, "KE")], {0, 22})
    [(8, 9, 'CN'), (10, 11, 'KE')]
    """
    first = _heads(view.lang) if view.is_apart else {}
    second = _initials(view, named) if first else {}
    if not second:
        return []
    found: list[Naming] = []
    for match in _pairs(view.lang).finditer(view.norm):
        start, behind = match.start(1), match.start(2)
        code = second.get(match[2])
        if code and taken.isdisjoint((start, behind)) and not _is_word(view, start, behind):
            found += [(start, start + 1, first[match[1]]), (behind, behind + 1, code)]
    return found


def _is_word(view: View, start: int, behind: int) -> bool:
    """Whether one of two characters belongs to a word in which it stands for no country."""
    spans = (match.span() for match in _silent(view.lang).finditer(view.norm, max(0, start - _WORD), behind + _WORD))
    return any(begin <= start < end or begin <= behind < end for begin, end in spans)


def _initials(view: View, named: list[Naming]) -> dict[str, str]:
    """The first characters of the countries named, each with its one country."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for start, _, code in named:
        codes[view.norm[start]].add(code)
    known = _heads(view.lang)
    return {
        char: code
        for char, (code, *more) in codes.items()
        if not more and char not in known and len(code) == _ISO and char.isalpha() and not char.isascii()
    }


@cache
def _heads(lang: str) -> dict[str, str]:
    """The short names with which pairs of any country begin, with their countries; none but in Chinese."""
    topic = load_topic(lang, "places")
    short = {name.strip(): code for code, names in topic["short"].items() for name in names.split("|")}
    return {name: short[name] for rule in topic["pairs"][:1] for name in rule["first"] if has_han(name)}


@cache
def _pairs(lang: str) -> re.Pattern[str]:
    """Such a short name and the character behind it."""
    return re.compile(f"([{''.join(_heads(lang))}]) ([^\\W\\d]) ")


@cache
def _silent(lang: str) -> re.Pattern[str]:
    """The words in which such a short name stands for no country."""
    words = (word for pattern in load_topic(lang, "places")["silent"] for word in phrases_of(pattern))
    held = sorted({re.escape(word) for word in words if not set(_heads(lang)).isdisjoint(word)}, key=len, reverse=True)
    return re.compile(rf"(?<!\d )(?:{'|'.join(held) or '(?!)'})")  # "2024年中肯贸易" is not of the middle of a year
