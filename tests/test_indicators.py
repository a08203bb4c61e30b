"""Indicators: what is measured has its words in every language, and the same sentence gives the same figure."""

from __future__ import annotations

import pytest

from servanda.languages import known_languages
from servanda.reading.reader import read
from servanda.records import Document, Part

SAID = {
    "trade": {
        "en": "Trade between Chad and Mali reached 30 million USD.",
        "fr": "Les échanges entre le Tchad et le Mali ont atteint 30 millions de dollars.",
        "vi": "Kim ngạch thương mại giữa Chad và Mali đạt 30 triệu USD.",
        "zh": "乍得与马里贸易额达3000万美元。",
        "ru": "Товарооборот Чада и Мали составил 30 млн долларов.",
        "es": "El comercio entre Chad y Malí llegó a 30 millones de dólares.",
    },
    "exports": {
        "en": "Export turnover came to 30 million USD.",
        "fr": "Les ventes à l'étranger se sont élevées à 30 millions de dollars.",
        "vi": "Giá trị xuất khẩu đạt 30 triệu USD.",
        "zh": "出口总值3000万美元。",
        "ru": "Вывоз товаров составил 30 млн долларов.",
        "es": "Los envíos al exterior sumaron 30 millones de dólares.",
    },
    "imports": {
        "en": "Purchases from abroad came to 30 million USD.",
        "fr": "Les achats à l'étranger se sont élevés à 30 millions de dollars.",
        "vi": "Giá trị nhập khẩu đạt 30 triệu USD.",
        "zh": "进口总值3000万美元。",
        "ru": "Ввоз товаров составил 30 млн долларов.",
        "es": "Las compras al exterior sumaron 30 millones de dólares.",
    },
    "trade-balance": {
        "en": "The trade surplus was 30 million USD.",
        "fr": "L'excédent commercial était de 30 millions de dollars.",
        "vi": "Thặng dư thương mại là 30 triệu USD.",
        "zh": "贸易顺差3000万美元。",
        "ru": "Профицит торговли составил 30 млн долларов.",
        "es": "El superávit comercial fue de 30 millones de dólares.",
    },
    "investment": {
        "en": "Registered capital stands at 30 million USD.",
        "fr": "Le capital enregistré est de 30 millions de dollars.",
        "vi": "Vốn đăng ký là 30 triệu USD.",
        "zh": "注册资本3000万美元。",
        "ru": "Вложения составили 30 млн долларов.",
        "es": "El capital registrado es de 30 millones de dólares.",
    },
    "project-value": {
        "en": "The bridge will cost 30 million USD.",
        "fr": "Le pont coûtera 30 millions de dollars.",
        "vi": "Tổng mức đầu tư của cây cầu là 30 triệu USD.",
        "zh": "大桥造价3000万美元。",
        "ru": "Мост обойдется в 30 млн долларов.",
        "es": "El puente costará 30 millones de dólares.",
    },
    "loan": {
        "en": "The soft loan amounts to 30 million USD.",
        "fr": "Le prêt s'élève à 30 millions de dollars.",
        "vi": "Khoản vay trị giá 30 triệu USD.",
        "zh": "贷款3000万美元。",
        "ru": "Кредит составит 30 млн долларов.",
        "es": "El préstamo asciende a 30 millones de dólares.",
    },
    "grant": {
        "en": "The grant amounts to 30 million USD.",
        "fr": "Le don s'élève à 30 millions de dollars.",
        "vi": "Khoản viện trợ không hoàn lại trị giá 30 triệu USD.",
        "zh": "无偿援助3000万美元。",
        "ru": "Грант составит 30 млн долларов.",
        "es": "La donación asciende a 30 millones de dólares.",
    },
    "revenue": {
        "en": "The brewer's net profit was 30 million USD.",
        "fr": "Le bénéfice net du brasseur a été de 30 millions de dollars.",
        "vi": "Lợi nhuận của hãng bia là 30 triệu USD.",
        "zh": "啤酒厂净利润3000万美元。",
        "ru": "Прибыль пивовара составила 30 млн долларов.",
        "es": "Los ingresos de la cervecera fueron de 30 millones de dólares.",
    },
    "capacity": {
        "en": "The dam has a capacity of 30 MW.",
        "fr": "Le barrage a une puissance de 30 MW.",
        "vi": "Đập có công suất 30 MW.",
        "zh": "水电站装机容量30兆瓦。",
        "ru": "Мощность станции составляет 30 МВт.",
        "es": "La presa tiene una capacidad de 30 MW.",
    },
    "production": {
        "en": "Output of salt was 30,000 tonnes.",
        "fr": "La production de sel a été de 30.000 tonnes.",
        "vi": "Sản lượng muối đạt 30.000 tấn.",
        "zh": "盐产量3万吨。",
        "ru": "Добыча соли составила 30 тыс. тонн.",
        "es": "La producción de sal fue de 30.000 toneladas.",
    },
    "jobs": {
        "en": "The mill created 300 jobs.",
        "fr": "La scierie a créé 300 emplois.",
        "vi": "Xưởng gỗ tạo 300 việc làm.",
        "zh": "木材厂创造300个就业岗位。",
        "ru": "Лесопилка создала 300 рабочих мест.",
        "es": "El aserradero creó 300 empleos.",
    },
    "trainees": {
        "en": "The course trained 300 nurses.",
        "fr": "Le cursus a formé 300 infirmières.",
        "vi": "Khóa học đào tạo 300 điều dưỡng.",
        "zh": "课程培训了300名护士。",
        "ru": "Курсы подготовили 300 медсестер.",
        "es": "El curso formó a 300 enfermeras.",
    },
    "visitors": {
        "en": "The island had 300,000 tourists.",
        "fr": "L'île a reçu 300.000 touristes.",
        "vi": "Đảo đón 300.000 du khách.",
        "zh": "该岛接待游客30万人次。",
        "ru": "Остров принял 300 тыс. туристов.",
        "es": "La isla recibió a 300.000 turistas.",
    },
    "company-count": {
        "en": "The park hosts 300 firms.",
        "fr": "Le parc accueille 300 entreprises.",
        "vi": "Khu công nghiệp có 300 doanh nghiệp.",
        "zh": "园区有300家企业。",
        "ru": "В парке работают 300 компаний.",
        "es": "El parque alberga 300 empresas.",
    },
    "project-count": {
        "en": "The island has 300 investment projects.",
        "fr": "L'île compte 300 projets.",
        "vi": "Đảo có 300 dự án.",
        "zh": "该岛有300个项目。",
        "ru": "На острове 300 проектов.",
        "es": "La isla tiene 300 proyectos.",
    },
    "other": {
        "en": "The import duty on salt is 30 percent.",
        "fr": "Les droits de douane sur le sel sont de 30%.",
        "vi": "Thuế suất đối với muối là 30%.",
        "zh": "盐的关税为30%。",
        "ru": "Пошлина на соль - 30%.",
        "es": "El arancel de la sal es del 30%.",
    },
}
CASES = [(indicator, lang) for indicator, said in SAID.items() for lang in said]


@pytest.mark.parametrize(("indicator", "lang"), CASES)
def test_an_indicator_is_named_in_every_language(indicator: str, lang: str) -> None:
    text = SAID[indicator][lang]
    document = Document(id="said", text=text, lang=lang, published="2025-11-07", parts=(Part(0, len(text)),))
    (figure,) = read(document).figures
    assert (figure.indicator, figure.measure, figure.period) == (indicator, "level", None)


def test_every_language_says_every_indicator() -> None:
    assert all(set(said) == set(known_languages()) for said in SAID.values())
