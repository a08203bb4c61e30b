"""Names: what each language's corpus says is read with its slots, and where nobody is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.languages import known_languages, load_corpus, load_topic
from servanda.reading.reader import read
from servanda.records import Actor, Document, Part

MATCHING = [(lang, case) for lang in known_languages() for case in load_corpus(lang, "names")["match"]]
SILENT = [(lang, text) for lang in known_languages() for text in load_corpus(lang, "names")["silent"]]


def actors_of(lang: str, text: str) -> tuple[Actor, ...]:
    return read(Document(id="n", text=text, lang=lang, parts=(Part(0, len(text)),))).actors


@pytest.mark.parametrize(("lang", "case"), MATCHING, ids=lambda v: v if isinstance(v, str) else v["text"][:50])
def test_sentence_of_the_corpus_gives_its_actors(lang: str, case: dict[str, Any]) -> None:
    found = {(actor.type, actor.name): actor for actor in actors_of(lang, case["text"])}
    for slots in case["actors"]:
        actor = found.get((slots["type"], slots["name"]))
        assert actor, sorted(found)
        assert {name: getattr(actor, name) for name in slots} == slots
    if not case["actors"]:
        assert not found


# Classes of words that some languages have no words for: articles, possessives, names listed for all at once.
LISTED_FOR_ALL = {"vietnamese", "chinese", "korean", "given", "central_asian"}
MAY_BE_EMPTY = LISTED_FOR_ALL | {"of", "article", "possessive", "his", "whose", "who", "lone", "trade", "infix"}
# Those of the order of words of one language: "the trade ministry", "Fjordal group", "Invest India", "who heads".
MAY_BE_EMPTY |= {"promoter", "ministerial", "cotail", "leads", "spoke"}


@pytest.mark.parametrize("lang", known_languages())
def test_every_language_has_words_for_the_same_cues(lang: str) -> None:
    words = load_topic(lang, "names")["words"]
    assert [kind for kind, listed in words.items() if not listed and kind not in MAY_BE_EMPTY] == []


@pytest.mark.parametrize(("lang", "text"), SILENT)
def test_where_nobody_is_named_there_is_no_actor(lang: str, text: str) -> None:
    assert actors_of(lang, text) == ()


@pytest.mark.parametrize(("lang", "case"), MATCHING, ids=lambda v: v if isinstance(v, str) else v["text"][:50])
def test_every_actor_quotes_its_text(lang: str, case: dict[str, Any]) -> None:
    for actor in actors_of(lang, case["text"]):
        assert actor.quote
        assert actor.quote == case["text"][actor.start : actor.end]
        assert actor.name not in actor.aka
        assert 0 < actor.confidence < 1


@settings(deadline=None)  # the first words bring in the language's lists
@given(st.data(), st.sampled_from(known_languages()))
def test_any_words_give_actors_with_their_exact_quote(data: st.DataObject, lang: str) -> None:
    words = [word for code, case in MATCHING if code == lang for word in case["text"].split()]
    text = " ".join(data.draw(st.lists(st.sampled_from(words), max_size=20)))
    for actor in actors_of(lang, text):
        assert actor.quote == text[actor.start : actor.end]
