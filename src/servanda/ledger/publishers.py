"""The class of a document's source, by who published it (`data/publishers.yaml`)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from servanda.data import load_table
from servanda.documents.text import fold

UNKNOWN = "private-media"
_HOST = re.compile(r"(?:https?://)?([^/:?#]*)")
_PARTS = re.compile(r"\s*[/|,;·–—]\s*|\s+-\s+|\s*\(|\)")


class Publisher(NamedTuple):
    """The class of a source, and the country whose voice it is, where it is one's."""

    source: str
    state: str | None = None


@cache
def _known() -> tuple[dict[str, Publisher], dict[str, Publisher]]:
    """Publishers by folded name, and by host."""
    names: dict[str, Publisher] = {}
    hosts: dict[str, Publisher] = {}
    for entry in load_table("publishers")["publishers"]:
        publisher = Publisher(entry["class"], entry.get("state"))
        names.update((fold(name), publisher) for name in entry["names"])
        hosts.update((host, publisher) for host in entry["hosts"])
    return names, hosts


@cache
def find_publisher(name: str | None, url: str | None = None) -> Publisher:
    """The publisher of that name, else of the address's host; a private medium when neither is known."""
    names, hosts = _known()
    for part in (name or "", *_PARTS.split(name or "")):
        if known := names.get(fold(part.strip())):
            return known
    host = _HOST.match(url or "")
    labels = host[1].lower().split(".") if host else []
    for place in range(len(labels)):
        if known := hosts.get(".".join(labels[place:])):
            return known
    return Publisher(UNKNOWN)
