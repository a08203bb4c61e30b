"""Sectors, forms and instruments: every code has words in every language, the longest phrase wins, offsets hold."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.languages import known_languages, load_topic, load_yaml, phrases_of
from servanda.reading.engine import plain_of
from servanda.reading.topics import KINDS, Topic, find_topics, topics_of
from servanda.reading.view import open_view
from servanda.records import Document, Part
from servanda.vocabulary import codes

LANGS = known_languages()
SAID_IN = ("en", "fr", "vi", "zh", "ru", "es")  # the order of the languages in a line of the table
STRONG = ("sector", "form", "instrument")


def topics(text: str, lang: str) -> list[Topic]:
    lower = text.lower()
    return list(topics_of(lang).find(lower, plain_of(lower)))


def codes_of(text: str, lang: str, kind: str) -> list[str]:
    return [topic.code for topic in topics(text, lang) if topic.kind == kind]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", STRONG)
def test_every_code_has_words_and_every_word_a_known_code(lang: str, kind: str) -> None:
    listed = load_topic(lang, "words")[f"{kind}s"]
    parents = {"digital"} if kind == "sector" else set()
    assert set(codes(kind)) <= set(listed) <= set(codes(kind)) | parents
    assert all(listed.values())


@pytest.mark.parametrize("kind", STRONG)
def test_no_language_lacks_the_words_that_others_have(kind: str) -> None:
    listed = {lang: load_topic(lang, "words")[f"{kind}s"] for lang in LANGS}
    for code in codes(kind):
        counts = {lang: len(words[code]) for lang, words in listed.items()}
        poor = [lang for lang, count in counts.items() if 4 * count < max(counts.values())]
        assert not poor, (code, counts)


@pytest.mark.parametrize("lang", LANGS)
def test_no_phrase_is_both_plain_and_weak(lang: str) -> None:
    words = load_topic(lang, "words")
    for kind in ("sectors", "forms"):
        for code, patterns in words[f"weak-{kind}"].items():
            plain = {phrase for pattern in words[kind].get(code, ()) for phrase in phrases_of(str(pattern))}
            assert plain.isdisjoint(phrase for pattern in patterns for phrase in phrases_of(str(pattern)))


SAID_ALIKE = load_yaml(Path(__file__).parent / "topics.yaml")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, listed in SAID_ALIKE.items() for code in listed])
def test_what_names_a_topic_names_it_in_every_language(lang: str, kind: str, code: str) -> None:
    place = SAID_IN.index(lang)
    said = [line.split("|")[place].strip() for line in SAID_ALIKE[kind][code]]
    assert [words for words in said if code not in named_in(words, lang, kind.removesuffix("s"))] == []


def named_in(text: str, lang: str, kind: str) -> set[str]:
    """The codes that the words name outright, else those that they only point to."""
    found = find_topics(open_view(Document(id="d", text=text, lang=lang, parts=(Part(0, len(text)),))))
    plain = {topic.code for topic in found if topic.kind == kind}
    return plain or {topic.code for topic in found if topic.kind == f"weak-{kind}"}


SECTORS = [
    ("en", "a deep-water port", ["logistics"]),
    ("en", "QR code payments", ["fintech"]),
    ("en", "durians and coffee", ["agriculture", "agriculture"]),
    ("en", "rare earths for electric vehicles", ["mining", "automotive"]),
    ("en", "an offshore wind farm", ["new-energy"]),
    ("en", "an LNG terminal", ["oil-gas"]),
    ("en", "small modular reactors", ["nuclear"]),
    ("en", "direct flights", ["aviation"]),
    ("en", "They train engineers", []),
    ("fr", "un port en eau profonde", ["logistics"]),
    ("fr", "paiements par code QR", ["fintech"]),
    ("fr", "des durians et du café", ["agriculture", "agriculture"]),
    ("fr", "terres rares pour véhicules électriques", ["mining", "automotive"]),
    ("fr", "éolien en mer", ["new-energy"]),
    ("fr", "un terminal méthanier", ["oil-gas"]),
    ("fr", "petits réacteurs modulaires", ["nuclear"]),
    ("fr", "des vols directs", ["aviation"]),
]
FORMS = [
    ("en", "a joint working group", ["mechanism"]),
    ("en", "a research and development (R&D) centre", ["rd-centre"]),
    ("en", "a representative office", ["representative-office"]),
    ("en", "a feasibility study", ["joint-research"]),
    ("en", "transfer of technology", ["technology-transfer"]),
    ("en", "a market, access road", []),
    ("fr", "un groupe de travail", ["mechanism"]),
    ("fr", "un centre de recherche et développement", ["rd-centre"]),
    ("fr", "un bureau de représentation", ["representative-office"]),
    ("fr", "une étude de faisabilité", ["joint-research"]),
    ("fr", "transfert de technologie", ["technology-transfer"]),
    ("fr", "le marché, accès compris", []),
]


@pytest.mark.parametrize(("lang", "text", "expected"), SECTORS)
def test_words_lead_to_their_sector(lang: str, text: str, expected: list[str]) -> None:
    assert codes_of(text, lang, "sector") == expected


@pytest.mark.parametrize(("lang", "text", "expected"), FORMS)
def test_words_lead_to_their_form(lang: str, text: str, expected: list[str]) -> None:
    assert codes_of(text, lang, "form") == expected


def test_the_longest_phrase_of_a_kind_wins() -> None:
    found = [topic for topic in topics("a memorandum of understanding", "en") if topic.kind == "instrument"]
    assert [(topic.start, topic.code) for topic in found] == [(2, "mou")]


def test_one_phrase_may_name_topics_of_several_kinds() -> None:
    kinds = {topic.kind for topic in topics("a loan agreement", "en")}
    assert {"instrument", "form"} <= kinds


WORDS = [
    phrase
    for kind in KINDS
    for patterns in load_topic("en", "words")[f"{kind}s"].values()
    for pattern in patterns
    for phrase in phrases_of(str(pattern))
]


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=12), st.sampled_from(LANGS))
def test_topics_are_whole_words_of_the_text_in_order(pieces: list[str], lang: str) -> None:
    lower = "".join(c if len(low := c.lower()) != 1 else low for c in " ".join(pieces))
    plain = plain_of(lower)
    found = list(topics_of(lang).find(lower, plain))
    assert [topic.start for topic in found] == sorted(topic.start for topic in found)
    for kind in KINDS:
        spans = [(topic.start, topic.end) for topic in found if topic.kind == kind]
        distinct = sorted(set(spans))
        assert all(one[1] <= other[0] for one, other in pairwise(distinct))
    assert all(plain[topic.start] == " " == plain[topic.end + 1] for topic in found)
