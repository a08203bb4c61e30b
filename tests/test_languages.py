"""Languages are data: each folder has the same files with the same keys, and its own sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import servanda
from servanda.errors import DataError, LanguageError
from servanda.languages import known_languages, load_corpus, load_topic, load_yaml

ROOT = Path(servanda.__file__).parent / "languages"
MODEL = "en"
OTHERS = [lang for lang in known_languages() if lang != MODEL]
TOPICS = sorted(path.stem for path in (ROOT / MODEL).glob("*.yaml"))
CORPORA = sorted(path.stem for path in (ROOT / MODEL / "corpus").glob("*.yaml"))
FILES = sorted(ROOT.rglob("*.yaml"))
# Tables whose keys no reader asks for: the language's own words and numbers that it writes in one word, parts of
# patterns, countries that its press names.
OPEN_TABLES = {
    "words/paradigms",
    "words/spellings",
    "names/agencies",
    "names/macros",
    "events/houses",
    "places/cities",
    "places/regions",
    "places/short",
    "quantities/numbers",
}


def files_of(lang: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT / lang)) for path in (ROOT / lang).rglob("*") if path.is_file())


def shape_of(value: Any, path: str) -> dict[str, str]:
    """Every name in a file, by its path, with the kind of thing that stands under it."""
    shape = {path: type(value).__name__}
    if isinstance(value, dict) and path not in OPEN_TABLES:
        for name, inside in value.items():
            shape |= shape_of(inside, f"{path}/{name}")
    return shape


def test_french_and_english_are_there() -> None:
    assert {"en", "fr"} <= set(known_languages())


def test_an_unknown_language_is_named_in_the_error() -> None:
    with pytest.raises(LanguageError, match="'xx'"):
        load_topic("xx", "words")


@pytest.mark.parametrize("lang", OTHERS)
def test_folders_have_the_same_files(lang: str) -> None:
    assert files_of(lang) == files_of(MODEL)


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("topic", TOPICS)
def test_files_have_the_same_keys(lang: str, topic: str) -> None:
    assert shape_of(load_topic(lang, topic), topic) == shape_of(load_topic(MODEL, topic), topic)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_loadable_and_not_empty(path: Path) -> None:
    assert load_yaml(path)


@pytest.mark.parametrize("lang", known_languages())
@pytest.mark.parametrize("topic", CORPORA)
def test_corpus_has_sentences_that_match_and_that_stay_silent(lang: str, topic: str) -> None:
    corpus = load_corpus(lang, topic)
    assert set(corpus) == {"match", "silent"}
    assert all(case["text"] for case in corpus["match"])
    assert all(isinstance(text, str) and text for text in corpus["silent"])


@pytest.mark.parametrize("lang", known_languages())
@pytest.mark.parametrize("topic", CORPORA)
def test_no_sentence_must_both_match_and_stay_silent(lang: str, topic: str) -> None:
    corpus = load_corpus(lang, topic)
    assert {case["text"] for case in corpus["match"]}.isdisjoint(corpus["silent"])


def test_only_true_and_false_are_truth_values(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("yes: [no, on, true, false, ~, 7, 1.5, '7']\nnested: {a: [{b: c}]}\n", encoding="utf-8")
    assert load_yaml(path) == {"yes": ["no", "on", True, False, None, 7, 1.5, "7"], "nested": {"a": [{"b": "c"}]}}


@pytest.mark.parametrize("text", ["[1, 2]", "a: [", "? [a]\n: b", "", "a: !!python/name:os.system"])
def test_a_broken_data_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.yaml"):
        load_yaml(path)
