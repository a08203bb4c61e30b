"""The known records of our own: their quotes are exact, their codes are on the lists, their bodies lie in the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servanda.vocabulary import codes

HERE = Path(__file__).parent
FILES = sorted(path for folder in ("gold", "other") for path in (HERE / folder).rglob("*.json"))
CODES = {
    "verb": "verb",
    "indicator": "indicator",
    "measure": "measure",
    "forms": "form",
    "sector": "sector",
    "sectors": "sector",
}


def load(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def test_each_language_is_there() -> None:
    assert {load(path)["lang"] for path in FILES} == {"en", "es", "fr", "ru", "vi", "zh"}


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
            values = {*listed(record.get(slot)), *listed(record.get(f"{slot}_also"))} - {None}
            assert values <= set(codes(kind)), (record["quote"], slot)


@pytest.mark.parametrize(
    "path", [path for path in FILES if "actor" in load(path).get("kinds", ["actor"])], ids=lambda path: path.stem
)
def test_who_acts_and_who_speaks_is_a_known_actor(path: Path) -> None:
    records = load(path)["records"]
    names = {name for r in records if r["kind"] == "actor" for name in (r["name"], *r.get("aka", ()))}
    for record in records:
        acting = {*listed(record.get("by")), *listed(record.get("to")), *listed(record.get("participants"))}
        assert acting | set(listed(record.get("said_by"))) <= names, record["quote"]
