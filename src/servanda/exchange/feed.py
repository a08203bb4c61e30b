"""News as an Atom feed (RFC 4287), which any reader of news follows."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

import msgspec

_ATOM = "http://www.w3.org/2005/Atom"
_UNKNOWN = "1970-01-01T00:00:00Z"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of news: its lasting id, when the ledger learnt of it, and where it is shown."""

    id: str
    title: str
    summary: str
    address: str
    updated: str
    author: str = ""


def feed_of(items: Iterable[Item], *, id: str, title: str, address: str, page: str) -> bytes:
    """The feed as a file; `address` is the feed's own, `page` that of the page that shows the same."""
    listed = list(items)
    feed = Element("feed", xmlns=_ATOM)
    _add(feed, "id", id)
    _add(feed, "title", title)
    _add(feed, "updated", max((moment_of(item.updated) for item in listed), default=_UNKNOWN))
    SubElement(feed, "link", rel="self", href=address)
    SubElement(feed, "link", rel="alternate", type="text/html", href=page)
    author = SubElement(feed, "author")
    _add(author, "name", "Servanda")
    for item in listed:
        _add_item(feed, item)
    content: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _add_item(feed: Element, item: Item) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", f"urn:servanda:{item.id}")
    _add(entry, "title", item.title)
    _add(entry, "updated", moment_of(item.updated))
    SubElement(entry, "link", rel="alternate", type="text/html", href=item.address)
    _add(entry, "summary", item.summary)
    if item.author:
        author = SubElement(entry, "author")
        _add(author, "name", item.author)


def moment_of(recorded: str) -> str:
    """A moment as the ledger keeps it, as RFC 3339 writes it; the dawn of time for none."""
    if not recorded:
        return _UNKNOWN
    return recorded if len(recorded) > 10 else f"{recorded}T00:00:00Z"


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = "".join(char for char in text if _is_xml(char))


def _is_xml(char: str) -> bool:
    """Whether XML 1.0 can hold the character at all."""
    code = ord(char)
    return code in (0x9, 0xA, 0xD) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
