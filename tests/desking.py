"""What tests of the desk share: a page as its parts, and the way from one page to the next."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from pathlib import Path

from starlette.testclient import TestClient

EXAMPLES = Path(__file__).parent.parent / "src" / "servanda" / "examples"
DESK = Path(__file__).parent.parent / "src" / "servanda" / "desk"
TODAY = datetime.date(2026, 1, 31)
BASE = "http://localhost"


class Page(HTMLParser):
    """What a test looks at in a page: its links, its text, its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._in = tag
        self.links += [named["href"] or ""] if tag == "a" and "href" in named else []
        self.ids += [named["id"] or ""] if "id" in named else []
        self.inline += [f"{tag} {name}" for name in named if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in named) else []

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        self.words += data


def first(desk: TestClient, path: str, pattern: str) -> str:
    match = re.search(pattern, desk.get(path).text)
    assert match, f"{path} leads to nothing like {pattern}"
    return match.group()
