"""From a page to a document: the story, its headline and date; menus, boxes and broken markup."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.documents.page import open_page
from servanda.errors import InputError, LanguageError, UnreadableError
from servanda.records import Document

GOLD = Path(__file__).parent.parent.parent / "shared" / "gold"
FIRST = (
    "Lima, March 12 (Andina) -- Peru and Kenya agreed on Thursday to open their markets to each other's avocados,\n"
    "   after two years of talks between the plant protection services of the two countries."
)
SECOND = (
    "The Peruvian ministry of agriculture said that the first shipment would be allowed from May, and that a committee "
    "of both countries would settle what remains open by the end of the year."
)
HEADLINE = "Peru and Kenya agree on avocados and cold storage"
OTHER = "Kenya Airways to fly to Lima three times a week"
HEAD = f"""<title>{HEADLINE} | Andina</title><meta property="og:site_name" content="Andina | News">
<meta property="og:title" content="{HEADLINE}">
<meta property="article:published_time" content="2026-03-13T09:00:00-05:00">"""
BODY = f"""<header><nav><a href="/">Home</a> <a href="/trade">Trade and industry</a></nav></header>
<main><article><h1>{HEADLINE}</h1>
<figure><img src="a.jpg"><figcaption>The port of Callao. Photo: Andina</figcaption></figure>
<p>{FIRST}</p><h2>A committee by the end of the year</h2><p>{SECOND}</p></article>
<aside class="related-stories"><h3>Related news</h3><ul><li><a href="/b">{OTHER}</a></li></ul></aside></main>
<footer><p>Share | Print | All rights reserved</p></footer>"""
PAGE = f'<!DOCTYPE html><html lang="en"><head>{HEAD}</head><body>{BODY}</body></html>'


def body_of(document: Document) -> str:
    """The story without its headline."""
    return "\n".join(document.text[part.start : part.end] for part in document.parts if part.kind == "body")


def test_story_is_told_from_the_rest_of_the_page() -> None:
    document = open_page("page", PAGE)
    assert body_of(document).split("\n") == [" ".join(FIRST.split()), "A committee by the end of the year", SECOND]
    assert (document.title, document.published, document.publisher, document.dateline) == (
        HEADLINE, "2026-03-13", "Andina", "Lima",
    )  # fmt: skip
    assert document.related == (OTHER,)
    assert document.raw == PAGE


def test_headline_stands_in_the_text_as_a_part() -> None:
    document = open_page("page", PAGE)
    (title,) = [part for part in document.parts if part.kind == "title"]
    assert document.text[title.start : title.end] == HEADLINE


def test_what_is_given_is_taken() -> None:
    document = open_page(
        "page", PAGE, published="2026-03-12", publisher="Xinhua", url="https://example.org/a", lang="en"
    )
    assert (document.published, document.publisher, document.url) == ("2026-03-12", "Xinhua", "https://example.org/a")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2026-03-13T23:30:00Z">', "2026-03-13"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-13"}</script>',
            "2026-03-13",
        ),
        ('<meta name="date" content="2026-03-13">', "2026-03-13"),
        ('<script type="application/ld+json">{broken</script>', None),
        ("", None),
    ],
)
def test_date_comes_from_the_markup(head: str, published: str | None) -> None:
    page = f"<html><head><title>{HEADLINE}</title>{head}</head><body>{BODY}</body></html>"
    assert open_page("page", page).published == published


def test_date_of_the_address_where_the_page_has_none() -> None:
    page = f"<html><head><title>{HEADLINE}</title></head><body>{BODY}</body></html>"
    assert open_page("page", page, url="https://example.org/2026/03/13/avocados").published == "2026-03-13"


def test_publisher_is_known_by_the_address() -> None:
    page = f"<html><head><title>{HEADLINE}</title></head><body>{BODY}</body></html>"
    assert open_page("page", page, url="https://en.vietnamplus.vn/a-post1.vnp").publisher == "VNA"


def test_name_of_the_site_is_no_part_of_the_headline() -> None:
    page = PAGE.replace(f'content="{HEADLINE}"', f'content="Andina: {HEADLINE}"')
    assert open_page("page", page).title == HEADLINE


BROKEN = [
    PAGE.replace("</p>", "").replace("</article>", ""),
    PAGE.replace("<p>", "<p><b><i>").replace("</main>", "</div></div></span>"),
    PAGE.replace("</head>", ""),
    BODY,
    f"<p>{FIRST}<p>{SECOND}",
    '<?xml version="1.0" encoding="utf-8"?>' + PAGE,
    PAGE.replace("</html>", "<html><body></html></body>"),
    PAGE + "<" * 500,
    PAGE.replace("Andina --", "Andina \x00 &#0; &#xD800; &bogus; --"),
]


@pytest.mark.parametrize("page", BROKEN)
def test_broken_markup_is_read_as_far_as_it_goes(page: str) -> None:
    assert "open their markets" in body_of(open_page("page", page))


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<!DOCTYPE html>",
        "<html><body><script>var a = 1;</script></body></html>",
        PAGE.replace("<main>", "<main><!-- <p>"),
    ],
)
def test_a_page_without_a_story_is_an_error(page: str) -> None:
    with pytest.raises(UnreadableError, match=r"no story|no page|empty"):
        open_page("page", page)


def test_a_page_in_another_language_is_an_error() -> None:
    german = "Die beiden Regierungen haben am Montag in Berlin ein Abkommen über den Handel unterzeichnet. " * 4
    with pytest.raises(LanguageError, match="looks like German"):
        open_page("page", f"<html><body><article><p>{german}</p></article></body></html>")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*re.findall(r"<[^>]+>|[^<]+", PAGE), "<", "&", "</p>", "\r\n"]), max_size=60).map("".join)
)
def test_no_markup_breaks_more_than_its_own_page(page: str) -> None:
    try:
        document = open_page("page", page, lang="en")
    except InputError:
        return
    last = 0
    for part in document.parts:
        assert last <= part.start < part.end <= len(document.text)
        last = part.end


def pages(name: str) -> Iterator[dict[str, Any]]:
    path = GOLD / name
    if not path.is_file():
        pytest.skip(f"no {path}: the measured pages lie beside the repository")
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def html_of(page: dict[str, Any]) -> str:
    return gzip.decompress(base64.b64decode(page["html_gz"])).decode("utf-8", errors="replace")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[place : place + 4]) for place in range(max(1, len(words) - 3)))


def test_stories_of_measured_pages_are_whole_and_clean() -> None:
    precision, recall = [], []
    for page in pages("pages_scrapinghub/en.jsonl"):
        wanted, found = shingles(page["body"]), shingles(body_of(open_page("page", html_of(page), lang="en")))
        shared = (wanted & found).total()
        precision.append(shared / found.total())
        recall.append(shared / wanted.total())
    assert sum(precision) / len(precision) >= 0.95
    assert sum(recall) / len(recall) >= 0.97


@pytest.mark.parametrize(("lang", "least", "most"), [("en", 0.95, 0.25), ("fr", 0.95, 0.1)])
def test_pieces_of_measured_pages_are_kept_or_left_out(lang: str, least: float, most: float) -> None:
    kept, wanted, let_in, unwanted = 0, 0, 0, 0
    for page in pages(f"pages_trafilatura/{lang}.jsonl"):
        body = body_of(open_page("page", html_of(page), lang=lang))
        kept += sum(piece in body for piece in page["with"])
        let_in += sum(piece in body for piece in page["without"])
        wanted, unwanted = wanted + len(page["with"]), unwanted + len(page["without"])
    assert kept / wanted >= least
    assert let_in / unwanted <= most
