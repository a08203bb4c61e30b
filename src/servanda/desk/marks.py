"""A stretch of a document's text cut wherever a record or a part begins or ends, each piece with all that cover it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from servanda.records import BODY, Document, Entry

WINDOW = 24_000  # characters of a page: a long document comes in several
_SPACE = "\n \t\u3002"


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a text: the kinds of what covers them, the ids of it (shortest first) and of what begins here."""

    words: str
    kinds: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def window_of(text: str, first: int) -> tuple[int, int]:
    """The stretch to show from a place on: whole words where there are any."""
    last = first + WINDOW
    if last >= len(text):
        return first, len(text)
    cut = max(text.rfind(space, first + WINDOW // 2, last) for space in _SPACE)
    return first, cut + 1 if cut > 0 else last


def windows_of(text: str) -> list[int]:
    """The places at which the document's pages begin."""
    places = [0]
    while (last := window_of(text, places[-1])[1]) < len(text):
        places.append(last)
    return places


def pieces_of(document: Document, entries: Sequence[Entry], first: int, last: int) -> Iterator[Piece]:
    """The pieces of the text from `first` to `last`, in order."""
    parts = [(part.start, part.end, part.kind) for part in document.parts if part.kind != BODY and part.end > first]
    inside = sorted(
        (e for e in entries if e.record.end > first and e.record.start < last), key=lambda e: e.record.start
    )
    spans = [*((e.record.start, e.record.end) for e in inside), *((part[0], part[1]) for part in parts)]
    cuts = {first, last, *(place for span in spans for place in span if first < place < last)}
    covering: list[Entry] = []
    waiting, place = inside, 0
    for start, end in pairwise(sorted(cuts)):
        covering = [entry for entry in covering if entry.record.end > start]
        while place < len(waiting) and waiting[place].record.start <= start:
            covering.append(waiting[place])
            place += 1
        kinds = {kind for begin, stop, kind in parts if begin <= start < stop}
        yield _piece(document.text[start:end], covering, start, kinds)


def _piece(words: str, covering: Sequence[Entry], start: int, kinds: set[str]) -> Piece:
    nearest = sorted(covering, key=lambda entry: entry.record.end - entry.record.start)
    return Piece(
        words=words,
        kinds=tuple(sorted(kinds | {entry.record.kind for entry in covering})),
        records=tuple(entry.id for entry in nearest),
        begins=tuple(entry.id for entry in nearest if entry.record.start == start),
    )
