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
def _lexicon(lang: str) -> Lexicon:
    return Lexicon(Alphabet(), _entries(load_topic(lang, "words")))


def _entries(words: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each phrase with its kind and code; a phrase may name a sector and a form at once."""
    for kind in KINDS:
        for code, phrases in words[f"{kind}s"].items():
            yield from ((phrase, kind, code) for pattern in phrases for phrase in phrases_of(pattern))


def find_topics(view: View) -> list[Topic]:
    """Every sector, form and instrument that the text names, in order."""
    found = []
    for piece in _lexicon(view.lang).find(view.lower, view.plain):
        found += [Topic(piece.start, piece.end, kind, code) for kind, code in piece.value.items()]
    return found
