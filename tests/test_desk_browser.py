"""The desk in a browser: pages fit every screen, nothing is asked elsewhere, the keyboard reaches all."""

from __future__ import annotations

from typing import Any

import pytest

from browsing import Visitor

PAGES = {
    "today": "/",
    "today-empty": "/?since=2026-01-31",
    "pairs": "/pairs",
    "pair": "/pairs/VN-CN",
    "undertakings": "/undertakings?pair=VN-CN",
    "undertaking": "/undertakings/{undertaking}",
    "document": "/documents/{document}?record={act}",
    "document-beside": "/documents/{page}?beside=page",
    "figures": "/figures?country=VN&partner=CN",
    "actors": "/actors",
    "actor": "/actors/~Pham%20Minh%20Chinh",
    "search": "/search?q=rail",
    "search-acts": "/search?kind=act&country=VN",
    "note": "/note?pair=VN-CN&sector=rail",
    "review": "/review",
    "review-actors": "/review/actors",
    "review-acts": "/review/acts",
    "review-confirm": "/review/confirm",
    "actors-people": "/actors?type=person",
    "api": "/api",
    "enter": "/enter",
    "nothing": "/nothing",
}
ALL: tuple[str, ...] = ()
SCREENS = [
    (1280, "light", "en", ALL),
    (390, "dark", "fr", ("color-contrast", "scrollable-region-focusable", "target-size")),
    (1280, "dark", "fr", None),
    (390, "light", "en", None),
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def paths(browser: Any, served_demo: str) -> dict[str, str]:
    """The pages with the ids of the demo's ledger."""
    page = browser.new_page()
    acts = page.goto(f"{served_demo}/search.json?kind=act&q=Lao+Cai").json()["results"]
    documents = page.goto(f"{served_demo}/search.json?kind=document&q=noix+de+coco").json()["results"]
    page.close()
    act = next(one for one in acts if one["undertaking"])
    ids = {
        "undertaking": act["undertaking"].rpartition("/")[2],
        "act": act["id"],
        "document": act["proof"].partition("?")[0].rpartition("/")[2],
        "page": documents[0]["proof"].rpartition("/")[2],
    }
    return {name: path.format(**ids) for name, path in PAGES.items()}


@pytest.mark.parametrize(("width", "scheme", "lang", "rules"), SCREENS)
def test_every_page_fits_every_screen(
    browser: Any,
    served_demo: str,
    paths: dict[str, str],
    width: int,
    scheme: str,
    lang: str,
    rules: tuple[str, ...] | None,
) -> None:
    visitor = Visitor(browser, served_demo, width=width, scheme=scheme, lang=lang)
    barriers: dict[str, list[str]] = {}
    for name, path in paths.items():
        visitor.goes(path)
        assert visitor.page.get_attribute("html", "lang") == lang
        assert visitor.overflow() <= 0, name
        if rules is not None and (found := visitor.barriers(rules)):
            barriers[name] = found
        visitor.keeps(name)
    visitor.leaves()
    assert barriers == {}


def test_a_click_on_a_mark_shows_its_card_without_leaving_the_page(browser: Any, served_demo: str) -> None:
    visitor = Visitor(browser, served_demo)
    page = visitor.page
    visitor.goes("/search?q=rail")
    page.click(".results a.title")
    page.evaluate("window.stayed = true")
    page.click(".text a.m.act >> nth=0")
    page.wait_for_selector("#card .record")
    assert page.evaluate("window.stayed")
    assert "record=act-" in page.url
    page.reload()
    assert page.query_selector("#card .record")
    visitor.leaves()


def test_a_preview_of_what_was_found_opens_beneath_it(browser: Any, served_demo: str) -> None:
    visitor = Visitor(browser, served_demo, width=390, scheme="dark")
    page = visitor.page
    visitor.goes("/search?q=rail")
    page.click(".preview summary >> nth=1")
    page.wait_for_selector(".preview[open] blockquote mark")
    assert page.query_selector(".preview[open] .legend .m.act")
    assert visitor.overflow() <= 0
    visitor.leaves()


def test_pages_are_read_without_javascript(browser: Any, served_demo: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_demo}/search?q=rail")
    page.click(".results a.title")
    page.click(".text a.m.act >> nth=0")
    assert page.inner_text("#card .record h3")
    page.goto(f"{served_demo}/note?pair=VN-CN")
    page.check("input[name=leave] >> nth=0")
    page.click("#builder button.main")
    page.wait_for_selector(".left-out")
    first = page.inner_text(".says >> nth=0")[:24]  # its footnote has another number below
    page.click(".note-sheet li .moves-of a >> nth=0")
    assert page.inner_text(".says >> nth=1").startswith(first)
    context.close()


def test_the_note_changes_at_once(browser: Any, served_demo: str) -> None:
    visitor = Visitor(browser, served_demo)
    page = visitor.page
    visitor.goes("/note?pair=VN-CN")
    first = page.inner_text(".says >> nth=0")[:24]  # its footnote has another number below
    page.evaluate("window.stayed = true")
    page.check("input[name=leave] >> nth=0")
    page.wait_for_selector(".left-out")
    page.wait_for_url("**leave=**")
    assert "leave=" in page.get_attribute("a.button[href^='/note.docx']", "href")
    page.click(".note-sheet li .moves-of a >> nth=0")
    page.wait_for_url("**order=**")
    page.wait_for_function("words => document.querySelectorAll('.says')[1].innerText.startsWith(words)", arg=first)
    assert page.query_selector(".left-out .says")
    assert "order=" in page.get_attribute("a.button[href^='/note.docx']", "href")
    assert page.evaluate("window.stayed")
    visitor.leaves()


def test_the_keyboard_reaches_the_content_first(browser: Any, served_demo: str) -> None:
    visitor = Visitor(browser, served_demo)
    page = visitor.page
    visitor.goes("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    visitor.leaves()


def test_a_printed_note_is_the_note_alone(browser: Any, served_demo: str) -> None:
    visitor = Visitor(browser, served_demo)
    page = visitor.page
    visitor.goes("/note?pair=VN-CN&sector=rail")
    page.check("input[name=leave] >> nth=0")
    page.wait_for_selector(".left-out")
    page.emulate_media(media="print")
    shown = {
        name: page.is_visible(name) for name in (".masthead", ".builder-fields", ".left-out", ".moves-of", ".tools")
    }
    assert shown == dict.fromkeys(shown, False)
    assert page.is_visible(".note-sheet li:not(.left-out) .says")
    assert page.is_visible(".note-sources li")
    visitor.keeps("note-printed")
    visitor.leaves()
