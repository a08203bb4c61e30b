"""Numbers of a pair's page lead to what they count and, within five clicks of the first page, to a proving sentence."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from desking import Page, first

_NUMBER = re.compile(r'<a href="([^"]+)"[^>]*>\s*(?:<strong>)?([^<]*\d[^<]*)<')
_LABELLED = re.compile(r'<a href="([^"]+)" aria-label="([^"]*\d[^"]*)"')
_TO_THE_PAIR = 1  # from the first page


def pairs(desk: TestClient) -> list[str]:
    return [pair["code"] for pair in desk.get("/today.json").json()["pairs"]]


def numbers(html: str) -> list[tuple[str, str]]:
    """The numbers that a page shows as links, with where they lead."""
    main = html[html.index("<main") :]
    found = [*_NUMBER.findall(main), *_LABELLED.findall(main)]
    return [
        (unescape(address), words)
        for address, words in found
        if address.startswith(("/undertakings", "/documents", "/search", "/figures"))
    ]


def clicks_to_proof(desk: TestClient, address: str) -> tuple[int, str]:
    """How many clicks lead from an address to the page of a document with the proving words marked, and that page."""
    path, clicks = address, 1
    ways = (
        (r"/undertakings\?", r"/undertakings/und-[0-9a-f.]+"),
        (r"/undertakings/", r"/documents/doc-[0-9a-f]{12}\?record=act-[0-9a-f]{12}"),
        (r"/search\?", r"/documents/doc-[0-9a-f]{12}\?record=[a-z]+-[0-9a-f]{12}"),
        (r"/figures\?", r"/documents/doc-[0-9a-f]{12}\?record=[a-z]+-[0-9a-f]{12}"),
    )
    for start, following in ways:
        if re.match(start, path):
            path = first(desk, path, following)
            clicks += 1
    return clicks, path


def test_every_number_of_a_pair_leads_to_its_sentence_within_five_clicks(desk: TestClient) -> None:
    home = desk.get("/").text
    checked, seen = 0, set[str]()
    for pair in pairs(desk)[:4]:
        assert f'href="/pairs/{pair}"' in home
        for address, words in numbers(desk.get(f"/pairs/{pair}").text):
            if address.partition("#")[0] in seen:
                continue
            seen.add(address.partition("#")[0])
            clicks, proof = clicks_to_proof(desk, address)
            assert _TO_THE_PAIR + clicks <= 5, (pair, words, address)
            shown = desk.get(proof).text
            assert " lit" in shown, (words, proof)
            checked += 1
    assert checked > 60


@pytest.mark.parametrize("pair", ["VN-CN", "VN-RU", "CN-ASEAN"])
def test_a_number_is_that_of_the_list_that_it_leads_to(desk: TestClient, pair: str) -> None:
    checked = 0
    for address, words in numbers(desk.get(f"/pairs/{pair}").text):
        count = re.match(r"(\d+)(?: |$)|.*: (\d+)", words)
        if not address.startswith("/undertakings?") or count is None or "worth=1" in address:
            continue
        listed = desk.get(address.replace("/undertakings?", "/undertakings.json?")).json()["count"]
        assert str(listed) in (count[1], count[2]), (words, address)
        checked += 1
    assert checked > 1


class Unlinked(HTMLParser):
    """The numbers of a page that lead nowhere: neither dates, nor names, nor headings of a picture, nor nought."""

    PLAIN = frozenset(("a", "time", "bdi", "text", "th"))
    VOID = frozenset(("br", "input", "meta", "link", "img", "hr"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []
        self.feed(html[html.index("<main") : html.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self._within.append("bdi" if dict(attrs).get("class") == "source-of-map" else tag)

    def handle_endtag(self, tag: str) -> None:
        self._within.pop()

    def handle_data(self, data: str) -> None:
        if self.PLAIN.isdisjoint(self._within) and any(int(number) for number in re.findall(r"\d+", data)):
            self.found.append(data.strip())


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
def test_no_number_of_a_pair_leads_nowhere(desk: TestClient, lang: str) -> None:
    for pair in pairs(desk):
        page = desk.get(f"/pairs/{pair}?ui={lang}").text
        assert len(numbers(page)) > 5
        assert Unlinked(page).found == [], pair


def test_figures_that_disagree_are_listed_alone(desk: TestClient) -> None:
    everything, apart = (
        desk.get(f"/figures.json?country=VN&partner=CN{more}").json()["series"] for more in ("", "&disagree=1")
    )
    assert all(series["disagreements"] for series in apart)
    assert 0 < len(apart) < len(everything)
    said = desk.get("/pairs/VN-CN.json").json()["disagreements"]
    assert said == sum(series["disagreements"] for series in apart)


def test_what_is_left_out_of_a_ladder_is_listed(desk: TestClient) -> None:
    left_out = desk.get("/pairs/VN-RU.json").json()["ladder"]["left_out"]
    assert left_out["umbrellas"] > 0
    for standing, count in (("umbrella", left_out["umbrellas"]), ("declaration", left_out["declarations"])):
        assert desk.get(f"/undertakings.json?pair=VN-RU&standing={standing}").json()["count"] == count
    assert desk.get("/undertakings?standing=elsewhere").status_code == 400


PAGES = (
    "/",
    "/pairs",
    "/pairs/VN-CN",
    "/undertakings",
    "/figures",
    "/actors",
    "/actors/~China",
    "/search?q=rail",
    "/search?kind=act",
    "/note?pair=VN-CN",
    "/review",
)


def weight(desk: TestClient, path: str) -> int:
    """The bytes that come over the wire for an address."""
    response = desk.get(path, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200, path
    return response.num_bytes_downloaded


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_light(desk: TestClient, path: str) -> None:
    page = desk.get(path).text
    linked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert any(address.startswith("/static/desk.css") for address in linked)
    own = weight(desk, path)
    assert own <= 60_000  # what comes when the browser has the rest
    assert own + sum(weight(desk, address) for address in linked) <= 300_000
    for address in linked:
        assert "immutable" in desk.get(address).headers["cache-control"]


def test_pages_ask_for_nothing_from_elsewhere(desk: TestClient) -> None:
    for path in PAGES:
        page = desk.get(path).text
        assert not re.search(r'(?:src|srcset|poster|data)="(?:https?:)?//', page), path
        assert all(link.startswith(("/", "#", "?", "http")) for link in Page(page).links if link), path
