"""Acts of all languages, from sentences of our own."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import making
from servanda.languages import known_languages, load_corpus, load_topic
from servanda.reading.grammar import grammar_of
from servanda.reading.reader import read
from servanda.records import Act, Document, Part
from servanda.vocabulary import codes

CORPUS = [(lang, case) for lang in known_languages() for case in load_corpus(lang, "acts")["match"]]
SILENT = [(lang, text) for lang in known_languages() for text in load_corpus(lang, "acts")["silent"]]


def acts_of(text: str, lang: str, published: str | None = None) -> tuple[Act, ...]:
    document = Document(id="one", text=text, lang=lang, published=published, parts=(Part(0, len(text)),))
    return read(document).acts


def fits(act: Act, case: dict[str, Any]) -> bool:
    slots = {name: value for name, value in case.items() if name not in ("text", "published")}
    have = {name: getattr(act, name) for name in slots}
    return all(list(have[n]) == v if isinstance(v, list) else have[n] == v for n, v in slots.items())


@pytest.mark.parametrize(("lang", "case"), CORPUS, ids=lambda v: v if isinstance(v, str) else v["text"][:50])
def test_sentence_of_the_corpus_gives_its_act(lang: str, case: dict[str, Any]) -> None:
    acts = acts_of(case["text"], lang, case.get("published"))
    assert any(fits(act, case) for act in acts), acts


@pytest.mark.parametrize(("lang", "text"), SILENT)
def test_sentence_without_act_stays_silent(lang: str, text: str) -> None:
    assert acts_of(text, lang) == ()


@pytest.mark.parametrize(
    ("lang", "text", "parties"),
    [
        ("en", "Oman approved a tram line that will meet the Yemeni network. Fiji may send drivers.", ("OM", "YE")),
        ("fr", "Oman a approuvé un tramway, qui rejoindra le réseau du Yémen. Fidji est loin.", ("OM", "YE")),
        ("vi", "Oman đã phê duyệt tuyến tàu điện, nối với mạng lưới của Yemen. Fiji có thể cử lái tàu.", ("OM", "YE")),
        ("zh", "阿曼批准了铁路项目，该铁路与也门路网相连。斐济可能派出司机。", ("OM", "YE")),
        ("ru", "Оман утвердил трамвайную линию, которая соединится с сетью Йемена. Фиджи – далеко.", ("OM", "YE")),
        ("en", "Oman approved a tram line. It has nine stops. Each has a roof. Fiji may send drivers.", ("OM",)),
    ],
)  # fmt: skip
def test_parties_are_named_beside_the_act_or_more_than_once(lang: str, text: str, parties: tuple[str, ...]) -> None:
    (approved,) = (act for act in acts_of(text, lang) if act.verb == "approve")
    assert approved.parties == parties


@pytest.mark.parametrize("lang", known_languages())
def test_every_verb_of_the_contract_has_verbs_of_the_language(lang: str) -> None:
    deeds, ceremonies = (load_topic(lang, "acts")[key] for key in ("deeds", "ceremonies"))
    assert set(deeds) == set(codes("verb"))
    for verb, frames in deeds.items():
        assert sum(map(len, frames.values())) > 5, verb
    assert all(ceremonies[verb] for verb in ("sign", "start", "deliver"))


NAMES = ("China", "Vietnam", "Le Laos", "Airbus", "both", "il", "she", "le groupe", "the two sides", "les deux parties")
MARKS = (",", ".", ";", ":", "(", ")", "«", "»", "–", " -- ", "?", "\n")
SPELLED = {lang: sorted(grammar_of(lang).words)[::7] for lang in known_languages()}


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(known_languages()))
def test_any_words_give_acts_with_their_exact_quote(data: st.DataObject, lang: str) -> None:
    word = st.one_of(st.sampled_from(SPELLED[lang]), st.sampled_from(NAMES), st.sampled_from(MARKS))
    text = " ".join(data.draw(st.lists(word, max_size=40)))
    for act in acts_of(text, lang, "2025-05-06"):
        assert text[act.start : act.end] == act.quote
        assert act.what
        assert act.verb in codes("verb")
        assert set(act.forms) <= set(codes("form"))


PAIRS = [
    ("en", "China and Laos agreed to build a port. Both sides signed a contract.", "sign", ["China", "Laos"]),
    ("en", "Airbus met the minister. The company will supply 20 aircraft to Laos.", "promise", ["Airbus"]),
    ("fr", "La Chine et le Laos sont convenus de construire un port. Les deux parties ont signé un contrat.", "sign",
     ["Chine", "Laos"]),
    ("vi", "Trung Quốc và Lào nhất trí xây cảng. Hai bên đã ký hợp đồng.", "sign", ["Trung Quốc", "Lào"]),
    ("zh", "中国与老挝商定修建港口。双方签署了合同。", "sign", ["中国", "老挝"]),
    ("zh", "日本愿与老挝扩大贸易，并建议举行谈判。", "propose", ["日本"]),
    ("zh", "越南宣布，将暂停进口小麦。", "promise", ["越南"]),
    ("ru", "Китай и Лаос договорились построить порт. Стороны подписали контракт.", "sign", ["Китай", "Лаос"]),
]  # fmt: skip


ANSWERS = [
    ("en", "China proposed a joint fund to Laos. Laos agreed.", "agree", "Laos"),
    ("ru", "Китай предложил Лаосу совместный фонд. Лаос ответил отказом.", "refuse", "Лаос"),
    ("zh", "中国建议老挝设立联合基金。老挝当场表示同意。", "agree", "老挝"),
    ("vi", "Lào đề xuất lập quỹ chung. Đề xuất này được Trung Quốc hoan nghênh.", "acknowledge", "Trung Quốc"),
]


@pytest.mark.parametrize(("lang", "text", "verb", "by"), ANSWERS)
def test_who_says_no_more_answers_what_was_proposed(lang: str, text: str, verb: str, by: str) -> None:
    answers = [act for act in acts_of(text, lang) if act.verb == verb]
    assert [list(act.by) for act in answers] == [[by]]
    assert all(act.forms == ("finance",) for act in answers)


@pytest.mark.parametrize(("lang", "text", "verb", "by"), PAIRS)
def test_pronouns_and_pairs_stand_for_those_named_before(lang: str, text: str, verb: str, by: list[str]) -> None:
    assert by in [list(act.by) for act in acts_of(text, lang) if act.verb == verb]


def test_what_a_title_says_again_is_given_once() -> None:
    title, body = "China suspends wheat imports", "China has suspended wheat imports, officials said on Monday."
    text = f"{title}\n{body}"
    parts = (Part(0, len(title), "title"), Part(len(title) + 1, len(text)))
    acts = read(Document(id="one", text=text, lang="en", parts=parts)).acts
    assert [act.verb for act in acts] == ["suspend"]
    assert acts[0].start > len(title)


def test_a_long_line_without_stops_takes_calls_in_step_with_its_length() -> None:
    short, long = (
        making.calls_of(partial(acts_of, "will would sign and China, that if he said and to build " * repeats, "en"))
        for repeats in (200, 1600)
    )
    assert long < short * 8 * 1.5
