"""Places: every name of the lists is found, forms lead to one name, words that only look like places stay silent."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.languages import known_languages, load_topic
from servanda.reading.place_names import Entry, entries_of
from servanda.reading.places import PlaceSpan, gazetteer
from servanda.script import put_together, set_apart

Read = tuple[str, str | None]
ENTRIES = [(lang, entry) for lang in known_languages() for entry in entries_of(lang)]
PLACES = [(lang, entry) for lang, entry in ENTRIES if entry.parts and entry.parts[0].place.kind != "word"]

# Words that stand for one of several countries: for which, only the rest of a text tells.
SHARED = Counter((lang, w) for lang, w, _ in {(c, e.written, e.parts[0].place.country) for c, e in PLACES})


def spans_of(lang: str, text: str) -> list[PlaceSpan]:
    return gazetteer(lang).find(set_apart(text))


def read_places(lang: str, text: str) -> list[Read]:
    """The words of each place found, with the code of its country or its own."""
    norm = set_apart(text)
    return [
        (
            put_together(norm[span.start : span.end]),
            span.place.code if span.place.kind == "country" else span.place.country,
        )
        for span in gazetteer(lang).find(norm)
    ]


FOUND = [
    ("en", "U.S. firms told us to wait", [("U.S.", "US")]),
    ("en", "Hong Kong and Macau", [("Hong Kong", "CN"), ("Macau", "CN")]),
    ("fr", "La Réunion et les États-Unis", [("La Réunion", "RE"), ("États-Unis", "US")]),
    ("fr", "la réunion du Senegal", [("Senegal", "SN")]),
    ("fr", "La réunion a eu lieu", []),
    ("vi", "Bí thư và Bộ Y tế", []),
    ("vi", "Ý kiến của Ý", [("Ý", "IT")]),
    ("vi", "Nga - Trung", [("Nga", "RU"), ("Trung", "CN")]),
    ("vi", "Nga - Trung Quốc", [("Nga", "RU"), ("Trung Quốc", "CN")]),
    ("vi", "tỉnh Hoà Bình", [("Hoà Bình", "VN")]),
    ("zh", "中越、俄中", [("中", "CN"), ("越", "VN"), ("俄", "RU"), ("中", "CN")]),
    ("zh", "其中美国占一半", [("美国", "US")]),
    ("zh", "越来越多", []),
    ("zh", "对越投资和对华出口", [("越", "VN"), ("华", "CN")]),
    ("zh", "臺灣與美國", [("臺灣", "TW"), ("美國", "US")]),
    ("zh", "巴基斯坦称，巴方同意", [("巴基斯坦", "PK"), ("巴方", "PK")]),
    ("zh", "巴西称，巴方同意", [("巴西", "BR"), ("巴方", "BR")]),
    ("zh", "巴方同意", []),
    ("ru", "российско-вьетнамская комиссия", [("российско", "RU"), ("вьетнамская", "VN")]),
    ("ru", "в Китае, с Индией, из США", [("Китае", "CN"), ("Индией", "IN"), ("США", "US")]),
    ("ru", "Того же мнения", []),
    ("ru", "в Нижнем Новгороде", [("Нижнем Новгороде", "RU")]),
]


@pytest.mark.parametrize(("lang", "text", "wanted"), FOUND)
def test_places_are_read_with_their_country(lang: str, text: str, wanted: list[Read]) -> None:
    assert read_places(lang, text) == wanted


@pytest.mark.parametrize("lang", known_languages())
def test_every_country_is_found_by_each_of_its_names(lang: str) -> None:
    for written, place in ((e.written, e.parts[0].place) for code, e in PLACES if code == lang and len(e.parts) == 1):
        if place.kind == "country" and place.base is None:
            found = spans_of(lang, written)
            assert [(0, len(set_apart(written)))] == [(span.start, span.end) for span in found], written
            assert found[0].place.kind in ("country", "region", "city"), written


@pytest.mark.parametrize("lang", known_languages())
def test_lists_of_countries_have_the_same_codes(lang: str) -> None:
    assert set(load_topic(lang, "places")["countries"]) == set(load_topic("en", "places")["countries"])


BASES = [
    ("ru", "России", "Россия"),
    ("ru", "Вьетнамом", "Вьетнам"),
    ("ru", "Объединенных Арабских Эмиратах", "Объединенные Арабские Эмираты"),
    ("ru", "Приморского края", "Приморский край"),
    ("ru", "Ханое", "Ханой"),
    ("zh", "中方", "中国"),
    ("zh", "我国", "中国"),
]


@pytest.mark.parametrize(("lang", "written", "base"), BASES)
def test_a_form_leads_to_the_name(lang: str, written: str, base: str) -> None:
    (span,) = spans_of(lang, written)
    assert put_together(span.place.base or "") == base


@given(st.sampled_from(PLACES))
def test_a_name_within_other_words_is_found_whole(entry: tuple[str, Entry]) -> None:
    lang, known = entry
    written = known.written
    if SHARED[lang, written] == 1 and len(known.parts) == 1 and not known.short and not written.endswith((".", ")")):
        text = f"( {set_apart(written)} )"
        spans = gazetteer(lang).find(text)
        assert [(2, 2 + len(set_apart(written)))] == [(span.start, span.end) for span in spans]


@given(st.text(max_size=80), st.sampled_from(known_languages()))
def test_any_text_gives_places_in_order_without_overlap(text: str, lang: str) -> None:
    reached = 0
    for span in spans_of(lang, text):
        assert reached <= span.start < span.end <= len(set_apart(text))
        reached = span.end


@pytest.mark.parametrize("lang", known_languages())
def test_a_text_may_end_in_any_name_without_the_mark_that_ends_it(lang: str) -> None:
    for written in (entry.written for entry in entries_of(lang)):
        text = set_apart(written.rstrip(".+"))
        assert all(span.end <= len(text) for span in gazetteer(lang).find(text)), written
