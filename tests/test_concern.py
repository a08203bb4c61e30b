"""Concern: what a text that hardly speaks of cooperation says is left out, unless its own sentence speaks of it."""

from __future__ import annotations

import pytest

from servanda.documents.dispatch import open_text
from servanda.reading.reader import read
from servanda.records import Reading

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
