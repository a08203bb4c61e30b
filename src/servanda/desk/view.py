"""What a page is made of before it is rendered: plain values, and the same as rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from servanda.desk.comments import Comment
from servanda.desk.query import Query
from servanda.desk.words import Words
from servanda.ledger.snapshot import Snapshot
from servanda.ledger.store import Ledger

Row = Mapping[str, str]
ROWS_OF_A_PAGE = 40
ROWS_OF_A_FILE = 10_000


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader asks: the address, in which language, of which ledger, as of which day.

    `suffix` is `csv` or `json` when the values are asked for and not the page; `base` is the desk's own address, before
    the path. `size` is how many rows are asked for; 0 leaves it to the page. `said` tells the comments about an id.
    """

    ledger: Ledger
    snapshot: Snapshot
    said: Callable[[Iterable[str]], list[Comment]] = lambda ids: []
    words: Words
    query: Query
    path: str = "/"
    id: str = ""
    base: str = ""
    suffix: str = ""
    size: int = 0

    @property
    def today(self) -> datetime.date:
        """The day as of which lateness is judged."""
        return self.snapshot.today

    @property
    def is_file(self) -> bool:
        """Whether a file of rows is asked for: it is longer than a page, and values as JSON are not."""
        return self.suffix == "csv"

    @property
    def room(self) -> int:
        """How many rows fit: a page shows some, a file has all that a spreadsheet opens with ease."""
        return self.room_of(ROWS_OF_A_PAGE)

    def room_of(self, page: int) -> int:
        """How many rows fit, where a page shows so many."""
        return self.size or (ROWS_OF_A_FILE if self.is_file else page)


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A picture with the text that stands for it: what it shows as rows, under their headings in words.

    The `address` of a row is where its numbers lead.
    """

    svg: Markup
    rows: Sequence[Row]
    headings: Mapping[str, str]


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A page before it is rendered: its template, its title, its values, the rows of its CSV file, its pictures.

    `live` are values that change without the ledger: they are asked for each time that the page is shown.
    """

    template: str
    title: str
    values: Mapping[str, Any]
    rows: Callable[[], Sequence[Row]]
    active: str = ""
    pictures: Mapping[str, Drawn] = {}
    live: Mapping[str, Callable[[], Any]] = {}

    def shown(self) -> dict[str, Any]:
        """All values as they are now."""
        return {**self.values, **{name: ask() for name, ask in self.live.items()}}


PageOf = Callable[[Asked], View]
