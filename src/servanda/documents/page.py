"""From a page to a document: the story's text and metadata out of its HTML.

trafilatura tells the story from menus and boxes; what is left of these is told by the lines themselves, as in a text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from servanda.documents.agencies import agency_of_host, find_agency
from servanda.documents.debris import words
from servanda.documents.dispatch import open_text
from servanda.errors import UnreadableError
from servanda.records import Document

_SPACED = frozenset({"pre", "textarea", "script", "style", "code"})  # elements whose spaces and line ends count
_CAPTIONS = "//figcaption | //*[contains(@class, 'caption')][not(.//p[2])]"
_RELATED = "//*[contains(@class, 'related') or contains(@class, 'see-also') or contains(@class, 'read-also')]//a[@href]"
_HEADINGS = "//h2 | //h3 | //h4 | //strong"
_RUNNING = re.compile(r"[^\n]{60}|[.!?。！？]")  # a text without either is a list of links
_HEADLINE = (20, 250)  # characters of a headline

for _name in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what they cannot read is told by our own errors


def open_page(
    id: str,
    html: str,
    *,
    lang: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    title: str | None = None,
) -> Document:
    """The story of a page as a document: `text` is the story, headline first, `raw` the HTML that it was told from.

    What is given is taken; the rest is found in the page's markup, then in the text as `open_text` finds it.
    `UnreadableError` where the page has no story, `LanguageError` where no folder knows its language.
    """
    tree = _parse(html)
    found = _extract(tree, url)
    if found is None or not _RUNNING.search(found.text or ""):
        raise UnreadableError("no story on the page: no running text was told from its menus and boxes")
    title = title or _title(tree, found.title)
    story = found.text.strip()
    document = open_text(
        id,
        f"{title}\n\n{story}" if title and not story.startswith(title) else story,
        lang=lang,
        published=published or found.date,
        publisher=publisher or _publisher(found.sitename, url or found.url),
        url=url or found.url,
        title=title,
        told=_told(tree),
    )
    related = tuple(dict.fromkeys((*document.related, *_related(tree, title))))
    return msgspec.structs.replace(document, raw=html, related=related)


def _parse(html: str) -> Any:
    """The page's tree, each run of spaces and line ends one space, as a browser shows it."""
    from trafilatura import load_html

    tree = load_html(html)
    if tree is None:
        raise UnreadableError("no page: nothing in it could be read as HTML")
    for element in tree.iter():
        if element.tag not in _SPACED and element.text:
            element.text = _one_spaced(element.text)
        if element.tail and getattr(element.getparent(), "tag", "") not in _SPACED:
            element.tail = _one_spaced(element.tail)
    return tree


def _one_spaced(words_: str) -> str:
    """The words with one plain space for each run of spaces and line ends; other spaces stay."""
    for space in "\n\r\t\f":
        words_ = words_.replace(space, " ")
    while "  " in words_:
        words_ = words_.replace("  ", " ")
    return words_


def _extract(tree: Any, url: str | None) -> Any:
    """The story and the metadata of a page; None where there is no story."""
    from trafilatura import bare_extraction

    return bare_extraction(
        tree,
        url=url,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )


def _title(tree: Any, title: str | None) -> str | None:
    """The headline: of the metadata, without the site's name where the page's one main heading stands in it."""
    headings = [text for heading in tree.iter("h1") if (text := _words_of(heading))]
    title = " ".join(title.split()) if title else None
    if len(headings) == 1 and len(headings[0]) >= _HEADLINE[0] and headings[0] in (title or headings[0]):
        return headings[0]
    return title


def _publisher(sitename: str | None, url: str | None) -> str | None:
    """Who publishes the page: by its own word where that is a name we know, else by its address, else its own word."""
    name = " ".join((sitename or "").partition(" | ")[0].split())
    return find_agency(name) or agency_of_host(url or "") or name or None


def _told(tree: Any) -> dict[str, str]:
    """The lines that the markup tells: captions, and links to other stories."""
    told = dict.fromkeys(_related(tree, None), "link")
    told |= {text: "caption" for element in tree.xpath(_CAPTIONS) if (text := _words_of(element))}
    return told


def _related(tree: Any, title: str | None) -> Iterator[str]:
    """The headlines of other stories that the page lists as related, in order."""
    shortest, longest = _HEADLINE
    for link in (*tree.xpath(_RELATED), *_links_under_headings(tree)):
        text = _words_of(link)
        if shortest <= len(text) <= longest and text != title:
            yield text


def _links_under_headings(tree: Any) -> Iterator[Any]:
    """The links of the box whose heading says "see also" or the like."""
    for heading in tree.xpath(_HEADINGS):
        if words().exact.get(_words_of(heading).lower().strip(" :")) == "related":
            box = heading.getnext() if heading.getnext() is not None else heading.getparent()
            yield from box.iter("a")


def _words_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
