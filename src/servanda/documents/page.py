"""From a page to a document: the story's text and metadata out of its HTML."""

from __future__ import annotations

from typing import Any

import msgspec

from servanda.documents.dispatch import open_text
from servanda.errors import UnreadableError
from servanda.records import Document


def open_page(id: str, html: str, **known: str | None) -> Document:
    """The story of a page as a document: its text, told from menus and boxes, with the date and title of its markup.

    `known` is what `open_text` takes: lang, published, publisher, url, title. `raw` of the document is the HTML.
    """
    from trafilatura import bare_extraction

    found: Any = bare_extraction(html, with_metadata=True, include_comments=False, include_tables=True)
    text = (found.text or "").strip() if found else ""
    if not text:
        raise UnreadableError("no story could be told from the rest of the page")
    title = known.get("title") or (found.title if found else None)
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    document = open_text(
        id,
        text,
        lang=known.get("lang"),
        published=known.get("published") or found.date,
        publisher=known.get("publisher") or found.sitename,
        url=known.get("url") or found.url,
        title=title,
    )
    return msgspec.structs.replace(document, raw=html)
