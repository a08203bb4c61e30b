"""Names that stand in another case, given back in the nominative, by the endings that a language's data lists."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from servanda.reading.name_grammar import Grammar, grammar

_LEAST = 3  # letters that a stem has
_SYLLABLE = 4  # letters that a family name in another case has at least


class Ending(NamedTuple):
    """A pattern of words in another case, and what stands for their ending by gender; None: it stays."""

    pattern: re.Pattern[str]
    by_gender: dict[str, str | None]


class Nominatives:
    """The rules of a language by which names change."""

    def __init__(self, lang: str) -> None:
        self._rules: Grammar = grammar(lang)
        topic = self._rules.topic["nominative"]
        self.is_needed = bool(topic["surnames"])
        self._adjectives, self._surnames = _endings(topic["adjectives"]), _endings(topic["surnames"])
        self._men = frozenset(topic["masculine"])
        self._genders = {
            ending: gender for gender, name in (("f", "feminine"), ("n", "neuter")) for ending in topic[name]
        }

    def gender(self, word: str) -> str:
        """The gender of a noun in the nominative: `m`, `f` or `n`."""
        low = word.lower()
        return "m" if low in self._men else self._genders.get(low[-1:], "m")

    def person(self, name: str, is_oblique: bool) -> str:
        """A person's name; `is_oblique` where the words of the office stand in another case."""
        words = name.split()
        given = [self._base(word) if self._is_given(word) else None for word in words]
        known = next((base for base in given if base), None)
        changed = any(base and base != word for base, word in zip(given, words, strict=True))
        if len(words) < 2:
            return known or name
        if not (changed or (is_oblique and (known is None or known == words[0]))):
            return name
        gender = self.gender(known) if known else "m"
        return " ".join(base or self._surname(word, gender) for base, word in zip(given, words, strict=True))

    def _is_given(self, word: str) -> bool:
        return self._rules.is_word(word, "given", "renowned")

    def _base(self, word: str) -> str:
        return self._rules.bases.get(self._rules.plain(word), word)

    def _surname(self, word: str, gender: str) -> str:
        if len(word) < _SYLLABLE or self._rules.is_word(word, "vietnamese", "chinese", "korean"):
            return word
        return _changed(word, self._surnames, gender)

    def family_names(self, word: str) -> list[str]:
        """The family names, in the nominative, of which a word may be a form; none in a language without cases."""
        if not self.is_needed or len(word) < _SYLLABLE:
            return []
        return [_changed(word, self._surnames, gender) for gender in ("m", "f")]

    def body(self, name: str) -> str:
        """A body's name: its head, and the adjectives before it, which agree with the head."""
        words = name.split(" ")
        for first in range(len(words)):
            for last in range(min(len(words), first + 3), first, -1):
                head = " ".join(words[first:last])
                if self._rules.is_word(head, "head", "strong"):
                    return self._with_head(words, first, last)
        return name

    def _with_head(self, words: list[str], first: int, last: int) -> str:
        head = " ".join(words[first:last])
        base = self._rules.bases.get(self._rules.plain(head))
        if base is None:
            return " ".join(words)
        before = [_changed(word, self._adjectives, self.gender(base)) for word in words[:first]]
        named = base[0].upper() + base[1:] if head[0].isupper() else base
        return " ".join([*before, named, *words[last:]])

    def office(self, role: str) -> str:
        """The words of an office: those of the lists at its start, up to its noun, in the nominative."""
        words = role.split(" ")
        done: list[str] = []
        is_named = False
        while words and not is_named:
            count = next((n for n in (3, 2, 1) if self._rules.is_word(" ".join(words[:n]), "role", "rolemod")), 0)
            if not count:
                break
            is_named = self._rules.is_word(" ".join(words[:count]), "role")
            done.append(self._base(" ".join(words[:count])))
            words = words[count:]
        return " ".join([*done, *words])


def _endings(rows: list[dict[str, Any]]) -> list[Ending]:
    return [Ending(re.compile(rf"([\w-]*(?:{row['stem']}))(?:{row['endings']})"), row) for row in rows]


def _changed(word: str, endings: list[Ending], gender: str) -> str:
    """The word with the ending of the nominative, by the first rule that fits it; each part of one with a hyphen."""
    for ending in endings:
        if match := ending.pattern.fullmatch(word):
            replaced = ending.by_gender[gender]
            return word if replaced is None or len(match.group(1)) < _LEAST else match.group(1) + replaced
    return word


@cache
def nominatives(lang: str) -> Nominatives:
    """The rules of a language, compiled once."""
    return Nominatives(lang)
