import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import reading
from servanda.errors import UsageError
from servanda.ledger.filters import Filter
from servanda.ledger.search import fts5_query, search_form, search_terms
from servanda.ledger.store import Ledger, open_ledger


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Đà Nẵng", "da nang"),
        ("Hô Chi Minh-Ville", "ho chi minh-ville"),
        ("Đa\u0300 Nẵng", "da nang"),  # letters and marks apart
        ("AI与5G", "ai 与 5g"),
        ("Ё", "е"),
    ],
)
def test_search_form_is_the_same_for_all_spellings(text: str, form: str) -> None:
    assert search_form(text) == form


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("centre formation", '"centre" "formation"'),
        ('"centre de formation" Huế', '"centre de formation" "hue"'),
        ("人工智能", '"人 工 智 能"'),
        ("semi-conducteur*", '"semi conducteur"*'),
        ('AND OR NOT NEAR( ) "', '"and" "or" "not" "near"'),
        ("a:b ^c {d}", '"a b" "c" "d"'),
        ('** -- ""', None),
        ("", None),
    ],
)
def test_query_keeps_words_and_quotes_all_syntax_away(asked: str, query: str | None) -> None:
    assert (fts5_query(search_terms(asked)) or None) == query


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, fresh: Callable[[str], Path | str]) -> Iterator[Ledger]:
    ledger = open_ledger(fresh(request.param))
    ledger.add(reading("fr", "La ville de Huế et le Guangxi coopèrent dans l'intelligence artificielle.", lang="fr"))
    ledger.add(reading("zh", "两国将在人工智能领域合作。", lang="zh"))
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("asked", "docs"),
    [
        ("hue", ["fr"]),
        ("HUẾ guangxi", ["fr"]),
        ('"intelligence artificielle"', ["fr"]),
        ('"artificielle intelligence"', []),
        ("智能", ["zh"]),
        ("能智", []),
        ("artific*", ["fr"]),
    ],
)
def test_text_finds_documents_in_every_script(ledger: Ledger, asked: str, docs: list[str]) -> None:
    assert [entry.record.doc for entry in ledger.documents(Filter(text=asked))] == docs


@given(st.text(max_size=40))
def test_no_question_breaks_the_search(ledger: Ledger, asked: str) -> None:
    if any(char.isalnum() for char in unicodedata.normalize("NFKC", asked)):  # "㈀" holds a letter
        assert isinstance(ledger.documents(Filter(text=asked)), list)
        return
    with pytest.raises(UsageError, match="no word"):
        ledger.documents(Filter(text=asked or "?"))
