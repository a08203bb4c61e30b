"""Events: what each language's corpus says is read with its slots, and what must stay silent."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.languages import known_languages, load_corpus, load_topic
from servanda.reading.reader import read
from servanda.records import Document, Event, Part

PUBLISHED = "2025-11-07"
MATCHING = [(lang, case) for lang in known_languages() for case in load_corpus(lang, "events")["match"]]
SILENT = [(lang, text) for lang in known_languages() for text in load_corpus(lang, "events")["silent"]]
SETS = ("parties", "organisers", "participants")


def events_of(lang: str, text: str, published: str | None = PUBLISHED) -> tuple[Event, ...]:
    document = Document(id="e", text=text, lang=lang, published=published, parts=(Part(0, len(text)),))
    return read(document).events


def slot_of(event: Event, name: str) -> Any:
    return sorted(getattr(event, name)) if name in SETS else getattr(event, name)


@pytest.mark.parametrize(("lang", "case"), MATCHING, ids=lambda v: v if isinstance(v, str) else v["text"][:50])
def test_sentence_of_the_corpus_gives_its_events(lang: str, case: dict[str, Any]) -> None:
    found = events_of(lang, case["text"])
    assert len(found) == len(case["events"]), found
    for event, slots in zip(found, case["events"], strict=True):
        wanted = {name: sorted(value) if name in SETS else value for name, value in slots.items()}
        assert {name: slot_of(event, name) for name in slots} == wanted


# What only languages with or without articles or merged prepositions have.
MAY_BE_EMPTY = frozenset(("indefinite", "merged", "complement", "at-behind", "articles", "time-first", "several"))


@pytest.mark.parametrize("lang", known_languages())
def test_every_language_has_words_for_the_same_cues(lang: str) -> None:
    topic = load_topic(lang, "events")
    assert [name for name, listed in topic.items() if not listed and name not in MAY_BE_EMPTY] == []
    assert [code for code, nouns in topic["nouns"].items() if not nouns] == []


@pytest.mark.parametrize(("lang", "text"), SILENT)
def test_what_is_no_gathering_stays_silent(lang: str, text: str) -> None:
    assert events_of(lang, text) == ()


@pytest.mark.parametrize(("lang", "case"), MATCHING, ids=lambda v: v if isinstance(v, str) else v["text"][:50])
def test_every_event_quotes_its_text(lang: str, case: dict[str, Any]) -> None:
    for event in events_of(lang, case["text"]):
        assert event.quote
        assert event.quote == case["text"][event.start : event.end]
        assert 0 < event.confidence < 1


@settings(deadline=None)  # the first words bring in the language's lists
@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2050, 12, 31)), st.sampled_from(["fr", "en"]))
def test_a_gathering_has_the_day_that_its_sentence_names(day: datetime.date, lang: str) -> None:
    from babel.dates import format_date

    written = format_date(day, "long", locale=lang)
    text = {"fr": f"Un séminaire s'est tenu le {written} à Oslo.", "en": f"A seminar was held in Oslo on {written}."}
    (event,) = events_of(lang, text[lang], published=None)
    assert (event.type, event.when, event.place) == ("seminar", day.isoformat(), "Oslo")


@settings(deadline=None)  # the first words bring in the language's lists
@given(st.text(alphabet="abà é.,;:()«»\n'’-0123456789", max_size=200), st.sampled_from(["fr", "en"]))
def test_any_text_can_be_read(text: str, lang: str) -> None:
    for event in events_of(lang, text):
        assert event.quote == text[event.start : event.end]
