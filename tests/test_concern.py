"""Concern: what a text that hardly speaks of cooperation says is left out, unless its own sentence speaks of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from servanda.documents.dispatch import open_text
from servanda.reading import reader
from servanda.reading.concern import Concern, Stated
from servanda.reading.reader import read
from servanda.records import Act, Reading

TRIAL = (
    "A jury in Perth found a man of 44 guilty of burning a house. His lawyer asked the judge for mercy. She refused. "
    "Some 60 people stood at the gate. The family wants to meet the press. He will spend 9 years in prison. {} "
    "Two neighbours promised to feed the dog."
)
TRADE = {
    "en": "Togo and Norway signed a contract on wind power worth 40 million euros.",
    "fr": "Le Togo et la Norvège ont signé un contrat de 40 millions d'euros sur l'énergie éolienne.",
}


def read_text(text: str, lang: str = "en") -> Reading:
    return read(open_text("one", text, lang=lang, published="2026-03-18"))


def test_trial_says_nothing_of_cooperation() -> None:
    reading = read_text(TRIAL.format(""))
    assert (reading.acts, reading.figures, reading.events) == ((), (), ())


def test_contract_in_a_trial_is_kept_alone() -> None:
    reading = read_text(TRIAL.format(TRADE["en"]))
    assert [act.verb for act in reading.acts] == ["sign"]
    assert [figure.value for figure in reading.figures] == [40e6]


@pytest.mark.parametrize("lang", TRADE)
def test_short_text_is_read_whole(lang: str) -> None:
    assert len(read_text(TRADE[lang], lang).acts) == 1


def test_whoever_is_named_in_a_trial_stays() -> None:
    assert "Perth" in {actor.name for actor in read_text(TRIAL.format("")).actors}


AT_HOME = (
    "The ministry of trade of Togo approved a budget for rural roads. The province of Kara will build a cold store. "
    "The ministry plans a training programme for exporters. A trade fair opened in Kara on Monday. "
    "The government launched a solar power project. Exports of cotton rose 4 percent. {}"
)
ABROAD = "Togo and Norway signed an agreement on fisheries."


def test_what_a_country_does_at_home_is_no_cooperation() -> None:
    reading = read_text(AT_HOME.format(""))
    assert (reading.acts, reading.events) == ((), ())
    assert any(figure.indicator == "exports" for figure in reading.figures)


def test_beside_what_it_does_with_another_all_is_told() -> None:
    acts = read_text(AT_HOME.format(ABROAD)).acts
    assert ("sign", ("Togo", "Norway")) in {(act.verb, act.by) for act in acts}
    assert "approve" in {act.verb for act in acts}  # what a parliament approves belongs to what was agreed abroad


def test_what_hardly_belongs_is_hardly_sure() -> None:
    amid = read_text(TRIAL.format(TRADE["en"])).acts[0].confidence
    alone = read_text(TRADE["en"]).acts[0].confidence
    assert amid < alone


def test_sides_that_the_words_name_are_told_from_those_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[str, set[str]] = {}

    class Listener(Concern):
        def of(self, records: Iterable[Stated]) -> tuple[Stated, ...]:
            kept = tuple(records)
            heard.update({act.verb: set(self.signs(act)) for act in kept if isinstance(act, Act)})
            return kept

    monkeypatch.setattr(reader, "Concern", Listener)
    read_text(AT_HOME.format(ABROAD))
    assert "act both sides told" in heard["sign"]
    assert "act by no actor" not in heard["sign"]
    assert "act by no actor" in heard["approve"]


TIED = (
    "Chad and Fiji signed a contract on a road. Chad and Mali plan a port. Fiji plans a training centre. The works "
    "cost 20 million dollars. The police want more cars. The loan was refused."
)


@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_two_countries_named_as_often_are_weighed_alike_in_every_run(seed: str) -> None:
    asked = [Path(sys.executable).with_name("servanda"), "read", "-", "--lang", "en", "--format", "jsonl"]
    told = [
        subprocess.run(
            asked, input=TIED, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": one}
        )
        for one in ("0", seed)
    ]
    assert told[0].stdout == told[1].stdout
    assert '"kind":"act"' in told[0].stdout


HOME_TALK = {
    "en": (
        "The president received the governor of the region. We built 11 schools and 3 clinics, the governor said. "
        "The teachers asked for higher wages. We plan to open a kindergarten in May. The mayor promised new flats. "
        "Pensions rose by 7 percent. The hospital needs 40 doctors. The residents want better roads."
    ),
    "fr": (
        "Le président a reçu le gouverneur de la région. Nous avons construit 11 écoles et 3 cliniques, a dit le "
        "gouverneur. Les enseignants ont demandé de meilleurs salaires. Nous prévoyons d'ouvrir une crèche en mai. Le "
        "maire a promis des logements. Les retraites ont augmenté de 7 %. L'hôpital a besoin de 40 médecins."
    ),
    "ru": (
        "Президент принял губернатора области. Мы построили 11 школ и 3 поликлиники, сказал губернатор. Учителя просят "
        "повысить зарплату. В мае планируем открыть детский сад. Мэр пообещал жилье. Пенсии выросли на 7 %. "
        "Больнице нужны 40 медсестер. Жители хотят хороших дорог."
    ),
    "vi": (
        "Tổng thống tiếp thống đốc vùng. Chúng tôi đã xây 11 trường học và 3 phòng khám, thống đốc nói. Giáo viên đề "
        "nghị tăng lương. Chúng tôi dự định mở nhà trẻ vào tháng 5. Thị trưởng hứa xây nhà ở. Lương hưu tăng 7%. Bệnh "
        "viện cần 40 bác sĩ. Người dân muốn có đường tốt hơn."
    ),
    "zh": (
        "总统会见了州长。州长说，我们建成了11所学校和3个诊所。教师要求提高工资。我们计划5月开办幼儿园。市长承诺提供住房。"
        "养老金上涨7%。医院需要40名医生。居民希望改善道路。"
    ),
}


@pytest.mark.parametrize("lang", HOME_TALK)
def test_talk_of_home_affairs_is_no_cooperation(lang: str) -> None:
    reading = read_text(HOME_TALK[lang], lang)
    assert (reading.acts, reading.events) == ((), ())
