"""From a document to its records: the order in which the finders and readers run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace

from servanda.documents.text import fold
from servanda.reading.acts import read_acts
from servanda.reading.concern import Concern
from servanda.reading.confidence import calibrated
from servanda.reading.events import read_events
from servanda.reading.figures import read_figures
from servanda.reading.names import actors_of, find_mentions
from servanda.reading.ordered import Ordered
from servanda.reading.quantities import find_quantities
from servanda.reading.times import find_times
from servanda.reading.topics import ASIDE, find_topics
from servanda.reading.turns import speech_of, with_own_country
from servanda.reading.view import View, open_view
from servanda.records import Act, Actor, Document, Event, Figure, Heading, Reading

Found = TypeVar("Found", Actor, Event, Figure, Act)
_NOT_BLANK = re.compile(r"[^\n]")


def read(document: Document) -> Reading:
    """All that the document states, each with its quotation; `LanguageError` where no folder knows its language.

    Passages in another language are read in that language; their records stand with the others in order of place.
    """
    langs = sorted({part.lang for part in document.parts if part.lang})
    if not langs:
        return _read(document)
    own, *others = (_read(_passages_of(document, lang)) for lang in ("", *langs))
    return Reading(
        document=document,
        heading=replace(own.heading, body=tuple(document.body)),
        actors=_distinct(chain(own.actors, *(reading.actors for reading in others))),
        events=_in_order(chain(own.events, *(reading.events for reading in others))),
        figures=_in_order(chain(own.figures, *(reading.figures for reading in others))),
        acts=_in_order(chain(own.acts, *(reading.acts for reading in others))),
    )


def _passages_of(document: Document, lang: str) -> Document:
    """The document with nothing but its passages in a language, each in its place; the rest is blank."""
    parts = tuple(part for part in document.parts if part.lang == lang)
    words = list(_NOT_BLANK.sub(" ", document.text))
    for part in parts:
        words[part.start : part.end] = document.text[part.start : part.end]
    return replace(document, lang=lang or document.lang, text="".join(words), parts=parts)


def _distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """One record for each actor: a country that two passages name has its other name beside the first."""
    found: dict[tuple[str, str], Actor] = {}
    for actor in actors:
        key = (actor.type, actor.code or fold(actor.name))
        first = found.setdefault(key, actor)
        if first is not actor:
            names = dict.fromkeys((*first.aka, actor.name, *actor.aka))
            names.pop(first.name, None)
            found[key] = replace(first, aka=tuple(names))
    return _in_order(found.values())


def _in_order(records: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(records, key=lambda record: record.start))


def _read(document: Document) -> Reading:
    """What is read of a document in its one language."""
    view = open_view(document)
    view.times = Ordered(find_times(view))
    view.quantities = Ordered(find_quantities(view))
    view.mentions = Ordered(find_mentions(view))
    view.speech = speech_of(view)
    view.mentions = Ordered(with_own_country(view, view.speech))
    topics = find_topics(view)
    view.topics = Ordered([topic for topic in topics if topic.kind != ASIDE])
    view.asides = [topic for topic in topics if topic.kind == ASIDE]
    figures = read_figures(view)
    events = read_events(view)
    acts = read_acts(view, figures, events)
    concern = Concern(view, figures, events)
    return Reading(
        document=document,
        heading=_heading(view),
        actors=_sure(actors_of(view)),
        events=_sure(concern.of(events)),
        figures=_sure(concern.of(figures)),
        acts=_sure(concern.of(acts)),
    )


def _sure(records: Iterable[Found]) -> tuple[Found, ...]:
    """The records with their confidence as it was measured, in place of the readers' own sureness."""
    return tuple(replace(record, confidence=calibrated(record.kind, record.confidence)) for record in records)


def _heading(view: View) -> Heading:
    """The document as a record: its quote is its title where the text has it, else its first sentence."""
    document = view.document
    title = next((part for part in document.parts if part.kind == "title"), None)
    first = view.sentences[0] if view.sentences else None
    if title:
        start, end, quote = title.start, title.end, document.text[title.start : title.end]
    else:
        start, end, quote = view.quote(first.start, first.end) if first else (0, 0, "")
    return Heading(
        doc=document.id,
        start=start,
        end=end,
        quote=quote,
        confidence=1.0,
        rule="heading",
        lang=document.lang,
        title=document.title,
        published=document.published,
        publisher=document.publisher,
        dateline=document.dateline,
        url=document.url,
        related=document.related,
        body=tuple(document.body),
    )
