"""Sectors, forms of cooperation and instruments: words of a language to codes of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from servanda.languages import load_topic, phrases_of
from servanda.reading.engine import Alphabet, Lexicon
from servanda.reading.view import View


class Topic(NamedTuple):
    """A word or phrase that names a sector, a form or an instrument (`kind`), with its code."""

    start: int
    end: int
    kind: str
    code: str


KINDS = ("sector", "form", "instrument")


@cache
def _lexicons(lang: str) -> tuple[Lexicon, ...]:
    """One lexicon a kind: a phrase that names a form ("chip design centre") may hold one that names a sector."""
    words = load_topic(lang, "words")
    return tuple(Lexicon(Alphabet(), _entries(kind, words[f"{kind}s"])) for kind in KINDS)


def _entries(kind: str, codes: dict[str, list[str]]) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Each phrase with its code; the class is the code, so that a phrase may have several."""
    for code, patterns in codes.items():
        yield from ((phrase, code, (kind, code)) for pattern in patterns for phrase in phrases_of(pattern))


def find_topics(view: View) -> list[Topic]:
    """Every sector, form and instrument that the text names, in order."""
    found = [
        Topic(piece.start, piece.end, kind, code)
        for lexicon in _lexicons(view.lang)
        for piece in lexicon.find(view.lower, view.plain)
        for kind, code in piece.value.values()
    ]
    return sorted(found)
