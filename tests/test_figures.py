"""Figures: what each language's corpus says is read with its slots, and what must stay silent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.languages import known_languages, load_corpus
from servanda.reading.reader import read
from servanda.records import Document, Figure, Part

PUBLISHED = "2025-11-07"
MATCHING = [(lang, case) for lang in known_languages() for case in load_corpus(lang, "figures")["match"]]
SILENT = [(lang, text) for lang in known_languages() for text in load_corpus(lang, "figures")["silent"]]


def figures_of(lang: str, text: str) -> tuple[Figure, ...]:
    document = Document(id="f", text=text, lang=lang, published=PUBLISHED, parts=(Part(0, len(text)),))
    return read(document).figures


@pytest.mark.parametrize(("lang", "case"), MATCHING, ids=lambda v: v if isinstance(v, str) else v["text"][:50])
def test_sentence_of_the_corpus_gives_its_figures(lang: str, case: dict[str, Any]) -> None:
    found = figures_of(lang, case["text"])
    assert len(found) == len(case["figures"]), found
    for figure, slots in zip(found, case["figures"], strict=True):
        assert {name: getattr(figure, name) for name in slots} == slots


@pytest.mark.parametrize(("lang", "text"), SILENT)
def test_number_that_is_no_figure_stays_silent(lang: str, text: str) -> None:
    assert figures_of(lang, text) == ()


@pytest.mark.parametrize(("lang", "case"), MATCHING, ids=lambda v: v if isinstance(v, str) else v["text"][:50])
def test_every_figure_quotes_its_text(lang: str, case: dict[str, Any]) -> None:
    for figure in figures_of(lang, case["text"]):
        assert figure.quote
        assert figure.quote == case["text"][figure.start : figure.end]
        assert 0 < figure.confidence < 1


@given(st.integers(2, 998), st.sampled_from(["fr", "en"]))
def test_a_sum_is_read_back_whatever_its_size(millions: int, lang: str) -> None:
    text = {
        "fr": f"Les exportations ont atteint {millions} millions de dollars.",
        "en": f"Exports reached {millions} million USD.",
    }[lang]
    (figure,) = figures_of(lang, text)
    assert (figure.indicator, figure.value, figure.unit) == ("exports", millions * 1e6, "USD")


@pytest.mark.parametrize(
    ("lang", "text", "unit"),
    [
        ("en", "Morocco will invest 2 billion dirhams in the port.", "MAD"),
        ("en", "The Emirates will invest 2 billion dirhams in the port.", "AED"),
        ("fr", "L'Algérie investira 300 millions de dinars dans le port.", "DZD"),
        ("fr", "Le port coûtera 300 millions de dinars.", "XXX"),
    ],
)
def test_a_currency_of_several_countries_is_that_of_the_country_spoken_of(lang: str, text: str, unit: str) -> None:
    from servanda.reading.reader import read

    document = Document(id="money", text=text, lang=lang, published="2026-01-31", parts=(Part(0, len(text)),))
    (figure,) = read(document).figures
    assert figure.unit == unit


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "L'usine emploiera 1.800 personnes à Kénitra."), ("en", "The plant will employ 1,800 locals in Kenitra.")],
)
def test_those_who_are_employed_are_jobs_whatever_they_are_called(lang: str, text: str) -> None:
    from servanda.reading.reader import read

    document = Document(id="jobs", text=text, lang=lang, published="2026-01-31", parts=(Part(0, len(text)),))
    (figure,) = read(document).figures
    assert (figure.indicator, figure.value) == ("jobs", 1800)
