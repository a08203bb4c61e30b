"""Amounts as each language writes them: formats of numbers, currencies, shares, ranks, and what is no amount."""

from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import making
from servanda.languages import known_languages, load_corpus
from servanda.reading.cues import grammar_of
from servanda.reading.numerals import alternatives, number_words, value_of
from servanda.reading.quantities import Quantity, find_quantities
from servanda.reading.times import Time
from servanda.reading.units import SYMBOLS, currency_codes
from servanda.reading.view import View, open_view
from servanda.records import Document, Part

ROOT = Path(__file__).parents[1]
SETS = ROOT.parent / "shared" / "gold"
NEUTRAL: dict[str, Any] = {"value_max": None, "magnitude": None, "approx": "exact", "per": None, "moves_to": False}
UNITS = {"count": "count", "rank": "rank", "times": "times"}


def view_of(text: str, lang: str) -> View:
    return open_view(Document(id="x", text=text, lang=lang, parts=(Part(0, len(text)),)))


def read(text: str, lang: str = "fr") -> list[Quantity]:
    return find_quantities(view_of(text, lang))


def only(text: str, lang: str = "fr") -> Quantity:
    found = read(text, lang)
    assert len(found) == 1, [text[q.start : q.end] for q in found]
    return found[0]


def cases(part: str) -> list[tuple[str, Any]]:
    return [(lang, case) for lang in known_languages() for case in load_corpus(lang, "quantities")[part]]


@pytest.mark.parametrize(("lang", "case"), cases("match"), ids=lambda case: str(case)[:60])
def test_amounts_of_a_sentence(lang: str, case: dict[str, Any]) -> None:
    view = view_of(case["text"], lang)
    found = find_quantities(view)
    assert [view.quote(q.start, q.end)[2] for q in found] == [wanted["quote"] for wanted in case["gives"]]
    for quantity, wanted in zip(found, case["gives"], strict=True):
        wanted = NEUTRAL | {"unit": UNITS.get(wanted["kind"]), "value": None} | wanted
        assert {name: getattr(quantity, name) for name in NEUTRAL} == {name: wanted[name] for name in NEUTRAL}
        assert (quantity.kind, quantity.unit) == (wanted["kind"], wanted["unit"])
        assert quantity.value == (None if wanted["value"] is None else pytest.approx(wanted["value"]))
        if converted := wanted.get("converted"):
            assert quantity.converted is not None
            assert (quantity.converted.value, quantity.converted.unit) == (converted["value"], converted["unit"])
        if "form" in wanted:
            assert quantity.form == wanted["form"]


@pytest.mark.parametrize(("lang", "text"), cases("silent"), ids=lambda case: str(case)[:60])
def test_numbers_that_are_no_amounts(lang: str, text: str) -> None:
    assert [text[q.start : q.end] for q in read(text, lang)] == []


@pytest.mark.parametrize(
    ("raw", "mark", "value"),
    [
        ("16.400", ",", 16400), ("5.000", ",", 5000), ("16,5", ",", 16.5), ("1 056", ",", 1056), ("16.5", ",", 16.5),
        ("1.234.567,8", ",", 1234567.8), ("2,540", ",", 2.54), ("0.125", ",", 0.125), ("1'056", ",", 1056),
        ("1,234.5", ",", 1234.5), ("16,400", ".", 16400), ("16.4", ".", 16.4), ("1.056", ".", 1.056),
        ("1,234,567.8", ".", 1234567.8), ("16,5", ".", 16.5), ("1,00,000", ".", 100000), ("1.234,5", ".", 1234.5),
    ],
)  # fmt: skip
def test_value_of_a_numeral(raw: str, mark: str, value: float) -> None:
    assert value_of(raw, mark) == value


