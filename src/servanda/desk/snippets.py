"""A few words of a text around those that were looked for, which are marked in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servanda.documents.text import fold

_AROUND = 110  # characters on each side
_LOOKED_THROUGH = 200_000
_TERM = re.compile(r'"([^"]*)"?|(\S+)')

Snippet = list[tuple[str, bool]]


def terms_of(asked: str) -> list[str]:
    """The words and phrases of a question, folded as the text is."""
    found = (fold(phrase or word.rstrip("*")).strip(" .,;:!?()'") for phrase, word in _TERM.findall(asked))
    return [term for term in found if any(char.isalnum() for char in term)][:12]


def snippet_of(text: str, terms: Sequence[str]) -> Snippet:
    """Stretches of the text around the first of the terms, each with whether it is one of them."""
    whole = text[:_LOOKED_THROUGH]
    folded = fold(whole)
    if len(folded) != len(whole) or not terms:
        return [(_flat(whole[: 2 * _AROUND]) + " …", False)]
    first = min((place for term in terms if (place := folded.find(term)) >= 0), default=0)
    begin, end = max(0, first - _AROUND), min(len(whole), first + _AROUND + 40)
    begin = whole.find(" ", begin, first) + 1 if begin and " " in whole[begin:first] else begin
    pattern = re.compile("|".join(sorted(map(re.escape, terms), key=len, reverse=True)))
    pieces: Snippet = [("… ", False)] if begin else []
    place = begin
    for match in pattern.finditer(folded, begin, end):
        pieces += [
            (_flat(whole[place : match.start()]), False),
            (_flat(match[0] and whole[slice(*match.span())]), True),
        ]
        place = match.end()
    pieces.append((_flat(whole[place:end]) + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)
