"""The normal form of a text, and the way back from each of its places to the text as given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from servanda.documents.text import ApartText, NormalText, fold, sentences
from servanda.script import put_together, set_apart

NORMS = [
    ("cooperation", "cooperation"),
    ("l\u2019accord \u00ab\u00a016,5\u202f%\u00a0\u00bb", "l'accord « 16,5 % »"),
    ("line\r\nline\rline\nline", "line \nline\nline\nline"),
    ("a\u0085b\u2028c\u2029d\x0be\x0cf", "a\nb\nc\nd\ne\nf"),
    ("Nguye\u0302\u0303n Chi\u0301 Du\u0303ng", "Nguyễn Chí Dũng"),
    ("e\u0323\u0302 e\u0302\u0323", "ệ ệ"),
    ("\u1112\u1161\u11ab\u1100\u116e\u11a8 \ud55c\uad6d", "한국 한국"),
    ("\u304b\u3099", "が"),
    ("co\u00adop\u200be\ufeffration", "cooperation"),
    ("\u212b\u2126", "ÅΩ"),
    ("中国\u3000越南", "中国 越南"),
]


@pytest.mark.parametrize(("given_text", "norm"), NORMS)
def test_normal_form(given_text: str, norm: str) -> None:
    assert NormalText(given_text).norm == norm


MARKS = st.sampled_from("aeêo \n\r\u00a0\u2019\u0301\u0302\u0323\u00ad\u200b\u1112\u1161\u11ab中é.")


@settings(max_examples=300, deadline=None)
@given(st.text(MARKS, max_size=40))
@example("\u1112\u00ad\u00ad\u1161\u11ab")  # Hangul with soft hyphens between its letters
def test_places_lead_back_in_order(text: str) -> None:
    normal = NormalText(text)
    assert unicodedata.is_normalized("NFC", normal.norm)
    starts = [normal.given_span(place, place)[0] for place in range(len(normal.norm) + 1)]
    assert starts == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)
    assert [normal.norm_place(start) for start in starts] == list(range(len(starts)))


@settings(max_examples=200, deadline=None)
@given(st.text(MARKS, max_size=40))
def test_places_of_the_given_text_lead_into_the_normal_one(text: str) -> None:
    normal = NormalText(text)
    places = [normal.norm_place(place) for place in range(len(text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(normal.norm)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*"中国，。「1２.5 %aé\n\u3000Đ", "e\u0301"]), max_size=30).map("".join))
def test_characters_set_apart_lead_back_to_what_was_given(text: str) -> None:
    normal = NormalText(text)
    apart = ApartText(normal)
    assert [apart.norm_place(place) for place in range(len(text) + 1)] == sorted(
        apart.norm_place(place) for place in range(len(text) + 1)
    )
    for place, letter in enumerate(apart.norm):
        start, end = apart.given_span(place, place + 1)
        assert NormalText(text[start:end]).norm in (letter, "，" if letter == "," else letter, "")
    assert set_apart(put_together(set_apart(normal.norm))) == set_apart(normal.norm)


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_sentences_end_at_stops_and_line_ends_but_not_at_abbreviations() -> None:
    text = "M. Dupont signe. L'accord vaut 3 M EUR, cf. annexe. Fin\nSuite"
    spans = sentences(text, 0, len(text), frozenset({"m", "cf"}))
    assert [text[start:end] for start, end in spans] == [
        "M. Dupont signe.", "L'accord vaut 3 M EUR, cf. annexe.", "Fin", "Suite",
    ]  # fmt: skip