@pytest.mark.parametrize(
    ("lang", "words", "value"),
    [
        ("fr", "quatre-vingt-dix-sept", 97), ("fr", "soixante et onze", 71), ("fr", "quatre-vingts", 80),
        ("fr", "cent cinq", 105), ("fr", "deux cent mille", 200_000), ("fr", "mille neuf cents", 1900),
        ("fr", "trois millions deux cent mille", 3_200_000), ("fr", "deux virgule cinq", 2.5),
        ("en", "ninety-nine", 99), ("en", "a hundred and five", 105), ("en", "nineteen hundred", 1900),
        ("en", "two hundred thousand", 200_000), ("en", "one million two hundred and five", 1_000_205),
        ("en", "three million and a half", 3_500_000), ("en", "two point zero four", 2.04),
        ("vi", "hai mươi mốt nghìn không trăm mười một", 21_011), ("vi", "ba trăm năm mươi tư", 354),
        ("vi", "hai tỷ rưỡi", 2_500_000_000), ("vi", "một trăm linh năm", 105), ("vi", "hai phẩy năm", 2.5),
        ("vi", "hai nghìn ba", 2300), ("vi", "hai lăm", 25), ("zh", "三 百 五 十 二", 352), ("zh", "一 百 零 五", 105),
        ("zh", "两 千 三 百 五", 2350), ("zh", "三 千 五 百 万", 35_000_000), ("zh", "十 五 亿", 1_500_000_000),
        ("zh", "四 千 万 零 六 千", 40_006_000), ("zh", "零 点 五", 0.5), ("ru", "двести тридцать пять тысяч", 235_000),
        ("ru", "полтора миллиарда", 1_500_000_000), ("ru", "три с половиной", 3.5), ("ru", "сорока двух", 42),
        ("ru", "две целых три десятых", 2.3), ("ru", "пятьсот один", 501),
    ],
)  # fmt: skip
def test_number_words(lang: str, words: str, value: float) -> None:
    spelled = number_words(lang).read(words, 0)
    assert spelled is not None
    assert (spelled.end, spelled.value) == (len(words), value)


@pytest.mark.parametrize(("lang", "words", "first"), [("fr", "vingt trente", 20), ("en", "two and three", 2)])
def test_two_numbers_in_a_row_stay_two(lang: str, words: str, first: int) -> None:
    spelled = number_words(lang).read(words, 0)
    assert spelled is not None
    assert spelled.value == first


@pytest.mark.parametrize("lang", known_languages())
@pytest.mark.parametrize("code", currency_codes())
def test_every_currency_is_read_by_its_code_before_and_behind(lang: str, code: str) -> None:
    is_word = code.lower() in grammar_of(lang).labels  # COP 28 is no sum of money
    for text in (f"soit 500 {code}.", *(() if is_word else (f"soit {code} 500.", f"soit {code}500."))):
        assert (only(text, lang).value, only(text, lang).unit) == (500, code)


@pytest.mark.parametrize("lang", known_languages())
@pytest.mark.parametrize("symbol", [symbol for symbol in SYMBOLS if not symbol[-1].isalpha()])
def test_every_sign_is_read_before_the_number(lang: str, symbol: str) -> None:
    found = only(f"x: {symbol.upper()}20", lang)
    assert (found.value, found.unit) == (20, grammar_of(lang).symbols[symbol])


@pytest.mark.parametrize(
    ("lang", "text", "unit"),
    [
        ("fr", "20 couronnes suédoises", "SEK"), ("fr", "3 livres égyptiennes", "EGP"), ("fr", "2 zlotys", "PLN"),
        ("fr", "5 dirhams marocains", "MAD"), ("fr", "7 dollars de Hong Kong", "HKD"), ("fr", "9 bahts", "THB"),
        ("fr", "1 nouveau dollar taïwanais", "TWD"), ("en", "4 Swiss francs", "CHF"), ("en", "6 Thai baht", "THB"),
        ("vi", "9 tỷ nhân dân tệ", "CNY"), ("vi", "7 triệu rúp", "RUB"), ("zh", "5亿越南盾", "VND"),
        ("zh", "3万坚戈", "KZT"), ("zh", "新台币5亿元", "TWD"), ("zh", "5亿元", "CNY"),
        ("ru", "5 долларами США", "USD"), ("ru", "9 млрд юаней", "CNY"), ("ru", "20 тыс. руб.", "RUB"),
        ("ru", "8 трлн донгов", "VND"), ("en", "8 New Zealand dollars", "NZD"),
        ("en", "20 Kazakhstani tenge", "KZT"), ("en", "3 Lao kip", "LAK"),
    ],
)  # fmt: skip
def test_currencies_by_name(lang: str, text: str, unit: str) -> None:
    assert only(f"({text})", lang).unit == unit


@pytest.mark.parametrize("lang", known_languages())
def test_a_code_in_small_letters_is_a_word(lang: str) -> None:
    assert only("x 20 all", lang).kind == "count"


def grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


FORMATS = [("fr", mark, ",") for mark in (".", " ", "\u00a0", "\u202f", "'")] + [("en", ",", "."), ("en", " ", ".")]


@given(st.sampled_from(FORMATS), st.integers(0, 10**12), st.integers(0, 99))
def test_a_number_is_read_back_from_its_local_format(form: tuple[str, str, str], whole: int, cents: int) -> None:
    lang, group, decimal = form
    text = f"({grouped(whole, group)}{decimal}{cents:02} %)"
    assert only(text, lang).value == pytest.approx(float(f"{whole}.{cents:02}"))
    assert only(f"({grouped(whole, group)} %)", lang).value == whole


