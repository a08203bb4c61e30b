"""A page as it was captured, made harmless: no script, no form, nothing that is fetched or leads away."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from lxml import html as pages  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]
from lxml_html_clean import Cleaner

_LONGEST = 3_000_000  # characters of a page that is shown
_STYLE = (
    "body{font:15px/1.5 Georgia,serif;margin:1rem 1.2rem;color:#1b1e23;background:#fffefb;overflow-wrap:anywhere}"
    "table{border-collapse:collapse}td,th{padding:.2rem .5rem}[title=image]{color:#5b5f68;font-style:italic}"
)
_IMAGES = ("img", "picture", "svg", "video", "audio", "canvas", "source", "track", "map", "area")
_cleaner = Cleaner(
    scripts=True,
    javascript=True,
    comments=True,
    style=True,
    inline_style=True,
    links=True,
    meta=True,
    page_structure=False,
    processing_instructions=True,
    embedded=True,
    frames=True,
    forms=True,
    annoying_tags=True,
    kill_tags=frozenset({"base"}),
    safe_attrs_only=True,
    safe_attrs=frozenset({"lang", "dir", "colspan", "rowspan", "title", "datetime"}),
)
POLICY = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Frame-Options": "SAMEORIGIN"}


def captured_page(raw: str, *, title: str, lang: str) -> str:
    """The page's words and their order; pictures are their descriptions, links and styles are gone."""
    try:
        tree = pages.document_fromstring(raw[:_LONGEST].encode("utf-8", "replace"), parser=_parser())
    except ParserError:
        tree = pages.document_fromstring("<p></p>")
    for image in list(tree.iter(*_IMAGES)):
        _describe(image)
    _cleaner(tree)
    body = tree.find("body")
    words = pages.tostring(tree if body is None else body, encoding="unicode")
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{escape(lang)}"><head>{head}</head>{words}</html>'


def _parser() -> pages.HTMLParser:
    return pages.HTMLParser(encoding="utf-8", no_network=True)


def _describe(image: pages.HtmlElement) -> None:
    """Put a picture's description in its place."""
    parent = image.getparent()
    if parent is None:
        return
    told = " ".join((image.get("alt") or "").split())
    if told:
        words = pages.Element("span", title="image")
        words.text = f"[{told}]"
        words.tail = image.tail
        parent.replace(image, words)
    else:
        image.drop_tree()
