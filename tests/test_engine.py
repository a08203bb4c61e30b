"""The engine under all rules: words and phrases found whole, and phrases whose words agree."""

from __future__ import annotations

import pytest

from servanda.errors import DataError
from servanda.reading.engine import Alphabet, Lexicon, plain_of
from servanda.reading.verbs import agreeing, forms_of
from servanda.reading.view import spelled_alike

PHRASES = ["next meet", "meeting", "the", "the meeting", "d'", "no", "no.", "合 作", "合 作 协 议"]
FOUND = [
    ("the next meeting", ["the", "meeting"]),
    ("the meeting", ["the meeting"]),
    ("meetings", []),
    ("no. no", ["no.", "no"]),
    ("d'accord", ["d'"]),
    ("合 作 协 议 与 合 作", ["合 作 协 议", "合 作"]),
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_phrases_are_found_whole_and_longest_first(text: str, found: list[str]) -> None:
    lexicon = Lexicon(Alphabet(), [(phrase, "known", True) for phrase in PHRASES])
    assert [text[piece.start : piece.end] for piece in lexicon.find(text, plain_of(text))] == found


SPELLINGS = [
    ("vi", "hoà bình, hoàng, thuỷ sản", "hòa bình, hoàng, thủy sản"),
    ("zh", "兩 國 簽 署", "两 国 签 署"),
    ("ru", "расчёт", "расчет"),
    ("fr", "coopération", "coopération"),
]


@pytest.mark.parametrize(("lang", "written", "usual"), SPELLINGS)
def test_second_spellings_become_the_usual_one_in_their_place(lang: str, written: str, usual: str) -> None:
    assert spelled_alike(written, lang) == usual


HARD = {"nom": ["ый"], "gen": ["ого"], "plural": ["ые"]}
NOUN = {"nom": [""], "gen": ["а"]}


def test_words_of_a_phrase_agree_in_the_forms_that_all_have() -> None:
    forms = list(agreeing("торгов~ый оборот~m", {"ый": HARD, "m": NOUN}))
    assert forms == [("nom", "торговый оборот"), ("gen", "торгового оборота")]


def test_a_phrase_with_one_changing_word_keeps_the_others() -> None:
    forms = [words for _, words, _ in forms_of("торгов~ый баланс", {"ый": HARD})]
    assert forms == ["торговый баланс", "торгового баланс", "торговые баланс"]


def test_an_unknown_paradigm_is_named() -> None:
    with pytest.raises(DataError, match="no such paradigm: x"):
        list(agreeing("торгов~x оборот~m", {"m": NOUN}))
