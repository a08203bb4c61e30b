"""A few words of a text around those that were looked for, which are marked in them."""

from __future__ import annotations

import re

from servanda.documents.text import fold
from servanda.ledger.search import TERM, TOKEN
from servanda.script import HAN

_AROUND = 110  # characters on each side
_LOOKED_THROUGH = 200_000
_MOSTTERMS = 12

Snippet = list[tuple[str, bool]]


def terms_of(asked: str) -> re.Pattern[str] | None:
    """The words and phrases of a question as a pattern for a folded text; None when nothing is asked for.

    A word is looked for as a whole, unless a star leaves its end open or its script has no spaces.
    """
    terms = [_term(phrase or word) for phrase, word in TERM.findall(asked)][:_MOSTTERMS]
    found = sorted({term for term in terms if term}, key=len, reverse=True)
    return re.compile("|".join(found)) if found else None


def _term(words: str) -> str:
    tokens = TOKEN.findall(fold(words))
    if not tokens:
        return ""
    phrase = r"[\W_]+".join(map(re.escape, tokens))
    if HAN.search(phrase):
        return phrase
    return rf"(?<![^\W_]){phrase}" + ("" if words.endswith("*") else r"(?![^\W_])")


def snippet_of(text: str, terms: re.Pattern[str] | None, around: int = _AROUND) -> Snippet:
    """Stretches of the text around the first of the terms, each with whether it is one of them."""
    whole = text[:_LOOKED_THROUGH]
    folded = fold(whole)
    first = terms.search(folded) if terms and len(folded) == len(whole) else None
    if terms is None or first is None:
        end = _end(text, 2 * around)
        return [(_flat(text[:end]) + (" …" if end < len(text) else ""), False)] if text else []
    begin = max(0, first.start() - around)
    begin = whole.find(" ", begin, first.start()) + 1 if begin and " " in whole[begin : first.start()] else begin
    end = _end(whole, first.end() + around)
    pieces: Snippet = [("… ", False)] if begin else []
    place = begin
    for match in terms.finditer(folded, begin, end):
        pieces += [(_flat(whole[place : match.start()]), False), (_flat(whole[match.start() : match.end()]), True)]
        place = match.end()
    pieces.append((_flat(whole[place:end]) + (" …" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _end(text: str, wanted: int) -> int:
    """Where to stop: between two words, if there is a place for it near the one wanted."""
    if wanted >= len(text):
        return len(text)
    cut = text.rfind(" ", wanted - 30, wanted)
    return cut if cut > 0 else wanted


def _flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)
