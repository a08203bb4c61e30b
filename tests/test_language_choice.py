"""Which language a text is in; a language without a folder is named."""

from __future__ import annotations

import pytest

from servanda.documents.language import checked_language, find_language, language_name
from servanda.errors import LanguageError
from servanda.languages import known_languages

READ = [
    ("en", "The two governments signed an agreement on the port of Callao, and it will be built by 2030."),
    ("fr", "Les deux gouvernements ont signé un accord sur le port de Callao, qui sera construit d'ici 2030."),
    ("en", "Peru, Kenya sign deal"),
    ("fr", "Pérou - Kenya : un accord signé"),
    ("en", "Nguyễn Chí Dũng, the deputy prime minister of Vietnam, met the chairman of the group in Hà Nội on Monday."),
    ("fr", "Nguyễn Chí Dũng, vice-Premier ministre du Vietnam, a reçu lundi à Hà Nội le président du groupe."),
    (
        "en",
        "Xi Jinping (习近平) told the forum that China (中国) will open its market wider to the countries of Africa.",
    ),
]
UNREAD = [
    ("Spanish", "El presidente firmó en Bogotá un acuerdo de cooperación que fue negociado por los dos ministerios."),
    ("Portuguese", "O presidente assinou em Brasília um acordo de cooperação econômica para os próximos anos."),
    ("Italian", "Il presidente ha firmato a Roma un accordo di cooperazione economica con la Repubblica del Kenya."),
    ("German", "Die beiden Regierungen haben am Montag in Berlin ein Abkommen über den Handel unterzeichnet."),
    ("Indonesian", "Pemerintah kedua negara menandatangani perjanjian kerja sama ekonomi di Jakarta pada hari Senin."),
    ("Turkish", "İki ülkenin hükümetleri Ankara'da ekonomik işbirliği konusunda bir anlaşma imzaladı."),
    ("Korean", "두 나라 정부는 월요일 서울에서 경제 협력 협정에 서명했다."),
    ("Japanese", "両国政府は月曜日、東京で経済協力に関する協定に署名した。"),
    ("Thai", "รัฐบาลทั้งสองประเทศลงนามข้อตกลงความร่วมมือทางเศรษฐกิจ"),
    ("Arabic", "وقعت الحكومتان اتفاقية للتعاون الاقتصادي في القاهرة يوم الاثنين."),
]
# Languages that may get a folder: they are read then, and named until then.
COMING = [
    ("vi", "Chính phủ hai nước đã ký một thỏa thuận hợp tác kinh tế tại Hà Nội vào ngày thứ Hai."),
    ("zh", "两国政府星期一在北京签署了经济合作协议，双方同意加强贸易往来。"),
    ("ru", "Правительства двух стран подписали в Москве соглашение об экономическом сотрудничестве."),
]


@pytest.mark.parametrize(("lang", "text"), READ)
def test_language_is_found(lang: str, text: str) -> None:
    assert find_language(text) == lang


@pytest.mark.parametrize(("name", "text"), UNREAD)
def test_language_without_a_folder_is_named(name: str, text: str) -> None:
    with pytest.raises(LanguageError, match=f"looks like {name}; known: .*fr \\(French\\)"):
        find_language(text)


@pytest.mark.parametrize(("lang", "text"), COMING)
def test_language_that_may_come_is_found_or_named(lang: str, text: str) -> None:
    if lang in known_languages():
        assert find_language(text) == lang
    else:
        with pytest.raises(LanguageError, match=f"looks like {language_name(lang)}"):
            find_language(text)


@pytest.mark.parametrize("text", ["2026", "-- 12 % --", "\n"])
def test_a_text_without_words_has_no_language(text: str) -> None:
    with pytest.raises(LanguageError, match="no words"):
        find_language(text)


@pytest.mark.parametrize("lang", known_languages())
def test_known_code_is_taken_in_either_case(lang: str) -> None:
    assert checked_language(lang.upper()) == lang


def test_unknown_code_is_refused() -> None:
    with pytest.raises(LanguageError, match="'xx'; known: en"):
        checked_language("xx")
