"""Verbs as data: "propos~er à" in all its forms, each with the class of the form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from msgspec import Struct

from servanda.errors import DataError
from servanda.languages import phrases_of

FORMS = ("infinitive", "present", "past", "future", "conditional", "participle", "gerund")


class Verb(Struct, frozen=True):
    """A verb as data writes it: what stands before it (a reflexive pronoun), its stem and paradigm, what follows."""

    before: str
    stem: str
    paradigm: str
    after: str

    @property
    def name(self) -> str:
        """The verb as a reader knows it, in the first form of its paradigm."""
        return f"{self.stem}~{self.paradigm} {self.after}".strip()


def parse_verb(text: str) -> Verb | None:
    """The parts of "se engag~er à"; None for a fixed phrase, which has no `~`."""
    words = text.split(" ")
    place = next((i for i, word in enumerate(words) if "~" in word), None)
    if place is None:
        return None
    stem, _, paradigm = words[place].partition("~")
    return Verb(" ".join(words[:place]), stem, paradigm, " ".join(words[place + 1 :]))


def inflect(verb: Verb, paradigms: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Every (form class, words) of a verb; `DataError` where its paradigm is unknown."""
    if verb.paradigm not in paradigms:
        raise DataError(f"verb {verb.stem}~{verb.paradigm}: no such paradigm")
    for form, endings in paradigms[verb.paradigm].items():
        for ending in endings:
            yield form, f"{verb.stem}{ending} {verb.after}".rstrip()


def agreeing(text: str, paradigms: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Every (form class, words) of a phrase of which several words change together, as a noun and its adjective do.

    >>> hard = {"nominative": ["ый"], "genitive": ["ого"]}
    >>> list(agreeing("торгов~ый оборот~м", {"ый": hard, "м": {"nominative": [""], "genitive": ["а"]}}))
    [('nominative', 'торговый оборот'), ('genitive', 'торгового оборота')]
    """
    words = [word.partition("~") for word in text.split(" ")]
    if unknown := [paradigm for _, _, paradigm in words if paradigm and paradigm not in paradigms]:
        raise DataError(f"{text!r}: no such paradigm: {', '.join(unknown)}")
    tables = [paradigms[paradigm] for _, mark, paradigm in words if mark]
    for form in tables[0]:
        if all(form in table for table in tables):
            choices = [[stem + e for e in paradigms[name][form]] if mark else [stem] for stem, mark, name in words]
            yield from ((form, " ".join(choice)) for choice in product(*choices))


def forms_of(text: str, paradigms: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Every (form class, words, reflexive) of a verb or fixed phrase; the form of a fixed phrase is `past`."""
    if text.count("~") > 1:
        yield from ((form, words, False) for form, words in agreeing(text, paradigms))
        return
    verb = parse_verb(text)
    if verb is None:
        yield "past", text, False
        return
    for form, words in inflect(verb, paradigms):
        yield form, words, bool(verb.before)


def spelled(pattern: str, paradigms: dict[str, Any]) -> Iterator[str]:
    """All that a pattern stands for: with and without its optional parts, in all forms of its words."""
    for phrase in phrases_of(pattern):
        if "~" in phrase:
            yield from dict.fromkeys(words for _, words, _ in forms_of(phrase, paradigms))
        else:
            yield phrase


def all_forms(patterns: list[str], paradigms: dict[str, Any]) -> Iterator[str]:
    """All forms of verbs and phrases, with and without what is optional in them."""
    for pattern in patterns:
        for _, words, _ in forms_of(pattern, paradigms):
            yield from phrases_of(words)
