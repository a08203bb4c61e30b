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


SUMS = {
    "fr": "Les exportations ont atteint {} millions de dollars.",
    "en": "Exports reached {} million USD.",
    "vi": "Xuất khẩu đạt {} triệu USD.",
    "zh": "出口额达{}百万美元。",
    "ru": "Экспорт достиг {} млн долларов.",
}


@given(st.integers(2, 998), st.sampled_from(sorted(SUMS)))
def test_a_sum_is_read_back_whatever_its_size(millions: int, lang: str) -> None:
    text = SUMS[lang].format(millions)
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
    [
        ("fr", "L'usine emploiera 1.800 personnes à Kénitra."),
        ("en", "The plant will employ 1,800 locals in Kenitra."),
        ("vi", "Nhà máy sử dụng lao động 1.800 người tại Kenitra."),
        ("zh", "工厂雇用1800人。"),
        ("ru", "На заводе заняты 1800 человек."),
    ],
)
def test_those_who_are_employed_are_jobs_whatever_they_are_called(lang: str, text: str) -> None:
    from servanda.reading.reader import read

    document = Document(id="jobs", text=text, lang=lang, published="2026-01-31", parts=(Part(0, len(text)),))
    (figure,) = read(document).figures
    assert (figure.indicator, figure.value) == ("jobs", 1800)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Qatar exported 71,000 tonnes of fish and imported 44,000."),
        ("fr", "Le Qatar a exporté 71 000 tonnes de poisson et en a importé 44 000."),
        ("vi", "Qatar xuất khẩu 71.000 tấn cá, nhập khẩu 44.000."),
        ("zh", "卡塔尔出口鱼7.1万吨，进口4.4万。"),
        ("ru", "Катар вывез 71 тысячу тонн рыбы, ввез 44 тысячи."),
        ("es", "Catar exportó 71.000 toneladas de pescado e importó 44.000."),
    ],
)
def test_a_number_goes_on_in_the_unit_of_the_goods_before_it(lang: str, text: str) -> None:
    found = [(figure.indicator, figure.value, figure.unit) for figure in figures_of(lang, text)]
    assert found == [("exports", 71000, "t"), ("imports", 44000, "t")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("vi", "Xuất khẩu bằng {} so với cùng kỳ năm trước."),
        ("zh", "出口额为去年同期的{}。"),
        ("ru", "Экспорт составил {} к уровню прошлого года."),
    ],
)
@pytest.mark.parametrize(("percent", "change"), [(93, -7), (138, 38), (8, -92)])
def test_a_percentage_of_the_year_before_is_the_change(lang: str, text: str, percent: int, change: int) -> None:
    (figure,) = figures_of(lang, text.format(f"{percent}%"))
    assert (figure.measure, figure.value, figure.unit) == ("change", change, "%")


@pytest.mark.parametrize(
    ("lang", "text", "sides"),
    [
        ("en", "Exports from Kenya to Uganda reached 3 million USD.", ("KE", "UG")),
        ("en", "Imports into Kenya from Uganda reached 3 million USD.", ("KE", "UG")),
        ("vi", "Xuất khẩu từ Kenya sang Uganda đạt 3 triệu USD.", ("KE", "UG")),
        ("ru", "Экспорт из Кении в Уганду достиг 3 млн долларов.", ("KE", "UG")),
        ("zh", "据中国海关统计，中越贸易额达3亿美元。", ("CN", "VN")),
    ],
)
def test_a_flow_is_of_whence_it_comes_or_of_whose_statistics_it_is(
    lang: str, text: str, sides: tuple[str, str]
) -> None:
    (figure,) = figures_of(lang, text)
    assert (figure.reporter, figure.partner) == sides


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("In October 2025 exports fell 2% from the previous month.", "2025-09"),
        ("2025年1月出口额环比下降2%。", "2024-12"),
    ],
)
def test_the_month_before_is_the_basis_of_a_monthly_change(text: str, basis: str) -> None:
    (figure,) = figures_of("en" if text.isascii() else "zh", text)
    assert figure.basis == basis


