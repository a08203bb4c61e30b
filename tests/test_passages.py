"""A document that stands in two languages is read in both; what is in one language stays whole."""

from __future__ import annotations

import pytest

from servanda.documents.dispatch import open_text
from servanda.reading.reader import read
from servanda.records import BODY

SAID = {
    "fr": "Le ministère chilien de l'Énergie et le gouvernement du Kenya ont signé lundi à Nairobi un mémorandum "
    "d'entente sur la géothermie. Les échanges entre les deux pays ont atteint 41 millions de dollars en 2024.",
    "en": "The Chilean Ministry of Energy and the government of Kenya signed on Monday in Nairobi a memorandum of "
    "understanding on geothermal power. Trade between the two countries was worth 41 million dollars in 2024.",
    "es": "El Ministerio de Energía de Chile y el gobierno de Kenia firmaron el lunes en Nairobi un memorando de "
    "entendimiento sobre la geotermia. El comercio entre los dos países alcanzó 41 millones de dólares en 2024.",
    "vi": "Bộ Năng lượng Chile và Chính phủ Kenya đã ký biên bản ghi nhớ về địa nhiệt tại Nairobi hôm thứ Hai. "
    "Kim ngạch thương mại giữa hai nước đạt 41 triệu USD trong năm 2024.",
    "ru": "Министерство энергетики Чили и правительство Кении подписали в понедельник в Найроби меморандум о "
    "взаимопонимании в области геотермальной энергетики. Товарооборот двух стран составил 41 млн долларов в 2024 году.",
    "zh": "智利能源部与肯尼亚政府周一在内罗毕签署地热合作谅解备忘录，双方将联合开展勘探。"
    "2024年两国贸易额达4100万美元，同比增长8%。",
}
PAIRS = [(first, second) for first in SAID for second in SAID if first != second]


@pytest.mark.parametrize(("first", "second"), PAIRS, ids="-".join)
def test_both_passages_are_read_in_their_language(first: str, second: str) -> None:
    text = f"{SAID[first]} {SAID[first]}\n\n{SAID[second]}\n"
    document = open_text("two", text, lang=first, published="2025-06-10")
    middle = text.index("\n\n")
    assert [part.lang for part in document.parts if part.kind == BODY and part.start >= middle] == [second]
    reading = read(document)
    assert all(record.quote == text[record.start : record.end] for record in reading)
    assert {figure.start > middle for figure in reading.figures if figure.value == 41e6} == {False, True}
    assert {act.start > middle for act in reading.acts if act.verb == "sign"} == {False, True}
    countries = [actor.code for actor in reading.actors if actor.type == "country"]
    assert len(countries) == len(set(countries)), "one record for a country that both passages name"


@pytest.mark.parametrize("lang", SAID)
def test_names_and_words_of_another_language_part_nothing(lang: str) -> None:
    foreign = {"zh": " COMAC Commercial Aircraft Corporation of China ", "en": " 中国商用飞机有限责任公司 "}
    text = (
        f"{SAID[lang]}\n\n{SAID[lang]}{foreign.get(lang, ' 中国商用飞机有限责任公司, Memorandum of Understanding. ')}\n"
    )
    document = open_text("one", text, published="2025-06-10")
    assert {part.lang for part in document.parts} == {""}


def test_a_passage_in_a_language_without_folder_is_not_guessed() -> None:
    japanese = "チリのエネルギー省とケニア政府は月曜日、ナイロビで地熱に関する覚書に署名した。"
    document = open_text("one", f"{SAID['zh']}\n\n{japanese}\n", lang="zh", published="2025-06-10")
    assert {part.lang for part in document.parts} == {""}