@given(
    st.sampled_from(known_languages()), st.text(alphabet="0123456789 ,.-–%$€/:()'abdeinostuUSD\n\u202fé", max_size=80)
)
def test_any_text_gives_amounts_in_order_that_do_not_overlap(lang: str, text: str) -> None:
    view = view_of(text, lang)
    end = 0
    for quantity in find_quantities(view):
        assert end <= quantity.start < quantity.end <= len(view.norm)
        assert quantity.value is not None or quantity.magnitude is not None
        end = quantity.end


def test_offsets_lead_back_to_the_text_as_given() -> None:
    text = "De\u0301ficit\u00a0: 3\u202f200\u00a0millions d\u2019euros"
    view = view_of(text, "fr")
    quantity = find_quantities(view)[0]
    start, end, quote = view.quote(quantity.start, quantity.end)
    assert text[start:end] == quote == "3\u202f200\u00a0millions d\u2019euros"


def test_a_number_inside_a_time_is_no_amount() -> None:
    text = "Le 19 avril, 40 experts ont siégé deux jours."
    view = view_of(text, "fr")
    view.times = [Time(3, 11, "date", "2025-04-19"), Time(text.index("deux"), text.index("."), "duration", "P2D")]
    assert [text[q.start : q.end] for q in find_quantities(view)] == ["40", "deux jours"]


@pytest.mark.parametrize(
    ("lang", "text", "noun"),
    [("fr", "800 projets", "projets"), ("fr", "une dizaine de firmes", "firmes"), ("en", "dozens of ships", "ships")],
)
def test_the_noun_that_is_counted(lang: str, text: str, noun: str) -> None:
    assert only(text, lang).noun_start == text.index(noun)


def test_what_is_no_noun_is_not_counted() -> None:
    assert only("huit en mer").noun_start is None


@pytest.mark.parametrize("text", ["Le total est passé de 5 à 7 milliards.", "Output rose from 5 to 7 billion."])
def test_both_ends_of_a_change_have_the_scale_of_the_second(text: str) -> None:
    first, second = read(text, "fr" if "passé" in text else "en")
    assert (first.value, second.value, first.moves_to, second.moves_to) == (5e9, 7e9, True, False)


def test_alternatives_match_the_longest() -> None:
    import re

    pattern = re.compile(alternatives(["mille", "million", "millions", "un"]))
    assert [pattern.match(word)[0] for word in ("millions", "mille", "unmille")] == ["millions", "mille", "un"]  # type: ignore[index]


def test_a_number_longer_than_any_amount_is_a_code() -> None:
    assert read("1" * 10_000) == []


def test_reading_stays_linear() -> None:
    text = "Il y a 1.250 tonnes, de 3 à 5 % de pertes, plus de deux tiers et 12 Mds USD. "
    once, ten = (making.calls_of(partial(find_quantities, view_of(text * count, "fr"))) for count in (100, 1000))
    assert ten < once * 11


@pytest.mark.skipif(not SETS.is_dir(), reason="the public sets are not beside the repository")
@pytest.mark.parametrize(
    ("name", "kind", "lang", "floor"),
    [
        ("recognizers_money", "money", "zh", 90), ("recognizers_numbers", "percent", "zh", 90),
        ("recognizers_numbers", "number", "zh", 80), ("recognizers_numbers", "numberrange", "zh", 95),
        ("duckling", "duration", "zh", 90), ("nemo_pairs", "fraction", "zh", 98), ("nemo_pairs", "measure", "vi", 85),
        ("nemo_pairs", "cardinal", "zh", 98), ("nemo_pairs", "cardinal", "vi", 90),
        ("nemo_pairs", "cardinal", "ru", 85),
        ("nemo_pairs", "decimal", "ru", 98), ("duckling", "money", "vi", 95), ("duckling", "money", "ru", 80),
        ("jionlp", "money", "zh", 90), ("natasha", "money", "ru", 98),
        ("recognizers_money", "money", "fr", 95), ("recognizers_money", "money", "en", 90),
        ("recognizers_numbers", "percent", "fr", 75), ("recognizers_numbers", "percent", "en", 95),
        ("nemo_pairs", "cardinal", "fr", 98), ("duckling", "money", "fr", 80), ("duckling", "money", "en", 75),
    ],
)  # fmt: skip
def test_public_sets_are_read_as_well_as_before(name: str, kind: str, lang: str, floor: float) -> None:
    spec = importlib.util.spec_from_file_location("public_sets", ROOT / "bench" / "public_sets.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    row = next(row for row in bench.rows_of(SETS, name) if (row.kind, row.lang) == (kind, lang))
    assert bench.share(row, bench.ours)[0] >= floor