def test_a_firm_is_named_as_the_one_whose_figure_it_is() -> None:
    (figure,) = figures_of("en", "Mikawa Motors Corporation will invest 40 million USD in Kenya.")
    assert (figure.actor, figure.direction) == ("Mikawa Motors Corporation", None)


def test_what_comes_in_and_what_goes_out() -> None:
    (inward,) = figures_of("en", "Foreign direct investment in Laos stood at 1.3 billion USD in 2024.")
    assert (inward.reporter, inward.direction) == ("LA", "inward")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Norway had a trade deficit of 12 million euros with Sweden and a 3 million euro surplus with Denmark."),
        (
            "fr",
            "La Norvège a un déficit commercial de 12 millions d'euros et 3 millions d'euros d'excédent ailleurs.",
        ),
        ("vi", "Na Uy nhập siêu 12 triệu euro với Thụy Điển và có 3 triệu euro thặng dư với Đan Mạch."),
        ("ru", "У Норвегии дефицит торговли со Швецией в 12 млн евро и 3 млн евро профицита с Данией."),
        (
            "es",
            "Noruega tiene un déficit de 12 millones de euros en su comercio y 3 millones de superávit ajeno.",
        ),
        ("zh", "挪威对瑞典贸易逆差1200万欧元，对丹麦则有300万欧元的顺差。"),
    ],
)
def test_a_surplus_told_behind_a_deficit_is_no_deficit(lang: str, text: str) -> None:
    assert [figure.value for figure in figures_of(lang, text)] == [-12e6, 3e6]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Each day two barges leave the port."),
        ("fr", "Chaque jour deux barges quittent le port."),
        ("vi", "Mỗi ngày hai sà lan rời cảng."),
        ("ru", "Ежедневно две баржи уходят из порта."),
        ("es", "Cada día dos barcazas salen del puerto."),
        ("zh", "每天两艘驳船离港。"),
    ],
)
def test_a_few_are_a_figure_where_they_are_so_many_a_day(lang: str, text: str) -> None:
    (figure,) = figures_of(lang, text)
    assert (figure.value, figure.unit) == (2, "count")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("能耗比老厂低37%。", (-37, "%")),
        ("票价较上季便宜两成。", (-20, "%")),
        ("产量比2019年多3万吨。", (30000, "t")),
        ("出口额的降幅收窄到4%。", (-4, "%")),
        ("出口降幅收窄2个百分点。", (2, "percentage-point")),
    ],
)
def test_what_is_more_or_less_than_something_is_a_change(text: str, change: tuple[float, str]) -> None:
    (figure,) = figures_of("zh", text)
    assert (figure.measure, figure.value, figure.unit) == ("change", *change)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Customs clearance takes 36 hours on average."),
        ("fr", "Le dédouanement prend en moyenne 36 heures."),
        ("vi", "Thông quan mất trung bình 36 giờ."),
        ("ru", "Оформление занимает в среднем 36 часов."),
        ("es", "El despacho tarda en promedio 36 horas."),
        ("zh", "通关平均需36小时。"),
    ],
)
def test_a_length_of_time_is_a_figure_where_it_is_an_average(lang: str, text: str) -> None:
    (figure,) = figures_of(lang, text)
    assert (figure.measure, figure.value, figure.unit) == ("level", 36, "hour")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The share of Chadian staff will rise from 18% to 35%."),
        ("fr", "La part des employés tchadiens passera de 18 % à 35 %."),
        ("vi", "Tỷ trọng lao động Chad sẽ tăng từ 18% lên 35%."),
        ("ru", "Доля чадских работников вырастет с 18% до 35%."),
        ("es", "La proporción de empleados chadianos subirá del 18% al 35%."),
        ("zh", "乍得员工的比例将从18%提高到35%。"),
    ],
)
def test_what_a_share_rises_to_is_a_share(lang: str, text: str) -> None:
    assert [(figure.measure, figure.value) for figure in figures_of(lang, text)] == [("share", 18), ("share", 35)]
