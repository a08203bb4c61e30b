"""Acts of both languages, from sentences of our own."""

from __future__ import annotations

from typing import Any

import pytest

from servanda.languages import known_languages, load_corpus
from servanda.reading.reader import read
from servanda.records import Act, Document, Part

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
