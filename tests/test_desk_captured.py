"""The page as first captured beside a document: its words are there, and nothing of it can run, fetch or lead away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

import making
from desking import BASE, TODAY
from servanda.desk.app import desk_app
from servanda.desk.captured import captured_page
from servanda.ledger.store import open_ledger

HOSTILE = [
    '<script>alert("x")</script>',
    "<img src=x onerror=alert(1) alt='A ship'>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<a href='https://elsewhere.example/'>link</a>",
    "<style>@import 'https://elsewhere.example/x.css'</style>",
    "<link rel=stylesheet href='https://elsewhere.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.example/'>",
    "<iframe src='https://elsewhere.example/'></iframe><object data=x></object><embed src=x>",
    "<form action='https://elsewhere.example/'><input name=q><button>go</button></form>",
    '<p style="background:url(https://elsewhere.example/x.png)" onclick=alert(1)>words</p>',
    "<base href='https://elsewhere.example/'><video src=x autoplay></video>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<p>\x00 broken &#0; <b",
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_captured_page_runs_nothing_and_asks_nobody(raw: str) -> None:
    page = captured_page(f"<html><body><p>Before.</p>{raw}<p>After.</p></body></html>", title="<t>", lang="en")
    rest = re.sub(r"<style>.*?</style>", "", page)
    assert "elsewhere.example" not in page
    assert not re.search(r"<(script|img|svg|iframe|object|embed|form|input|link|base|video|style)\b", rest)
    assert not re.search(r"\b(on\w+|href|src|style)\s*=", rest)
    assert "Before." in page
    assert "<title>&lt;t&gt;</title>" in page


def test_a_picture_is_its_description() -> None:
    assert "[A ship]" in captured_page(HOSTILE[1], title="t", lang="en")


def test_a_page_without_words_is_empty() -> None:
    assert "<body" in captured_page("", title="t", lang="")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    path = tmp_path / "pages.db"
    with open_ledger(path) as ledger:
        for number, words in enumerate(("first words", "second words")):
            reading = making.reading("page-1", f"The story, {words}.", published="2025-01-01")
            raw = f"<html><body><nav>Menu</nav><p>The story, {words}.</p><script>x()</script></body></html>"
            document = msgspec.structs.replace(reading.document, raw=raw, url=f"https://agency.example/{number}")
            ledger.add(msgspec.structs.replace(reading, document=document))
        ledger.add(making.reading("text-1", "Only text.", published="2025-01-02"))
    with TestClient(desk_app(path, today=TODAY), base_url=BASE) as client:
        yield client


def ids(desk: TestClient) -> dict[str, str]:
    found = desk.get("/search.json?kind=document").json()["results"]
    return {one["record"]["doc"]: one["proof"].rpartition("/")[2] for one in found}


def test_the_first_version_stands_beside_the_text_in_a_frame_that_may_nothing(desk: TestClient) -> None:
    address = f"/documents/{ids(desk)['page-1']}"
    plain = desk.get(address).text
    assert "<iframe" not in plain
    assert "beside=page" in plain
    page = desk.get(f"{address}?beside=page").text
    assert re.search(rf'<iframe src="{address}/page" title="[^"]+" sandbox', page)
    frame = desk.get(f"{address}/page")
    assert "first words" in frame.text
    assert "Menu" in frame.text
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self'" in policy
    assert frame.headers["x-frame-options"] == "SAMEORIGIN"


def test_a_document_that_was_given_as_text_has_no_page_beside_it(desk: TestClient) -> None:
    address = f"/documents/{ids(desk)['text-1']}"
    assert "beside=page" not in desk.get(address).text
    assert "<iframe" not in desk.get(f"{address}?beside=page").text
    assert desk.get(f"{address}/page").status_code == 404
