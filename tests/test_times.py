"""Times: what each language's corpus says is read, and what must stay silent; relative ones count from publication."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.days import days_of
from servanda.languages import known_languages, load_corpus
from servanda.reading.times import Time, find_times
from servanda.reading.view import open_view
from servanda.records import Document, Part

PUBLISHED = "2025-11-07"
MATCHING = [(lang, case) for lang in known_languages() for case in load_corpus(lang, "times")["match"]]
SILENT = [(lang, text) for lang in known_languages() for text in load_corpus(lang, "times")["silent"]]


def times_of(lang: str, text: str, published: str | None = PUBLISHED) -> list[Time]:
    document = Document(id="t", text=text, lang=lang, published=published or None, parts=(Part(0, len(text)),))
    return find_times(open_view(document))


@pytest.mark.parametrize(("lang", "case"), MATCHING)
def test_times_of_the_corpus_are_read(lang: str, case: dict[str, Any]) -> None:
    found = times_of(lang, case["text"], case.get("published", PUBLISHED))
    assert [" ".join(filter(None, (time.value, time.role))) for time in found] == case["times"]


@pytest.mark.parametrize(("lang", "text"), SILENT)
def test_what_is_no_time_stays_silent(lang: str, text: str) -> None:
    assert [time for time in times_of(lang, text) if time.kind != "duration"] == []


@pytest.mark.parametrize(("lang", "case"), MATCHING)
def test_times_are_in_order_without_overlap(lang: str, case: dict[str, Any]) -> None:
    found = times_of(lang, case["text"])
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)), st.sampled_from(["fr", "en"]))
def test_a_date_in_full_is_read_back(day: datetime.date, lang: str) -> None:
    from babel.dates import format_date

    (found,) = times_of(lang, f"({format_date(day, 'long', locale=lang)})", published="2025-06-15")
    assert found.value == day.isoformat()


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 12, 31)), st.sampled_from(["mardi", "jeudi"]))
def test_a_weekday_is_within_the_week_before_publication(published: datetime.date, word: str) -> None:
    (found,) = times_of("fr", f"Il l'a dit {word}.", published=published.isoformat())
    first, _ = days_of(found.value)
    assert first is not None
    assert 0 <= (published - first).days < 7


def test_without_a_day_of_publication_relative_times_stay_unknown() -> None:
    assert times_of("en", "He said so yesterday, and exports rose last year.", published=None) == []


def test_a_year_of_the_sentence_helps_where_publication_is_unknown() -> None:
    (found, _) = times_of("fr", "Réunis le 27 novembre, ils ont parlé de l'année 2025.", published=None)
    assert found.value == "2025-11-27"
