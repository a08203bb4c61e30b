"""What sentences say of how far a thing has come, under keys that are the same in all languages."""

from __future__ import annotations

from itertools import product

import pytest

from servanda.languages import known_languages, load_topic
from servanda.reading.nuances import nuances_of
from servanda.reading.verbs import spelled

SAID = [
    ("en", "The bank is considering a branch in Hue.", {"considered"}),
    ("en", "The ministry will look into the complaint.", {"considered"}),
    ("en", "The two ports are still negotiating a shuttle service.", {"negotiated"}),
    ("en", "The opening of the bridge was pushed back to March.", {"postponed"}),
    ("en", "The second batch of trams will arrive in May.", {"part"}),
    ("en", "Fifty nurses will study at the college in Brno.", set()),
    ("en", "The port might open on Sundays.", {"possible"}),
    ("en", "The third round was held in Hue.", {"round"}),
    ("en", "The ministry promised to reply within a month.", {"considered"}),
    ("fr", "Le port pourrait ouvrir le dimanche.", {"possible"}),
    ("fr", "Le troisième cycle s'est tenu à Huê.", {"round"}),
    ("fr", "Le ministère a promis de répondre dans le mois.", {"considered"}),
    ("vi", "Cảng có thể mở cửa ngày Chủ nhật.", {"possible"}),
    ("vi", "Vòng thứ ba diễn ra tại Huế.", {"round"}),
    ("vi", "Bộ hứa trả lời trong tháng.", {"considered"}),
    ("zh", "港口周日可能开放。", {"possible"}),
    ("zh", "第三轮在顺化举行。", {"round"}),
    ("zh", "该部承诺尽快答复。", {"considered"}),
    ("ru", "Порт может открыться по воскресеньям.", {"possible"}),
    ("ru", "Третий раунд прошел в Хюэ.", {"round"}),
    ("ru", "Министерство обещало ответить в течение месяца.", {"considered"}),
    ("es", "El puerto podría abrir los domingos.", {"possible"}),
    ("es", "La tercera ronda se celebró en Hue.", {"round"}),
    ("es", "El ministerio prometió responder en un mes.", {"considered"}),
    ("en", "Work on the bridge was halted by a strike.", set()),
    ("fr", "La banque envisage une agence à Huê.", {"considered"}),
    ("fr", "Le ministère examinera la plainte.", {"considered"}),
    ("fr", "Les deux ports négocient une navette.", {"negotiated"}),
    ("fr", "L'ouverture du pont est repoussée à mars.", {"postponed"}),
    ("fr", "La deuxième tranche de rames arrivera en mai.", {"part"}),
    ("fr", "Les travaux du pont sont suspendus.", set()),
    ("fr", "Les deux pays réaliseront les études du pont.", set()),
    ("vi", "Ngân hàng đang cân nhắc mở chi nhánh tại Huế.", {"considered"}),
    ("vi", "Hai cảng vẫn đang đàm phán về tuyến tàu con thoi.", {"negotiated"}),
    ("vi", "Lễ thông cầu lùi sang tháng Ba.", {"postponed"}),
    ("vi", "Đợt tiếp theo gồm năm toa tàu sẽ về trong tháng Năm.", {"part"}),
    ("vi", "Việc xây cầu đã tạm dừng vì thiếu vốn.", set()),
    ("vi", "Viện sẽ tiếp nhận 50 nghiên cứu sinh.", set()),
    ("zh", "该银行正考虑在顺化开设分行。", {"considered"}),
    ("zh", "兩港仍在磋商開通班輪。", {"negotiated"}),
    ("zh", "大桥通车推迟至三月。", {"postponed"}),
    ("zh", "第二批列车五月运抵。", {"part"}),
    ("zh", "大桥因罢工停工。", set()),
    ("zh", "双方将共建联合研究中心。", set()),
    ("ru", "Банк рассматривает возможность открыть филиал в Хюэ.", {"considered"}),
    ("ru", "Порты ведут переговоры о челночном рейсе.", {"negotiated"}),
    ("ru", "Открытие моста перенесено на март.", {"postponed"}),
    ("ru", "Вторая партия трамваев прибудет в мае.", {"part"}),
    ("ru", "Строительство моста приостановлено из-за забастовки.", set()),
    ("ru", "Пятьдесят медсестер пройдут обучение в Брно.", set()),
    ("es", "El banco estudia abrir una sucursal en Hue.", {"considered"}),
    ("es", "Los dos puertos negocian un servicio regular.", {"negotiated"}),
    ("es", "La apertura del puente se aplazó a marzo.", {"postponed"}),
    ("es", "El segundo lote de tranvías llegará en mayo.", {"part"}),
    ("es", "Las obras del puente están paralizadas.", set()),
]


@pytest.mark.parametrize(("lang", "sentence", "nuances"), SAID)
def test_sentence_has_its_nuances(lang: str, sentence: str, nuances: set[str]) -> None:
    assert nuances_of(sentence, lang) == nuances


@pytest.mark.parametrize("lang", known_languages())
def test_every_phrase_leads_to_its_own_nuance(lang: str) -> None:
    content, paradigms = load_topic(lang, "nuances"), load_topic(lang, "words")["paradigms"]
    for code, patterns in content["nuances"].items():
        for phrase in (phrase for pattern in patterns for phrase in spelled(pattern, paradigms)):
            assert nuances_of(phrase, lang) == {code}, phrase
    for code, pairs in content["pairs"].items():
        assert all(nuances_of(" ".join(words), lang) == {code} for pair in pairs for words in product(*pair))
