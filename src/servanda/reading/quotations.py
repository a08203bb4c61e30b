"""Quotations: who is quoted as saying "we", where a verb of saying beside the quotation marks tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import ahocorasick_rs

from servanda.reading.engine import plain_of
from servanda.reading.entities import Entity
from servanda.reading.grammar import PERSON, REPORT, grammar_of
from servanda.reading.view import View, within

_OPENING, _CLOSING, _STRAIGHT = "«“「『", "»”」』", '"'
_ASIDE = re.compile(r"[,!?…] ?[–—] ")
_TAIL = 160  # characters behind a quotation in which it is told who said it


def quoted_by(view: View, place: int) -> Entity | None:
    """The person whose words a place stands in; None outside of quotation marks, or where nobody is told to say them.

    "…", it is said behind it: by whom its sentence names, else its paragraph; "…", he said: by the one named last.
    """
    sentence = view.sentence(place)
    opened = _opened(view, view.opened(sentence), place)
    if opened < 0:
        return None
    closed = _closed(view, place)
    tail = closed, min(view.sentence(closed).end, closed + _TAIL)
    for start, end in (tail, (_head(view, opened), opened), *_asides(view, opened, closed)):
        if _tells(view, start, end, REPORT):
            named = _people(view, start, end) or _people(view, view.opened(sentence), opened)
            is_he = not named and _tells(view, start, end, PERSON)
            return next(reversed(named or (_people(view, 0, opened) if is_he else [])), None)
    return None


def _head(view: View, opened: int) -> int:
    """Where that begins which stands before a quotation: behind the one before it in its paragraph, else its sentence.

    So "…," said the director. "…" is of the director too.
    """
    sentence = view.sentence(opened)
    before = max(view.norm.rfind(mark, view.opened(sentence), opened) for mark in _CLOSING + _STRAIGHT)
    return before if before >= 0 else sentence.start


def _asides(view: View, opened: int, closed: int) -> Iterator[tuple[int, int]]:
    """The stretches of a quotation between dashes, where Russian tells who says it: «…, – сказал он. – …»."""
    dashes = [match.end() for match in _ASIDE.finditer(view.norm, opened, closed)]
    return ((start, view.sentence(start).end) for start in dashes)


def _opened(view: View, start: int, place: int) -> int:
    """Where the quotation opens in which a place stands, from the start of its paragraph on; -1 where none does."""
    opened = -1
    for spot in range(start, place):
        mark = view.norm[spot]
        if mark in _OPENING or (mark == _STRAIGHT and opened < 0):
            opened = spot
        elif mark in _CLOSING or mark == _STRAIGHT:
            opened = -1
    return opened


def _closed(view: View, place: int) -> int:
    """Where the quotation closes in which a place stands; its sentence's end where it does not."""
    found = (spot for spot in range(place, len(view.norm)) if view.norm[spot] in _CLOSING + _STRAIGHT)
    return next(found, view.sentence(place).end)


def _people(view: View, start: int, end: int) -> list[Entity]:
    """The persons named in a stretch, in order."""
    return [m.entity for m in within(view.mentions, start, end) if m.entity.type == "person"]


def _tells(view: View, start: int, end: int, bit: int) -> bool:
    """Whether a stretch has a word of a class."""
    return bool(_words(view.lang, bit).find_matches_as_indexes(plain_of(view.lower[start:end])))


@cache
def _words(lang: str, bit: int) -> ahocorasick_rs.AhoCorasick:
    """The words of a class of a language's acts."""
    found = (f" {plain_of(phrase).strip()} " for phrase, word in grammar_of(lang).words.items() if word.bits & bit)
    return ahocorasick_rs.AhoCorasick(list(found))
