"""Which language a text is in; a language without a folder is named."""

from __future__ import annotations

import pytest

from servanda.documents.language import checked_language, find_language, language_name
from servanda.errors import LanguageError
from servanda.languages import known_languages

READ = [
    ("es", "Los dos gobiernos firmaron un acuerdo sobre el puerto del Callao, que se construirá antes de 2030."),
    ("es", "Perú y Kenia firman acuerdo"),
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
    ("vi", "Việt Nam - Kenya ký thỏa thuận"),
    ("vi", "Bộ trưởng Công Thương tiếp Chủ tịch Tập đoàn COMAC (中国商飞) tại Hà Nội."),
    ("zh", "两国签署协议"),
    ("zh", "兩國政府在臺北簽署經濟合作協議，雙方同意擴大貿易往來。"),
    ("zh", "越南Vingroup集团与中国COMAC公司签署了备忘录，双方将合作发展eVTOL项目。"),
    ("ru", "Подписано соглашение о порте"),
    ("ru", "Компания VinFast и группа COMAC подписали в Ханое меморандум о сотрудничестве."),
    (
        "fr",
        "Le ministre a cité le proverbe « 千里之行，始于足下 » avant de signer l'accord sur le port avec le Kenya.",
    ),
]
UNREAD = [
    ("Ukrainian", "Уряди двох країн підписали у Києві угоду про економічне співробітництво, яка діятиме п'ять років."),
    ("Kazakh", "Екі елдің үкіметтері Астанада экономикалық ынтымақтастық туралы келісімге қол қойды."),
    ("Bulgarian", "Правителствата на двете държави подписаха в София споразумение за икономическо сътрудничество."),
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
# Sister languages share their commonest words: more than a third of these are on the French list.
SISTERS = {
    "Portuguese": "O presidente da República assinou em Brasília um acordo de cooperação econômica que foi negociado "
    "pelo ministério do comércio durante mais de dois anos e que entrará em vigor no começo do próximo ano, segundo "
    "informou a chancelaria. O acordo prevê a construção de um porto na costa do Pacífico, a formação de 500 "
    "engenheiros e a criação de uma comissão mista que se reunirá na capital para rever o calendário. O comércio "
    "entre os dois países alcançou em 2025 a soma de 3.200 milhões de dólares, um aumento de 12 por cento em relação "
    "ao ano anterior, de acordo com as estatísticas da alfândega.",
    "Catalan": "El president de la Generalitat va signar a Barcelona un acord de cooperació econòmica amb la Xina "
    "que preveu la construcció d'un port a la costa i la formació de 500 enginyers. El comerç entre els "
    "dos països va arribar el 2025 a la xifra de 3.200 milions de dòlars, un augment del 12 per cent en "
    "comparació amb l'any anterior, segons les dades de la duana. La ministra de transport va dir que el "
    "govern espera que les obres comencin al juny, i que la comissió es reuneixi a la tardor per a "
    "revisar el calendari de les obres i de la formació.",
}
# Languages that may get a folder: they are read then, and named until then.
COMING = [
    (
        "es",
        "El presidente de la República firmó en Bogotá un acuerdo de cooperación económica que fue negociado "
        "por el ministerio de comercio durante más de dos años y que entrará en vigor a principios del "
        "próximo año, según informó la cancillería. El acuerdo prevé la construcción de un puerto en la costa"
        " del Pacífico, la formación de 500 ingenieros y la creación de una comisión mixta que se reunirá en "
        "la capital a la espera de la ratificación. El comercio entre los dos países alcanzó en 2025 la cifra"
        " de 3.200 millones de dólares, un aumento de 12 por ciento en comparación con el año anterior, de "
        "acuerdo con las estadísticas de la aduana.",
    ),
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


@pytest.mark.parametrize(("name", "text"), SISTERS.items())
def test_sister_language_is_not_taken_for_ours(name: str, text: str) -> None:
    with pytest.raises(LanguageError, match=f"looks like {name}"):
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
