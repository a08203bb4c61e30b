"""Sides of figures: what one language tells of reporter and partner, the others tell as well."""

from __future__ import annotations

import pytest

from servanda.languages import known_languages, load_topic
from servanda.reading.reader import read
from servanda.records import Document, Part

# One statement in each language, with its reporter and partner.
SAID = {
    ("DE", "KZ"): {
        "en": "Germany imported 8 million tonnes of Kazakh oil.",
        "fr": "L'Allemagne a importé 8 millions de tonnes de pétrole kazakh.",
        "vi": "Đức nhập khẩu 8 triệu tấn dầu từ Kazakhstan.",
        "zh": "德国从哈萨克斯坦进口原油800万吨。",
        "ru": "Германия импортировала 8 млн тонн казахстанской нефти.",
        "es": "Alemania importó 8 millones de toneladas de petróleo kazajo.",
    },
    ("MA", "ES"): {
        "en": "Moroccan exports to Spain reached 9 billion euros.",
        "fr": "Les exportations marocaines vers l'Espagne ont atteint 9 milliards d'euros.",
        "vi": "Xuất khẩu của Maroc sang Tây Ban Nha đạt 9 tỷ euro.",
        "zh": "摩洛哥对西班牙出口90亿欧元。",
        "ru": "Экспорт Марокко в Испанию достиг 9 млрд евро.",
        "es": "Las exportaciones marroquíes a España alcanzaron 9.000 millones de euros.",
    },
    ("PL", "KR"): {
        "en": "South Korean firms have invested 6 billion euros in Poland.",
        "fr": "Les entreprises sud-coréennes ont investi 6 milliards d'euros en Pologne.",
        "vi": "Các doanh nghiệp Hàn Quốc đã đầu tư 6 tỷ euro vào Ba Lan.",
        "zh": "韩国企业在波兰投资60亿欧元。",
        "ru": "Южнокорейские компании вложили в Польшу 6 млрд евро.",
        "es": "Las empresas surcoreanas han invertido 6.000 millones de euros en Polonia.",
    },
    ("JP", "VN"): {
        "en": "Japan received 330,000 Vietnamese tourists.",
        "fr": "Le Japon a accueilli 330.000 touristes vietnamiens.",
        "vi": "Nhật Bản đón 330.000 lượt khách Việt Nam.",
        "zh": "日本接待越南游客33万人次。",
        "ru": "Япония приняла 330 тыс. вьетнамских туристов.",
        "es": "Japón recibió 330.000 turistas vietnamitas.",
    },
    ("SN", None): {
        "en": "The World Bank approved a loan of 180 million dollars for Senegal.",
        "fr": "La Banque mondiale a approuvé un prêt de 180 millions de dollars en faveur du Sénégal.",
        "vi": "Ngân hàng Thế giới cho Senegal vay 180 triệu USD.",
        "zh": "世界银行批准向塞内加尔提供1.8亿美元贷款。",
        "ru": "Всемирный банк одобрил кредит Сенегалу на 180 млн долларов.",
        "es": "El Banco Mundial aprobó un préstamo de 180 millones de dólares para Senegal.",
    },
}
CASES = [(sides, lang, text) for sides, said in SAID.items() for lang, text in said.items()]
# Classes of words that tell the sides of a figure; every language has some of each.
ROLES = (
    *("with", "including", "abroad", "towards", "origin", "inside", "benefit", "owner", "statistics", "bilateral"),
    *("side", "own-country", "other-country", "own-bloc", "own-region"),
)


@pytest.mark.parametrize(("sides", "lang", "text"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_statement_has_the_same_sides_in_every_language(sides: tuple[str, str | None], lang: str, text: str) -> None:
    document = Document(id="s", text=text, lang=lang, published="2025-11-07", parts=(Part(0, len(text)),))
    (figure,) = read(document).figures
    assert (figure.reporter, figure.partner) == sides


@pytest.mark.parametrize("lang", known_languages())
@pytest.mark.parametrize("role", ROLES)
def test_every_language_has_words_for_a_role(lang: str, role: str) -> None:
    assert load_topic(lang, "figures")[role]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Узбекистан поставил в Кению 5 тыс. тонн удобрений.", ("UZ", "KE")),
        ("Узбекистан построил в Кении завод на 300 рабочих мест.", ("KE", "UZ")),
        ("Вьетнам отправил на Филиппины 5 тыс. тонн риса.", ("VN", "PH")),
    ],
)
def test_the_case_tells_in_from_to(text: str, sides: tuple[str, str]) -> None:
    document = Document(id="d", text=text, lang="ru", published="2025-11-07", parts=(Part(0, len(text)),))
    assert [(figure.reporter, figure.partner) for figure in read(document).figures] == [sides]
