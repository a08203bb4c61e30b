"""A page that shows texts as they were given, their records marked in colour, slots and rule a hover away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources
from itertools import pairwise

import msgspec

from servanda.exchange.rows import summary_of, value_text
from servanda.records import BODY, AnyRecord, Reading

_LEFT_TO_THE_TEXT = ("kind", "doc", "start", "end", "quote")


def marked_page(readings: Iterable[Reading]) -> Iterator[str]:
    """The page piece by piece, one article a reading; it needs no other file and no network."""
    template = resources.files("servanda.exchange").joinpath("templates", "marked.html").read_text(encoding="utf-8")
    before, _, after = template.partition("<!--articles-->\n")
    yield before
    for reading in readings:
        yield marked_article(reading)
    yield after


def marked_article(reading: Reading) -> str:
    """One text with its marks, and its records as JSON for the hover."""
    records: list[AnyRecord] = [*reading.actors, *reading.events, *reading.figures, *reading.acts]
    document = reading.document
    known = [document.publisher, document.published, document.lang, document.url or document.id]
    source = " · ".join(escape(word) for word in known if word)
    cards = msgspec.json.encode([_card(record) for record in records]).decode().replace("<", "\\u003c")
    text = "".join(_segments(reading, records))
    return (
        f'<article lang="{escape(document.lang)}">\n<p class="source">{source}</p>\n<div class="text">{text}</div>\n'
        f'<script type="application/json">{cards}</script>\n</article>\n'
    )


def _card(record: AnyRecord) -> dict[str, object]:
    slots = msgspec.to_builtins(record)
    shown = [(name, value_text(value)) for name, value in slots.items() if name not in _LEFT_TO_THE_TEXT]
    return {"kind": record.kind, "head": summary_of(record), "slots": shown}


def _segments(reading: Reading, records: Sequence[AnyRecord]) -> Iterator[str]:
    """The text cut wherever a record or a part begins or ends, each piece marked with all that cover it."""
    document = reading.document
    parts = [(part.start, part.end, part.kind) for part in document.parts if part.kind != BODY]
    places = {0, len(document.text)}
    for start, end in [*((r.start, r.end) for r in records), *((p[0], p[1]) for p in parts)]:
        places |= {start, end}
    cuts = sorted(places)
    opening: dict[int, list[int]] = {}
    for number, record in enumerate(records):
        opening.setdefault(record.start, []).append(number)
    covering: list[int] = []
    for start, end in pairwise(cuts):
        begun = opening.get(start, [])
        covering = [number for number in covering if records[number].end > start] + begun
        kinds = {kind for first, last, kind in parts if first <= start < last}
        yield _segment(document.text[start:end], [records[n] for n in covering], covering, kinds, focusable=bool(begun))


def _segment(
    words: str, records: Sequence[AnyRecord], numbers: Sequence[int], kinds: set[str], *, focusable: bool
) -> str:
    """One piece of text with its classes; the shortest record's card comes first."""
    if not records and not kinds:
        return escape(words, quote=False)
    classes = sorted(kinds | {record.kind for record in records})
    if not records:
        return f'<span class="{" ".join(classes)}">{escape(words, quote=False)}</span>'
    nearest = sorted(zip(numbers, records, strict=True), key=lambda pair: pair[1].end - pair[1].start)
    title = escape("\n".join(f"{summary_of(record)} ({record.rule})" for _, record in nearest))
    shown = " ".join(str(number) for number, _ in nearest)
    focus = ' tabindex="0"' if focusable else ""
    return (
        f'<span class="m {" ".join(classes)}" data-r="{shown}" title="{title}"{focus}>'
        f"{escape(words, quote=False)}</span>"
    )
