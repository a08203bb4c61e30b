"""The known records of our own: their quotes are exact, their codes are on the lists, their bodies lie in the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servanda.vocabulary import codes

FILES = sorted((Path(__file__).parent / "gold").glob("*.json"))
CODES = {"verb": "verb", "indicator": "indicator", "measure": "measure", "forms": "form", "sectors": "sector"}


def load(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def test_both_languages_are_there() -> None:
    assert {load(path)["lang"] for path in FILES} >= {"en", "fr"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_quotes_and_bodies_are_of_the_text(path: Path) -> None:
    document = load(path)
    assert document["id"] == path.stem
    assert all(document["text"][r["start"] : r["end"]] == r["quote"] for r in document["records"])
    spans = [place for span in document["body"] for place in span]
    assert spans == sorted(spans)
    assert spans[-1] <= len(document["text"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_codes_are_on_the_lists(path: Path) -> None:
    for record in load(path)["records"]:
        for slot, kind in CODES.items():
            value = record.get(slot)
            values = value if isinstance(value, list) else [value] if value else []
            assert set(values) <= set(codes(kind)), (record["quote"], slot)
