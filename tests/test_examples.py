"""The dispatches that come with the package: each says who wrote it, is read whole, and together they tell stories."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import servanda
from servanda.documents.inputs import find_inputs
from servanda.ledger.store import Ledger, open_ledger
from servanda.reading.reader import read
from servanda.records import Document, Reading

FOLDER = Path(servanda.__file__).parent / "examples"
PATHS = sorted(FOLDER.iterdir())
TODAY = datetime.date(2026, 1, 31)
HEADERS = {
    "# Écrit par les auteurs de Servanda": "# Faits : ",
    "# Written by the authors of Servanda": "# Facts: ",
    "# Các tác giả của Servanda viết": "# Dữ kiện: ",
    "# 由 Servanda 的作者": "# 事实来源：",
    "# Написано авторами Servanda": "# Факты: ",
}


@cache
def reading_of(path: Path) -> Reading:
    ((_, document),) = find_inputs([str(path)])
    assert isinstance(document, Document), document
    return read(document)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with open_ledger(tmp_path_factory.mktemp("examples") / "examples.db") as opened:
        for path in PATHS:
            opened.add(reading_of(path))
        yield opened


@pytest.mark.parametrize(("lang", "count"), [("fr", 10), ("en", 6), ("vi", 4), ("zh", 4), ("ru", 4)])
def test_there_are_enough_in_each_language(lang: str, count: int) -> None:
    assert [reading_of(path).document.lang for path in PATHS].count(lang) >= count


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_header_says_who_wrote_it_and_where_its_facts_come_from(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ")]
    facts = [fact for who, fact in HEADERS.items() if lines[0].startswith(who)]
    assert len(lines) == 2
    assert lines[1].startswith(facts[0])


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_header_is_never_read_as_news(path: Path) -> None:
    reading = reading_of(path)
    body = "\n".join(reading.document.text[start:end] for start, end in reading.document.body)
    assert "Servanda" not in body
    assert not (reading.document.title or "").startswith("#")
    assert all("Servanda" not in record.quote for record in reading)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_date_is_that_of_the_file_and_quotes_are_exact(path: Path) -> None:
    reading = reading_of(path)
    assert reading.document.published == path.stem[:10]
    assert all(reading.document.text[r.start : r.end] == r.quote for r in reading)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_something_is_read_from_each(path: Path) -> None:
    reading = reading_of(path)
    assert reading.actors
    assert reading.acts or reading.figures


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_teasers_and_links_of_other_stories_give_no_act_and_no_figure(path: Path) -> None:
    reading = reading_of(path)
    spans = [(part.start, part.end) for part in reading.document.parts if part.kind in ("teaser", "related", "debris")]
    inside = [r for r in (*reading.acts, *reading.figures) if any(start <= r.start < end for start, end in spans)]
    assert inside == []
